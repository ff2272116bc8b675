"""What every stage promises. A stage joins by one line in STAGES."""

import pickle
from dataclasses import dataclass, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import Beginning, Finder, Polarity, RandomScorer, toy_topics
from toy_labels import toy_text_labels, toy_token_labels, toy_vector_labels
from zhnlp.correction import Correction
from zhnlp.doc import LAYERS, Doc, Span
from zhnlp.errors import MissingLayerError
from zhnlp.models.keywords.idf import IdfTable
from zhnlp.models.lexicons.gazetteer import Gazetteer
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.vectors.model import WordVectors
from zhnlp.saving import KINDS, load
from zhnlp.stage import settings
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.corrector import Corrector
from zhnlp.stages.embedder import Embedder
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.keywords import Keywords
from zhnlp.stages.linker import Linker
from zhnlp.stages.normalizer import Normalizer
from zhnlp.stages.pinyin import Pinyin
from zhnlp.stages.reader import Reader
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter
from zhnlp.stages.summarizer import Summarizer
from zhnlp.stages.tagger import Tagger
from zhnlp.stages.topics import Topics
from zhnlp.vector import Vector


@dataclass(frozen=True)
class OneForAnother:
    """A model of spelling that corrects one character, but not in entities and protected words."""

    wrong: str = "爱"
    right: str = "愛爱"

    def corrector(self, *, max_false_alarms, misspellings, protected):
        def correct(text, kept):
            return [
                Correction(i, i + 1, self.wrong, self.right, 1.0, "shape")
                for i, char in enumerate(text)
                if char == self.wrong and not any(start <= i < end for start, end in kept)
            ]

        return correct


OWN = Lexicon([("我爱", "prefer", 5, "nz", "LOVE"), ("北京", "force", None, "NOUN")])
VECTORS = WordVectors.of(["我", "爱", "京", "a"], [[1, 0], [0.5, 2], [-3, 0.1], [1, 1]])
SEEN = [Doc("我爱", words=["我", "爱"]), Doc("京a", words=["京", "a"])]
RARE = IdfTable.fit([["我", "爱"], ["我"]])
STAGES = [
    (Normalizer, {}),
    (Segmenter, {"method": "unigram"}),
    (SentenceSplitter, {}),
    (SentenceSplitter, {"semicolons": True, "max_quote": 5}),
    (Segmenter, {}),
    (Tagger, {}),
    (Tagger, {"model": "ud-tags"}),
    (Tagger, {"tag_set": "ud", "lexicon": OWN}),
    (Recognizer, {}),
    (Recognizer, {"method": "hmm"}),
    (Recognizer, {"method": "dictionary", "gazetteer": Gazetteer({"我爱": "LOVE"})}),
    (Recognizer, {"labels": ("PER", "TIME", "NUMBER"), "lexicon": OWN}),
    (Linker, {}),
    (Corrector, {"model": OneForAnother()}),
    (Corrector, {"model": OneForAnother(), "misspellings": {"a": "b"}, "protected": ("我爱",)}),
    (Corrector, {"model": OneForAnother("。", ""), "apply": True}),
    (Corrector, {"model": OneForAnother(), "checks": ("de", "punctuation"), "apply": True}),
    (Corrector, {}),
    (Corrector, {"model": "sighan-spelling", "apply": True}),
    (Segmenter, {"method": "neural", "model": RandomScorer(3), "lexicon": OWN}),
    (StopwordFilter, {}),
    (Classifier, {"model": Polarity()}),
    (Classifier, {"model": Polarity(), "top": 1}),
    (Classifier, {"model": toy_text_labels()}),
    (Classifier, {"model": toy_token_labels("words"), "top": 2}),
    (Classifier, {"model": toy_token_labels("terms")}),
    (Classifier, {"model": toy_vector_labels()}),
    (Reader, {"model": Finder()}),
    (Reader, {"model": Finder(), "questions": ("有没有京", "说什么爱", "𠮷")}),
    (Summarizer, {"method": "abstractive", "model": Beginning()}),
    (Topics, {"model": toy_topics(of="terms", words="我爱北京😀")}),
    (Topics, {"model": toy_topics("lsa", words="我爱北京")}),
    (Topics, {"model": toy_topics(of="characters"), "top": 1}),
    (StopwordFilter, {"keep_tags": ("n", "v$"), "keep": ("不",)}),
    (Keywords, {"min_length": 1}),
    (Keywords, {"method": "textrank", "window": 3, "top": 2, "min_length": 1}),
    (Keywords, {"method": "phrases", "idf": RARE, "min_length": 1}),
    (Summarizer, {}),
    (Summarizer, {"ratio": 0.5, "diversity": 0.0, "idf": RARE}),
    (Normalizer, {"han_blanks": True, "addresses": "mark"}),
    (Normalizer, {"script": "simplified"}),
    (Normalizer, {"script": "taiwan", "width": False}),
    (Pinyin, {}),
    (Pinyin, {"style": "numbers", "sandhi": True, "umlaut": "v"}),
    (Embedder, {"model": VECTORS}),
    (Embedder, settings(Embedder.fit(SEEN, VECTORS, weights="sif"))),
    (Embedder, {"model": VECTORS, "of": "characters", "latin": "lower"}),
    (StopwordFilter, {"lists": (), "add": ("的",), "drop_tags": ("n",), "punctuation": True}),
]
TEXTS = [
    "",
    " ",
    "我爱北京天安门。",
    "我愛北京天安門。",
    "他说：“你好。”\n\n　　ＡＢＣ１２３ iPhone15 3.14%……",
    "👩‍👩‍👧 😀𠮷野家",
    "半个\ud800字\udc00",
    "a\0b\0",
    "e\u0301\u200b\ufeff①㈠ﬁ",
]
# What a layer may hold for a text, where a stage requires it.
FILL = {
    "words": lambda text: tuple(text),
    "tags": lambda text: ("n",) * len(text),
    "terms": lambda text: tuple(Span(at, at + 1) for at in range(len(text))),
    "sentences": lambda text: (Span(0, len(text)),) if text else (),
    "entities": lambda text: tuple(Span(i, i + 2, "ORG") for i in range(0, len(text) - 1, 3)),
    "vector": lambda text: Vector([len(text), 1, text.count("我")]),
}
IDS = [f"{kind.__name__}-{number}" for number, (kind, _) in enumerate(STAGES)]
texts = st.sampled_from(TEXTS) | st.text() | st.text("我爱北京 。”“a1Ａ\n")


