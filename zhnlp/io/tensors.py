"""The arrays of a safetensors file: its header checked as the format demands.

    8 bytes: N   header: N bytes of JSON, {"name": {"dtype", "shape", "data_offsets"}, …}   items

Offsets count from the end of the header. The arrays lie one after another, without gaps
and without overlap, up to the end of the file.
"""

from __future__ import annotations

from zhnlp.errors import FormatError
from zhnlp.io.strict_json import parse_json

DTYPES = {
    "b": "I8",
    "B": "U8",
    "H": "U16",
    "i": "I32",
    "I": "U32",
    "Q": "U64",
    "f": "F32",
    "d": "F64",
}
"""Names of the format by the codes of the ``array`` module."""
_CODES = {name: code for code, name in DTYPES.items()}
_SIZES = {"I8": 1, "U8": 1, "U16": 2, "I32": 4, "U32": 4, "U64": 8, "F32": 4, "F64": 8}
_MOST_HEADER = 1 << 20  # bytes; the format has 100 MB, and ours are below 10 kB
_MOST_ITEMS = (1 << 64) - 1
_KEYS = {"dtype", "shape", "data_offsets"}


def array_views(data: memoryview) -> dict[str, memoryview]:
    """The arrays of the file whose bytes are `data`, by name.

    They are views, but for one that does not lie at a multiple of its items' size: that is
    copied.

    Raises:
        ValueError: It is not a safetensors file, or has a type that no pack has.
    """
    start, header = _header(data)
    at = 0
    found = {}
    for (first, last), name, dtype in sorted(_entry(*item) for item in header.items()):
        if first != at:
            raise ValueError(f"array {name[:40]!r} does not begin where the one before it ends.")
        if last > len(data) - start:
            raise ValueError(f"array {name[:40]!r} ends after the file.")
        at = last
        view = data[start + first : start + last]
        aligned = (start + first) % _SIZES[dtype] == 0
        found[name] = (view if aligned else memoryview(bytes(view))).cast(_CODES[dtype])  # type: ignore[call-overload]
    if start + at != len(data):
        raise ValueError("its arrays do not end where the file does.")
    return {name: found[name] for name in header}


def _header(data: memoryview) -> tuple[int, dict[str, object]]:
    """Where the arrays begin, and what the header says of them."""
    size = int.from_bytes(data[:8], "little")
    if not 2 <= size <= min(_MOST_HEADER, len(data) - 8) or data[8] != ord("{"):
        raise ValueError("its header is not one of safetensors.")
    try:
        header = parse_json(bytes(data[8 : 8 + size]), "")
    except FormatError as error:
        raise ValueError(error.problem) from None
    assert isinstance(header, dict)  # it begins with a brace
    more = header.pop("__metadata__", {})
    if not isinstance(more, dict) or not all(isinstance(value, str) for value in more.values()):
        raise ValueError("its __metadata__ are not strings.")
    return 8 + size, header


def _entry(name: str, about: object) -> tuple[tuple[int, int], str, str]:
    """Where an array begins and ends, its name and its type."""
    if not isinstance(about, dict) or set(about) != _KEYS:
        raise ValueError(f"array {name[:40]!r} has no type, shape and place.")
    dtype, shape, place = about["dtype"], about["shape"], about["data_offsets"]
    if not isinstance(dtype, str) or dtype not in _SIZES:
        raise ValueError(f"array {name[:40]!r} has a type that is not {', '.join(_SIZES)}.")
    n_items = 1
    for n in _counts(shape, name):
        n_items *= n
        if n_items > _MOST_ITEMS:
            raise ValueError(f"array {name[:40]!r} is too large.")
    match _counts(place, name):
        case [first, last] if last - first == n_items * _SIZES[dtype]:
            return (first, last), name, dtype
    raise ValueError(f"array {name[:40]!r} is not as long as its shape says.")


def _counts(given: object, name: str) -> list[int]:
    """A list of whole numbers that are not below 0."""
    if isinstance(given, list) and all(type(n) is int and 0 <= n <= _MOST_ITEMS for n in given):
        return given
    raise ValueError(f"array {name[:40]!r} has a shape or place that is not of whole numbers.")
