"""EncoderDecoder: a Transformer that reads a text and one that writes, by `transformers`.

Vaswani et al. (2017), "Attention Is All You Need"; both halves may begin with the weights of a
pre-trained encoder (Rothe et al., 2020, "Leveraging Pre-trained Checkpoints for Sequence
Generation Tasks"). The beams are those of ``generate`` of `transformers`.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import (
    AutoModelForCausalLM,
    BertConfig,
    BertLMHeadModel,
    BertModel,
    EncoderDecoderModel,
    GenerationConfig,
    PreTrainedModel,
)

from zhnlp.errors import PackError
from zhnlp.neural.backends import need_memory
from zhnlp.neural.beam_search import Beam, Found
from zhnlp.neural.checkpoints import encoder_folder, quiet, read_model
from zhnlp.neural.encoders import EncoderConfig
from zhnlp.neural.seq2seq import begun, target_loss

_WRITERS = ("bert", "roberta", "electra", "xlm-roberta", "camembert", "ernie")


class EncoderDecoder(nn.Module):
    """An encoder and a decoder of transformers.

    Args:
        model: The model, which is `model` of this object, too.
        begin: The token that a target begins with.
        end: The token that ends it.

    Attributes:
        max_length: Tokens of the longest row.
        n_tokens: Rows of the table of embeddings; all ids are below.
    """

    def __init__(self, model: EncoderDecoderModel, *, begin: int, end: int) -> None:
        super().__init__()
        self.model = model
        self.begin, self.end = begin, end
        self.max_length: int = model.config.encoder.max_position_embeddings
        self.n_tokens: int = model.config.encoder.vocab_size
        model.config.decoder_start_token_id = begin
        model.config.eos_token_id = end
        model.config.pad_token_id = 0

    def forward(self, ids: Tensor, mask: Tensor, targets: Tensor) -> Tensor:
        """Log probabilities of each token of `targets` and of all others, by teacher forcing.

        Args:
            ids: Rows ``[CLS] a [SEP]``, int64, shape (texts, tokens).
            mask: 1 for tokens, 0 for padding, of the same shape.
            targets: Tokens to write, ended and padded with 0, int64, shape (texts, steps).

        Returns:
            float32, shape (texts, steps, n_tokens).
        """
        scores = self.model(
            input_ids=ids,
            attention_mask=mask,
            decoder_input_ids=begun(targets, self.begin),
            decoder_attention_mask=(targets != 0).long(),
            use_cache=False,
        ).logits
        return torch.log_softmax(scores.float(), -1)

    def loss(self, batch: Mapping[str, Tensor], gold: Tensor) -> Tensor:
        """The mean loss of a token of each target, float32, shape (texts,)."""
        return target_loss(self(batch["ids"], batch["mask"], gold), gold)

    def generate(self, ids: Tensor, mask: Tensor, beam: Beam, never: list[int]) -> list[Found]:
        """The best target of each text; `never` are tokens to leave out.

        ``transformers`` divides log probabilities by the number of tokens to the power of
        `beam.length_penalty`.
        """
        config = GenerationConfig(
            num_beams=beam.width,
            max_new_tokens=beam.max_length + 1,
            min_new_tokens=beam.min_length,
            length_penalty=beam.length_penalty if beam.width > 1 else 1.0,
            no_repeat_ngram_size=beam.no_repeat,
            suppress_tokens=never or None,
            decoder_start_token_id=self.begin,
            bos_token_id=self.begin,
            eos_token_id=self.end,
            pad_token_id=0,
        )
        with torch.inference_mode(), quiet():
            rows = self.model.generate(
                input_ids=ids, attention_mask=mask, generation_config=config
            ).tolist()
        return [Found(self._target(row[1:], beam), math.nan) for row in rows]

    def _target(self, row: list[int], beam: Beam) -> tuple[int, ...]:
        """The tokens of a row before its end."""
        length = row.index(self.end) if self.end in row else len(row)
        return tuple(row[: min(length, beam.max_length)])

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write ``config.json`` and ``model.safetensors``, which plain transformers loads."""
        with quiet():
            self.model.save_pretrained(Path(folder))


def new_encoder_decoder(config: EncoderConfig, *, begin: int, end: int) -> EncoderDecoder:
    """A new model with random weights, both halves of the same sizes."""
    halves = BertConfig(**config.sizes()), BertConfig(**config.sizes())
    _make_writer(halves[1])
    model = EncoderDecoderModel(encoder=BertModel(halves[0]), decoder=BertLMHeadModel(halves[1]))
    return EncoderDecoder(model, begin=begin, end=end)


def encoder_decoder_from(
    folder: str | os.PathLike[str], *, begin: int, end: int, download: bool = False
) -> EncoderDecoder:
    """A model whose halves both begin with the weights of a pre-trained encoder.

    Only the decoder's attention to the text, and what a folder lacks of its output layer, are new.

    Args:
        folder: As of `load_encoder`.
        begin: The token that a target begins with.
        end: The token that ends it.
        download: Fetch what was not fetched before.

    Raises:
        PackError: There is no such encoder, or none of its kind can write.
    """
    path = encoder_folder(folder, download=download)
    encoder = read_model(path)
    kind = encoder.config.model_type
    if kind not in _WRITERS:
        raise PackError(
            f"{str(path)!r} holds a {kind!r} encoder, which cannot be made a decoder. Give one "
            f"of {', '.join(_WRITERS)}."
        )
    model = EncoderDecoderModel(encoder=encoder, decoder=_writer(path, encoder))
    return EncoderDecoder(model, begin=begin, end=end)


def load_encoder_decoder(folder: str | os.PathLike[str], *, begin: int, end: int) -> EncoderDecoder:
    """What `EncoderDecoder.save` wrote; PackError if it cannot be read."""
    with quiet():
        try:
            model, about = EncoderDecoderModel.from_pretrained(
                folder,
                local_files_only=True,
                use_safetensors=True,
                dtype=torch.float32,
                output_loading_info=True,
            )
        except Exception as error:  # of transformers, of safetensors or of torch: many kinds
            need_memory(error, Path(folder))
            first = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise PackError(f"{str(folder)!r} cannot be loaded: {first}") from error
    missing = sorted(key for key in about["missing_keys"] if ".pooler." not in key)
    if missing:
        raise PackError(f"the weights in {str(folder)!r} lack {missing[0]!r}. Make them again.")
    return EncoderDecoder(model, begin=begin, end=end)


def _writer(path: Path, encoder: PreTrainedModel) -> PreTrainedModel:
    """A decoder that begins with the weights in `path`."""
    config = type(encoder.config).from_pretrained(path, local_files_only=True)
    _make_writer(config)
    with quiet():
        return AutoModelForCausalLM.from_pretrained(
            path,
            config=config,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            dtype=torch.float32,
        )


def _make_writer(config: BertConfig) -> None:
    config.is_decoder = True
    config.add_cross_attention = True
