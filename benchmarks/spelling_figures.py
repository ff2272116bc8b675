"""Sections of correction.py: figures with intervals, on sentences that nothing was chosen by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
from report import markdown, with_interval
from spelling_peers import Pair
from spelling_sets import (
    KINDS,
    NEWS,
    NEWS_LTP,
    RIGHT,
    SCANNED,
    SETS,
    SIGHAN,
    Half,
    Setting,
    half_of,
    sentences_of,
)
from spelling_thresholds import Alarms

from zhnlp.evaluate import SpellingScores, score_spelling
from zhnlp.models.spelling.model import SpellingModel

ECSPELL = ("ECSpell law", "ECSpell med", "ECSpell odw")
SCORED = (NEWS, NEWS_LTP, SCANNED, *ECSPELL, "textproof", SIGHAN)
REPORTED: tuple[Half, ...] = ("whole", "even")
RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
N_SAMPLES = 1000
MOST_ALARMS, MOST_OF_SCANNED = 0.01, 0.02
KNOWN = Path(__file__).parents[1] / "tests" / "cases" / "known_misspellings.tsv"


def with_intervals(setting: Setting) -> tuple[str, Any]:
    """F. At one false alarm in a hundred, and LEMON at two."""
    if setting.half != "whole":
        return "This is for whole sets, and halves them itself.", {}
    parts, figures = [], {}
    for model in setting.models:
        click.echo(f"  {model}", err=True)
        rate = highest_rate(setting, model, RIGHT, "odd", MOST_ALARMS)
        asked = {"default": None} | ({} if rate is None else {f"{rate:.4g}": rate})
        columns = {
            (name, half): {
                each: figures_of(setting, model, one, each, half) for each in (RIGHT, *SCORED)
            }
            for name, one in asked.items()
            for half in REPORTED
        }
        scanned = _scanned(setting, model)
        parts.append(f"**{model}**\n\n{_table(columns)}\n\n{_scanned_table(scanned)}")
        figures[model] = {
            f"{name}, {half}": {part: each.to_dict() for part, each in found.items()}
            for (name, half), found in columns.items()
        }
        figures[model]["LEMON enc"] = {
            part: {"rate": one, **each.to_dict()} for part, (one, each) in scanned.items()
        }
    told = (
        "Besides the default there is the highest rate of the pack that changes at most "
        f"{MOST_ALARMS:.0%} of the odd-numbered sentences of acc_rmrb. *Even*: only the "
        "even-numbered sentences of each set, on which nothing was tuned or chosen. F1 of whole "
        "sentences, strictly, and shares of right sentences that were changed, with 95 % "
        "intervals (bootstrap)."
    )
    return "\n\n".join([told, *parts]), figures


def by_kind(setting: Setting) -> tuple[str, Any]:
    """G. False alarms of each kind of correct text."""
    texts = {
        kind: sentences_of(setting.data / path)
        for kind, path in KINDS.items()
        if (setting.data / path).is_file()
    }
    for name in (RIGHT, SCANNED, *ECSPELL):
        texts[f"right of {name}"] = [s for s, t in setting.pairs(SETS[name]) if s == t]
    tables, figures = [], {}
    for model, folder in setting.models.items():
        spelling = SpellingModel(folder)
        rates = [rate for rate, _ in spelling.about["thresholds"] if rate in RATES]
        heads = [f"{rate:.1%}" for rate in rates]
        rows = [["", "sentences", f"default ({spelling.max_false_alarms:.1%})", *heads]]
        for kind, own in texts.items():
            click.echo(f"  {model}, {kind}", err=True)
            found = Alarms(spelling, own)
            shares = [
                share_with_interval(found.n_changed(spelling.threshold(rate)), len(own))
                for rate in (None, *rates)
            ]
            figures[f"{model}, {kind}"] = dict(zip(("default", *heads), shares, strict=True))
            rows.append([kind, f"{len(own):,}", *map(percent, shares)])
        tables.append(f"**{model}**\n\n{markdown(rows)}")
    told = (
        "The share of sentences that change, with its 95 % interval, at the default and at each "
        "`max_false_alarms`: up to 20,000 sentences of 6 to 200 characters, and the right ones of "
        "sets with errors. Microblogs and forums have errors of their own, and some of these "
        "changes are corrections."
    )
    return "\n\n".join([told, *tables]), figures


def well_known(setting: Setting) -> tuple[str, Any]:
    """H. Well-known misspellings."""
    if not KNOWN.is_file():
        return f"{KNOWN.name} was not there.", {}
    rows_of = [row.split("\t") for row in KNOWN.read_text("utf-8").splitlines()]
    pairs = [(row[0], row[1]) for row in rows_of if len(row) == 2]  # the others are comments
    both = [*pairs, *((target, target) for _, target in pairs)]
    rows = [["", "max_false_alarms", "corrected", "F1, 95 % interval", "right ones changed"]]
    figures = {}
    for model in setting.models:
        rate = highest_rate(setting, model, RIGHT, "odd", MOST_ALARMS)
        for one in dict.fromkeys((None, rate)):
            correct = setting.corrector(model, one)
            predicted = [correct(source) for source, _ in both]
            found = score_spelling(both, predicted)
            asked = "default" if one is None else f"{one:.4g}"
            setting.scorer.compare(
                f"{model}, {KNOWN.stem}, {asked}", "spelling", told_by(found), both, predicted
            )
            f1 = with_interval(found.correction.f1, found.f1_interval)
            alarms = percent(alarms_of(both, predicted))
            rows.append([model, asked, f"{found.correction.recall:.1%}", f1, alarms])
            figures[f"{model}, {asked}"] = found.to_dict()
    told = (
        f"{len(pairs)} sentences of tests/cases/{KNOWN.name}, each with one misspelling that lists "
        "of such have, and the same sentences spelled right."
    )
    return f"{told}\n\n{markdown(rows)}", figures


def highest_rate(setting: Setting, model: str, name: str, half: Half, most: float) -> float | None:
    """The highest rate of a pack that changes at most this share of the right sentences of a set.

    None where none does.
    """
    rates = [rate for rate, _ in SpellingModel(setting.models[model]).about["thresholds"]]
    for rate in reversed(rates):
        if alarms_of(*_half(setting, model, rate, name, half))[0] <= most:
            return float(rate)
    return None


def alarms_of(pairs: Sequence[Pair], predicted: Sequence[str]) -> tuple[float, float, float]:
    """The share of right sentences that were changed, and the ends of its 95 % interval."""
    both = zip(pairs, predicted, strict=True)
    changed = [guess != source for (source, target), guess in both if source == target]
    return share_with_interval(sum(changed), len(changed))


def share_with_interval(n: int, n_all: int) -> tuple[float, float, float]:
    """`n` of `n_all`, and the ends of its 95 % interval by the bootstrap.

    Each sample of the bootstrap has a binomial number of changed sentences. Of none it knows
    nothing; there, the upper end is the share with which none would be seen once in forty times.
    """
    if not n_all:
        return 0.0, 0.0, 0.0
    if not n:
        return 0.0, 0.0, 1 - 0.025 ** (1 / n_all)
    samples = np.random.default_rng(0).binomial(n_all, n / n_all, N_SAMPLES) / n_all
    low, high = np.quantile(samples, [0.025, 0.975])
    return n / n_all, float(low), float(high)


def told_by(scores: SpellingScores) -> str:
    """The scores in the order of the other program."""
    alarms = f"false alarms {scores.false_alarms:.4f}"
    n_right = scores.n_texts - scores.n_wrong
    return "\n".join(
        [
            f"sentence detection {scores.detection}",
            f"sentence correction {scores.correction}",
            f"character correction {scores.characters}",
            f"{alarms} of {n_right} right sentences; exact sentences {scores.exact:.4f}",
            f"sentence correction F1 {scores.correction.f1:.4f} {alarms}",
        ]
    )


class Figures(NamedTuple):
    """The scores of some sentences, and how many of the right ones were changed."""

    scores: SpellingScores
    alarms: tuple[float, float, float]

    def to_dict(self) -> dict[str, object]:
        """The scores by name, and the interval of the false alarms."""
        return {**self.scores.to_dict(), "false_alarms_interval": self.alarms[1:]}


def figures_of(
    setting: Setting, model: str, rate: float | None, name: str, *halves: Half
) -> Figures:
    """The figures of a half of a set, or the half of a half; compared with the other program's."""
    pairs, predicted = _half(setting, model, rate, name, *halves)
    scores = score_spelling(pairs, predicted)
    place = ", ".join([model, name, *halves, str(rate)])
    setting.scorer.compare(place, "spelling", told_by(scores), pairs, predicted)
    return Figures(scores, alarms_of(pairs, predicted))


