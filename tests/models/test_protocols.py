"""Models of a user's own: ten lines that fit a protocol run in every stage."""

import pickle
import sys
from array import array
from dataclasses import dataclass
from types import ModuleType

import pytest

from zhnlp.correction import Correction
from zhnlp.doc import Doc, Span
from zhnlp.errors import AlignmentError, UsageError
from zhnlp.models import (
    CorrectorModel,
    NameFinder,
    TextEmbedder,
    TextLabeller,
    WordCutter,
    WordTagger,
)
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.spelling.model import SpellingModel
from zhnlp.models.tags.model import TagModel
from zhnlp.models.words.cutting import METHODS, Cutting
from zhnlp.pipeline import Pipeline
from zhnlp.saving import KINDS, load, register
from zhnlp.stages.corrector import Corrector
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

SOURCE = '''
from array import array
from dataclasses import dataclass
from zhnlp.correction import Correction
from zhnlp.models import NameFinder, WordCutter, WordTagger


@dataclass(frozen=True)
class Every(WordCutter):
    """A word every `width` characters."""
    width: int = 2

    def ends(self, text):
        ends = [*range(self.width, len(text), self.width), len(text)] if text else []
        return array("i", ends).tobytes()


@dataclass(frozen=True)
class Lengths(WordTagger):
    """The length of a word is its tag."""
    labels: tuple = ("1", "2")

    def tags(self, text, ends):
        ends = list(memoryview(ends).cast("B").cast("i"))
        return tuple(str(end - start) for start, end in zip([0, *ends], ends))


@dataclass(frozen=True)
class Doubles(NameFinder):
    """Words of two characters are names."""
    labels: tuple = ("TWO",)

    def find(self, text, ends, tags):
        ends = list(memoryview(ends).cast("B").cast("i"))
        spans = zip([0, *ends], ends, tags)
        return [(start, end, "TWO") for start, end, tag in spans if tag == "2"]


@dataclass(frozen=True)
class Capitals:
    """a is A."""

    def corrector(self, *, max_false_alarms, misspellings, protected):
        return lambda text, kept: [
            Correction(i, i + 1, "a", "A", 1.0, "edit")
            for i, char in enumerate(text)
            if char == "a"
        ]
'''
TEXTS = ["a我爱北京", "", "我a"]


@pytest.fixture(scope="module")
def own():
    """A module with models, as a user's program would have."""
    module = ModuleType("models_of_a_user")
    sys.modules[module.__name__] = module
    exec(SOURCE, module.__dict__)
    kinds = [module.Every, module.Lengths, module.Doubles, module.Capitals]
    for kind in kinds:
        register(kind)
    yield module
    del sys.modules[module.__name__]
    for kind in kinds:
        del KINDS[kind.__name__]


@pytest.fixture(scope="module")
def pipeline(own):
    return Pipeline(
        [
            Corrector(own.Capitals(), apply=True),
            Segmenter(model=own.Every()),
            Tagger(own.Lengths()),
            Recognizer(model=own.Doubles()),
        ]
    )


def test_they_run_in_every_stage(pipeline):
    doc = pipeline("a我爱北京")

    assert (doc.text, doc.words) == ("A我爱北京", ("A我", "爱北", "京"))
    assert doc.tags == ("2", "2", "1")
    assert doc.entities == (Span(0, 2, "TWO"), Span(2, 4, "TWO"))
    assert [each.right for each in doc.corrections] == ["A"]


def test_batch_and_stream_give_what_one_by_one_gives(pipeline):
    expected = [pipeline(text) for text in TEXTS]

    assert pipeline.batch(TEXTS) == expected
    assert list(pipeline.stream(TEXTS, batch_size=2)) == expected


def test_they_are_saved_and_sent_to_other_processes(pipeline, tmp_path):
    pipeline.save(tmp_path)

    for back in (load(tmp_path), pickle.loads(pickle.dumps(pipeline))):
        assert back == pipeline
        assert back("a我爱北京") == pipeline("a我爱北京")


def test_a_network_is_asked_for_many_texts_at_once(own):
    asked = []

    class Network(own.Every):
        def ends_batch(self, texts):
            asked.append(list(texts))
            return super().ends_batch(texts)

    docs = Segmenter(model=Network()).batch([Doc(text) for text in TEXTS])

    assert asked == [TEXTS]
    assert docs == [Segmenter(model=own.Every())(Doc(text)) for text in TEXTS]


def test_a_corrector_may_take_many_texts_at_once(own):
    class Both:
        def __call__(self, text, kept):
            raise AssertionError

        def batch(self, texts, kept):
            return [[Correction(0, 1, text[0], "", 1.0, "edit")] for text in texts]

    class Network(own.Capitals):
        def corrector(self, **settings):
            return Both()

    docs = Corrector(Network(), apply=True).batch([Doc("我爱"), Doc("你")])

    assert [doc.text for doc in docs] == ["爱", ""]


def test_the_models_that_ship_fit_too():
    assert all(isinstance(Cutting(method), WordCutter) for method in METHODS if method != "neural")
    assert isinstance(TagModel(), WordTagger)
    assert isinstance(EntityModel(), NameFinder)
    assert isinstance(SpellingModel(), CorrectorModel)


