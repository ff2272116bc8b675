"""Train networks that write headlines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from zhnlp.arguments import need_count
from zhnlp.errors import UsageError
from zhnlp.neural.beam_search import Beam
from zhnlp.neural.checkpoints import encoder_folder
from zhnlp.neural.encoder_decoder import EncoderDecoder, encoder_decoder_from
from zhnlp.neural.inputs import Inputs
from zhnlp.neural.seq2seq import Seq2Seq, Seq2SeqConfig
from zhnlp.neural.settings import FineTuning, need_dropout, need_width
from zhnlp.neural.states import States
from zhnlp.neural.summarizing import NeuralSummarizer
from zhnlp.neural.tokenizer import CharacterTokenizer
from zhnlp.neural.training import Example, Report, train
from zhnlp.packing import About


class Pair(NamedTuple):
    """A text with its headline.

    Attributes:
        text: The text.
        title: Its headline.
    """

    text: str
    title: str


@dataclass(frozen=True)
class SummarySettings:
    """How to make a network that writes headlines.

    Attributes:
        encoder: ``gru``, or the folder of a transformers encoder that both halves begin with.
        embedding: Width of the vector of a token, for GRUs.
        width: Width of the states, for GRUs.
        dropout: Share of numbers set to zero while training, for GRUs.
        copy: Whether a token may be copied from the text, for GRUs.
        max_tokens: Tokens of a text that are read.
        beam: How to search; headlines of more than its `max_length` tokens are not learned.
        settings: How to train.
    """

    encoder: str = "gru"
    embedding: int = 128
    width: int = 256
    dropout: float = 0.2
    copy: bool = True
    max_tokens: int = 200
    beam: Beam = field(default_factory=Beam)
    settings: FineTuning = field(
        default_factory=lambda: FineTuning(batch=8192, clip=2.0, precision="fp32")
    )

    def __post_init__(self) -> None:
        need_width(self.width, "gru")
        need_count(self.embedding, "embedding")
        need_count(self.max_tokens, "max_tokens", least=3)
        need_dropout(self.dropout)


def train_summarizer(
    pairs: Sequence[Pair],
    how: SummarySettings | None = None,
    *,
    dev: Sequence[Pair] = (),
    score: Callable[[NeuralSummarizer], float] | None = None,
    states: Path | None = None,
    about: About | None = None,
    report: Report = lambda line: None,
) -> NeuralSummarizer:
    """A network that writes headlines as those of `pairs`.

    Args:
        pairs: Texts with headlines; those without a text or a headline, or with too long a
            headline, are left out.
        how: The shape of the network, and how to train it.
        dev: The development set; with another one, a saved state is not resumed.
        score: Rates a model on the development set, the higher the better.
        states: The folder for the state, to resume from.
        about: The description for the pack.
        report: Called with a line of text at each step.

    Raises:
        UsageError: There is nothing to learn.
    """
    how = how or SummarySettings()
    full = _full(pairs)
    torch.manual_seed(how.settings.seed)
    inputs, network = _new(how, full)

    def model(about: About | None) -> NeuralSummarizer:
        device = how.settings.device
        return NeuralSummarizer(inputs, network, how.beam, device=device, about=about)

    examples = _examples(model(None), full)
    n_weights = sum(each.numel() for each in network.parameters())
    n_left_out = len(pairs) - len(examples)
    report(
        f"{len(examples):,} pairs ({n_left_out:,} are empty or have a headline of more than "
        f"{how.beam.max_length} tokens); {n_weights:,} weights; {len(inputs.tokenizer):,} tokens"
    )
    progress = train(
        network,
        examples,
        how.settings,
        score=None if score is None else lambda network: score(model(None)),
        states=None if states is None else States(states, _key(how, full, dev, network)),
        report=report,
    )
    training = {**asdict(how.settings), "best": progress.best}
    return model({**(about or {}), "training": training})


def _full(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that have both, without white space around them."""
    stripped = (Pair(pair.text.strip(), " ".join(pair.title.split())) for pair in pairs)
    if found := [pair for pair in stripped if all(pair)]:
        return found
    raise UsageError("there is no pair of a text and a headline. Give texts with headlines.")


def _new(how: SummarySettings, pairs: Sequence[Pair]) -> tuple[Inputs, Seq2Seq | EncoderDecoder]:
    """Inputs, and a network that has learned nothing yet."""
    if how.encoder == "gru":
        known = CharacterTokenizer.train((text for pair in pairs for text in pair), lowercase=False)
        tokenizer = CharacterTokenizer([*known.vocabulary, " "], lowercase=False, pieces=False)
        begin, end = tokenizer.id_of("[CLS]"), tokenizer.id_of("[SEP]")
        config = Seq2SeqConfig(
            len(tokenizer),
            begin,
            end,
            embedding=how.embedding,
            width=how.width,
            dropout=how.dropout,
            copy=how.copy,
        )
        return Inputs(tokenizer, max_tokens=how.max_tokens), Seq2Seq(config)
    folder = encoder_folder(how.encoder)
    tokenizer = CharacterTokenizer.from_pretrained(folder)
    begin, end = tokenizer.id_of("[CLS]"), tokenizer.id_of("[SEP]")
    network = encoder_decoder_from(folder, begin=begin, end=end)
    if max(how.max_tokens, how.beam.max_length + 1) > network.max_length:
        raise UsageError(
            f"texts of {how.max_tokens} tokens and headlines of {how.beam.max_length} do not fit: "
            f"{how.encoder!r} reads {network.max_length}. Lower max_tokens or max_length."
        )
    return Inputs(tokenizer, special=True, max_tokens=how.max_tokens), network


def _examples(model: NeuralSummarizer, pairs: Sequence[Pair]) -> list[Example]:
    """Rows with the tokens of their headlines; unknown tokens cannot be written."""
    tokenizer = model.inputs.tokenizer
    unknown, end = tokenizer.id_of("[UNK]"), tokenizer.id_of("[SEP]")
    targets = tokenizer.encode_batch(pair.title for pair in pairs)
    found = []
    for row, target in zip(model.rows([pair.text for pair in pairs]), targets, strict=True):
        known = [number for number in target.ids if number != unknown]
        if len(known) <= model.beam.max_length:
            found.append(Example(row, np.array([*known, end], np.int64)))
    return found


def _key(
    how: SummarySettings, pairs: Sequence[Pair], dev: Sequence[Pair], network: torch.nn.Module
) -> str:
    """What tells this training from others; `network` has learned nothing yet."""
    hashed = sha256(repr((how, len(pairs), len(dev))).encode())
    for pair in (*pairs, *dev):
        hashed.update(repr(tuple(pair)).encode("utf-8", "surrogatepass"))
    for value in network.state_dict().values():
        hashed.update(value.float().cpu().numpy().tobytes())
    return hashed.hexdigest()