def _half(
    setting: Setting, model: str, rate: float | None, name: str, *halves: Half
) -> tuple[Sequence[Pair], Sequence[str]]:
    """The pairs of a half of a set, and what was made of them."""
    pairs: Sequence[Pair] = setting.pairs(SETS[name])
    predicted: Sequence[str] = setting.predicted(model, rate, name)
    for half in halves:
        pairs, predicted = half_of(pairs, half), half_of(predicted, half)
    return pairs, predicted


def _table(columns: dict[tuple[str, Half], dict[str, Figures]]) -> str:
    """F1 and false alarms of each set, a column for each rate and half."""
    rows = [["", *(f"{rate}, {half}" for rate, half in columns)]]
    for name in (RIGHT, SCANNED):
        cells = [percent(each[name].alarms) for each in columns.values()]
        rows.append([f"false alarms, {name}", *cells])
    for name in SCORED:
        scores = [each[name].scores for each in columns.values()]
        cells = [with_interval(each.correction.f1, each.f1_interval) for each in scores]
        rows.append([f"F1, {name}", *cells])
    return markdown(rows)


def _scanned(setting: Setting, model: str) -> dict[str, tuple[float, Figures]]:
    """The figures of parts of LEMON enc, each with its rate, by what is told of them.

    The wrong sentences are nearly all in the first half of the file, and the right ones in the
    second.
    """
    parts: tuple[tuple[str, Half, Half], ...] = (
        ("the even-numbered, rate chosen on the odd-numbered", "odd", "even"),
        ("all, the same rate", "odd", "whole"),
        ("from the middle on, the same rate", "odd", "second"),
        ("from the middle on, rate chosen on itself", "second", "second"),
    )
    found = {}
    for told, chosen_on, half in parts:
        rate = highest_rate(setting, model, SCANNED, chosen_on, MOST_OF_SCANNED)
        if rate is not None:
            found[told] = rate, figures_of(setting, model, rate, SCANNED, half)
    return found


def _scanned_table(found: dict[str, tuple[float, Figures]]) -> str:
    rows = [["LEMON enc", "rate", "sentences", "wrong", "false alarms", "F1"]]
    for told, (rate, (scores, alarms)) in found.items():
        counts = [f"{scores.n_texts:,}", f"{scores.n_wrong:,}"]
        f1 = with_interval(scores.correction.f1, scores.f1_interval)
        rows.append([told, f"{rate:.4g}", *counts, percent(alarms), f1])
    return markdown(rows)


def percent(share: tuple[float, float, float]) -> str:
    """A share and its interval, in per cent."""
    middle, low, high = share
    return f"{middle:.2%} ({100 * low:.2f}–{100 * high:.2f})"
