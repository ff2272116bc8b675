"""Correctors at any log odds, and the log odds that keep a rate of false alarms on some texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from spelling_peers import Correct

from zhnlp import Corrector, Doc
from zhnlp.models.spelling.model import SpellingModel

LOWEST = -3.0  # log odds below which corrections are of use to nobody
STEP = 0.005  # of log odds, to which a threshold is found


def model_at(model: SpellingModel, log_odds: float) -> SpellingModel:
    """The same model, whose only threshold is `log_odds`."""
    about = {**model.about, "thresholds": [[0.5, log_odds]], "max_false_alarms": 0.5}
    return SpellingModel(replace(model.pack, about=about))


def corrector_at(model: SpellingModel, log_odds: float) -> Correct:
    """What corrects a text at that threshold."""
    stage = Corrector(model_at(model, log_odds), apply=True)
    return lambda text: stage(Doc(text)).text


class Alarms:
    """The log odds at which given shares of some correct texts change.

    The texts are corrected once at the lowest threshold. A text that has no correction
    from some log odds on stays as it is there; whether one that has some changes is tried,
    because one correction can have brought about the next.
    """

    def __init__(self, model: SpellingModel, texts: Sequence[str]) -> None:
        correct = Corrector(model_at(model, LOWEST))
        found = (correct(Doc(text)).corrections or () for text in texts)
        likeliest = (max((each.log_odds for each in one), default=-inf) for one in found)
        self.model = model
        self.texts = sorted(zip(likeliest, texts, strict=True), reverse=True)

    def threshold(self, rate: float) -> float:
        """The lowest log odds at which at most this share of the texts changes."""
        allowed = int(rate * len(self.texts))
        low, high = LOWEST, max(self.texts[allowed][0], LOWEST) + STEP
        while high - low > STEP:
            middle = (low + high) / 2
            low, high = (low, middle) if self.n_changed(middle) <= allowed else (middle, high)
        return high

    def n_changed(self, log_odds: float) -> int:
        """How many of the texts change at that threshold, which is the lowest or above."""
        correct = corrector_at(self.model, log_odds)
        return sum(correct(text) != text for odds, text in self.texts if odds >= log_odds)
