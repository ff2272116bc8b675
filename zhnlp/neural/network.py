"""Network: an encoder and a head, built from a plain description."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from zhnlp.errors import PackError, UsageError
from zhnlp.io.whole_files import write_whole
from zhnlp.neural.backends import need_memory
from zhnlp.neural.config import NetworkConfig
from zhnlp.neural.convolution import ConvolutionEncoder
from zhnlp.neural.embeddings import Embeddings
from zhnlp.neural.heads import SpanHead, TagHead, TextHead
from zhnlp.neural.recurrent import RecurrentEncoder
from zhnlp.neural.schemes import Legal


class Network(nn.Module):
    """An encoder with a head.

    Args:
        config: Its shape.
        encoder: A transformers encoder; None for one of the others, which is made.
        legal: What may follow what, for a head with a CRF.
    """

    def __init__(
        self, config: NetworkConfig, *, encoder: nn.Module | None = None, legal: Legal | None = None
    ) -> None:
        super().__init__()
        self.config = config
        self.encoder = encoder if encoder is not None else _encoder(config)
        width: int = self.encoder.width
        rate = 0.1 if config.encoder == "transformers" else config.dropout
        self.head: TextHead | TagHead | SpanHead
        if config.task == "text":
            self.head = TextHead(
                width,
                config.n_labels,
                pooling=config.pooling,
                hidden=config.hidden,
                dropout=rate,
            )
        elif config.task == "tags":
            self.head = TagHead(
                width,
                config.n_labels,
                legal=legal if config.crf else None,
                hidden=config.hidden,
                dropout=rate,
            )
        else:
            self.head = SpanHead(width, hidden=config.hidden, dropout=rate)

    @property
    def special(self) -> bool:
        """Whether rows begin with ``[CLS]`` and end with ``[SEP]``."""
        return self.config.encoder == "transformers"

    def forward(self, ids: Tensor, mask: Tensor, **channels: Tensor) -> Tensor:
        """Scores of labels; those of tags leave special tokens out. See heads.py for shapes.

        Args:
            ids: Token ids, int64, shape (texts, tokens).
            mask: 1 for tokens, 0 for padding.
            channels: ``segments``, and the further channels.
        """
        encoded = self.encoder(ids, mask, **channels)
        scores: Tensor = self.head(encoded, mask)
        return scores[:, 1:-1] if self.special and self.config.task == "tags" else scores

    def loss(self, batch: Mapping[str, Tensor], gold: Tensor) -> Tensor:
        """The loss of each text, float32, shape (texts,)."""
        scores = self(**batch)
        lengths = batch["mask"].sum(1)
        if self.special and self.config.task == "tags":
            lengths = lengths - 2
        return self.head.loss(scores, lengths, gold)

    def transitions(self) -> Tensor | None:
        """The weights of a CRF, as `LinearChainCrf.transitions` returns them; None without."""
        crf = getattr(self.head, "crf", None)
        return None if crf is None else crf.transitions().detach().float().cpu()


def _encoder(config: NetworkConfig) -> nn.Module:
    embeddings = Embeddings(config.n_tokens, config.embedding, config.channels)
    if config.encoder == "cnn":
        return ConvolutionEncoder(embeddings, width=config.width, dropout=config.dropout)
    if config.encoder == "transformers":
        raise UsageError("a transformers encoder is read from its folder. Give encoder=.")
    return RecurrentEncoder(
        embeddings,
        cell=config.encoder,
        width=config.width,
        n_layers=config.n_layers,
        dropout=config.dropout,
    )


def save_weights(network: Network, folder: Path) -> None:
    """Write ``network.safetensors``, and ``encoder/`` for plain `transformers`."""
    if network.special:
        network.encoder.save(folder / "encoder")
    save_tensors(_own(network), folder / "network.safetensors")


def load_weights(network: Network, folder: Path) -> None:
    """Read what `save_weights` wrote, but not ``encoder/``; PackError if it does not fit."""
    state = load_tensors(_own(network), folder / "network.safetensors")
    network.load_state_dict(state, strict=False)


def save_tensors(tensors: Mapping[str, Tensor], path: Path) -> None:
    """Write tensors as a safetensors file."""
    from safetensors.torch import save

    own = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
    write_whole(path, save(own, metadata={"format": "pt"}))


def load_tensors(expected: Mapping[str, Tensor], path: Path) -> dict[str, Tensor]:
    """Tensors of the names and sizes of `expected`; PackError if the file has others."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        found: dict[str, Tensor] = load_file(path)
    except (OSError, SafetensorError, RuntimeError, MemoryError) as error:
        need_memory(error, path)
        raise PackError(f"{str(path)!r} cannot be read: {error}. Make the pack again.") from error
    if {name: value.shape for name, value in expected.items()} != {
        name: value.shape for name, value in found.items()
    }:
        raise PackError(f"the weights in {str(path)!r} are not those of pack.json. Make it again.")
    return found


def _own(network: Network) -> dict[str, Tensor]:
    """The weights that are not in ``encoder/``."""
    skipped = "encoder." if network.special else None
    return {
        name: value
        for name, value in network.state_dict().items()
        if skipped is None or not name.startswith(skipped)
    }


def device_of(name: str) -> torch.device:
    """The device `name`; for ``"auto"`` a GPU if there is one. UsageError if it is not here."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        reason = (str(error).strip().splitlines() or ["not known"])[0].rstrip(".")
        raise UsageError(
            f"there is no device {name!r} here ({reason}). Give 'auto', 'cpu', or 'cuda' where "
            "torch finds a GPU."
        ) from error
    if device.type == "meta":
        raise UsageError("the device 'meta' computes nothing. Give 'auto', 'cpu' or 'cuda'.")
    return device


def network_of(config: NetworkConfig, folder: Path, legal: Legal | None) -> Network:
    """The network of a saved folder, its own weights not read yet."""
    if config.encoder != "transformers":
        return Network(config, legal=legal)
    from zhnlp.neural.encoders import load_encoder

    return Network(config, encoder=load_encoder(folder / "encoder"), legal=legal)
