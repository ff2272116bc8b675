"""The Arrow schema of a Doc: the type of the column of each layer.

    column       type                                      holds
    text         string                                    doc.text
    source       string                                    the text as given, if it was rewritten
    words, tags  list<string>
    sentences    list<struct<start, end>>                  int32, characters of doc.text
    terms        list<struct<start, end>>
    entities     list<struct<start, end, label, text>>     text: the characters of the span
    corrections  list<struct<start, end, wrong, right, log_odds, reason, alternatives>>
    categories   list<struct<label, probability>>          the most probable first
    answers      list<struct<start, end, question, probability, text>>
    headline     string
    links        list<struct<id, name, label, spans>>      spans: list<struct<start, end, text>>
    pinyin       list<string>                              a reading a character
    keywords     list<struct<text, weight>>                the weightiest first
    summary      list<struct<start, end>>
    vector       list<float>                               32 bits
    topics       list<struct<label, probability>>          the greatest share first

A layer that no stage filled is null; one that is empty is an empty list. Lists of structs are what
pandas, polars, DuckDB and Spark all read; a map or a struct with a field for each label is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhnlp.arguments import need_strings, shown
from zhnlp.arrow.extras import pyarrow
from zhnlp.doc import LAYERS
from zhnlp.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    import pyarrow as pa

TEXTS = ("text", "source")  # columns that are no layers


def doc_schema(layers: Iterable[str]) -> pa.Schema:
    """The schema of a table with a column for each of `layers`, in this order.

    Args:
        layers: Names of layers of a Doc, ``"text"`` and ``"source"`` among them.

    Raises:
        UsageError: There is no such layer.
        ExtraError: pyarrow is not installed.

    >>> print(doc_schema(["text", "words", "sentences"]))
    text: string
    words: list<item: string>
      child 0, item: string
    sentences: list<item: struct<start: int32, end: int32>>
      child 0, item: struct<start: int32, end: int32>
          child 0, start: int32
          child 1, end: int32
    """
    types = column_types()
    return pyarrow().schema([(name, types[name]) for name in known_layers(layers)])


def known_layers(layers: Iterable[str]) -> tuple[str, ...]:
    """`layers`, which must be names of layers."""
    names = need_strings(layers, "layers")
    for name in names:
        if name not in (*TEXTS, *LAYERS):
            hint = did_you_mean(name, (*TEXTS, *LAYERS))
            raise UsageError(f"there is no layer {shown(name)}. {hint}")
    return names


def column_types() -> dict[str, pa.DataType]:
    """The type of the column of each layer."""
    pa = pyarrow()
    string, number = pa.string(), pa.float64()
    span = [("start", pa.int32()), ("end", pa.int32())]
    items = {
        "words": string,
        "sentences": pa.struct(span),
        "tags": string,
        "entities": pa.struct([*span, ("label", string), ("text", string)]),
        "terms": pa.struct(span),
        "corrections": _correction(span),
        "categories": pa.struct([("label", string), ("probability", number)]),
        "answers": pa.struct(
            [*span, ("question", string), ("probability", number), ("text", string)]
        ),
        "links": pa.struct(
            [
                ("id", string),
                ("name", string),
                ("label", string),
                ("spans", pa.list_(pa.struct([*span, ("text", string)]))),
            ]
        ),
        "pinyin": string,
        "keywords": pa.struct([("text", string), ("weight", number)]),
        "summary": pa.struct(span),
        "vector": pa.float32(),
        "topics": pa.struct([("label", string), ("probability", number)]),
    }
    texts = dict.fromkeys((*TEXTS, "headline"), string)
    return texts | {name: pa.list_(item) for name, item in items.items()}


def _correction(span: list[tuple[str, pa.DataType]]) -> pa.DataType:
    """The type of a correction; `span` are the fields of its place."""
    pa = pyarrow()
    string, number = pa.string(), pa.float64()
    alternative = pa.struct([("text", string), ("log_odds", number)])
    return pa.struct(
        [
            *span,
            ("wrong", string),
            ("right", string),
            ("log_odds", number),
            ("reason", string),
            ("alternatives", pa.list_(alternative)),
        ]
    )


def output_columns(
    provides: Iterable[str], *, text: str = "text", prefix: str = ""
) -> dict[str, str]:
    """The column of each layer that a pipeline adds to a table, as column → layer.

    A pipeline that rewrites the text (it provides ``"text"``) adds the rewritten one, which
    positions refer to, as `prefix` + ``text``. Where that is the column of the user's text, it
    takes its place, and the user's text is in `prefix` + ``source``.

    >>> output_columns(("text", "words"))
    {'text': 'text', 'source': 'source', 'words': 'words'}
    >>> output_columns(("text", "words"), text="content")
    {'text': 'text', 'words': 'words'}
    """
    filled = set(provides)
    columns = {f"{prefix}{name}": name for name in LAYERS if name in filled}
    if "text" in filled:
        rewritten = {f"{prefix}text": "text"}
        source = {f"{prefix}source": "source"} if f"{prefix}text" == text else {}
        columns = rewritten | source | columns
    return columns
