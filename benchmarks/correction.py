"""Accuracy and speed of spelling correction, beside jieba's speed and pycorrector.

    python benchmarks/correction.py --data PATH-OF-THE-DATA-FOLDER --save

Nothing is trained here: the packs that ship are scored, or those named by
--model. With --only A a section is run alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from corpora import are_there
from correction_speed import SENTENCE, speed
from peers import version_of
from report import about, document, markdown, report_options, save, with_interval
from scorer import Scorer
from spelling_figures import (
    RATES,
    Figures,
    alarms_of,
    by_kind,
    figures_of,
    percent,
    well_known,
    with_intervals,
)
from spelling_peers import NAME, PUBLISHED, Measure, find_pycorrector, measure
from spelling_sets import HALVES, NEWS, RIGHT, SETS, SIGHAN, Setting

from zhnlp.errors import UsageError
from zhnlp.evaluate import LabelScores, score_spelling
from zhnlp.resources import pack, packs

PACKS = ("general-spelling", "sighan-spelling")
OF_PYCORRECTOR = "sighan/sighan2015_test_pycorrector.tsv"
BESIDE = 500  # sentences of a set that pycorrector gets, which is slow


Section = Callable[[Setting], tuple[str, Any]]  # Markdown, and the figures in it


@click.command()
@report_options
@click.option("--model", "models", multiple=True, metavar="PACK", help="In place of all that ship.")
@click.option("--text", metavar="FILE", help="UTF-8 text to measure speed on.")
@click.option("--arpa", metavar="FILE", help="pycorrector's language model of characters.")
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="Of D.")
@click.option("--half", type=click.Choice(HALVES), default="whole", help="Of each set, to develop.")
@click.option("--only", multiple=True, metavar="LETTER", help="These sections alone: A, B …")
def main(
    data: str, program: str | None, is_saved: bool, only: tuple[str, ...], **options: Any
) -> None:
    """Score the correctors, and measure how fast they are."""
    if is_saved and (only or options["half"] != "whole"):
        raise click.UsageError("--save is for whole runs. Leave --only and --half out.")
    named = options.pop("models") or [name for name in PACKS if name in packs()]
    models = {folder.name: str(folder) for folder in (pack(name).resolve() for name in named)}
    if not models:
        click.echo(f"There is no pack {' or '.join(PACKS)}: nothing is measured.", err=True)
        return
    folder = Path(data)
    if not are_there(folder, (f"csc/{path}" for path in (*SETS.values(), OF_PYCORRECTOR))):
        return
    setting = Setting(folder, models, Scorer(program), **options)
    letters = {letter.upper() for letter in only}
    sections, figures = {}, {}
    for section in SECTIONS:
        title = (section.__doc__ or "").strip().rstrip(".")
        if letters and title[0] not in letters:
            continue
        click.echo(f"{title} …", err=True)
        sections[title], figures[title] = section(setting)
    facts = {**about(), NAME: version_of(NAME), **_described(models), **setting.scorer.facts()}
    text = document("Spelling correction", facts, sections)
    click.echo(text)
    if is_saved:
        save("correction", {"about": facts, "results": figures}, text)


def accuracy(setting: Setting) -> tuple[str, Any]:
    """A. Accuracy, each pack at its own threshold."""
    tables, figures = [], {}
    for model in setting.models:
        scores = {}
        for name in SETS:
            click.echo(f"  {model}, {name}", err=True)
            scores[name] = figures_of(setting, model, None, name)
        tables.append(f"**{model}**\n\n{_accuracy_table(scores)}")
        figures[model] = {name: found.to_dict() for name, found in scores.items()}
    told = (
        "P / R / F1 of whole sentences, strictly: *detection*, just the wrong places were changed; "
        "*correction*, the sentence became its target. *Characters*: changed to what the target "
        "has. *False alarms*: right sentences that were changed. Pairs with a tab or the end of a "
        "line in them are left out."
    )
    return "\n\n".join([told, *tables]), figures


def by_pycorrector(setting: Setting) -> tuple[str, Any]:
    """B. SIGHAN15 by pycorrector's own measure."""
    pairs = setting.pairs(OF_PYCORRECTOR)
    rows = [["", "accuracy", "P", "R", "F1", "strict P", "strict F1", "sentences/s"]]
    figures: dict[str, Any] = {}
    for model in setting.models:
        correct = setting.corrector(model, None)
        start = time.process_time()
        predicted = [correct(source) for source, _ in pairs]
        found = measure(pairs, predicted, seconds=time.process_time() - start)
        strict = score_spelling(pairs, predicted).correction
        rows.append(_measure_row(f"zhnlp, {model}", found, strict))
        figures[model] = {**found._asdict(), "strict": strict.f1}
    rows += [_measure_row(name, found) for name, found in PUBLISHED.items()]
    told = (
        f"Its file of {len(pairs)} pairs, and its `eval_model_batch`: a wrong sentence that is "
        "changed in a wrong way counts as missed, and not against precision, as it does in the "
        "strict measure. (p): published by pycorrector, with its time on its machine; its "
        "n-grams changed 18 of the 334 right sentences, as follows from precision and recall."
    )
    return f"{told}\n\n{markdown(rows)}", figures


