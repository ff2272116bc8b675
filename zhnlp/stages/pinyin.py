"""Pinyin: how each character is read, by the words and characters around it.

The readings of phrases are in the pack ``pinyin``, those of polyphonic characters by context in
``dicts/polyphones.tsv``; see models/pinyin.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from zhnlp.arguments import need_choice, need_flag
from zhnlp.doc import Doc, need
from zhnlp.models.pinyin.reader import Context, PinyinReader
from zhnlp.models.pinyin.styles import STYLES, Style
from zhnlp.stage import Stage, need_doc
from zhnlp.stages.by_name import by_name
from zhnlp.stages.companions import companions, prepared

Umlaut = Literal["ü", "v"]


@by_name()
@dataclass(frozen=True, repr=False)
class Pinyin(Stage):
    """Give each character its reading; what has none (letters, punctuation) stands for itself.

    It needs words. If the Doc has tags or entities, too, they decide what words do not: a word
    tagged ``nr`` or an entity ``PER`` makes 曾 the surname zēng, a tag ``v`` makes 种 zhòng.
    Tags are those of Peking University; other sets do no harm and no good. Traditional
    text is read, too.

    Args:
        style: ``marks`` (zhǎng), ``numbers`` (zhang3, the neutral tone is 5), ``plain`` (zhang),
            ``initials`` (zh; the first letter of a syllable without one), or ``letters`` (z).
        sandhi: Write 一 and 不 as they sound before other tones (yí gè, bú shì), not as in
            dictionaries. Third tones are not changed.
        umlaut: How ``numbers`` and ``plain`` write ü: ``v`` is what keyboards have.

    >>> doc = Pinyin()(Doc("银行行长", words=["银行", "行长"]))
    >>> doc.pinyin
    ('yín', 'háng', 'háng', 'zhǎng')
    """

    style: Style = "marks"
    sandhi: bool = False
    umlaut: Umlaut = "ü"

    requires = ("words",)
    provides = ("pinyin",)

    # Made of the settings; ClassVar, because they are not fields.
    _reader: ClassVar[PinyinReader]

    def __post_init__(self) -> None:
        need_choice(self.style, "style", STYLES)
        need_flag(self.sandhi, "sandhi")
        need_choice(self.umlaut, "umlaut", ("ü", "v"))
        reader = PinyinReader(self.style, sandhi=self.sandhi, umlaut=self.umlaut)
        object.__setattr__(self, "_reader", reader)

    def __call__(self, text: str | Doc) -> Doc:
        doc = need_doc(text)
        words = need(doc.words, "words")
        persons = {span.start for span in doc.entities or () if span.label == "PER"}
        context = Context(tuple(words.ends), doc.tags, persons)
        return doc.filled(pinyin=tuple(self._reader.read(doc.text, context)))

    def read(self, text: str) -> list[str]:
        """The reading of each character of `text`; what has none, as it is.

        >>> Pinyin().read("长大")
        ['zhǎng', 'dà']
        """
        return list(self(prepared(text, self._before)).pinyin)

    @cached_property
    def _before(self) -> tuple[Stage, ...]:
        return companions(self)
