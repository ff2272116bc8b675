"""Backends: run a network on a batch, by torch or by onnxruntime, with the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from zhnlp.errors import PackError
from zhnlp.io.plain_files import read_given
from zhnlp.neural.inputs import Batch

if TYPE_CHECKING:
    from pathlib import Path

    from zhnlp.neural.network import Network

Scores = NDArray[np.float32]
_CPU_BATCH = 1024  # tokens: what lies between two layers stays in the cache of a core
_GPU_BATCH = 32_768
_MOST_ONNX = (1 << 31) - 1  # bytes: more cannot be in one file


class Backend(Protocol):
    """Runs a network.

    Attributes:
        batch: How many tokens it is best given at once, padding included.
    """

    batch: int

    def scores(self, batch: Batch) -> Scores:
        """The scores of a batch; see heads.py for shapes."""
        ...


class TorchBackend:
    """Runs a network by torch, on as many cores as torch is set to (``OMP_NUM_THREADS``).

    Args:
        network: The network; it is moved to the device.
        device: ``"auto"`` is a GPU if there is one.
    """

    def __init__(self, network: Network, *, device: str = "auto") -> None:
        from zhnlp.neural.network import device_of

        self.device = device_of(device)
        self.network = network.to(self.device).eval()
        self.batch = _CPU_BATCH if self.device.type == "cpu" else _GPU_BATCH

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
    """Runs an exported network by onnxruntime, on the processor.

    Args:
        path: An ONNX file, made by export.py.
        threads: How many cores it uses; 0 for all.

    Raises:
        PackError: The file is not a network, or is damaged.
    """

    def __init__(self, path: Path, *, threads: int = 0) -> None:
        import onnxruntime

        content = _onnx(path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3  # errors; warnings are about its own optimisations
        try:
            self.session = onnxruntime.InferenceSession(
                content, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime has a class for each code, and no common base
            need_memory(error, path)
            raise PackError(
                f"{str(path)!r} is not a network that onnxruntime can run: {error} Export it again."
            ) from error
        self.inputs = {each.name for each in self.session.get_inputs()}
        self.batch = _CPU_BATCH

    def scores(self, batch: Batch) -> Scores:
        """The scores of a batch."""
        nothing = np.zeros_like(batch["ids"])  # a row of one text names no segments
        given = {name: batch[name] for name in self.inputs & set(batch)}
        if "segments" in self.inputs:
            given.setdefault("segments", nothing)
        found: Scores = self.session.run(None, given)[0]
        return found


def _onnx(path: Path) -> bytes:
    """The content of an ONNX file, which refers to no other file for its weights."""
    try:
        content = read_given(path, most=_MOST_ONNX)
    except OSError as error:
        raise PackError(f"{str(path)!r} cannot be read: {error.strerror}.") from error
    if b"location" in content:  # the key of a file with weights, which may be anywhere
        raise PackError(f"{str(path)!r} has weights in another file. Export it again with zhnlp.")
    return content


@contextmanager
def network_errors(path: Path) -> Iterator[None]:
    """Turn what torch says of a network that cannot be made into a PackError."""
    try:
        yield
    except PackError:
        raise
    except (RuntimeError, ValueError, TypeError, LookupError, AssertionError) as error:
        need_memory(error, path)
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise PackError(f"{str(path)!r} cannot be loaded: {reason} Make it again.") from error


def need_memory(error: Exception, path: Path) -> None:
    """MemoryError if `error` says that there was too little memory to load `path`."""
    if is_out_of_memory(error):
        raise MemoryError(f"too little memory to load {str(path)!r}.") from error


def is_out_of_memory(error: Exception) -> bool:
    """Whether a backend, or numpy, said that it got no memory; torch has a class for GPUs only."""
    said = str(error).lower()
    return isinstance(error, MemoryError) or any(
        part in said for part in ("out of memory", "can't allocate memory", "failed to allocate")
    )
