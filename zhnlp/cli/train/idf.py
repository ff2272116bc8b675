"""zhnlp train idf: count in how many documents words occur."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from zhnlp.cli.options import other_model_option
from zhnlp.cli.outputs import print_text
from zhnlp.cli.train import training
from zhnlp.cli.train.options import about_options, leave_out_option, pack_option
from zhnlp.corpus.documents import leave_out, read_documents
from zhnlp.doc import Doc
from zhnlp.models.keywords.training import count_documents, table_of_counts
from zhnlp.stages.segmenter import Segmenter
from zhnlp.words import Words

_BATCH = 64  # documents that are cut at once


@click.command(
    "idf",
    short_help="Count how rare words are, for keywords and summaries.",
    epilog="Example: zhnlp train idf news.jsonl.gz --min-docs 5 -o ./mine",
)
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...")
@click.option(
    "--min-docs",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="Words in fewer documents are unknown.",
)
@leave_out_option
@other_model_option("segmenter")
@about_options
@pack_option
def command(
    corpus: tuple[str, ...],
    min_docs: int,
    leave_out: int | None,
    segmenter_model: str | None,
    data: str | None,
    licence: str | None,
    pack: str,
) -> None:
    """Count in how many documents of CORPUS each word occurs, for keywords and summaries.

    CORPUS is raw text, one paragraph per line with a blank line between documents, or .jsonl with
    a "text", or .tsv and .csv, of which the field with the most Han characters is read.
    Compressed files are unpacked. The same input gives the same bytes.
    """
    segmenter = Segmenter(model=segmenter_model)
    counts, n_documents = count_documents(_cut(corpus, segmenter, leave_out), min_docs)
    about = {**training.about(pack, corpus, data, licence), "seed": None}
    table = table_of_counts(counts, n_documents, min_docs=min_docs, about=about)
    table.save_pack(Path(pack))
    print_text(f"{len(table):,} words of {n_documents:,} documents")


def _cut(paths: Sequence[str], segmenter: Segmenter, every: int | None) -> Iterator[Words]:
    """Yield the words of each document."""
    batch: list[Doc] = []
    for path in paths:
        for document in leave_out(read_documents(path), every=every):
            batch.append(Doc("\n".join(document)))
            if len(batch) == _BATCH:
                yield from (doc.words for doc in segmenter.batch(batch))
                batch.clear()
    yield from (doc.words for doc in segmenter.batch(batch))
