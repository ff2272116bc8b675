"""zhnlp topics train: learn topics from a corpus."""

from __future__ import annotations

from typing import Unpack, get_args

import click

from zhnlp.cli.options import seed_option
from zhnlp.cli.outputs import print_text
from zhnlp.cli.record_options import ReadingOptions, reading_options
from zhnlp.cli.topics.texts import make_words, read_docs, shown_topics, word_options
from zhnlp.cli.train.options import pack_option
from zhnlp.cli.train.training import about, tell
from zhnlp.models.counts.model import UNITS, Of
from zhnlp.models.topics.model import Method
from zhnlp.saving import save


@click.command(
    "train",
    short_help="Learn topics from a corpus.",
    epilog="Example: zhnlp topics train 'news/*.jsonl.gz' --topics 30 -o ./topics",
)
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@pack_option
@click.option(
    "--topics",
    "n_topics",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="How many topics.",
)
@click.option(
    "-m",
    "--method",
    type=click.Choice(get_args(Method)),
    default="lda",
    show_default=True,
    help="lda: shares of topics in each document. lsa: a vector of each document.",
)
@click.option("--passes", type=click.IntRange(min=1), help="Passes of lda.  [default: 10]")
@seed_option
@click.option(
    "--of", type=click.Choice(UNITS), default="terms", show_default=True, help="What is counted."
)
@click.option(
    "--min-docs",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    metavar="N",
    help="Leave out words of fewer documents.",
)
@click.option(
    "--max-docs",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.5,
    show_default=True,
    metavar="SHARE",
    help="Leave out words of a larger share of documents.",
)
@click.option(
    "--max-features",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    metavar="N",
    help="Keep the words of the most documents.",
)
@click.option("--data", metavar="TEXT", help="A description of FILES for the pack.")
@click.option("--licence", metavar="TEXT", help="The licence of FILES for the pack.")
@word_options
@reading_options
def command(
    files: tuple[str, ...],
    pack: str,
    n_topics: int,
    method: Method,
    passes: int | None,
    seed: int,
    of: Of,
    min_docs: int,
    max_docs: float,
    max_features: int,
    data: str | None,
    licence: str | None,
    name: str | None,
    lexicon: str | None,
    **reading: Unpack[ReadingOptions],
) -> None:
    """Learn topics from the records of FILES, and print the first words of each.

    FILES are read once, as zhnlp run reads them. Memory does not grow with their number. The
    same files and settings give the same topics.
    """
    from zhnlp.stages.topics import Topics

    docs = (doc for doc, _ in read_docs(files, make_words(name, lexicon), **reading))
    topics = Topics.fit(
        docs,
        of=of,
        about=about(pack, files, data, licence),
        n_topics=n_topics,
        method=method,
        seed=seed,
        min_docs=min_docs,
        max_docs=max_docs,
        max_features=max_features,
        passes=passes,
    )
    save(topics.model, pack)
    made = topics.about
    tell(f"{made['n_documents']:,} documents, {made['n_words']:,} words: {pack}")
    print_text(shown_topics(topics, 10))
