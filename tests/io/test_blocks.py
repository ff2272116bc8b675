"""Blocks: what is read as it is, and texts in place of files."""

import codecs

import pytest

from zhnlp.io.blocks import Block, Text, is_utf8, read_blocks, total_size


@pytest.fixture
def two(tmp_path):
    """The paths of two files, each with a byte order mark and without a last line end."""
    paths = [str(tmp_path / name) for name in ("a", "b")]
    for path in paths:
        (tmp_path / path).write_bytes(codecs.BOM_UTF8 + "我\r\n爱".encode())
    return paths


def test_files_are_read_as_they_are_on_request(two):
    found = list(read_blocks(two, exact=True))

    assert b"".join(block.data for block in found) == (codecs.BOM_UTF8 + "我\r\n爱".encode()) * 2
    assert [block.line for block in found] == [1, 2, 1, 2]


def test_otherwise_lines_do_not_go_on_in_the_next_file_and_have_no_mark(two):
    assert b"".join(block.data for block in read_blocks(two)).decode() == "我\r\n爱\n我\r\n爱"


@pytest.mark.parametrize("text", ["我爱\n北京", "我爱\n北京\n"])
def test_a_text_stands_for_its_lines_whatever_the_encoding_of_files(text):
    expected = [Block("我爱\n北京\n".encode(), "<text>", 1)]

    assert list(read_blocks([Text(text)])) == expected
    assert list(read_blocks([Text(text)], encoding="gb18030")) == expected


def test_a_text_with_the_name_of_a_file_is_still_a_text(two):
    [block] = read_blocks([Text(two[0])])

    assert block.data.decode() == f"{two[0]}\n"
    assert total_size([Text(two[0])]) is None


def test_names_of_utf_8_are_known():
    assert [is_utf8(name) for name in ("utf-8", "UTF8", "utf-8-sig", "ascii", "gb18030")] == [
        *(True, True, True, False, False)
    ]
