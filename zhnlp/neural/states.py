"""States: what a training needs to go on after it was stopped, as one safetensors file.

It holds the weights, the state of the optimizer and of the random numbers, and the best weights
so far. It is written to another name first, so a kill leaves the state before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from zhnlp.errors import PackError
from zhnlp.io.whole_files import write_whole
from zhnlp.packing import About


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
            PackError: The file is damaged.
        """
        if not self.path.is_file():
            return None
        try:
            with safe_open(self.path, "pt") as file:
                note = file.metadata() or {}
                if note.get("key") != self.key:
                    return None
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        except (OSError, SafetensorError) as error:
            raise PackError(
                f"the state of the training in {str(self.path)!r} cannot be read: {error}. "
                "Delete it to begin anew."
            ) from error
        network.load_state_dict(_under("weights/", tensors))
        state: dict[int, dict[str, Tensor]] = {}
        for name, value in _under("optimizer/", tensors).items():
            number, slot = name.split("/")
            state.setdefault(int(number), {})[slot] = value
        own = optimizer.state_dict()
        optimizer.load_state_dict({**own, "state": state})
        torch.set_rng_state(tensors["random/cpu"])
        if torch.cuda.is_available() and "random/cuda" in tensors:
            torch.cuda.set_rng_state(tensors["random/cuda"])
        return Restored(json.loads(note["progress"]), _under("best/", tensors))

    def done(self) -> None:
        """Delete the state."""
        self.path.unlink(missing_ok=True)
        if self.path.parent.is_dir() and not any(self.path.parent.iterdir()):
            self.path.parent.rmdir()


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {
        name.removeprefix(prefix): value
        for name, value in tensors.items()
        if name.startswith(prefix)
    }
