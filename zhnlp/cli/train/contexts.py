"""zhnlp train contexts: learn which words fit which contexts, for a corrector."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from zhnlp.cli.options import seed_option
from zhnlp.cli.train import training
from zhnlp.cli.train.options import pack_option
from zhnlp.models.ngrams.language_model import LanguageModel


@click.command(
    "contexts",
    short_help="Learn what words fit a context, to correct with.",
    epilog="Example: zhnlp train contexts news.txt.gz --leave-out 12 -o ./mine",
)
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...")
@click.option(
    "--language-model",
    default="zh-characters",
    show_default=True,
    metavar="MODEL",
    help="The character model of the corrector: its name, or its folder.",
)
@click.option(
    "--leave-out",
    type=click.IntRange(min=2),
    metavar="N",
    help="Leave out every Nth document of each file.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="FILE",
    help="Leave out the sentences of this text, such as a test. Can be repeated.",
)
@click.option("--passes", type=click.IntRange(min=1), help="Passes over CORPUS.  [default: 3]")
@click.option(
    "--min-count",
    type=click.IntRange(min=1),
    help="Rarer words are left out.  [default: 50]",
)
@seed_option
@click.option("--data", metavar="TEXT", help="A description of CORPUS for the pack.")
@click.option("--licence", metavar="TEXT", help="The licence of CORPUS for the pack.")
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
