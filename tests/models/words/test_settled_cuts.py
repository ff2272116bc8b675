"""Cuts that the marks leave open, but that are settled: number and measure word are apart."""

import pytest

from zhnlp.models.sequence.training import Sample
from zhnlp.models.words.settled_cuts import measure_words, settled
from zhnlp.words import Words

CASES = [
    # words                    settled
    ("三 个 人", "三|个"),
    ("两 百 名 学生", "百|名"),  # two numerals are two words here, the open cut between stays
    ("这 位 老师", "这|位"),
    ("每 天", "每|天"),
    ("十 多 年", ""),
    ("学生 们", ""),
    ("第一 次", ""),
    ("3 个", ""),
]


@pytest.mark.parametrize("line, made", CASES)
def test_number_and_measure_word_are_apart(line, made):
    words = line.split()
    text = "".join(words)
    cut = Words.of(text, words)
    every = frozenset(list(cut.ends)[:-1])
    left = settled(Sample(text, cut.ends, optional=every), measure_words()).optional

    assert {f"{text[at - 1]}|{text[at]}" for at in every - set(left)} == ({made} if made else set())
