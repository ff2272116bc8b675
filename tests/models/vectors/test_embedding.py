"""Vectors of texts: weighted means of the vectors of words."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import WordVectors
from zhnlp.errors import PackError, UsageError
from zhnlp.models.vectors.embedding import WordWeights, fit_weights, text_vectors
from zhnlp.packing import make_pack

RNG = np.random.default_rng(0)
WORDS = ["股市", "上涨", "的", "球队", "赢"]
MATRIX = RNG.normal(size=(5, 4)).astype(np.float32)
VECTORS = WordVectors.of(WORDS, MATRIX)
COUNTED = WordVectors.of(WORDS, MATRIX, counts=[10, 10, 70, 5, 5])
TEXTS = [["股市", "上涨"], ["球队", "的", "的", "赢"], ["没有"], ["的", "股市", "没有"]]
A_TEXT = st.lists(st.sampled_from([*WORDS, "没有", ""]), max_size=6)


def slow(words, weight_of, divide_by_weights):
    """The weighted mean, word by word."""
    known = [word for word in words if word in WORDS]
    total = sum((weight_of(w) * MATRIX[WORDS.index(w)].astype(float) for w in known), np.zeros(4))
    by = sum(map(weight_of, known)) if divide_by_weights else len(known)
    return total / by if known else total


@given(A_TEXT)
def test_the_mean_counts_every_known_word_the_same(words):
    (found,) = text_vectors([words], VECTORS)

    assert found.dtype == np.float32
    assert np.allclose(found, slow(words, lambda word: 1, True), atol=1e-6)


@given(A_TEXT)
def test_tfidf_counts_a_word_by_its_inverse_document_frequency(words):
    table = fit_weights(iter(TEXTS), VECTORS, "tfidf")
    (found,) = text_vectors([words], VECTORS, table)

    def idf(word):
        return log((1 + len(TEXTS)) / (1 + sum(word in text for text in TEXTS))) + 1

    assert np.allclose(found, slow(words, idf, True), atol=1e-5)


@pytest.mark.parametrize("vectors", [VECTORS, COUNTED], ids=["of the texts", "of the vectors"])
@given(words=A_TEXT)
def test_sif_is_that_of_the_paper(vectors, words):
    table = fit_weights(TEXTS, vectors, "sif", a=0.01)
    (found,) = text_vectors([words], vectors, table)

    flat = [word for text in TEXTS for word in text if word in WORDS]
    counts = (
        {w: flat.count(w) for w in WORDS}
        if vectors is VECTORS
        else dict(zip(WORDS, [10, 10, 70, 5, 5], strict=True))
    )

    def weight(word):
        return 0.01 / (0.01 + counts[word] / sum(counts.values()))

    means = np.array([slow(text, weight, False) for text in TEXTS])
    first = np.linalg.svd(means)[2][0]
    own = slow(words, weight, False)

    assert np.allclose(found, own - own @ first * first, atol=1e-5)


@given(st.lists(A_TEXT, max_size=5))
def test_many_are_as_one_by_one(texts):
    table = fit_weights(TEXTS, VECTORS, "sif")

    many = text_vectors(texts, VECTORS, table)

    assert [each.tolist() for each in many] == [
        text_vectors([text], VECTORS, table)[0].tolist() for text in texts
    ]


def test_weights_are_kept_in_a_pack(tmp_path):
    table = fit_weights(TEXTS, VECTORS, "sif", about={"data": "toy"})
    table.save_pack(tmp_path)
    again = WordWeights.load_pack(tmp_path)

    assert again == table
    assert again.about["data"] == "toy"
    assert again.removed.tolist() == table.removed.tolist()


def test_weights_of_other_vectors_are_an_error():
    table = fit_weights(TEXTS, VECTORS, "tfidf")

    with pytest.raises(PackError, match="fitted with other vectors"):
        table.need_vectors(COUNTED)


@pytest.mark.parametrize(
    "change",
    [
        {"weights": np.ones(1, np.float32)},
        {"removed": np.ones(1, np.float32)},
        {"weights": np.full(len(VECTORS), np.nan, np.float32)},
    ],
    ids=str,
)
def test_weights_that_do_not_fit_the_vectors_are_an_error(change):
    pack = fit_weights(TEXTS, VECTORS, "sif").pack

    with pytest.raises(PackError):
        WordWeights(make_pack("WordWeights", pack.about, {**pack.arrays, **change})).need_vectors(
            VECTORS
        )


@pytest.mark.parametrize("texts", [[], [[]], [["没有"]]], ids=range(3))
def test_texts_without_known_words_are_an_error(texts):
    with pytest.raises(UsageError, match=r"none of the words of \d texts has a vector"):
        fit_weights(texts, VECTORS, "tfidf")


def test_a_must_be_above_zero():
    with pytest.raises(UsageError, match="a is 0; it must be a number above 0"):
        fit_weights(TEXTS, VECTORS, "sif", a=0)
