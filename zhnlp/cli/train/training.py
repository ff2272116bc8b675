"""Training: what the commands that train have in common, from reading corpora to noting scores."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from zhnlp.cli.outputs import print_text
from zhnlp.cli.score_texts import read_gold
from zhnlp.corpus import Format
from zhnlp.doc import Doc
from zhnlp.io.lines import read_lines
from zhnlp.models.sequence.training import Schedule
from zhnlp.packing import amend_pack
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

Read = Callable[[Sequence[str]], list[Doc]]
Trained = TypeVar("Trained", Segmenter, Tagger, Recognizer)
_BLOCK = 1 << 22  # characters of raw text at once


@dataclass(frozen=True)
class Training:
    """What the options of a training say (see options.py)."""

    corpus: tuple[str, ...]
    dev: str | None
    pack: str
    data: str | None
    licence: str | None
    gold_format: Format | None
    repair: bool
    schedule: dict[str, Any]

    @classmethod
    def of(cls, **options: Any) -> Training:
        """Those of the options of a command; the others are of the schedule."""
        own = {name: options.pop(name) for name in cls.__annotations__ if name in options}
        return cls(**own, schedule=options)

    def read(self, paths: Sequence[str], layers: Sequence[str], **settings: Any) -> list[Doc]:
        """The texts of all corpora, which must have `layers`."""
        settings = {"gold_format": self.gold_format, "repair": self.repair, **settings}
        return [doc for path in paths for doc in read_gold(path, layers, **settings)]

    def run(
        self, fit: Callable[..., Trained], docs: list[Doc], dev: Read, usual: Schedule, **more: Any
    ) -> Trained:
        """What `fit` makes of `docs`, its model saved.

        Args:
            fit: Of a stage.
            docs: What is learned.
            dev: Reads the development set.
            usual: The schedule where the options say nothing.
            more: Further arguments of `fit`.
        """
        told = {name: value for name, value in self.schedule.items() if value is not None}
        passes = {"passes": 20} if self.dev else {}  # there may be more, as the best is chosen
        trained = fit(
            docs,
            dev=dev([self.dev]) if self.dev else (),
            schedule=replace(usual, **{**passes, **told}),
            about=about(self.pack, self.corpus, self.data, self.licence),
            checkpoint=Path(f"{self.pack.rstrip('/')}.part"),
            report=tell,
            **more,
        )
        trained.model.save_pack(Path(self.pack))  # type: ignore[union-attr]  # fit has made it
        return trained


def about(
    pack: str, corpus: Sequence[str], data: str | None, licence: str | None
) -> dict[str, Any]:
    """What a pack says of how it was made."""
    return {
        "name": Path(pack).name,
        "data": data or " ".join(Path(path).name for path in corpus),
        "licence": licence or "not stated",
        "command": "zhnlp " + shlex.join(_shown(sys.argv[1:])),
    }


def note_scores(pack: str, paths: Iterable[str], score: Callable[[str], dict[str, Any]]) -> None:
    """Note in the pack what `score` gives for each file."""
    if scores := {Path(path).name: score(path) for path in paths}:
        amend_pack(pack, {"scores": scores})


def shown(path: str, scores: object, **noted: float) -> dict[str, float]:
    """What is noted of the scores on a file, which are printed."""
    print_text(f"{Path(path).name}\n{scores}")
    return {name: round(value, 4) for name, value in noted.items()}


def raw_blocks(paths: Sequence[str]) -> Iterator[bytes]:
    """The text of UTF-8 files in blocks of whole lines."""
    for path in paths:
        lines: list[str] = []
        size = 0
        for line in read_lines(path):
            lines.append(line)
            size += len(line)
            if size >= _BLOCK:
                yield "".join(lines).encode()
                lines, size = [], 0
        yield "".join(lines).encode()


def tell(line: str) -> None:
    """Report on standard error."""
    click.echo(line, err=True)


def _shown(words: Sequence[str]) -> Iterator[str]:
    """A command line without folders, and without what the pack says elsewhere."""
    left = iter(words)
    for word in left:
        if word in ("--data", "--licence", "--score"):
            next(left, None)
        else:
            yield Path(word).name if "/" in word else word
