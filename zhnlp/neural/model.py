"""NeuralModel: the base of every model that applies a network, by torch or by onnxruntime."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from zhnlp.errors import ExtraError, PackError
from zhnlp.neural.backends import Backend, OnnxBackend, Scores, TorchBackend
from zhnlp.neural.config import NetworkConfig
from zhnlp.neural.folders import read_about, read_inputs, section
from zhnlp.neural.inputs import Cut, Inputs, Row, batch_of, by_length, groups
from zhnlp.neural.saved import SavedModel
from zhnlp.neural.schemes import Legal
from zhnlp.neural.tokenizer import Tokens
from zhnlp.neural.windows import sentence_tokens, windows
from zhnlp.packing import About
from zhnlp.resources import pack as find_pack

Self = TypeVar("Self", bound="NeuralModel")
_BATCH = 8192  # tokens that are read at once, padding included
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
        waiting = groups(lengths, _BATCH, by_length(lengths))
        while waiting:
            group = waiting.pop()
            try:
                scores = self.backend.scores(batch_of([rows[i] for i in group]))
            except (MemoryError, RuntimeError) as error:
                if "memory" not in str(error).lower() or len(group) == 1:
                    raise
                half = len(group) // 2
                waiting += [group[:half], group[half:]]
                continue
            for i, own in zip(group, scores, strict=True):
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
        config = NetworkConfig.of(section(about, "network", path), str(path))
        special = config.encoder == "transformers"
        inputs = read_inputs(path, about, special=special)
        labels = about.get("labels", ())
        if len(labels) != config.n_labels or len(inputs.tokenizer) > config.n_tokens:
            raise PackError(
                f"{str(path)!r} has {len(labels)} labels and {len(inputs.tokenizer)} tokens, its "
                f"network {config.n_labels} and {config.n_tokens}. Make the pack again."
            )
        backend = _backend(path, config, cls, labels, device)
        return cls(inputs, config, labels, backend, about=about, folder=path)

    @classmethod
    def legal(cls, labels: Sequence[str]) -> Legal | None:
        """What may follow what, for a head with a CRF."""
        return None


def _backend(
    path: Path, config: NetworkConfig, kind: type[NeuralModel], labels: Sequence[str], device: str
) -> Backend:
    """What runs the network in `path`."""
    exported = path / "network.onnx"
    if exported.is_file() and device in ("auto", "cpu") and find_spec("onnxruntime"):
        return OnnxBackend(exported)
    if not find_spec("torch"):
        how = "zhnlp[onnx]" if exported.is_file() else "zhnlp[neural]"
        raise ExtraError(f"{str(path)!r} needs a package to run its network: pip install '{how}'.")
    from zhnlp.neural.network import load_weights, network_of

    network = network_of(config, path, kind.legal(labels))
    load_weights(network, path)
    return TorchBackend(network, device=device)


Positions = NDArray[np.int64]
