"""zhnlp train contexts: learn which words fit which contexts, for a corrector."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from zhnlp.cli.options import seed_option
from zhnlp.cli.train import training
from zhnlp.cli.train.options import (
    about_options,
    language_model_option,
    leave_out_option,
    pack_option,
    without_option,
)
from zhnlp.models.ngrams.language_model import LanguageModel


@click.command(
    "contexts",
    short_help="Learn what words fit a context, to correct with.",
    epilog="Example: zhnlp train contexts news.txt.gz --leave-out 12 -o ./mine",
)
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...")
@language_model_option
@leave_out_option
@without_option
@click.option("--passes", type=click.IntRange(min=1), help="Passes over CORPUS.  [default: 3]")
@click.option(
    "--min-count",
    type=click.IntRange(min=1),
    help="Rarer words are left out.  [default: 50]",
)
@seed_option
@about_options
@pack_option
def command(
    corpus: tuple[str, ...],
    language_model: str,
    leave_out: int | None,
    without: tuple[str, ...],
    passes: int | None,
    min_count: int | None,
    seed: int,
    data: str | None,
    licence: str | None,
    pack: str,
) -> None:
    """Learn from correct text how well words fit the words around them.

    CORPUS is raw text, as for zhnlp train ngrams --unit characters. zhnlp train corrector
    --contexts uses the result, and must learn from other text: from what --leave-out N left
    out, with its own --every N. The same input and settings give the same bytes.
    """
    from zhnlp.models.spelling.context_training import ContextSchedule, train_contexts

    given = {"seed": seed, "passes": passes, "min_count": min_count}
    schedule = replace(
        ContextSchedule(), **{name: value for name, value in given.items() if value is not None}
    )
    model = train_contexts(
        LanguageModel(language_model),
        training.raw_texts(corpus, without, every=leave_out),
        schedule=schedule,
        about=training.about(pack, corpus, data, licence),
        report=training.tell,
    )
    model.save_pack(Path(pack))
