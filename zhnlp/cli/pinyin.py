"""zhnlp pinyin: how the characters of files or standard input are read, line by line."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, Literal

import click

from zhnlp.cli import formats, streams
from zhnlp.cli.options import format_option, make_tagging, segmenter_options, tagger_model_option
from zhnlp.doc import Doc
from zhnlp.io.blocks import Errors
from zhnlp.models.pinyin.styles import STYLES, Style
from zhnlp.stages.pinyin import Pinyin, Umlaut

Form = Literal["text", "jsonl"]


@click.command(
    "pinyin",
    short_help="Write how each character is read.",
    epilog="Example: zhnlp pinyin --style numbers news.txt",
)
@streams.stream_options
@click.option(
    "--style",
    type=click.Choice(STYLES),
    default="marks",
    show_default=True,
    help="zhǎng, zhang3, zhang, the initial zh, or the first letter z.",
)
@click.option("--sandhi", is_flag=True, help="Write 一 and 不 as they sound before other tones.")
@click.option(
    "--umlaut",
    type=click.Choice(("ü", "v")),
    default="ü",
    help="How --style numbers and plain write ü.",
)
@click.option(
    "--separator",
    metavar="TEXT",
    callback=streams.valid_text,
    help="The separator between the readings of --format text.  [default: a space]",
)
@click.option("--only", is_flag=True, help="Leave out what has no reading.")
@tagger_model_option
@partial(segmenter_options, model="--segmenter-model")
@format_option(
    ("text", "jsonl"),
    "text: the readings of each line. jsonl: one object per line, with words, tags and one reading "
    "for each character.",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
    style: Style,
    sandhi: bool,
    umlaut: Umlaut,
    separator: str | None,
    only: bool,
    tagger_model: str | None,
    form: Form,
    **settings: Any,
) -> None:
    """Write how each character of FILES, or of standard input, is read.

    Words and tags around a character decide between its readings. What has no reading,
    such as Latin letters and punctuation, is written as it is.
    """
    for name, given in {"separator": separator is not None, "only": only}.items():
        if given and form != "text":
            raise click.UsageError(f"--{name} is for --format text, not for {form}. Leave it out.")
    tagging = make_tagging(tagger_model, **settings)
    pinyin = Pinyin(style=style, sandhi=sandhi, umlaut=umlaut)
    between = " " if separator is None else separator

    def write(text: str, end: str) -> str:
        doc = pinyin(tagging(text))
        if form == "jsonl":
            return json.dumps(doc.to_dict(), ensure_ascii=False) + "\n"
        return between.join(pieces(doc, only=only)) + end

    render = formats.LineWriter(write, errors)
    streams.run(render, files, target=target, jobs=jobs, encoding=encoding, errors=errors)


def pieces(doc: Doc, *, only: bool) -> list[str]:
    """The readings of a line; between them, words of other characters, but no white space."""
    found: list[str] = []
    joined = False  # whether the last piece takes further characters without a reading
    ends = {*doc.words.ends}
    for at, (char, reading) in enumerate(zip(doc.text, doc.pinyin, strict=True)):
        if char != reading:
            found.append(reading)
            joined = False
        elif not only and not char.isspace():
            if joined:
                found[-1] += char
            else:
                found.append(char)
            joined = True
        joined = joined and at + 1 not in ends and not char.isspace()
    return found
