"""NeuralSummarizer: a headline for a text, written by a network that goes from text to text."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from zhnlp.arguments import need_text
from zhnlp.errors import PackError, UsageError
from zhnlp.models import TextSummarizer
from zhnlp.neural.backends import network_errors
from zhnlp.neural.beam_search import Beam
from zhnlp.neural.extras import neural, package
from zhnlp.neural.folders import read_about, read_inputs, section
from zhnlp.neural.halving import halving
from zhnlp.neural.inputs import Inputs, Row, batch_of, by_length, groups
from zhnlp.neural.saved import SavedModel
from zhnlp.neural.vocabulary import SPECIAL
from zhnlp.packing import About, pack_errors
from zhnlp.resources import pack as find_pack

if TYPE_CHECKING:
    from zhnlp.neural.encoder_decoder import EncoderDecoder
    from zhnlp.neural.seq2seq import Seq2Seq

_BATCH = 4096  # tokens that are read at once, padding included
_WIDEST = 100  # characters of a word piece, at most
_WEIGHTS = "network.safetensors"
_WHOLE = "encoder_decoder"  # the folder of a transformers model


class NeuralSummarizer(SavedModel, TextSummarizer):
    """Writes headlines.

    It reads the first `inputs.max_tokens` tokens of a text, as news say what happened at their
    beginning.

    Args:
        inputs: Makes rows of ids.
        network: Writes; it is moved to the device.
        beam: How to search for the best headline.
        device: ``"auto"`` is a GPU if there is one.
        about: The description for the pack: data, licence, command, seed, scores.
        folder: Where it was read from; None if it was trained just now.
    """

    KIND: ClassVar[str] = "NeuralSummarizer"

    def __init__(
        self,
        inputs: Inputs,
        network: Seq2Seq | EncoderDecoder,
        beam: Beam,
        *,
        device: str = "auto",
        about: About | None = None,
        folder: Path | None = None,
    ) -> None:
        super().__init__(inputs, about=about, folder=folder)
        self.device = neural("network", "A summarizer").device_of(device)
        self.network = network.to(self.device).eval()
        self.beam = beam

    def summary(self, text: str) -> str:
        """A headline for `text`; empty for an empty text."""
        return self.summaries([text])[0]

    def summaries(self, texts: Sequence[str]) -> list[str]:
        """A headline for each of `texts`."""
        for text in texts:
            need_text(text, "text")
        rows = self.rows(texts)
        lengths = [len(row["ids"]) for row in rows]
        found = [""] * len(texts)
        full = [i for i in by_length(lengths) if texts[i].strip()]
        shared = groups(lengths, max(_BATCH // self.beam.width, 1), full)
        for i, headline in halving(shared, lambda group: self._written([rows[i] for i in group])):
            found[i] = headline
        return found

    def rows(self, texts: Sequence[str]) -> list[Row]:
        """What the network reads of each text."""
        room = self.inputs.max_tokens - 2 * self.inputs.special
        begins = (text.strip()[: room * _WIDEST] for text in texts)
        tokens = self.inputs.tokenizer.encode_batch(begins)
        return [self.inputs.framed({"ids": each.ids[:room]}) for each in tokens]

    def _written(self, rows: Sequence[Row]) -> list[str]:
        """The headlines of texts that share a batch."""
        torch = package("torch", "A summarizer")
        batch = {
            name: torch.from_numpy(ids).to(self.device) for name, ids in batch_of(rows).items()
        }
        tokenizer = self.inputs.tokenizer
        spelled = (tokenizer.special[name] for name in SPECIAL if name != "[SEP]")
        never = [tokenizer.ids[token] for token in spelled if token in tokenizer.ids]
        found = self.network.generate(batch["ids"], batch["mask"], self.beam, never)
        return [self._text([tokenizer.vocabulary[i] for i in each.tokens]) for each in found]

    def _text(self, tokens: Sequence[str]) -> str:
        """The tokens as text; a vocabulary without a blank writes none."""
        return "".join(token.removeprefix("##") for token in tokens).strip()

    # Folders.

    def _save_weights(self, folder: Path) -> None:
        if self.inputs.special:
            self.network.save(folder / _WHOLE)
            return
        weights = self.network.state_dict()
        neural("network", "A summarizer").save_tensors(weights, folder / _WEIGHTS)

    def _description(self) -> About:
        shape = {} if self.inputs.special else self.network.config.to_dict()
        kind = "transformers" if self.inputs.special else "gru"
        own = {"network": {"kind": kind, **shape}, "beam": asdict(self.beam)}
        return {**super()._description(), **own}

    @classmethod
    def load_pack(cls, folder: str | os.PathLike[str], *, device: str = "auto") -> NeuralSummarizer:
        """The model in `folder`.

        Args:
            folder: As `save_pack` writes it, or the name of a pack that ships.
            device: ``"cpu"``, ``"cuda"`` …; ``"auto"`` is a GPU if there is one.

        Raises:
            PackError: The folder is damaged or holds another kind.
            ExtraError: torch, or what else it needs, is not installed.
        """
        path = find_pack(folder)
        about = read_about(path, cls.KIND)
        with pack_errors(path):
            shape = section(about, "network", path)
            special = shape.get("kind") == "transformers"
            inputs = read_inputs(path, about, special=special)
        with network_errors(path):
            network = (_transformers if special else _recurrent)(path, shape, inputs)
        try:
            beam = Beam(**section(about, "beam", path))
        except (TypeError, UsageError) as error:
            raise PackError(
                f"{str(path / 'pack.json')!r} does not say how to search: {error}. Make the pack "
                "again."
            ) from error
        return cls(inputs, network, beam, device=device, about=about, folder=path)


def _recurrent(path: Path, shape: dict[str, object], inputs: Inputs) -> Seq2Seq:
    """The GRUs in `path`."""
    room = neural("seq2seq", "A summarizer")
    config = room.Seq2SeqConfig.of(shape, str(path))
    _check_vocabulary(path, inputs, config.n_tokens)
    network: Seq2Seq = room.Seq2Seq(config)
    read = neural("network", "A summarizer").load_tensors
    network.load_state_dict(read(network.state_dict(), path / _WEIGHTS))
    return network


def _transformers(path: Path, shape: dict[str, object], inputs: Inputs) -> EncoderDecoder:
    """The Transformers in `path`."""
    begin, end = (inputs.tokenizer.id_of(name) for name in ("[CLS]", "[SEP]"))
    room = neural("encoder_decoder", "A summarizer")
    network: EncoderDecoder = room.load_encoder_decoder(path / _WHOLE, begin=begin, end=end)
    _check_vocabulary(path, inputs, network.n_tokens)
    return network


def _check_vocabulary(path: Path, inputs: Inputs, n_tokens: int) -> None:
    if len(inputs.tokenizer) > n_tokens:
        raise PackError(
            f"{str(path)!r} has {len(inputs.tokenizer)} tokens, its network {n_tokens}. Make the "
            "pack again."
        )
