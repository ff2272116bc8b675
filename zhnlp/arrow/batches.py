"""Batches of other libraries, with columns for the layers added.

    datasets, Ray Data   a dict of lists or of numpy arrays
    Spark, Ray Data      pyarrow.RecordBatch, pyarrow.Table
    pandas, polars       DataFrame

What comes back is of the kind that was given. These libraries are not imported here: whoever gives
a DataFrame has imported them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from zhnlp.arguments import need_items, need_text, wrong_type
from zhnlp.arrow.columns import docs_to_arrow
from zhnlp.arrow.plain import plain_column
from zhnlp.arrow.schema import TEXTS, output_columns
from zhnlp.doc import Doc
from zhnlp.errors import PipelineError, UsageError, did_you_mean

if TYPE_CHECKING:
    import numpy
    import pandas
    import polars
    import pyarrow as pa

Batch = TypeVar("Batch")
Layers = dict[str, str]  # column → layer, as `output_columns` gives


class _Columns(Protocol):
    """A batch, seen as columns."""

    def names(self) -> list[str]: ...
    def values(self, name: str) -> list[object]: ...
    def with_layers(self, docs: Sequence[Doc], added: Layers) -> object: ...


def with_layers(
    batch: Batch,
    annotate: Callable[[list[str]], list[Doc]],
    provides: Iterable[str],
    *,
    text: str = "text",
    prefix: str = "",
) -> Batch:
    """`batch` with columns for the layers of its texts.

    Args:
        batch: A dict of lists or numpy arrays, a RecordBatch or Table of Arrow, or a
            DataFrame of pandas or polars.
        annotate: Gives the Docs of texts.
        provides: The layers that it fills.
        text: The column of the texts.
        prefix: Put before the names of the columns that are added.

    Raises:
        UsageError: There is no such column, or one has the name of one to add.
        InputError: A text is missing or not a str, or the batch is of another kind.
        PipelineError: The text was rewritten, but ``"text"`` is not in `provides`.
    """
    added = output_columns(
        provides, text=need_text(text, "text"), prefix=need_text(prefix, "prefix")
    )
    columns = _columns_of(batch)
    _check_names(columns.names(), text, added)
    texts = [_text(value, row, text) for row, value in enumerate(columns.values(text))]
    docs = annotate(texts)
    if "source" in added.values():  # a stage may have lost it
        docs = [doc.filled(source=given) for doc, given in zip(docs, texts, strict=True)]
    elif "text" not in added.values() and [doc.text for doc in docs] != texts:
        raise PipelineError(
            "the pipeline changed a text, but no stage of it says so. "
            "Add 'text' to what the stage provides."
        )
    return cast("Batch", columns.with_layers(docs, added))


def _check_names(names: Sequence[str], text: str, added: Layers) -> None:
    if names.count(text) != 1:
        found = "several columns" if text in names else "no column"
        raise UsageError(f"the batch has {found} {text!r}. {did_you_mean(text, map(str, names))}")
    for name in names:
        if name in added and (name, added[name]) != (text, "text"):
            raise UsageError(
                f"the batch has a column {name!r} already, and the pipeline adds one of this name. "
                'Remove or rename it, or give a prefix, as in map_batches(batch, prefix="nlp_").'
            )


def _text(value: object, row: int, column: str) -> str:
    if isinstance(value, str):
        return value
    advice = "Decode it" if isinstance(value, bytes) else "Fill in a text, or leave the row out"
    raise wrong_type(value, f"row {row} of column {column!r}", advice)


class _Mapping:
    """A dict of lists or of numpy arrays, or what behaves like one."""

    def __init__(self, batch: Mapping[str, Iterable[object]]) -> None:
        self.batch = batch

    def names(self) -> list[str]:
        return list(self.batch)

    def values(self, name: str) -> list[object]:
        return list(need_items(self.batch[name], f"column {name!r}", "Give a list of texts"))

    def with_layers(self, docs: Sequence[Doc], added: Layers) -> object:
        columns: dict[str, object] = {}
        for name, layer in added.items():
            values = plain_column(docs, layer)
            columns[name] = _objects(values) if self._is_of_numpy() else values
        if isinstance(self.batch, dict):
            return self.batch | columns
        copied = copy(self.batch)  # that of datasets then leaves its other columns as they are
        if isinstance(copied, MutableMapping):
            copied.update(columns)
            return copied
        return {**self.batch, **columns}

    def _is_of_numpy(self) -> bool:
        return any(type(values).__module__ == "numpy" for values in self.batch.values())


class _Arrow:
    """A Table or RecordBatch."""

    def __init__(self, batch: pa.Table | pa.RecordBatch) -> None:
        self.batch = batch

    def names(self) -> list[str]:
        return list(self.batch.schema.names)

    def values(self, name: str) -> list[object]:
        return list(self.batch.column(name).to_pylist())

    def with_layers(self, docs: Sequence[Doc], added: Layers) -> object:
        batch, found = self.batch, docs_to_arrow(docs, added.values())
        for name, layer in added.items():
            column = found.column(layer)
            if not hasattr(batch.column(0), "chunks"):
                column = column.combine_chunks()
            if name in batch.schema.names:
                batch = batch.set_column(batch.schema.names.index(name), name, column)
            else:
                batch = batch.append_column(name, column)
        return batch


class _Frame:
    """A DataFrame, of which names and values are read alike."""

    def __init__(self, batch: pandas.DataFrame | polars.DataFrame) -> None:
        self.batch = batch

    def names(self) -> list[str]:
        return list(self.batch.columns)

    def values(self, name: str) -> list[object]:
        return list(self.batch[name])


class _Pandas(_Frame):
    """A DataFrame of pandas."""

    def with_layers(self, docs: Sequence[Doc], added: Layers) -> object:
        import pandas

        columns = {
            name: pandas.Series(
                plain_column(docs, layer),
                index=self.batch.index,
                dtype=None if layer in TEXTS else object,
            )
            for name, layer in added.items()
        }
        return self.batch.assign(**columns)


class _Polars(_Frame):
    """A DataFrame of polars."""

    def with_layers(self, docs: Sequence[Doc], added: Layers) -> object:
        import polars

        found = docs_to_arrow(docs, added.values()).rename_columns(list(added))
        return self.batch.with_columns(polars.from_arrow(found).get_columns())


def _columns_of(batch: object) -> _Columns:
    if isinstance(batch, Mapping):
        return _Mapping(batch)
    for package, name, kind in _KINDS:
        module = sys.modules.get(package)
        if module is not None and isinstance(batch, getattr(module, name)):
            return kind(batch)
    advice = "Give a dict of lists, a Table of Arrow, or a DataFrame of pandas or polars"
    raise wrong_type(batch, "the batch", advice)


_KINDS: tuple[tuple[str, str, Callable[[object], _Columns]], ...] = (
    ("pyarrow", "Table", _Arrow),
    ("pyarrow", "RecordBatch", _Arrow),
    ("pandas", "DataFrame", _Pandas),
    ("polars", "DataFrame", _Polars),
)


def _objects(values: Sequence[object]) -> numpy.ndarray[tuple[int], numpy.dtype[numpy.object_]]:
    """An array whose items are `values`, even if these are lists of one length."""
    import numpy as np

    array = np.empty(len(values), object)
    for at, value in enumerate(values):
        array[at] = value
    return array
