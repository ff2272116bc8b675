"""zhnlp train summarizer: learn to write headlines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhnlp.cli.options import seed_option
from zhnlp.cli.train.options import pack_option
from zhnlp.cli.train.training import about, note_scores, shown, tell
from zhnlp.corpus.headlines import Article, read_articles
from zhnlp.errors import UsageError
from zhnlp.evaluate import score_summaries
from zhnlp.io.folders import state_folder
from zhnlp.neural.extras import neural

if TYPE_CHECKING:
    from zhnlp.neural.summarizing import NeuralSummarizer
    from zhnlp.neural.summary_training import SummarySettings

_MOST_DEV = 300  # articles of a development set, drawn evenly: writing is slow


@click.command(
    "summarizer",
    short_help="Learn to write headlines.",
    epilog="Example: zhnlp train summarizer 2023.jsonl 2024.jsonl --dev 2025.jsonl -o ./mine",
)
@click.argument("corpus", nargs=-1, required=True, metavar="NEWS...")
@click.option(
    "--encoder",
    metavar="FOLDER",
    help="A transformers encoder that reader and writer begin with. By default both are new GRUs.",
)
@click.option(
    "--dev",
    metavar="FILE",
    help=f"Development news: the pass with the best ROUGE-L on {_MOST_DEV} of them is used.",
)
@pack_option
@click.option("--width", type=click.IntRange(min=2), help="Width of the GRUs.  [default: 256]")
@click.option(
    "--max-tokens",
    type=click.IntRange(min=3),
    help="How much of the beginning of a text is read.  [default: 200]",
)
@click.option(
    "--max-length",
    type=click.IntRange(min=1),
    help="Most characters of a headline; longer ones are not learned.  [default: 40]",
)
@click.option("--passes", type=click.IntRange(min=1), help="Most passes.  [default: 10]")
@click.option(
    "--rate",
    type=click.FloatRange(min=0, min_open=True),
    help="Highest step size.  [default: 0.002; 0.00005 with --encoder]",
)
@click.option(
    "--batch", type=click.IntRange(min=1), help="Tokens of a step, with padding.  [default: 8192]"
)
@seed_option
@click.option("--data", metavar="TEXT", help="A description of NEWS for the pack.")
@click.option("--licence", metavar="TEXT", help="The licence of NEWS for the pack.")
@click.option(
    "--score",
    multiple=True,
    metavar="FILE",
    help="Score the model on these news and write the scores to the pack. Can be repeated.",
)
def command(
    corpus: tuple[str, ...],
    dev: str | None,
    pack: str,
    data: str | None,
    licence: str | None,
    score: tuple[str, ...],
    encoder: str | None,
    **numbers: float | None,
) -> None:
    """Learn to write headlines from NEWS with titles.

    NEWS are JSON lines with "title" and "text", or texts with a blank line between articles,
    the first line of each its title. After an interruption, the same command resumes. Needs the
    extra zhnlp[neural].
    """
    room = neural("summary_training", "zhnlp train summarizer")
    state = state_folder(pack)
    room.States(state, "").check()  # now, as to read a corpus takes long
    how = _settings(room.SummarySettings(), encoder, numbers)
    articles = [article for path in corpus for article in read_articles(path)]
    held_out = {path: list(read_articles(path)) for path in (*score, *filter(None, [dev]))}
    if empty := [path for path, own in held_out.items() if not own]:
        raise UsageError(f"{empty[0]} has no news with titles. Give others.")
    drawn = _drawn(held_out[dev]) if dev else []
    model: NeuralSummarizer = room.train_summarizer(
        [room.Pair(*article) for article in articles],
        how,
        dev=[room.Pair(*article) for article in drawn],
        score=(lambda model: score_summaries(*_titles(drawn, model)).rougel) if dev else None,
        states=state,
        about=about(pack, corpus, data, licence),
        report=tell,
    )
    key = room.States(state, "").found_key()
    model.save_pack(Path(pack))
    room.States(state, key).done()  # not before, or a full disk would lose the training

    def scored(path: str) -> dict[str, float]:
        scores = score_summaries(*_titles(held_out[path], model))
        return shown(path, scores, rouge1=scores.rouge1, rouge2=scores.rouge2, rougel=scores.rougel)

    note_scores(pack, score, scored)


def _settings(
    base: SummarySettings, encoder: str | None, numbers: dict[str, float | None]
) -> SummarySettings:
    """`base` with what is given."""
    given = {name: value for name, value in numbers.items() if value is not None}
    if encoder is not None:
        if "width" in given:
            raise UsageError("--width is of GRUs; leave it out with --encoder.")
        base = replace(base, encoder=encoder, settings=replace(base.settings, rate=5e-5))
    shape = {name: int(given.pop(name)) for name in ("width", "max_tokens") if name in given}
    longest = int(given.pop("max_length", base.beam.max_length))
    beam = replace(base.beam, max_length=longest)
    settings = replace(base.settings, **given)  # type: ignore[arg-type]
    return replace(base, beam=beam, settings=settings, **shape)  # type: ignore[arg-type]


def _drawn(articles: list[Article]) -> list[Article]:
    """At most `_MOST_DEV` articles, evenly drawn."""
    return articles[:: -(-len(articles) // _MOST_DEV)]


def _titles(articles: Iterable[Article], model: NeuralSummarizer) -> tuple[list[str], list[str]]:
    """The titles of articles, and those that a model writes."""
    texts, titles = zip(*articles, strict=True)
    return list(titles), model.summaries(texts)
