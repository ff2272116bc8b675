"""Evidence: what raw text and the dictionary say about strings that may be words.

A first model cuts the raw text. Of every word that it finds, and of every word of the
dictionary, we count how often it occurs as a word and how often as a string at all: the share
tells 将军 (nearly always a word) from 将 and 军 side by side. The words, with a class for these
counts and for the dictionary's frequency, are the lexicon of the final model, whose training
learns what each class is worth. After Zhang, Wang, Mansur and Zhang (2013); the share is the
"word ratio" of dictionary-based systems, and near to the freedom of a string in Zhao and Kit
(2008).
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable
from math import exp

from zhnlp.arguments import need_items
from zhnlp.chars import is_han
from zhnlp.core import Cutter, StringCounter, Trie
from zhnlp.models.lexicons.dictionary import Dictionary

Raw = Callable[[], Iterable[bytes]]
_FOUND = (1.0, 2.5, 10.0, 50.0)  # classes of frequency: occurrences per million words of raw text
_SHARES = (0.05, 0.2, 0.5, 0.8, 0.95)  # classes of the share of occurrences that are words
_KNOWN = (0.0, 6e-8, 8e-7)  # classes of the dictionary's relative frequency
_MIN_STRINGS = 5  # occurrences of a string whose share counts
_NOT_FOUND = 4  # the class of frequency of what the model finds too rarely
_FREQUENCIES, _KINDS = 8, 8  # numbers of classes in a value; see core/word_features.hpp


def dictionary_evidence(dictionary: Dictionary) -> dict[str, int]:
    """The values of the dictionary's words of two or more Han characters, without raw text."""
    return {word: _value(_NOT_FOUND, 0, known) for word, known in _known_words(dictionary).items()}


def word_evidence(cutter: Cutter, raw: Raw, dictionary: Dictionary) -> dict[str, int]:
    """The values of the words that `cutter` finds in raw text, and of the dictionary's words in it.

    Args:
        cutter: Cuts by the first model.
        raw: Returns UTF-8 text in blocks of whole lines; called twice.
        dictionary: Known words.
    """
    counts: Counter[bytes] = Counter()
    for block in _blocks(raw):
        counts.update(cutter.cut_lines(block, replace=True)[0].split())
    million = sum(counts.values()) / 1e6
    known = _known_words(dictionary)
    found = {
        word: n / million
        for raw_word, n in counts.items()
        if n >= _FOUND[0] * million and _is_candidate(word := raw_word.decode())
    }
    words = sorted({*known, *found})
    counter = StringCounter(Trie.build(words))
    for block in _blocks(raw):
        counter.add(cutter.cut_lines(block, replace=True)[0])
    evidence: dict[str, int] = {}
    for word, n_strings, n_words in zip(words, counter.as_strings, counter.as_words, strict=False):
        if n_strings >= _MIN_STRINGS:
            share = 1 + bisect(_SHARES, n_words / n_strings)
            frequency = bisect(_FOUND, n_words / million) - 1
            evidence[word] = _value(
                frequency if frequency >= 0 else _NOT_FOUND, share, known.get(word, 0)
            )
    return evidence


def _blocks(raw: Raw) -> Iterable[bytes]:
    return need_items(raw(), "raw text", "Give UTF-8 text in blocks of whole lines")


def _known_words(dictionary: Dictionary) -> dict[str, int]:
    """The class of frequency of each word of two or more Han characters, from 1."""
    return {
        word: bisect(_KNOWN, exp(dictionary.log_probs[value]))
        for word, value in dictionary.trie.items()
        if _is_candidate(word)
    }


def _is_candidate(word: str) -> bool:
    return len(word) > 1 and all(map(is_han, word))


def _value(frequency: int, share: int, known: int) -> int:
    """The value of a word in the lexicon of a model: its frequency, and the kind of evidence."""
    return frequency + _FREQUENCIES * (1 + share + _KINDS * known)
