"""Records of plain text."""

import pytest

from zhnlp.corpus import Record, Reject

SIZES = pytest.mark.parametrize("size", [1, 7, 1 << 20])
CONTENT = "\ufeff我爱\r\n\n北\u2028京\x85\r天\n \u3000\n\n最后"


@SIZES
def test_a_line_is_a_record(read, size):
    """Lines end at LF or CRLF; other line ends of Unicode are part of the text."""
    assert read("a.txt", CONTENT, size) == [
        Record({"path": "a.txt", "line": 1, "text": "我爱"}, "a.txt:1"),
        Record({"path": "a.txt", "line": 3, "text": "北\u2028京\x85\r天"}, "a.txt:3"),
        Record({"path": "a.txt", "line": 6, "text": "最后"}, "a.txt:6"),
    ]


@SIZES
def test_the_lines_between_blank_lines_are_a_record(read, size):
    content = "\n 一\r\n二\n \u3000\n\n三\n\n\n"

    assert read("a.txt", content, size, documents="paragraph") == [
        Record({"path": "a.txt", "line": 2, "text": " 一\n二"}, "a.txt:2"),
        Record({"path": "a.txt", "line": 6, "text": "三"}, "a.txt:6"),
    ]


@SIZES
def test_a_file_is_a_record(read, size):
    content = "\ufeff\n一\r\n\n二\n"

    assert read("a.txt", content, size, documents="file") == [
        Record({"path": "a.txt", "text": "\n一\n\n二\n"}, "a.txt")
    ]


@pytest.mark.parametrize("documents", ["line", "paragraph", "file"])
@pytest.mark.parametrize("content", ["", "\n", "\ufeff", " \n\u3000", "\r\n\r\n"])
@SIZES
def test_a_blank_file_has_no_records(read, content, documents, size):
    assert read("a.txt", content, size, documents=documents) == []


def test_the_text_is_in_the_field_that_the_user_names(read):
    assert read("a.txt", "我", text_field="body")[0].fields["body"] == "我"


@SIZES
@pytest.mark.parametrize("documents, places", [("line", [1, 2, 3]), ("paragraph", [1, 5, 9])])
def test_bytes_that_are_not_in_the_encoding_reject_only_their_record(read, documents, places, size):
    between = b"\n" if documents == "line" else b"\nx\n\n\n"
    first, bad, last = read(
        "a.txt", between.join(["我".encode(), b"a\xffb", "你".encode()]), size, documents=documents
    )

    assert [item.place for item in (first, bad, last)] == [f"a.txt:{line}" for line in places]
    assert bad == Reject(
        bad.place, "byte 0xff is not utf-8. Give the encoding, or mend the record."
    )


def test_a_file_with_other_bytes_is_rejected_as_a_record(read):
    [reject] = read("a.txt", "我爱北京".encode() + b"\xff", documents="file")

    assert (reject.place, reject.reason[:8]) == ("a.txt", "byte 0xf")


@SIZES
@pytest.mark.parametrize("documents", ["line", "paragraph", "file"])
def test_a_record_that_is_too_long_is_rejected(read, documents, size):
    items = read("a.txt", b"a" * 99 + b"\n\n" + b"b" * 9, size, documents=documents, max_bytes=20)

    assert items[0].place == ("a.txt" if documents == "file" else "a.txt:1")
    assert items[0].reason.startswith("the record has more than 20 bytes.")
    assert [item.fields["text"] for item in items[1:]] == ["b" * 9] * (documents != "file")


@SIZES
def test_lines_in_another_encoding_than_the_rest_are_rejected(read, size):
    lines = ["国务院昨日召开会议。\n".encode()] * 5 + ["我爱北京\n".encode("gb18030")] * 2
    items = read("a.txt", b"".join(lines), size)

    assert [isinstance(item, Record) for item in items] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("format, content", [("text", "a\0b\n"), ("csv", "text\na\0b\n")])
def test_nul_is_a_character_of_the_text(read, format, content):
    assert [item.fields["text"] for item in read("a", content, format=format)] == ["a\0b"]


@SIZES
def test_half_a_character_of_utf_16_rejects_only_its_line(read, size):
    content = "我\na\nb\n".encode("utf-16-le").replace(b"a\0", b"\0\xd8") + b"x"
    items = read("a.txt", content, size, encoding="utf-16-le")

    assert [isinstance(item, Record) for item in items] == [True, False, True, False]
    assert items[1].reason.startswith("it has bytes that are not in the encoding of the file.")
