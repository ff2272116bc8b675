"""Carried columns: the fields of records beside the layers, and what fits them.

    record   {"id": 7, "text": "我爱…", "tags_of_site": ["a"], "views": "many"}
    columns  id: 7, text: "我爱…", views: null
    extra    {"tags_of_site": ["a"], "views": "many"}

A field with strings, whole numbers, numbers or booleans is a column; tables of Arrow have all their
columns, with their types. Whatever has no column, or does not fit its type, stands in ``extra``
as JSON, so that a record is the columns that are not null, and ``extra``.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from zhnlp.arguments import shown
from zhnlp.arrow.extras import pyarrow
from zhnlp.arrow.schema import column_types, output_columns
from zhnlp.errors import InputError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

EXTRA = "extra"
ABOUT = b"zhnlp"  # the key in the metadata of a schema
_MOST_COLUMNS = 256  # fields beyond them stand in `extra`: they are data, not names
_WHOLE_FLOAT = 1 << 53  # all whole numbers up to it are floats


def carried_schema(
    sample: Sequence[Mapping[str, object]] | pa.Schema,
    layers: Iterable[str],
    *,
    text_field: str,
    prefix: str = "",
) -> pa.Schema:
    """The columns of Parquet parts: fields of records, layers, and ``extra``.

    Args:
        sample: Records whose fields tell names and types, or the schema of a table of Arrow,
            whose columns are taken as they are.
        layers: What the pipeline provides.
        text_field: The field with the text.
        prefix: Put before the names of layers.

    Raises:
        UsageError: A field has the name of a column of the output.
    """
    pa = pyarrow()
    added = output_columns(layers, text=text_field, prefix=prefix)
    if isinstance(sample, pa.Schema):
        names: Iterable[str] = sample.names
        kinds = {field.name: _plain(field.type) for field in sample}
    else:
        names = dict.fromkeys(name for record in sample for name in record)
        kinds = {name: _kind(record.get(name) for record in sample) for name in names}
    if text_field == EXTRA or not _can_be_named(text_field):
        raise UsageError(f"the text field is {shown(text_field)}, which cannot be. Rename it.")
    for name in (text_field, *names):
        check_name(name, added, text_field)
    kinds |= {text_field: pa.string()}
    taken = {name.lower() for name in (*added, text_field, EXTRA)}
    fields = []
    for name, kind in kinds.items():
        if name == text_field:
            fields.append(pa.field(name, kind))
        elif kind is not None and _can_be_named(name) and name.lower() not in taken:
            taken.add(name.lower())  # DuckDB and Spark do not tell Title and title apart
            fields.append(pa.field(name, kind))
    types = column_types()
    columns = [pa.field(name, types[layer]) for name, layer in added.items() if name != text_field]
    fields = [each for each in fields if each.name == text_field or _can_be_written(each)]
    about = {"format": 1, "text_field": text_field, "layers": added}
    schema = pa.schema([*fields[:_MOST_COLUMNS], *columns, pa.field(EXTRA, pa.string())])
    return schema.with_metadata({ABOUT: json.dumps(about)})


def check_name(name: str, added: Mapping[str, str], text_field: str) -> None:
    """UsageError if a field has the name of a column of a layer."""
    if name in added and (name, added[name]) != (text_field, "text"):
        raise UsageError(
            f"there is a field {name!r}, and the pipeline adds a column of this name. "
            "Rename the field, or give a prefix for the columns of the pipeline (--prefix nlp_)."
        )


def fitted(values: list[object], kind: pa.DataType) -> tuple[pa.Array, list[int]]:
    """`values` as an array of this type, null for those that do not fit, and their numbers.

    What fits comes back from the array as it was.
    """
    array = _array(values, kind)
    if array is not None:
        return array, []
    misfits = [number for number, value in enumerate(values) if _array([value], kind) is None]
    left = list(values)
    for number in misfits:
        left[number] = None
    return pyarrow().array(left, kind), misfits


def to_json(fields: Mapping[str, object]) -> str:
    """`fields` as JSON that UTF-8 can hold; what JSON lacks is written as text.

    Raises:
        InputError: Nested too deep, or with keys that JSON has not.
    """
    try:
        text = json.dumps(fields, ensure_ascii=False, default=_as_text)
        if text.isascii() or _is_unicode(text):
            return text
        return json.dumps(fields, default=_as_text)
    except (RecursionError, TypeError, ValueError) as error:
        raise InputError(f"fields cannot be written as JSON: {error}. Leave them out.") from None


def _kind(values: Iterable[object]) -> pa.DataType | None:
    """The type that all of `values` fit that are not None."""
    pa = pyarrow()
    match {type(value) for value in values} - {type(None)}:
        case kinds if kinds == {str}:
            return pa.string()
        case kinds if kinds == {bool}:
            return pa.bool_()
        case kinds if kinds == {int}:
            return pa.int64()
        case kinds if kinds == {float} or kinds == {int, float}:
            return pa.float64()
    return None


def _array(values: list[object], kind: pa.DataType) -> pa.Array | None:
    """`values` as an array of this type, or None if one does not fit."""
    pa = pyarrow()
    known = {pa.string(): str, pa.int64(): int, pa.bool_(): bool, pa.float64(): float}
    found = set(map(type, values)) - {type(None), known.get(kind)}
    if kind in known and found:
        is_whole = kind == pa.float64() and found == {int}
        if not is_whole or not all(_is_exact(value) for value in values):
            return None
    try:
        array = pa.array(values, kind)
        if kind in known or _same(array.to_pylist(), values):
            return array
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        pass
    return None


def _is_exact(value: object) -> bool:
    return not isinstance(value, int) or abs(value) <= _WHOLE_FLOAT


def _same(found: object, given: object) -> bool:
    """Whether these are the same values; NaN is the same as NaN."""
    if isinstance(found, list) and isinstance(given, (list, tuple)):
        pairs = zip(found, given, strict=False)
        return len(found) == len(given) and all(_same(*pair) for pair in pairs)
    if isinstance(found, dict) and isinstance(given, dict):
        return found.keys() == given.keys() and all(_same(found[k], given[k]) for k in found)
    if type(found) is not type(given):
        return False
    return bool(found == given or (found != found and given != given))


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type that holds the same Python values and that every reader knows."""
    pa = pyarrow()
    if isinstance(kind, pa.BaseExtensionType):
        return _plain(kind.storage_type)
    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        return _plain(kind.value_type)
    views = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}
    return views.get(kind, kind)


def _can_be_named(name: str) -> bool:
    return bool(name) and name.isprintable()


def _can_be_written(field: pa.Field) -> bool:
    """Whether Parquet has a type for it."""
    pa, parquet = pyarrow(), pyarrow("pyarrow.parquet")
    try:
        parquet.write_table(pa.schema([field]).empty_table(), BytesIO())
    except (pa.ArrowException, TypeError):
        return False
    return True


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _as_text(value: object) -> str:
    """A value that JSON lacks: bytes as base64, dates and times as ISO 8601."""
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
