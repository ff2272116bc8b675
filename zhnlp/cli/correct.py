"""zhnlp correct: correct the spelling of files or standard input, line by line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import click

from zhnlp.cli import formats, streams
from zhnlp.cli.colours import has_colours
from zhnlp.cli.options import format_option, read_lexicon, skip_option
from zhnlp.doc import Doc, need
from zhnlp.io.blocks import Block, Errors, decoded
from zhnlp.models.lexicons.misspellings import Misspellings
from zhnlp.stages.corrector import Corrector

Command = Callable[..., object]
Format = Literal["text", "jsonl", "diff"]


def corrector_options(command: Command) -> Command:
    """Add the options that choose and set up the corrector to a command."""
    for option in reversed(
        (
            click.option(
                "--model",
                metavar="PACK",
                help="The name of a pack, or a folder. By default a model that ships.",
            ),
            click.option(
                "--max-false-alarms",
                type=float,
                metavar="RATE",
                help="The share of correct sentences that may be changed, such as 0.01; a higher "
                "one finds more errors. By default that of the model.",
            ),
            click.option(
                "--misspellings",
                metavar="FILE",
                help="Your own, 'wrong<TAB>right' on each line. They are always corrected.",
            ),
            click.option(
                "--protect",
                metavar="FILE",
                help="Words that are never changed, one per line.",
            ),
            skip_option,
        )
    ):
        command = option(command)
    return command


def make_corrector(
    *,
    model: str | None,
    max_false_alarms: float | None,
    misspellings: str | None,
    protect: str | None,
    skip_bad_lines: bool,
    apply: bool = True,
) -> Corrector:
    """The corrector for these options."""
    return Corrector(
        model,
        apply=apply,
        max_false_alarms=max_false_alarms,
        misspellings=misspellings
        and Misspellings.read(misspellings, skip_bad_lines=skip_bad_lines),
        protected=read_lexicon(protect, skip_bad_lines),
    )


@click.command(
    "correct",
    short_help="Correct spelling.",
    epilog="Example: zhnlp correct draft.txt --format diff --protect names.txt",
)
@streams.stream_options
@corrector_options
@format_option(
    ("text", "jsonl", "diff"),
    "text: the corrected line. jsonl: one object per line, with the corrected text, the source if "
    "it differs, and the corrections with their positions. diff: only lines that change, before "
    "and after.",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
    form: Format,
    **settings: Any,
) -> None:
    """Correct the spelling of the lines of FILES, or of standard input.

    There is one line of output for each line of input. The rest of a line does not
    change.
    """
    corrector = make_corrector(**settings, apply=form != "diff")
    if form == "diff":
        render: formats.Render = DiffWriter(corrector, errors, has_colours(target))
    else:
        write_line = json_line if form == "jsonl" else text_line
        render = formats.LineWriter(lambda text, end: write_line(corrector(Doc(text)), end), errors)
    streams.run(render, files, target=target, jobs=jobs, encoding=encoding, errors=errors)


def text_line(doc: Doc, end: str) -> str:
    """The text with its line end."""
    return doc.text + end


def json_line(doc: Doc, end: str) -> str:
    """A JSON object of the text, the source if it differs, and the corrections."""
    return json.dumps(doc.to_dict(), ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class DiffWriter:
    """Writes the lines that change, with path and line number, before and after."""

    corrector: Corrector
    errors: Errors
    in_colour: bool
    takes_fragments: ClassVar[bool] = False

    def __call__(self, block: Block) -> bytes:
        out = []
        for number, line in enumerate(decoded(block, self.errors).split("\n"), block.line):
            doc = self.corrector(Doc(line.removesuffix("\r")))
            if doc.corrections:
                before, after = before_and_after(doc, in_colour=self.in_colour)
                out.append(f"{block.path}:{number}\n-{before}\n+{after}\n")
        return "".join(out).encode()


def before_and_after(doc: Doc, *, in_colour: bool) -> tuple[str, str]:
    """The text of a Doc without and with its corrections."""

    def paint(text: str, colour: str) -> str:
        return click.style(text, fg=colour) if in_colour and text else text

    before: list[str] = []
    after: list[str] = []
    at = 0
    for each in need(doc.corrections, "corrections"):
        same = doc.text[at : each.start]
        before += same, paint(each.wrong, "red")
        after += same, paint(each.right, "green")
        at = each.end
    rest = doc.text[at:]
    return "".join([*before, rest]), "".join([*after, rest])
