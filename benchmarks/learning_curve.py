"""Learning curve: how scores grow with the training data, on the msr test and modern text.

    python benchmarks/learning_curve.py --data PATH-OF-THE-DATA-FOLDER --save

modern_curve.py has the part of modern text. For the other, about a fifth of the training set of
msr is at hand. Smaller parts lie within larger ones: every n-th text. No raw text is used.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click
from corpora import CORPORA, MSR_TRAINING, are_there
from modern import SETS
from modern_curve import TRAINING, curves
from report import about, document, markdown, report_options, save, with_interval
from scorer import Scorer

from zhnlp import Segmenter, read_corpus
from zhnlp.evaluate import score_words
from zhnlp.models.sequence.training import Schedule

STEPS = (8, 4, 2, 1)
SCHEDULE = Schedule(passes=6, min_count=2, min_weight=0.05)
SHIPPED = "msr-words, the pack that ships"
TEST = next(corpus for corpus in CORPORA if corpus.name == "msr test")
NOTE = """\
*Unknown words found* is the recall of words that are not in the official training words of msr,
which are those of the whole set. The pack has learned all of the same texts, and words
from raw news besides."""


@click.command()
@report_options
def main(data: str, program: str | None, is_saved: bool) -> None:
    """Train on parts of the training data of msr and of modern text, and score on others."""
    folder = Path(data)
    sections: dict[str, str] = {}
    figures: dict[str, Any] = {}
    scorer = Scorer(program)
    if are_there(folder, (*MSR_TRAINING, TEST.path, TEST.known)):
        sections["msr test"], figures["msr test"] = _msr(folder, scorer)
    if are_there(folder, (*TRAINING, *SETS.values())):
        tables, found = curves(folder)
        sections |= tables
        figures |= found
    if not sections:
        return
    facts = {**about(), **scorer.facts()}
    text = document("Learning curve", facts, sections)
    click.echo(text)
    if is_saved:
        save("learning_curve", {"about": facts, "results": figures}, text)


def _msr(folder: Path, scorer: Scorer) -> tuple[str, Any]:
    """The table of the msr test, and its figures."""
    docs = [doc for path in MSR_TRAINING for doc in read_corpus(folder / path)]
    gold, known = TEST.gold(folder), TEST.known_words(folder)
    rows: list[dict[str, Any]] = []
    for step in (*STEPS, None):
        name = SHIPPED if step is None else "all of it" if step == 1 else f"1/{step} of it"
        click.echo(f"{name} …", err=True)
        row: dict[str, Any] = {"name": name}
        if step is None:
            segmenter = Segmenter(model="msr-words")
        else:
            start = time.process_time()
            segmenter = Segmenter().fit(docs[::step], schedule=SCHEDULE)
            row["training_cpu_seconds"] = time.process_time() - start
            row["texts"] = len(docs[::step])
            row["words"] = sum(len(doc.words or ()) for doc in docs[::step])
        found = [segmenter.cut("".join(words)) for words in gold]
        scores = score_words(gold, found, known=known)
        scorer.compare(name, "words", scores, gold, found, known)
        rows.append({**row, **scores.to_dict()})
    return f"{_table(rows)}\n\n{NOTE}", rows


def _table(results: list[dict[str, Any]]) -> str:
    rows = [["", "texts", "words", "F1, 95 % interval", "unknown words found", "CPU s to train"]]
    for found in results:
        counts = [f"{found[name]:,}" if name in found else "" for name in ("texts", "words")]
        took = found.get("training_cpu_seconds")
        rows.append(
            [
                found["name"],
                *counts,
                with_interval(found["f1"], found["f1_interval"]),
                f"{found['unknown_recall']:.4f}",
                "" if took is None else f"{took:.1f}",
            ]
        )
    return markdown(rows)


if __name__ == "__main__":
    main()
