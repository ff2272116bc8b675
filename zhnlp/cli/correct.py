"""zhnlp correct: correct the spelling of files or standard input, line by line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import click

from zhnlp.cli import formats, places, streams
from zhnlp.cli.colours import has_colours
from zhnlp.cli.correctors import (
    Correct,
    Correctors,
    corrector_options,
    make_corrector,
    read_project,
)
from zhnlp.cli.diffs import Change, LineChanger, unified
from zhnlp.cli.in_place import check_in_place, rewrite
from zhnlp.cli.options import format_option
from zhnlp.cli.review import DEFAULT, Review, check_review, review_options
from zhnlp.doc import Doc, need
from zhnlp.errors import UsageError
from zhnlp.io.blocks import Errors, is_utf8, whole_lines
from zhnlp.io.ordered import in_order
from zhnlp.review import Order

Format = Literal["text", "jsonl", "diff", "lines", "csv"]


class Where(NamedTuple):
    """What is read and where the result goes; as in `streams.run`."""

    files: Sequence[str]
    target: str | None
    jobs: int
    encoding: str
    errors: Errors


@click.command(
    "correct",
    short_help="Correct spelling.",
    epilog="Example: zhnlp correct --review draft.txt --project spelling.txt -o corrected.txt",
)
@streams.stream_options
@corrector_options
@review_options
@format_option(
    ("text", "jsonl", "diff", "lines", "csv"),
    "text: the corrected line. jsonl: one object per line, with the corrected text, the source if "
    "it differs, and the corrections with their positions. diff: a unified diff of each file, for "
    "patch -p0 and git apply -p0. lines: 'path:line:column: wrong → right (reason, odds)' for each "
    "correction; lines and columns count from 1, columns in characters. csv: the same as a table.",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
    form: Format,
    is_review: bool,
    order: Order | None,
    in_place: bool,
    keep_names: bool,
    project: str | None,
    **settings: Any,
) -> None:
    """Correct the spelling of the lines of FILES, or of standard input.

    In text and jsonl there is one line of output for each line of input. The rest of a line does
    not change. With --review it asks about each correction, and makes those that you accept.
    """
    if order and not is_review and form not in ("lines", "csv"):
        raise UsageError("--sort is for --review and for --format lines and csv. Leave it out.")
    if in_place:
        check_in_place(files, target=target, form=form, errors=errors)
    if is_review:
        check_review(files, target, project or DEFAULT)
    apply = form in ("text", "jsonl")
    correctors = Correctors(make_corrector(**settings, apply=apply), keep_names=keep_names)
    skip = bool(settings["skip_bad_lines"])
    if is_review:
        review = Review(correctors, project or DEFAULT, skip_bad_lines=skip, order=order or "place")
        review.run(files, encoding=encoding, errors=errors, in_place=in_place)
        decided = review.project
    else:
        decided = read_project(project, skip)
    correct = correctors(decided, apply=apply, only_decided=is_review)
    if in_place:
        for path in files if not is_review else ():
            rewrite(path, lambda text: correct(text).text, encoding)
        return
    _write(correct, form, order or "place", Where(files, target, jobs, encoding, errors))


def _write(correct: Correct, form: Format, order: Order, where: Where) -> None:
    """Write what is corrected in `form`."""
    if form == "diff":
        _write_diff(correct, where)
    elif form in ("lines", "csv"):
        places.run(places.PlaceWriter(correct, where.errors, form, order), **where._asdict())
    else:
        write_line = json_line if form == "jsonl" else text_line
        render = formats.LineWriter(lambda text, end: write_line(correct(text), end), where.errors)
        streams.run(render, **where._asdict())


def text_line(doc: Doc, end: str) -> str:
    """The text with its line end."""
    return doc.text + end


def json_line(doc: Doc, end: str) -> str:
    """A JSON object of the text, the source if it differs, and the corrections."""
    return json.dumps(doc.to_dict(), ensure_ascii=False) + "\n"


def _write_diff(correct: Correct, where: Where) -> None:
    files, target, jobs, encoding, errors = where
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
