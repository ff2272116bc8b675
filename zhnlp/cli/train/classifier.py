"""zhnlp train classifier: learn labels of texts, or of pairs of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import click

from zhnlp.cli.label_columns import Columns, column_options
from zhnlp.cli.train.network_options import network_options
from zhnlp.cli.train.network_run import NetworkRun, run_options
from zhnlp.cli.train.training import note_scores, raw_blocks, shown
from zhnlp.corpus import LabelledPair
from zhnlp.doc import Doc
from zhnlp.errors import FormatError
from zhnlp.evaluate import score_labels
from zhnlp.neural.settings import POOLINGS
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.segmenter import Segmenter


@click.command(
    "classifier",
    epilog="Example: zhnlp train classifier train.tsv --dev dev.tsv --encoder lstm -o ./topics",
)
@run_options
@network_options
@click.option(
    "--raw",
    multiple=True,
    metavar="FILE",
    help="Raw text, to learn vectors from: a paragraph per line, .jsonl, .tsv or .csv.",
)
@click.option(
    "--pooling",
    type=click.Choice(POOLINGS),
    help="How a text is seen: as the encoder sums it up, by its first token, or as the mean.  "
    "[default: pooled]",
)
@column_options
def command(score: tuple[str, ...], raw: tuple[str, ...], **options: Any) -> None:
    """Learn the labels of the texts in CORPUS, by a network.

    CORPUS is UTF-8 text, which may be compressed: ``text<TAB>label`` lines or other columns,
    CSV (.csv), or a JSON object per line (.jsonl), whose columns are named. Pairs of texts need
    the folder of a transformers encoder. After an interruption, the same command resumes.
    """
    columns = Columns.of(options)
    run = NetworkRun.of(options)
    docs: list[Doc] = []
    pairs: list[LabelledPair] = []
    for path in run.corpus:
        some_docs, some_pairs = columns.read(path)
        docs, pairs = docs + some_docs, pairs + some_pairs
    if not docs and not pairs:
        raise FormatError(run.corpus[0], 1, "the file has no texts. Give texts with labels.")
    dev_docs, dev_pairs = columns.read(run.dev) if run.dev else ([], [])
    fit: Callable[..., Classifier] = Classifier.fit_pairs if pairs else Classifier.fit
    if raw and not pairs:
        fit = partial(Classifier.fit, raw=lambda: _cut(raw))
    order = [(each.text, each.other, each.label) for each in pairs]
    dev_order = [(each.text, each.other, each.label) for each in dev_pairs]
    classifier = run(fit, order or docs, dev_order or dev_docs)

    def scored(path: str) -> dict[str, float]:
        gold_docs, gold_pairs = columns.read(path)
        found = (
            classifier.pair_categories([(each.text, each.other) for each in gold_pairs])
            if gold_pairs
            else [each.categories for each in classifier.batch([Doc(d.text) for d in gold_docs])]
        )
        right = [each.label for each in gold_pairs] or [str(d.categories.best) for d in gold_docs]
        scores = score_labels(right, [each.best or "" for each in found])
        return shown(path, scores, accuracy=scores.accuracy, macro_f1=scores.macro_f1)

    note_scores(run.pack, score, scored)


def _cut(paths: Sequence[str]) -> Iterator[Doc]:
    """The paragraphs of raw text with their words."""
    segmenter = Segmenter()
    for block in raw_blocks(paths):
        yield from segmenter.batch([Doc(line) for line in block.decode().splitlines()])
