"""The documents that are found are those of the formula."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import bm25
from zhnlp.errors import PackError, UsageError
from zhnlp.models.search import training
from zhnlp.models.search.model import SearchModel
from zhnlp.models.search.training import index_tokens, index_vectors
from zhnlp.packing import make_pack

words = st.lists(st.sampled_from(["股市", "上涨", "a", "\ud800", "\0", "足球"]), max_size=8)


def best(scores, n, least=0.0):
    """Numbers and scores, the best first, of those above `least`."""
    order = sorted(range(len(scores)), key=lambda at: (-scores[at], at))
    return [(at, scores[at]) for at in order if scores[at] > least][:n]


@given(
    documents=st.lists(words, min_size=1, max_size=9),
    query=words,
    k1=st.sampled_from([0.0, 1.2, 3.0]),
    b=st.sampled_from([0.0, 0.75, 1.0]),
)
def test_scores_are_those_of_the_formula(documents, query, k1, b):
    model = index_tokens(documents, k1=k1, b=b)
    expected = bm25(documents, query, k1, b)

    found = dict(model.best_for_tokens(query, 100))

    assert found == pytest.approx({at: s for at, s in enumerate(expected) if s > 0}, rel=1e-5)


@given(scores=st.lists(st.integers(0, 4), min_size=1, max_size=12), n=st.integers(1, 13))
def test_the_best_come_first_and_equal_ones_in_their_order(scores, n):
    documents = [["甲"] * score for score in scores]
    model = index_tokens(documents, b=0.0)

    found = [number for number, _ in model.best_for_tokens(["甲"], n)]

    assert found == [number for number, _ in best(scores, n)]


@given(
    rows=st.lists(st.lists(st.integers(-3, 3), min_size=3, max_size=3), min_size=1, max_size=9),
    query=st.lists(st.integers(-3, 3), min_size=3, max_size=3),
    n=st.integers(1, 9),
)
def test_vectors_are_compared_by_their_cosine(rows, query, n):
    found = index_vectors(rows).best_for_vector(query, n)

    if not any(query):
        assert found == []
        return
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(query)
    expected = np.array(rows) @ query / np.maximum(lengths, 1e-9)
    known = [at for at in range(len(rows)) if any(rows[at])]
    assert len(found) == min(n, len(known))
    for number, score in found:
        assert any(rows[number])
        assert score == pytest.approx(expected[number], abs=1e-5)
    ranked = sorted((expected[at] for at in known), reverse=True)
    assert [score for _, score in found] == pytest.approx(ranked[:n], abs=1e-5)


def test_a_word_that_a_query_has_twice_counts_twice():
    model = index_tokens([["甲", "乙"], ["丙"]])

    once, twice = (dict(model.best_for_tokens(query, 1))[0] for query in (["甲"], ["甲", "甲"]))

    assert twice == pytest.approx(2 * once)


def test_unknown_words_and_empty_queries_find_nothing():
    model = index_tokens([["甲"], []])

    assert model.best_for_tokens([], 5) == model.best_for_tokens(["乙"], 5) == []
    assert index_tokens([[], []]).best_for_tokens(["甲"], 5) == []


def test_of_too_many_words_those_of_few_documents_cannot_be_found(monkeypatch):
    monkeypatch.setattr(training, "_MOST_WORDS", 2)
    model = index_tokens([["甲", "乙"], ["甲", "丙"], ["乙"]])

    assert model.best_for_tokens(["丙"], 5) == []
    assert {number for number, _ in model.best_for_tokens(["甲", "乙"], 5)} == {0, 1, 2}


@pytest.mark.parametrize("make", [index_tokens, index_vectors])
def test_an_index_of_nothing_is_refused(make):
    with pytest.raises(UsageError, match=r"there are no documents to search in."):
        make([])


def test_vectors_have_one_width():
    with pytest.raises(UsageError, match=r"document 1 has a vector of 1 numbers, and those before"):
        index_vectors([[1, 2], [1]])
    with pytest.raises(UsageError, match=r"the query has a vector of 3 numbers, and the index has"):
        index_vectors([[1, 2]]).best_for_vector([1, 2, 3], 1)


def test_ids_are_kept_whatever_they_are(tmp_path):
    ids = ["a", "", "新闻", "\ud800", "a\0b"]
    index_tokens([["甲"]] * 5, ids=ids).save_pack(tmp_path)

    back = SearchModel(tmp_path)

    assert [back.id_of(number) for number in range(5)] == ids
    assert index_tokens([["甲"]]).id_of(0) is None
    with pytest.raises(UsageError, match=r"2 ids for 1 documents. Give one for each."):
        index_tokens([["甲"]], ids=["a", "b"])


@pytest.mark.parametrize(
    "change",
    [
        {"starts": np.array([0, 9], np.ulonglong)},
        {"documents": np.array([7, 7], np.uint32)},
        {"weights": np.array([1.0], np.float32)},
        {"id_ends": np.array([1], np.ulonglong)},
        {"starts": np.array([], np.ulonglong)},
        {"starts": np.array([3, 2], np.ulonglong)},
        {"weights": np.array([1.0, np.nan], np.float32)},
    ],
    ids=str,
)
def test_parts_that_do_not_fit_are_a_pack_error(change):
    pack = index_tokens([["甲"], ["甲"]]).pack

    with pytest.raises(PackError):
        SearchModel(make_pack("SearchModel", pack.about, {**pack.arrays, **change}))


@pytest.mark.parametrize("change", [{"n_documents": 10**12}, {"n_documents": -1}, {"width": -1}])
def test_numbers_that_cannot_be_are_a_pack_error(change):
    pack = index_vectors([[1.0]]).pack

    with pytest.raises(PackError):
        SearchModel(make_pack("SearchModel", {**pack.about, **change}, dict(pack.arrays)))


def test_ids_that_are_not_text_are_a_pack_error():
    pack = index_tokens([["甲"]], ids=["一"]).pack
    arrays = {**pack.arrays, "ids": np.array([255, 255, 255], np.uint8)}

    with pytest.raises(PackError):
        SearchModel(make_pack("SearchModel", pack.about, arrays)).id_of(0)
