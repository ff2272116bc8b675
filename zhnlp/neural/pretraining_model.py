"""The network of a pre-training: a plain BERT, with a start that looks at the neighbours.

``transformers`` loads what is saved, with ``BertForMaskedLM.from_pretrained`` or `AutoModel`. Some
heads of the first two layers begin by looking at the tokens beside: their queries and keys read
sinusoids in the last dimensions of the position embeddings (as in Trockman and Kolter, 2023,
"Mimetic Initialization of Self-Attention Layers"). From a random start, a small BERT learns for
millions of tokens no more than how frequent each token is.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import save
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from transformers import BertConfig, BertForMaskedLM, BertForPreTraining

from zhnlp.errors import UsageError
from zhnlp.io.whole_files import write_whole
from zhnlp.packing import to_json

_POSITIONS = 512
_STD = 0.02  # of weights at the start
# Of embeddings that hold waves: AdamW would wash out smaller waves before they are of use.
_EMBEDDING_STD = 0.08
_OFFSETS = ((-1, 1, -2, 2), (-1, 1))  # where heads of the first layers look
_SHARP = 6.0  # log odds of the token looked at against one far away
_DROPOUT = 0.1  # in config.json, for fine-tuning; none in pre-training
_MOST_BYTES = 15 << 20  # of a file of weights


@dataclass(frozen=True)
class Shape:
    """The size of a network.

    Attributes:
        layers: Number of layers.
        width: Width of the states; four times as much inside a layer.
        heads: Attention heads of a layer; None for one for 64 of `width`.
    """

    layers: int = 4
    width: int = 256
    heads: int | None = None

    def __post_init__(self) -> None:
        for name in ("layers", "width"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} is {getattr(self, name)}; it must be at least 1.")
        if self.n_heads < 1 or self.width % self.n_heads or self.width // self.n_heads % 2:
            raise UsageError(
                f"width {self.width} does not go into {self.n_heads} heads of an even width. "
                "Give another --width or --heads."
            )

    @property
    def n_heads(self) -> int:
        """Attention heads of a layer."""
        return max(1, self.width // 64) if self.heads is None else self.heads


class Batch(NamedTuple):
    """Rows to learn from.

    Attributes:
        ids: What is seen, int64, shape (rows, tokens).
        places: The tokens to predict, counted over all rows, int64, shape (places,).
        gold: Their right ids, int64, same shape.
        segments: 1 for tokens of a second text, int64, shape (rows, tokens); None without pairs.
        labels: 1 if the texts of a row do not belong together, int64, shape (rows,).
    """

    ids: Tensor
    places: Tensor
    gold: Tensor
    segments: Tensor | None = None
    labels: Tensor | None = None


class Predicted(NamedTuple):
    """How well a batch was predicted.

    Attributes:
        losses: The loss at each place, float32, shape (places,).
        right: Whether the best guess is right, bool, same shape.
        pair_losses: The loss of each pair, float32, shape (rows,); empty without pairs.
    """

    losses: Tensor
    right: Tensor
    pair_losses: Tensor


class PretrainingModel(nn.Module):
    """BERT with the head for masked tokens, and one for pairs if asked.

    Args:
        shape: Its size.
        n_ids: Tokens of the vocabulary.
        pairs: Add the head that says whether two texts belong together.
        neighbours: Begin with heads that look at the tokens beside.
        attention: How `transformers` computes attention: ``"eager"``, ``"sdpa"`` …
        seed: Determines the first weights.
    """

    def __init__(
        self,
        shape: Shape,
        n_ids: int,
        *,
        pairs: bool = False,
        neighbours: bool = True,
        attention: str = "eager",
        seed: int,
    ) -> None:
        super().__init__()
        config = BertConfig(
            vocab_size=n_ids,
            hidden_size=shape.width,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.n_heads,
            intermediate_size=4 * shape.width,
            max_position_embeddings=_POSITIONS,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            pad_token_id=0,
            initializer_range=_STD,
        )
        config._attn_implementation = attention
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.network = (BertForPreTraining if pairs else BertForMaskedLM)(config)
            if neighbours:
                look_at_neighbours(self.network.bert)
        self.pairs = pairs

    def forward(self, batch: Batch) -> Predicted:
        """Predict tokens, at the places that have a gold id only."""
        encoded = self.network.bert(input_ids=batch.ids, token_type_ids=batch.segments)
        states = encoded.last_hidden_state.flatten(0, 1)[batch.places]
        scores = self.network.cls.predictions(states).float()
        losses = cross_entropy(scores, batch.gold, reduction="none")
        with torch.no_grad():
            right = scores.argmax(-1) == batch.gold
        if batch.labels is None:
            return Predicted(losses, right, losses.new_zeros(0))
        pairs = self.network.cls.seq_relationship(encoded.pooler_output).float()
        return Predicted(losses, right, cross_entropy(pairs, batch.labels, reduction="none"))

    def matrices(self) -> list[nn.Parameter]:
        """The matrices inside layers, which Muon trains."""
        layers = self.network.bert.encoder.named_parameters()
        return [parameter for _, parameter in layers if parameter.ndim == 2]

    def others(self) -> list[nn.Parameter]:
        """Embeddings, vectors and heads, which AdamW trains."""
        matrices = set(map(id, self.matrices()))
        return [each for each in self.parameters() if id(each) not in matrices]

    def save(self, folder: str | os.PathLike[str], *, half: bool = True) -> None:
        """Write it as a folder of `transformers`.

        Args:
            folder: Made if it does not exist.
            half: Write weights as float16, in files of at most 15 MB each.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        tied = {"cls.predictions.decoder.weight", "cls.predictions.decoder.bias"}
        weights = {
            name: value.detach().to("cpu", torch.float16 if half else None).contiguous()
            for name, value in self.network.state_dict().items()
            if name not in tied and value.is_floating_point()
        }
        _write_shards(folder, weights)
        config = {
            **self.network.config.to_diff_dict(),
            "architectures": [type(self.network).__name__],
        }
        config |= {"hidden_dropout_prob": _DROPOUT, "attention_probs_dropout_prob": _DROPOUT}
        config["dtype"] = "float32"
        write_whole(folder / "config.json", to_json(config))


