"""Pipeline: stages in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, TypeVar, cast, get_args, overload

from zhnlp.arguments import need_choice, need_count, need_flag, need_items, shown
from zhnlp.doc import Doc
from zhnlp.doc_batches import OnMissing, batches, batches_of_docs, numbered
from zhnlp.errors import PipelineError
from zhnlp.filling import Fresh
from zhnlp.io.ordered import in_order
from zhnlp.layer_checks import FILLED_BY
from zhnlp.stage import Stage, need_doc, need_several
from zhnlp.stages.by_name import by_name
from zhnlp.stages.fitting import misfit, tags_of

Context = TypeVar("Context")
Batch = TypeVar("Batch")
_PART = 256  # texts that a thread works on
_ADVICE = "Give a list, as in Pipeline([Segmenter(), Tagger()])"


@by_name(f"{_ADVICE}.")
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
        by_its_name = "; zhnlp.load makes one by its name" if isinstance(self.stages, str) else ""
        advice = f"{_ADVICE}{by_its_name}"
        several = need_items(self.stages, "the stages of a pipeline", advice)
        object.__setattr__(self, "stages", tuple(several))
        filled: dict[str, str] = {}
        dropped: dict[str, str] = {}
        tags: frozenset[str] = frozenset()
        for number, stage in enumerate(self.stages):
            if not isinstance(stage, Stage):
                raise PipelineError(
                    f"stage {number} is {shown(stage)}, which is not a Stage. "
                    "Give instances, as in Pipeline([Segmenter()])."
                )
            name = f"{type(stage).__name__} (stage {number})"
            self._check(number, name, stage, filled, dropped)
            tags = tags_of(stage) or tags
            if problem := misfit(stage, tags):
                raise PipelineError(f"{name} {problem}.")
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
        filler = FILLED_BY.get(layer, f"a stage that provides {layer!r}")
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
        doc = need_doc(text)
        for stage in self.stages:
            doc = stage(doc)
        return doc

    def batch(
        self,
        texts: Iterable[str | Doc | None],
        *,
        on_missing: OnMissing = "raise",
        n_threads: int = 1,
    ) -> list[Doc]:
        """The Docs of `texts`, in order; the same as from one call for each.

        Args:
            texts: The texts.
            on_missing: What to do where a text is missing: None, or nan or NA of a table.
                ``"raise"`` an InputError, which names its number; ``"skip"``: leave it out;
                ``"empty"``: take an empty text, so that there is a Doc for each.
            n_threads: How many threads work on parts of the batch, as for `stream`.

        >>> nlp = Pipeline()
        >>> nlp.batch(["我", None, float("nan")], on_missing="empty")
        [Doc('我'), Doc(''), Doc('')]
        """
        need_choice(on_missing, "on_missing", get_args(OnMissing))
        docs = Fresh(chain.from_iterable(batches_of_docs(need_several(texts), on_missing, _PART)))
        if need_count(n_threads, "n_threads") == 1:
            return self._run(docs)
        parts = in_order(self._run, batches(docs, _PART), n_threads)
        return [doc for part in parts for doc in part]

    def _run(self, docs: list[Doc]) -> list[Doc]:
        for stage in self.stages:
            if not type(stage).__module__.startswith("zhnlp."):
                docs = [*docs]  # it may keep them
            elif type(docs) is not Fresh:
                docs = Fresh(docs)
            docs = stage.batch(docs)
        return docs

    @overload
    def stream(
        self,
        texts: Iterable[str | Doc | None],
        *,
        batch_size: int = 256,
        as_tuples: Literal[False] = False,
        on_missing: OnMissing = "raise",
        n_threads: int = 1,
    ) -> Iterator[Doc]: ...
    @overload
    def stream(
        self,
        texts: Iterable[tuple[str | Doc | None, Context]],
        *,
        batch_size: int = 256,
        as_tuples: Literal[True],
        on_missing: OnMissing = "raise",
        n_threads: int = 1,
    ) -> Iterator[tuple[Doc, Context]]: ...
    def stream(
        self,
        texts: Iterable[str | Doc | None] | Iterable[tuple[str | Doc | None, Context]],
        *,
        batch_size: int = 256,
        as_tuples: bool = False,
        on_missing: OnMissing = "raise",
        n_threads: int = 1,
    ) -> Iterator[Doc] | Iterator[tuple[Doc, Context]]:
        """Yield the Docs of any number of texts, in order, a few batches of them in memory.

        Those before a text at fault are yielded before its error is raised.

        Args:
            texts: The texts; with `as_tuples`, pairs of a text and anything that belongs to it.
            batch_size: How many are processed at a time.
            as_tuples: Yield pairs of a Doc and what belongs to its text.
            on_missing: As for `batch`.
            n_threads: How many batches are worked on at a time, each by a thread. It changes
                neither Docs nor order. The compiled code of the stages of zhnlp lets other
                threads run; a stage of yours must be safe to share between threads. With more
                than one, at most ``2 * n_threads + 1`` batches are taken ahead.

        >>> nlp = Pipeline()
        >>> list(nlp.stream([("我爱北京", {"id": 7})], as_tuples=True))
        [(Doc('我爱北京'), {'id': 7})]
        """
        need_count(batch_size, "batch_size")
        need_count(n_threads, "n_threads")
        several = need_several(cast("Iterable[object]", texts))
        need_choice(on_missing, "on_missing", get_args(OnMissing))
        if need_flag(as_tuples, "as_tuples"):
            given = batches(numbered(several, on_missing, as_tuples=True), batch_size)
            done = in_order(self._pairs, given, n_threads)
            return cast("Iterator[tuple[Doc, Context]]", (pair for own in done for pair in own))
        plain = batches_of_docs(several, on_missing, batch_size)
        return chain.from_iterable(in_order(self._run, plain, n_threads))

    def _pairs(self, pairs: list[tuple[Doc, object]]) -> Iterable[tuple[Doc, object]]:
        docs = self._run([doc for doc, _ in pairs])
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


def _is_worth(stage: Stage, filled: Iterable[str]) -> bool:
    """Whether `stage`, which rewrites the text, has use for the layers that are `filled`."""
    return any(layer in stage.moves for layer in filled) and not set(filled) & (
        {*stage.provides} - {"text"}
    )


def _provides(stage: object) -> tuple[str, ...]:
    return stage.provides if isinstance(stage, Stage) else ()
