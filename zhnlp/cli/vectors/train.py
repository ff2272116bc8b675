"""zhnlp vectors train: word vectors of raw text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from zhnlp.cli.folders import free_folder
from zhnlp.cli.options import several
from zhnlp.cli.record_options import make_reading, reading_options
from zhnlp.cli.train import training
from zhnlp.cli.train.options import pack_option
from zhnlp.cli.vectors.learning_options import learning_options, settings_of
from zhnlp.corpus.records import WordLists, read_records
from zhnlp.corpus.records.word_lists import Cutter
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.extras import extra
from zhnlp.models.vectors.training import VectorTraining
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.segmenter import METHODS, Method, Segmenter


@click.command(
    "train",
    short_help="Learn a vector for each frequent word.",
    epilog="Example: zhnlp vectors train news.jsonl.gz -o ./vectors --method cbow",
)
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@pack_option
@click.option(
    "--training",
    "state",
    callback=free_folder,
    metavar="FOLDER",
    help="Also write all that was learned there, to go on with later text by --go-on.",
)
@click.option("--go-on", metavar="FOLDER", help="Go on with the training in this folder.")
@learning_options
@click.option(
    "--half", is_flag=True, help="Keep the numbers in half the memory, with three digits."
)
@click.option(
    "--cut",
    type=click.Choice(METHODS),
    default="unigram",
    show_default=True,
    help="How text is cut into words. unigram is fast and gives the words of a dictionary.",
)
@click.option("--segmented", is_flag=True, help="The words have white space between them already.")
@click.option("-l", "--lexicon", metavar="FILE", help="Your own words.")
@click.option(
    "--stopwords",
    multiple=True,
    metavar="NAME",
    callback=several,
    help="Leave out punctuation and the words of a list: general, news, or your own file with a "
    "slash in its name. Can be repeated, or have commas: general,news.",
)
@click.option("--data", metavar="TEXT", help="A description of FILES for the pack.")
@click.option("--licence", metavar="TEXT", help="The licence of FILES for the pack.")
@reading_options
def command(
    files: tuple[str, ...],
    pack: str,
    state: str | None,
    go_on: str | None,
    half: bool,
    data: str | None,
    licence: str | None,
    **options: Any,
) -> None:
    """Learn a vector for each frequent word of FILES.

    FILES are read as by zhnlp run: text, JSON lines, CSV, Parquet …, folders and patterns. They
    are read and cut once; each pass reads the words from a temporary file, of 4 bytes a word.
    """
    cutter = _cutter(
        options.pop("cut"),
        options.pop("segmented"),
        options.pop("lexicon"),
        options.pop("stopwords"),
    )
    settings = settings_of(options)
    extra("gensim.models", "training vectors")  # now, as to read a corpus takes long
    reading = make_reading(**options)
    records = read_records(
        files,
        format=reading.format,
        documents=reading.documents,
        text_field=reading.text_field,
        id_field=reading.id_field,
        encoding=reading.encoding,
        max_bytes=reading.max_bytes,
    )
    sentences = WordLists(records, cutter, reading.text_field)
    if go_on is None:
        about = training.about(pack, files, data, licence)
        learned = VectorTraining.start(sentences, settings, about=about, report=training.tell)
    else:
        learned = VectorTraining(Path(go_on)).train(sentences, report=training.tell)
    learned.vectors(half=half).save_pack(Path(pack))
    if state:
        learned.save_pack(Path(state))


@dataclass(frozen=True)
class _Blanks:
    """Cuts at white space."""

    def cut(self, text: str) -> list[str]:
        """The words of `text`."""
        return text.split()


@dataclass(frozen=True)
class _Content:
    """Leaves out stopwords and punctuation."""

    segmenter: Segmenter
    stopwords: StopwordFilter

    def cut(self, text: str) -> list[str]:
        """The words of `text` with content."""
        doc = self.stopwords(self.segmenter(Doc(text)))
        return [span.text for span in doc.terms or ()]


def _cutter(
    method: Method, segmented: bool, lexicon: str | None, stopwords: Sequence[str]
) -> Cutter:
    if segmented:
        if lexicon or stopwords:
            raise UsageError(
                "--lexicon and --stopwords have no effect with --segmented. Leave them out."
            )
        return _Blanks()
    segmenter = Segmenter(method, lexicon=lexicon)
    return _Content(segmenter, StopwordFilter(stopwords)) if stopwords else segmenter
