"""One JSON object for each record: its fields, then the layers of its Doc.

    {"id": 7, "text": "我爱北京", "words": ["我", "爱", "北京"], "entities": [[2, 4, "LOC"]]}
     └ the record's own fields ┘   └ the layers, in the form of doc.to_dict() ┘

The text field keeps the user's text. Where the pipeline rewrote it, positions are those of
the rewritten text, which is then in ``text``; if the text field has this very name, the
user's text is in ``source``, as in ``doc.to_dict()``. A prefix goes before the names of
layers, and before ``text`` and ``source`` where these are added.

What JSON does not have becomes a string: dates and times in ISO 8601, durations, too
(``PT3.5S``), decimals as their digits, bytes in base64. Numbers that are not finite become
null. Half characters (lone surrogates) are escaped, so that the line is UTF-8.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from json import JSONEncoder
from json.encoder import encode_basestring as quoted
from math import isfinite
from uuid import UUID

from zhnlp.arguments import need_text, shown
from zhnlp.core import json_spans, json_strings, json_words
from zhnlp.doc import LAYERS, Doc
from zhnlp.errors import UsageError
from zhnlp.plain_layers import plain_layer
from zhnlp.words import Words


def record_bytes(
    fields: Mapping[str, object], doc: Doc, *, text_field: str = "text", prefix: str = ""
) -> bytes:
    """The JSON object of a record and the Doc of its text, in UTF-8, with a line end.

    Args:
        fields: The fields of the record.
        doc: What the pipeline made of the text.
        text_field: The name of the field with the text.
        prefix: Put before the names of layers.

    Raises:
        InputError: The text field is not a str.
        UsageError: A field has the name of a layer, or a value that JSON cannot hold.

    >>> record_bytes({"id": 7, "text": "我"}, Doc("我", words=["我"])).decode()
    '{"id": 7, "text": "我", "words": ["我"]}\\n'
    """
    source = need_text(fields.get(text_field), f"the field {text_field!r} of a record")
    added: dict[str, object] = {}
    if doc.text != source:
        name = f"{prefix}text"
        if name == text_field:
            added[f"{prefix}source"] = source
            _refuse_clash(fields, added)
            fields = {**fields, text_field: doc.text}
        else:
            added[name] = doc.text
    layers = {f"{prefix}{name}": name for name in LAYERS if getattr(doc, name) is not None}
    _refuse_clash(fields, [*added, *layers])
    parts = [_fields_json({**fields, **added} if added else fields)[:-1]]
    for key, name in layers.items():
        parts.append(f", {quoted(key)}: ".encode("utf-8", "backslashreplace"))
        parts.append(_WRITERS.get(name, _other_json)(getattr(doc, name)))
    return b"".join([*parts, b"}\n"])


def _refuse_clash(fields: Mapping[str, object], added: Iterable[str]) -> None:
    """UsageError if one of the names added is that of a field."""
    for name in added:
        if name in fields:
            raise UsageError(
                f"field {name!r} of the record has the name of a layer of the output. Give a "
                "prefix for the names of layers (--prefix nlp_), or rename the field."
            )


def _words_json(words: Iterable[str]) -> bytes:
    if isinstance(words, Words):
        return json_words(words.text, words.ends)
    return json_strings(words)


def _other_json(layer: object) -> bytes:
    return _dumps(plain_layer(layer))


def _fields_json(fields: Mapping[str, object]) -> bytes:
    """The fields as a JSON object."""
    try:
        return _dumps(fields)
    except (ValueError, TypeError, RecursionError):  # a number that is not finite, a strange key
        items = (_dumps(name) + b": " + _json(name, value) for name, value in fields.items())
        return b"{" + b", ".join(items) + b"}"


def _json(name: str, value: object) -> bytes:
    """The value of a field, whatever is inside of it."""
    try:
        return _dumps(_finite(value))
    except RecursionError as error:
        problem = f"the value of field {name!r} is nested too deep. Write it flat."
        raise UsageError(problem) from error
    except ValueError as error:
        problem = f"field {name!r} is {shown(value)}, which JSON cannot hold: {error}. Leave it out"
        raise UsageError(f"{problem}, or give a string.") from error


def _finite(value: object) -> object:
    """`value` with None for numbers that are not finite, and with keys that are strings."""
    if hasattr(value, "tolist"):
        return _finite(value.tolist())
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value


def _dumps(value: object) -> bytes:
    """JSON in UTF-8; Python's escapes of halves of characters are those of JSON."""
    return _ENCODE(value).encode("utf-8", "backslashreplace")


def _plain(value: object) -> object:
    """A value that JSON does not have as one that it has."""
    match value:
        case date() | time():
            return value.isoformat()
        case timedelta():
            seconds = value / timedelta(seconds=1)
            return f"PT{seconds:.6f}".rstrip("0").rstrip(".") + "S"
        case Decimal():
            return f"{value:f}" if value.is_finite() else None
        case bytes() | bytearray() | memoryview():
            return b64encode(value).decode("ascii")
        case UUID():
            return str(value)
        case Mapping():
            return dict(value)
    plain = getattr(value, "tolist", None)  # of numpy's arrays and numbers
    if plain is None:
        kind = type(value).__name__
        raise ValueError(f"it is of type {kind}")
    return plain()


_ENCODE = JSONEncoder(ensure_ascii=False, allow_nan=False, default=_plain).encode
_WRITERS: dict[str, Callable[..., bytes]] = {
    "words": _words_json,
    "tags": json_strings,
    "sentences": json_spans,
    "entities": json_spans,
    "terms": json_spans,
    "summary": json_spans,
    "pinyin": json_strings,
}
