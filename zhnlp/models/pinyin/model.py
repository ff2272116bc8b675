"""PinyinModel: the reading of each character of a text that is cut into words.

The pack has a reading for each character, and those of phrases in which a character is
read in another way. A phrase counts only where its ends are ends of words, or where it lies
inside one word, so that none is found across a border as 行长 is in 自行|长大.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import accumulate

from zhnlp.arguments import need_strings
from zhnlp.core import Trie
from zhnlp.errors import PackError, UsageError
from zhnlp.models.packed import PackedModel
from zhnlp.models.pinyin.styles import plain
from zhnlp.packing import Pack, make_pack, pack_errors


class PinyinModel(PackedModel):
    """Readings of characters and phrases; see `PackedModel`.

    Attributes:
        readings: The reading of each character that has one, with a tone mark.
        fixed: The characters that have one reading only.
    """

    KIND = "PinyinModel"

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            syllables = [*need_strings(pack.about["syllables"], "syllables")]
            if not all(map(plain, syllables)):
                raise UsageError("a syllable has no letter.")
            self._trie = Trie(pack.array("nodes", "Q"), pack.array("alphabet", "I"))
            self._starts = pack.array("phrase_starts", "I")
            numbers = pack.array("phrase_readings", "H")
            self._phrases = tuple(map(syllables.__getitem__, numbers))
            chars = [*map(chr, pack.array("chars", "I"))]
            kinds = pack.array("n_readings", "B")
            readings = map(syllables.__getitem__, pack.array("char_readings", "H"))
            self.readings = dict(zip(chars, readings, strict=True))
            self.fixed = frozenset(char for char, n in zip(chars, kinds, strict=True) if n == 1)
            if len(self._starts) != self._trie.n_values + 1 or self._starts[-1] != len(numbers):
                raise UsageError("phrases and readings are not as many.")

    def read(self, text: str, ends: Sequence[int]) -> tuple[list[str], bytearray]:
        """The reading of each character, and whether a phrase says so.

        Args:
            text: A text, simplified: phrases are.
            ends: Where its words end, rising; the last is its length.

        Returns:
            One reading for each character, itself if it has none; and 1 for each character
            that a phrase covers, 0 for others.
        """
        get = self.readings.get
        readings = [get(char, char) for char in text]
        covered = bytearray(len(text))
        borders = {*ends}
        start = 0
        for end in ends:
            while start < end:
                start = self._phrase(text, start, end, borders, readings, covered)
        return readings, covered

    def _phrase(
        self,
        text: str,
        start: int,
        end: int,
        borders: set[int],
        readings: list[str],
        covered: bytearray,
    ) -> int:
        """Read the longest phrase at `start`, of a word that ends at `end`; where to go on.

        A phrase of three characters or more may reach over the end of the word, if it begins
        where a word does.
        """
        whole = start == 0 or start in borders
        for last, number in reversed(self._trie.prefixes(text, start)):
            if last <= end or (whole and last - start > 2 and last in borders):
                own = self._phrases[self._starts[number] : self._starts[number + 1]]
                if len(own) != last - start:  # to look at all of them would take long
                    raise PackError(
                        f"pack {self.pack.name!r} has {len(own)} readings of "
                        f"{text[start:last]!r}. Make the pack again."
                    )
                readings[start:last] = own
                covered[start:last] = b"\1" * (last - start)
                return last
        return start + 1


def pinyin_pack(
    characters: dict[str, list[str]],
    phrases: dict[str, list[str]],
    about: dict[str, object],
    *,
    ruled: Container[str] = (),
) -> PinyinModel:
    """The model of these readings, without the phrases that it reads rightly anyway.

    Args:
        characters: The readings of each character, the usual one first.
        phrases: One reading for each character of each phrase.
        about: Data, licence and command, for ``pack.json``.
        ruled: Characters with rules, whose phrases are all kept: a rule may not hold in them.
    """
    kept: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=lambda each: (len(each), each)):
        usual = [characters[char][0] if char in characters else char for char in phrase]
        if _read_by(kept, phrase, usual) != phrases[phrase] or any(
            char in ruled for char in phrase
        ):
            kept[phrase] = phrases[phrase]
    return PinyinModel(_packed(characters, kept, about))


def _read_by(kept: dict[str, list[str]], phrase: str, usual: list[str]) -> list[str]:
    """How a word `phrase` is read with the phrases `kept`."""
    readings, start = list(usual), 0
    while start < len(phrase):
        for end in range(len(phrase), start + 1, -1):
            if (found := kept.get(phrase[start:end])) is not None:
                readings[start:end] = found
                start = end
                break
        else:
            start += 1
    return readings


def _packed(
    characters: dict[str, list[str]], phrases: dict[str, list[str]], about: dict[str, object]
) -> Pack:
    from array import array

    words = sorted(phrases)
    first = {char: readings[0] for char, readings in sorted(characters.items())}
    syllables = sorted({*first.values()}.union(*phrases.values()))
    number = {syllable: i for i, syllable in enumerate(syllables)}
    nodes, alphabet = Trie.build(words).packed()
    starts = array("I", accumulate((len(word) for word in words), initial=0))
    return make_pack(
        PinyinModel.KIND,
        {**about, "n_phrases": len(words), "n_characters": len(first), "syllables": syllables},
        {
            "nodes": nodes,
            "alphabet": alphabet,
            "phrase_starts": starts,
            "phrase_readings": array("H", (number[s] for word in words for s in phrases[word])),
            "chars": array("I", map(ord, first)),
            "char_readings": array("H", map(number.__getitem__, first.values())),
            "n_readings": array("B", (len({*characters[char]}) for char in first)),
        },
    )