def test_labels_and_vectors_have_protocols(own):
    class Length(TextLabeller, TextEmbedder):
        labels = ("short", "long")
        width = 1

        def probabilities(self, text):
            return {"short": 1 / (1 + len(text)), "long": len(text) / (1 + len(text))}

        def vector(self, text):
            return memoryview(array("f", [len(text)]))

    model = Length()

    assert isinstance(model, TextLabeller)
    assert isinstance(model, TextEmbedder)
    assert model.probabilities_batch(["我"]) == [{"short": 0.5, "long": 0.5}]
    assert [each.tolist() for each in model.vectors(["", "我爱"])] == [[0.0], [2.0]]


@dataclass
class Ends:
    """Ends that do not tile a text of two characters."""

    given: bytes

    def ends(self, text):
        return self.given

    words = ends

    def ends_batch(self, texts):
        return [self.given] * len(texts)


@pytest.mark.parametrize("ends", [[1], [2, 1], [0, 2], [3], []], ids=repr)
def test_ends_that_do_not_tile_the_text_are_an_error(ends):
    with pytest.raises(AlignmentError, match=r"the last one is 2, the length of the text"):
        Segmenter(model=Ends(array("i", ends).tobytes()))(Doc("我爱"))


def test_bytes_that_are_no_ends_are_an_error():
    with pytest.raises(AlignmentError, match=r"3 bytes\. Give 4 for each word"):
        Segmenter(model=Ends(b"abc"))(Doc("我爱"))


def test_tags_that_are_too_few_are_an_error(own):
    class Lazy(own.Lengths):
        def tags(self, text, ends):
            return ("1",)

    doc = Doc("我爱", words=("我", "爱"))

    with pytest.raises(AlignmentError, match="gave 1 tags for 2 words"):
        Tagger(Lazy())(doc)
    with pytest.raises(AlignmentError, match="gave 1 tags for 2 words"):
        Tagger(Lazy()).batch([doc])


def test_names_outside_of_the_text_are_an_error(own):
    class Far(own.Doubles):
        def find(self, text, ends, tags):
            return [(0, 9, "TWO")]

    with pytest.raises(
        AlignmentError, match=r"end=9, label='TWO'\), which is out of order or outs"
    ):
        Recognizer(model=Far())(Doc("我爱", words=("我爱",), tags=("2",)))


@pytest.mark.parametrize(
    "make, lacks",
    [
        (lambda bad: Segmenter(model=bad), "has no ends, words, ends_batch"),
        (lambda bad: Tagger(bad), "has no labels, tags, tags_batch"),
        (lambda bad: Recognizer(model=bad), "has no labels, find, find_batch"),
        (lambda bad: Corrector(bad), "has no corrector"),
    ],
)
def test_what_is_no_model_is_told_what_it_lacks(make, lacks):
    with pytest.raises(UsageError, match=f"not 3, which {lacks}"):
        make(3)


def test_a_class_in_place_of_a_model_is_an_error(own):
    with pytest.raises(UsageError, match="is a class; give an instance"):
        Tagger(own.Lengths)


def test_words_of_the_user_are_refused_where_the_model_cuts_by_itself(own):
    with pytest.raises(UsageError, match=r"lexicon has no effect on Every\(width=2\)"):
        Segmenter(model=own.Every(), lexicon=Lexicon(["我爱"]))


def test_what_only_the_methods_that_ship_can_do_is_an_error(own):
    segmenter = Segmenter(model=own.Every())
    for call in (segmenter.explain, segmenter.search):
        with pytest.raises(UsageError, match=r"Every\(width=2\) cannot"):
            call("我爱")
    assert repr(segmenter) == "Segmenter(model=Every(width=2))"


def test_a_name_is_registered_once(own):
    register(own.Every)
    with pytest.raises(UsageError, match="there is already a kind 'Segmenter', in zhnlp"):
        register(type("Segmenter", (), {}))


def test_what_cut_gives_for_a_model_tiles_the_text(own):
    class Lazy(own.Every):
        def ends(self, text):
            return array("i", [1]).tobytes()

    with pytest.raises(AlignmentError, match="the last one is 2, the length of the text"):
        Segmenter(model=Lazy()).cut("我爱")


def test_tags_of_words_alone_are_one_for_each_and_a_tuple(own):
    class Lists(own.Lengths):
        def tags(self, text, ends):
            return ["1"]

    with pytest.raises(AlignmentError, match="gave 1 tags for 2 words"):
        Tagger(Lists()).tag(["我", "爱"])
    assert Tagger(Lists())(Doc("我", words=("我",))).tags == ("1",)


def test_corrections_outside_of_the_text_are_an_error(own):
    class Far(own.Capitals):
        def corrector(self, **settings):
            return lambda text, kept: [Correction(0, 9, "我", "你", 1.0, "edit")]

    with pytest.raises(AlignmentError, match="out of order or outside the text of 2"):
        Corrector(Far())(Doc("我爱"))


def test_a_class_that_loading_would_not_find_is_not_registered():
    class Inner(WordCutter):
        pass

    with pytest.raises(UsageError, match="is not at the top of its module"):
        register(Inner)


@pytest.mark.parametrize("answers", [[], None, [b"", b""]])
def test_a_batch_has_an_answer_for_each_text(own, answers):
    class Other(own.Every):
        def ends_batch(self, texts):
            return answers

    with pytest.raises(UsageError, match=r"for a batch of 1 texts\. It must give a list"):
        Segmenter(model=Other()).batch([Doc("我")])
