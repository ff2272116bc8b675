"""Times and amounts found by rule against sentences marked by hand.

    python benchmarks/amounts.py --data PATH-OF-THE-DATA-FOLDER --save

Everything begins with the raw text. A span is right if start, end and label are; what the
marks leave open (a label that ends in ``?``) is neither demanded nor wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import click
from corpora import are_there
from report import about, document, markdown, report_options, save
from scorer import printed

from zhnlp import Pipeline, Recognizer, Segmenter, Span, Tagger
from zhnlp.models.entities.rules import find_by_rule

GOLD = "modern/amounts_dev.jsonl"
LABELS = ("TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "NUMBER")
ALL = "all"


class Sentence(NamedTuple):
    """A text and its marks: what must be found, and where anything may be."""

    text: str
    sure: set[Span]
    open: list[tuple[int, int]]

    @classmethod
    def read(cls, line: str) -> Sentence:
        """The sentence of a line of JSON."""
        row = json.loads(line)
        spans = [Span(*span) for span in row["spans"]]
        sure = {span for span in spans if not span.label.endswith("?")}
        return cls(row["text"], sure, [span[:2] for span in spans if span.label.endswith("?")])

    def counted(self, found: Iterable[Span]) -> set[Span]:
        """Those of `found` that are right or wrong, not open."""
        return {
            span
            for span in found
            if span in self.sure or not any(span.start < b and a < span.end for a, b in self.open)
        }


@click.command()
@report_options
def main(data: str, program: str | None, is_saved: bool) -> None:
    """Score times and amounts, with the pipeline and by the rules alone."""
    path = Path(data) / GOLD
    if not are_there(Path(data), (GOLD,)):
        return
    gold = [Sentence.read(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    nlp = Pipeline([Segmenter(), Tagger(), Recognizer(labels=LABELS)])
    ways: dict[str, Callable[[str], Sequence[Span]]] = {
        "Segmenter, Tagger, Recognizer": lambda text: nlp(text).entities or (),
        "the rules alone": lambda text: find_by_rule(text, LABELS),
    }
    sections, figures, agreed = {}, {}, []
    for title, way in ways.items():
        found = [list(way(sentence.text)) for sentence in gold]
        rows, figures[title] = _score(gold, found)
        sections[title] = markdown(rows)
        if program:
            other = _printed(program, path, gold, found)
            is_same = other.split() == _last_line(figures[title])
            agreed.append("the same figures" if is_same else f"{title}: {other}")
    facts = {**about(), "sentences": str(len(gold))}
    if agreed:
        facts["independent scorer"] = "; ".join(agreed)
    text = document("Times and amounts", facts, sections)
    click.echo(text)
    if is_saved:
        save("amounts", {"about": facts, "results": figures}, text)


def _score(
    gold: Sequence[Sentence], found: Sequence[Sequence[Span]]
) -> tuple[list[tuple[str, ...]], dict[str, dict[str, float]]]:
    """The table of a way and its figures, by label."""
    rows: list[tuple[str, ...]] = [("label", "gold", "found", "P", "R", "F1")]
    figures = {}
    for label in (*LABELS, ALL):
        wanted = [{span for span in s.sure if label in (span.label, ALL)} for s in gold]
        counted = [
            {span for span in sentence.counted(spans) if label in (span.label, ALL)}
            for sentence, spans in zip(gold, found, strict=True)
        ]
        n_hit = sum(len(spans & sure) for spans, sure in zip(counted, wanted, strict=True))
        n_found, n_gold = sum(map(len, counted)), sum(map(len, wanted))
        precision, recall = n_hit / max(n_found, 1), n_hit / max(n_gold, 1)
        f1 = 2 * n_hit / max(n_found + n_gold, 1)
        figures[label] = {
            "gold": n_gold,
            "found": n_found,
            "precision": precision,
            "recall": recall,
            "f1": f1,
        }
        shares = (f"{share:.4f}" for share in (precision, recall, f1))
        rows.append((label, str(n_gold), str(n_found), *shares))
    return rows, figures


def _last_line(figures: dict[str, dict[str, float]]) -> list[str]:
    """What the scorer prints last for these figures, as words."""
    last = figures[ALL]
    shares = zip(("P", "R", "F1"), ("precision", "recall", "f1"), strict=True)
    scores = [word for name, key in shares for word in (name, f"{last[key]:.4f}")]
    return [ALL, "gold", f"{last['gold']}", "found", f"{last['found']}", *scores]


def _printed(
    program: str, path: Path, gold: Sequence[Sentence], found: Sequence[Sequence[Span]]
) -> str:
    """The last line of ``program GOLD PREDICTED``."""
    rows = ({"text": s.text, "entities": e} for s, e in zip(gold, found, strict=True))
    return printed(program, [str(path)], map(json.dumps, rows)).strip().rpartition("\n")[2]


if __name__ == "__main__":
    main()
