"""Correctors at any log odds, and the log odds that keep a rate of false alarms on some texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import inf

from spelling_peers import Correct

from zhnlp import Corrector, Doc
from zhnlp.models.spelling.model import SpellingModel

LOWEST = -3.0  # log odds below which nothing is of use to anybody


def model_at(model: SpellingModel, log_odds: float) -> SpellingModel:
    """The same model, whose only threshold is `log_odds`."""
    about = {**model.about, "thresholds": [[0.5, log_odds]], "max_false_alarms": 0.5}
    return SpellingModel(replace(model.pack, about=about))


def corrector_at(model: SpellingModel, log_odds: float) -> Correct:
    """What corrects a text at that threshold."""
    stage = Corrector(model_at(model, log_odds), apply=True)
    return lambda text: stage(Doc(text)).text


def highest_of(model: SpellingModel, texts: Iterable[str]) -> list[float]:
    """The log odds of the likeliest correction of each text, -inf where there is none."""
    correct = Corrector(model_at(model, LOWEST))
    found = (correct(Doc(text)).corrections or () for text in texts)
    return [max((each.log_odds for each in one), default=-inf) for one in found]


def threshold_for(highest: Sequence[float], rate: float) -> float:
    """The lowest log odds that at most this share of the texts reaches."""
    first = sorted(highest, reverse=True)[int(rate * len(highest))]  # this one must not change
    return max(first, LOWEST) + 1e-4
