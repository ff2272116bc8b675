"""pandas: ``series.zhnlp``, what zhnlp finds in a column of texts.

    import zhnlp.interop.pandas
    frame["words"] = frame["title"].zhnlp.words()
    frame.join(frame["title"].zhnlp.apply("news"))

The index stays. A missing text (None, NaN, NA) has missing results. Results are lists and dicts of
Python, which ``to_json`` and ``to_parquet`` write. For DataFrames whose columns have no missing
texts there is ``nlp.map_batches(frame)``, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhnlp.arguments import wrong_type
from zhnlp.arrow.plain import plain_column
from zhnlp.arrow.schema import TEXTS, output_columns
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
    import pandas
else:
    pandas = extra("pandas", "zhnlp.interop.pandas")


class TextAccessor:
    """What ``series.zhnlp`` is.

    `pipeline` is everywhere a Pipeline, a stage, or a name that `zhnlp.load` takes.

    Raises:
        InputError: A value is neither a text nor missing; the message names its row.
        UsageError: The pipeline does not fill what is asked for.
    """

    def __init__(self, series: pandas.Series[str]) -> None:
        self._series = series

    def words(self, pipeline: Given | None = None) -> pandas.Series[object]:
        """The list of the words of each text; by default those of a `Segmenter`.

        >>> pandas.Series(["我爱北京", None], index=[7, 8]).zhnlp.words().to_dict()
        {7: ['我', '爱', '北京'], 8: None}
        """
        return self._layer("words", pipeline_for("words", pipeline))

    def tags(self, pipeline: Given | None = None) -> pandas.Series[object]:
        """The list of the tags of the words of each text."""
        return self._layer("tags", pipeline_for("tags", pipeline))

    def sentences(self, pipeline: Given | None = None) -> pandas.Series[object]:
        """The list of the sentences of each text, as dicts: start, end."""
        return self._layer("sentences", pipeline_for("sentences", pipeline))

    def entities(self, pipeline: Given | None = None) -> pandas.Series[object]:
        """The list of the names in each text, as dicts: start, end, label, text."""
        return self._layer("entities", pipeline_for("entities", pipeline))

    def keywords(self, *, top: int = 20) -> pandas.Series[object]:
        """The list of the `top` keywords of each text, as dicts: text, weight."""
        return self._layer("keywords", keyword_pipeline(top))

    def pinyin(self, *, style: Style = "marks") -> pandas.Series[object]:
        """The list of the readings of the characters of each text; `style` as of `Pinyin`."""
        return self._layer("pinyin", pinyin_pipeline(style))

    def correct(self, pipeline: Given | None = None) -> pandas.Series[str]:
        """Each text, corrected; by default as a `Corrector` does."""
        own = correcting_pipeline() if pipeline is None else pipeline_for("text", pipeline)
        return self._layer("text", own, dtype=None)

    def docs(self, pipeline: Given = "news") -> pandas.Series[object]:
        """The Doc of each text."""
        return self._made(list(docs_of(self._texts(), pipeline_of(pipeline))))

    def apply(self, pipeline: Given = "news") -> pandas.DataFrame:
        """A DataFrame with a column for each layer that the pipeline fills, as `map_batches`."""
        own = pipeline_of(pipeline)
        layers = output_columns(own.provides).values()
        columns: dict[str, list[object]] = {layer: [] for layer in layers}
        for doc in docs_of(self._texts(), own):
            for layer, values in columns.items():
                values += [None] if doc is None else plain_column([doc], layer)
        made = {
            layer: self._made(values, None if layer in TEXTS else object)
            for layer, values in columns.items()
        }
        return pandas.DataFrame(made, index=self._series.index)

    def _layer(
        self, layer: str, pipeline: Pipeline, dtype: type | None = object
    ) -> pandas.Series[object]:
        values: list[object] = []
        for doc in docs_of(self._texts(), pipeline):
            values += [None] if doc is None else plain_column([doc], layer)
        return self._made(values, dtype)

    def _made(self, values: list[object], dtype: type | None = object) -> pandas.Series[object]:
        return pandas.Series(values, index=self._series.index, name=self._series.name, dtype=dtype)

    def _texts(self) -> Iterator[str | None]:
        """Yield each text, None for a missing one."""
        for row, value in self._series.items():
            if isinstance(value, str):
                yield value
            elif pandas.api.types.is_scalar(value) and pandas.isna(value):
                yield None
            else:
                name = f"row {row!r} of {self._series.name!r}"
                raise wrong_type(value, name, "Give a str, or nothing; decode bytes first")


pandas.api.extensions.register_series_accessor("zhnlp")(TextAccessor)
