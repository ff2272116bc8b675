"""zhnlp train checks: learn which small word is meant, such as 的, 地 or 得."""

from __future__ import annotations

from pathlib import Path

import click

from zhnlp.cli.options import seed_option
from zhnlp.cli.train import training
from zhnlp.cli.train.corrector import N_CLEAN, drawn, sentences_of
from zhnlp.cli.train.options import pack_option
from zhnlp.corpus.documents import leave_out, read_documents, read_sentences


@click.command(
    "checks",
    short_help="Learn which small word is meant.",
    epilog="Example: zhnlp train checks news.txt.gz --leave-out 12 --clean other.txt -o ./mine",
)
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...")
@click.option(
    "--clean",
    multiple=True,
    required=True,
    metavar="FILE",
    help="Correct text from another source, to count false alarms on. Can be repeated.",
)
@click.option(
    "--leave-out",
    "every",
    type=click.IntRange(min=2),
    metavar="N",
    help="Leave out every Nth document of each file, to measure on.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="FILE",
    help="Do not learn from sentences of this text, such as a test. Can be repeated.",
)
@click.option("--passes", type=click.IntRange(min=1), help="Passes over the training data.")
@seed_option
@click.option("--data", metavar="TEXT", help="A description of CORPUS for the pack.")
@click.option("--licence", metavar="TEXT", help="The licence of CORPUS for the pack.")
@pack_option
def command(
    corpus: tuple[str, ...],
    clean: tuple[str, ...],
    every: int | None,
    without: tuple[str, ...],
    passes: int | None,
    seed: int,
    data: str | None,
    licence: str | None,
    pack: str,
) -> None:
    """Learn from correct texts which small word is meant, for zhnlp correct --check.

    CORPUS is raw text: one paragraph per line, .jsonl or .tsv, as for zhnlp train ngrams. The
    same input and settings give the same bytes.
    """
    from zhnlp.models.spelling.small_word_training import SmallWordSchedule, train_small_words

    schedule = SmallWordSchedule(seed=seed, passes=passes or SmallWordSchedule.passes)
    known = {sentence for path in without for sentence in read_sentences(path)}
    texts = [
        "\n".join(document)
        for path in corpus
        for document in leave_out(read_documents(path), every=every, known=known)
    ]
    model = train_small_words(
        texts,
        drawn(sentences_of(clean), N_CLEAN, seed),
        schedule=schedule,
        about=training.about(pack, corpus, data, licence),
        report=training.tell,
    )
    model.save_pack(Path(pack))
