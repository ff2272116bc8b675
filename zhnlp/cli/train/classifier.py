"""zhnlp train classifier: learn labels of texts, or of pairs of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import click

from zhnlp.cli.label_columns import Columns, column_options
from zhnlp.cli.labelling import classified, preparing, vectors_option
from zhnlp.cli.train.linear_options import Options, choices_of, linear_options
from zhnlp.cli.train.network_options import network_of, network_options
from zhnlp.cli.train.network_run import NetworkRun, run_options, states
from zhnlp.cli.train.training import about, note_scores, raw_blocks, shown, tell
from zhnlp.corpus import LabelledPair
from zhnlp.doc import Doc
from zhnlp.errors import FormatError
from zhnlp.evaluate import score_labels
from zhnlp.neural.settings import POOLINGS
from zhnlp.saving import save
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.segmenter import Segmenter


@click.command(
    "classifier",
    short_help="Learn the labels of texts, or of pairs of texts.",
    epilog="Example: zhnlp train classifier train.tsv --score test.tsv -o ./topics",
)
@run_options
@linear_options
@network_options
@click.option(
    "--raw",
    multiple=True,
    metavar="FILE",
    help="Raw text, to learn vectors from: a paragraph per line, .jsonl, .tsv or .csv."
    " Can be repeated.",
)
@click.option(
    "--pooling",
    type=click.Choice(POOLINGS),
    help="How a text is seen: as the encoder sums it up, by its first token, or as the mean.  "
    "[default: pooled]",
)
@vectors_option
@column_options
def command(score: tuple[str, ...], raw: tuple[str, ...], **options: Any) -> None:
    """Learn the labels of the texts in CORPUS, by a linear model, or with --encoder by a network.

    CORPUS is UTF-8 text, which may be compressed: ``text<TAB>label`` lines or other columns,
    CSV (.csv), or a JSON object per line (.jsonl), whose columns are named. Pairs of texts need
    the folder of a transformers encoder. Linear models need zhnlp[learn], only to be trained;
    networks need zhnlp[neural]. After an interruption, the same command resumes a network.
    """
    columns = Columns.of(options)
    vectors = options["vectors"]
    fit = _linear if options["encoder"] is None else _network
    if fit is _network:
        states(options["pack"]).check()
    docs, pairs = _read(columns, options["corpus"])
    classifier = fit(docs, pairs, columns, raw, options)

    def scored(path: str) -> dict[str, float]:
        gold_docs, gold_pairs = columns.read(path)
        found = classified(classifier, gold_docs, gold_pairs, vectors)
        right = [each.label for each in gold_pairs] or [str(d.categories.best) for d in gold_docs]
        scores = score_labels(right, [each.best or "" for each in found])
        return shown(path, scores, accuracy=scores.accuracy, macro_f1=scores.macro_f1)

    note_scores(options["pack"], score, scored)


def _read(columns: Columns, paths: Sequence[str]) -> tuple[list[Doc], list[LabelledPair]]:
    """The texts of all corpora, or their pairs."""
    docs: list[Doc] = []
    pairs: list[LabelledPair] = []
    for path in paths:
        some_docs, some_pairs = columns.read(path)
        docs, pairs = docs + some_docs, pairs + some_pairs
    if not docs and not pairs:
        raise FormatError(paths[0], 1, "the file has no texts. Give texts with labels.")
    return docs, pairs


def _linear(
    docs: list[Doc],
    pairs: list[LabelledPair],
    columns: Columns,
    raw: Sequence[str],
    options: Options,
) -> Classifier:
    """A classifier with a linear model, which is saved."""
    chosen = choices_of(options, network=False)
    given = dict(options)
    network_of(given)  # complains of options of networks
    if pairs:
        raise click.UsageError("pairs of texts need a network. Give --encoder FOLDER, too.")
    wrong = [name for name in ("dev", "passes") if options[name]] + ["raw"] * bool(raw)
    if wrong:
        raise click.UsageError(f"--{wrong[0]} is for networks. Give --encoder, too.")
    of = chosen.get("of", "characters")
    layer = {"characters": None, "characters+words": "words"}.get(of, of)
    description = about(options["pack"], options["corpus"], options["data"], options["licence"])
    classifier = Classifier.fit(
        preparing(() if layer is None else (layer,), options["vectors"])(docs),
        about=description,
        report=tell,
        **chosen,
    )
    save(classifier.model, options["pack"])
    return classifier


def _network(
    docs: list[Doc],
    pairs: list[LabelledPair],
    columns: Columns,
    raw: Sequence[str],
    options: Options,
) -> Classifier:
    """A classifier with a network, which is saved."""
    choices_of(options, network=True)
    if options.pop("vectors") is not None:
        raise click.UsageError("--vectors is for linear models of vectors. Leave --encoder out.")
    run = NetworkRun.of(dict(options))
    dev_docs, dev_pairs = columns.read(run.dev) if run.dev else ([], [])
    fit: Callable[..., Classifier] = Classifier.fit_pairs if pairs else Classifier.fit
    if raw and not pairs:
        fit = partial(Classifier.fit, raw=lambda: _cut(raw))
    order = [(each.text, each.other, each.label) for each in pairs]
    dev_order = [(each.text, each.other, each.label) for each in dev_pairs]
    return run(fit, order or docs, dev_order or dev_docs)


def _cut(paths: Sequence[str]) -> Iterator[Doc]:
    """The paragraphs of raw text with their words."""
    segmenter = Segmenter()
    for block in raw_blocks(paths):
        yield from segmenter.batch([Doc(line) for line in block.decode().splitlines()])
