"""How words and names of modern text get better with the number of sentences marked by hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import click
from modern import SETS
from report import markdown, with_interval

from zhnlp import Doc, Pipeline, Recognizer, Segmenter, Stage, Tagger, read_corpus
from zhnlp.evaluate import score_marked_entities, score_marked_words
from zhnlp.models.sequence.training import Schedule

NEWS, EVERYDAY = "modern/train.jsonl", "modern/everyday_train.jsonl"
TRAINING = (NEWS, EVERYDAY)
WORDS = Schedule(passes=8, l2=0.001, min_count=2, min_weight=0.01)
NAMES = Schedule(passes=4, min_count=2, min_weight=0.02)
STEPS = (8, 4, 2, 1)  # every n-th sentence of the news
NOTE = """\
Parts of the news lie within larger ones; the everyday text comes last. The first row learns nothing
from sentences marked by hand, and no row from raw text, but for the packs that ship."""


class Scored(NamedTuple):
    """The cells of a table by the heads of their columns, all figures, and the first of them."""

    cells: dict[str, str]
    figures: dict[str, object]
    headline: float


class Curve(NamedTuple):
    """A task.

    Attributes:
        without: A stage that needs no sentences marked by hand.
        fit: Gives a stage that has learned from some.
        ships: The stage as it ships.
        score: The scores of texts that a stage has filled.
    """

    without: Stage
    fit: Callable[[Sequence[Doc]], Stage]
    ships: Stage
    score: Callable[[Sequence[Doc], Sequence[Doc]], Scored]


def curves(folder: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """The tables of words and names by their headings, and the figures."""
    news, everyday = (list(read_corpus(folder / path, format="marks")) for path in TRAINING)
    parts = [[], *(news[::step] for step in STEPS), [*news, *everyday]]
    gold = {name: list(read_corpus(folder / path, format="marks")) for name, path in SETS.items()}
    sections, figures = {}, {}
    for title, curve in (
        ("Words of modern text", word_curve()),
        ("Names in modern text", name_curve()),
    ):
        click.echo(f"{title} …", err=True)
        rows, figures[title] = _rows(curve, parts, gold)
        sections[title] = f"{markdown(rows)}\n\n{_growth(figures[title], gold)} {NOTE}"
    return sections, figures


def _growth(figures: Sequence[dict[str, Any]], names: Iterable[str]) -> str:
    """What the last doubling of the news brought."""
    half, whole = figures[len(STEPS) - 1], figures[len(STEPS)]
    gains = (f"{whole[name]['headline'] - half[name]['headline']:+.4f} on {name}" for name in names)
    changed = f"From {half['name']} to {whole['name']} sentences, the first figures change by"
    return f"{changed} {', '.join(gains)}."


def word_curve() -> Curve:
    """Words: nothing comes before."""
    return Curve(
        Segmenter("unigram"),
        lambda docs: Segmenter().fit(docs, schedule=WORDS),
        Segmenter(),
        _words,
    )


def name_curve() -> Curve:
    """Names: words and tags come from the packs that ship."""
    stages = Pipeline([Segmenter(), Tagger()])

    def fit(docs: Sequence[Doc]) -> Pipeline:
        found = stages.batch([doc.text for doc in docs])
        gold = [replace(own, entities=doc.entities) for own, doc in zip(found, docs, strict=True)]
        return Pipeline([stages, Recognizer("dictionary").fit(gold, schedule=NAMES)])

    return Curve(
        Pipeline([stages, Recognizer("dictionary")]), fit, Pipeline([stages, Recognizer()]), _names
    )


def _rows(
    curve: Curve, parts: Sequence[Sequence[Doc]], gold: Mapping[str, Sequence[Doc]]
) -> tuple[list[list[str]], list[dict[str, Any]]]:
    """The rows of the table, its head first, and the figures."""
    heads: list[str] = []
    rows: list[list[str]] = []
    figures: list[dict[str, Any]] = []
    for part in [*parts, None]:
        start = time.process_time()
        stage = curve.ships if part is None else curve.fit(part) if part else curve.without
        took = time.process_time() - start
        name = "the packs that ship" if part is None else f"{len(part):,}"
        cells = {"sentences": name}
        figures.append({"name": name, "training_cpu_seconds": took})
        for title, docs in gold.items():
            scored = curve.score(docs, stage.batch([Doc(doc.text) for doc in docs]))
            cells |= {f"{title}: {head}": cell for head, cell in scored.cells.items()}
            figures[-1][title] = {**scored.figures, "headline": scored.headline}
        heads = [*cells, "CPU s to train"]
        rows.append([*cells.values(), f"{took:.1f}" if part else ""])
    return [heads, *rows], figures


def _words(docs: Sequence[Doc], found: Sequence[Doc]) -> Scored:
    scores = score_marked_words([doc.words for doc in docs], [doc.words for doc in found])
    cells = {
        "whole": with_interval(scores.whole, scores.whole_interval),
        "names split": f"{scores.names_split:.4f}",
        "F1": f"{scores.boundaries.f1:.4f}",
    }
    return Scored(cells, scores.to_dict(), scores.whole)


def _names(docs: Sequence[Doc], found: Sequence[Doc]) -> Scored:
    scores = score_marked_entities(docs, found)
    cells = {
        "exact F1": with_interval(scores.exact.f1, scores.f1_interval),
        "overlapping F1": f"{scores.overlapping.f1:.4f}",
    }
    return Scored(cells, scores.to_dict(), scores.exact.f1)
