"""Tensors: headers of safetensors, checked as the package of that name checks them."""

import json
from array import array
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.io.tensors import DTYPES, array_views

SIZES = {"I8": 1, "U8": 1, "U16": 2, "I32": 4, "U32": 4, "U64": 8, "F32": 4, "F64": 8}


def content(header, body=b"", padding=1):
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    head += b" " * (-(8 + len(head)) % padding)
    return len(head).to_bytes(8, "little") + head + body


def entry(dtype, shape, first, last):
    return {"dtype": dtype, "shape": shape, "data_offsets": [first, last]}


@st.composite
def files(draw):
    """Files of arrays, most of them right."""
    header, at = {}, 0
    for name in draw(st.lists(st.text("abé", min_size=1, max_size=2), unique=True, max_size=4)):
        dtype = draw(st.sampled_from([*SIZES, "BOOL"]))
        shape = draw(st.lists(st.integers(0, 3), max_size=2))
        n_items = 1
        for n in shape:
            n_items *= n
        end = at + n_items * SIZES.get(dtype, 1)
        off = draw(st.sampled_from([0] * 30 + [1, -1, 4, 2**40]))
        header[name] = entry(dtype, shape, at + off, end + draw(st.sampled_from([off] * 9 + [0])))
        at = end
    body = bytes(
        draw(st.integers(0, 255)) for _ in range(at + draw(st.sampled_from([0] * 9 + [1])))
    )
    if draw(st.booleans()):
        header = dict(reversed(header.items()))
    if draw(st.booleans()):
        header["__metadata__"] = {"by": "test"}
    return content(header, body, draw(st.sampled_from([1, 8, 64])))


@given(files())
def test_it_takes_what_the_safetensors_package_takes(data):
    """Of the types that packs have."""
    package = pytest.importorskip("safetensors")
    try:
        theirs = dict(package.deserialize(data))
    except (package.SafetensorError, OverflowError):
        with pytest.raises(ValueError, match=r"."):
            array_views(memoryview(data))
        return
    if any(each["dtype"] not in SIZES for each in theirs.values()):
        with pytest.raises(ValueError, match="type"):
            array_views(memoryview(data))
        return
    ours = array_views(memoryview(data))
    assert {name: bytes(view) for name, view in ours.items()} == {
        name: bytes(each["data"]) for name, each in theirs.items()
    }
    assert {name: DTYPES[view.format] for name, view in ours.items()} == {
        name: each["dtype"] for name, each in theirs.items()
    }


@given(st.binary(max_size=60))
def test_any_bytes_are_arrays_or_a_value_error(data):
    with suppress(ValueError):
        array_views(memoryview(data))


WRONG = {
    "too short": b"\x05",
    "longer than the file": (99).to_bytes(8, "little") + b"{}",
    "a header of 2 MB": content(b"{" + b" " * (1 << 21) + b"}"),
    "no object": content(b"[]"),
    "blanks first": content(b"  {}"),
    "negative": content({"a": entry("I32", [1], -4, 0)}, bytes(4)),
    "past the end": content({"a": entry("I32", [2], 0, 8)}, bytes(4)),
    "a gap": content({"a": entry("U8", [1], 1, 2)}, bytes(2)),
    "an overlap": content({"a": entry("U8", [2], 0, 2), "b": entry("U8", [1], 1, 2)}, bytes(2)),
    "more bytes after": content({"a": entry("U8", [1], 0, 1)}, bytes(2)),
    "another shape": content({"a": entry("U8", [2, 2], 0, 1)}, bytes(1)),
    "a shape beyond counting": content({"a": entry("U8", [2**40, 2**40, 0], 0, 0)}),
    "a flag for a number": content({"a": entry("U8", [True], 0, 1)}, bytes(1)),
    "a fraction": content({"a": entry("U8", [1.0], 0, 1)}, bytes(1)),
    "half precision": content({"a": entry("F16", [1], 0, 2)}, bytes(2)),
    "an unknown key": content({"a": {**entry("U8", [1], 0, 1), "x": 1}}, bytes(1)),
    "the same name twice": content(b'{"a":{},"a":{}}'),
    "metadata of numbers": content({"__metadata__": {"a": 1}}),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_header_that_is_not_right_is_an_error(case):
    with pytest.raises(ValueError, match=r"."):
        array_views(memoryview(WRONG[case]))


@pytest.mark.parametrize("padding", range(1, 9))
def test_an_array_that_lies_at_an_odd_place_is_copied(padding):
    body = array("d", [1.5, -2.5]).tobytes()
    data = content({"a": entry("F64", [2], 0, 16), "b": entry("U8", [1], 16, 17)}, body + b"x")
    moved = memoryview(bytes(padding) + data)[padding:]
    found = array_views(moved)

    assert found["a"].tolist() == [1.5, -2.5]
    assert bytes(found["b"]) == b"x"
