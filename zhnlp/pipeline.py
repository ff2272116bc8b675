"""Pipeline: stages in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from zhnlp.arguments import need_count, need_items, shown
from zhnlp.doc import Doc
from zhnlp.errors import PipelineError, UsageError
from zhnlp.stage import Stage


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
        for number, stage in enumerate(self.stages):
            if not isinstance(stage, Stage):
                raise PipelineError(
                    f"stage {number} is {shown(stage)}, which is not a Stage. "
                    "Give instances, as in Pipeline([Segmenter()])."
                )
            name = f"{type(stage).__name__} (stage {number})"
            self._check(number, name, stage, filled)
            filled.update((layer, name) for layer in stage.provides)
        object.__setattr__(self, "provides", tuple(filled))

    def _check(self, number: int, name: str, stage: Stage, filled: dict[str, str]) -> None:
        """PipelineError if `stage` cannot follow the stages that filled `filled`."""
        if "text" in stage.provides and (stale := [x for x in filled if x != "text"]):
            raise PipelineError(
                f"{name} rewrites the text, but {filled[stale[0]]} has already filled "
                f"{stale[0]!r}. Move {type(stage).__name__} before it."
            )
        if "words" in stage.provides and "tags" in filled and "tags" not in stage.provides:
            raise PipelineError(
                f"{name} makes new words, but {filled['tags']} has already filled 'tags' for the "
                f"old words. Move {type(stage).__name__} before it, or leave one out."
            )
        for layer in stage.requires:
            if layer in filled:
                continue
            later = [type(s).__name__ for s in self.stages[number + 1 :] if layer in _provides(s)]
            advice = (
                f"Move {later[0]} before it."
                if later
                else f"Add a stage that provides {layer!r} before it."
            )
            raise PipelineError(
                f"{name} needs {layer!r}, which no earlier stage provides. {advice}"
            )

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

    def stream(self, texts: Iterable[str | Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """Yield the Docs of any number of texts, in order, `batch_size` of them in memory."""
        need_count(batch_size, "batch_size")
        left = iter(_several(texts))
        batches = iter(lambda: list(islice(left, batch_size)), [])
        return chain.from_iterable(map(self.batch, batches))

    def __repr__(self) -> str:
        return f"Pipeline([{', '.join(map(repr, self.stages))}])"


def _provides(stage: object) -> tuple[str, ...]:
    return stage.provides if isinstance(stage, Stage) else ()


def _several(texts: Iterable[str | Doc]) -> Iterable[str | Doc]:
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
