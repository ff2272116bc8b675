"""Backends: run a network on a batch, by torch or by onnxruntime, with the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from zhnlp.neural.inputs import Batch

if TYPE_CHECKING:
    from pathlib import Path

    from zhnlp.neural.network import Network

Scores = NDArray[np.float32]


class Backend(Protocol):
    """Runs a network."""

    def scores(self, batch: Batch) -> Scores:
        """The scores of a batch; see heads.py for shapes."""
        ...


class TorchBackend:
    """Runs a network by torch.

    Args:
        network: The network; it is moved to the device.
        device: ``"auto"`` is a GPU if there is one.
    """

    def __init__(self, network: Network, *, device: str = "auto") -> None:
        from zhnlp.neural.network import device_of

        self.device = device_of(device)
        self.network = network.to(self.device).eval()

    def scores(self, batch: Batch) -> Scores:
        """The scores of a batch."""
        import torch

        with torch.inference_mode():
            tensors = {
                name: torch.from_numpy(ids).to(self.device, non_blocking=True)
                for name, ids in batch.items()
            }
            found: Scores = self.network(**tensors).float().cpu().numpy()
        return found


class OnnxBackend:
    """Runs an exported network by onnxruntime.

    Args:
        path: An ONNX file, made by export.py.
        threads: How many of the processor's cores it uses; 0 for all.
    """

    def __init__(self, path: Path, *, threads: int = 0) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self.inputs = {each.name for each in self.session.get_inputs()}

    def scores(self, batch: Batch) -> Scores:
        """The scores of a batch."""
        nothing = np.zeros_like(batch["ids"])  # one text has no segments but the first
        given = {name: batch.get(name, nothing) for name in self.inputs}
        found: Scores = self.session.run(None, given)[0]
        return found
