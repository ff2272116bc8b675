"""Weights of terms, phrases and sentences are those of slow, obvious twins."""

import warnings
from array import array
from collections import Counter
from itertools import accumulate, pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ranking
from reference.terms import folded
from zhnlp import core
from zhnlp.errors import InputError, UsageError
from zhnlp.keyword import Keyword

VALUES = {"北京": 3.0, "大学": 1.5, "京": 0.5, "AI": 2.0, "ai": 1.0, "学": 0.0, "新能源": 2.5}
UNKNOWN = 1.25
TRIE = core.Trie.build(VALUES)
IDF = core.IdfValues(TRIE, array("d", VALUES.values()), unknown=UNKNOWN)
OTHERS = ["的", "，", " ", "。"]  # no terms
words = st.lists(st.sampled_from([*VALUES, *OTHERS, "Ａｉ", "𠮷野", "\ud800"]), max_size=24)
tops, shortest = st.integers(1, 9), st.integers(1, 3)


def idf(word):
    return VALUES.get(word, VALUES.get(folded(word), UNKNOWN))


def exact_idf(word):
    return VALUES.get(word, UNKNOWN)


def cut(given_words):
    """A text with the ends of its words, its terms, and its sentences, which end at 。"""
    text, ends = "".join(given_words), array("i", accumulate(map(len, given_words)))
    places = list(zip([0, *ends], ends, given_words, strict=False))
    terms = [(start, end, "") for start, end, word in places if word not in OTHERS]
    stops = [end for _, end, word in places if word == "。"]
    bounds = sorted({0, *stops, len(text)})
    return text, ends, terms, [(a, b, "") for a, b in pairwise(bounds)]


def assert_equal(found, expected):
    """The same weights in the same order; of weights as good as equal, any order."""
    assert [weight for _, weight in found] == pytest.approx([weight for _, weight in expected])
    last = found[-1].weight if found else 0  # an equal one may be cut off by `top`
    own, other = dict(found), dict(expected)
    clear = [word for word, weight in expected if weight > last + 1e-9]
    assert {word: own[word] for word in clear} == pytest.approx({w: other[w] for w in clear})


@given(words, tops, shortest, st.booleans())
def test_tfidf_is_that_of_the_twin(given_words, top, min_length, exact):
    text, _, terms, _ = cut(given_words)
    settings = {"top": top, "min_length": min_length, "exact": exact}

    found = core.tfidf(text, terms, IDF, kind=Keyword, **settings)
    expected = ranking.tfidf(text, terms, exact_idf if exact else idf, **settings)

    assert_equal(found, expected)


@given(words, tops, shortest, st.integers(2, 6), st.booleans())
def test_textrank_is_that_of_the_twin(given_words, top, min_length, window, like_jieba):
    text, ends, terms, _ = cut(given_words)
    settings = {"top": top, "min_length": min_length, "window": window, "damping": 0.85}

    found = core.textrank(text, ends, terms, like_jieba=like_jieba, kind=Keyword, **settings)
    expected = ranking.textrank(text, ends, terms, like_jieba=like_jieba, **settings)

    assert_equal(found, expected)


@given(words, tops, shortest, st.integers(1, 4))
def test_phrases_are_those_of_the_twin(given_words, top, min_length, longest):
    text, _, terms, _ = cut(given_words)
    settings = {"top": top, "min_length": min_length, "longest": longest}

    found = core.phrases(text, terms, IDF, kind=Keyword, **settings)

    assert [tuple(each) for each in found] == [
        (word, pytest.approx(weight))
        for word, weight in ranking.phrases(text, terms, idf, **settings)
    ]


@given(words, st.integers(0, 4), st.sampled_from([0.0, 0.3, 1.0]))
def test_summaries_are_those_of_the_twin(given_words, n, diversity):
    text, _, terms, sentences = cut(given_words)
    settings = {"n": n, "damping": 0.85, "diversity": diversity}

    found = core.summary_sentences(text, sentences, terms, IDF, **settings)

    assert found == ranking.summary_sentences(text, sentences, terms, idf, **settings)


@given(words)
def test_all_weights_of_textrank_sum_to_one(given_words):
    text, ends, terms, _ = cut(given_words)
    found = core.textrank(
        text,
        ends,
        terms,
        top=99,
        min_length=1,
        window=5,
        damping=0.85,
        like_jieba=False,
        kind=Keyword,
    )

    assert sum(weight for _, weight in found) == pytest.approx(1 if terms else 0)


