"""Words, other strings and spans as lists of JSON, in UTF-8.

The same as ``json.dumps(values, ensure_ascii=False).encode()``, but halves of characters (lone
surrogates) are escaped.
"""

from collections.abc import Iterable

from typing_extensions import Buffer

def json_words(text: str, ends: Buffer) -> bytes:
    """The words of `text` that end at `ends`, int32, as a list of strings."""

def json_strings(strings: Iterable[str]) -> bytes:
    """`strings` as a list."""

def json_spans(spans: Iterable[tuple[int, int, str]]) -> bytes:
    """Spans of start, end and label as a list of lists, which leave an empty label out."""
