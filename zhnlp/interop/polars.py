"""polars: ``pl.col("title").zhnlp`` and ``series.zhnlp``, what zhnlp finds in a column of texts.

    import zhnlp.interop.polars
    frame.with_columns(words=pl.col("title").zhnlp.words())

Expressions work in lazy frames, and can be pickled. A null has null results. Types are those
of the columns in docs/arrow.md. pyarrow makes the columns, without a Python object for each word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from zhnlp.arrow import doc_schema, docs_to_arrow
from zhnlp.arrow.schema import output_columns
from zhnlp.doc import Doc
from zhnlp.errors import InputError, UsageError
from zhnlp.extras import extra
from zhnlp.interop.columns import (
    Given,
    correcting_pipeline,
    docs_of,
    keyword_pipeline,
    pinyin_pipeline,
    pipeline_for,
    pipeline_of,
)
from zhnlp.models.pinyin.styles import Style
from zhnlp.pipeline import Pipeline

if TYPE_CHECKING:
    import polars
else:
    polars = extra("polars", "zhnlp.interop.polars")

Column = TypeVar("Column", bound="polars.Series | polars.Expr")
_ROWS = 4096  # whose Docs are held at a time


@dataclass(frozen=True)
class Filling:
    """A function from a column of texts to one of layers of their Docs, which can be pickled.

    Args:
        pipeline: What makes the Docs.
        layers: The layers.
        alone: The column is that of the first layer; if not, it is a struct of all.
    """

    pipeline: Pipeline
    layers: tuple[str, ...]
    alone: bool = True

    def __call__(self, texts: polars.Series) -> polars.Series:
        """The column for `texts`, of the type `dtype`."""
        own = _strings(texts)
        empty = polars.Series(texts.name, [], dtype=self.dtype())
        parts = [self._part(own[at : at + _ROWS]) for at in range(0, len(own), _ROWS)]
        return polars.concat([empty, *parts])

    def dtype(self) -> polars.DataType:
        """The type of the column."""
        empty = polars.from_arrow(doc_schema(self.layers).empty_table())
        return empty.schema[self.layers[0]] if self.alone else polars.Struct(empty.schema)

    def _part(self, texts: polars.Series) -> polars.Series:
        blank = Doc("")  # whose layers are not filled
        docs = [blank if doc is None else doc for doc in docs_of(texts, self.pipeline)]
        found = polars.from_arrow(docs_to_arrow(docs, self.layers))
        column = polars.first() if self.alone else polars.struct(polars.all())
        given = polars.lit(texts.is_not_null())  # a blank has a text, too
        return found.select(polars.when(given).then(column).alias(texts.name)).to_series()


class TextNamespace(Generic[Column]):
    """What ``expression.zhnlp`` and ``series.zhnlp`` are.

    `pipeline` is everywhere a Pipeline, a stage, or a name that `zhnlp.load` takes.

    Raises:
        InputError: A column is not one of strings.
        UsageError: The pipeline does not fill what is asked for.
        ExtraError: pyarrow is not installed.
    """

    def __init__(self, column: Column) -> None:
        self._column = column

    def words(self, pipeline: Given | None = None) -> Column:
        """The words of each text, a list of strings; by default those of a `Segmenter`.

        >>> polars.Series(["我爱北京", None]).zhnlp.words().to_list()
        [['我', '爱', '北京'], None]
        """
        return self._filled(pipeline_for("words", pipeline), "words")

    def tags(self, pipeline: Given | None = None) -> Column:
        """The tags of the words of each text, a list of strings."""
        return self._filled(pipeline_for("tags", pipeline), "tags")

    def sentences(self, pipeline: Given | None = None) -> Column:
        """The sentences of each text, a list of structs: start, end."""
        return self._filled(pipeline_for("sentences", pipeline), "sentences")

    def entities(self, pipeline: Given | None = None) -> Column:
        """The names in each text, a list of structs: start, end, label, text."""
        return self._filled(pipeline_for("entities", pipeline), "entities")

    def keywords(self, *, top: int = 20) -> Column:
        """The `top` keywords of each text, a list of structs: text, weight."""
        return self._filled(keyword_pipeline(top), "keywords")

    def pinyin(self, *, style: Style = "marks") -> Column:
        """The readings of the characters of each text, a list of strings; see `Pinyin`."""
        return self._filled(pinyin_pipeline(style), "pinyin")

    def correct(self, pipeline: Given | None = None) -> Column:
        """Each text, corrected; by default as a `Corrector` does."""
        own = correcting_pipeline() if pipeline is None else pipeline_for("text", pipeline)
        return self._filled(own, "text")

    def layers(self, pipeline: Given = "news") -> Column:
        """A struct of the layers that the pipeline fills, to ``unnest``."""
        own = pipeline_of(pipeline)
        layers = tuple(output_columns(own.provides))
        if not layers:
            raise UsageError("the pipeline fills nothing. Give one with a stage at least.")
        return self._map(Filling(own, layers, alone=False))

    def _filled(self, pipeline: Pipeline, layer: str) -> Column:
        return self._map(Filling(pipeline, (layer,)))

    def _map(self, filling: Filling) -> Column:
        raise NotImplementedError


class ExprNamespace(TextNamespace["polars.Expr"]):
    """What ``expression.zhnlp`` is."""

    def _map(self, filling: Filling) -> polars.Expr:
        return self._column.map_batches(filling, return_dtype=filling.dtype(), is_elementwise=True)


class SeriesNamespace(TextNamespace["polars.Series"]):
    """What ``series.zhnlp`` is."""

    def _map(self, filling: Filling) -> polars.Series:
        return filling(self._column)


def _strings(texts: polars.Series) -> polars.Series:
    """`texts` as strings."""
    if texts.dtype in (polars.Categorical, polars.Enum, polars.Null):
        return texts.cast(polars.String)
    if texts.dtype == polars.String:
        return texts
    raise InputError(
        f"column {texts.name!r} has the type {texts.dtype}. Give one of strings, or cast it."
    )


polars.api.register_expr_namespace("zhnlp")(ExprNamespace)
polars.api.register_series_namespace("zhnlp")(SeriesNamespace)
