"""zhnlp summarize: write a headline for each line of files or of standard input."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar, Literal

import click

from zhnlp.cli import formats, streams
from zhnlp.cli.options import format_option
from zhnlp.doc import Doc
from zhnlp.io.blocks import Block, Errors, decoded
from zhnlp.stages.summarizer import Summarizer

Format = Literal["text", "jsonl"]


@click.command(
    "summarize",
    short_help="Write headlines.",
    epilog="Example: zhnlp summarize --model ./mine news.txt",
)
@streams.stream_options
@click.option(
    "--model",
    required=True,
    metavar="PACK",
    help="The folder that zhnlp train summarizer wrote.",
)
@format_option(
    ("text", "jsonl"),
    "text: the headline. jsonl: one object per line, with the text and its summary.",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
    model: str,
    form: Format,
) -> None:
    """Write a headline for each line of FILES, or of standard input.

    A model reads the beginning of a line only, as much as it was trained to. Needs the extra
    zhnlp[neural].
    """
    summarizer = Summarizer("abstractive", model)
    render: formats.Render = SummaryWriter(summarizer, form, errors)
    streams.run(render, files, target=target, jobs=jobs, encoding=encoding, errors=errors)


@dataclass(frozen=True)
class SummaryWriter:
    """Writes the headlines of the lines of a block, which share batches."""

    summarizer: Summarizer
    form: Format
    errors: Errors
    takes_fragments: ClassVar[bool] = False

    def __call__(self, block: Block) -> bytes:
        lines = decoded(block, self.errors).split("\n")
        last = lines.pop()
        texts = [line.removesuffix("\r") for line in (*lines, *([last] if last else []))]
        found = [doc.headline or "" for doc in self.summarizer.batch([Doc(text) for text in texts])]
        if self.form == "jsonl":
            found = [
                json.dumps({"text": text, "summary": own}, ensure_ascii=False)
                for text, own in zip(texts, found, strict=True)
            ]
        return "".join(f"{line}\n" for line in found).encode()
