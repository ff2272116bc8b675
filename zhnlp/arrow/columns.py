"""Docs to arrays of Arrow, a column for each layer.

Words are millions of strings. No Python object is made for them: the words of a text are its
bytes, and where they end is known.

    text      我爱Ａ       北京             two Docs, joined and encoded as UTF-8
    bytes     3 3 3       3 3
    ends      1 2 3       1 2              characters of each Doc
    offsets   0 3 6 9     15               bytes of the joined text
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from zhnlp.arguments import need_items, need_kind
from zhnlp.arrow.extras import pyarrow
from zhnlp.arrow.plain import plain_column
from zhnlp.arrow.schema import column_types, doc_schema, known_layers
from zhnlp.doc import LAYERS, Doc, Span, Words
from zhnlp.errors import InputError, shortened

if TYPE_CHECKING:
    import pyarrow as pa

Item = TypeVar("Item")
_MOST = 1 << 26  # characters of a chunk of a table: Arrow counts up to 2 GiB of bytes


def docs_to_arrow(docs: Iterable[Doc], layers: Iterable[str] | None = None) -> pa.Table:
    """A table with a row for each of `docs`.

    Args:
        docs: Docs; all are held in memory.
        layers: The columns. By default ``text``, ``source`` if a text was rewritten, and the
            layers that are filled in any of `docs`.

    Raises:
        InputError: Something has half a surrogate pair, which UTF-8 and so Arrow cannot hold.
        UsageError: There is no such layer.
        ExtraError: pyarrow is not installed.

    >>> from zhnlp import Doc
    >>> docs_to_arrow([Doc("我爱北京", words=["我", "爱", "北京"])]).to_pylist()
    [{'text': '我爱北京', 'words': ['我', '爱', '北京']}]
    """
    several = need_items(docs, "docs", "Give a list of Docs")
    given = [need_kind(doc, "one of docs", Doc) for doc in several]
    names = _filled(given) if layers is None else known_layers(layers)
    schema, rows = doc_schema(names), 0
    batches = []
    for chunk in _chunks(given):
        arrays = numbered_columns(chunk, names, first=rows)
        batches.append(pyarrow().record_batch(list(arrays.values()), schema=schema))
        rows += len(chunk)
    return pyarrow().Table.from_batches(batches, schema)


def columns(docs: Sequence[Doc], layers: Iterable[str]) -> dict[str, pa.Array]:
    """The array of each of `layers`, with an item for each of `docs`.

    Args:
        docs: Docs with at most 2 GiB of text.
        layers: Their names.

    Raises:
        UnicodeEncodeError: Something has half a surrogate pair.
    """
    return {name: _COLUMNS[name](docs) for name in layers}


def numbered_columns(
    docs: Sequence[Doc], layers: Iterable[str], *, first: int = 0
) -> dict[str, pa.Array]:
    """The same, with an InputError that names the Doc that has half a surrogate pair.

    Args:
        docs: Docs with at most 2 GiB of text.
        layers: Names of layers.
        first: The number of the first Doc.
    """
    names = tuple(layers)
    try:
        return columns(docs, names)
    except UnicodeEncodeError:
        for number, doc in enumerate(docs, first):
            try:
                columns([doc], names)
            except UnicodeEncodeError as error:
                raise InputError(f"Doc {number} {half_a_pair(error)}") from None
        raise


def half_a_pair(error: UnicodeEncodeError) -> str:
    """What is wrong, as the rest of a sentence, and what to do."""
    near = error.object[max(error.start - 10, 0) : error.start + 10]
    return (
        f"has {error.object[error.start]!r} in {shortened(near)}: half a surrogate pair, which "
        'Arrow cannot hold. Replace it: text.encode("utf-8", "replace").decode().'
    )


def _filled(docs: Sequence[Doc]) -> tuple[str, ...]:
    layers = [name for name in LAYERS if any(getattr(doc, name) is not None for doc in docs)]
    rewritten = any(doc.alignment is not None for doc in docs)
    return ("text", *(["source"] if rewritten else []), *layers)


def _chunks(docs: Sequence[Doc]) -> Iterator[Sequence[Doc]]:
    """Yield `docs` in runs of at most `_MOST` characters, or of one Doc."""
    start = size = 0
    for at, doc in enumerate(docs):
        size += len(doc.text)
        if size > _MOST and at > start:
            yield docs[start:at]
            start, size = at, len(doc.text)
    if docs[start:]:
        yield docs[start:]


def _strings(name: str) -> Callable[[Sequence[Doc]], pa.Array]:
    """How the column of a layer that is one string is made."""
    return lambda docs: pyarrow().array([getattr(doc, name) for doc in docs], pyarrow().string())


def _words(docs: Sequence[Doc]) -> pa.Array:
    cuts = [doc.words for doc in docs]
    own = [words for words in cuts if words is not None]
    if not all(isinstance(words, Words) for words in own):  # of a stage that uses `filled`
        return _lists("words", cuts, lambda words: pyarrow().array(words, pyarrow().string()))
    return _nested("words", cuts, _cut_text([words.text for words in own], own))


def _cut_text(texts: list[str], cuts: list[Words]) -> pa.Array:
    """All words of `texts`, one after another."""
    import numpy as np

    data = "".join(texts).encode() + b"\0"  # where this one starts the last word ends
    starts = np.flatnonzero(np.frombuffer(data, np.int8) >= -64)  # other bytes go on with one
    n_before = np.cumsum([0, *map(len, texts)], dtype=np.int32)[:-1]
    ends = np.frombuffer(b"".join([words.ends for words in cuts]), np.int32)
    ends = ends + np.repeat(n_before, [len(words) for words in cuts])
    offsets = np.zeros(len(ends) + 1, np.int32)
    offsets[1:] = starts[ends]
    pa = pyarrow()
    return pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(data))


def _tags(docs: Sequence[Doc]) -> pa.Array:
    pa = pyarrow()
    return _lists("tags", [doc.tags for doc in docs], lambda tags: pa.array(tags, pa.string()))


def _spans(name: str) -> Callable[[Sequence[Doc]], pa.Array]:
    """How the column of a layer of spans without labels is made."""

    def made(spans: list[Span]) -> pa.Array:
        return _structs(name, [[span[0] for span in spans], [span[1] for span in spans]])

    return lambda docs: _lists(name, [getattr(doc, name) for doc in docs], made)


def _entities(docs: Sequence[Doc]) -> pa.Array:
    def made(spans: list[Span]) -> pa.Array:
        texts = [doc.text[span[0] : span[1]] for doc in docs for span in doc.entities or ()]
        places = [[span[at] for span in spans] for at in range(3)]  # zip(*spans) is much slower
        return _structs("entities", [*places, texts])

    return _lists("entities", [doc.entities for doc in docs], made)


def _few(name: str) -> Callable[[Sequence[Doc]], pa.Array]:
    """How the column of a layer is made that has few items: of plain values."""
    return lambda docs: pyarrow().array(plain_column(docs, name), column_types()[name])


def _structs(name: str, values: Sequence[Sequence[object]]) -> pa.Array:
    """The structs of the column `name`, of the values of their fields."""
    pa = pyarrow()
    fields = list(column_types()[name].value_type)
    arrays = [pa.array(each, field.type) for each, field in zip(values, fields, strict=True)]
    return pa.StructArray.from_arrays(arrays, fields=fields)


def _lists(
    name: str,
    layers: Sequence[Sequence[Item] | None],
    flat: Callable[[list[Item]], pa.Array],
) -> pa.Array:
    """The column of a layer that is a sequence; `flat` makes the array of all items."""
    return _nested(name, layers, flat(list(chain.from_iterable(each for each in layers if each))))


def _nested(name: str, layers: Sequence[Sequence[object] | None], items: pa.Array) -> pa.Array:
    """`items` as a list for each of `layers`, null for None."""
    import numpy as np

    pa = pyarrow()
    offsets = np.zeros(len(layers) + 1, np.int32)
    np.cumsum([0 if each is None else len(each) for each in layers], out=offsets[1:])
    empty = np.array([each is None for each in layers], bool)
    mask = pa.array(empty) if empty.any() else None
    return pa.ListArray.from_arrays(pa.array(offsets), items, column_types()[name], mask=mask)


_FEW = ("corrections", "categories", "answers", "links", "pinyin", "keywords", "vector", "topics")
_COLUMNS: dict[str, Callable[[Sequence[Doc]], pa.Array]] = {
    **{name: _strings(name) for name in ("text", "source", "headline")},
    **{name: _spans(name) for name in ("sentences", "terms", "summary")},
    **{name: _few(name) for name in _FEW},
    "words": _words,
    "tags": _tags,
    "entities": _entities,
}
