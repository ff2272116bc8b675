"""zhnlp correct: correct the spelling of files or standard input, line by line."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import Any, ClassVar, Literal

import click

from zhnlp.cli import formats, streams
from zhnlp.cli.colours import has_colours
from zhnlp.cli.diffs import Change, LineChanger, unified
from zhnlp.cli.options import (
    SeveralOf,
    format_option,
    model_option,
    read_lexicon,
    several,
    skip_option,
)
from zhnlp.correction import CHECKS, Correction
from zhnlp.doc import Doc, need
from zhnlp.errors import UsageError
from zhnlp.io.blocks import Block, Errors, decoded, is_utf8, whole_lines
from zhnlp.io.ordered import in_order
from zhnlp.models.lexicons.misspellings import Misspellings
from zhnlp.stages.corrector import Corrector

Command = Callable[..., object]
Correct = Callable[[str], Doc]
Format = Literal["text", "jsonl", "diff", "lines"]
_MANY = 1_000_000  # odds above are not told apart


_check_option = click.option(
    "--check",
    "checks",
    multiple=True,
    type=SeveralOf((*CHECKS, "all")),
    callback=several,
    help="Look at this, too: de (的地得), zai (在再), zuo (做作), ta (他她它), zhang (帐账), xiang "
    "(象像), punctuation, or all. Can be repeated.",
)


def corrector_options(command: Command) -> Command:
    """Add the options that choose and set up the corrector to a command."""
    for option in reversed(
        (
            model_option("corrector"),
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
            _check_option,
            click.option(
                "--keep-names",
                is_flag=True,
                help="Never change the names of persons, places and organisations that zhnlp "
                "entities finds.",
            ),
            skip_option,
        )
    ):
        command = option(command)
    return command


def make_correcting(*, keep_names: bool, **settings: Any) -> Correct:
    """A function that corrects a text; with `keep_names`, but for the names in it."""
    corrector = make_corrector(**settings)
    if not keep_names:
        return lambda text: corrector(Doc(text))
    from zhnlp.pipeline import Pipeline
    from zhnlp.stages.recognizer import Recognizer
    from zhnlp.stages.segmenter import Segmenter
    from zhnlp.stages.tagger import Tagger

    named = Pipeline([Segmenter(), Tagger(), Recognizer()])

    def correct(text: str) -> Doc:
        doc = corrector(Doc(text, entities=named(text).entities))
        return doc.filled(entities=None)

    return correct


def make_corrector(
    *,
    model: str | None,
    max_false_alarms: float | None,
    misspellings: str | None,
    protect: str | None,
    skip_bad_lines: bool,
    checks: tuple[str, ...] = (),
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
        checks=checks,
    )


@click.command(
    "correct",
    short_help="Correct spelling.",
    epilog="Example: zhnlp correct draft.txt --format diff --protect names.txt",
)
@streams.stream_options
@corrector_options
@format_option(
    ("text", "jsonl", "diff", "lines"),
    "text: the corrected line. jsonl: one object per line, with the corrected text, the source if "
    "it differs, and the corrections with their positions. diff: a unified diff of each file, for "
    "patch -p0 and git apply -p0. lines: 'path:line:column: wrong → right (reason, odds)' for each "
    "correction; lines and columns count from 1, columns in characters.",
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

    In text and jsonl there is one line of output for each line of input. The rest of a line does
    not change.
    """
    correct = make_correcting(**settings, apply=form in ("text", "jsonl"))
    if form == "diff":
        _write_diff(correct, files, target, jobs=jobs, encoding=encoding, errors=errors)
        return
    render: formats.Render
    if form == "lines":
        render = PlaceWriter(correct, errors)
    else:
        write_line = json_line if form == "jsonl" else text_line
        render = formats.LineWriter(lambda text, end: write_line(correct(text), end), errors)
    streams.run(render, files, target=target, jobs=jobs, encoding=encoding, errors=errors)


def text_line(doc: Doc, end: str) -> str:
    """The text with its line end."""
    return doc.text + end


def json_line(doc: Doc, end: str) -> str:
    """A JSON object of the text, the source if it differs, and the corrections."""
    return json.dumps(doc.to_dict(), ensure_ascii=False) + "\n"


def _write_diff(
    correct: Correct,
    files: Sequence[str],
    target: str | None,
    *,
    jobs: int,
    encoding: str,
    errors: Errors,
) -> None:
    if not is_utf8(encoding):
        raise UsageError(
            f"a diff is UTF-8, so it does not fit files in {encoding}. Convert them first, or give "
            "--format lines."
        )
    in_colour = has_colours(target)

    def change(text: str) -> Change | None:
        doc = correct(text)
        if not doc.corrections:
            return None
        shown = before_and_after(doc, in_colour=True) if in_colour else None
        return Change(before_and_after(doc, in_colour=False)[1], shown)

    with streams.blocks_of(files, target, encoding=encoding, errors=errors, exact=True) as (
        blocks,
        write,
    ):
        pieces = in_order(LineChanger(change, errors), whole_lines(blocks), jobs)
        for data in unified(pieces, in_colour=in_colour):
            write(data)


@dataclass(frozen=True)
class PlaceWriter:
    """Writes each correction on a line, with its place in the file."""

    correct: Correct
    errors: Errors
    takes_fragments: ClassVar[bool] = False

    def __call__(self, block: Block) -> bytes:
        out = []
        lines = formats.lines_of(decoded(block, self.errors))
        for number, line in enumerate(lines, block.line):
            doc = self.correct(formats.split_end(line)[0])
            for each in need(doc.corrections, "corrections"):
                place = f"{block.path}:{number}:{each.start + 1}"
                out.append(f"{place}: {each.wrong} → {each.right} ({reason(each)})\n")
        return "".join(out).encode("utf-8", "backslashreplace")


def reason(correction: Correction) -> str:
    """The reason, and the odds, rounded to two digits.

    >>> reason(Correction(0, 1, "在", "再", 2.5, "sound"))
    'sound, odds 12'
    """
    if correction.log_odds == inf:
        return correction.reason
    if correction.log_odds > log(_MANY):
        return f"{correction.reason}, odds over {_MANY}"
    odds = float(f"{exp(correction.log_odds):.2g}")
    return f"{correction.reason}, odds {odds:g}"


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
