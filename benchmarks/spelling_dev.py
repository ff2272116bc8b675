"""Figures to develop a spelling model by, in a minute: the odd sentences of six corpora.

    python benchmarks/spelling_dev.py --data DATA --model FOLDER
    python benchmarks/spelling_dev.py --data DATA --model FOLDER --sample 4

The F1 of sentences is given at the model's default, and at the log odds with which at most
0.5 %, 1 % and so on of the right sentences of acc_rmrb change, or 2 % of those of LEMON enc.
Nothing is estimated: the sentences are corrected anew at each of these log odds.

benchmarks/correction.py reports the other sentences, the even ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from report import markdown
from spelling_sets import NEWS, NEWS_LTP, RIGHT, SCANNED, SETS, Half, Pair, half_of, pairs_of
from spelling_thresholds import Alarms, corrector_at

from zhnlp.evaluate import SpellingScores, score_spelling
from zhnlp.models.spelling.model import SpellingModel

SCORED = (NEWS, NEWS_LTP, SCANNED, "ECSpell law", "ECSpell med", "ECSpell odw", "textproof")
RATES = (0.002, 0.005, 0.01, 0.02, 0.05)
OWN_RATE = 0.02  # of the right sentences of LEMON enc


@click.command()
@click.option("--data", metavar="PATH", required=True, help="The data folder.")
@click.option("--model", metavar="PACK", default="general-spelling", show_default=True)
@click.option("--half", type=click.Choice(("odd", "even", "whole")), default="odd")
@click.option("--sample", type=click.IntRange(min=1), default=1, help="Every Kth of them alone.")
@click.option("--full", is_flag=True, help="Precision and recall, too.")
def main(data: str, model: str, half: Half, sample: int, full: bool) -> None:
    """Score a spelling model at several rates of false alarms."""
    chosen = {
        name: half_of(pairs_of(Path(data), SETS[name]), half)[::sample] for name in (*SCORED, RIGHT)
    }
    spelling = SpellingModel(model)
    right = Alarms(spelling, [source for source, _ in chosen[RIGHT]])
    columns = {"default": spelling.threshold()}
    columns |= {f"{rate:.1%}": right.threshold(rate) for rate in RATES}
    own = Alarms(spelling, [source for source, target in chosen[SCANNED] if source == target])
    columns[f"{OWN_RATE:.0%} of enc"] = own.threshold(OWN_RATE)
    rows = [[f"{half} sentences, every {sample}", *columns]]
    rows.append(["log odds", *(f"{log_odds:.2f}" for log_odds in columns.values())])
    scores = [scores_at(spelling, log_odds, chosen) for log_odds in columns.values()]
    rows.append(["false alarms on acc_rmrb", *(f"{one[RIGHT].false_alarms:.2%}" for one in scores)])
    alarms = [one[SCANNED].false_alarms for one in scores]
    rows.append([f"false alarms on {SCANNED}", *(f"{alarm:.2%}" for alarm in alarms)])
    for name in SCORED:
        rows.append([name, *(cell(one[name], full=full) for one in scores)])
    rows.append(["mean F1", *(f"{mean_f1(one):.4f}" for one in scores)])
    click.echo(markdown(rows))


def scores_at(
    model: SpellingModel, log_odds: float, sets: dict[str, Any]
) -> dict[str, SpellingScores]:
    """The scores of each set of pairs at that threshold."""
    correct = corrector_at(model, log_odds)

    def scored(pairs: list[Pair]) -> SpellingScores:
        return score_spelling(pairs, [correct(source) for source, _ in pairs], n_samples=1)

    return {name: scored(pairs) for name, pairs in sets.items()}


def cell(scores: SpellingScores, *, full: bool) -> str:
    """The F1 of whole sentences, or precision, recall and it."""
    found = scores.correction
    numbers = (found.precision, found.recall, found.f1) if full else (found.f1,)
    return " / ".join(f"{number:.4f}" for number in numbers)


def mean_f1(scores: dict[str, SpellingScores]) -> float:
    """Over the sets with errors, each with the same weight."""
    return sum(scores[name].correction.f1 for name in SCORED) / len(SCORED)


if __name__ == "__main__":
    main()
