"""Encoders of transformers: read from a folder or the hub, or new ones of a config.

Weights are read from safetensors only, and nothing is downloaded unless `download` says so. The
encoder of a row of characters is one of these, or one of recurrent.py and convolution.py.
"""

from __future__ import annotations

import inspect
import os
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AlbertConfig, AlbertModel, BertConfig, BertModel, PreTrainedModel

from zhnlp.arguments import need_choice, need_count
from zhnlp.errors import PackError, UsageError
from zhnlp.neural.albert import SHARES, Share, shared_layers
from zhnlp.neural.checkpoints import encoder_folder, quiet, read_model
from zhnlp.neural.encoded import Encoded
from zhnlp.neural.tokenizer import CharacterTokenizer

_SHARE = "zhnlp_share"  # the key of config.json that says what layers share
_OFFSET = ("roberta", "xlm-roberta", "camembert", "xlm-roberta-xl", "roberta-prelayernorm")


@dataclass(frozen=True, kw_only=True)
class EncoderConfig:
    """The sizes of a new encoder; those of BERT base for Chinese if not given.

    Attributes:
        n_tokens: Size of the vocabulary.
        width: Of the states.
        n_layers: Number of layers.
        n_heads: Heads of attention in each layer; they share `width` evenly.
        inner_width: Width inside the feed-forward part; 0 for four times `width`.
        embedding_width: Width of the vectors of tokens, which are then projected to `width`
            (factorised embeddings, ALBERT); 0 for `width`, without a projection in `bert`.
        max_length: Tokens of the longest row.
        dropout: Share of numbers set to zero while training.
    """

    n_tokens: int = 21_128
    width: int = 768
    n_layers: int = 12
    n_heads: int = 12
    inner_width: int = 0
    embedding_width: int = 0
    max_length: int = 512
    dropout: float = 0.1

    def __post_init__(self) -> None:
        for name in ("n_tokens", "width", "n_layers", "n_heads", "max_length"):
            need_count(getattr(self, name), name)
        for name in ("inner_width", "embedding_width"):
            need_count(getattr(self, name), name, least=0)
        if self.width % self.n_heads:
            raise UsageError(
                f"width {self.width} is not a multiple of n_heads {self.n_heads}. Heads share the "
                f"width evenly."
            )
        if not 0 <= self.dropout < 1:
            raise UsageError(f"dropout is {self.dropout}; it must be at least 0 and below 1.")

    def sizes(self) -> dict[str, int | float]:
        """The same under the names that transformers has for them."""
        return {
            "vocab_size": self.n_tokens,
            "hidden_size": self.width,
            "num_hidden_layers": self.n_layers,
            "num_attention_heads": self.n_heads,
            "intermediate_size": self.inner_width or 4 * self.width,
            "max_position_embeddings": self.max_length,
            "hidden_dropout_prob": self.dropout,
            "attention_probs_dropout_prob": self.dropout,
        }


