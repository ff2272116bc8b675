"""Records of Parquet and Arrow."""

import datetime
import decimal
import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.corpus import Reading, Record, Reject, cut_pieces, find_inputs
from zhnlp.errors import ExtraError

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
ipc = pytest.importorskip("pyarrow.ipc")


def parquet(path, table, rows):
    pq.write_table(table, path, row_group_size=rows)


def arrow_file(path, table, rows):
    with ipc.new_file(path, table.schema) as writer:
        writer.write_table(table, max_chunksize=rows)


def arrow_stream(path, table, rows):
    with ipc.new_stream(path, table.schema) as writer:
        writer.write_table(table, max_chunksize=rows)


WRITERS = {"parquet": parquet, "arrow": arrow_file, "arrows": arrow_stream}
SIZES = pytest.mark.parametrize("size", [1, 1 << 30])


@pytest.fixture(params=WRITERS)
def end(request):
    return request.param


@pytest.fixture
def write(folder, end):
    def call(table, rows=2):
        WRITERS[end](folder / f"a.{end}", table, rows)
        return f"a.{end}"

    return call


@pytest.mark.parametrize("end", WRITERS)
@given(
    texts=st.lists(st.text(st.characters(codec="utf-8")), max_size=9),
    rows=st.integers(1, 5),
    size=st.integers(1, 400),
)
def test_rows_are_the_same_in_pieces(read, folder, end, texts, rows, size):
    ids = list(range(len(texts)))
    table = pa.table({"id": ids, "text": pa.array(texts, pa.string())})
    WRITERS[end](folder / f"b.{end}", table, rows)
    whole = read(f"b.{end}", None)

    assert whole == [
        Record({"id": number, "text": text}, f"b.{end}:row {number + 1}")
        for number, text in enumerate(texts)
    ]
    assert read(f"b.{end}", None, size) == whole


def test_pieces_are_whole_groups_of_about_a_size(folder, write):
    table = pa.table({"text": ["我" * 100] * 10})
    name = write(table, rows=1)
    [found] = find_inputs([str(folder / name)], Reading())
    n_pieces = [len(list(cut_pieces(found, Reading(), size))) for size in (1, 2500, 1 << 30)]

    assert n_pieces[0] == 10
    assert 2 <= n_pieces[1] <= 5
    assert n_pieces[2] == 1


@SIZES
def test_values_are_those_of_python(read, write, size):
    fields = {
        "text": "我",
        "when": datetime.datetime(2026, 1, 2, 3, 4, 5),
        "day": datetime.date(2026, 1, 2),
        "price": decimal.Decimal("1.50"),
        "nested": {"a": [1, None], "b": b"\xff"},
        "none": None,
        "ratio": 0.5,
        "flag": True,
    }
    [record] = read(write(pa.Table.from_pylist([fields])), None, size)

    assert record.fields == fields
    assert list(map(type, record.fields.values())) == list(map(type, fields.values()))


@SIZES
@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "dictionary"])
def test_text_may_be_stored_in_many_ways(read, write, kind, size):
    array = pa.array(["我", "你", "我"])
    array = array.dictionary_encode() if kind == "dictionary" else array.cast(getattr(pa, kind)())

    assert [item.fields["text"] for item in read(write(pa.table({"text": array})), None, size)] == [
        "我",
        "你",
        "我",
    ]


@SIZES
def test_a_row_without_a_text_is_rejected_and_the_rest_goes_on(read, write, size):
    table = pa.table({"text": ["我", None, "你"], "id": [7, 8, 9]})
    name = write(table)
    first, bad, last = read(name, None, size, id_field="id")

    assert bad == Reject(f"{name}:row 2", "the text, in field 'text', is null. Give a string.", 8)
    assert (first.place, last.place) == (f"{name}:row 1", f"{name}:row 3")


@SIZES
def test_a_row_that_is_too_long_is_rejected(read, write, size):
    name = write(pa.table({"text": ["我" * 9, "我" * 10]}))

    assert [isinstance(item, Record) for item in read(name, None, size, max_bytes=27)] == [
        True,
        False,
    ]


@SIZES
def test_a_value_that_python_does_not_have_rejects_its_row(read, write, size):
    days = pa.array([0, 10_000_000, 1], pa.int32()).cast(pa.date32())
    first, bad, last = read(write(pa.table({"text": ["a", "b", "c"], "day": days})), None, size)

    assert (first.fields["text"], last.fields["text"]) == ("a", "c")
    assert bad.reason.startswith("its values cannot be read: ")


@SIZES
def test_text_that_is_not_utf_8_rejects_its_row(read, write, size):
    raw = pa.array([b"a", b"\xff", b"c"], pa.binary())
    text = pa.StringArray.from_buffers(3, raw.buffers()[1], raw.buffers()[2])
    first, bad, last = read(write(pa.table({"text": text}), rows=3), None, size)

    assert (first.fields["text"], last.fields["text"]) == ("a", "c")
    assert bad.reason.startswith("its values cannot be read: ")


