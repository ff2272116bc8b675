"""Encodings: given, marked and detected."""

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.corpus.records.encodings import (
    BROKEN,
    HEAD,
    as_utf8,
    encoding_of,
    keeps_lines,
    order_fault,
)

SIMPLIFIED = "国务院总理昨日主持召开常务会议，研究部署进一步推动经济发展的有关工作。\n"
TRADITIONAL = "行政院長昨日主持院會，研究部署進一步推動經濟發展的有關工作。\n"
MARKED = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
]


@pytest.mark.parametrize("mark, name", MARKED)
@pytest.mark.parametrize("given_name", [None, "own", "family"])
def test_a_mark_says_the_encoding_and_is_left_out(mark, name, given_name):
    given_as = {"own": name, "family": name.removesuffix("-le").removesuffix("-be")}.get(given_name)

    assert encoding_of(mark + "我".encode(name), given_as, is_whole=True) == (name, len(mark))


def test_a_mark_of_another_encoding_than_the_given_one_is_text():
    assert encoding_of(codecs.BOM_UTF8, "gb18030", is_whole=True) == ("gb18030", 0)


@pytest.mark.parametrize(
    "given_name, name",
    [("UTF8", "utf-8"), ("gbk", "gb18030"), ("GB2312", "gb18030"), ("utf-16", "utf-16-le")],
)
def test_a_given_encoding_is_taken(given_name, name):
    assert encoding_of(b"\xff", given_name, is_whole=True) == (name, 0)


@pytest.mark.parametrize("name", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", [SIMPLIFIED, TRADITIONAL, '{"text": "我爱北京天安门"}\n', "hello\n"]
)
@pytest.mark.parametrize("times", [1, 50])
def test_unicode_is_detected_without_a_mark(name, text, times):
    assert encoding_of((text * times).encode(name), None, is_whole=True) == (name, 0)


@pytest.mark.parametrize("name, text", [("gb18030", SIMPLIFIED), ("gb18030", TRADITIONAL),
                                        ("big5hkscs", TRADITIONAL)])  # fmt: skip
@pytest.mark.parametrize("times", [1, 50])
def test_older_encodings_are_detected(name, text, times):
    assert encoding_of((text * times).encode(name), None, is_whole=True) == (name, 0)


@pytest.mark.parametrize("n_bytes", range(HEAD, HEAD + 3))
def test_a_character_at_the_end_of_what_is_looked_at_may_be_cut(n_bytes):
    head = (b"a" * (n_bytes - HEAD) + "我".encode() * HEAD)[:HEAD]

    assert encoding_of(head, None, is_whole=False) == ("utf-8", 0)


def test_a_few_broken_bytes_do_not_make_a_file_another_encoding():
    """Only their records are rejected."""
    data = SIMPLIFIED.encode() * 3 + b"\xff\xfe\x80" + SIMPLIFIED.encode("gb18030")[:9]

    assert encoding_of(data, None, is_whole=True) == ("utf-8", 0)


@pytest.mark.parametrize("data", [b"", b"\0", b"a\0b\n" * 9, b"\xff\xff", bytes(range(256)) * 9])
def test_other_bytes_are_some_encoding(data):
    assert keeps_lines(encoding_of(data, None, is_whole=True).name)


@pytest.mark.parametrize(
    "name, keeps",
    [
        *[(name, True) for name in ("utf-8", "gb18030", "big5", "big5hkscs", "shift_jis", "ascii")],
        *[
            (name, False)
            for name in ("utf-16-le", "utf-32-be", "utf-7", "hz", "iso2022_jp", "cp037")
        ],
    ],
)
def test_only_encodings_with_bytes_for_line_ends_are_read_as_they_are(name, keeps):
    assert keeps_lines(name) == keeps


@given(st.text(), st.sampled_from(["utf-16-le", "utf-16-be", "utf-32-le", "hz"]), st.integers(1, 9))
def test_what_is_converted_is_the_text(text, name, size):
    raw = text.encode(name, "ignore")
    read = as_utf8(io.BytesIO(raw).read, name)
    parts = iter(lambda: read(size), b"")

    assert b"".join(parts).decode() == raw.decode(name)


@given(st.binary(), st.sampled_from(["utf-16-le", "utf-32-be", "hz"]))
def test_what_cannot_be_converted_is_marked(raw, name):
    read = as_utf8(io.BytesIO(raw).read, name)
    text = b"".join(iter(lambda: read(7), b"")).decode("utf-8", "surrogatepass")
    try:
        assert text == raw.decode(name)
    except UnicodeDecodeError:
        assert BROKEN in text


@pytest.mark.parametrize("name", ["utf-16", "utf-32"])
@pytest.mark.parametrize("own", ["utf-8", "gb18030", "big5hkscs"])
def test_text_in_another_encoding_is_not_taken_for_utf_16(name, own):
    fault = order_fault(TRADITIONAL.encode(own), name)

    assert fault.startswith(f"this is not {name} with a byte order mark. It is more likely UTF-8")


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-16-be", "gb18030", None])
def test_no_fault_is_found_in_what_is_as_it_should_be(name):
    assert not order_fault(SIMPLIFIED.encode(name or "utf-8"), name)
    assert not order_fault(b"", name)
