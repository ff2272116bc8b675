"""Checkpoints: the state of a training run, stored in a folder until it is done.

The state is one file, which is replaced whole: a kill at any moment leaves the state before. Its
array ``about`` is JSON: how far the run is, and the checksum of the other arrays.
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from zhnlp.core import SequenceTrainer
from zhnlp.errors import FileError, FormatError, PackError
from zhnlp.io.folders import obstacle
from zhnlp.io.whole_files import UNFINISHED, lock, write_whole
from zhnlp.packing import (
    FORMAT,
    About,
    make_pack,
    need_about,
    read_manifest,
    to_json,
    unpacked,
)

Arrays = dict[str, Any]
_STATE = "TrainingState"
_CLAIM: About = {"format": FORMAT, "kind": _STATE}  # marks the folder


class Learned(NamedTuple):
    """Weights as a pack holds them, and their description for its ``pack.json``."""

    arrays: Arrays
    about: About


class Progress(NamedTuple):
    """The number of passes so far, the best one, its score and weights."""

    n: int
    best: int
    value: float
    learned: Learned | None


class Checkpoint:
    """A folder that holds the state of a training run until it is done.

    It is recognised by a ``pack.json`` of the kind TrainingState. Other folders are
    never changed or removed.

    Args:
        folder: Made after the first pass, removed at the end.
        key: The `fingerprint` of the run; a state with another key is ignored.
    """

    def __init__(self, folder: str | os.PathLike[str], key: str) -> None:
        self.folder = Path(folder)
        self.key = key

    def save(self, trainer: SequenceTrainer, progress: Progress) -> None:
        """Write the state after a pass."""
        arrays: Arrays = trainer.state()
        about: About = {"key": self.key, "n": progress.n, "best": progress.best}
        if progress.learned is not None:
            arrays.update((f"best_{k}", v) for k, v in progress.learned.arrays.items())
            about.update(value=progress.value, learned=progress.learned.about)
        about["crc32"] = _checksum(arrays)
        arrays["about"] = array("B", json.dumps(about).encode())
        state = make_pack(_STATE, {}, arrays)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with lock(self.folder.parent):  # another run to this folder may be done just now
            self._claim()
            write_whole(self._path, state.data)

    def restore(self, trainer: SequenceTrainer) -> Progress | None:
        """Restore the state of `trainer`; None if no state with this key is there.

        Raises:
            FileError: Something else is in the folder.
            PackError: The state is damaged.
        """
        self.check()
        if not self._path.exists():
            return None
        try:
            about, arrays = self._read()
            if about.get("key") != self.key:
                return None
            if _checksum(arrays) != about.get("crc32"):
                raise ValueError("it does not have its checksum")
            progress = _progress(about, arrays)
            trainer.restore(arrays)
        except (OSError, PackError, ValueError, TypeError, LookupError, OverflowError) as error:
            reason = f"there is no {error}" if isinstance(error, KeyError) else str(error)
            raise PackError(
                f"the state of the training in {str(self.folder)!r} is damaged: "
                f"{reason.rstrip('.')}. Remove the folder to begin anew."
            ) from error
        return progress

    def found_key(self) -> str:
        """The key of the state that is there; empty if there is none."""
        try:
            return str(self._read()[0].get("key", ""))
        except (OSError, PackError, ValueError, LookupError):
            return ""

    def _read(self) -> tuple[About, Arrays]:
        """What the state holds, without its check; ValueError and others if it is damaged."""
        arrays = dict(unpacked({"name": str(self.folder)}, self._path.read_bytes()).arrays)
        return need_about(json.loads(bytes(arrays.pop("about")))), arrays

    def done(self) -> None:
        """Remove the state, if it is of this run. Files that are not part of it stay."""
        with lock(self.folder.parent), suppress(OSError):  # what cannot be removed does no harm
            if not self._is_ours() or self.found_key() != self.key:
                return
            for path in (self._path, *self.folder.glob(UNFINISHED)):
                path.unlink(missing_ok=True)
            self._manifest.unlink()
            self.folder.rmdir()

    @property
    def _path(self) -> Path:
        return self.folder / "state.safetensors"

    @property
    def _manifest(self) -> Path:
        return self.folder / "pack.json"

    def _claim(self) -> None:
        """Make the folder and mark it as ours, before anything else is written to it."""
        if self._is_ours():
            return
        self._check()
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._manifest, to_json(_CLAIM))

    def _is_ours(self) -> bool:
        try:
            return read_manifest(self._manifest).get("kind") == _STATE
        except (PackError, FormatError, FileError):
            return False

    def _is_free(self) -> bool:
        """Whether the folder is empty or does not exist."""
        try:
            return not any(self.folder.iterdir())
        except FileNotFoundError:
            return not self.folder.is_symlink()
        except OSError:
            return False

    def check(self) -> None:
        """FileError where something else is in the place of the folder."""
        with lock(self.folder.parent):
            self._check()

    def _check(self) -> None:
        if not self._is_ours() and not self._is_free():
            raise FileError(
                f"the state of the training goes to {str(self.folder)!r}, but something else is "
                "there. Move it away, or write the pack to another folder."
            )
        if problem := obstacle(self.folder):
            raise FileError(
                f"the state of the training cannot be written to {str(self.folder)!r}: {problem}. "
                "Write the pack to another folder."
            )


def _progress(about: About, arrays: Arrays) -> Progress:
    """What a state holds beside that of the trainer; ValueError and others if it is damaged."""
    own = {
        name.removeprefix("best_"): array(view.format, view.tobytes())
        for name, view in arrays.items()
        if name.startswith("best_")
    }
    n, best, value = (about[name] for name in ("n", "best", "value"))
    if type(n) is not int or type(best) is not int or not 1 <= best <= n:
        raise ValueError(f"its passes are {n!r}, the best of them {best!r}")
    if type(value) not in (int, float):
        raise ValueError(f"the value of its best pass is {value!r}")
    return Progress(n, best, value, Learned(own, need_about(about["learned"])))


def _checksum(arrays: Arrays) -> int:
    """The CRC-32 of all arrays, in the order of their names."""
    found = 0
    for name in sorted(arrays):
        found = crc32(memoryview(arrays[name]).cast("B"), found)
    return found


def fingerprint(settings: Mapping[str, object], parts: Iterable[bytes]) -> str:
    """A key of these settings and data; different ones have different keys."""
    digest = sha256(json.dumps(dict(settings), sort_keys=True).encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()