def trade_off(setting: Setting) -> tuple[str, Any]:
    """C. What fewer false alarms cost."""
    heads = [f"{what} on {name}" for name in (NEWS, SIGHAN) for what in ("F1", "P")]
    rows = [["", "max_false_alarms", "false alarms on acc_rmrb", *heads]]
    figures = []
    for model in setting.models:
        for rate in (None, *RATES):
            click.echo(f"  {model}, {rate}", err=True)
            asked = "default" if rate is None else f"{rate:.1%}"
            try:
                setting.corrector(model, rate)
            except UsageError:
                rows.append([model, asked, "refused", *[""] * len(heads)])
                continue
            found = {name: figures_of(setting, model, rate, name) for name in (RIGHT, NEWS, SIGHAN)}
            alarms = found.pop(RIGHT).alarms
            cells = []
            for scores, _ in found.values():
                f1 = with_interval(scores.correction.f1, scores.f1_interval)
                cells += [f1, f"{scores.correction.precision:.4f}"]
            rows.append([model, asked, percent(alarms), *cells])
            f1s = {name: scores.correction.f1 for name, (scores, _) in found.items()}
            figures.append({"model": model, "rate": rate, "false_alarms": alarms[0], **f1s})
    n_right = len(setting.pairs(SETS[RIGHT]))
    told = f"False alarms of {n_right:,} right sentences of the People's Daily."
    return f"{told}\n\n{markdown(rows)}", figures


def fast(setting: Setting) -> tuple[str, Any]:
    """D. Speed and memory, one core."""
    pairs = setting.pairs(SETS[NEWS])
    return speed(setting.models, pairs, text=setting.text, n_rounds=setting.rounds)


def beside_pycorrector(setting: Setting) -> tuple[str, Any]:
    """E. Beside pycorrector, on the same sentences."""
    if setting.arpa is None or (peer := find_pycorrector(setting.arpa)) is None:
        return "pycorrector was not there. Its published figures are in B.", {}
    model = Path(setting.arpa)
    sets = {}
    for name in (SIGHAN, NEWS, RIGHT):
        pairs = setting.pairs(SETS[name])
        sets[name] = pairs[:: max(1, len(pairs) // BESIDE)]
    ways = {f"zhnlp, {model}": setting.corrector(model, None) for model in setting.models}
    heads = ("correction F1 on SIGHAN15", "on the People's Daily", "false alarms on acc_rmrb")
    rows = [["", *heads, f"sentences of {SENTENCE}/s"]]
    figures = {}
    n_chars = sum(len(source) for pairs in sets.values() for source, _ in pairs)
    for name, correct in {**ways, f"{NAME}, on the model given": peer}.items():
        click.echo(f"  {name}", err=True)
        start = time.process_time()
        made = [[correct(source) for source, _ in pairs] for pairs in sets.values()]
        per_second = n_chars / SENTENCE / (time.process_time() - start)
        found = [score_spelling(*both) for both in zip(sets.values(), made, strict=True)]
        f1s = [with_interval(score.correction.f1, score.f1_interval) for score in found[:2]]
        alarms = alarms_of(sets[RIGHT], made[2])
        rows.append([name, *f1s, percent(alarms), f"{per_second:,.0f}"])
        scores = {part: score.to_dict() for part, score in zip(sets, found, strict=True)}
        figures[name] = {"scores": scores, "per_second": per_second}
    counted = ", ".join(f"{len(pairs):,} of {name}" for name, pairs in sets.items())
    told = (
        f"{counted}: every n-th sentence. pycorrector's language model was "
        f"{model.name}, {model.stat().st_size / 1e6:.0f} MB; speed is by the time of the processor."
    )
    return f"{told}\n\n{markdown(rows)}", figures


def _accuracy_table(scores: dict[str, Figures]) -> str:
    heads = ("detection", "correction", "correction F1, 95 % interval", "characters")
    rows = [["", "sentences", "wrong", *heads, "false alarms"]]
    for name, (found, alarms) in scores.items():
        counts = [f"{found.n_texts:,}", f"{found.n_wrong:,}"]
        cells = ["–"] * 4
        if found.n_wrong:
            both = [_three(found.detection), _three(found.correction)]
            cells = [*both, with_interval(found.correction.f1, found.f1_interval)]
            cells.append(_three(found.characters))
        is_any = found.n_texts > found.n_wrong
        rows.append([name, *counts, *cells, percent(alarms) if is_any else "–"])
    return markdown(rows)


def _three(scores: LabelScores) -> str:
    return f"{scores.precision:.4f} / {scores.recall:.4f} / {scores.f1:.4f}"


def _measure_row(name: str, found: Measure, strict: LabelScores | None = None) -> list[str]:
    cells = [f"{share:.4f}" for share in found[:4]]
    cells += [f"{strict.precision:.4f}", f"{strict.f1:.4f}"] if strict else ["–", "–"]
    return [name, *cells, f"{found.per_second:,.0f}"]


def _described(models: dict[str, str]) -> dict[str, str]:
    """What each pack has learned from, and how big it and the packs it needs are."""
    facts = {}
    for name, folder in models.items():
        pack_json = json.loads(Path(folder, "pack.json").read_text(encoding="utf-8"))
        needed = {name: Path(folder)}
        needed |= {
            other: pack(other) for other in (pack_json.get("language_model"), "jieba") if other
        }
        sizes = ", ".join(f"{one} {_megabytes(path):.1f} MB" for one, path in needed.items())
        facts[f"pack {name}"] = "; ".join(filter(None, (sizes, pack_json.get("data"))))
    return facts


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


SECTIONS: tuple[Section, ...] = (
    *(accuracy, by_pycorrector, trade_off, fast),
    *(beside_pycorrector, with_intervals, by_kind, well_known),
)

if __name__ == "__main__":
    main()
