"""zhnlp compare: score several segmentation methods on one gold file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from time import perf_counter
from typing import NamedTuple

import click

from zhnlp.cli.gold_words import GoldWords
from zhnlp.cli.options import lexicon_options, make_segmenter, read_lexicon, several
from zhnlp.cli.outputs import print_text
from zhnlp.cli.score_options import form_option, gold_options, known_option
from zhnlp.cli.score_texts import read_known
from zhnlp.corpus import Format
from zhnlp.errors import did_you_mean
from zhnlp.evaluate import LabelScores, MarkedWordScores, WordScores
from zhnlp.models.words.cutting import GUESSING
from zhnlp.stages.segmenter import METHODS, Method, Segmenter

ROUNDS = 3  # the fastest counts


class Choice(NamedTuple):
    """A method, and its model if it is not the default."""

    method: Method
    model: str | None

    def __str__(self) -> str:
        return self.method if self.model is None else f"{self.method}={self.model}"


def choices_of(
    context: click.Context, option: click.Parameter, values: Sequence[str]
) -> tuple[Choice, ...]:
    """The values of ``--method``, parsed; a usage error if one is not METHOD[=PACK]."""
    choices = []
    for value in several(context, option, tuple(values)):
        name, equals, model = value.partition("=")
        method = next((known for known in METHODS if known == name), None)
        if method is None or (equals and not model):
            problem = f"{value!r} is not METHOD or METHOD=PACK. {did_you_mean(name, METHODS)}"
            raise click.BadParameter(problem, context, option)
        choices.append(Choice(method, model or None))
    return tuple(choices)


class Row(NamedTuple):
    """A method, its scores, and its speed in megabytes of UTF-8 per second."""

    name: str
    scores: WordScores | MarkedWordScores
    speed: float


@click.command(
    "compare",
    short_help="Compare segmentation methods on gold data.",
    epilog="Example: zhnlp compare gold.txt -m jieba -m unigram -m bigram=./mine",
)
@click.argument("gold")
@click.option(
    "-m",
    "--method",
    "choices",
    multiple=True,
    required=True,
    metavar="METHOD[=PACK]",
    callback=choices_of,
    help="A method, optionally with another model than its default. Can be repeated, or have "
    "commas: jieba,crf.",
)
@lexicon_options
@click.option("--no-hmm", is_flag=True, help="Do not guess unknown words.")
@known_option
@gold_options
@form_option
def command(
    gold: str,
    choices: tuple[Choice, ...],
    lexicon: str | None,
    dictionary: str | None,
    skip_bad_lines: bool,
    no_hmm: bool,
    known: str | None,
    gold_format: Format | None,
    repair: bool,
    form: str,
) -> None:
    """Score several segmentation methods on GOLD, a corpus as in 'zhnlp evaluate', in one table.

    Of GOLD with marks, it shows the share of whole texts and of persons' names that were split,
    too.

    Speed is that of making lists of words in one thread, in megabytes per second and
    as a multiple of the first method's; the best of three rounds counts.
    """
    own, others = (read_lexicon(path, skip_bad_lines) for path in (lexicon, dictionary))
    segmenters = [
        make_segmenter(
            method=each.method,
            model=each.model,
            lexicon=own,
            dictionary=others,
            skip_bad_lines=skip_bad_lines,
            no_hmm=no_hmm and each.method in GUESSING,  # those that have one
        )
        for each in choices
    ]
    right = GoldWords.read(gold, gold_format=gold_format, repair=repair)
    texts, known_words = right.texts, read_known(known)
    rows = []
    for choice, segmenter in zip(choices, segmenters, strict=True):
        predicted, speed = timed(segmenter, texts)
        rows.append(Row(str(choice), right.scores(predicted, known_words), speed))
    print_text(as_json(rows) if form == "json" else as_table(rows))


def timed(segmenter: Segmenter, texts: Sequence[str]) -> tuple[list[list[str]], float]:
    """The words of `texts`, and the speed in megabytes per second."""
    n_bytes = sum(len(text.encode()) for text in texts)
    seconds = []
    for _ in range(ROUNDS):
        start = perf_counter()
        words = [segmenter.cut(text) for text in texts]
        seconds.append(perf_counter() - start)
    return words, n_bytes / 1e6 / max(min(seconds), 1e-9)


def as_json(rows: Sequence[Row]) -> str:
    """A JSON list with an object for each method."""
    return json.dumps(
        [{"method": row.name, **row.scores.to_dict(), "mb_per_second": row.speed} for row in rows],
        ensure_ascii=False,
    )


def as_table(rows: Sequence[Row]) -> str:
    """The counts, and a table with a line for each method."""
    lines = [_cells(row, rows[0].speed) for row in rows]
    cells = [list(lines[0]), *(list(line.values()) for line in lines)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    table = [
        "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])])
        for line in cells
    ]
    return "\n".join([_counted(rows[0].scores), "", *table])


def _counted(scores: WordScores | MarkedWordScores) -> str:
    """The size of the gold data."""
    if isinstance(scores, MarkedWordScores):
        return f"{scores.n_texts} texts, {scores.boundaries.n_gold} boundaries wanted"
    counted = f"{scores.n_texts} texts, {scores.n_gold} gold words"
    if scores.unknown_rate is None:
        return counted
    return f"{counted}, {scores.unknown_rate:.4f} of them unknown"


def _cells(row: Row, first_speed: float) -> dict[str, str]:
    """A line of the table, by the heads of its columns."""
    return {
        "method": row.name,
        **_figures(row.scores),
        "MB/s": f"{row.speed:.2f}",
        "speed": f"{row.speed / first_speed:.2f} x",
    }


def _figures(scores: WordScores | MarkedWordScores) -> dict[str, str]:
    """What is shown of scores, by the heads of the columns."""
    if isinstance(scores, MarkedWordScores):
        return {
            "whole": f"{scores.whole:.4f}",
            "names split": f"{scores.names_split:.4f}",
            **_ratios(scores.boundaries),
            "95 % of whole": "{:.4f}–{:.4f}".format(*scores.whole_interval),
        }
    figures = _ratios(scores) | {"95 % interval": "{:.4f}–{:.4f}".format(*scores.f1_interval)}
    if scores.unknown_recall is not None:
        figures["R unknown"] = f"{scores.unknown_recall:.4f}"
    return figures


def _ratios(scores: WordScores | LabelScores) -> dict[str, str]:
    ratios = {"P": scores.precision, "R": scores.recall, "F1": scores.f1}
    return {head: f"{value:.4f}" for head, value in ratios.items()}
