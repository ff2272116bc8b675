"""Embedder: the vector of a text, of its words or by a model."""

import pickle

import pytest

from zhnlp import Doc, Embedder, Pipeline, Segmenter, StopwordFilter, Vector, WordVectors
from zhnlp.errors import InputError, MissingLayerError, PackError, UsageError
from zhnlp.models import TextEmbedder

VECTORS = WordVectors.of(["股市", "上涨", "的", "AI"], [[1, 0], [0, 1], [4, 4], [-1, -1]])
CUT = Segmenter("unigram")
DOCS = CUT.batch([Doc("股市的上涨"), Doc("股市"), Doc("AI 的"), Doc("")])


class Lengths(TextEmbedder):
    width = 2

    def vector(self, text):
        return [len(text), 1]


def test_a_text_has_the_mean_of_its_words():
    docs = Embedder(VECTORS).batch(DOCS)

    assert [list(doc.vector) for doc in docs] == [
        [pytest.approx(5 / 3), pytest.approx(5 / 3)],
        [1, 0],
        [1.5, 1.5],
        [0, 0],
    ]


def test_a_text_without_known_words_has_zeros():
    assert Embedder(VECTORS)(Doc("天气", words=["天气"])).vector == Vector([0, 0])


def test_terms_leave_out_what_is_without_content():
    nlp = Pipeline([CUT, StopwordFilter(), Embedder(VECTORS, of="terms")])

    assert nlp("股市的上涨").vector == Vector([0.5, 0.5])


def test_latin_words_get_the_form_of_the_vectors():
    small = WordVectors.of(["ai"], [[1]])
    doc = Doc("AI", words=["AI"])

    assert Embedder(small)(doc).vector == Vector([0])
    assert Embedder(small, latin="lower")(doc).vector == Vector([1])


def test_characters_need_no_words():
    stage = Embedder(WordVectors.of(["股", "市"], [[1], [3]]), of="characters")

    assert stage.requires == ()
    assert stage(Doc("股 市")).vector == Vector([2])


def test_a_model_of_texts_gives_the_vector_itself():
    stage = Embedder(Lengths())

    assert stage.requires == ()
    assert stage(Doc("股市")).vector == Vector([2, 1])


@pytest.mark.parametrize("weights", ["tfidf", "sif", "mean"])
def test_what_is_fitted_can_be_saved_and_sent(tmp_path, weights):
    stage = Embedder.fit(iter(DOCS), VECTORS, weights=weights)
    nlp = Pipeline([CUT, stage])
    nlp.save(tmp_path)
    expected = nlp("股市的上涨").vector

    assert Pipeline.load(tmp_path)("股市的上涨").vector == expected
    assert pickle.loads(pickle.dumps(stage)) == stage
    assert stage.fit(DOCS, VECTORS, weights=weights) == stage


def test_frequent_words_count_less():
    plain, tfidf, sif = (
        Embedder.fit(DOCS, VECTORS, weights=each)(DOCS[0]).vector
        for each in ("mean", "tfidf", "sif")
    )

    assert max(tfidf) < max(plain)
    assert max(sif) < max(plain)


def test_vectors_are_found_by_their_folder(tmp_path):
    VECTORS.save_pack(tmp_path)
    stage = Embedder(tmp_path)

    assert stage.model == VECTORS
    assert Embedder.fit(DOCS, tmp_path).model == VECTORS
    assert len(pickle.dumps(stage)) < 1000  # by reference


def test_what_does_not_fit_is_an_error():
    table = Embedder.fit(DOCS, VECTORS).table
    with pytest.raises(UsageError, match=r"need a table\. Make the stage with Embedder\.fit"):
        Embedder(VECTORS, weights="sif")
    with pytest.raises(UsageError, match="the table is of 'tfidf', not of 'sif'"):
        Embedder(VECTORS, weights="sif", table=table)
    with pytest.raises(UsageError, match="Leave the table out"):
        Embedder(VECTORS, table=table)
    with pytest.raises(PackError, match="fitted with other vectors"):
        Embedder(WordVectors.of(["a"], [[1]]), weights="tfidf", table=table)
    with pytest.raises(PackError, match="not a 'WordVectors'"):
        Embedder("modern-words")
    with pytest.raises(UsageError, match="an embedder needs"):
        Embedder(3)
    with pytest.raises(InputError, match="Give a WordVectors"):
        Embedder.fit(DOCS, Lengths())
    with pytest.raises(MissingLayerError, match="words"):
        Embedder(VECTORS)(Doc("股市"))


def test_a_model_that_gives_another_width_is_an_error():
    model = Lengths()
    model.width = 3
    with pytest.raises(UsageError, match=r"gave 2 numbers for a text\. It must give 3"):
        Embedder(model)(Doc("股市"))
