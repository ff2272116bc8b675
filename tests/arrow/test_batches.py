"""Batches of other libraries come back with columns for the layers."""

import subprocess
import sys
from collections import UserDict
from dataclasses import dataclass

import pytest

from zhnlp import Doc, Normalizer, Pipeline, Span, Stage
from zhnlp.errors import InputError, PipelineError, UsageError


@dataclass(frozen=True)
class Characters(Stage):
    """Every character is a word."""

    provides = ("words",)

    def __call__(self, doc):
        return doc.filled(words=list(doc.text))


@dataclass(frozen=True)
class Capitals(Stage):
    """Every capital letter is a name."""

    provides = ("entities",)

    def __call__(self, doc):
        found = [Span(at, at + 1, "CAP") for at, char in enumerate(doc.text) if char.isupper()]
        return doc.filled(entities=tuple(found))


NLP = Pipeline([Characters(), Capitals()])
ROWS = {"id": [7, 8, 9], "text": ["我Ａ爱", "", "好B"]}
WORDS = [["我", "Ａ", "爱"], [], ["好", "B"]]
NAMES = [
    [{"start": 1, "end": 2, "label": "CAP", "text": "Ａ"}],
    [],
    [{"start": 1, "end": 2, "label": "CAP", "text": "B"}],
]
FILLED = ROWS | {"words": WORDS, "entities": NAMES}


def table():
    return pytest.importorskip("pyarrow").table(ROWS)


def record_batch():
    return pytest.importorskip("pyarrow").RecordBatch.from_pydict(ROWS)


def arrays():
    return {name: numpy_array(values) for name, values in ROWS.items()}


def numpy_array(values):
    return pytest.importorskip("numpy").array(values, object)


def frame():
    return pytest.importorskip("pandas").DataFrame(ROWS, index=[3, 1, 2])


def polars_frame():
    return pytest.importorskip("polars").DataFrame(ROWS)


def columns(batch):
    """The columns of any kind of batch as lists."""
    if hasattr(batch, "to_pydict"):
        return batch.to_pydict()
    if hasattr(batch, "get_columns"):
        return batch.to_dict(as_series=False)
    return {name: list(batch[name]) for name in batch}


KINDS = [
    lambda: dict(ROWS),
    lambda: UserDict(ROWS),
    arrays,
    table,
    record_batch,
    frame,
    polars_frame,
]
each_kind = pytest.mark.parametrize(
    "make", KINDS, ids=["dict", "mapping", "numpy", "table", "batch", "pandas", "polars"]
)


@each_kind
def test_a_batch_comes_back_as_its_kind_with_columns_added(make):
    batch = make()
    found = NLP.map_batches(batch)

    assert type(found) is type(batch)
    assert columns(found) == FILLED
    assert columns(batch) == ROWS


@each_kind
def test_a_rewritten_text_takes_the_place_of_the_text_which_becomes_the_source(make):
    found = Pipeline([Normalizer(), Characters()]).map_batches(make())

    assert columns(found) == {
        "id": [7, 8, 9],
        "text": ["我A爱", "", "好B"],
        "source": ROWS["text"],
        "words": [["我", "A", "爱"], [], ["好", "B"]],
    }


@each_kind
def test_with_a_prefix_the_text_stays_where_it_is(make):
    found = Pipeline([Normalizer(), Characters()]).map_batches(make(), prefix="nlp_")

    assert columns(found) == ROWS | {
        "nlp_text": ["我A爱", "", "好B"],
        "nlp_words": [["我", "A", "爱"], [], ["好", "B"]],
    }


def test_texts_may_be_in_any_column():
    found = Pipeline([Normalizer()]).map_batches({"title": ["Ａ"]}, text="title")

    assert found == {"title": ["Ａ"], "text": ["A"]}


def test_the_index_of_a_frame_stays():
    assert list(NLP.map_batches(frame()).index) == [3, 1, 2]


def test_columns_of_numpy_are_arrays_of_objects():
    found = NLP.map_batches({"text": numpy_array(["我爱", "北京"])})

    assert found["words"].dtype == object
    assert found["words"].shape == (2,)


