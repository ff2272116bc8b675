"""Summarizer("textrank"): the sentences that sum up a text."""

import pytest

from zhnlp import Doc, IdfTable, Pipeline, Segmenter, SentenceSplitter, StopwordFilter, Summarizer
from zhnlp.errors import MissingLayerError, PipelineError, UsageError

TABLE = IdfTable.fit([["北京", "上海", "广州", "汽车"]])
SENTENCES = [["北京", "汽车"], ["的"], ["北京", "汽车", "上海"], ["北京", "汽车"], ["广州"]]


def doc_of(sentences=SENTENCES):
    """A Doc of sentences of words; 的 is no term."""
    words = [word for sentence in sentences for word in [*sentence, "。"]]
    doc, spans, start = Doc("".join(words), words), [], 0
    for sentence in sentences:
        end = start + len("".join(sentence)) + 1
        spans.append((start, end))
        start = end
    terms = [(a, b) for a, b, _ in doc.words.spans() if doc.text[a:b] not in ("的", "。")]
    return Doc(doc.text, words, sentences=spans, terms=terms)


def chosen(doc, **settings):
    """The numbers of the chosen sentences."""
    summary = Summarizer(idf=TABLE, **settings)(doc).summary
    starts = [span[0] for span in doc.sentences]
    assert all(span in {(*each[:2], "") for each in doc.sentences} for span in summary)
    return [starts.index(span.start) for span in summary]


def test_sentences_like_many_others_are_chosen_in_the_order_of_the_text():
    assert chosen(doc_of(), n_sentences=1, diversity=0) == [0]
    assert chosen(doc_of(), n_sentences=2, diversity=0) == [0, 3]


def test_with_diversity_a_sentence_is_not_said_twice():
    assert chosen(doc_of(), n_sentences=2, diversity=0.7) == [0, 4]


def test_sentences_without_terms_are_never_chosen():
    assert chosen(doc_of(), n_sentences=9) == [0, 2, 3, 4]
    assert chosen(doc_of([["的"], ["的"]])) == []
    assert chosen(doc_of([])) == []


def test_a_ratio_is_a_share_of_the_sentences_rounded_up():
    assert len(chosen(doc_of(), ratio=0.4)) == 2
    assert len(chosen(doc_of(), ratio=0.41)) == 3
    assert len(chosen(doc_of(), ratio=1)) == 4


def test_it_needs_sentences_and_terms():
    with pytest.raises(MissingLayerError, match="sentences"):
        Summarizer(idf=TABLE)(Doc("北京"))
    with pytest.raises(PipelineError, match="needs 'sentences'"):
        Pipeline([Segmenter(), StopwordFilter(), Summarizer(idf=TABLE)])


def test_text_is_summed_up_by_a_pipeline():
    nlp = Pipeline([SentenceSplitter(), Segmenter(), StopwordFilter(), Summarizer(n_sentences=1)])
    doc = nlp("天气很好。新能源汽车出口增长。新能源汽车出口增长很快，汽车企业受益。")

    assert "新能源汽车" in doc.text_of(doc.summary[0])


WRONG = [
    ({"method": "best"}, "method 'best' is not known"),
    ({"n_sentences": 0}, "n_sentences is 0"),
    ({"ratio": 0}, "ratio is 0; it must be above 0"),
    ({"ratio": 1.1}, "ratio is 1.1; it must be from 0 to 1"),
    ({"diversity": float("nan")}, "diversity is nan"),
    ({"model": "./mine"}, "model has no effect with textrank"),
    ({"method": "abstractive"}, "a summarizer needs the name of a pack"),
    ({"method": "abstractive", "idf": "news-idf"}, "idf has no effect with abstractive"),
]


@pytest.mark.parametrize("settings, problem", WRONG, ids=[case[1] for case in WRONG])
def test_settings_that_do_not_fit_are_refused(settings, problem):
    with pytest.raises(UsageError, match=problem):
        Summarizer(**settings)
