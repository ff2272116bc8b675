"""How trained models read characters: their alphabet, and which characters are folded.

Full width is read as half width. Traditional characters are read as the simplified
ones of ``dicts/traditional.tsv``, except those that occur in the training text.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator

from zhnlp.core import CharClass, char_class
from zhnlp.errors import FormatError
from zhnlp.io.tables import read_rows
from zhnlp.resources import dicts

_WITH_SYMBOLS = (CharClass.HAN, CharClass.OTHER)
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
NARROW = str.maketrans(_WIDE)
WIDE = str.maketrans({narrow: wide for wide, narrow in _WIDE.items()})


def alphabet(texts: Iterable[str], *, min_count: int = 2) -> array[int]:
    """The Han characters and signs that occur at least `min_count` times, as sorted codes."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    narrow: Counter[str] = Counter()
    for char, count in counts.items():
        narrow[char.translate(NARROW)] += count
    chars = (char for char, count in narrow.items() if count >= min_count)
    return array("I", sorted(ord(char) for char in chars if char_class(char) in _WITH_SYMBOLS))


def folding_pairs(known: Iterable[int]) -> array[int]:
    """Flat pairs of characters: the first is read as the second, which is among `known`."""
    own = set(map(chr, known))
    pairs = dict(_WIDE)
    pairs.update(
        (traditional, simplified)
        for traditional, simplified in traditional_characters()
        if traditional not in own and simplified in own
    )
    return array("I", (ord(char) for pair in sorted(pairs.items()) for char in pair))


def traditional_pairs() -> array[int]:
    """Flat pairs of characters: a simplified one, and its traditional form."""
    return array("I", (ord(char) for pair in _pairs("simplified.tsv") for char in pair))


def traditional_characters() -> Iterable[tuple[str, str]]:
    """Pairs of a traditional character and the simplified one that it is read as."""
    return _pairs("traditional.tsv")


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    path = dicts() / name
    for number, row in read_rows(path, what="table of characters", comment="#"):
        chars = row.split("\t")
        if len(chars) != 2:
            raise FormatError(path, number, f"{row!r} is not two characters with a tab between.")
        yield chars[0], chars[1]
