"""Strict JSON: what saved folders have, and errors that quote nothing."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FormatError
from zhnlp.io.strict_json import parse_json

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=9,
)


@given(JSON)
def test_it_reads_what_json_writes(value):
    assert parse_json(json.dumps(value).encode(), "x.json") == value


@given(st.binary(max_size=40))
def test_any_bytes_are_json_or_an_error(data):
    with suppress(FormatError):
        parse_json(data, "x.json")


WRONG = [
    (b"root:x:0:0:root:/root:/bin/bash\n", "Expecting value at column 1"),
    (b'{"a": 1, "a": 2}', "a key comes twice"),
    (b"[NaN]", "NaN and Infinity"),
    (b"[-Infinity]", "NaN and Infinity"),
    (b"[1e999]", "a number is too large"),
    (b"9" * 5000, "too many digits"),
    (b'["\xff"]', "not UTF-8"),
    (b'{"a":' * 600 + b"1" + b"}" * 600, "nested too deep"),
    (b"[" * 40 + b"]" * 40, "nested too deep"),
    (b"[" * 99_999, "nested too deep"),
    (b"", "Expecting value"),
]


@pytest.mark.parametrize("data, problem", WRONG, ids=[problem for _, problem in WRONG])
def test_what_no_saved_folder_has_is_an_error(data, problem):
    with pytest.raises(FormatError, match=f"x.json:1: not JSON: .*{problem}"):
        parse_json(data, "x.json")


def test_the_line_of_a_fault_is_told():
    for data in (b'{\n"a": 1,\n}', b'{\n\n"\xff"}'):
        with pytest.raises(FormatError, match=r"x\.json:3:"):
            parse_json(data, "x.json")


@pytest.mark.parametrize("data", [b"password", b'{"password": \\x}', b'"pass\\word"', b"pass\xff"])
def test_an_error_never_has_the_content(data):
    with pytest.raises(FormatError) as error:
        parse_json(data, "x.json")
    assert "pass" not in str(error.value)
    assert error.value.__cause__ is None


def test_lists_of_millions_are_shallow():
    assert len(parse_json(b"[" + b"[1]," * 99_999 + b"[1]]", "x.json")) == 100_000
