"""zhnlp train segmenter: learn words for the method crf."""

from __future__ import annotations

from typing import Any

import click

from zhnlp.cli.score_texts import read_gold, words_of
from zhnlp.cli.train.options import training_options
from zhnlp.cli.train.training import Training, note_scores, raw_blocks, shown
from zhnlp.evaluate import score_words
from zhnlp.models.sequence.training import Schedule
from zhnlp.stages.segmenter import Segmenter

LAYERS = ("words",)


@click.command(
    "segmenter",
    epilog="Example: zhnlp train segmenter news.words --dev dev.words --raw news.txt.gz -o ./mine",
)
@training_options
@click.option(
    "--raw",
    multiple=True,
    metavar="FILE",
    help="Raw UTF-8 text, to find words in that are not in CORPUS.",
)
def command(raw: tuple[str, ...], score: tuple[str, ...], **options: Any) -> None:
    """Learn words from CORPUS for the method crf.

    CORPUS is in any format that has words. After an interruption, the same command
    resumes after the last complete pass. The same input gives the same bytes.
    """
    training = Training.of(**options)
    docs = training.read(training.corpus, LAYERS)
    held_out = {path: [words_of(doc) for doc in read_gold(path, LAYERS)] for path in score}
    trained = training.run(
        Segmenter("unigram").fit,
        docs,
        lambda paths: training.read(paths, LAYERS),
        Schedule(passes=6, min_weight=0.05),
        raw=(lambda: raw_blocks(raw)) if raw else None,
    )

    def scored(path: str) -> dict[str, float]:
        gold = held_out[path]
        scores = score_words(gold, [trained.cut("".join(words)) for words in gold])
        return shown(path, scores, f1=scores.f1)

    note_scores(training.pack, score, scored)
