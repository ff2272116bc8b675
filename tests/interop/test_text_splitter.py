"""Chunks of texts that end where sentences do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import InputError, UsageError
from zhnlp.interop.text_splitter import TextSplitter

CASES = [
    ("", [], "an empty text has no chunks"),
    (" \n\u3000", [], "nor has a blank one"),
    (
        "今天下雨。明天天晴。后天。",
        ["今天下雨。明天天晴。", "后天。"],
        "as many sentences as go in",
    ),
    ("今天下雨。\n\n天晴。", ["今天下雨。\n\n天晴。"], "white space between sentences counts"),
    ("天晴。" + "长" * 25, ["天晴。", "长" * 10, "长" * 10, "长" * 5], "a long sentence is cut"),
    ("长" * 12 + "。天晴。", ["长" * 10, "长长。天晴。"], "what is left of it goes with the next"),
]


@pytest.mark.parametrize("text, chunks, shows", CASES, ids=[each[2] for each in CASES])
def test_chunks_of_ten_characters(text, chunks, shows):
    assert TextSplitter(10).split_text(text) == chunks
    assert TextSplitter(10)(text) == chunks


@given(st.text(st.sampled_from("我a。！\n “”（"), max_size=60), st.integers(1, 20))
def test_chunks_hold_all_but_white_space_in_order_and_none_is_too_long(text, size):
    chunks = TextSplitter(size).split_text(text)

    assert "".join("".join(chunks).split()) == "".join(text.split())
    assert all(0 < len(chunk) <= size for chunk in chunks)


ERRORS = [
    (lambda: TextSplitter(0), UsageError, "size is 0"),
    (lambda: TextSplitter("10"), InputError, "size is '10'"),
    (lambda: TextSplitter()(b"x"), InputError, "text is b'x'"),
]


@pytest.mark.parametrize("call, error, message", ERRORS, ids=[each[2] for each in ERRORS])
def test_what_does_not_fit_is_an_error(call, error, message):
    with pytest.raises(error, match=message):
        call()
