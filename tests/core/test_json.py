"""Strings and spans as JSON: the same as Python's json writes."""

import json
import re
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import json_spans, json_strings, json_words
from zhnlp.doc import Words
from zhnlp.errors import InputError, UsageError
from zhnlp.span import Span

strings = st.text(st.characters(exclude_categories=())) | st.text(
    '我𠮷é"\\/\n\r\t\b\f\0\x1f\x7f\ud800'
)


def written(value):
    """What Python's json writes, with halves of characters escaped."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


@given(st.lists(strings))
def test_strings_are_written_as_by_python(values):
    assert json_strings(values) == json_strings(iter(values)) == written(values)


@given(st.lists(strings.filter(bool)))
def test_words_are_written_as_their_list(values):
    words = Words.of("".join(values), values)

    assert json_words(words.text, words.ends) == written(values)


@given(st.lists(st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1), strings)))
def test_spans_are_written_with_their_label_if_they_have_one(values):
    expected = written([list(each) if each[2] else [*each[:2]] for each in values])

    assert json_spans(values) == json_spans(Span(*each) for each in values) == expected


def test_long_lists_are_written_whole():
    assert json.loads(json_strings(["我" * 1000] * 1000)) == ["我" * 1000] * 1000
    assert json_strings(()) == json_spans(()) == json_words("", array("i")) == b"[]"


@pytest.mark.parametrize(
    "call, error, problem",
    [
        (lambda: json_strings(3), InputError, "strings is of type int; give a list of them."),
        (lambda: json_strings(["我", None]), InputError, "one of the strings is None; give a"),
        (lambda: json_words(b"x", array("i", [1])), InputError, "text is of type bytes; give"),
        (lambda: json_words("我", array("i", [2])), UsageError, "the ends of words must rise"),
        (lambda: json_spans([(1, 2)]), InputError, "one of the spans is of type tuple; give a tup"),
        (lambda: json_spans([(1, "2", "")]), InputError, "the end of a span is of type str; give"),
        (lambda: json_spans([(-1, 2, "")]), UsageError, "the start of a span is -1; give a whole"),
        (lambda: json_spans([(1, 2, b"")]), InputError, "the label of a span is of type bytes"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_an_error(call, error, problem):
    with pytest.raises(error, match=re.escape(problem)):
        call()
