"""Pipeline: the order of stages, and one text, a list or a stream of them."""

import math
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.doc import Doc, Span, need
from zhnlp.errors import InputError, PipelineError, UsageError
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.splitter import SentenceSplitter


@dataclass(frozen=True)
class Segmenter(Stage):
    """Every character is a word."""

    provides = ("words",)

    def __call__(self, doc):
        return replace(doc, words=tuple(doc.text))


@dataclass(frozen=True)
class Tagger(Stage):
    """Every word is an x."""

    requires = ("words",)
    provides = ("tags",)

    def __call__(self, doc):
        return replace(doc, tags=("x",) * len(need(doc.words, "words")))


@dataclass(frozen=True)
class Retagger(Tagger):
    """Every x is a y."""

    requires = ("tags",)


@dataclass(frozen=True)
class Normalizer(Stage):
    """Full-width A becomes A."""

    provides = ("text",)

    def __call__(self, doc):
        return Doc(doc.text.replace("Ａ", "A"))


@dataclass(frozen=True)
class Finder(Stage):
    """A name at the end."""

    requires = ("tags",)
    provides = ("entities",)

    def __call__(self, doc):
        return replace(doc, entities=(Span(len(doc.text) - 1, len(doc.text), "PER"),))


@dataclass(frozen=True)
class Doubler(Stage):
    """Says the first character twice, and moves the names."""

    provides = ("text", "corrections")
    moves = ("entities",)

    def __call__(self, doc):
        new = Doc(doc.text).rewrite([(0, 0, doc.text[:1])])
        names = [Span(each.start + 1, each.end + 1, each.label) for each in doc.entities]
        return new.filled(entities=tuple(names), corrections=())


@dataclass(frozen=True)
class Keeper(Stage):
    """Keeps the lists of Docs that it is given, and gives them back."""

    kept: list = field(default_factory=list, compare=False)

    def batch(self, texts):
        self.kept.append(texts)
        return texts


NAMED = [Segmenter(), Tagger(), Finder()]
NLP = Pipeline([SentenceSplitter(), Segmenter(), Tagger(), StopwordFilter()])


