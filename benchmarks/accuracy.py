"""Accuracy of zhnlp's methods beside its peers, and how far they agree with jieba.

    python benchmarks/accuracy.py --data PATH-OF-THE-DATA-FOLDER --save

Prints tables; with --save they go to benchmarks/results, too. Nothing is
trained here: the n-gram methods use the pack that ships.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import click
import scorer
from corpora import CORPORA, SIGHAN, TRAINING, Words, lines_of
from parity import parity
from peers import find_peers
from report import about, document, markdown, save

from zhnlp import Lexicon, Segmenter
from zhnlp.evaluate import WordScores, score_words

Cut = Callable[[str], Words]
Scores = dict[str, dict[str, WordScores]]  # by corpus, then by segmenter
Predicted = dict[tuple[str, str], list[Words]]  # by both
MATCHING = ("forward", "backward", "bidirectional")
DICTIONARIES = ("jieba's words", "training words", "training words, no rules")
FULL = ("pku test", "msr test")


@click.command()
@click.option("--data", metavar="PATH", required=True, help="The data folder.")
@click.option("--only", multiple=True, metavar="CORPUS", help="These corpora alone: 'pku test' …")
@click.option("--scorer", "other", metavar="FILE", help="Compare with another scorer (README.md).")
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/accuracy.*.")
def main(data: str, only: tuple[str, ...], other: str | None, is_saved: bool) -> None:
    """Score zhnlp, jieba and rjieba on the corpora of the data folder."""
    folder = Path(data)
    if not (folder / TRAINING).is_file():
        click.echo("The corpora are not in that folder: nothing is measured.", err=True)
        return
    if is_saved and only:
        raise click.UsageError("--save is for whole runs. Leave --only out.")
    peers = find_peers()
    scores, predicted = _scores(folder, segmenters(folder, peers), only)
    gold = {corpus.name: corpus.gold(folder) for corpus in CORPORA}
    sections = {f"{name}, in full": _full_table(scores[name]) for name in FULL if name in scores}
    errors = _errors(scores, predicted, gold)
    sections["F1 everywhere"] = _f1_table(scores)
    sections["Error rates of max matching"] = markdown(errors)
    agreement: list[dict[str, Any]] = []
    if "jieba" in peers and not only:
        tests = {name: lines_of(folder / SIGHAN / f"{name}_test.utf8") for name in ("pku", "msr")}
        agreement = parity(tests, peers["jieba"])
        sections["Agreement with jieba"] = _agreement_table(agreement)
    facts = {**about(), **_compared(other, folder, scores, predicted)}
    text = document("Accuracy", facts, sections)
    click.echo(text)
    if is_saved:
        figures = {
            "about": facts,
            "scores": {
                corpus: {name: score.to_dict() for name, score in rows.items()}
                for corpus, rows in scores.items()
            },
            "error_rates": errors,
            "agreement": agreement,
        }
        save("accuracy", figures, text)


def segmenters(data: Path, peers: dict[str, Any]) -> dict[str, Cut]:
    """What is scored, by the names in the tables."""
    counts = Counter(word for line in lines_of(data / TRAINING) for word in line.split())
    trained = Lexicon(tuple((word, "prefer", n) for word, n in counts.items()))
    made: dict[str, Segmenter] = {}
    for method in MATCHING:
        made[f"{method}, jieba's words"] = Segmenter(method)
    for method in MATCHING:
        made[f"{method}, training words"] = Segmenter(method, dictionary=trained)
    for method in MATCHING:
        name = f"{method}, training words, no rules"
        made[name] = Segmenter(method, dictionary=trained, rules=False)
    for method in ("unigram", "jieba", "bigram", "trigram"):
        made[f"{method}, no HMM"] = Segmenter(method, hmm=False)
        made[method] = Segmenter(method)
    cuts: dict[str, Cut] = {f"zhnlp {name}": segmenter.cut for name, segmenter in made.items()}
    if jieba := peers.get("jieba"):
        cuts["jieba, no HMM"] = lambda text: jieba.lcut(text, HMM=False)
        cuts["jieba"] = jieba.lcut
    if rjieba := peers.get("rjieba"):
        cuts["rjieba, no HMM"] = lambda text: rjieba.cut(text, False)
        cuts["rjieba"] = rjieba.cut
    return cuts


def _scores(data: Path, cuts: dict[str, Cut], only: Sequence[str]) -> tuple[Scores, Predicted]:
    scores: Scores = {}
    predicted: Predicted = {}
    for corpus in CORPORA:
        if only and corpus.name not in only:
            continue
        click.echo(f"{corpus.name} …", err=True)
        gold, known = corpus.gold(data), corpus.known_words(data)
        texts = ["".join(words) for words in gold]
        scores[corpus.name] = {}
        for name, cut in cuts.items():
            guess = [cut(text) for text in texts]
            predicted[corpus.name, name] = guess
            scores[corpus.name][name] = score_words(gold, guess, known=known)
    return scores, predicted


def _compared(
    other: str | None, data: Path, scores: Scores, predicted: Predicted
) -> dict[str, str]:
    """What an independent scorer says of the same words, as a fact for the report."""
    if other is None:
        return {}
    apart = []
    for corpus in CORPORA:
        for name, score in scores.get(corpus.name, {}).items():
            found = scorer.score(
                Path(other),
                corpus.gold(data),
                predicted[corpus.name, name],
                corpus.known_words(data),
            )
            if found != scorer.figures(score):
                apart.append(f"{name} on {corpus.name}: {found}")
    n_pairs = sum(map(len, scores.values()))
    said = "; ".join(apart) or "the same P, R, F1 and recall of unknown words to four digits"
    return {"independent scorer": f"{n_pairs} pairs of segmenter and corpus: {said}"}


def _full_table(scores: dict[str, WordScores]) -> str:
    rows = [["", "P", "R", "F1", "95 % interval", "unknown words found"]]
    for name, score in scores.items():
        numbers = (score.precision, score.recall, score.f1)
        low, high = score.f1_interval
        interval = f"{low:.4f} to {high:.4f}"
        unknown = f"{score.unknown_recall:.4f}"
        rows.append([name, *(f"{number:.4f}" for number in numbers), interval, unknown])
    some = next(iter(scores.values()))
    counted = f"{some.n_texts:,} lines, {some.n_gold:,} words, {some.unknown_rate:.2%} unknown"
    return f"{counted} (not in the words of the test's own training set).\n\n{markdown(rows)}"


def _f1_table(scores: Scores) -> str:
    rows = [["", *scores]]
    for name in next(iter(scores.values()), {}):
        cells = []
        for by_name in scores.values():
            low, high = by_name[name].f1_interval
            cells.append(f"{by_name[name].f1:.4f} ({low:.3f}–{high:.3f})")
        rows.append([name, *cells])
    return markdown(rows)


def _errors(scores: Scores, predicted: Predicted, gold: dict[str, list[Words]]) -> list[list[str]]:
    """Error rates, 1 - F1, and how many words one direction alone gets right, as a table."""
    rows = [["", "dictionary", *MATCHING, "right only forward", "right only backward"]]
    for corpus, by_name in scores.items():
        for dictionary in DICTIONARIES:
            names = [f"zhnlp {method}, {dictionary}" for method in MATCHING]
            errors = [_error(by_name[name]) for name in names]
            hits = [_hits(gold[corpus], predicted[corpus, name]) for name in names[:2]]
            only = [len(hits[0] - hits[1]), len(hits[1] - hits[0])]
            rows.append([corpus, dictionary, *errors, *(f"{number:,}" for number in only)])
    return rows


def _error(score: WordScores) -> str:
    low, high = (f"{1 - bound:.2%}" for bound in reversed(score.f1_interval))
    return f"{1 - score.f1:.2%} ({low}–{high})"


def _hits(gold: list[Words], predicted: list[Words]) -> set[tuple[int, int, int]]:
    """Text, end and length of every word that is right."""
    right, guessed = (
        {
            (number, end, len(word))
            for number, words in enumerate(texts)
            for word, end in zip(words, accumulate(map(len, words)), strict=True)
        }
        for texts in (gold, predicted)
    )
    return right & guessed


def _agreement_table(agreement: list[dict[str, Any]]) -> str:
    rows = [["", "against", "words", "same", "F1, 95 % interval", "counted"]]
    for found in agreement:
        low, high = found["f1_interval"]
        words = f"{found['n_words']:,}"
        interval = f"{found['f1']:.3%} ({low:.3%}–{high:.3%})"
        label = f"{found['method']}, {found['text']}"
        rows.append(
            [label, found["against"], words, f"{found['same']:.3%}", interval, found["counted"]]
        )
    return markdown(rows)


if __name__ == "__main__":
    main()
