"""Lines of bytes: what cutting each decoded line gives, in blocks of any size."""

from array import array
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhnlp.core import CharClass, Cutter, Trie, WordList, char_class, count_lines

METHODS = ["forward", "backward", "unigram", "jieba"]
DICTIONARY = {"中国": -2.0, "国人": -2.5, "中": -4.0, "国": -4.0, "人民": -3.0, "𠮷野家": -3.0}
HELD = 4 << 15  # characters of a line without an end that are held at least
PIECES = ["中国", "人民", "𠮷野家", "a1", "3.14", " ", "\u3000", "\t", "，", "e\u0301", "\0", "👩"]
BROKEN = [
    b"\xff", b"\xe4", b"\xe4\xb8", b"\xf0\x9f\x91", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5", b"\x80"
]  # fmt: skip
lines = st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | st.text().map(
    lambda text: text.encode("utf-8", "ignore").decode().replace("\n", "")
)
ends = st.sampled_from(["\n", "\r\n", "\n\n"])
texts = st.tuples(st.lists(st.tuples(lines, ends)), lines).map(
    lambda parts: "".join(line + end for line, end in parts[0]) + parts[1]
)
valid = texts.map(str.encode)
broken = st.lists(st.sampled_from([*BROKEN, b"\n", b"\r\n"]) | texts.map(str.encode) | st.binary())
data = valid | broken.map(b"".join)
separators = st.sampled_from([b" ", b"/", b"", b" | ", b"<more than sixteen bytes>"])


@cache
def cutter(method):
    return Cutter(
        method,
        WordList(Trie.build(DICTIONARY), array("d", DICTIONARY.values()), -8.0),
    )


def joined(line, method, separator):
    """The words of one line that are not white space."""
    words = cutter(method).words(line)
    shown = (
        word for word in words if any(char_class(char) is not CharClass.SPACE for char in word)
    )
    return separator.decode().join(shown)


def cut_each(text, method, separator):
    """Every line of `text` cut, line ends as they are."""
    out = []
    for line in text.split("\n"):
        body = line.removesuffix("\r")
        out.append(joined(body, method, separator) + line[len(body) :])
    if not text.endswith("\n"):  # no line end follows: \r is white space like any other
        out[-1] = joined(text.split("\n")[-1], method, separator)
    return "\n".join(out).encode()


def cut_lines(data, method="unigram", **settings):
    return cutter(method).cut_lines(data, **settings)


def in_blocks(data, sizes, method="unigram", **settings):
    """What feeding blocks of `sizes`, over and over, gives in the end."""
    out, left, n_lines, mid_line, at, turn = b"", b"", 0, False, 0, 0
    while True:
        size = sizes[turn % len(sizes)]
        block, at, turn = left + data[at : at + size], at + size, turn + 1
        given_out, used, n, mid_line, bad = cut_lines(
            block, method, final=at >= len(data), mid_line=mid_line, **settings
        )
        out, left, n_lines = out + given_out, block[used:], n_lines + n
        if at >= len(data):
            return out, left, n_lines, bad


@pytest.mark.parametrize("method", METHODS)
@given(text=texts, separator=separators)
@example(text="中国人民\r\n\r\n3.14\n 人民", separator=b" ")
@example(text="中国\r", separator=b" ")
def test_it_gives_each_line_cut(method, text, separator):
    out, used, n_lines, mid_line, bad = cut_lines(text.encode(), method, separator=separator)

    assert out == cut_each(text, method, separator)
    assert (used, n_lines, bad) == (len(text.encode()), text.count("\n"), None)
    assert mid_line == bool(joined(text.split("\n")[-1], method, b""))


@given(content=data)
@example(content="中国\n中".encode() + b"\xe4\xb8")
@example(content=b"\xe4\xb8\n")
def test_the_first_invalid_byte_is_found(content):
    try:
        content.decode("utf-8")
        expected = None
    except UnicodeDecodeError as error:
        expected = error.start
    out, used, n_lines, _, bad = cut_lines(content)

    assert bad == expected
    if bad is not None:
        whole_lines = content[:bad].rpartition(b"\n")
        assert used == len(whole_lines[0] + whole_lines[1])
        assert n_lines == content[:bad].count(b"\n")
        assert out == cut_lines(content[:used])[0]


