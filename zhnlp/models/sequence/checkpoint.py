"""Checkpoints: the state of a training, kept in a folder until it is done."""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from zhnlp.core import SequenceTrainer
from zhnlp.errors import FileError, FormatError, PackError
from zhnlp.io.whole_files import UNFINISHED, write_whole
from zhnlp.packing import FORMAT, make_pack, read_manifest, read_pack, to_json

Arrays = dict[str, Any]
_STATE = "TrainingState"


class Learned(NamedTuple):
    """Weights as a pack holds them, and what is to be said of them."""

    arrays: Arrays
    about: dict[str, Any]


class Progress(NamedTuple):
    """Passes made, the best of them, its score and weights."""

    n: int
    best: int
    value: float
    learned: Learned | None


class Checkpoint:
    """A folder that holds the state of a training until it is done.

    It is recognised by its ``pack.json``, of the kind TrainingState. No other
    folder is written to or removed.

    Args:
        folder: Made when the first pass is done, removed at the end.
        key: What is trained, from `fingerprint`; another one starts anew.
    """

    def __init__(self, folder: str | os.PathLike[str], key: str) -> None:
        self.folder = Path(folder)
        self.key = key

    def keep(self, trainer: SequenceTrainer, progress: Progress) -> None:
        """Note the state after a pass."""
        arrays = trainer.state()
        about: dict[str, Any] = {"key": self.key, "n": progress.n, "best": progress.best}
        if progress.learned is not None:
            arrays.update((f"best_{k}", v) for k, v in progress.learned.arrays.items())
            about.update(value=progress.value, learned=progress.learned.about)
        self._claim()
        make_pack(_STATE, about, arrays).write(self.folder)

    def restore(self, trainer: SequenceTrainer) -> Progress | None:
        """Put `trainer` where it was; None where nothing that fits was kept.

        Raises:
            FileError: Something else is in the place of the folder.
        """
        if not self._is_ours():
            self._refuse_others()
            return None
        try:
            state = read_pack(self.folder, _STATE)
        except (PackError, FormatError):
            return None
        if state.about.get("key") != self.key:
            return None
        trainer.restore(state.arrays)
        arrays = {
            name.removeprefix("best_"): array(view.format, view.tobytes())
            for name, view in state.arrays.items()
            if name.startswith("best_")
        }
        about = state.about
        return Progress(
            about["n"], about["best"], about["value"], Learned(arrays, about["learned"])
        )

    def done(self) -> None:
        """Forget the state. What somebody else has put into the folder stays."""
        if not self._is_ours():
            return
        with suppress(OSError):  # a file that cannot be removed does no harm
            for path in (self.folder / "arrays.safetensors", *self.folder.glob(UNFINISHED)):
                path.unlink(missing_ok=True)
            (self.folder / "pack.json").unlink()
            self.folder.rmdir()

    def _claim(self) -> None:
        """Make the folder, with what tells that it is ours before anything else is in it."""
        if self._is_ours():
            return
        self._refuse_others()
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / "pack.json", to_json({"format": FORMAT, "kind": _STATE}))

    def _is_ours(self) -> bool:
        try:
            return read_manifest(self.folder / "pack.json").get("kind") == _STATE
        except (PackError, FormatError, FileError):
            return False

    def _is_free(self) -> bool:
        """Whether the folder is empty or can be made."""
        try:
            return not any(self.folder.iterdir())
        except FileNotFoundError:
            return not self.folder.is_symlink()
        except OSError:
            return False

    def _refuse_others(self) -> None:
        if not self._is_free():
            raise FileError(
                f"the state of the training is kept in {str(self.folder)!r}, but something else "
                "is there. Move it away, or write the pack to another folder."
            )


def fingerprint(settings: dict[str, Any], parts: Iterable[bytes]) -> str:
    """A key that differs where settings or data do."""
    digest = sha256(json.dumps(settings, sort_keys=True).encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()
