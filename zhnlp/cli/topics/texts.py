"""The documents of the commands about topics: their options, and the words of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Unpack

import click

from zhnlp.cli.record_options import ReadingOptions, make_reading
from zhnlp.corpus.records import Records
from zhnlp.doc import Doc
from zhnlp.loading import load
from zhnlp.pipeline import Pipeline
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.segmenter import Segmenter

if TYPE_CHECKING:
    from zhnlp.stages.topics import Topics

Command = Callable[..., object]
Fields = dict[str, object]
STOPWORDS = ("general", "news")
model_option = click.option(
    "--model",
    metavar="PACK",
    required=True,
    help="The model of topics: a folder that zhnlp topics train wrote (./topics).",
)
_WORD_OPTIONS = (
    click.option(
        "-p",
        "--pipeline",
        "name",
        metavar="PIPELINE",
        help="What finds the words: the folder of a saved pipeline (./mine) or a TOML file.  "
        "[default: words without stopwords of general and news text]",
    ),
    click.option("-l", "--lexicon", metavar="FILE", help="Your own words, as for zhnlp segment."),
)


def word_options(command: Command) -> Command:
    """Add ``--pipeline`` and ``--lexicon`` to a command."""
    for option in reversed(_WORD_OPTIONS):
        command = option(command)
    return command


def make_words(name: str | None, lexicon: str | None) -> Pipeline:
    """The pipeline for these options."""
    if name is not None:
        return load(name, lexicon=lexicon)
    return Pipeline([Segmenter(lexicon=lexicon), StopwordFilter(STOPWORDS)])


def read_docs(
    files: Sequence[str], nlp: Pipeline, **reading: Unpack[ReadingOptions]
) -> Iterator[tuple[Doc, Fields]]:
    """Yield each record of `files` as a Doc, and its fields."""
    own = make_reading(**reading)
    records = Records(tuple(files), own)
    texts = ((str(fields[own.text_field]), fields) for fields in records)
    return nlp.stream(texts, as_tuples=True)


def shown_topics(topics: Topics, n: int) -> str:
    """A line for each topic: number, label and first words, with tabs between."""
    rows = [("topic", "label", "words")]
    for number, label in enumerate(topics.labels):
        words = " ".join(f"{word}:{weight:.3f}" for word, weight in topics.words_of(number, n))
        rows.append((str(number), label, words))
    return "\n".join("\t".join(row) for row in rows)