BAD_TABLES = [
    ({"body": ["我"], "id": [1]}, "there is no column 'text'. There are: body, id.", "no text"),
    ({"text": [1]}, "column 'text' holds int64, not text. Give a column of strings.", "numbers"),
    ({"text": [b"a"]}, "column 'text' holds binary, not text.", "bytes"),
    ({"text": [["a"]]}, "column 'text' holds list", "lists"),
]


@SIZES
@pytest.mark.parametrize("columns, reason, shows", BAD_TABLES, ids=[x[2] for x in BAD_TABLES])
def test_a_table_without_a_column_of_texts_is_rejected_once(
    read, write, columns, reason, shows, size
):
    name = write(pa.table(columns))
    [reject] = read(name, None, size)

    assert (reject.place, reject.reason[: len(reason)]) == (name, reason)


@SIZES
def test_two_columns_of_a_name_are_an_error(read, folder, size):
    table = pa.table([pa.array(["a"]), pa.array([1]), pa.array([2])], names=["text", "a", "a"])
    parquet(folder / "twice.parquet", table, 1)
    [reject] = read("twice.parquet", None, size)

    assert reject.reason == "two columns are called 'a'. Rename one."


BAD_FILES = [
    ("a.parquet", b'{"text": "a"}\n', "it looks like JSON, not parquet. Name it as that.", "JSON"),
    ("a.parquet", b"text\na\n", "it begins with b'text', not parquet.", "text"),
    ("a.parquet", b"", "it is empty, not parquet.", "empty"),
    ("a.parquet", b"ARROW1\0\0", "it is an Arrow file, not parquet.", "Arrow"),
    ("a.arrow", b"PAR1", "it is a Parquet file, not arrow.", "Parquet"),
    ("a.parquet", b"PAR1" + bytes(9), "it is damaged or cut off (", "Parquet that is cut off"),
    ("a.arrow", b"ARROW1\0\0", "it is damaged or cut off (", "Arrow that is cut off"),
    ("a.arrows", b"\xff" * 4 + b"\x10\0\0\0abc", "it is damaged or cut off (", "a stream"),
]


def test_a_packed_table_is_rejected_whatever_its_name(read):
    [reject] = read("a.parquet", b"\x1f\x8b\x08\0", 1)

    assert reject.reason.startswith("tables cannot be read from a compressed file: 'a.parquet'.")


@SIZES
@pytest.mark.parametrize("name, content, reason, shows", BAD_FILES, ids=[x[3] for x in BAD_FILES])
def test_a_file_that_is_not_a_table_is_rejected_once(read, name, content, reason, shows, size):
    [reject] = read(name, content, size)

    assert reject.place == name
    assert reject.reason.startswith(f"cannot read '{name}': {reason}")


@SIZES
@pytest.mark.parametrize("path", ["-", "packed"])
def test_a_table_is_not_read_from_a_stream(read, folder, path, size):
    if path == "-":
        reading = Reading(format="parquet")
        [found] = find_inputs(["-"], reading)
        [piece] = cut_pieces(found, reading, size)
        reason = piece.fault
    else:
        [reject] = read("a.parquet.gz", b"\x1f\x8b", size)
        reason = reject.reason
    assert reason.startswith("tables cannot be read from ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@SIZES
def test_a_named_pipe_is_no_table_and_is_not_waited_for(tmp_path, size):
    path = str(tmp_path / "pipe.parquet")
    os.mkfifo(path)
    [found] = find_inputs([path], Reading())
    [piece] = cut_pieces(found, Reading(), size)

    assert piece.fault.startswith("tables cannot be read from a pipe")


@SIZES
def test_damage_rejects_the_rest_of_its_group_and_the_next_is_read(read, folder, size):
    table = pa.table({"text": [f"{number}" * 40 for number in range(6)]})
    pq.write_table(table, folder / "c.parquet", row_group_size=2, compression="none",
                   use_dictionary=False)  # fmt: skip
    place = pq.read_metadata(folder / "c.parquet").row_group(1).column(0).data_page_offset
    data = bytearray((folder / "c.parquet").read_bytes())
    data[place : place + 20] = b"\xff" * 20
    items = read("d.parquet", bytes(data), size)

    assert [item.place for item in items] == [f"d.parquet:row {row}" for row in (1, 2, 3, 5, 6)]
    assert items[2].reason.startswith("the rows from here on are damaged (")


def test_a_missing_package_is_an_error_that_names_the_extra(read, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExtraError, match=r"pyarrow is needed: pip install 'zhnlp\[batch\]'"):
        read("a.parquet", b"PAR1")


def test_an_empty_table_has_no_records(read, write):
    assert read(write(pa.table({"text": pa.array([], pa.string())})), None) == []