def jieba_extractor(name, tokens):
    """An extractor of jieba that finds these tokens, and has the table of this file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves a file open
        analyse = pytest.importorskip("jieba.analyse")
    kind = getattr(analyse, name)
    extractor = object.__new__(kind)
    extractor.__dict__.update(
        tokenizer=SimpleNamespace(cut=lambda text: iter(tokens)),
        stop_words=kind.STOP_WORDS,
        idf_freq=VALUES,
        median_idf=UNKNOWN,
        span=5,
    )
    return extractor


@given(words)
def test_tfidf_is_that_of_jieba(given_words):
    text, _, terms, _ = cut(given_words)
    given_terms = [text[start:end] for start, end, _ in terms]
    theirs = jieba_extractor("TFIDF", given_terms).extract_tags(text, 9, withWeight=True)

    found = core.tfidf(text, terms, IDF, top=9, min_length=2, exact=True, kind=Keyword)

    assert [tuple(each) for each in found] == theirs


@given(words)
def test_textrank_is_that_of_jieba(given_words):
    text, ends, terms, _ = cut(given_words)
    pairs = [
        SimpleNamespace(word=word, flag="x" if word in OTHERS else "n") for word in given_words
    ]
    theirs = jieba_extractor("TextRank", pairs).textrank(text, None, withWeight=True)

    found = core.textrank(
        text,
        ends,
        terms,
        top=99,
        min_length=2,
        window=5,
        damping=0.85,
        like_jieba=True,
        kind=Keyword,
    )

    assert dict(found) == pytest.approx(dict(theirs))
    assert [weight for _, weight in found] == pytest.approx([weight for _, weight in theirs])


@given(st.lists(words))
def test_documents_with_a_word_are_counted(documents):
    counts = core.DocumentCounts()
    for each in documents:
        text, ends, _, _ = cut(each)
        counts.add(text, ends)
    content = [{folded(w) for w in each if any(map(str.isalnum, w))} for each in documents]
    expected = Counter(word for each in content for word in each)

    assert counts.n_documents == len(documents)
    assert counts.counts(1) == expected
    assert counts.counts(2) == {word: n for word, n in expected.items() if n > 1}


def test_a_long_text_is_summed_up_without_comparing_all_pairs_of_sentences():
    """Ten thousand sentences that share a word: the graph of all pairs has fifty million links."""
    sentence = "北京，新能源。"
    text = sentence * 10_000
    starts = range(0, len(text), len(sentence))
    sentences = [(start, start + len(sentence), "") for start in starts]
    terms = [
        span for start in starts for span in ((start, start + 2, ""), (start + 3, start + 6, ""))
    ]

    found = core.summary_sentences(text, sentences, terms, IDF, n=2, damping=0.85, diversity=0.3)

    assert found == [sentences[0][:2], sentences[1][:2]]


SETTINGS = {"top": 1, "min_length": 1, "exact": False, "kind": Keyword}
WRONG = [
    ({"terms": [(0, 9)]}, UsageError, "terms is 9"),
    ({"terms": [(2, 3), (0, 1)]}, UsageError, "not in order"),
    ({"terms": ["北"]}, InputError, "tuples of start and end"),
    ({"top": 0}, UsageError, "top is 0"),
    ({"min_length": 0}, UsageError, "min_length is 0"),
]


@pytest.mark.parametrize("changed, error, problem", WRONG, ids=[case[2] for case in WRONG])
def test_arguments_that_do_not_fit_are_refused(changed, error, problem):
    settings = {"terms": [(0, 2)], **SETTINGS, **changed}
    with pytest.raises(error, match=problem):
        core.tfidf("北京大学", settings.pop("terms"), IDF, **settings)


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf"), 1001.0])
def test_values_of_words_are_finite_and_not_negative(value):
    with pytest.raises(UsageError, match="give 0 to 1000"):
        core.IdfValues(core.Trie.build(["我"]), array("d", [value]), unknown=1.0)
    with pytest.raises(UsageError, match="give 0 to 1000"):
        core.IdfValues(core.Trie.build(["我"]), array("d", [1.0]), unknown=value)
