"""Parity: how many of jieba's words come out the same.

Three figures for each text: of ``unigram`` everywhere; of ``unigram`` outside
the units of several characters that its rules keep whole on purpose; of the
method ``jieba``, which has no such rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

from zhnlp import Segmenter
from zhnlp.core import units
from zhnlp.evaluate import score_words

Words = list[str]
Cut = Callable[[str], Words]


def parity(texts: dict[str, Sequence[str]], jieba: Any) -> list[dict[str, Any]]:
    """The figures as plain values: share of jieba's words, F1 with its interval, and of what."""
    found = []
    for hmm in (False, True):
        ours = {method: Segmenter(method, hmm=hmm).cut for method in ("unigram", "jieba")}
        for name, lines in texts.items():
            theirs = [jieba.lcut(line, HMM=hmm) for line in lines]
            for method, counted in (
                ("unigram", "everywhere"),
                ("unigram", "outside units"),
                ("jieba", "everywhere"),
            ):
                mine = [ours[method](line) for line in lines]
                figures = {"text": f"{name} test", "method": method, "counted": counted}
                figures["against"] = f"jieba.cut(HMM={hmm})"
                found.append({**figures, **_compare(theirs, mine, outside="outside" in counted)})
    return found


def _compare(theirs: list[Words], mine: list[Words], *, outside: bool) -> dict[str, Any]:
    if outside:
        kept = [outside_units("".join(words)) for words in theirs]
        theirs = [without(words, keep) for words, keep in zip(theirs, kept, strict=True)]
        mine = [without(words, keep) for words, keep in zip(mine, kept, strict=True)]
    scores = score_words(theirs, mine)
    return {
        "n_words": scores.n_gold,
        "same": scores.recall,
        "f1": scores.f1,
        "f1_interval": scores.f1_interval,
    }


def outside_units(text: str) -> list[bool]:
    """For every character whether it is a unit by itself.

    >>> outside_units("用v1.2")
    [True, False, False, False, False]
    """
    ends = units(text)
    alone: list[bool] = []
    for start, end in zip([0, *ends], ends, strict=False):
        alone += [end - start == 1] * (end - start)
    return alone


def without(words: Words, keep: Sequence[bool]) -> Words:
    """The words without the characters that are not to be kept; empty ones are left out."""
    ends = list(accumulate(map(len, words)))
    cut = (
        "".join(
            char for char, is_kept in zip(word, keep[end - len(word) :], strict=False) if is_kept
        )
        for word, end in zip(words, ends, strict=True)
    )
    return [word for word in cut if word]
