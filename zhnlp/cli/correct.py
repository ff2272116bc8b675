"""zhnlp correct: correct the spelling of files or standard input, line by line."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import click

from zhnlp.cli import formats, places, streams
from zhnlp.cli.colours import has_colours
from zhnlp.cli.diffs import Change, LineChanger, unified
from zhnlp.cli.in_place import check_in_place, rewrite
from zhnlp.cli.options import format_option, model_option, read_lexicon, skip_option
from zhnlp.cli.review import DEFAULT, Review, check_review, project_option, review_options
from zhnlp.doc import Doc, need
from zhnlp.errors import UsageError
from zhnlp.io.blocks import Errors, is_utf8, whole_lines
from zhnlp.io.ordered import in_order
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.lexicons.misspellings import Misspellings
from zhnlp.models.lexicons.spelling_project import SpellingProject
from zhnlp.review import OnlyDecided, Order
from zhnlp.stages.corrector import Corrector

if TYPE_CHECKING:
    from zhnlp.pipeline import Pipeline

Command = Callable[..., object]
Correct = Callable[[str], Doc]
Format = Literal["text", "jsonl", "diff", "lines", "csv"]


class Where(NamedTuple):
    """What is read and where the result goes; as in `streams.run`."""

    files: Sequence[str]
    target: str | None
    jobs: int
    encoding: str
    errors: Errors


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
            click.option(
                "--known/--no-known",
                default=True,
                help="Correct well-known misspellings, such as 必竟 for 毕竟, whatever the model "
                "says. By default they are corrected.",
            ),
            click.option(
                "--keep-names",
                is_flag=True,
                help="Never change the names of persons, places and organisations that zhnlp "
                "entities finds.",
            ),
            project_option,
            skip_option,
        )
    ):
        command = option(command)
    return command


def make_correcting(
    *, keep_names: bool, project: str | None, skip_bad_lines: bool, **settings: Any
) -> Correct:
    """A function that corrects a text; with `keep_names`, but for the names in it."""
    corrector = make_corrector(skip_bad_lines=skip_bad_lines, **settings)
    decided = read_project(project, skip_bad_lines)
    return Correctors(corrector, keep_names=keep_names)(decided, apply=corrector.apply)


def read_project(path: str | None, skip_bad_lines: bool) -> SpellingProject:
    """What has been decided in the file of a project; nothing without one."""
    if path is None:
        return SpellingProject()
    return SpellingProject.read(path, skip_bad_lines=skip_bad_lines)


class Correctors:
    """Makes functions that correct a text as `corrector` does, and as a project says."""

    def __init__(self, corrector: Corrector, *, keep_names: bool) -> None:
        self.corrector = corrector
        self.names = _name_finder() if keep_names else None

    def __call__(
        self, project: SpellingProject, *, apply: bool = False, only_decided: bool = False
    ) -> Correct:
        """What corrects a text; with `only_decided`, only what is always corrected."""
        corrector = first = self.corrector
        names = self.names
        if project or only_decided or apply != first.apply:
            corrector = Corrector(
                OnlyDecided(first._model) if only_decided else first._model,
                apply=apply,
                max_false_alarms=first.max_false_alarms,
                misspellings=Misspellings.of(first.misspellings or ()) | project.misspellings,
                protected=Lexicon.of(first.protected or ()) | project.protected,
            )
        if names is None:
            return lambda text: corrector(Doc(text))

        def correct(text: str) -> Doc:
            return corrector(Doc(text, entities=names(text).entities)).filled(entities=None)

        return correct


def _name_finder() -> Pipeline:
    from zhnlp.pipeline import Pipeline
    from zhnlp.stages.recognizer import Recognizer
    from zhnlp.stages.segmenter import Segmenter
    from zhnlp.stages.tagger import Tagger

    return Pipeline([Segmenter(), Tagger(), Recognizer()])


def make_corrector(
    *,
    model: str | None,
    max_false_alarms: float | None,
    misspellings: str | None,
    protect: str | None,
    known: bool,
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
        known=known,
    )


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
        check_review(files, project or DEFAULT)
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
