"""LineStream: lines that come piece by piece."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Segmenter
from zhnlp.errors import FormatError

TEXT = st.text(st.sampled_from("南京市长江大桥我爱 a1.\n\r\x00𠮷"), max_size=40)


@pytest.fixture(scope="module")
def segmenter():
    return Segmenter("unigram")


@given(TEXT, st.lists(st.integers(0, 120), max_size=5))
def test_pieces_give_what_the_whole_gives(segmenter, text, cuts):
    """Wherever they end, inside a character, too."""
    data = text.encode()
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    stream = segmenter.line_stream("|")
    pieces = [stream.feed(data[a:b]) for a, b in pairwise(places)]

    assert b"".join([*pieces, stream.feed(b"", is_last=True)]) == segmenter.cut_lines(
        data, separator="|"
    )


@pytest.mark.parametrize("size", [1, 4, 99])
def test_a_bad_byte_is_an_error_with_its_line(segmenter, size):
    data = "我\n爱\n北".encode() + b"\xff\n"
    stream = segmenter.line_stream(path="a.txt", first_line=10)

    def feed():
        for start in range(0, len(data), size):
            stream.feed(data[start : start + size])
        stream.feed(b"", is_last=True)

    with pytest.raises(FormatError, match=r"^a\.txt:12: byte 0xff is not UTF-8"):
        feed()


def test_a_bad_byte_may_be_replaced(segmenter):
    stream = segmenter.line_stream(errors="replace")

    assert stream.feed(b"\xff", is_last=True).decode() == "\ufffd"
