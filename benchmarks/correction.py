"""Accuracy and speed of spelling correction, beside jieba's speed and pycorrector.

    python benchmarks/correction.py --data PATH-OF-THE-DATA-FOLDER --save

Nothing is trained here: the packs that ship are scored, or those named by
--model. With --only A a section is run alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from corpora import are_there
from correction_speed import SENTENCE, corrector, speed
from peers import version_of
from report import about, document, markdown, report_options, save, with_interval
from scorer import Scorer
from spelling_peers import NAME, PUBLISHED, Measure, Pair, find_pycorrector, measure

from zhnlp.corpus import read_spelling
from zhnlp.errors import UsageError
from zhnlp.evaluate import LabelScores, SpellingScores, score_spelling
from zhnlp.resources import pack, packs

PACKS = ("general-spelling", "sighan-spelling")
SIGHAN, NEWS, RIGHT = "SIGHAN15 test", "People's Daily, jieba", "acc_rmrb, all right"
SETS = {
    SIGHAN: "sighan/test2015.txt",
    NEWS: "csc_hard/people_daily_jieba.jsonl.gz",
    "People's Daily, LTP": "csc_hard/people_daily_ltp.jsonl.gz",
    "LEMON enc": "lemon_v2/enc.txt.gz",
    "MCSC valid": "mcsc/valid.txt.gz",
    "ECSpell law": "ecspell/law.train.filtered",
    "ECSpell med": "ecspell/med.train.filtered",
    "ECSpell odw": "ecspell/odw.train.filtered",
    "textproof": "macro_correct/textproof.tet.json",
    "gen_xxqg": "macro_correct/gen_xxqg.tet.json.gz",
    "gen_passage": "macro_correct/gen_passage.tet.json.gz",
    "gen_de3": "macro_correct/gen_de3.json.gz",
    RIGHT: "macro_correct/acc_rmrb.tet.json.gz",
}
OF_PYCORRECTOR = "sighan/sighan2015_test_pycorrector.tsv"
RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
BESIDE = 500  # sentences of a set that pycorrector gets, which is slow


@dataclass(frozen=True)
class Setting:
    """What all sections share: the data folder, packs by name, and what the options say."""

    data: Path
    models: dict[str, str]
    scorer: Scorer
    text: str | None
    arpa: str | None
    rounds: int

    def pairs(self, path: str) -> list[Pair]:
        """The pairs of a file, but those with a tab or the end of a line in them."""
        pairs = read_spelling(self.data / "csc" / path)
        return [pair for pair in pairs if not {*"\t\r\n"} & {*pair.source, *pair.target}]


Section = Callable[[Setting], tuple[str, Any]]  # Markdown, and the figures in it


@click.command()
@report_options
@click.option("--model", "models", multiple=True, metavar="PACK", help="In place of all that ship.")
@click.option("--text", metavar="FILE", help="UTF-8 text to measure speed on.")
@click.option("--arpa", metavar="FILE", help="pycorrector's language model of characters.")
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="Of D.")
@click.option("--only", multiple=True, metavar="LETTER", help="These sections alone: A, B …")
def main(
    data: str, program: str | None, is_saved: bool, only: tuple[str, ...], **options: Any
) -> None:
    """Score the correctors, and measure how fast they are."""
    if is_saved and only:
        raise click.UsageError("--save is for whole runs. Leave --only out.")
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
    for section in (accuracy, by_pycorrector, trade_off, fast, beside_pycorrector):
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
    for model, folder in setting.models.items():
        correct = corrector(folder)
        scores = {}
        for name, path in SETS.items():
            click.echo(f"  {model}, {name}", err=True)
            pairs = setting.pairs(path)
            predicted = [correct(source) for source, _ in pairs]
            found = scores[name] = score_spelling(pairs, predicted)
            told = as_the_scorer_says(found)
            setting.scorer.compare(f"{model}, {name}", "spelling", told, pairs, predicted)
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
    for model, folder in setting.models.items():
        correct = corrector(folder)
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
    sets = {name: setting.pairs(SETS[name]) for name in (RIGHT, NEWS, SIGHAN)}
    heads = [f"{what} on {name}" for name in (NEWS, SIGHAN) for what in ("F1", "P")]
    rows = [["", "max_false_alarms", "false alarms on acc_rmrb", *heads]]
    figures = []
    for model, folder in setting.models.items():
        for rate in (None, *RATES):
            click.echo(f"  {model}, {rate}", err=True)
            asked = "default" if rate is None else f"{rate:.1%}"
            try:
                correct = corrector(folder, rate)
            except UsageError:
                rows.append([model, asked, "refused", *[""] * len(heads)])
                continue
            found = {
                name: score_spelling(pairs, [correct(source) for source, _ in pairs], n_samples=1)
                for name, pairs in sets.items()
            }
            alarms = found.pop(RIGHT).false_alarms
            scores = [score.correction for score in found.values()]
            cells = [f"{number:.4f}" for score in scores for number in (score.f1, score.precision)]
            rows.append([model, asked, f"{alarms:.2%}", *cells])
            f1s = {name: score.correction.f1 for name, score in found.items()}
            figures.append({"model": model, "rate": rate, "false_alarms": alarms, **f1s})
    told = f"False alarms of {len(sets[RIGHT]):,} right sentences of the People's Daily."
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
    ways = {f"zhnlp, {name}": corrector(folder) for name, folder in setting.models.items()}
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
        rows.append([name, *f1s, f"{found[2].false_alarms:.2%}", f"{per_second:,.0f}"])
        scores = {part: score.to_dict() for part, score in zip(sets, found, strict=True)}
        figures[name] = {"scores": scores, "per_second": per_second}
    counted = ", ".join(f"{len(pairs):,} of {name}" for name, pairs in sets.items())
    told = (
        f"{counted}: every n-th sentence. pycorrector's language model was "
        f"{model.name}, {model.stat().st_size / 1e6:.0f} MB; speed is by the time of the processor."
    )
    return f"{told}\n\n{markdown(rows)}", figures


def as_the_scorer_says(scores: SpellingScores) -> str:
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


def _accuracy_table(scores: dict[str, SpellingScores]) -> str:
    heads = ("detection", "correction", "correction F1, 95 % interval", "characters")
    rows = [["", "sentences", "wrong", *heads, "false alarms"]]
    for name, found in scores.items():
        counts = [f"{found.n_texts:,}", f"{found.n_wrong:,}"]
        cells = ["–"] * 4
        if found.n_wrong:
            both = [_three(found.detection), _three(found.correction)]
            cells = [*both, with_interval(found.correction.f1, found.f1_interval)]
            cells.append(_three(found.characters))
        is_any = found.n_texts > found.n_wrong
        rows.append([name, *counts, *cells, f"{found.false_alarms:.2%}" if is_any else "–"])
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


if __name__ == "__main__":
    main()
