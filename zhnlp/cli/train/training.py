"""Training: shared by the commands that train, from reading corpora to writing scores."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zhnlp.cli.outputs import print_text
from zhnlp.cli.score_texts import read_gold
from zhnlp.cli.train.network_options import network_of
from zhnlp.corpus import Format
from zhnlp.corpus.documents import leave_out, read_documents, read_sentences
from zhnlp.doc import Doc
from zhnlp.io.folders import state_folder
from zhnlp.models.sequence.checkpoint import Checkpoint
from zhnlp.models.sequence.training import Schedule
from zhnlp.neural.extras import neural
from zhnlp.neural.settings import FineTuning, Shape
from zhnlp.packing import About, amend_pack
from zhnlp.saving import save
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

if TYPE_CHECKING:
    from zhnlp.neural.states import States

Read = Callable[[Sequence[str]], list[Doc]]
Trained = TypeVar("Trained", Segmenter, Tagger, Recognizer)
_BLOCK = 1 << 22  # characters of a block of raw text


@dataclass(frozen=True)
class Training:
    """The values of the options in options.py."""

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
        """From all options of a command; those without a field here are for the schedule."""
        own = {name: options.pop(name) for name in cls.__annotations__ if name in options}
        network = network_of(options) if "encoder" in options else None
        training = cls(**own, schedule={**options, "network": network})
        training._state().check()  # now, as to read a corpus takes long
        return training

    @property
    def network(self) -> Shape | None:
        """The shape of a network; None for a linear model."""
        shape: Shape | None = self.schedule["network"]
        return shape

    @property
    def state(self) -> Path:
        """The folder that holds the state of the training until it is done."""
        return state_folder(self.pack)

    def _state(self, key: str = "") -> Checkpoint | States:
        if self.network is None:
            return Checkpoint(self.state, key)
        found: States = neural("states", "training a network").States(self.state, key)
        return found

    def read(self, paths: Sequence[str], layers: Sequence[str], **settings: Any) -> list[Doc]:
        """The texts of all corpora, with `layers`."""
        settings = {"gold_format": self.gold_format, "repair": self.repair, **settings}
        return [doc for path in paths for doc in read_gold(path, layers, **settings)]

    def run(
        self,
        fit: Callable[..., Trained],
        docs: list[Doc],
        dev: Read,
        default: Schedule | FineTuning,
        **extra: Any,
    ) -> Trained:
        """The stage that `fit` trains on `docs`; its model is saved.

        Args:
            fit: The method of a stage.
            docs: The training texts.
            dev: Reads the development set.
            default: The schedule, for options that are not given.
            extra: Further arguments of `fit`.
        """
        given = {name: value for name, value in self.schedule.items() if value is not None}
        given.pop("network", None)
        if self.network is not None:
            default, extra = FineTuning(), {**extra, "network": self.network}
        passes = {"passes": 20} if self.dev else {}  # more do no harm if the best is chosen
        trained = fit(
            docs,
            dev=dev([self.dev]) if self.dev else (),
            schedule=replace(default, **{**passes, **given}),
            about=about(self.pack, self.corpus, self.data, self.licence),
            checkpoint=self.state,
            keep_checkpoint=True,
            report=tell,
            **extra,
        )
        key = self._state().found_key()
        save(trained.model, self.pack)
        self._state(key).done()  # not before, or a full disk would lose the training
        return trained


def about(pack: str, corpus: Sequence[str], data: str | None, licence: str | None) -> About:
    """The description for a pack: how it was made."""
    return {
        "name": Path(pack).name,
        "data": data or " ".join(Path(path).name for path in corpus),
        "licence": licence or "not stated",
        "command": "zhnlp " + shlex.join(_shortened(sys.argv[1:])),
    }


def note_scores(pack: str, paths: Iterable[str], score: Callable[[str], dict[str, float]]) -> None:
    """Write the result of `score` for each file to the pack."""
    if scores := {Path(path).name: score(path) for path in paths}:
        amend_pack(pack, {"scores": scores})


def shown(path: str, scores: object, **for_pack: float) -> dict[str, float]:
    """Print the scores on a file, and return those for the pack, rounded."""
    print_text(f"{Path(path).name}\n{scores}")
    return {name: round(value, 4) for name, value in for_pack.items()}


def raw_blocks(paths: Sequence[str], without: Sequence[str] = ()) -> Iterator[bytes]:
    """Yield the paragraphs of raw text as UTF-8 lines, in blocks.

    Args:
        paths: Files as for `read_documents`.
        without: Files whose sentences are left out.
    """
    known = {sentence for path in without for sentence in read_sentences(path)}
    for path in paths:
        lines: list[str] = []
        size = 0
        for document in leave_out(read_documents(path), known=known):
            lines += document
            size += sum(map(len, document))
            if size >= _BLOCK:
                yield _block(lines)
                lines, size = [], 0
        yield _block(lines)


def raw_texts(
    paths: Sequence[str], without: Sequence[str] = (), *, every: int | None = None
) -> Iterator[str]:
    """Yield the distinct paragraphs of raw text.

    Args:
        paths: Files as for `read_documents`.
        without: Files whose sentences are left out.
        every: Leave out every n-th document of each file.
    """
    known = {sentence for path in without for sentence in read_sentences(path)}
    seen = set()
    for path in paths:
        for document in leave_out(read_documents(path), every=every, known=known):
            for text in document:
                if (key := hash(text)) not in seen:
                    seen.add(key)
                    yield text


def _block(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def tell(line: str) -> None:
    """Print a line on standard error."""
    click.echo(line, err=True)


def _shortened(words: Sequence[str]) -> Iterator[str]:
    """A command line without folders, and without options that the pack records elsewhere."""
    left = iter(words)
    for word in left:
        if word in ("--data", "--licence", "--score"):
            next(left, None)
        else:
            yield _without_folder(word)


def _without_folder(word: str) -> str:
    """
    >>> _without_folder("texts/a.txt"), _without_folder("news=/texts/a.txt"), _without_folder("-o")
    ('a.txt', 'news=a.txt', '-o')
    """
    name, mark, path = word.partition("=")
    if mark and "/" not in name:
        return f"{name}={_without_folder(path)}"
    return Path(word).name if "/" in word else word
