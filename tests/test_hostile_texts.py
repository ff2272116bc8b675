"""Hostile texts: every stage takes linear time on each kind, and keeps its promises."""

import gc
from time import process_time

import pytest

from growth import RATIO, TOO_MUCH, assert_linear_time
from hostile_texts import KINDS, hostile_text
from zhnlp import (
    Corrector,
    Keywords,
    Linker,
    Normalizer,
    Pinyin,
    Pipeline,
    Recognizer,
    Segmenter,
    SentenceSplitter,
    StopwordFilter,
    Summarizer,
    Tagger,
    near_duplicates,
)
from zhnlp.doc import LAYERS, Doc, Span
from zhnlp.interop.search import SearchAnalyzer
from zhnlp.models.spelling.verbatim import verbatim_spans

SHORT = 2048  # characters; long enough for quadratic work to show in texts RATIO times as long
LABELS = (
    "PER",
    "LOC",
    "ORG",
    "TIME",
    "PERCENT",
    "MONEY",
    "QUANTITY",
    "NUMBER",
    "URL",
    "EMAIL",
    "ID",
)
METHODS = ("crf", "bidirectional", "unigram", "bigram", "jieba")


def stages():
    """Each pipeline that is tried, by name."""
    named = [Segmenter(), Tagger(), Recognizer(labels=LABELS), Linker()]
    terms = [SentenceSplitter(), Segmenter(), StopwordFilter()]
    return {
        "Normalizer": Pipeline([Normalizer(han_blanks=True)]),
        "Normalizer, marked": Pipeline([Normalizer(addresses="mark")]),
        "sentences": Pipeline([SentenceSplitter(semicolons=True)]),
        "entities": Pipeline(named),
        "keywords": Pipeline([*terms, Keywords(), Summarizer()]),
        "phrases": Pipeline([*terms, Keywords("phrases")]),
        "corrections": Pipeline([Corrector(apply=True, max_false_alarms=0.1)]),
        "pinyin": Pipeline([Segmenter(), Pinyin()]),
        **{method: Pipeline([Segmenter(method)]) for method in METHODS},
    }


STAGES = stages()
OTHERS = {
    "terms of a search": SearchAnalyzer().terms,
    "near duplicates": lambda text: near_duplicates([text, text[1:]]),
    "spans that are no prose": verbatim_spans,
}


def is_linear_at_first_sight(work, small, large):
    """Whether one call each is enough to see that time is linear."""
    begin = process_time()
    work(small)
    middle = process_time()
    work(large)
    return process_time() - middle < TOO_MUCH * (middle - begin)


@pytest.fixture
def without_collector():
    """Not measured: the garbage collector visits all that other tests have made, too."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collector")
@pytest.mark.parametrize("name", [*STAGES, *OTHERS])
def test_time_is_linear_on_every_kind(name):
    work = STAGES[name] if name in STAGES else OTHERS[name]
    work(hostile_text(KINDS[0], SHORT))
    for kind in KINDS:
        small, large = hostile_text(kind, SHORT), hostile_text(kind, RATIO * SHORT)
        if not is_linear_at_first_sight(work, small, large):
            assert_linear_time(work, small, large)


@pytest.mark.parametrize("name", STAGES)
def test_words_join_and_spans_lie_in_the_text_on_every_kind(name):
    for kind in KINDS:
        text = hostile_text(kind, 500)
        doc = STAGES[name](Doc(text))

        assert doc.source == text
        assert doc.words is None or "".join(doc.words) == doc.text
        for layer in LAYERS:
            spans = [each for each in getattr(doc, layer) or () if isinstance(each, Span)]
            places = [place for span in spans for place in span[:2]]
            assert places == sorted(places), (kind, layer)
            assert all(0 <= place <= len(doc.text) for place in places), (kind, layer)


@pytest.mark.parametrize("method", ["crf", "unigram", "jieba"])
@pytest.mark.parametrize("piece", ["从", "《", "成其法", "1"], ids=ascii)
def test_a_word_longer_than_a_piece_takes_no_more_time(method, piece):
    """Texts are cut in pieces of 32,768 characters."""
    short, long = (piece * (n // len(piece)) for n in (1 << 19, RATIO << 19))
    cut = Segmenter(method).cut
    if not is_linear_at_first_sight(cut, short, long):
        assert_linear_time(cut, short, long)
    assert "".join(cut(long)) == long
