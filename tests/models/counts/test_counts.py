"""Counts of n-grams are those of scikit-learn and of plain counting."""

import itertools
from array import array
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import grams
from zhnlp.errors import PackError, UsageError
from zhnlp.models.counts.model import CountModel
from zhnlp.models.counts.training import CountSettings, fit_counts
from zhnlp.packing import make_pack

TOKENS = st.lists(st.sampled_from(["股市", "上涨", "的", "3%", "𠮷"]), max_size=6)
CORPORA = st.lists(TOKENS, min_size=1, max_size=5)


def dense(model, sequences):
    """The rows as a dense array."""
    indptr, indices, data = model.rows(sequences)
    out = np.zeros((len(indptr) - 1, model.width), np.float32)
    for row, (start, end) in enumerate(itertools.pairwise(indptr)):
        out[row, indices[start:end]] = data[start:end]
    return out


@given(CORPORA.filter(any), CORPORA, st.sampled_from([(1, 1), (1, 2), (2, 3)]))
def test_tfidf_is_that_of_scikit_learn(corpus, others, ngrams):
    text = pytest.importorskip("sklearn.feature_extraction.text")
    settings = CountSettings(of="words", ngrams=ngrams)
    twin = text.TfidfVectorizer(analyzer=lambda tokens: grams(tokens, *ngrams))
    try:
        model = fit_counts(corpus, settings)
    except UsageError:  # texts shorter than the shortest n-gram
        with pytest.raises(ValueError, match="empty vocabulary"):
            twin.fit(corpus)
        return

    expected = twin.fit(corpus).transform(others).toarray()
    assert model.names() == list(twin.get_feature_names_out())
    assert np.allclose(dense(model, others), expected, atol=1e-6)


@given(CORPORA.filter(any), CORPORA, st.booleans())
def test_counts_and_one_hot_are_plain_counts(corpus, others, one_hot):
    model = fit_counts(corpus, CountSettings(weights="one-hot" if one_hot else "counts"))
    names = model.names()

    for row, tokens in zip(dense(model, others), others, strict=True):
        found = {name: number for name, number in zip(names, row, strict=True) if number}
        counts = Counter(token for token in tokens if token in names)
        assert found == (dict.fromkeys(counts, 1) if one_hot else counts)


@given(CORPORA.filter(any))
def test_hashed_rows_are_those_of_the_vocabulary_if_no_two_share_a_slot(corpus):
    """Rows are equal but for the order of their columns."""
    hashed = fit_counts(corpus, CountSettings(hashed=1 << 14))
    model = fit_counts(corpus, CountSettings())
    indptr, _, data = hashed.rows(corpus)
    expected = model.rows(corpus)

    assert indptr.tolist() == expected.indptr.tolist()
    for start, end in itertools.pairwise(indptr):
        assert np.allclose(sorted(data[start:end]), sorted(expected.data[start:end]), atol=1e-6)


LIMITS = [
    ({"min_docs": 2}, ["a", "b"], "n-grams of two documents"),
    ({"max_docs": 0.67}, ["b", "c"], "not those of all documents"),
    ({"max_features": 1}, ["a"], "those of most documents"),
    ({"max_features": 2}, ["a", "b"], "and of the alphabet"),
]


@pytest.mark.parametrize("limits, names, shows", LIMITS, ids=[each[2] for each in LIMITS])
def test_limits_of_the_vocabulary(limits, names, shows):
    corpus = [["a", "a", "b"], ["a", "b"], ["a", "c"]]

    assert fit_counts(corpus, CountSettings(**limits)).names() == names


@pytest.mark.parametrize("corpus", [[], [[]], [[], [""]]], ids=repr)
def test_a_vocabulary_without_n_grams_is_an_error(corpus):
    with pytest.raises(UsageError, match="no n-gram is left"):
        fit_counts(corpus, CountSettings())


BAD = [
    ({"of": "letters"}, "of 'letters' is not known"),
    ({"weights": "tf-idf"}, "did you mean 'tfidf'"),
    ({"ngrams": (2, 1)}, r"ngrams is \(2, 1\)"),
    ({"ngrams": 2}, "ngrams is 2"),
    ({"ngrams": (1, 21)}, "up to 20"),
    ({"max_docs": 1.5}, "max_docs is 1.5"),
    ({"max_docs": float("nan")}, "max_docs is nan"),
    ({"min_docs": 0}, "min_docs is 0"),
    ({"hashed": 8, "min_docs": 2}, "hashed leaves no n-gram out"),
    ({"latin": "up"}, "latin 'up' is not known"),
]


@pytest.mark.parametrize("settings, message", BAD, ids=[each[1] for each in BAD])
def test_bad_settings_are_errors(settings, message):
    with pytest.raises(UsageError, match=f"(?i){message}"):
        CountSettings(**settings)


def test_hashed_n_grams_have_no_names_and_counts_no_idf():
    with pytest.raises(UsageError, match="hashed n-grams have no names"):
        fit_counts([["a"]], CountSettings(hashed=8)).names()
    with pytest.raises(UsageError, match="have no IDF"):
        fit_counts([["a"]], CountSettings(weights="counts")).idf()


def test_rare_n_grams_are_forgotten_where_memory_is_bounded(monkeypatch):
    monkeypatch.setattr("zhnlp.models.counts.training._HELD", 4)
    corpus = [["often", f"{number}"] for number in range(20)]

    assert "often" in fit_counts(corpus, CountSettings()).names()
    assert len(fit_counts(corpus, CountSettings()).names()) <= 5


@pytest.mark.parametrize(
    "change",
    [
        {"of": "letters"},
        {"weights": 3},
        {"ngrams": [1]},
        {"ngrams": [0, 1]},
        {"slots": -1},
        {"slots": "many"},
    ],
    ids=repr,
)
def test_a_pack_with_other_settings_is_an_error(change):
    model = fit_counts([["a"]], CountSettings())
    about = {"settings": {**model.about["settings"], **change}}

    with pytest.raises(PackError):
        CountModel(make_pack("CountModel", about, dict(model.pack.arrays)))


@pytest.mark.parametrize("number", [0.0, -1.0, float("nan"), float("inf")])
def test_a_pack_with_weights_that_are_none_is_an_error(number):
    model = fit_counts([["a"]], CountSettings())
    arrays = {**model.pack.arrays, "idf": array("f", [number])}

    with pytest.raises(PackError):
        CountModel(make_pack("CountModel", {"settings": model.about["settings"]}, arrays))


def test_a_pack_with_too_few_weights_is_an_error():
    model = fit_counts([["a", "b"]], CountSettings())
    arrays = {**model.pack.arrays, "idf": memoryview(bytes(4)).cast("f")}

    with pytest.raises(PackError, match="2 n-grams have 1 weights"):
        CountModel(make_pack("CountModel", {"settings": model.about["settings"]}, arrays))
