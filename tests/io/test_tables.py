"""Rows of small tables."""

import gzip

import pytest

from zhnlp.errors import FileError, FormatError
from zhnlp.io.tables import check_rows, read_rows

TABLE = "\ufeff甲 1\r\n\n# comment\n#\n#标签\n \t\n  乙\t2 \n丙".encode()
ROWS = [(1, "甲 1"), (5, "#标签"), (7, "  乙\t2 "), (8, "丙")]


@pytest.fixture(params=["table.tsv", "table.tsv.gz"])
def write(tmp_path, request):
    def write(content):
        path = tmp_path / request.param
        path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
        return path

    return write


def test_rows_are_the_lines_that_are_neither_blank_nor_comments(write):
    assert list(read_rows(write(TABLE), what="table")) == ROWS


def test_a_table_may_have_another_sign_of_comments(write):
    rows = read_rows(write(TABLE), what="table", comment="#")

    assert list(rows) == [row for row in ROWS if row[0] != 5]


def test_an_empty_file_has_no_rows(write):
    assert list(read_rows(write(b""), what="table")) == []


def test_a_line_that_is_not_utf8_is_an_error_with_its_place(write):
    path = write("甲\n".encode() + b"\xff\n\xe4\n")
    with pytest.raises(FormatError, match=r"table\.tsv.*:2: byte 0xff is not UTF-8\. Convert"):
        list(read_rows(path, what="table"))


def test_the_lines_after_a_bad_one_can_be_checked_too(write):
    path = write(b"\xef\xbb\xbf\xff\n" + "甲\n".encode() + b"a\xe4\n")
    found = [
        (number, str(row).removeprefix(str(path))) for number, row in check_rows(path, what="")
    ]

    assert found == [
        (1, ":1: byte 0xff is not UTF-8. Convert the file."),
        (2, "甲"),
        (3, ":3: byte 0xe4 is not UTF-8. Convert the file."),
    ]


@pytest.mark.parametrize("name, content", [("none", None), ("a.gz", b"no gzip")])
def test_a_table_that_cannot_be_read_is_an_error(tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=rf"^cannot read table '.*{name}': .*\.$"):
        list(read_rows(tmp_path / name, what="table"))
