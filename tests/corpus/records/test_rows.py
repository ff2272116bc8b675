"""Records of CSV and TSV."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.corpus import Record, Reject
from zhnlp.corpus.records.boundaries import RowEnds

HEAD = "id,text\n"
BAD_ROWS = [
    ("1", "the row has 1 columns, the first row 2. Give it as many.", "a column too few"),
    ("1,我,x", "the row has 3 columns, the first row 2.", "a column too many"),
    ('1,"我"x', "this is not CSV: ',' expected after '\"'. Mend the row.", "a quote too early"),
    ('1,"我"x,"a\nb"', "this is not CSV: ',' expected after '\"'.", "a row of two lines"),
    ("1,a\rb", "this is not CSV: new-line character seen in unquoted field", "a lone CR"),
    (b"1,\xff", "byte 0xff is not utf-8.", "other bytes"),
]


@pytest.mark.parametrize("size", [1, 1 << 20])
@pytest.mark.parametrize("row, reason, shows", BAD_ROWS, ids=[each[2] for each in BAD_ROWS])
def test_a_row_that_is_not_a_record_is_rejected_and_the_rest_goes_on(
    read, row, reason, shows, size
):
    data = row if isinstance(row, bytes) else row.encode()
    content = HEAD.encode() + b"0,a\n" + data + b'\n2,"a ""b""\n,c"\n'
    first, bad, last = read("a.csv", content, size)

    assert first == Record({"id": "0", "text": "a"}, "a.csv:2")
    assert (type(bad), bad.place, bad.reason[: len(reason)]) == (Reject, "a.csv:3", reason)
    assert last.fields == {"id": "2", "text": 'a "b"\n,c'}
    assert last.place == f"a.csv:{4 + data.count(10)}"


BAD_HEADERS = [
    ("id,body\n1,我\n", "there is no column 'text'. There are: id, body. Give the name", "no text"),
    (
        "id;text\n1;我\n",
        "there are no commas or tabs between the columns, but ';'.",
        "other delimiters",
    ),
    ("text,id,id\n我,1,2\n", "two columns are called 'id'. Rename one.", "a name twice"),
    (b"\xe6,text\n1,a\n", "byte 0xe6 is not utf-8.", "other bytes"),
    ('"text"x,a\n1,a\n', "the names of the columns are not CSV: ',' expected", "bad quotes"),
    ("text" * 999, "the record has more than 1000 bytes.", "too long"),
]


@pytest.mark.parametrize("size", [1, 1 << 20])
@pytest.mark.parametrize("content, reason, shows", BAD_HEADERS, ids=[x[2] for x in BAD_HEADERS])
def test_a_bad_header_rejects_the_file_once(read, content, reason, shows, size):
    [reject] = read("a.csv", content, size, max_bytes=1000, encoding="utf-8")

    assert (reject.place, reject.reason[: len(reason)]) == ("a.csv", reason)


def test_a_bad_row_is_named_by_its_id_if_it_has_one(read):
    items = read("a.csv", f"{HEAD}1\n2,a,b\n", id_field="id")

    assert [item.id for item in items] == ["1", "2"]


@pytest.mark.parametrize("size", [1, 1 << 20])
def test_blank_rows_are_skipped_and_columns_without_a_name_have_a_number(read, size):
    content = "\n\r\n,text,\r\n\n1,我,\n\n"

    assert read("a.csv", content, size) == [
        Record({"column 1": "1", "text": "我", "column 3": ""}, "a.csv:5")
    ]


@pytest.mark.parametrize("size", [1, 1 << 20])
def test_a_csv_with_tabs_between_the_names_has_tabs(read, size):
    assert [item.fields for item in read("a.csv", 'id\ttext\n1\t"我，a,b"\n2\tc', size)] == [
        {"id": "1", "text": "我，a,b"},
        {"id": "2", "text": "c"},
    ]


@pytest.mark.parametrize("content", ["", "\n", "id,text", "id,text\n", "\ufeffid,text\n"])
@pytest.mark.parametrize("size", [1, 1 << 20])
def test_a_file_without_rows_has_no_records(read, content, size):
    assert read("a.csv", content, size) == []


@pytest.mark.parametrize("size", [1, 1 << 20])
def test_fields_may_be_longer_than_the_csv_module_allows(read, size):
    text = "我" * 200_000
    limit = csv.field_size_limit()
    [record] = read("a.csv", f"{HEAD}1,{text}\n", size)

    assert record.fields["text"] == text
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize("size", [1, 50, 1 << 20])
def test_a_quote_that_is_not_closed_costs_no_more_than_the_longest_record(read, size):
    """The row ends at the first line end after `max_bytes`."""
    rows = "".join(f"{number},我\n" for number in range(100))
    items = read("a.csv", f'{HEAD}0,"我\n{rows}', size, max_bytes=64)

    assert (items[0].place, items[0].reason[:10]) == ("a.csv:2", "the record")
    assert [item.fields["id"] for item in items[1:]] == [str(n) for n in range(10, 100)]


PARTS = st.lists(st.sampled_from(['"', ",", "\n", "a", '"a"', '"a\nb",', "\n"])).map("".join)


@given(PARTS)
def test_rows_end_where_the_csv_module_ends_them(text):
    """Whatever it raises no error for."""
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    ends, start = [], 0
    lines = text.splitlines(keepends=True)
    try:
        for _ in reader:
            ends.append("".join(lines[start : reader.line_num]))
            start = reader.line_num
    except csv.Error:
        lines = lines[:start]

    rows = [row.decode() for row in RowEnds(",").rows(text.encode())]
    assert rows[: len(ends)] == ends
