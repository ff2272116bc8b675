"""zhnlp train segmenter: learn words for the method crf."""

from __future__ import annotations

from typing import Any

import click

from zhnlp.cli.gold_words import GoldWords
from zhnlp.cli.train.network_options import network_options
from zhnlp.cli.train.options import training_options
from zhnlp.cli.train.training import Training, note_scores, raw_blocks, shown
from zhnlp.evaluate import MarkedWordScores
from zhnlp.models.sequence.training import Schedule
from zhnlp.stages.segmenter import Segmenter

LAYERS = ("words",)


@click.command(
    "segmenter",
    short_help="Learn words.",
    epilog="Example: zhnlp train segmenter news.words --dev dev.words --raw news.txt.gz -o ./mine",
)
@training_options
@network_options
@click.option(
    "--raw",
    multiple=True,
    metavar="FILE",
    help="Raw text, to count words in: a paragraph per line, .jsonl, .tsv or .csv."
    " Can be repeated.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="FILE",
    help="Leave the sentences of this file, such as a test, out of the raw text. Can be repeated.",
)
def command(
    raw: tuple[str, ...], without: tuple[str, ...], score: tuple[str, ...], **options: Any
) -> None:
    """Learn words from CORPUS for the method crf.

    CORPUS is in any format that has words. If FILE of --dev has marks where standards differ,
    F1 is that of boundaries. After an interruption, the same command
    resumes after the last complete pass. The same input gives the same bytes.
    """
    training = Training.of(**options)
    docs = training.read(training.corpus, LAYERS)
    held_out = {path: GoldWords.read(path) for path in score}
    trained = training.run(
        Segmenter("unigram").fit,
        docs,
        lambda paths: training.read(paths, LAYERS),
        Schedule(passes=6, min_weight=0.05),
        raw=(lambda: raw_blocks(raw, without)) if raw else None,
    )

    def scored(path: str) -> dict[str, float]:
        gold = held_out[path]
        scores = gold.scores([trained.cut(text) for text in gold.texts])
        if isinstance(scores, MarkedWordScores):
            return shown(path, scores, whole=scores.whole, f1=scores.boundaries.f1)
        return shown(path, scores, f1=scores.f1)

    note_scores(training.pack, score, scored)
