"""Classifier, Reader and Summarizer: what they take from a model, and what they refuse."""

from dataclasses import dataclass

import pytest

from zhnlp.answer import Answer
from zhnlp.doc import Doc
from zhnlp.errors import ExtraError, InputError, PackError, UsageError
from zhnlp.models import PairLabeller, QuestionAnswerer, TextLabeller, TextSummarizer
from zhnlp.packing import FORMAT, to_json
from zhnlp.pipeline import Pipeline
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.reader import Reader
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.summarizer import Summarizer
from zhnlp.stages.tagger import Tagger


@dataclass(frozen=True)
class Given(TextLabeller, PairLabeller):
    """Gives the same to every text."""

    found: object
    labels: tuple = ("a", "b", "c")

    def probabilities(self, text):
        return self.found

    def pair_probabilities(self, pairs):
        return [self.found for _ in pairs]


@dataclass(frozen=True)
class Answers(QuestionAnswerer):
    """Gives the same answers about every text."""

    found: object

    def answers(self, text, questions):
        return self.found


@dataclass(frozen=True)
class Sums(TextSummarizer):
    """Gives the same summary of every text."""

    found: object

    def summary(self, text):
        return self.found


RIGHT = {"a": 0.2, "b": 0.7, "c": 0.1}


def test_a_classifier_gives_categories_in_order():
    classifier = Classifier(Given(RIGHT))

    assert list(classifier(Doc("x")).categories.items()) == [("b", 0.7), ("a", 0.2), ("c", 0.1)]
    assert classifier.pair_categories([("x", "y")]) == [RIGHT]
    assert classifier.pair_categories([]) == []
    assert Pipeline([classifier])("x").categories == RIGHT


def test_a_classifier_keeps_the_top_labels():
    classifier = Classifier(Given(RIGHT), top=2)

    assert classifier(Doc("x")).categories == {"b": 0.7, "a": 0.2}
    assert classifier.pair_categories([("x", "y")]) == [{"b": 0.7, "a": 0.2}]


@pytest.mark.parametrize(
    "found, message",
    [
        ({"a": 1.0}, "must give a mapping with a probability for each of its labels: a, b, c"),
        ({**RIGHT, "d": 0.0}, "must give a mapping"),
        ([0.2, 0.7, 0.1], "must give a mapping"),
        (None, "must give a mapping"),
        ({**RIGHT, "a": 2.0}, "the probability of 'a' is 2.0"),
    ],
)
def test_what_is_no_probability_of_each_label_is_an_error(found, message):
    for call in (
        lambda: Classifier(Given(found))(Doc("x")),
        lambda: Classifier(Given(found)).pair_categories([("x", "y")]),
    ):
        with pytest.raises(UsageError, match=message):
            call()


@pytest.mark.parametrize("pairs", ["ab", [("x",)], ["xy"], [("x", 1)], [None], None])
def test_what_is_no_pair_is_an_error(pairs):
    with pytest.raises(InputError):
        Classifier(Given(RIGHT)).pair_categories(pairs)


def test_a_model_of_single_texts_takes_no_pairs():
    class Single(TextLabeller):
        labels = ("a",)

        def probabilities(self, text):
            return {"a": 1.0}

    with pytest.raises(UsageError, match=r"a classifier of pairs needs .* pair_probabilities"):
        Classifier(Single()).pair_categories([("x", "y")])


@pytest.mark.parametrize("top", [0, -1, "2", 1.5])
def test_a_top_that_is_no_count_is_an_error(top):
    with pytest.raises((UsageError, InputError), match="top is"):
        Classifier(Given(RIGHT), top=top)


def test_a_reader_leaves_out_questions_without_an_answer():
    reader = Reader(Answers([None, (1, 2, 0.5)]), questions=("谁？", "什么？"))

    assert reader(Doc("我爱")).answers == (Answer(1, 2, "什么？", 0.5),)


def test_a_reader_answers_one_question():
    assert Reader(Answers([(0, 2, 1)])).answer("我爱", "谁？") == Answer(0, 2, "谁？", 1.0)
    assert Reader(Answers([None])).answer("我爱", "谁？") is None
    assert Reader(Answers([None]))(Doc("我爱")).answers == ()


@pytest.mark.parametrize(
    "found, message",
    [
        ([(0, 3, 0.5)], "as an answer in a text of 2 characters"),
        ([(-1, 1, 0.5)], "as an answer"),
        ([(1, 1, 0.5)], "as an answer"),
        ([(0, 1, 1.5)], "as an answer"),
        ([(0, 1)], "as an answer"),
        ([(0.0, 1, 0.5)], "as an answer"),
        ([], "for 1 questions. It must give an answer or None for each"),
        ([None, None], "for 1 questions"),
        (None, "for 1 questions"),
    ],
)
def test_what_is_no_answer_in_the_text_is_an_error(found, message):
    with pytest.raises(UsageError, match=message):
        Reader(Answers(found)).answer("我爱", "谁？")


def test_a_reader_takes_strings_only():
    for text, question in ((b"a", "b"), ("a", None)):
        with pytest.raises(InputError, match=r"the (text|question) is"):
            Reader(Answers([None])).answer(text, question)
    with pytest.raises(InputError, match="questions is"):
        Reader(Answers([None]), questions="谁？")


def test_a_summary_must_be_a_string():
    assert Summarizer("abstractive", Sums("好"))(Doc("很好")).headline == "好"
    with pytest.raises(InputError, match="the summary of a model is None"):
        Summarizer("abstractive", Sums(None))(Doc("很好"))
    with pytest.raises(UsageError, match=r"method 'abstract' is not known. Did you mean 'abstr"):
        Summarizer("abstract", Sums("好"))


STAGES = [
    (lambda model: Classifier(model), "a classifier", "TextLabeller"),
    (lambda model: Reader(model), "a reader", "QuestionAnswerer"),
    (lambda model: Summarizer("abstractive", model), "a summarizer", "TextSummarizer"),
    (lambda model: Tagger(model), "a tagger", "WordTagger"),
    (lambda model: Recognizer(model=model), "a recognizer", "NameFinder"),
]


@pytest.mark.parametrize("make, stage, protocol", STAGES, ids=[name for _, name, _ in STAGES])
def test_a_model_of_another_kind_is_an_error(make, stage, protocol):
    with pytest.raises(UsageError, match=f"{stage} needs .* is a {protocol}, not"):
        make(len)
    with pytest.raises(PackError, match=f"is a 'NgramModel', not a '{protocol}', which {stage}"):
        make("pku-ngrams")
    with pytest.raises(PackError, match="there is no pack in 'gone/pack'"):
        make("gone/pack")


@pytest.mark.parametrize("make, stage, protocol", STAGES, ids=[name for _, name, _ in STAGES])
def test_a_network_without_its_packages_says_what_to_install(
    make, stage, protocol, tmp_path, monkeypatch
):
    monkeypatch.setattr("zhnlp.neural.extras.import_module", _lacking("tokenizers"), raising=True)
    about = {"format": FORMAT, "kind": "NeuralLabeller"}
    (tmp_path / "pack.json").write_bytes(to_json(about))

    with pytest.raises(ExtraError, match=r"needs tokenizers.*pip install 'zhnlp\[neural\]'"):
        make(tmp_path)


def _lacking(package):
    def import_module(name):
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)

    return import_module
