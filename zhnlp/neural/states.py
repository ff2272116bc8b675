"""States: what a training needs to go on after it was stopped, as one safetensors file.

It holds the weights, the state of the optimizer and of the random numbers, and the best weights
so far. It is written to another name first, so a kill leaves the state before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from zhnlp.errors import FileError, PackError
from zhnlp.io.folders import foreign, obstacle
from zhnlp.io.whole_files import write_whole
from zhnlp.packing import About

_PROGRESS = {"passed", "step", "best", "value"}


class Restored(NamedTuple):
    """What was saved beside the weights.

    Attributes:
        progress: How far the training was.
        best: The best weights so far.
    """

    progress: About
    best: dict[str, Tensor]


class States:
    """Saves and restores the state of one training.

    Args:
        folder: Where; it is made.
        key: What tells the data and settings of this training from others. A state with another
            key is not used.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self.path = folder / "state.safetensors"
        self.key = key

    def save(
        self,
        network: nn.Module,
        optimizer: torch.optim.Optimizer,
        progress: Mapping[str, object],
        best: Mapping[str, Tensor],
    ) -> None:
        """Write the state."""
        tensors = {f"weights/{name}": value for name, value in network.state_dict().items()}
        tensors |= {f"best/{name}": value for name, value in best.items()}
        for number, slots in optimizer.state_dict()["state"].items():
            for name, value in slots.items():
                tensors[f"optimizer/{number}/{name}"] = torch.as_tensor(value)
        tensors["random/cpu"] = torch.get_rng_state()
        if torch.cuda.is_available():
            tensors["random/cuda"] = torch.cuda.get_rng_state()
        own = {name: value.detach().cpu().clone().contiguous() for name, value in tensors.items()}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        note = {"key": self.key, "progress": json.dumps(dict(progress))}
        write_whole(self.path, save(own, metadata=note))

    def restore(self, network: nn.Module, optimizer: torch.optim.Optimizer) -> Restored | None:
        """Put the saved state into `network` and `optimizer`; None if there is none.

        Raises:
            FileError: Something else is in the folder.
            PackError: The file is damaged.
        """
        self.check()
        if not self.path.is_file():
            return None
        try:
            with safe_open(self.path, "pt") as file:
                note = file.metadata() or {}
                if note.get("key") != self.key:
                    return None
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return _put(note, tensors, network, optimizer)
        except (
            *(OSError, SafetensorError, RuntimeError, ValueError),
            *(LookupError, TypeError, AttributeError),
        ) as error:
            problem = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise PackError(
                f"the state of the training in {str(self.path)!r} cannot be read: "
                f"{problem.rstrip('.')}. Delete it to begin anew."
            ) from error

    def check(self) -> None:
        """Raise an error where the state cannot be written, or something else is there.

        Raises:
            FileError: It cannot be written to that folder.
            PackError: The file in its place is not one.
        """
        folder = self.path.parent
        try:
            other = foreign(folder, [self.path.name])
        except OSError:
            other = folder.name
        if other:
            raise FileError(
                f"the state of the training goes to {str(folder)!r}, but something else is there, "
                f"such as {other!r}. Move it away, or write the pack to another folder."
            )
        if self.path.exists() and not self._is_ours():
            raise PackError(
                f"{str(self.path)!r} is not the state of a training, or it is damaged. Delete it "
                "to begin anew, or write the pack to another folder."
            )
        if problem := obstacle(folder):
            raise FileError(
                f"the state of the training cannot be written to {str(folder)!r}: {problem}. "
                "Write the pack to another folder."
            )

    def found_key(self) -> str:
        """The key of the state that is there; empty if there is none."""
        return str(self._note().get("key", ""))

    def done(self) -> None:
        """Delete the state, if it is of this run. Files that are not part of it stay."""
        if self._is_ours() and self.found_key() == self.key:
            self.path.unlink(missing_ok=True)
            with suppress(OSError):  # there is something else in the folder
                self.path.parent.rmdir()

    def _is_ours(self) -> bool:
        return {"key", "progress"} <= set(self._note())

    def _note(self) -> dict[str, str]:
        """What is noted in the file beside its tensors; empty if it is not one of tensors."""
        try:
            with safe_open(self.path, "pt") as file:
                return file.metadata() or {}
        except (OSError, SafetensorError):
            return {}


def _put(
    note: Mapping[str, str],
    tensors: Mapping[str, Tensor],
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
) -> Restored:
    """Put the parts of a state into their places."""
    progress = json.loads(note["progress"])
    if not isinstance(progress, dict) or set(progress) != _PROGRESS:
        raise TypeError("its progress is not one of a training")
    if not all(type(value) in (int, float) for value in progress.values()):
        raise TypeError("its progress has no numbers")
    network.load_state_dict(_under("weights/", tensors))
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in _under("optimizer/", tensors).items():
        number, slot = name.split("/")
        state.setdefault(int(number), {})[slot] = value
    optimizer.load_state_dict({**optimizer.state_dict(), "state": state})
    torch.set_rng_state(tensors["random/cpu"])
    if torch.cuda.is_available() and "random/cuda" in tensors:
        torch.cuda.set_rng_state(tensors["random/cuda"])
    return Restored(progress, _under("best/", tensors))


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {
        name.removeprefix(prefix): value
        for name, value in tensors.items()
        if name.startswith(prefix)
    }
