"""zhnlp train checks: learn which small word is meant, such as 的, 地 or 得."""

from __future__ import annotations

from pathlib import Path

import click

from zhnlp.cli.options import seed_option
from zhnlp.cli.train import training
from zhnlp.cli.train.corrector import N_CLEAN, drawn, sentences_of
from zhnlp.cli.train.options import about_options, leave_out_option, pack_option, without_option
from zhnlp.corpus import documents


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
@leave_out_option
@without_option
@click.option("--passes", type=click.IntRange(min=1), help="Passes over the training data.")
@seed_option
@about_options
@pack_option
def command(
    corpus: tuple[str, ...],
    clean: tuple[str, ...],
    leave_out: int | None,
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
    known = {sentence for path in without for sentence in documents.read_sentences(path)}
    texts = [
        "\n".join(document)
        for path in corpus
        for document in documents.leave_out(
            documents.read_documents(path), every=leave_out, known=known
        )
    ]
    model = train_small_words(
        texts,
        drawn(sentences_of(clean), N_CLEAN, seed),
        schedule=schedule,
        about=training.about(pack, corpus, data, licence),
        report=training.tell,
    )
    model.save_pack(Path(pack))