def _write_shards(folder: Path, weights: Mapping[str, Tensor]) -> None:
    """Write tensors to one file, or to several with an index, as `transformers` names them."""
    shards: list[dict[str, Tensor]] = [{}]
    size = 0
    for name, value in weights.items():
        size += value.nbytes
        if size > _MOST_BYTES and shards[-1]:
            shards.append({})
            size = value.nbytes
        shards[-1][name] = value
    names = [f"model-{i:05d}-of-{len(shards):05d}.safetensors" for i in range(1, len(shards) + 1)]
    names = ["model.safetensors"] if len(shards) == 1 else names
    for name, shard in zip(names, shards, strict=True):
        write_whole(folder / name, save(shard, metadata={"format": "pt"}))
    where = {tensor: name for name, shard in zip(names, shards, strict=True) for tensor in shard}
    total = sum(value.nbytes for value in weights.values())
    index = {"metadata": {"total_size": total}, "weight_map": where}
    path = folder / "model.safetensors.index.json"
    if len(shards) > 1:
        write_whole(path, json.dumps(index, indent=1).encode())
    else:
        path.unlink(missing_ok=True)


def look_at_neighbours(bert: nn.Module) -> None:
    """Let some heads of the first two layers of a BERT look at the tokens beside.

    The last dimensions of the embeddings, as many as a head has, hold the position only: cosines
    and sines of p w for angles w spread over (0, pi). A query turned by k w and a key that is not
    turned fit best k places apart. Heads that there are not are left out.
    """
    config = bert.config
    size = config.hidden_size // config.num_attention_heads
    embeddings = bert.embeddings
    angles = math.pi * (torch.arange(size // 2) + torch.rand(size // 2)) / (size // 2)
    turns = torch.arange(config.max_position_embeddings)[:, None] * angles
    tables = (
        embeddings.word_embeddings,
        embeddings.token_type_embeddings,
        embeddings.position_embeddings,
    )
    std = _EMBEDDING_STD * math.sqrt(len(tables))  # of their sum
    with torch.no_grad():
        for table in tables:
            table.weight *= _EMBEDDING_STD / config.initializer_range
            table.weight[:, -size:] = 0
        waves = torch.cat([turns.cos(), turns.sin()], 1) * std * math.sqrt(2)
        embeddings.position_embeddings.weight[:, -size:] = waves
        gain = math.sqrt(_SHARP / math.sqrt(size))
        for layer, offsets in zip(bert.encoder.layer, _OFFSETS, strict=False):
            own = layer.attention.self
            for head, offset in enumerate(offsets[: config.num_attention_heads]):
                rows = slice(head * size, (head + 1) * size)
                for linear, turned in ((own.query, offset), (own.key, 0)):
                    linear.weight[rows] = 0
                    linear.weight[rows, -size:] = gain * _turn(angles * turned)


def _turn(angles: Tensor) -> Tensor:
    """The matrix that turns pairs (cosine, sine) by `angles`, shape (2 angles, 2 angles)."""
    cosines, sines = torch.diag(angles.cos()), torch.diag(angles.sin())
    return torch.cat([torch.cat([cosines, -sines], 1), torch.cat([sines, cosines], 1)])
