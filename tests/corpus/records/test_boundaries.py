"""Where records end in bytes that arrive in parts."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.corpus.records.boundaries import BLOCK, BlankLines, LineEnds, RowEnds, whole_records

DATA = st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b'"', b",", b" ", "\u3000".encode()])).map(
    b"".join
)
KINDS = {"lines": LineEnds(), "paragraphs": BlankLines("utf-8"), "rows": RowEnds(",")}


@pytest.mark.parametrize("ends", KINDS.values(), ids=KINDS)
@given(data=DATA, sizes=st.lists(st.integers(1, 9), min_size=1), max_bytes=st.integers(1, 20))
def test_records_do_not_depend_on_how_the_bytes_arrive(ends, data, sizes, max_bytes):
    def records(read):
        """Start, end and line of every part of the data that is not too long, joined."""
        found, at, line = [], 0, 1
        for stretch in whole_records(read, ends, max_bytes=max_bytes):
            start, at = at, at + stretch.n_bytes
            assert stretch.line == line
            assert stretch.next_line == line + data.count(b"\n", start, at)
            assert stretch.data is None or stretch.data == data[start:at]
            assert stretch.data is None or stretch.n_bytes <= max_bytes
            line = stretch.next_line
            if stretch.data is None:
                found.append((start, at))
        assert at == len(data)
        return found

    source, number = io.BytesIO(data), 0

    def some(size):
        nonlocal number
        number += 1
        return source.read(min(size, sizes[number % len(sizes)]))

    assert records(some) == records(io.BytesIO(data).read)


@pytest.mark.parametrize("ends", KINDS.values(), ids=KINDS)
def test_a_record_that_is_too_long_is_not_held(ends):
    """A hundred times longer than the longest that may be: no more is asked for than is free."""
    left, most = 100 * BLOCK, 2 * BLOCK
    asked = []

    def read(size):
        nonlocal left
        asked.append(size)
        n_bytes = min(size, left)
        left -= n_bytes
        return b"a" * n_bytes

    [stretch] = whole_records(read, ends, max_bytes=most)

    assert (stretch.data, stretch.n_bytes) == (None, 100 * BLOCK)
    assert max(asked) <= BLOCK


TEXTS = [
    ("a\n\nb\n", ["a\n", "b\n"], "one blank line"),
    ("\n\na\n \t\n\n\nb", ["a\n", "b"], "several"),
    ("a\r\n\r\nb", ["a\r\n", "b"], "CRLF"),
    ("a\n\u3000 \u3000\nb\n \u3000", ["a\n", "b\n"], "wide spaces"),
    ("a\n\u2028\nb", ["a\n\u2028\nb"], "no blank line but for Unicode"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("text, parts, shows", TEXTS, ids=[case[2] for case in TEXTS])
def test_parts_are_what_stands_between_blank_lines(text, parts, shows, encoding):
    found = [
        part.decode(encoding) for _, part in BlankLines(encoding).parts(text.encode(encoding), 1)
    ]

    assert found == parts
