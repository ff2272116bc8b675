"""Classifier with linear models: what it reads, and how it is trained."""

import pytest

from toy_labels import toy_text_labels, toy_token_labels, toy_vector_labels
from zhnlp.doc import Doc, Span
from zhnlp.errors import InputError, MissingLayerError, PipelineError, UsageError
from zhnlp.neural.settings import FineTuning, Shape
from zhnlp.pipeline import Pipeline
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.segmenter import Segmenter
from zhnlp.vector import Vector

TEXTS = {"好极了": "好", "真好": "好", "很好": "好", "太差": "差", "很差": "差", "差极了": "差"}
DOCS = [Doc(text, categories={label: 1.0}) for text, label in TEXTS.items()]


@pytest.mark.parametrize(
    "model, layers",
    [
        (toy_text_labels(), ()),
        (toy_token_labels(), ("words",)),
        (toy_token_labels("terms"), ("terms",)),
        (toy_vector_labels(), ("vector",)),
    ],
    ids=["characters", "words", "terms", "vector"],
)
def test_it_requires_what_its_model_reads(model, layers):
    classifier = Classifier(model)

    assert classifier.requires == layers
    if layers:
        with pytest.raises(MissingLayerError, match=layers[0]):
            classifier(Doc("我爱北京"))
        with pytest.raises(PipelineError, match=layers[0]):
            Pipeline([classifier])


def test_it_gives_the_words_to_a_model_of_words():
    model = toy_token_labels()
    doc = Doc("我爱 北京A", words=["我", "爱", " ", "北京", "A"])

    expected = model.token_probabilities(["我", "爱", "北京", "a"])
    assert Classifier(model)(doc).categories == expected


def test_it_gives_the_terms_to_a_model_of_terms():
    model = toy_token_labels("terms")
    doc = Doc("我爱北京", words=["我", "爱", "北京"], terms=[Span(2, 4)])

    assert Classifier(model)(doc).categories == model.token_probabilities(["北京"])


def test_it_gives_the_vector_to_a_model_of_vectors():
    model = toy_vector_labels()
    doc = Doc("我爱北京", vector=Vector([1, 2, 3]))

    assert [Classifier(model)(doc).categories] == model.vector_probabilities([(1, 2, 3)])


@pytest.mark.parametrize("of", ["characters", "words", "terms", "characters+words"])
def test_a_linear_model_is_trained_by_default(of):
    pytest.importorskip("sklearn")
    cut = Pipeline([Segmenter("unigram"), StopwordFilter(keep=["好", "差"])])
    docs = [
        doc.filled(categories=own.categories)
        for doc, own in zip(cut.batch([Doc(own.text) for own in DOCS]), DOCS, strict=True)
    ]
    classifier = Classifier.fit(docs, of=of, method="logistic")

    nlp = Pipeline([cut, classifier])
    assert [doc.categories.best for doc in nlp.batch(list(TEXTS))] == list(TEXTS.values())


def test_vectors_are_trained_on():
    pytest.importorskip("sklearn")
    docs = [doc.filled(vector=Vector([float("好" in doc.text), 1.0])) for doc in DOCS]
    classifier = Classifier.fit(docs, of="vector")

    assert [doc.categories.best for doc in classifier.batch(docs)] == list(TEXTS.values())
    with pytest.raises(UsageError, match="2 and 3 numbers"):
        Classifier.fit([docs[0], docs[1].filled(vector=Vector([1, 2, 3]))], of="vector")


NETWORK = {"network": Shape("lstm")}
WRONG = [
    ({"dev": DOCS}, UsageError, "dev is for networks"),
    ({"raw": lambda: DOCS}, UsageError, "raw is for networks"),
    ({**NETWORK, "method": "svm"}, UsageError, "method is for linear models"),
    ({"schedule": FineTuning(), "ngrams": (1, 2)}, UsageError, "ngrams is for linear models"),
    ({"metod": "svm"}, InputError, "Did you mean 'method'"),
    ({"method": "svn"}, UsageError, "Did you mean 'svm'"),
]


@pytest.mark.parametrize("settings, error, message", WRONG)
def test_settings_that_do_not_go_together_are_errors(settings, error, message):
    with pytest.raises(error, match=message):
        Classifier.fit(DOCS, **settings)


def test_a_doc_without_categories_or_words_is_an_error():
    pytest.importorskip("sklearn")
    with pytest.raises(MissingLayerError, match="categories"):
        Classifier.fit([Doc("好")])
    with pytest.raises(MissingLayerError, match="words"):
        Classifier.fit(DOCS, of="words")
