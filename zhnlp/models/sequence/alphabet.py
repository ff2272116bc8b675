"""How trained models read characters: their alphabet, and which characters are folded.

Full width is read as half width. Traditional characters are read as the simplified
ones of ``dicts/traditional.tsv``, except those that occur in simplified training text; a few
variants from names of shops and persons, as the characters that they stand for (𠮷野家 as
吉野家).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from zhnlp.chars import is_han
from zhnlp.core import Alphabet, CharClass, char_class
from zhnlp.errors import FormatError
from zhnlp.io.tables import read_rows
from zhnlp.packing import Pack
from zhnlp.resources import dicts

_RARER = 20  # times, of a traditional character, that a stray one is rarer than the simplified one
_WITH_SYMBOLS = (CharClass.HAN, CharClass.OTHER)
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
NARROW = str.maketrans(_WIDE)
WIDE = str.maketrans({narrow: wide for wide, narrow in _WIDE.items()})
_VARIANTS = "𠮷吉㐂喜髙高﨑崎𣘺桥𡈽土"  # pairs: the first is read as the second


def alphabet(texts: Iterable[str], *, min_count: int = 2) -> array[int]:
    """The Han characters and signs that occur at least `min_count` times, as sorted codes.

    A traditional character that is much rarer than its simplified one is left out: it strayed
    into simplified text, and is read as that one.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    narrow: Counter[str] = Counter()
    for char, count in counts.items():
        narrow[char.translate(NARROW)] += count
    simplified = _simplified()
    chars = (
        char
        for char, count in narrow.items()
        if count >= min_count and count * _RARER >= narrow[simplified.get(char, "")]
    )
    return array("I", sorted(ord(char) for char in chars if char_class(char) in _WITH_SYMBOLS))


def as_read(text: str) -> str:
    """`text`, but in simplified script if it is in traditional script.

    That is so if a tenth of its Han characters are in the table, and at least two: 著 and 乾
    are in the table, too, but also in simplified texts.
    """
    simplified = _simplified()
    n_traditional = sum(char in simplified for char in text)
    if n_traditional < 2 or n_traditional < 0.1 * sum(map(is_han, text)):
        return text
    return "".join(simplified.get(char, char) for char in text)


def read_alphabet(pack: Pack) -> Alphabet:
    """The alphabet of a pack, which reads variants, too."""
    chars = pack.array("alphabet", "I")
    pairs = array("I", bytes(pack.array("read_as", "I")))
    variants = list(map(ord, _VARIANTS))
    for variant, char in zip(variants[::2], variants[1::2], strict=True):
        if _has(chars, char) and not _has(chars, variant):
            pairs.extend((variant, char))
    return Alphabet(chars, pairs)


def _has(codes: memoryview, code: int) -> bool:
    """Whether `code` is one of the sorted `codes`."""
    at = bisect_left(codes, code)
    return at < len(codes) and bool(codes[at] == code)


def folding_pairs(known: Iterable[int]) -> array[int]:
    """Flat pairs of characters: the first is read as the second, which is among `known`."""
    own = set(map(chr, known))
    pairs = dict(_WIDE)
    pairs.update(
        (traditional, simplified)
        for traditional, simplified in _simplified().items()
        if traditional not in own and simplified in own
    )
    return array("I", (ord(char) for pair in sorted(pairs.items()) for char in pair))


@cache
def _simplified() -> dict[str, str]:
    return dict(traditional_characters())


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
