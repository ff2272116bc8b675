"""Pipeline: stages in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal, TypeVar, cast, overload

from zhnlp.arguments import need_count, need_flag, need_items, shown, wrong_type
from zhnlp.doc import Doc
from zhnlp.errors import PipelineError, UsageError
from zhnlp.stage import Stage

Context = TypeVar("Context")
Batch = TypeVar("Batch")
Item = TypeVar("Item")


@dataclass(frozen=True, repr=False)
class Pipeline(Stage):
    """Runs `stages` one after another, and is itself a stage.

    The order is checked once, here. A PipelineError says how to correct it if a
    stage needs a layer that no earlier stage provides, or rewrites the text after
    other layers were filled. A pipeline is immutable and safe to share between
    threads.

    >>> from zhnlp import Pipeline, Segmenter
    >>> nlp = Pipeline([Segmenter("unigram")])
    >>> nlp("我爱北京天安门").words
    ('我', '爱', '北京', '天安门')
    """

    stages: Sequence[Stage] = ()

    def __post_init__(self) -> None:
        several = need_items(self.stages, "the stages of a pipeline", "Give a list of stages")
        object.__setattr__(self, "stages", tuple(several))
        filled: dict[str, str] = {}
        dropped: dict[str, str] = {}
        for number, stage in enumerate(self.stages):
            if not isinstance(stage, Stage):
                raise PipelineError(
                    f"stage {number} is {shown(stage)}, which is not a Stage. "
                    "Give instances, as in Pipeline([Segmenter()])."
                )
            name = f"{type(stage).__name__} (stage {number})"
            self._check(number, name, stage, filled, dropped)
            for layer in [*filled] if "text" in stage.provides else ():
                if layer not in ("text", *stage.moves):
                    del filled[layer]
                    dropped[layer] = name
            filled.update((layer, name) for layer in stage.provides)
        object.__setattr__(self, "provides", tuple(filled))

    def _check(
        self,
        number: int,
        name: str,
        stage: Stage,
        filled: dict[str, str],
        dropped: dict[str, str],
    ) -> None:
        """PipelineError if `stage` cannot follow the stages that filled and dropped layers."""
        kind = type(stage).__name__
        stale = [layer for layer in filled if layer != "text"]
        if "text" in stage.provides and stale and not _is_worth(stage, filled):
            raise PipelineError(
                f"{name} rewrites the text, but {filled[stale[0]]} has already filled "
                f"{stale[0]!r}. Move {kind} before it."
            )
        if "words" in stage.provides and "tags" in filled and "tags" not in stage.provides:
            raise PipelineError(
                f"{name} makes new words, but {filled['tags']} has already filled 'tags' for the "
                f"old words. Move {kind} before it, or leave one out."
            )
        for layer in stage.requires:
            if layer not in filled:
                raise PipelineError(f"{name} needs {layer!r}, {self._lack(number, layer, dropped)}")

    def _lack(self, number: int, layer: str, dropped: dict[str, str]) -> str:
        """Why stage `number` has no `layer`, and what to do."""
        filler = _FILLED_BY.get(layer, f"a stage that provides {layer!r}")
        if layer in dropped:
            why = f"which {dropped[layer]} has dropped, because it rewrites the text"
            return f"{why}. Add {filler} between them."
        later = [
            type(each).__name__ for each in self.stages[number + 1 :] if layer in _provides(each)
        ]
        advice = f"Move {later[0]} before it." if later else f"Add {filler} before it."
        return f"which no earlier stage provides. {advice}"

    def __call__(self, text: str | Doc) -> Doc:
        """The Doc of `text` with every stage's layers filled."""
        doc = _doc(text)
        for stage in self.stages:
            doc = stage(doc)
        return doc

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """The Docs of `texts`, in order; the same as from one call for each."""
        docs = [_doc(text) for text in _several(texts)]
        for stage in self.stages:
            docs = stage.batch(docs)
        return docs

    @overload
    def stream(
        self,
        texts: Iterable[str | Doc],
        *,
        batch_size: int = 256,
        as_tuples: Literal[False] = False,
    ) -> Iterator[Doc]: ...
    @overload
    def stream(
        self,
        texts: Iterable[tuple[str | Doc, Context]],
        *,
        batch_size: int = 256,
        as_tuples: Literal[True],
    ) -> Iterator[tuple[Doc, Context]]: ...
    def stream(
        self,
        texts: Iterable[str | Doc] | Iterable[tuple[str | Doc, Context]],
        *,
        batch_size: int = 256,
        as_tuples: bool = False,
    ) -> Iterator[Doc] | Iterator[tuple[Doc, Context]]:
        """Yield the Docs of any number of texts, in order, `batch_size` of them in memory.

        Args:
            texts: The texts; with `as_tuples`, pairs of a text and anything that belongs to it.
            batch_size: How many are processed at a time.
            as_tuples: Yield pairs of a Doc and what belongs to its text.

        >>> nlp = Pipeline()
        >>> list(nlp.stream([("我爱北京", {"id": 7})], as_tuples=True))
        [(Doc('我爱北京'), {'id': 7})]
        """
        need_count(batch_size, "batch_size")
        several = _several(texts)
        if need_flag(as_tuples, "as_tuples"):
            pairs = cast("Iterable[tuple[str | Doc, Context]]", several)
            return chain.from_iterable(map(self._pairs, _batches(pairs, batch_size)))
        alone = cast("Iterable[str | Doc]", several)
        return chain.from_iterable(map(self.batch, _batches(alone, batch_size)))

    def _pairs(self, pairs: Sequence[tuple[str | Doc, Context]]) -> Iterable[tuple[Doc, Context]]:
        for pair in pairs:
            if not isinstance(pair, (tuple, list)) or len(pair) != 2:
                advice = "Give (text, context), or leave out as_tuples"
                raise wrong_type(pair, "one of the pairs", advice)
        docs = self.batch([text for text, _ in pairs])
        return zip(docs, [context for _, context in pairs], strict=True)

    def map_batches(self, batch: Batch, *, text: str = "text", prefix: str = "") -> Batch:
        """`batch` with a column for each layer that the pipeline fills.

        It is what ``datasets.Dataset.map(…, batched=True)``, ``map_batches`` of Ray Data and of
        polars, and ``mapInArrow`` of Spark call; see docs/arrow.md.

        Args:
            batch: A dict of lists or numpy arrays, a RecordBatch or Table of Arrow, or a
                DataFrame of pandas or polars. What comes back is of the same kind.
            text: The column of the texts.
            prefix: Put before the names of the columns that are added.

        Raises:
            UsageError: There is no such column, or one has the name of one that is added.
            InputError: A text is missing or not a str; the message names the row.

        >>> from zhnlp import Pipeline, Segmenter
        >>> Pipeline([Segmenter()]).map_batches({"id": [7], "text": ["我爱北京"]})
        {'id': [7], 'text': ['我爱北京'], 'words': [['我', '爱', '北京']]}
        """
        from zhnlp.arrow.batches import with_layers  # most programs do without

        return with_layers(batch, self.batch, self.provides, text=text, prefix=prefix)

    def __repr__(self) -> str:
        return f"Pipeline([{', '.join(map(repr, self.stages))}])"


