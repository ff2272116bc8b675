"""Parquet parts: nothing of a record is lost, and the same rows give the same bytes."""

import gc
import json
import math
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc, Normalizer, Pipeline, Span, Words
from zhnlp.batch.parquet_part import ParquetPart, carried_schema
from zhnlp.doc import LAYERS
from zhnlp.errors import UsageError

pa = pytest.importorskip("pyarrow", reason="it comes with zhnlp[batch]")
pq = pytest.importorskip("pyarrow.parquet")

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(), max_size=5)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)
KEYS = st.sampled_from(["id", "title", "Title", "views", "extra", "", "a\0", "\ud800", "标题"])
RECORDS = st.lists(
    st.builds(
        lambda text, fields: {"text": text, **fields},
        st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
        st.dictionaries(KEYS, VALUES, max_size=4),
    ),
    max_size=6,
)


def doc_of(text):
    return Doc(text, words=list(text), entities=[Span(0, len(text), "ALL")])


def written(records, schema, *, at_once=100, annotate=doc_of):
    """The bytes of a part, and the rows that it refused."""
    file, refused = BytesIO(), []
    part = ParquetPart(file, schema)
    for start in range(0, len(records), at_once):
        rows = [(each, annotate(each["text"])) for each in records[start : start + at_once]]
        refused += [(start + number, reason) for number, reason in part.write(rows)]
    part.close()
    return file.getvalue(), refused


def rows_of(data):
    return pq.read_table(BytesIO(data)).to_pylist()


def record_of(row):
    """The record that a row was made of."""
    carried = {name: value for name, value in row.items() if name not in ("extra", *LAYERS)}
    fields = {name: value for name, value in carried.items() if value is not None}
    return fields | json.loads(row["extra"] or "{}")


