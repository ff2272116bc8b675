"""Export a saved network to ONNX, for onnxruntime, which needs no torch and starts at once."""

from __future__ import annotations

import copy
import logging
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from zhnlp.errors import UsageError
from zhnlp.io.whole_files import write_whole
from zhnlp.neural.backends import OnnxBackend, TorchBackend
from zhnlp.neural.folders import clear
from zhnlp.neural.inputs import Batch
from zhnlp.neural.model import NeuralModel
from zhnlp.neural.network import Network

OPSET = 17
TOLERANCE = 1e-3  # most that scores of float32 may differ by
_TOKENS = 7  # of a row to trace; the check has longer ones, and more


def export(model: NeuralModel, folder: Path, *, int8: bool = False) -> float:
    """Write `model` to `folder` with ``network.onnx``, which is then used for it.

    Args:
        model: A model whose network runs by torch.
        folder: Where; it is made.
        int8: Keep weights of matrices as bytes, and multiply bytes: a quarter of the size, and
            faster; scores differ a little.

    Returns:
        The largest difference between scores of the two, on rows of random tokens.

    Raises:
        UsageError: The model was read from an exported folder, or the two differ by more than
            TOLERANCE, not with `int8`.
    """
    if not isinstance(model.backend, TorchBackend):
        raise UsageError(
            f"{model!r} is exported already. Give the folder that `zhnlp train` wrote."
        )
    network = _plain(model.backend.network)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary, "network.onnx")
        _write(network, path)
        if int8:
            path = _quantized(path)
        difference = _difference(network, path)
        if difference > TOLERANCE and not int8:
            raise UsageError(
                f"the exported network differs by {difference:.2g} from the one of torch, so it is "
                "not kept. Use the network by torch."
            )
        content = path.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    if model.folder is None or folder.resolve() != model.folder.resolve():
        clear(folder)
    write_whole(folder / "network.onnx", content)
    model.write_description(folder)
    return difference


def _difference(network: Network, path: Path) -> float:
    """The largest difference between the scores of a network and those of its exported form."""
    batch = _example(network, 3, 2 * _TOKENS)
    own, other = TorchBackend(network, device="cpu"), OnnxBackend(path, threads=1)
    return float(np.abs(own.scores(batch) - other.scores(batch)).max())


def _plain(network: Network) -> Network:
    """A copy on the processor, with attention in plain steps, which onnxruntime joins again."""
    own: Network = copy.deepcopy(network).to("cpu").eval()
    if own.special:
        own.encoder.model.set_attn_implementation("eager")
    return own


class _Positional(nn.Module):
    """A network that takes its inputs by position, as exporting needs it."""

    def __init__(self, network: Network, names: tuple[str, ...]) -> None:
        super().__init__()
        self.network = network
        self.names = names

    def forward(self, *inputs: Tensor) -> Tensor:
        found: Tensor = self.network(**dict(zip(self.names, inputs, strict=True)))
        return found


def _example(network: Network, n_texts: int, n_tokens: int) -> Batch:
    """A batch of texts for a network, of ids that it has; the second is shorter."""
    config = network.config
    sizes = {"ids": config.n_tokens, **{name: n for name, (n, _) in config.channels.items()}}
    if network.special:
        sizes["segments"] = 2
    rng = np.random.default_rng(0)
    batch = {name: rng.integers(0, n, (n_texts, n_tokens)) for name, n in sizes.items()}
    batch["mask"] = np.ones((n_texts, n_tokens), np.int64)
    batch["mask"][1, n_tokens - 2 :] = 0
    return batch


def _write(network: Network, path: Path) -> None:
    batch = {name: torch.from_numpy(ids) for name, ids in _example(network, 2, _TOKENS).items()}
    dynamic: Mapping[str, dict[int, str]] = {
        name: {0: "texts", 1: "tokens"} for name in (*batch, "scores")
    }
    with warnings.catch_warnings(), torch.inference_mode():
        # Tracing warns of sizes that it takes for constants; `export` checks other sizes.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Positional(network, tuple(batch)).eval(),
            tuple(batch.values()),
            str(path),
            input_names=list(batch),
            output_names=["scores"],
            dynamic_axes=dynamic,
            opset_version=OPSET,
            dynamo=False,
        )


def _quantized(path: Path) -> Path:
    """Where the network in `path` was written with bytes for its matrices."""
    quiet = logging.NullHandler()  # or it sets logging up, to advise what changes nothing here
    logging.getLogger().addHandler(quiet)
    try:
        out = path.with_name("int8.onnx")
        quantize_dynamic(path, out, weight_type=QuantType.QInt8, per_channel=True)
        return out
    finally:
        logging.getLogger().removeHandler(quiet)
