"""Docs as rows of counts."""

import numpy as np
import pytest

from zhnlp import Doc, Segmenter, Span, StopwordFilter, Vectorizer
from zhnlp.errors import InputError, MissingLayerError, PackError, UsageError
from zhnlp.pipeline import Pipeline
from zhnlp.stages.tokens import doc_tokens

NLP = Pipeline([Segmenter("unigram"), StopwordFilter()])
DOCS = NLP.batch(["我们在北京用IPhone", "北京北京", "", "的"])


def test_bags_have_the_terms_and_their_counts():
    counts = Vectorizer.fit(DOCS, weights="counts")

    assert counts.names() == ["iphone", "北京"]
    assert counts.bag(DOCS[0]) == {"iphone": 1, "北京": 1}
    assert counts.bags(DOCS) == [[(0, 1), (1, 1)], [(1, 2)], [], []]


def test_the_matrix_has_a_row_for_each_doc():
    pytest.importorskip("scipy")
    matrix = Vectorizer.fit(DOCS, weights="one-hot").matrix(DOCS)

    assert (matrix.dtype, matrix.toarray().tolist()) == (
        np.float32,
        [[1, 1], [0, 1], [0, 0], [0, 0]],
    )
    assert Vectorizer.fit(DOCS).matrix([]).shape == (0, 2)


def test_gensim_counts_with_the_same_numbers():
    pytest.importorskip("gensim")
    counts = Vectorizer.fit(DOCS, weights="counts")
    dictionary = counts.to_gensim()
    tokens = [doc_tokens(doc) for doc in DOCS]

    assert [dictionary.doc2bow(each) for each in tokens] == counts.bags(DOCS)
    assert dictionary[1] == "北京"


@pytest.mark.parametrize("weights", ["tfidf", "counts", "one-hot"])
@pytest.mark.parametrize("settings", [{}, {"hashed": 16}], ids=["vocabulary", "hashed"])
def test_it_comes_back_from_its_folder(tmp_path, weights, settings):
    counts = Vectorizer.fit(DOCS, weights=weights, **settings)
    counts.save(tmp_path)
    again = Vectorizer.load(tmp_path)

    assert again == counts
    assert again.bags(DOCS) == counts.bags(DOCS)


def test_docs_may_be_a_stream_and_are_read_once():
    assert Vectorizer.fit(iter(DOCS)).names() == ["iphone", "北京"]


def test_latin_words_have_their_form():
    pytest.importorskip("snowballstemmer")
    counts = Vectorizer.fit(NLP.batch(["两台Phones"]), latin="stem", weights="counts")

    assert "phone" in counts.names()
    assert counts.bag(NLP("phone")) == {"phone": 1}


def test_characters_need_no_words():
    counts = Vectorizer.fit([Doc("北京 A")], of="characters", ngrams=(2, 2), weights="counts")

    assert counts.names() == ["北京"]
    assert counts.bag(Doc("北京北京")) == {"北京": 2}


def test_tokens_of_a_doc():
    doc = Doc("我 用A", words=["我", " ", "用", "A"], terms=[Span(3, 4)])

    assert doc_tokens(doc, "words") == ["我", "用", "a"]
    assert doc_tokens(doc, "terms", "keep") == ["A"]
    assert doc_tokens(doc, "characters") == ["我", "用", "a"]


BAD = [
    ([Doc("我")], {}, MissingLayerError, "terms"),
    ([Doc("我")], {"of": "words"}, MissingLayerError, "words"),
    (["我"], {}, MissingLayerError, "terms"),
    ([3], {}, InputError, "Give a str or a Doc"),
    ("我", {}, InputError, "Give Docs"),
    (DOCS, {"size": 3}, UsageError, "no such setting.*size.*Known are of, weights"),
    (DOCS[2:], {}, UsageError, "of 2 documents with 0 terms no n-gram is left"),
]


@pytest.mark.parametrize("docs, settings, error, message", BAD, ids=[each[3] for each in BAD])
def test_what_cannot_be_counted_is_an_error(docs, settings, error, message):
    with pytest.raises(error, match=message):
        Vectorizer.fit(docs, **settings)


def test_a_model_of_another_kind_is_an_error():
    with pytest.raises(PackError, match="is a 'WordModel'"):
        Vectorizer("modern-words")
    with pytest.raises(InputError, match="the model of a Vectorizer"):
        Vectorizer(3)
