"""The characters of a corpus as a character model knows them.

Every Han character and sign is a piece, a number and a Latin word is one that
is read as its class, and sentences end after 。！？… and with their line, as
core/pieces.hpp says. Signs of full width are read as ASCII, and traditional
characters that the corpus hardly has as simplified ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhnlp.core import CharacterReader, Trie, char_class
from zhnlp.models.ngrams.word_corpus import BEGIN, END, LATIN, NUMBER, SPECIAL
from zhnlp.models.sequence.alphabet import NARROW, folding_pairs

if TYPE_CHECKING:
    from zhnlp.models.ngrams import Array

_KNOWN = {char_class(char) for char in "，我 "}  # classes of which every character is a piece


def number_characters(texts: Iterable[str], min_count: int) -> tuple[list[str], Array]:
    """The vocabulary by falling frequency, and the corpus as its numbers.

    Args:
        texts: Paragraphs, say; a sentence ends with its line.
        min_count: Characters seen less often are unknown.

    Returns:
        Characters by number, and the numbers of all pieces in order, uint32,
        every sentence between BEGIN and END.
    """
    import numpy as np

    lines = [line for text in texts for line in text.splitlines() if line]
    pieces = [*SPECIAL, NUMBER, LATIN, *_characters(lines)]
    reader = CharacterReader(Trie.build(pieces), folding_pairs(map(ord, pieces[len(SPECIAL) :])))
    stream = np.frombuffer(b"".join(map(reader.numbers, lines)), dtype=np.uint32)
    seen = np.bincount(stream, minlength=len(pieces))
    n_fixed = len(SPECIAL) + 2  # the classes are there even if the corpus has none
    kept = [i for i in range(len(SPECIAL), len(pieces)) if seen[i] >= min_count or i < n_fixed]
    kept.sort(key=lambda i: (-seen[i], pieces[i]))
    table = np.zeros(len(pieces), dtype=np.uint32)  # all others are UNKNOWN
    table[[BEGIN, END, *kept]] = [BEGIN, END, *range(len(SPECIAL), len(SPECIAL) + len(kept))]
    return [*SPECIAL, *(pieces[i] for i in kept)], table[stream]


def _characters(lines: Iterable[str]) -> list[str]:
    """The different characters that are pieces of their own."""
    seen: Counter[str] = Counter()
    for line in lines:
        seen.update(line)
    chars = {char.translate(NARROW) for char in seen if char.isprintable()}
    return sorted(char for char in chars if char_class(char) in _KNOWN)
