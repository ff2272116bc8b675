"""Cuts that gold words leave open, as standards differ on them, but that we settle.

A number, and a word that points (这, 每 …), is a word apart from the measure word that follows:
三|个, 两|年, 这|位. Everything else that is open stays open, and the model learns what fits its
other cuts best. Settled for the sake of words elsewhere: of four standards this brings the most,
and costs the least of the places that all agree on (docs/training.md has the figures).
"""

from __future__ import annotations

from collections.abc import Container

from zhnlp.models.entities.units import read_measure_words
from zhnlp.models.sequence.training import Sample

_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两几数")
_POINTING = frozenset("这那每各某该本此這該")
_TIMES_AND_MONEY = ("年", "天", "周", "日", "月", "元", "岁", "小时", "分钟", "季度", "美元")


def measure_words() -> frozenset[str]:
    """The words before which a number or a pointing word is a word of its own."""
    listed = read_measure_words().items()
    return frozenset([*(word for word, row in listed if row.numbers == "one"), *_TIMES_AND_MONEY])


def settled(sample: Sample, measures: Container[str]) -> Sample:
    """`sample` with fewer optional cuts: those before `measures` are made.

    >>> from zhnlp.words import Words
    >>> words = Words.of("这三个机场路", ["这", "三", "个", "机场", "路"])
    >>> sample = Sample(words.text, words.ends, optional=(1, 2, 5))
    >>> sorted(settled(sample, {"个"}).optional)
    [1, 5]
    """
    if not sample.optional:
        return sample
    text, ends = sample.text, [0, *sample.ends]
    made = {
        at
        for start, at, end in zip(ends, ends[1:], ends[2:], strict=False)
        if at in sample.optional and text[at:end] in measures and _comes_before(text[start:at])
    }
    return sample._replace(optional=frozenset(sample.optional) - made)


def _comes_before(word: str) -> bool:
    return word in _POINTING or all(char in _NUMERALS for char in word)