_FILLED_BY = {
    "words": "a Segmenter",
    "terms": "a StopwordFilter",
    "sentences": "a SentenceSplitter",
    "tags": "a Tagger",
    "entities": "a Recognizer",
    "vector": "an Embedder",
}


def _is_worth(stage: Stage, filled: Iterable[str]) -> bool:
    """Whether `stage`, which rewrites the text, has use for the layers that are `filled`."""
    return any(layer in stage.moves for layer in filled) and not set(filled) & (
        {*stage.provides} - {"text"}
    )


def _provides(stage: object) -> tuple[str, ...]:
    return stage.provides if isinstance(stage, Stage) else ()


def _batches(texts: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(texts)
    return iter(lambda: list(islice(left, size)), [])


def _several(texts: Iterable[Item]) -> Iterable[Item]:
    if isinstance(texts, (str, bytes, Doc)) or not isinstance(texts, Iterable):
        raise UsageError(
            f"several texts are needed, but this is one {type(texts).__name__}. "
            "Call the pipeline with it, or give a list."
        )
    return texts


def _doc(text: str | Doc) -> Doc:
    if isinstance(text, Doc):
        return text
    if isinstance(text, str):
        return Doc(text)
    raise UsageError(
        f"a text must be a str or a Doc, not {type(text).__name__}. "
        "For several texts use batch or stream; decode bytes first."
    )
