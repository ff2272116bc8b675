"""Windows of a sentence keep each token once, and stay within the limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numpy")
pytest.importorskip("tokenizers")

from zhnlp.errors import UsageError
from zhnlp.neural.windows import sentence_ends, sentence_tokens, windows

TEXTS = st.text(alphabet="苹果。！”\n a…", max_size=40)


@st.composite
def cases(draw):
    longest = draw(st.integers(1, 12))
    first = draw(st.integers(0, 5))
    return first, first + draw(st.integers(0, 60)), longest, draw(st.integers(0, longest - 1))


@given(cases())
def test_every_token_is_kept_once_and_in_order(case):
    first, last, _, _ = case
    found = windows(*case)

    kept = [i for each in found for i in range(each.keep_first, each.keep_last)]
    assert kept == list(range(first, last))


@given(cases())
def test_no_window_has_more_tokens_than_allowed_nor_lies_outside(case):
    first, last, longest, _ = case
    for window in windows(*case):
        assert window.last - window.first <= longest
        assert first <= window.first <= window.keep_first
        assert window.keep_last <= window.last <= last


@given(cases())
def test_a_token_is_kept_where_it_is_farthest_from_a_border(case):
    first, last, _, _ = case
    found = windows(*case)

    def distance(i, window):
        left = i - window.first if window.first > first else last
        right = window.last - 1 - i if window.last < last else last
        return min(left, right)

    for window in found:
        for i in range(window.keep_first, window.keep_last):
            others = [own for own in found if own.first <= i < own.last]
            assert distance(i, window) >= max(distance(i, own) for own in others) - 1


@pytest.mark.parametrize("overlap", [-1, 4, 9])
def test_an_overlap_that_is_not_below_the_length_is_refused(overlap):
    with pytest.raises(UsageError, match="windows of 4 tokens cannot share"):
        windows(0, 10, 4, overlap)


def test_a_sentence_ends_behind_its_signs_and_quotes():
    assert sentence_ends("他说：“好！”走了。\n再见") == [7, 11, 13]


@given(TEXTS)
def test_sentences_have_each_token_once(text):
    starts = [i for i in range(len(text)) if i % 3 != 1]
    found = sentence_tokens(text, starts)

    assert [i for first, last in found for i in range(first, last)] == list(range(len(starts)))
    assert all(first < last for first, last in found)
