"""Train the models of small words: from right texts alone, and thresholds from other ones.

Twice: after the first time only the features that matter most are kept, and their weights are
learned anew, because the others would be needed for half of the odds, and would be large.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from math import inf
from random import Random

from zhnlp.core import SmallWords, SmallWordTrainer
from zhnlp.errors import UsageError
from zhnlp.models.spelling.small_words import (
    SETS,
    SmallWordSet,
    SmallWordsModel,
    small_word_reader,
)
from zhnlp.packing import About, make_pack

Report = Callable[[str], None]
RATES = (0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1)


@dataclass(frozen=True)
class SmallWordSize:
    """How much a set of small words may learn.

    Attributes:
        n_features: Features that are kept.
        bits: Bits of the hash of a feature.
        max_false_alarms: The default rate of the check.
        least_log_odds: Its thresholds are not below, whatever the rate. Clean text has so few
            of these words that a rate alone would let everything through. More than those of an
            error before anything is known (core/small_words.hpp).
    """

    n_features: int
    bits: int
    max_false_alarms: float = 0.001
    least_log_odds: float = -0.7


SIZES = {
    "de": SmallWordSize(200_000, 23, 0.003, -2.0),
    "zai": SmallWordSize(80_000, 21),
    "zuo": SmallWordSize(60_000, 21),
    "ta": SmallWordSize(60_000, 22, least_log_odds=4.3),
    "zhang": SmallWordSize(8_000, 18),
    "xiang": SmallWordSize(25_000, 20),
}


@dataclass(frozen=True)
class SmallWordSchedule:
    """How to learn.

    Attributes:
        passes: Passes over the texts with the features that are kept.
        rate: Step size of AdaGrad.
        decay: Factor of the step size after each pass.
        seed: Seed of the order of the texts.
    """

    passes: int = 2
    rate: float = 0.1
    decay: float = 0.5
    seed: int = 0


def train_small_words(
    texts: Sequence[str],
    clean: Sequence[str],
    *,
    schedule: SmallWordSchedule = SmallWordSchedule(),
    sizes: dict[str, SmallWordSize] | None = None,
    about: About | None = None,
    report: Report = lambda line: None,
) -> SmallWordsModel:
    """A model of all sets of small words.

    Args:
        texts: Right texts to learn from; whole documents, so that 他 and 她 are told.
        clean: Other right sentences, to count false alarms on.
        schedule: How to learn.
        sizes: How much each set may learn, by name; None for `SIZES`.
        about: More for ``pack.json``: data, licences, scores.
        report: Called with a line of text at each step.

    Raises:
        UsageError: There are no texts, or too few clean ones.
    """
    if not texts or len(clean) < 1 / RATES[0]:
        raise UsageError(
            f"there are {len(texts)} texts to learn and {len(clean)} clean sentences; "
            f"give some, and at least {1 / RATES[0]:.0f} clean ones."
        )
    sizes = SIZES if sizes is None else sizes
    order = list(texts)
    Random(schedule.seed).shuffle(order)
    checks: dict[str, object] = {}
    arrays: dict[str, array[int]] = {}
    for own in SETS:
        size = sizes[own.name]
        learned, scale = _learn(own, size, order, schedule, report)
        arrays |= {f"{own.name}_{part}": each for part, each in learned.items()}
        words = SmallWords(
            small_word_reader(), own.members, *learned.values(), scale=scale, wide=own.wide
        )
        checks[own.name] = {
            "members": own.members,
            "scale": scale,
            "thresholds": thresholds(words, clean, size.least_log_odds),
            **asdict(size),
        }
    content = {"checks": checks, "n_texts": len(texts), **asdict(schedule), **(about or {})}
    return SmallWordsModel(make_pack(SmallWordsModel.KIND, content, arrays))


def _learn(
    own: SmallWordSet,
    size: SmallWordSize,
    texts: Sequence[str],
    schedule: SmallWordSchedule,
    report: Report,
) -> tuple[dict[str, array[int]], float]:
    """The arrays of a set as a pack holds them, and the scale of its weights."""
    trainer = SmallWordTrainer(small_word_reader(), own.members, bits=size.bits, wide=own.wide)
    texts = [text for text in texts if any(char in text for char in own.members)]
    _pass(trainer, texts, schedule.rate)
    trainer.select(size.n_features)
    for n in range(schedule.passes):
        count, loss = _pass(trainer, texts, schedule.rate * schedule.decay**n)
        report(f"{own.name}: pass {n + 1}, {count:,} examples, loss {loss / max(count, 1):.4f}")
    starts, in_bucket, weights, scale = trainer.pack()
    return {"starts": starts, "in_bucket": in_bucket, "weights": weights}, scale


def _pass(trainer: SmallWordTrainer, texts: Sequence[str], rate: float) -> tuple[int, float]:
    """Learn from all texts: how many examples there were, and the sum of their losses."""
    found = [trainer.learn(text, rate) for text in texts]
    return sum(count for count, _ in found), sum(loss for _, loss in found)


def thresholds(words: SmallWords, clean: Sequence[str], least: float) -> list[tuple[float, float]]:
    """Each of `RATES` with the log odds that at most this share of clean sentences exceeds."""
    highest = sorted((_highest(words, text) for text in clean), reverse=True)
    first = (highest[int(rate * len(clean))] for rate in RATES)  # that must not change
    both = zip(RATES, first, strict=True)
    return [(rate, round(max(each, least) + 1e-4, 4)) for rate, each in both]


def _highest(words: SmallWords, text: str) -> float:
    """The log odds of the likeliest correction of `text`; -inf for none."""
    return max((log_odds for _, _, log_odds in words.find(text, -100.0)), default=-inf)
