"""PretrainingState: what a pre-training writes, and what it needs to go on.

In the folder of the network stand ``log.jsonl``, ``pretraining.json`` (how it was made) and what
`transformers` loads, from the first state on; in ``FOLDER.part`` the state of a training that is
not done. Each file appears whole, so a kill at any moment leaves the state before.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import torch
from torch.optim import Optimizer

from zhnlp.errors import FileError, PackError
from zhnlp.io.folders import state_folder
from zhnlp.io.whole_files import write_whole
from zhnlp.neural.packed_text import PackedText
from zhnlp.neural.pretraining_model import PretrainingModel
from zhnlp.neural.pretraining_settings import Pretraining
from zhnlp.packing import About, to_json


class PretrainingState:
    """The files of one training.

    Args:
        folder: Where the network goes.
        text: What is learned; with `settings`, it tells this training from others.
        settings: How.
        about: Goes into ``pretraining.json``.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        text: PackedText,
        settings: Pretraining,
        about: About,
    ) -> None:
        self.folder = Path(folder)
        self.text = text
        self._settings, self._about = settings, about
        self.path = state_folder(folder) / "state.pt"
        self._key = repr((text.about.get("rows_sha256"), settings))
        self._entries: list[dict[str, object]] = []

    def exists(self) -> bool:
        """Whether there is a state, of this training or of another."""
        return self.path.is_file()

    def restore(
        self, model: PretrainingModel, optimizers: Iterable[Optimizer], device: torch.device
    ) -> tuple[int, float] | None:
        """Put the saved state into `model` and `optimizers`.

        Returns:
            The step and the seconds so far; None if there is no state of this training.

        Raises:
            PackError: The state is damaged.
        """
        if not self.exists():
            return None
        try:
            state = torch.load(self.path, map_location=device, weights_only=True)
            if state["key"] != self._key:
                return None
            model.load_state_dict(state["model"])
            for optimizer, own in zip(optimizers, state["optimizers"], strict=True):
                optimizer.load_state_dict(own)
            self._entries = state["log"]
            lines = "".join(f"{json.dumps(each)}\n" for each in self._entries)
        except Exception as error:  # torch raises many kinds for a damaged file
            raise PackError(
                f"the state of the training in {str(self.path)!r} cannot be read: "
                f"{str(error).splitlines()[0]} Delete it to begin anew."
            ) from error
        self.folder.mkdir(parents=True, exist_ok=True)
        self._write(self.folder / "log.jsonl", lines.encode())
        step, seconds = state["step"], state["seconds"]
        return step, seconds

    def log(self, entry: Mapping[str, object]) -> None:
        """Add a line to ``log.jsonl``; lines after a state are lost with what was learned."""
        line = f"{json.dumps(dict(entry))}\n".encode()
        path = self.folder / "log.jsonl"
        if self._entries:
            with open(path, "ab") as file:
                file.write(line)
        else:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write(path, line)
        self._entries.append(dict(entry))

    def save(
        self,
        model: PretrainingModel,
        optimizers: Iterable[Optimizer],
        step: int,
        seconds: float,
    ) -> None:
        """Write the state, and the network as it is now."""
        buffer = io.BytesIO()
        state = {
            "key": self._key,
            "step": step,
            "seconds": seconds,
            "model": model.state_dict(),
            "optimizers": [each.state_dict() for each in optimizers],
            "log": self._entries,
        }
        torch.save(state, buffer)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._write(self.path, buffer.getbuffer())
        self.save_network(model, step, seconds)

    def save_network(self, model: PretrainingModel, step: int, seconds: float) -> None:
        """Write the network, with its vocabulary and how it was made."""
        model.save(self.folder)
        self.text.tokenizer.save(self.folder)
        about = {
            **{name: self.text.about.get(name) for name in ("data", "licence")},
            **self._about,
            "settings": asdict(self._settings),
            "steps": step,
            "seconds": round(seconds),
            "measured": self._entries[-1],
        }
        self._write(self.folder / "pretraining.json", to_json(about))

    def done(self) -> None:
        """Delete the state; files that are not part of it stay."""
        self.path.unlink(missing_ok=True)
        with suppress(OSError):
            self.path.parent.rmdir()

    def _write(self, path: Path, content: bytes | memoryview) -> None:
        try:
            write_whole(path, content)
        except OSError as error:
            raise FileError(f"cannot write {str(path)!r}: {error.strerror}.") from error
