"""PinyinReader: the model of phrases, the rules of characters, and the styles, put together."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import compress, product, repeat
from typing import NamedTuple

from zhnlp.models.pinyin.model import PinyinModel
from zhnlp.models.pinyin.rules import read_rules, reading_at
from zhnlp.models.pinyin.sandhi import apply_sandhi
from zhnlp.models.pinyin.styles import Style, styled
from zhnlp.models.sequence.alphabet import traditional_characters
from zhnlp.resources import dicts

_PERSON = "nr"
# What is true of a character that no phrase covers, is a word, and begins the name of a person.
_TRUE = {
    each: frozenset(compress(("any", "alone", "word", "name"), (True, *each)))
    for each in product((False, True), repeat=3)
}
_OWN_READINGS = "乾著吒藉瞭徵於"  # in simplified texts, too, where they have readings of their own


class Context(NamedTuple):
    """What is known of a text beside its characters.

    Attributes:
        ends: Where its words end.
        tags: The tag of each word; None if unknown.
        persons: Where names of persons begin, as far as entities say.
    """

    ends: Sequence[int]
    tags: Sequence[str] | None = None
    persons: AbstractSet[int] = frozenset()


class PinyinReader:
    """Reads texts.

    Args:
        style: How readings are written.
        sandhi: Whether 一 and 不 change before other tones.
        umlaut: How ü is written without tone marks.
    """

    def __init__(self, style: Style, *, sandhi: bool = False, umlaut: str = "ü") -> None:
        self._model = PinyinModel("pinyin")
        syllables = self._model.about["syllables"]
        self._rules = read_rules(dicts() / "polyphones.tsv", syllables)
        self._simplified = str.maketrans(
            {char: plain for char, plain in traditional_characters() if char not in _OWN_READINGS}
        )
        self._sandhi = sandhi
        self._written = {each: styled(each, style, umlaut=umlaut) for each in syllables}
        if sandhi:
            for each in ("yí", "yì", "bú"):
                self._written[each] = styled(each, style, umlaut=umlaut)

    def read(self, text: str, context: Context) -> list[str]:
        """One reading for each character of `text`, itself if it has none."""
        simplified = text if text.isascii() else text.translate(self._simplified)
        readings, covered = self._model.read(simplified, context.ends)
        self._by_rules(simplified, context, readings, covered)
        if simplified != text:
            self._restored(text, simplified, readings)
        if self._sandhi:
            apply_sandhi(simplified, readings)
        written = self._written
        return [
            char if reading in (char, plain) else written.get(reading, reading)
            for reading, plain, char in zip(readings, simplified, text, strict=True)
        ]

    def _by_rules(
        self, text: str, context: Context, readings: list[str], covered: bytearray
    ) -> None:
        rules = self._rules
        places = [i for i, char in enumerate(text) if char in rules]
        if not places:
            return
        tags, names = self._tags(text, context)
        borders = {0, *context.ends}
        for at in places:
            begins, ends = at in borders, at + 1 in borders
            where = _TRUE[not covered[at], begins and ends, at in names]
            found = reading_at(
                rules[text[at]], text, at, where=where, tag=tags[at], ends_word=ends and not begins
            )
            if found is not None:
                readings[at] = found

    def _tags(self, text: str, context: Context) -> tuple[Sequence[str | None], AbstractSet[int]]:
        """The tag of the word of each character, and where names of persons begin."""
        if context.tags is None:
            return [None] * len(text), context.persons
        tags: list[str | None] = []
        names = set(context.persons)
        start, last = 0, ""
        for end, tag in zip(context.ends, context.tags, strict=True):
            tags.extend(repeat(tag, end - start))
            if tag.startswith(_PERSON) and not last.startswith(_PERSON):
                names.add(start)
            start, last = end, tag
        return tags, names

    def _restored(self, text: str, simplified: str, readings: list[str]) -> None:
        """Read traditional characters that are read in one way only as themselves."""
        model = self._model
        for i, (char, plain) in enumerate(zip(text, simplified, strict=True)):
            if char != plain and char in model.fixed:
                readings[i] = model.readings[char]