@given(content=data)
@example(content=b"\xf0\x9f\x91\xe4\xb8\xad\xed\xa0\x80\xff")
def test_invalid_bytes_are_replaced_as_python_replaces_them(content):
    out, used, n_lines, _, bad = cut_lines(content, replace=True)
    text = content.decode("utf-8", "replace")

    assert out == cut_each(text, "unigram", b" ")
    assert (used, n_lines, bad) == (len(content), content.count(b"\n"), None)


@pytest.mark.parametrize("at", range(24))
def test_a_byte_among_characters_of_three_is_read_as_python_reads_it(at):
    """Four of these are decoded at once: every byte is tried at every place."""
    whole = "人民，中国人，中民人国".encode()
    for byte in range(256):
        if byte == ord("\n"):
            continue
        content = whole[:at] + bytes([byte]) + whole[at + 1 :]
        text = content.decode("utf-8", "replace")

        assert cut_lines(content, replace=True)[0] == cut_each(text, "unigram", b" ")


@pytest.mark.parametrize("method", METHODS)
@given(content=data, sizes=st.lists(st.integers(1, 20), min_size=1), separator=separators)
@example(content="中国\r\n人".encode(), sizes=[1], separator=b" ")
def test_blocks_of_any_size_give_what_the_whole_gives(method, content, sizes, separator):
    settings = {"separator": separator, "replace": True}
    out, used, n_lines, _, bad = cut_lines(content, method, **settings)

    assert in_blocks(content, sizes, method, **settings) == (out, content[used:], n_lines, bad)


@given(content=data, sizes=st.lists(st.integers(1, 20), min_size=1))
def test_in_blocks_too_the_first_invalid_byte_is_found(content, sizes):
    """Never early: a character cut by the end of a block is no error."""
    out, left, n_lines, mid_line, at, bad = b"", b"", 0, False, 0, None
    while bad is None and at < len(content):
        block, at = left + content[at : at + sizes[0]], at + sizes[0]
        start = min(at, len(content)) - len(block)
        given_out, used, n, mid_line, bad = cut_lines(
            block, final=at >= len(content), mid_line=mid_line
        )
        out, left, n_lines = out + given_out, block[used:], n_lines + n
    expected = cut_lines(content)

    assert (None if bad is None else start + bad) == expected[4]
    assert (out, n_lines) == (expected[0], expected[2])


@given(text=texts)
def test_without_final_an_unfinished_line_waits(text):
    content = text.encode()
    out, used, n_lines, mid_line, _ = cut_lines(content, final=False)

    assert used == content.rfind(b"\n") + 1
    assert out == cut_lines(content[:used])[0]
    assert (n_lines, mid_line) == (text.count("\n"), False)


@pytest.mark.parametrize("method", METHODS)
def test_an_endless_line_gives_the_words_of_the_whole(method):
    """Its front is given out while it goes on; what is held stays bounded."""
    text = "中国人民a1， é👩3.14" * (HELD // 10) + "人"
    content, size, left, out, mid_line, most = text.encode(), 1 << 20, b"", b"", False, 0
    for at in range(0, len(content), size):
        block = left + content[at : at + size]
        most = max(most, len(block))
        given_out, used, _, mid_line, bad = cut_lines(
            block, method, final=at + size >= len(content), mid_line=mid_line
        )
        out, left = out + given_out, block[used:]
        assert bad is None

    assert left == b""
    assert out == cut_each(text, method, b" ")
    assert most <= 4 * HELD + 2 * size


def test_an_endless_line_may_begin_with_blanks_alone():
    """They are left out, and no separator stands in their place."""
    content = b" " * (HELD + 1) + "中国\n".encode()
    out, used, _, mid_line, _ = cut_lines(content[: HELD + 1], final=False)

    assert out == b""
    assert used > 0
    assert cut_lines(content[used:], mid_line=mid_line)[0] == "中国\n".encode()


@given(st.binary(max_size=900), st.integers(0, 600))
def test_lines_are_counted_as_bytes_count_does(data, n):
    """More than 255 in a row, as those are counted in one byte."""
    data = data + b"\n" * n

    assert count_lines(data) == data.count(b"\n")
