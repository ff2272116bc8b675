"""Every call of `zhnlp.interop` with any argument gives an answer or a ZhnlpError."""

from contextlib import suppress
from pathlib import Path

import pytest

from reference import Polarity
from zhnlp import Classifier, Doc, Pipeline, Segmenter, Span, Vectorizer
from zhnlp.errors import ZhnlpError
from zhnlp.interop.displacy import displacy_ents, displacy_spans
from zhnlp.interop.gensim import BagCorpus
from zhnlp.interop.huggingface import TextClassification, TokenClassification
from zhnlp.interop.text_splitter import TextSplitter

WRONG = [
    *(None, b"x", 0, -1, 2**70, 1.5, float("nan"), True, object(), str, "", "x", "\ud800", "a\0b"),
    *([], (), {}, [3], [None], [b"x"], [""], ["我"], ["\ud800"], [[]], {"我": 3}, Span(0, 9)),
    *(Doc("x"), [Doc("x")], Segmenter, Segmenter("unigram"), Pipeline(), Path("no/such")),
]
CUT = Segmenter("unigram")
NLP = Pipeline([CUT])
DOC = Doc("我爱", words=["我", "爱"], entities=[Span(1, 2, "X")])
COUNTS = Vectorizer.fit([DOC], of="words")
NER, GRADE = TokenClassification(), TextClassification(Classifier(Polarity()))


def all_of(found):
    """`found`, read to its end if it is an iterator."""
    return list(found) if hasattr(found, "__next__") else found


CALLS = {
    "displacy_ents": displacy_ents,
    "displacy_ents title": lambda value: displacy_ents(DOC, title=value),
    "displacy_spans": displacy_spans,
    "displacy_spans title": lambda value: displacy_spans(DOC, title=value),
    "TokenClassification": TokenClassification,
    "ner": lambda value: all_of(NER(value)),
    "ner batch_size": lambda value: NER(["我"], batch_size=value),
    "TextClassification": TextClassification,
    "classify": lambda value: all_of(GRADE(value)),
    "classify top_k": lambda value: GRADE("我", top_k=value),
    "classify batch_size": lambda value: GRADE(["我"], batch_size=value),
    "TextSplitter": TextSplitter,
    "split_text": TextSplitter().split_text,
    "BagCorpus texts": lambda value: list(BagCorpus(value, NLP, COUNTS)),
    "BagCorpus pipeline": lambda value: BagCorpus([], value, COUNTS),
    "BagCorpus vectorizer": lambda value: BagCorpus([], NLP, value),
}


def hold(call):
    """Each wrong argument gives an answer or an error of zhnlp."""
    for wrong in WRONG:
        with suppress(ZhnlpError):
            call(wrong)


@pytest.mark.parametrize("name", CALLS)
def test_any_argument_gives_an_answer_or_an_error_of_zhnlp(name):
    hold(CALLS[name])


def test_so_it_is_with_spacy():
    spacy = pytest.importorskip("spacy", reason="it comes with zhnlp[spacy]")
    from zhnlp.interop.spacy import Component, Tokenizer, docs_to_spacy, from_spacy, to_spacy

    vocab, doc = spacy.Vocab(), to_spacy(DOC)
    for call in (
        *(to_spacy, from_spacy, Component),
        lambda value: to_spacy(DOC, value),
        lambda value: from_spacy(doc, tags=value),
        lambda value: from_spacy(doc, spans=value),
        lambda value: list(docs_to_spacy(value, vocab)),
        lambda value: Tokenizer(value, CUT),
        lambda value: Tokenizer(vocab, value),
        Tokenizer(vocab, CUT),
        lambda value: list(Tokenizer(vocab, CUT).pipe(value)),
        lambda value: list(Tokenizer(vocab, CUT).pipe(["我"], batch_size=value)),
        Component(NLP),
        lambda value: list(Component(NLP).pipe([to_spacy(DOC)], batch_size=value)),
        lambda value: list(Component(NLP).pipe(value)),
    ):
        hold(call)


def test_so_it_is_with_pandas():
    pandas = pytest.importorskip("pandas", reason="it is a package of the tests")
    import zhnlp.interop.pandas  # noqa: F401

    column = pandas.Series(["我"]).zhnlp
    names = ("words", "tags", "sentences", "entities", "correct", "docs", "apply")
    for call in (
        *(getattr(column, name) for name in names),
        lambda value: column.keywords(top=value),
        lambda value: column.pinyin(style=value),
        lambda value: pandas.Series([value], dtype=object).zhnlp.words(CUT),
    ):
        hold(call)


def test_so_it_is_with_polars():
    polars = pytest.importorskip("polars", reason="it is a package of the tests")
    pytest.importorskip("pyarrow", reason="it comes with zhnlp[batch]")
    import zhnlp.interop.polars  # noqa: F401

    for column in (polars.Series(["我"]).zhnlp, polars.col("a").zhnlp):
        names = ("words", "tags", "sentences", "entities", "correct", "layers")
        for call in (
            *(getattr(column, name) for name in names),
            lambda value, column=column: column.keywords(top=value),
            lambda value, column=column: column.pinyin(style=value),
        ):
            hold(call)
