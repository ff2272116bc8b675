"""zhnlp train tagger: learn parts of speech."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import click

from zhnlp.cli.score_options import tag_column_option
from zhnlp.cli.score_texts import read_gold
from zhnlp.cli.train.network_options import network_options
from zhnlp.cli.train.options import training_options
from zhnlp.cli.train.training import Training, note_scores, raw_blocks, shown
from zhnlp.corpus import TagColumn
from zhnlp.evaluate import score_tags
from zhnlp.models.tags.model import TagModel
from zhnlp.models.tags.training import DEFAULT, Raw
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

LAYERS = ("words", "tags")


@click.command(
    "tagger",
    short_help="Learn parts of speech.",
    epilog="Example: zhnlp train tagger news.tagged --dev dev.tagged -o ./mine",
)
@training_options
@network_options
@tag_column_option
@click.option(
    "--base",
    metavar="PACK",
    help="A tag model that knows more words; their classes there are used as features.",
)
@click.option(
    "--raw",
    multiple=True,
    metavar="FILE",
    help="Raw text, which a first model tags: a paragraph per line, .jsonl, .tsv or .csv."
    " Can be repeated.",
)
@click.option(
    "--raw-words",
    metavar="PACK",
    help="The model of words that cuts the raw text.  [default: none, but unigram]",
)
def command(
    base: str | None,
    raw: tuple[str, ...],
    raw_words: str | None,
    tag_column: TagColumn,
    score: tuple[str, ...],
    **options: Any,
) -> None:
    """Learn parts of speech from CORPUS, in any format that has words and tags.

    After an interruption, the same command resumes after the last complete pass. The
    same input gives the same bytes.
    """
    if base and options["encoder"]:
        raise click.UsageError("--base is for models without --encoder. Leave one out.")
    training = Training.of(**options)
    read = partial(training.read, layers=LAYERS, tag_column=tag_column)
    docs = read(training.corpus)
    held_out = {path: read_gold(path, LAYERS, tag_column=tag_column) for path in score}
    trained = training.run(
        Tagger().fit,
        docs,
        read,
        DEFAULT,
        base=TagModel(base) if base else None,
        raw=_cut(raw, raw_words) if raw else None,
    )

    def scored(path: str) -> dict[str, float]:
        gold = held_out[path]
        scores = score_tags(gold, [trained(replace(doc, tags=None)) for doc in gold])
        return shown(path, scores, accuracy=scores.accuracy)

    note_scores(training.pack, score, scored)


def _cut(paths: Sequence[str], pack: str | None) -> Raw:
    """What returns the text of files, cut into words by a model, or by unigram without one."""
    segmenter = Segmenter(model=pack) if pack else Segmenter("unigram")

    def blocks() -> Iterator[str]:
        for block in raw_blocks(paths):
            yield segmenter.cut_lines(block, errors="replace").decode()

    return blocks