class Encoder(nn.Module):
    """States of the tokens of rows ``[CLS] a [SEP]`` or ``[CLS] a [SEP] b [SEP]``.

    Args:
        model: An encoder of transformers, which is `model` of this object, too.
        layers: Return the states of all layers.
        attentions: Return the weights of attention, which are then computed in full.

    Attributes:
        width: Of the states.
        max_length: Tokens of the longest row; 0 if there is no limit.
        n_tokens: Rows of the table of embeddings; all ids are below.
    """

    def __init__(
        self, model: PreTrainedModel, *, layers: bool = False, attentions: bool = False
    ) -> None:
        super().__init__()
        self.model = model
        self.layers = layers
        self.attentions = attentions
        if attentions:
            model.set_attn_implementation("eager")
        config = model.config
        self.width: int = config.hidden_size
        self.n_tokens: int = model.get_input_embeddings().num_embeddings
        self.max_length: int = getattr(config, "max_position_embeddings", None) or 0
        if config.model_type in _OFFSET:  # their positions begin after the padding's
            self.max_length -= config.pad_token_id + 1
        takes = inspect.signature(model.forward).parameters
        self._segments = (
            "token_type_ids" in takes and (getattr(config, "type_vocab_size", None) or 0) > 1
        )

    def forward(
        self, ids: Tensor, mask: Tensor, segments: Tensor | None = None, **channels: Tensor
    ) -> Encoded:
        """The states of each token.

        Args:
            ids: Of the tokens, int64, shape (texts, tokens).
            mask: 1 for a token, 0 for padding, of the same shape.
            segments: 0 for the first text and 1 for the second, of the same shape; not used by
                encoders without segments (RoBERTa, DistilBERT). All 0 if not given.
            channels: None: an encoder of transformers reads ids alone.
        """
        if channels:
            raise UsageError(
                f"this encoder has no channel {min(channels)!r}. Leave it out of the batch, or "
                "take a recurrent or convolutional encoder."
            )
        tracing = torch.jit.is_tracing()  # then sizes are tensors, and known only later
        if not tracing and 0 < self.max_length < ids.shape[1]:
            raise UsageError(
                f"a row has {ids.shape[1]} tokens; this encoder reads {self.max_length}. Cut the "
                "text into windows."
            )
        given = {"token_type_ids": segments} if self._segments and segments is not None else {}
        found = self.model(
            input_ids=ids,
            attention_mask=mask,
            output_hidden_states=self.layers,
            output_attentions=self.attentions,
            return_dict=True,
            **given,
        )
        return Encoded(
            found.last_hidden_state,
            layers=tuple(found.hidden_states or ()) if self.layers else (),
            attentions=tuple(found.attentions or ()) if self.attentions else (),
            pooled=getattr(found, "pooler_output", None),
        )

    def check_vocabulary(self, tokenizer: CharacterTokenizer) -> None:
        """PackError if `tokenizer` has ids that this encoder has no vector for."""
        if len(tokenizer) > self.n_tokens:
            raise PackError(
                f"the vocabulary has {len(tokenizer)} tokens, but the encoder has vectors for "
                f"{self.n_tokens} only. Give the vocabulary that it was trained with."
            )

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write ``config.json`` and ``model.safetensors``, which plain transformers loads."""
        state = {name: tensor.clone() for name, tensor in self.model.state_dict().items()}
        with quiet():
            self.model.save_pretrained(Path(folder), state_dict=state)


def bert(config: EncoderConfig, *, layers: bool = False, attentions: bool = False) -> Encoder:
    """A new BERT (Devlin et al., 2019), with random weights.

    Args:
        config: Its sizes; without factorised embeddings, for which there is
            ``albert(config, share="none")``.
        layers: As of `Encoder`.
        attentions: As of `Encoder`.
    """
    if config.embedding_width not in (0, config.width):
        raise UsageError(
            f"embedding_width is {config.embedding_width}, but BERT has no projection of "
            "embeddings. Take albert(config, share='none')."
        )
    return Encoder(BertModel(BertConfig(**config.sizes())), layers=layers, attentions=attentions)


def albert(
    config: EncoderConfig, *, share: Share = "all", layers: bool = False, attentions: bool = False
) -> Encoder:
    """A new ALBERT (Lan et al., 2020), with random weights.

    Args:
        config: Its sizes; the authors have no dropout, and `embedding_width` 128.
        share: What all layers share: everything, attention, the feed-forward part, nothing.
        layers: As of `Encoder`.
        attentions: As of `Encoder`.
    """
    need_choice(share, "share", SHARES)
    named = AlbertConfig(
        **config.sizes(),
        embedding_size=config.embedding_width or config.width,
        num_hidden_groups=1 if share == "all" else config.n_layers,
        **{_SHARE: share},
    )
    model = shared_layers(AlbertModel(named), share)
    return Encoder(model, layers=layers, attentions=attentions)


def load_encoder(
    folder: str | os.PathLike[str],
    *,
    download: bool = False,
    layers: bool = False,
    attentions: bool = False,
) -> Encoder:
    """The encoder in `folder`, or of that name on the Hugging Face hub, in float32.

    Args:
        folder: A folder with ``config.json`` and ``*.safetensors``, or a name such as
            ``"hfl/chinese-macbert-base"``.
        download: Fetch what was not fetched before.
        layers: As of `Encoder`.
        attentions: As of `Encoder`.

    Raises:
        PackError: There is no such model, it is not an encoder, its weights are missing, pickled
            or of other sizes, or its vocabulary has more tokens than it has vectors.
    """
    found = encoder_folder(folder, download=download)
    model = read_model(found)
    share = getattr(model.config, _SHARE, "all")
    if isinstance(model, AlbertModel) and share in SHARES:
        shared_layers(model, share)
    encoder = Encoder(model, layers=layers, attentions=attentions)
    if (found / "vocab.txt").is_file():
        encoder.check_vocabulary(CharacterTokenizer.from_pretrained(found))
    return encoder