def same(one, other):
    """Whether these are equal, NaN and the kind of a number regarded."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return one == other or (one != one and other != other)


@given(RECORDS, st.integers(0, 6))
def test_a_record_can_be_made_again_of_its_row(records, n_seen):
    """Whatever its fields hold, and whether its kind was in the sample or not; a field that is
    null and has a column is one that is missing."""
    schema = carried_schema(records[:n_seen], ("words", "entities"), text_field="text")
    data, refused = written(records, schema)
    rows = rows_of(data)

    assert refused == []
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        expected = {
            name: value
            for name, value in record.items()
            if value is not None or name not in schema.names or name == "extra"
        }
        assert same(record_of(row), expected)
        assert row["words"] == list(record["text"])


@given(RECORDS, st.integers(1, 6), st.integers(1, 6))
def test_the_same_rows_give_the_same_bytes(records, at_once, at_once_again):
    schema = carried_schema(records, ("words", "entities"), text_field="text")

    assert written(records, schema, at_once=at_once) == written(
        records, schema, at_once=at_once_again
    )


@pytest.mark.parametrize("limit", ["GROUP_ROWS", "GROUP_CHARACTERS"])
def test_groups_of_rows_end_at_the_same_rows_however_many_are_written_at_once(limit, monkeypatch):
    monkeypatch.setattr(f"zhnlp.batch.parquet_part.{limit}", 7)
    records = [{"id": number, "text": "我爱"[: number % 3]} for number in range(40)]
    schema = carried_schema(records, ("words",), text_field="text")
    parts = {written(records, schema, at_once=n)[0] for n in (1, 2, 7, 13, 40)}

    assert len(parts) == 1
    found = pq.ParquetFile(BytesIO(parts.pop())).metadata
    assert found.num_row_groups in (6, 7)
    assert found.num_rows == 40


COLUMNS = [
    # values in the sample,    type of the column,  a value that does not fit
    ([1, None, 2],             "int64",             2**64),
    (["a", "b"],               "string",            "\ud800"),
    ([1.5, math.nan],          "double",            2**53 + 1),
    ([1, 1.5],                 "double",            "many"),
    ([True, False],            "bool",              1),
    ([None, None],             None,                3),
    ([1, "a"],                 None,                1),
    ([1, True],                None,                True),
    ([["a"]],                  None,                ["a"]),
    ([{"a": 1}],               None,                {"a": 1}),
]  # fmt: skip


@pytest.mark.parametrize("values, kind, misfit", COLUMNS, ids=lambda value: repr(value))
def test_a_field_of_one_kind_is_a_column_and_what_does_not_fit_is_extra(values, kind, misfit):
    sample = [{"text": "我", "x": value} for value in values]
    schema = carried_schema(sample, ("words",), text_field="text")
    data, _ = written([*sample, {"text": "爱", "x": misfit}], schema)

    assert (str(schema.field("x").type) if "x" in schema.names else None) == kind
    assert json.loads(rows_of(data)[-1]["extra"]) == {"x": misfit}


def test_columns_are_the_fields_then_the_layers_then_what_is_left():
    sample = [{"id": 1, "text": "我"}, {"text": "我", "url": "a"}]

    assert carried_schema(sample, ("tags", "words"), text_field="text").names == [
        *("id", "text", "url"),
        *("words", "tags"),
        "extra",
    ]


def test_no_sample_gives_the_columns_that_every_part_has():
    assert carried_schema([], ("words",), text_field="body").names == ["body", "words", "extra"]


def test_names_that_readers_do_not_tell_apart_are_one_column():
    """DuckDB and Spark ignore case."""
    sample = [{"text": "我", "Title": "a", "title": "b", "TEXT": "c", "Words": "d"}]
    schema = carried_schema(sample, ("words",), text_field="text")
    data, _ = written(sample, schema)

    assert schema.names == ["text", "Title", "words", "extra"]
    assert json.loads(rows_of(data)[0]["extra"]) == {"title": "b", "TEXT": "c", "Words": "d"}


def test_fields_with_hundreds_of_names_are_extra():
    sample = [{"text": "我", **{f"x{number}": 1 for number in range(1000)}}]
    schema = carried_schema(sample, (), text_field="text")
    data, _ = written(sample, schema)

    assert len(schema) < 300
    assert same(record_of(rows_of(data)[0]), sample[0])


@pytest.mark.parametrize("name", ["words", "entities"])
def test_a_field_with_the_name_of_a_layer_is_an_error_that_says_what_to_do(name):
    message = f"there is a field '{name}', and the pipeline adds a column of this name. Rename"
    layers = ("words", "entities")
    with pytest.raises(UsageError, match=message):
        carried_schema([{"text": "我", name: 1}], layers, text_field="text")
    with pytest.raises(UsageError, match=message):
        carried_schema([], layers, text_field=name)

    schema = carried_schema([], layers, text_field="text")
    data, refused = written([{"text": "我"}, {"text": "爱", name: 1}, {"text": "你"}], schema)
    assert [(number, reason[: len(message)]) for number, reason in refused] == [(1, message)]
    assert [row["text"] for row in rows_of(data)] == ["我", "你"]


def test_a_prefix_keeps_fields_and_layers_apart():
    sample = [{"text": "我", "words": 1}]
    schema = carried_schema(sample, ("words",), text_field="text", prefix="nlp_")

    assert rows_of(written(sample, schema)[0]) == [
        {"text": "我", "words": 1, "nlp_words": ["我"], "extra": None}
    ]


@pytest.mark.parametrize("layers", [("words",), ("sentences",), ()])
def test_a_row_with_half_a_surrogate_pair_is_refused(layers):
    schema = carried_schema([], layers, text_field="text")
    data, refused = written([{"text": "我"}, {"text": "a\ud800b"}], schema)

    assert refused == [
        (
            1,
            "the text, or what was found in it, has '\\ud800' in 'a\\ud800b': half a surrogate "
            'pair, which Arrow cannot hold. Replace it: text.encode("utf-8", "replace").decode().',
        )
    ]
    assert [row["text"] for row in rows_of(data)] == ["我"]


def test_a_record_that_json_cannot_hold_is_refused():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    _, refused = written(
        [{"text": "我", "x": deep}, {"text": "我", "x": {(1, 2): 3}}],
        carried_schema([], (), text_field="text"),
    )

    assert [(number, reason[:32]) for number, reason in refused] == [
        (0, "fields cannot be written as JSON"),
        (1, "fields cannot be written as JSON"),
    ]


NORMALIZED = Pipeline([Normalizer()])


@pytest.mark.parametrize(
    "text_field, expected",
    [
        ("text", {"text": "AB", "source": "ＡＢ", "extra": None}),
        ("body", {"body": "ＡＢ", "text": "AB", "extra": None}),
    ],
)
def test_the_users_text_and_the_rewritten_one_are_both_there(text_field, expected):
    schema = carried_schema([], NORMALIZED.provides, text_field=text_field)
    file = BytesIO()
    part = ParquetPart(file, schema)
    assert part.write([({text_field: "ＡＢ"}, NORMALIZED("ＡＢ"))]) == []
    part.close()

    assert rows_of(file.getvalue()) == [expected]


def test_a_text_that_was_rewritten_in_secret_is_refused():
    schema = carried_schema([], ("words",), text_field="text")
    _, refused = written([{"text": "我"}], schema, annotate=lambda text: doc_of("别"))

    assert refused == [
        (
            0,
            "the pipeline changed the text, but no stage of it says so. "
            "Add 'text' to what the stage provides.",
        )
    ]


PLACE = pa.struct([("x", pa.int32()), ("y", pa.list_(pa.float64()))])


@pytest.mark.parametrize(
    "layers",
    [{"tags": [1]}, {"entities": [Span(0, 2**40, "A")]}, {"words": Words("我", b"\7\0\0\0")}],
    ids=list,
)
def test_what_a_stage_of_ones_own_makes_wrong_is_refused(layers):
    schema = carried_schema([], ("words", "entities", "tags"), text_field="text")
    wrong = {"我": layers}
    data, refused = written(
        [{"text": "爱"}, {"text": "我"}, {"text": "你"}],
        schema,
        annotate=lambda text: Doc(text).filled(**wrong.get(text, {})),
    )

    assert [(n, reason[:43]) for n, reason in refused] == [
        (1, "what a stage found does not fit its column:")
    ]
    assert [row["text"] for row in rows_of(data)] == ["爱", "你"]


ARROW = {
    "day": (pa.date32(), [date(2026, 11, 27), None]),
    "time": (pa.timestamp("us", "UTC"), [datetime(2026, 11, 27, tzinfo=UTC), None]),
    "price": (pa.decimal128(10, 2), [Decimal("1.50"), None]),
    "small": (pa.int8(), [-3, None]),
    "half": (pa.float32(), [0.5, math.inf]),
    "raw": (pa.binary(), [b"\xff", None]),
    "keys": (pa.list_(pa.string()), [["a", None], []]),
    "where": (PLACE, [{"x": 1, "y": [0.5]}, None]),
    "site": (pa.dictionary(pa.int32(), pa.string()), ["a", "b"]),
    "view": (pa.string_view(), ["a", None]),
    "large": (pa.large_string(), ["a", None]),
    "table": (pa.map_(pa.string(), pa.int64()), [[("a", 1)], None]),
}  # fmt: skip


def test_columns_of_a_table_keep_their_types_and_values():
    given = pa.schema([("text", pa.large_string()), *((k, kind) for k, (kind, _) in ARROW.items())])
    schema = carried_schema(given, ("words",), text_field="text")
    records = [
        {"text": "我", **{name: values[n] for name, (_, values) in ARROW.items()}} for n in (0, 1)
    ]
    data, refused = written(records, schema)
    rows = rows_of(data)

    assert refused == []
    plain = {"site": pa.string(), "view": pa.string()}
    for name, (kind, values) in ARROW.items():
        assert pq.read_schema(BytesIO(data)).field(name).type == plain.get(name, kind)
        assert [row[name] for row in rows] == values
    assert [row["extra"] for row in rows] == [None, None]


def test_what_parquet_has_no_type_for_is_extra():
    given = pa.schema([("text", pa.string()), ("x", pa.dense_union([pa.field("a", pa.int8())]))])

    assert carried_schema(given, (), text_field="text").names == ["text", "extra"]


@pytest.mark.parametrize(
    "name, value, expected",
    [
        ("day", datetime(2026, 11, 27, 12), "2026-11-27T12:00:00"),
        ("half", 0.1, 0.1),
        ("small", 300, 300),
        ("raw", "ab", "ab"),
        ("large", b"ab", "YWI="),
        ("keys", ["a", 1], ["a", 1]),
        ("where", {"x": 1, "z": 2}, {"x": 1, "z": 2}),
        ("where", {"x": 1.5}, {"x": 1.5}),
        ("price", Decimal("1.555"), "1.555"),
        ("new", date(2026, 11, 27), "2026-11-27"),
    ],
)  # fmt: skip
def test_what_does_not_fit_a_type_of_arrow_exactly_is_extra(name, value, expected):
    given = pa.schema([("text", pa.string()), *((k, kind) for k, (kind, _) in ARROW.items())])
    schema = carried_schema(given, (), text_field="text")
    (row,) = rows_of(written([{"text": "我", name: value}], schema)[0])

    assert json.loads(row["extra"]) == {name: expected}
    assert row.get(name) is None


def test_a_full_disk_is_the_error_that_the_file_raises():
    class Full(BytesIO):
        def write(self, data):
            if self.tell() > 10:
                raise OSError(28, "No space left on device")
            return super().write(data)

    part = ParquetPart(Full(), carried_schema([], ("words",), text_field="text"))
    part.write([({"text": "我"}, doc_of("我"))])

    with pytest.raises(OSError, match="No space left on device"):
        part.close()


def test_a_part_may_be_given_up():
    """pyarrow would complain that its file is closed."""
    file = BytesIO()
    part = ParquetPart(file, carried_schema([], ("words",), text_field="text"))
    part.write([({"text": "我"}, doc_of("我"))])
    file.close()
    complaints = []
    hook, sys.unraisablehook = sys.unraisablehook, complaints.append
    try:
        del part
        gc.collect()
    finally:
        sys.unraisablehook = hook

    assert complaints == []


def test_a_part_without_rows_has_the_columns():
    schema = carried_schema([{"id": 1, "text": "我"}], ("words",), text_field="text")
    data, _ = written([], schema)

    assert pq.read_schema(BytesIO(data)).names == ["id", "text", "words", "extra"]
    assert rows_of(data) == []


def test_the_file_stays_open():
    file = BytesIO()
    ParquetPart(file, carried_schema([], (), text_field="text")).close()

    assert not file.closed