@pytest.mark.parametrize(
    "stages, message",
    [
        (
            [SentenceSplitter(), Tagger(), Segmenter()],
            "Tagger (stage 1) needs 'words', which no earlier stage provides. "
            "Move Segmenter before it.",
        ),
        (
            [StopwordFilter()],
            "StopwordFilter (stage 0) needs 'words', which no earlier stage provides. "
            "Add a Segmenter before it.",
        ),
        (
            [Segmenter(), Retagger()],
            "Retagger (stage 1) needs 'tags', which no earlier stage provides. "
            "Add a Tagger before it.",
        ),
        (
            [Segmenter(), Tagger(), Normalizer()],
            "Normalizer (stage 2) rewrites the text, but Segmenter (stage 0) has already filled "
            "'words'. Move Normalizer before it.",
        ),
        (
            [SentenceSplitter(), Pipeline([Normalizer(), Segmenter()])],
            "Pipeline (stage 1) rewrites the text, but SentenceSplitter (stage 0) has already "
            "filled 'sentences'. Move Pipeline before it.",
        ),
        (
            [Segmenter(), Tagger(), Segmenter()],
            "Segmenter (stage 2) makes new words, but Tagger (stage 1) has already filled 'tags' "
            "for the old words. Move Segmenter before it, or leave one out.",
        ),
        (
            [*NAMED, Doubler(), StopwordFilter()],
            "StopwordFilter (stage 4) needs 'words', which Doubler (stage 3) has dropped, because "
            "it rewrites the text. Add a Segmenter between them.",
        ),
        (
            [Segmenter(), Doubler()],
            "Doubler (stage 1) rewrites the text, but Segmenter (stage 0) has already filled "
            "'words'. Move Doubler before it.",
        ),
        (
            [*NAMED, Doubler(), Doubler()],
            "Doubler (stage 4) rewrites the text, but Finder (stage 2) has already filled "
            "'entities'. Move Doubler before it.",
        ),
        (
            [*NAMED, Doubler(), Normalizer()],
            "Normalizer (stage 4) rewrites the text, but Finder (stage 2) has already filled "
            "'entities'. Move Normalizer before it.",
        ),
        (
            [Segmenter],
            f"stage 0 is {Segmenter!r}, which is not a Stage. "
            "Give instances, as in Pipeline([Segmenter()]).",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_stages_that_cannot_work_are_an_error_that_says_how_to_mend_it(stages, message):
    with pytest.raises(PipelineError) as error:
        Pipeline(stages)
    assert str(error.value) == message


def test_a_stage_that_does_nothing_is_an_error():
    class Idle(Stage):
        provides = ("words",)

    for call in (lambda: Idle()(Doc("我")), lambda: Idle().batch([Doc("我")])):
        with pytest.raises(UsageError, match="Idle has neither __call__ nor batch"):
            call()


def test_rewriting_twice_is_fine():
    assert Pipeline([Normalizer(), Normalizer(), Segmenter()])("ＡA").words == ("A", "A")


def test_a_stage_that_moves_a_layer_to_the_new_text_may_follow_it():
    nlp = Pipeline([*NAMED, Doubler(), Segmenter()])
    doc = nlp("我走")

    assert (doc.text, doc.entities, doc.words) == (
        "我我走",
        (Span(2, 3, "PER"),),
        ("我", "我", "走"),
    )
    assert nlp.provides == ("entities", "text", "corrections", "words")
    assert {layer for layer in nlp.provides if getattr(doc, layer) is not None} == {*nlp.provides}
    assert doc.tags is None


def test_every_stage_fills_its_layers():
    doc = NLP("我走。")

    assert doc.sentences == (Span(0, 3),)
    assert doc.words == ("我", "走", "。")
    assert doc.tags == ("x", "x", "x")
    assert doc.terms == (Span(1, 2),)


def test_a_pipeline_provides_what_its_stages_do_in_order():
    assert NLP.provides == ("sentences", "words", "tags", "terms")


def test_a_pipeline_without_stages_gives_the_bare_doc():
    assert Pipeline()("我") == Doc("我")


def test_a_pipeline_is_a_stage_of_another():
    nested = Pipeline([Pipeline([SentenceSplitter(), Segmenter()]), Tagger(), StopwordFilter()])

    assert nested("我走。") == NLP("我走。")
    assert nested.provides == NLP.provides


def test_a_doc_goes_in_where_a_text_does():
    assert NLP(Doc("我走。")) == NLP("我走。")


@given(st.lists(st.text()), st.integers(1, 5))
def test_one_by_one_batch_and_stream_give_equal_docs_in_order(texts, batch_size):
    one_by_one = [NLP(text) for text in texts]

    assert NLP.batch(texts) == one_by_one
    assert list(NLP.stream(texts, batch_size=batch_size)) == one_by_one


@given(st.lists(st.text()), st.integers(1, 5), st.integers(1, 2))
def test_docs_that_somebody_has_never_change(texts, batch_size, n_threads):
    kept, given = [], []

    def docs():
        for text in texts:
            given.append(Doc(text))
            yield given[-1]

    nlp = Pipeline([SentenceSplitter(), Segmenter(), Keeper(kept), StopwordFilter()])
    runs = [
        nlp.batch(texts),
        nlp.batch(docs()),
        list(nlp.stream(texts, batch_size=batch_size, n_threads=n_threads)),
        list(nlp.stream(docs(), batch_size=batch_size)),
        list(nlp.stream(map(Doc, texts), batch_size=batch_size)),
    ]
    before = [replace(NLP(text), tags=None, terms=None) for text in texts]

    assert all(found == [nlp(text) for text in texts] for found in runs)
    assert given == [*map(Doc, texts)] * 2
    assert [doc for docs in kept[: -len(texts) or None] for doc in docs][: len(texts)] == before
    assert all(doc.terms is None for docs in kept for doc in docs)


@given(st.lists(st.text(), min_size=1))
def test_a_stage_changes_none_of_the_docs_that_a_pipeline_gave(texts):
    docs = Pipeline([SentenceSplitter()]).batch(texts)
    made = StopwordFilter().batch(Segmenter().batch(docs))

    assert all(doc.words is None and doc.terms is None for doc in docs)
    assert [doc.sentences for doc in made] == [doc.sentences for doc in docs]


@given(st.lists(st.text()), st.integers(1, 5), st.integers(2, 4))
def test_threads_change_neither_docs_nor_order(texts, batch_size, n_threads):
    one_by_one = [NLP(text) for text in texts]
    pairs = [(text, number) for number, text in enumerate(texts)]
    found = NLP.stream(pairs, batch_size=batch_size, as_tuples=True, n_threads=n_threads)

    assert NLP.batch(texts, n_threads=n_threads) == one_by_one
    assert list(NLP.stream(texts, batch_size=batch_size, n_threads=n_threads)) == one_by_one
    assert list(found) == list(zip(one_by_one, range(len(texts)), strict=True))


def test_threads_work_on_a_large_batch_in_parts():
    texts = [f"我走了{number}步。" for number in range(600)]

    assert NLP.batch(texts, n_threads=2) == NLP.batch(texts)


def test_threads_take_a_few_batches_ahead():
    taken = []
    stream = NLP.stream((taken.append(n) or "我" for n in count()), batch_size=3, n_threads=2)
    next(stream)

    assert len(taken) <= 3 * 5


@pytest.mark.parametrize("n_threads", [1, 2, 3])
def test_threads_do_not_change_where_an_error_comes(n_threads):
    texts = [*["我走"] * 7, 5, *["我"] * 7]
    docs = NLP.stream(texts, batch_size=2, n_threads=n_threads)

    assert [doc.text for doc in islice(docs, 7)] == texts[:7]
    with pytest.raises(InputError, match=r"text 7 \(counted from 0\) is 5"):
        next(docs)


@pytest.mark.parametrize("call", [NLP.stream, NLP.batch])
def test_a_number_of_threads_below_one_is_an_error_at_once(call):
    with pytest.raises(UsageError, match="n_threads is 0; it must be a whole number"):
        call(["我"], n_threads=0)


def test_a_stream_takes_no_more_than_a_batch_at_a_time():
    taken = []
    stream = NLP.stream((taken.append(n) or "我" for n in count()), batch_size=3)
    first = list(islice(stream, 4))

    assert (len(first), len(taken)) == (4, 6)


@given(st.lists(st.tuples(st.text(), st.integers() | st.text())), st.integers(1, 5))
def test_a_stream_of_pairs_gives_each_doc_with_what_belongs_to_its_text(pairs, batch_size):
    found = list(NLP.stream(pairs, batch_size=batch_size, as_tuples=True))

    assert found == [(NLP(text), context) for text, context in pairs]


@pytest.mark.parametrize("pair", ["我走", ("我",), ("我", 1, 2), 3], ids=repr)
def test_what_is_no_pair_is_an_error(pair):
    with pytest.raises(
        InputError, match=r"pair 0 \(counted from 0\) is .*Give \(text, context\), or leave"
    ):
        list(NLP.stream([pair], as_tuples=True))


def test_a_batch_size_below_one_is_an_error_at_once():
    with pytest.raises(UsageError, match="batch_size is 0; it must be a whole number"):
        NLP.stream(["我"], batch_size=0)


@pytest.mark.parametrize("text", [b"abc", None, 1, ["我"]], ids=repr)
def test_what_is_no_text_is_an_error(text):
    with pytest.raises(InputError, match=r"Give a str or a Doc; decode bytes first; for several"):
        NLP(text)
    numbered = r"text 1 \(counted from 0\) is .*\. (Give a str or a Doc|Leave missing texts out)"
    with pytest.raises(InputError, match=numbered):
        NLP.batch(["我", text])
    with pytest.raises(InputError, match=numbered):
        list(NLP.stream(["我", text]))


@given(st.lists(st.text() | st.sampled_from([None, math.nan]), max_size=9), st.integers(1, 4))
def test_missing_texts_are_left_out_or_empty_as_asked(texts, size):
    there = [text for text in texts if isinstance(text, str)]
    filled = [text if isinstance(text, str) else "" for text in texts]

    assert NLP.batch(texts, on_missing="skip") == NLP.batch(there)
    assert NLP.batch(texts, on_missing="empty") == NLP.batch(filled)
    assert list(NLP.stream(texts, batch_size=size, on_missing="skip")) == NLP.batch(there)
    numbered = [(text, number) for number, text in enumerate(texts)]
    pairs = NLP.stream(numbered, batch_size=size, as_tuples=True, on_missing="skip")
    assert [number for _, number in pairs] == [n for t, n in numbered if isinstance(t, str)]


def test_what_tables_have_for_missing_is_missing():
    pandas = pytest.importorskip("pandas")
    missing = [None, math.nan, pandas.NA, pandas.NaT]

    assert len(NLP.batch([*missing, "我"], on_missing="skip")) == 1


def test_what_is_wrong_but_not_missing_is_never_skipped():
    with pytest.raises(InputError, match=r"text 1 \(counted from 0\) is 5"):
        NLP.batch([None, 5], on_missing="skip")


def test_an_unknown_way_with_missing_texts_is_an_error_at_once():
    with pytest.raises(UsageError, match=r"on_missing 'drop' is not known. There are: raise, skip"):
        NLP.stream(["我"], on_missing="drop")


def test_what_comes_before_a_text_at_fault_is_not_lost():
    docs = NLP.stream(["我", "走", "了", None], batch_size=2)

    assert [doc.text for doc in islice(docs, 3)] == ["我", "走", "了"]
    with pytest.raises(InputError, match="text 3 "):
        next(docs)


@pytest.mark.parametrize("texts", ["我走。", b"abc", Doc("我"), {"我": 1}], ids=repr)
def test_one_text_where_several_are_needed_is_an_error(texts):
    message = "Give a list of texts; call the stage with a single one."
    with pytest.raises(InputError, match=message):
        NLP.batch(texts)
    with pytest.raises(InputError, match=message):
        NLP.stream(texts)


def test_a_pipeline_equals_one_of_equal_stages_and_shows_them():
    assert Pipeline([Segmenter(), Tagger()]) == Pipeline((Segmenter(), Tagger()))
    assert repr(Pipeline([Segmenter(), Tagger()])) == "Pipeline([Segmenter(), Tagger()])"


def test_a_pipeline_can_be_sent_to_a_worker_process():
    nlp = Pipeline([SentenceSplitter(max_quote=7)])

    assert pickle.loads(pickle.dumps(nlp)) == nlp


def test_threads_share_a_pipeline():
    texts = [f"“我。走{n}。”好。" * 5 for n in range(100)]
    with ThreadPoolExecutor(4) as pool:
        docs = list(pool.map(NLP, texts))

    assert docs == NLP.batch(texts)
