"""What an interactive Python shows of stages and explanations."""

import pickle
from dataclasses import dataclass

import pytest

import zhnlp
from zhnlp import (
    Corrector,
    Keywords,
    Normalizer,
    Pipeline,
    Recognizer,
    Segmenter,
    SentenceSplitter,
    Stage,
    Tagger,
)

SHOWN = {
    "Segmenter('crf', dictionary='jieba', model=WordModel('modern-words'))": Segmenter,
    "Segmenter('unigram', dictionary='jieba', hmm=False)": lambda: Segmenter("unigram", hmm=False),
    "Tagger(model=TagModel('modern-tags'))": Tagger,
    "Tagger(model=TagModel('ud-tags'))": lambda: Tagger("ud-tags"),
    "Recognizer(model=EntityModel('modern-entities'))": Recognizer,
    "Recognizer(method='dictionary', model=DictionaryNames(), labels=('PER',))": lambda: Recognizer(
        "dictionary", labels=["PER"]
    ),
    "Corrector(model=SpellingModel('general-spelling'), apply=True)": lambda: Corrector(apply=True),
    "Keywords(top=3, idf=IdfTable('news-idf'))": lambda: Keywords(top=3),
    "Normalizer(script='simplified')": lambda: Normalizer(script="simplified"),
    "Pipeline([SentenceSplitter()])": lambda: Pipeline([SentenceSplitter()]),
}


@pytest.mark.parametrize("shown", SHOWN)
def test_a_stage_shows_its_model_and_what_is_not_as_usual(shown):
    assert repr(SHOWN[shown]()) == shown


def test_an_explanation_shows_its_picture():
    found = Segmenter().explain("我爱北京")

    assert repr(found) == str(found)
    assert repr(found).startswith("crf: 我 | 爱 | 北京\n\nwords considered\n")


@dataclass(frozen=True)
class Own(Stage):
    size: int = 1

    def __call__(self, doc):
        return doc


def test_what_a_worker_unpickles_again_and_again_is_made_once():
    pipeline = zhnlp.load("full")
    pickled = pickle.dumps(pipeline)
    first, second = pickle.loads(pickled), pickle.loads(pickled)

    assert first == second == pipeline
    for one, other in zip(first.stages, second.stages, strict=True):
        assert one is other


@pytest.mark.parametrize("stage", [Own(2), Segmenter(lexicon=["云计算"])], ids=["own", "lexicon"])
def test_stages_of_yours_and_those_with_your_words_are_not_shared(stage):
    first, second = (pickle.loads(pickle.dumps(stage)) for _ in range(2))

    assert first == second == stage
    assert first is not second
