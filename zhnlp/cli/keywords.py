"""zhnlp keywords: what texts are about, in words or phrases with weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

from zhnlp.cli import documents as documents_of
from zhnlp.cli import streams
from zhnlp.cli.options import format_option, lexicon_options, read_lexicon, several
from zhnlp.doc import Doc
from zhnlp.io.blocks import Errors
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.plain_layers import plain_layer
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.keywords import METHODS, Keywords, Method
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter

if TYPE_CHECKING:
    from zhnlp.pipeline import Pipeline

Format = Literal["text", "jsonl"]


@click.command(
    "keywords",
    short_help="Tell what texts are about, in words or phrases.",
    epilog="Example: zhnlp keywords --documents file --top 10 report.txt",
)
@streams.stream_options
@documents_of.documents_option
@click.option(
    "-m",
    "--method",
    type=click.Choice(METHODS),
    default=METHODS[0],
    show_default=True,
    help="tfidf: frequent here and rare elsewhere. textrank: near many other words. phrases: also "
    "several words in a row.",
)
@click.option(
    "-n",
    "--top",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="How many keywords of a text, at most.",
)
@click.option(
    "--idf",
    metavar="PACK",
    help="How rare words are: a folder that zhnlp train idf wrote (./mine), or a file in jieba's "
    "format (./idf.txt).  [default: news-idf]",
)
@click.option(
    "--stopwords",
    multiple=True,
    default=("general",),
    show_default=True,
    metavar="NAME",
    callback=several,
    help="Words that are no keywords: general, news, or your own file with a slash in its name. "
    "Can be repeated, or have commas: general,news.",
)
@click.option(
    "--keep-tags",
    multiple=True,
    metavar="TAG",
    callback=several,
    help="Take only words with such a tag: n for nouns and names, v$ for v alone. Can be repeated, "
    "or have commas: n,v.",
)
@lexicon_options
@format_option(
    ("text", "jsonl"),
    "text: the keywords with tabs between. jsonl: one object per text, with weights.",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
    documents: documents_of.Documents,
    method: Method,
    top: int,
    idf: str | None,
    stopwords: tuple[str, ...],
    keep_tags: tuple[str, ...],
    lexicon: str | None,
    dictionary: str | None,
    skip_bad_lines: bool,
    form: Format,
) -> None:
    """Find the keywords of each line of FILES, or of standard input.

    There is one line of output for each text. For records with fields there are zhnlp run and
    zhnlp batch, with a pipeline that has Keywords.
    """
    keywords = Keywords(method, top=top, idf=idf)
    own = read_lexicon(lexicon, skip_bad_lines)
    segmenter = Segmenter(lexicon=own, dictionary=read_lexicon(dictionary, skip_bad_lines))
    nlp = content_pipeline(segmenter, stopwords, keep_tags, own)

    def write(texts: Sequence[str]) -> list[str]:
        docs = keywords.batch(nlp.batch(texts))
        return [_text_line(doc) if form == "text" else _json_line(doc) for doc in docs]

    documents_of.run(
        write,
        files,
        documents=documents,
        target=target,
        jobs=jobs,
        encoding=encoding,
        errors=errors,
    )


def content_pipeline(
    segmenter: Segmenter,
    stopwords: Sequence[str] = ("general",),
    keep_tags: Sequence[str] = (),
    lexicon: Lexicon | None = None,
) -> Pipeline:
    """A pipeline that finds sentences, words and terms; tags only if they choose the terms."""
    from zhnlp.pipeline import Pipeline

    terms = StopwordFilter(stopwords, keep_tags=keep_tags)
    if not keep_tags:
        return Pipeline([SentenceSplitter(), segmenter, terms])
    from zhnlp.stages.tagger import Tagger

    return Pipeline([SentenceSplitter(), segmenter, Tagger(lexicon=lexicon), terms])


def _text_line(doc: Doc) -> str:
    return "\t".join(" ".join(keyword.text.split()) for keyword in doc.keywords)


def _json_line(doc: Doc) -> str:
    item = {"text": doc.text, "keywords": plain_layer(doc.keywords)}
    return json.dumps(item, ensure_ascii=False)
