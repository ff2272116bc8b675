"""zhnlp topics score: the coherence of topics."""

from __future__ import annotations

from math import isnan
from typing import Unpack, get_args

import click

from zhnlp.cli.outputs import print_text
from zhnlp.cli.record_options import ReadingOptions, reading_options
from zhnlp.cli.topics.texts import make_words, model_option, read_docs, word_options
from zhnlp.models.topics.model import Measure


@click.command(
    "score",
    short_help="Print the coherence of topics.",
    epilog="Example: zhnlp topics score news.jsonl --model ./topics --measure c_npmi",
)
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@model_option
@click.option(
    "--measure",
    type=click.Choice(get_args(Measure)),
    default="c_v",
    show_default=True,
    help="c_v: 0 to 1. c_npmi: -1 to 1. u_mass: up to 0. More is better.",
)
@click.option(
    "--words",
    "n_words",
    type=click.IntRange(min=2),
    default=10,
    show_default=True,
    metavar="N",
    help="How many words of each topic are compared.",
)
@word_options
@reading_options
def command(
    files: tuple[str, ...],
    model: str,
    measure: Measure,
    n_words: int,
    name: str | None,
    lexicon: str | None,
    **reading: Unpack[ReadingOptions],
) -> None:
    """Print how well the first words of each topic go together in the records of FILES.

    It is nan for a topic of which a word is in none of the documents. The mean leaves these out.
    Find the words as in the training: with the same --pipeline and --lexicon.
    """
    from zhnlp.stages.topics import Topics

    topics = Topics(model)
    docs = (doc for doc, _ in read_docs(files, make_words(name, lexicon), **reading))
    found = topics.coherence(docs, measure=measure, n_words=n_words)
    known = [value for value in found if not isnan(value)]
    rows: list[tuple[str, str, str]] = [("topic", "label", measure)]
    rows += [
        (str(n), label, f"{value:.3f}")
        for n, (label, value) in enumerate(zip(topics.labels, found, strict=True))
    ]
    rows.append(("mean", "", f"{sum(known) / len(known):.3f}"))
    print_text("\n".join("\t".join(row) for row in rows))
