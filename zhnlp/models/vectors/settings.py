"""How vectors are learned: the settings of training.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from zhnlp.arguments import need_choice, need_count, need_flag, need_number, wrong_type
from zhnlp.errors import UsageError

Method = Literal["skip-gram", "cbow"]
Loss = Literal["negative-sampling", "hierarchical-softmax"]
METHODS: tuple[Method, ...] = get_args(Method)
LOSSES: tuple[Loss, ...] = get_args(Loss)
_MOST_WORKERS = 1024


@dataclass(frozen=True, kw_only=True)
class VectorSettings:
    """How to learn vectors.

    Attributes:
        method: ``"skip-gram"`` predicts the words around a word, ``"cbow"`` the word from those
            around it (Mikolov et al., 2013, "Efficient Estimation of Word Representations in
            Vector Space"). CBOW is almost four times as fast, and worse for rare words.
        loss: ``"negative-sampling"``, or ``"hierarchical-softmax"`` with a Huffman tree.
        width: How many numbers a vector has.
        window: How many words on each side count at most.
        min_count: Rarer words are left out.
        negative: How many words to sample for each that is predicted.
        sample: Words with a greater share of the text are read only sometimes; 0 for always.
        passes: How often the text is read.
        rate: The step size at the beginning; it falls to nearly nothing.
        subwords: Whether to learn vectors of character n-grams, too (FastText).
        lengths: Least and greatest number of characters of an n-gram.
        buckets: How many vectors the n-grams share. They need ``buckets * width * 4`` bytes: 80 MB
            with the defaults.
        seed: Determines the first vectors and what is sampled. With one worker the same text gives
            the same vectors.
        workers: How many threads learn. With several, each run gives other vectors.

    Raises:
        UsageError: A setting is out of range.
    """

    method: Method = "skip-gram"
    loss: Loss = "negative-sampling"
    width: int = 100
    window: int = 5
    min_count: int = 5
    negative: int = 5
    sample: float = 1e-3
    passes: int = 5
    rate: float = 0.025
    subwords: bool = False
    lengths: tuple[int, int] = (1, 3)
    buckets: int = 200_000
    seed: int = 0
    workers: int = 1

    def __post_init__(self) -> None:
        need_choice(self.method, "method", METHODS)
        need_choice(self.loss, "loss", LOSSES)
        for name in ("width", "window", "min_count", "negative", "passes", "buckets", "workers"):
            object.__setattr__(self, name, need_count(getattr(self, name), name))
        if self.workers > _MOST_WORKERS:
            raise UsageError(f"workers is {self.workers}; give {_MOST_WORKERS} at most.")
        object.__setattr__(self, "seed", need_count(self.seed, "seed", least=0))
        need_flag(self.subwords, "subwords")
        if not 0 <= need_number(self.sample, "sample") < 1:
            raise UsageError(f"sample is {self.sample}; it must be from 0 to below 1.")
        if not 0 < need_number(self.rate, "rate") <= 1:
            raise UsageError(f"rate is {self.rate}; it must be above 0 and at most 1.")
        if not isinstance(self.lengths, (tuple, list)) or len(self.lengths) != 2:
            raise wrong_type(self.lengths, "lengths", "Give two numbers, as in (1, 3)")
        least, most = (need_count(each, "one of lengths") for each in self.lengths)
        if least > most:
            raise UsageError(f"lengths is {self.lengths}; the least length must come first.")
        object.__setattr__(self, "lengths", (least, most))
