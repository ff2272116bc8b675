"""The tokens of a corpus for a model of characters, as numbers.

Every Han character or sign is a token, and a number or a Latin word is one, read as its
class. Sentences end after 。！？… and at line ends. Full-width signs are read as ASCII,
and traditional characters that are rare in the corpus as simplified ones.
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

_KNOWN = {char_class(char) for char in "，我 "}  # classes in which every character is a token


def number_characters(texts: Iterable[str], min_count: int) -> tuple[list[str], Array]:
    """The vocabulary by decreasing frequency, and the corpus as its numbers.

    Args:
        texts: Texts, such as paragraphs; sentences end at line ends.
        min_count: Rarer characters are unknown.

    Returns:
        Tokens by number, and the numbers of all tokens in order, uint32, every
        sentence between BEGIN and END.
    """
    import numpy as np

    lines = [line for text in texts for line in text.splitlines() if line]
    tokens = [*SPECIAL, NUMBER, LATIN, *_characters(lines)]
    reader = CharacterReader(Trie.build(tokens), folding_pairs(map(ord, tokens[len(SPECIAL) :])))
    stream = np.frombuffer(b"".join(map(reader.numbers, lines)), dtype=np.uint32)
    counts = np.bincount(stream, minlength=len(tokens))
    n_fixed = len(SPECIAL) + 2  # the classes are there even if the corpus has none
    frequent = [
        i for i in range(len(SPECIAL), len(tokens)) if counts[i] >= min_count or i < n_fixed
    ]
    frequent.sort(key=lambda i: (-counts[i], tokens[i]))
    table = np.zeros(len(tokens), dtype=np.uint32)  # all others are UNKNOWN
    numbers = range(len(SPECIAL), len(SPECIAL) + len(frequent))
    table[[BEGIN, END, *frequent]] = [BEGIN, END, *numbers]
    return [*SPECIAL, *(tokens[i] for i in frequent)], table[stream]


def _characters(lines: Iterable[str]) -> list[str]:
    """The distinct characters that are tokens by themselves."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(line)
    chars = {char.translate(NARROW) for char in counts if char.isprintable()}
    return sorted(char for char in chars if char_class(char) in _KNOWN)
