"""NeuralModel: the base of every model that applies a network, by torch or by onnxruntime."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from zhnlp.errors import ExtraError, PackError, UsageError
from zhnlp.neural.backends import Backend, OnnxBackend, Scores, TorchBackend, network_errors
from zhnlp.neural.config import NetworkConfig
from zhnlp.neural.folders import read_about, read_inputs, section
from zhnlp.neural.halving import halving
from zhnlp.neural.inputs import Cut, Inputs, Row, batch_of, by_length, groups
from zhnlp.neural.saved import SavedModel
from zhnlp.neural.schemes import Legal
from zhnlp.neural.tokenizer import Tokens
from zhnlp.neural.windows import sentence_tokens, windows
from zhnlp.packing import About, pack_errors
from zhnlp.resources import pack as find_pack

Self = TypeVar("Self", bound="NeuralModel")
_OVERLAP = 64  # tokens that windows share, at most


class Sentence(NamedTuple):
    """A sentence that a network has read.

    Attributes:
        first: Its first token among those of the text.
        last: Just past its last token.
        scores: Of its tokens, float32, shape (tokens, labels).
    """

    first: int
    last: int
    scores: Scores


class NeuralModel(SavedModel):
    """A network with what makes its inputs.

    Args:
        inputs: Makes rows of ids.
        config: The shape of the network.
        labels: What the numbers of its labels stand for.
        backend: Runs it.
        about: The description for the pack: data, licence, command, seed, scores.
        folder: Where it was read from; None if it was trained just now.
    """

    def __init__(
        self,
        inputs: Inputs,
        config: NetworkConfig,
        labels: Sequence[str],
        backend: Backend,
        *,
        about: About | None = None,
        folder: Path | None = None,
    ) -> None:
        super().__init__(inputs, about=about, folder=folder)
        self.config = config
        self.outputs = tuple(labels)
        self.backend = backend
        self._begin()

    def _begin(self) -> None:
        """Make what a kind of model needs beside."""

    def rows_scores(self, rows: Sequence[Row]) -> list[Scores]:
        """The scores of each row, without padding.

        Rows of similar length share a batch; a batch that does not fit into memory is halved.
        """
        lengths = [len(row["ids"]) for row in rows]
        found: list[Scores] = [np.zeros(0, np.float32)] * len(rows)

        def scores(group: list[int]) -> Scores:
            return self.backend.scores(batch_of([rows[i] for i in group]))

        for i, own in halving(groups(lengths, self.backend.batch, by_length(lengths)), scores):
            found[i] = own[: self._n_scores(lengths[i])] if own.ndim > 1 else own
        return found

    def _n_scores(self, n_tokens: int) -> int:
        """How many scores a row of `n_tokens` has."""
        trims = self.inputs.special and self.config.task == "tags"
        return n_tokens - 2 if trims else n_tokens

    def sentences(self, cuts: Sequence[Cut], tokens: Sequence[Tokens]) -> list[list[Sentence]]:
        """The sentences of each text, with the scores of their tokens."""
        longest = self.inputs.max_tokens - 2
        rows: list[Row] = []
        parts = []
        for cut, own in zip(cuts, tokens, strict=True):
            ids = self.inputs.ids(cut, own)
            spans = sentence_tokens(cut.text, own.starts)
            split = [windows(*span, longest, min(_OVERLAP, longest // 2)) for span in spans]
            parts.append(split)
            rows += [
                self.inputs.framed(ids, each.first, each.last) for own in split for each in own
            ]
        scores = iter(self.rows_scores(rows))
        return [
            [
                Sentence(
                    split[0].first,
                    split[-1].last,
                    np.concatenate(
                        [
                            next(scores)[each.keep_first - each.first : each.keep_last - each.first]
                            for each in split
                        ]
                    ),
                )
                for split in own
            ]
            for own in parts
        ]

    # Folders.

    def _save_weights(self, folder: Path) -> None:
        from zhnlp.neural.network import save_weights

        assert isinstance(self.backend, TorchBackend)
        save_weights(self.backend.network, folder)

    def _description(self) -> About:
        return {
            **super()._description(),
            "network": self.config.to_dict(),
            "labels": list(self.outputs),
            "channels": list(self.inputs.channels),
        }

    @classmethod
    def load_pack(cls: type[Self], folder: str | os.PathLike[str], *, device: str = "auto") -> Self:
        """The model in `folder`.

        Args:
            folder: As `save_pack` writes it, or the name of a pack that ships.
            device: ``"cpu"``, ``"cuda"`` …; ``"auto"`` runs an exported network by onnxruntime,
                and others by torch, on a GPU if there is one.

        Raises:
            PackError: The folder is damaged or holds another kind.
            ExtraError: Neither onnxruntime nor torch can run it here.
        """
        path = find_pack(folder)
        about = read_about(path, cls.KIND)
        with pack_errors(path):
            config = NetworkConfig.of(section(about, "network", path), str(path))
            special = config.encoder == "transformers"
            inputs = read_inputs(path, about, special=special)
        labels = about.get("labels")
        if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
            raise PackError(f"{str(path)!r} has no list of labels. Make the pack again.")
        if len(labels) != config.n_labels or len(inputs.tokenizer) > config.n_tokens:
            raise PackError(
                f"{str(path)!r} has {len(labels)} labels and {len(inputs.tokenizer)} tokens, its "
                f"network {config.n_labels} and {config.n_tokens}. Make the pack again."
            )
        with pack_errors(path):
            legal = cls.legal(labels)
        backend = _backend(path, about["files"], config, legal, device)
        with pack_errors(path):
            return cls(inputs, config, labels, backend, about=about, folder=path)

    @classmethod
    def legal(cls, labels: Sequence[str]) -> Legal | None:
        """What may follow what, for a head with a CRF."""
        return None


def _backend(
    path: Path, files: Collection[str], config: NetworkConfig, legal: Legal | None, device: str
) -> Backend:
    """What runs the network in `path`; `files` are those that were checked."""
    is_exported, has_weights = "network.onnx" in files, "network.safetensors" in files
    if is_exported and device not in ("auto", "cpu") and not has_weights:
        raise UsageError(
            f"{str(path)!r} holds an exported network, which runs on the processor only, not on "
            f"{device!r}. Load the folder that it was exported from."
        )
    if is_exported and device in ("auto", "cpu") and find_spec("onnxruntime"):
        return OnnxBackend(path / "network.onnx")
    if not has_weights and not is_exported:
        raise PackError(
            f"{str(path / 'pack.json')!r} names no network.safetensors. Make or copy the pack "
            "again."
        )
    if not has_weights or not find_spec("torch"):
        what, how = ("onnxruntime", "onnx") if is_exported else ("torch", "neural")
        raise ExtraError(
            f"{str(path)!r} needs {what} to run its network, which is not installed: "
            f"pip install 'zhnlp[{how}]'."
        )
    from zhnlp.neural.network import load_weights, network_of

    with network_errors(path):
        network = network_of(config, path, legal)
        load_weights(network, path)
    return TorchBackend(network, device=device)
