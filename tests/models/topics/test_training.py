"""Topics are learned from words that occur together."""

import random

import numpy as np
import pytest

from zhnlp.errors import UsageError
from zhnlp.models.topics.coherence import coherence
from zhnlp.models.topics.model import MEASURES, TopicModel
from zhnlp.models.topics.training import TopicSettings, train_topics

pytest.importorskip("gensim")
MONEY, SPORT = ["股市", "上涨", "成交", "银行", "基金"], ["足球", "比赛", "球队", "进球", "教练"]
PRUNED = {"min_docs": 2, "max_docs": 0.9}


def documents(n=60):
    chosen = random.Random(1)
    return [[*chosen.choices((MONEY, SPORT)[at % 2], k=20), "今天"] for at in range(n)]


@pytest.fixture(scope="module")
def lda():
    return train_topics(documents(), TopicSettings(n_topics=2, **PRUNED))


@pytest.fixture(scope="module")
def lsa():
    return train_topics(documents(), TopicSettings(n_topics=3, method="lsa", **PRUNED))


def test_lda_finds_the_words_that_occur_together(lda):
    tops = [{word for word, _ in lda.words_of(n, 5)} for n in range(2)]

    assert sorted(map(sorted, tops)) == sorted(map(sorted, (MONEY, SPORT)))
    assert "今天" not in lda.words


def test_words_of_a_topic_are_a_distribution(lda):
    weights = [weight for _, weight in lda.words_of(0, 100)]

    assert sum(weights) == pytest.approx(1, abs=1e-5)
    assert weights == sorted(weights, reverse=True)


def test_a_document_has_the_topic_of_its_words(lda):
    of_money = next(label for label in lda.labels if label.split()[0] in MONEY)

    shares = lda.shares(["股市", "银行", "基金", "不知"])

    assert max(shares, key=shares.get) == of_money
    assert sum(shares.values()) == pytest.approx(1)
    assert lda.shares(["不知"]) == lda.shares([]) == {}


def test_lsa_is_the_singular_value_decomposition_of_tfidf(lsa):
    words = [*lsa.words]
    counts = np.array([[doc.count(word) for word in words] for doc in documents()], float)
    idf = np.log(61 / (1 + (counts > 0).sum(axis=0))) + 1
    tfidf = counts * idf
    tfidf /= np.linalg.norm(tfidf, axis=1, keepdims=True)
    expected = np.linalg.svd(tfidf)[1][:3]

    assert lsa.singular_values == pytest.approx(expected, rel=1e-4)
    found = np.array([lsa.coordinates(doc) for doc in documents()])
    assert np.linalg.norm(found, axis=0) == pytest.approx(expected, rel=1e-4)


def test_coordinates_of_no_known_word_are_zero(lsa):
    assert lsa.coordinates(["不知"]).tolist() == [0, 0, 0]


@pytest.mark.parametrize("method", ["lda", "lsa"])
def test_the_same_input_gives_the_same_bytes(method):
    own = TopicSettings(n_topics=2, method=method, **PRUNED)

    first, second = (train_topics(iter(documents()), own) for _ in range(2))

    assert bytes(first.pack.data) == bytes(second.pack.data)
    assert first == second


def test_another_seed_gives_other_numbers(lda):
    other = train_topics(documents(), TopicSettings(n_topics=2, seed=1, **PRUNED))

    assert other != lda


def test_a_model_survives_the_disk(lda, lsa, tmp_path):
    for model, ask in ((lda, "shares"), (lsa, "coordinates")):
        model.save_pack(tmp_path / ask)
        back = TopicModel(tmp_path / ask)

        assert (back, back.labels, back.words) == (model, model.labels, model.words)
        assert list(getattr(back, ask)(MONEY)) == list(getattr(model, ask)(MONEY))


def test_more_topics_than_words_are_fewer_topics_of_lsa():
    model = train_topics([["甲"], ["甲", "乙"]], TopicSettings(
        n_topics=9, method="lsa", min_docs=1, max_docs=1.0))  # fmt: skip

    assert model.n_topics <= 2
    assert len(set(model.labels)) == model.n_topics


def test_topics_of_one_word_have_different_labels():
    model = train_topics([["甲"]], TopicSettings(n_topics=3, min_docs=1, max_docs=1.0))

    assert model.labels == ("甲", "甲 1", "甲 2")


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"n_topics": 0}, "n_topics is 0; it must be a whole number of at least 1."),
        ({"method": "pca"}, "method 'pca' is not known. There are: lda, lsa."),
        ({"method": "lsa", "passes": 2}, "lsa reads the documents once. Leave passes out."),
        ({"max_docs": 0}, "max_docs is 0; give a share above 0, up to 1."),
        ({"max_docs": 1.5}, "max_docs is 1.5; give a share"),
        ({"seed": -1}, "seed is -1; it must be a whole number of at least 0"),
        ({"max_features": 2_000_000}, "max_features is 2000000; give 1000000 at most."),
    ],
)
def test_settings_out_of_range_are_refused(settings, message):
    with pytest.raises(UsageError, match=message.replace("(", r"\(")):
        TopicSettings(**settings)


@pytest.mark.parametrize("measure", MEASURES)
def test_words_that_occur_together_are_more_coherent(lda, measure):
    apart = [[one, other] for one in MONEY for other in SPORT]

    together = coherence(lda, iter(documents()), measure=measure, n_words=5)

    assert len(together) == 2
    assert all(a > b for a, b in zip(together, coherence(lda, apart, measure=measure, n_words=5),
               strict=True))  # fmt: skip


def test_a_topic_whose_words_are_not_all_there_has_no_coherence(lda):
    first = "股市" in [word for word, _ in lda.words_of(0, 5)]
    found = coherence(lda, [MONEY] * 3, measure="u_mass", n_words=5)

    assert np.isnan(found).tolist() == [not first, first]


@pytest.mark.parametrize("several", [[], [[]], [["不知"]]], ids=["none", "empty", "unknown words"])
def test_documents_without_the_words_of_topics_are_refused(lda, several):
    with pytest.raises(UsageError, match=r"no topic has all of its first 10 words in the . docum"):
        coherence(lda, several)
