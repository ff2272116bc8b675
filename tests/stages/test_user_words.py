"""Words that a user prefers, weighed against the method's, and words by pattern."""

import re
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import reference
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.stages.segmenter import METHODS, Segmenter

TABLE = Path(__file__).parent.parent / "cases" / "user_words.tsv"
CASES = [
    line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")
]
METHODS_AT_WORK = ("crf", "unigram", "bigram", "forward", "jieba")


def segmenter_of(method, **settings):
    """A segmenter of this method; where no model ships, with one of random scores."""
    model = reference.RandomScorer() if method == "neural" else None
    return Segmenter(method, model=model, **settings)


SENTENCES = [
    "中国平安发布年报，净利润增长３．５％。",
    "他在京东上班，住北京东三环 20 号。",
    "世界和平安全理事会讨论云计算和区块链。",
]
PATTERNS = ["《[^》]+》", r"\[[^\]]*\]", "[京沪][A-Z][A-Z0-9]{5}", "[0-9]+号", "x*"]
PIECES = [
    "《流浪",
    "地球》",
    "《",
    "[泪]",
    "[]",
    "京A12345",
    "20",
    "号",
    "平安",
    " ",
    "，",
    "😂",
    "\n",
]


@pytest.mark.parametrize("method", METHODS_AT_WORK)
@pytest.mark.parametrize("word, text, comes_out", CASES, ids=lambda field: field)
def test_a_preferred_word_does_not_cut_what_the_method_is_sure_of(method, word, text, comes_out):
    words = Segmenter(method, lexicon=Lexicon([word])).cut(text)

    assert "".join(words) == text
    assert (word in words) == (comes_out == "yes")


@pytest.mark.parametrize("method", METHODS)
@given(data=st.data(), text=st.sampled_from(SENTENCES))
def test_a_preferred_word_that_joins_words_always_comes_out(method, data, text):
    """At any strength, for it cuts nothing."""
    words = segmenter_of(method).cut(text)
    first = data.draw(st.integers(0, len(words) - 2))
    last = data.draw(st.integers(first + 1, min(first + 4, len(words) - 1)))
    joined = "".join(words[first : last + 1])

    assume(text.count(joined) == 1 and joined == joined.strip())
    assert joined in segmenter_of(method, lexicon=[joined], strength=0).cut(text)


@pytest.mark.parametrize("method", ["crf", "unigram", "neural"])
@given(data=st.data(), text=st.sampled_from(SENTENCES))
def test_a_stronger_word_comes_out_as_often_or_more(method, data, text):
    start = data.draw(st.integers(0, len(text) - 3))
    word = text[start : start + data.draw(st.integers(2, 3))].strip()
    weak, strong = sorted(data.draw(st.tuples(*[st.sampled_from([0, 0.3, 0.75, 0.99, 1])] * 2)))
    counts = [
        segmenter_of(method, lexicon=Lexicon([word]), strength=strength).cut(text).count(word)
        for strength in (weak, strong)
    ]

    assert counts[0] <= counts[1]


def leftmost(text, patterns):
    """The matches, from left to right; of those with the same start, by the first pattern."""
    found, at = [], 0
    while at < len(text):
        matches = [re.compile(pattern).search(text, at) for pattern in patterns]
        spans = [match.span() for match in matches if match and match.end() > match.start()]
        if not spans:
            break
        found.append(min(spans, key=lambda span: span[0]))
        at = found[-1][1]
    return found


@pytest.mark.parametrize("method", [*METHODS_AT_WORK, "neural"])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=10), wanted=st.permutations(PATTERNS[:-1]))
@example(pieces=["《流浪", "[泪]", "地球》"], wanted=PATTERNS[:2])
def test_matches_of_patterns_are_words(method, pieces, wanted):
    text = "".join(pieces)
    lexicon = Lexicon([("流浪地球", "force"), ("平安", "prefer")])
    segmenter = segmenter_of(method, lexicon=lexicon, patterns=wanted)
    words = segmenter.cut(text)
    ends = [0, *accumulate(map(len, words))]

    assert "".join(words) == text
    assert set(leftmost(text, wanted)) <= set(pairwise(ends))
    assert list(segmenter.explain(text).words) == words


@given(pieces=st.lists(st.sampled_from([*PIECES, "\r\n"]), max_size=10))
def test_lines_are_cut_by_patterns_too(pieces):
    """As lines: a match does not go over a line end."""
    text = "".join(pieces)
    segmenter = Segmenter("unigram", patterns=PATTERNS)
    lines = [
        " ".join(word for word in segmenter.cut(line) if not word.isspace())
        for line in text.replace("\r\n", "\n").split("\n")
    ]
    cut = segmenter.cut_lines(text.encode()).decode()
    assert cut.replace("\r\n", "\n").split("\n") == lines

    stream = segmenter.line_stream()
    data = text.encode()
    parts = [
        stream.feed(data[i : i + 5], is_last=i + 5 >= len(data)) for i in range(0, len(data), 5)
    ]
    assert b"".join(parts).decode() == cut


def test_a_very_long_match_is_no_word():
    text = "《" + "长" * 5000 + "》"
    assert text not in Segmenter("unigram", patterns=["《[^》]+》"]).cut(text)


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"patterns": ["a", "["]}, "pattern '[' is not a regular expression: unterminated"),
        ({"patterns": ["(?P<x"]}, "is not a regular expression"),
        ({"patterns": "《.》"}, "patterns is '《.》', of type str. Give several strings"),
        ({"patterns": [3]}, "one of patterns"),
        ({"strength": 1.5}, "strength is 1.5; it must be from 0 to 1."),
        ({"strength": -1}, "strength is -1; it must be from 0 to 1."),
        ({"strength": float("nan")}, "strength is nan; it must be from 0 to 1."),
        ({"strength": "strong"}, "strength is 'strong', of type str. Give a number"),
    ],
)
def test_a_setting_that_cannot_be_is_an_error(settings, message):
    with pytest.raises((UsageError, TypeError), match=re.escape(message)):
        Segmenter("unigram", **settings)
