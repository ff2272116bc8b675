"""zhnlp summarize: the sentences that sum up each text, or a headline for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal

import click

from zhnlp.cli import documents as documents_of
from zhnlp.cli import streams
from zhnlp.cli.options import format_option, model_option
from zhnlp.doc import Doc
from zhnlp.io.blocks import Errors
from zhnlp.stages.summarizer import N_SENTENCES, Summarizer

Format = Literal["text", "jsonl"]


@click.command(
    "summarize",
    short_help="Sum up texts in some of their sentences, or in headlines.",
    epilog="Example: zhnlp summarize --documents file --sentences 3 report.txt",
)
@streams.stream_options
@documents_of.documents_option
@click.option(
    "--sentences",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"The most sentences of a summary.  [default: {N_SENTENCES}]",
)
@model_option(
    "summarizer",
    about="a folder that zhnlp train summarizer wrote. It writes headlines instead. Needs the "
    "extra zhnlp[neural].",
)
@format_option(
    ("text", "jsonl"),
    "text: the sentences with blanks between, or the headline. jsonl: one object per text, with "
    "its summary: the sentences in a list, or the headline.",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
    documents: documents_of.Documents,
    sentences: int | None,
    model: str | None,
    form: Format,
) -> None:
    """Sum up each line of FILES, or of standard input, in the sentences that say most.

    There is one line of output for each text. A model of headlines reads the beginning of a text
    only, as much as it was trained to.
    """
    if model is not None and sentences is not None:
        raise click.UsageError("--sentences has no effect with --model. Leave one out.")
    write = _headlines(model, form) if model is not None else _extracts(sentences, form)
    documents_of.run(
        write,
        files,
        documents=documents,
        target=target,
        jobs=jobs,
        encoding=encoding,
        errors=errors,
    )


def _headlines(model: str, form: Format) -> documents_of.WriteDocuments:
    """What writes a headline for each of several texts."""
    summarizer = Summarizer("abstractive", model)

    def write(texts: Sequence[str]) -> list[str]:
        docs = summarizer.batch([Doc(text) for text in texts])
        return [_line(form, doc.text, doc.headline or "", doc.headline or "") for doc in docs]

    return write


def _extracts(n_sentences: int | None, form: Format) -> documents_of.WriteDocuments:
    """What writes the chosen sentences of each of several texts."""
    from zhnlp.cli.keywords import content_pipeline
    from zhnlp.stages.segmenter import Segmenter

    summarizer = Summarizer(n_sentences=n_sentences or N_SENTENCES)
    nlp = content_pipeline(Segmenter())

    def write(texts: Sequence[str]) -> list[str]:
        return [_extract(form, doc) for doc in summarizer.batch(nlp.batch(texts))]

    return write


def _extract(form: Format, doc: Doc) -> str:
    sentences = [span.text.strip() for span in doc.summary]
    return _line(form, doc.text, " ".join(" ".join(each.split()) for each in sentences), sentences)


def _line(form: Format, text: str, shown: str, summary: str | list[str]) -> str:
    if form == "text":
        return shown
    return json.dumps({"text": text, "summary": summary}, ensure_ascii=False)
