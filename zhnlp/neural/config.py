"""NetworkConfig: the shape of a network as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Literal

from zhnlp.errors import PackError
from zhnlp.packing import About

Kind = Literal["rnn", "lstm", "gru", "cnn", "transformers"]
Task = Literal["text", "tags", "span"]


@dataclass(frozen=True)
class NetworkConfig:
    """The shape of a network, as ``pack.json`` has it.

    Attributes:
        encoder: The kind of encoder.
        task: The kind of head.
        n_tokens: Size of the vocabulary.
        n_labels: Number of labels.
        channels: Number of ids and width of each further channel of the embeddings.
        embedding: Width of the vector of a token.
        width: Width of the states.
        n_layers: Recurrent layers.
        hidden: Width of a layer of the head; 0 for none.
        crf: Whether the head for tags is a CRF.
        pooling: How a head for texts sees the whole text; see pooling.py.
        dropout: Share of numbers set to zero while training.
    """

    encoder: Kind
    task: Task
    n_tokens: int
    n_labels: int
    channels: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    embedding: int = 128
    width: int = 256
    n_layers: int = 1
    hidden: int = 0
    crf: bool = True
    pooling: str = "pooled"
    dropout: float = 0.5

    def to_dict(self) -> About:
        """The description as values for JSON."""
        return asdict(self)

    @classmethod
    def of(cls, given: Mapping[str, object], whose: str) -> NetworkConfig:
        """The config in the ``pack.json`` of `whose`; PackError if it is not one."""
        known = {each.name for each in fields(cls)}
        own: About = {name: value for name, value in given.items() if name in known}
        try:
            config = cls(**own)
            channels = {name: (int(n), int(width)) for name, (n, width) in config.channels.items()}
        except (TypeError, ValueError, AttributeError) as error:
            raise PackError(
                f"the network in {whose!r} is not described in full: {error}. Make it again."
            ) from error
        return replace(config, channels=channels)
