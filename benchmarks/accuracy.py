"""Accuracy of zhnlp's methods beside its peers, and how far they agree with jieba.

    python benchmarks/accuracy.py --data PATH-OF-THE-DATA-FOLDER --save

Prints tables; with --save they go to benchmarks/results, too. Nothing is
trained here: the methods that have a model use the packs that ship.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import click
from corpora import CORPORA, SIGHAN, TRAINING, Words, are_there, lines_of
from parity import parity
from peers import find_peers, version_of
from report import about, document, markdown, report_options, save, with_interval
from scorer import Scorer
from traditional import losses, to_traditional

from zhnlp import Lexicon, Segmenter
from zhnlp.evaluate import WordScores, score_words

Cut = Callable[[str], Words]
Scores = dict[str, dict[str, WordScores]]  # by corpus, then by segmenter
Predicted = dict[tuple[str, str], list[Words]]  # by both
MATCHING = ("forward", "backward", "bidirectional")
DICTIONARIES = ("jieba's words", "training words", "training words, no rules")
FULL = ("pku test", "msr test")
DEFAULT = "zhnlp crf"
PACKS = ("pku-words", "ud-words", "msr-words", "web-words")  # beside that of the default
SEEN = {  # what a pack has seen of a corpus says nothing of it
    (f"{DEFAULT}, msr-words", "msr, 1000 lines"): "trained on it",
    (f"{DEFAULT}, ud-words", "gsdsimp dev"): "its passes were chosen on it",
}
DEV = ("zhuxian dev", "weibo dev", "forum dev", "gsdsimp dev")
IN_BOTH_SCRIPTS = (DEFAULT, "zhnlp unigram", "zhnlp bigram", "jieba", "rjieba")


@click.command()
@report_options
@click.option("--only", multiple=True, metavar="CORPUS", help="These corpora alone: 'pku test' …")
def main(data: str, only: tuple[str, ...], program: str | None, is_saved: bool) -> None:
    """Score zhnlp, jieba and rjieba on the corpora of the data folder."""
    folder = Path(data)
    if not are_there(folder, {*(c.path for c in CORPORA), *(c.known for c in CORPORA)}):
        return
    if is_saved and only:
        raise click.UsageError("--save is for whole runs. Leave --only out.")
    peers = find_peers()
    cuts = segmenters(folder, peers)
    scorer = Scorer(program)
    scores, predicted = _scores(folder, cuts, only, scorer)
    gold = {corpus.name: corpus.gold(folder) for corpus in CORPORA}
    sections = {f"{name}, in full": _full_table(scores[name]) for name in FULL if name in scores}
    errors = _errors(scores, predicted, gold)
    sections["F1 everywhere"] = _f1_table(scores)
    points = _points(scores)
    sections["Points over jieba on development parts"] = markdown(points)
    figures: dict[str, Any] = {"error_rates": errors, "points_over_jieba": points}
    if not only and (convert := to_traditional()):
        chosen = {name: cuts[name] for name in IN_BOTH_SCRIPTS if name in cuts}
        figures["traditional"] = losses(gold["pku test"], convert, chosen)
        sections["pku test in traditional script"] = _losses_table(figures["traditional"])
    sections["Error rates of max matching"] = markdown(errors)
    if "jieba" in peers and not only:
        tests = {name: lines_of(folder / SIGHAN / f"{name}_test.utf8") for name in ("pku", "msr")}
        figures["agreement"] = parity(tests, peers["jieba"])
        sections["Agreement with jieba"] = _agreement_table(figures["agreement"])
    facts = {**about(), "opencc": version_of("opencc"), **scorer.facts()}
    text = document("Accuracy", facts, sections)
    click.echo(text)
    if is_saved:
        by_corpus = {
            corpus: {name: score.to_dict() for name, score in rows.items()}
            for corpus, rows in scores.items()
        }
        save("accuracy", {"about": facts, "scores": by_corpus, **figures}, text)


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
    made["crf"] = Segmenter()
    for pack in PACKS:
        made[f"crf, {pack}"] = Segmenter(model=pack)
    cuts: dict[str, Cut] = {f"zhnlp {name}": segmenter.cut for name, segmenter in made.items()}
    if jieba := peers.get("jieba"):
        cuts["jieba, no HMM"] = lambda text: jieba.lcut(text, HMM=False)
        cuts["jieba"] = jieba.lcut
    if rjieba := peers.get("rjieba"):
        cuts["rjieba, no HMM"] = lambda text: rjieba.cut(text, False)
        cuts["rjieba"] = rjieba.cut
    return cuts


def _scores(
    data: Path, cuts: dict[str, Cut], only: Sequence[str], scorer: Scorer
) -> tuple[Scores, Predicted]:
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
            if (name, corpus.name) in SEEN:
                continue
            guess = [cut(text) for text in texts]
            predicted[corpus.name, name] = guess
            found = scores[corpus.name][name] = score_words(gold, guess, known=known)
            scorer.compare(f"{name} on {corpus.name}", "words", found, gold, guess, known)
    return scores, predicted


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
    for name in dict.fromkeys(name for by_name in scores.values() for name in by_name):
        cells = []
        for by_name in scores.values():
            found = by_name.get(name)
            cells.append(with_interval(found.f1, found.f1_interval) if found else "–")
        rows.append([name, *cells])
    left_out = (f"{name} on {corpus} ({why})" for (name, corpus), why in SEEN.items())
    return f"{markdown(rows)}\n\nLeft out: {'; '.join(left_out)}."


def _points(scores: Scores) -> list[list[str]]:
    """How many points of F1 the default pack has over jieba, as a table."""
    rows = [["", "jieba, no HMM", "jieba", DEFAULT, "points over jieba", "over the better one"]]
    for corpus in DEV:
        by_name = scores.get(corpus, {})
        if "jieba" in by_name:
            f1s = [by_name[name].f1 for name in rows[0][1:4]]
            over = [100 * (f1s[2] - other) for other in (f1s[1], max(f1s[:2]))]
            cells = [*(f"{f1:.4f}" for f1 in f1s), *(f"{points:+.2f}" for points in over)]
            rows.append([corpus, *cells])
    return rows


def _losses_table(found: dict[str, Any]) -> str:
    rows = [["", "F1, simplified", "F1, traditional", "points lost"]]
    for name, f1s in found["f1"].items():
        both = (f1s["simplified"], f1s["traditional"])
        rows.append([name, *(f"{f1:.4f}" for f1 in both), f"{100 * (both[0] - both[1]):.2f}"])
    counted = f"{found['n_texts']:,} lines; lines left out, as they change their length"
    return f"{counted}: {found['n_left_out']:,}.\n\n{markdown(rows)}"


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