@pytest.fixture(scope="session", autouse=True)
def saved_kinds():
    """The models of this file can be saved, too."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (OneForAnother, Polarity, Finder, Beginning, RandomScorer):
            patch.setitem(KINDS, kind.__name__, kind.__module__)
        yield


@pytest.fixture(scope="session", params=STAGES, ids=IDS)
def stage(request):
    kind, given_settings = request.param
    return kind(**given_settings)


def doc_for(stage, text):
    """A Doc of `text` with the layers that `stage` requires."""
    return Doc(text, **{layer: FILL[layer](text) for layer in stage.requires})


def filled(doc):
    return {layer for layer in LAYERS if getattr(doc, layer) is not None}


def test_it_names_only_real_layers(stage):
    assert set(stage.requires) <= set(LAYERS)
    assert set(stage.provides) <= {*LAYERS, "text"}
    assert stage.provides


@given(text=texts)
def test_it_fills_exactly_the_layers_it_provides(stage, text):
    doc = doc_for(stage, text)
    out = stage(doc)

    if "text" in stage.provides:
        assert out.source == text
        assert filled(out) <= filled(doc) | set(stage.provides)
    else:
        assert (out.text, out.source) == (text, text)
        assert filled(out) == filled(doc) | set(stage.provides)
        assert all(getattr(out, layer) == getattr(doc, layer) for layer in stage.requires)


@given(text=texts)
def test_it_leaves_the_doc_it_was_given_as_it_was(stage, text):
    doc = doc_for(stage, text)
    stage(doc)

    assert doc == doc_for(stage, text)


@given(text=texts)
def test_its_spans_lie_in_the_text_in_order(stage, text):
    out = stage(doc_for(stage, text))
    for layer in LAYERS:
        spans = [x for x in getattr(out, layer) or () if isinstance(x, Span)]
        places = [place for span in spans for place in span[:2]]
        assert places == sorted(places)
        assert all(0 <= place <= len(out.text) for place in places)


@given(batch=st.lists(texts, max_size=5))
def test_batch_equals_one_by_one(stage, batch):
    docs = [doc_for(stage, text) for text in batch]

    assert stage.batch(docs) == [stage(doc) for doc in docs]


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_it_gives_the_same_answer_twice(stage, text):
    assert stage(doc_for(stage, text)) == stage(doc_for(stage, text))


def test_it_takes_an_empty_text_and_an_empty_batch(stage):
    assert stage(doc_for(stage, "")).text == ""
    assert stage.batch([]) == []


def test_it_says_which_layer_is_missing(stage):
    for layer in stage.requires:
        others = {other: FILL[other]("我") for other in stage.requires if other != layer}
        with pytest.raises(MissingLayerError, match=rf"doc\.{layer} has not been filled"):
            stage(Doc("我", **others))


def test_its_settings_are_its_fields_and_at_most_six(stage):
    """Six, and the model or lexicon where it has one."""
    assert len(fields(stage)) <= 8
    assert type(stage)(**settings(stage)) == stage
    assert repr(stage).startswith(f"{type(stage).__name__}(")


def test_it_survives_save_and_load(stage, tmp_path):
    stage.save(tmp_path)
    back = load(tmp_path)

    assert (type(back), back) == (type(stage), stage)
    for text in TEXTS:
        assert back(doc_for(stage, text)) == stage(doc_for(stage, text))


def test_it_survives_the_trip_to_a_worker_process(stage):
    back = pickle.loads(pickle.dumps(stage))

    assert (type(back), back) == (type(stage), stage)
    for text in TEXTS:
        assert back(doc_for(stage, text)) == stage(doc_for(stage, text))


def test_its_docs_survive_the_trip_to_a_worker_process(stage):
    for text in TEXTS:
        doc = stage(doc_for(stage, text))
        assert pickle.loads(pickle.dumps(doc)) == doc