def test_a_table_without_rows_has_the_columns_all_the_same():
    found = NLP.map_batches(table().slice(0, 0))

    assert found.schema == NLP.map_batches(table()).schema


def test_strings_of_any_kind_of_arrow_are_texts():
    pa = pytest.importorskip("pyarrow")
    texts = pa.array(ROWS["text"])
    for kind in (pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())):
        found = NLP.map_batches(pa.table({"text": texts.cast(kind)}))
        assert found.column("words").to_pylist() == WORDS


MISSING = [
    (lambda: {"text": ["我", None]}, "row 1 of column 'text' is None. Fill in a text, or"),
    (lambda: {"text": numpy_array(["我", float("nan")])}, "row 1 of column 'text' is nan, of type"),
    (lambda: {"text": [b"x"]}, "row 0 of column 'text' is b'x', of type bytes. Decode it."),
    (lambda: {"text": [3]}, "row 0 of column 'text' is 3, of type int. Fill in a text, or"),
    (lambda: {"text": "我"}, "column 'text' is '我', of type str. Give a list of texts."),
    (
        lambda: table().from_pydict({"text": ["我", None]}),
        "row 1 of column 'text' is None. Fill in a text, or leave the row out.",
    ),
    (
        lambda: type(frame())({"text": ["我", None]}),
        "row 1 of column 'text' is ",  # nan or None, by the version of pandas
    ),
    (lambda: polars_frame().clear(1).select("text"), "row 0 of column 'text' is None. Fill in"),
    (lambda: ["我"], "the batch is ['我'], of type list. Give a dict of lists, a Table of Arrow,"),
]


@pytest.mark.parametrize("make, message", MISSING, ids=[message for _, message in MISSING])
def test_what_is_no_text_is_an_error_that_names_the_row(make, message):
    with pytest.raises(InputError) as error:
        NLP.map_batches(make())
    assert str(error.value).startswith(message)


WRONG_NAMES = [
    (
        {"txt": ["我"]},
        {},
        "the batch has no column 'text'. Did you mean 'txt'?",
    ),
    ({}, {}, "the batch has no column 'text'. There are none."),
    (
        {"text": ["我"], "words": [3]},
        {},
        "the batch has a column 'words' already, and the pipeline adds one of this name. Remove "
        'or rename it, or give a prefix, as in map_batches(batch, prefix="nlp_").',
    ),
    (
        {"entities": ["我"]},
        {"text": "entities"},
        "the batch has a column 'entities' already, and the pipeline adds one of this name.",
    ),
]


@pytest.mark.parametrize(
    "batch, options, message", WRONG_NAMES, ids=[each[2] for each in WRONG_NAMES]
)
def test_columns_that_cannot_be_are_an_error(batch, options, message):
    with pytest.raises(UsageError) as error:
        NLP.map_batches(batch, **options)
    assert str(error.value).startswith(message)


def test_two_columns_of_one_name_are_an_error():
    pa = pytest.importorskip("pyarrow")
    twice = pa.Table.from_arrays([pa.array(["我"])] * 2, names=["text", "text"])

    with pytest.raises(UsageError, match="the batch has several columns 'text'"):
        NLP.map_batches(twice)


@dataclass(frozen=True)
class Secret(Stage):
    """Rewrites the text, and does not say so."""

    provides = ("words",)

    def __call__(self, doc):
        return Doc("别的", words=["别的"])


def test_a_text_that_is_rewritten_in_secret_is_an_error():
    with pytest.raises(PipelineError, match="changed a text, but no stage of it says so"):
        Pipeline([Secret()]).map_batches({"text": ["我"]})


def test_lists_need_no_package():
    """Neither pyarrow nor pandas is imported for them."""
    code = """
import sys
from zhnlp import Pipeline, SentenceSplitter
Pipeline([SentenceSplitter()]).map_batches({"text": ["我"]})
print({"pyarrow", "pandas", "polars", "numpy"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
