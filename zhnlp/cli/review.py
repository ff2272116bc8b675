"""Review: ask about the corrections of files, and keep the answers in the file of a project.

Each answer is written at once, so nothing that was answered is lost, however the review ends.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

import click

from zhnlp.cli import formats
from zhnlp.cli.asking import Answer, ask, tell
from zhnlp.cli.in_place import rewrite
from zhnlp.cli.outputs import check_file, refuse_inputs
from zhnlp.doc import Doc
from zhnlp.errors import FileError, UsageError
from zhnlp.io.blocks import GIVEN, Errors, Text, decoded, read_blocks, whole_lines
from zhnlp.models.lexicons.spelling_project import (
    Decision,
    SpellingProject,
    open_project,
    record,
)
from zhnlp.review import Document, Order, Question
from zhnlp.stages.segmenter import Segmenter

Correct = Callable[[str], Doc]
Command = Callable[..., object]
DEFAULT = "zhnlp-spelling.txt"
_Undoable = tuple[Question, tuple[Decision, ...] | None]  # None for one that was skipped

project_option = click.option(
    "--project",
    metavar="FILE",
    help="What has been decided about the spelling of a project: 'wrong<TAB>right' is always "
    "corrected, a line with one word is never changed. --review adds to it.",
)


def review_options(command: Command) -> Command:
    """Add ``--review``, ``--sort`` and ``--in-place`` to a command."""
    for option in reversed(
        (
            click.option(
                "--review",
                "is_review",
                is_flag=True,
                help="Ask about each correction, and make only those that you accept. The answers "
                f"are kept in --project, by default {DEFAULT}, and nothing is asked twice.",
            ),
            click.option(
                "--sort",
                "order",
                type=click.Choice(("place", "certainty")),
                help="The order of the questions of --review, and of the corrections in lines and "
                "csv, for each file: as in the text, or the most certain first.  [default: place]",
            ),
            click.option(
                "--in-place",
                is_flag=True,
                help="Write the corrected text into FILES. Their encoding and line ends stay.",
            ),
        )
    ):
        command = option(command)
    return command


class MakeCorrect(Protocol):
    """Makes what corrects a line as a project says; `Correctors` is one."""

    def __call__(
        self, project: SpellingProject, *, apply: bool = False, only_decided: bool = False
    ) -> Correct: ...


class Review:
    """A review of files, which goes on until all questions are answered or the user stops.

    Args:
        make: Makes the corrector for a project.
        path: The file of the project.
        skip_bad_lines: Leave out its bad lines.
        order: The order of the questions about a file.

    Raises:
        FileError: The project cannot be read or written.
        FormatError: It has a bad line.
    """

    def __init__(self, make: MakeCorrect, path: str, *, skip_bad_lines: bool, order: Order) -> None:
        self.make, self.path, self.order = make, path, order
        self.skip_bad_lines = skip_bad_lines
        self.project = open_project(path, skip_bad_lines=skip_bad_lines)
        self.cut = Segmenter().cut
        self.n_decided = self.n_open = 0
        self.is_stopped = False

    def run(
        self, files: Sequence[str], *, encoding: str, errors: Errors, in_place: bool = False
    ) -> None:
        """Ask about the files in order; with `in_place`, correct each when it is done."""
        for path in files:
            self.ask_about(path, lines_in(path, encoding=encoding, errors=errors))
            if in_place:
                correct = self.make(self.project, apply=True, only_decided=True)
                rewrite(path, partial(_text, correct), encoding)
            if self.is_stopped:
                break
        if self.n_decided:
            are = "answer is" if self.n_decided == 1 else "answers are"
            tell(f"{self.n_decided} {are} in {self.path}.")
        if self.n_open:
            questions = "question is" if self.n_open == 1 else "questions are"
            tell(f"stopped; {self.n_open} {questions} open in {path}.")

    def ask_about(self, path: str, lines: Sequence[str]) -> None:
        """Ask about the lines of a file until nothing is open or the user stops."""
        name = GIVEN if isinstance(path, Text) else path
        document = Document(lines, self.make, self.project, self.cut)
        answered: list[_Undoable] = []
        while questions := document.questions(self.order):
            answer = ask(name, questions[0], len(questions) - 1)
            if answer.act == "stop":
                self.is_stopped, self.n_open = True, len(questions)
                break
            if answer.act == "undo":
                self._undo(document, answered)
            elif answer.act == "skip":
                document.skip(questions[0])
                answered.append((questions[0], None))
            else:
                self._decide(document, questions[0], answer, answered)

    def _decide(
        self, document: Document, question: Question, answer: Answer, answered: list[_Undoable]
    ) -> None:
        right = answer.right if answer.act in ("yes", "always") else None
        everywhere = answer.act in ("always", "never")
        try:
            decisions = document.decide(question, right, everywhere=everywhere)
        except UsageError as error:
            tell(f"  {error}")
            return
        self._record(document, decisions, ())
        self.n_decided += 1
        answered.append((question, decisions))

    def _undo(self, document: Document, answered: list[_Undoable]) -> None:
        if not answered:
            tell("  There is nothing to undo in this file.")
            return
        question, decisions = answered.pop()
        if decisions is None:
            document.unskip(question)
            return
        self._record(document, (), decisions)
        self.n_decided -= 1

    def _record(
        self, document: Document, added: Sequence[Decision], removed: Sequence[Decision]
    ) -> None:
        self.project = record(self.path, added, removed, skip_bad_lines=self.skip_bad_lines)
        document.use(self.project)


def check_review(files: Sequence[str], project: str) -> None:
    """UsageError or FileError if `files` cannot be reviewed."""
    if not files or "-" in files:
        raise UsageError(
            "--review reads the answers from standard input, so the text cannot come from there. "
            "Name its FILES."
        )
    refuse_inputs(project, files, option="--project")
    check_file(click.get_current_context(), click.Option(["--project"]), project)
    for path in files:
        if not isinstance(path, Text) and os.path.exists(path) and not os.path.isfile(path):
            raise FileError(
                f"cannot review {path!r}: it is no file, and it is read twice. Write its text "
                "to a file first."
            )


def lines_in(path: str, *, encoding: str, errors: Errors) -> list[str]:
    """The lines of a text without their line ends."""
    return [
        formats.split_end(line)[0]
        for block in whole_lines(read_blocks((path,), encoding=encoding, errors=errors))
        for line in formats.lines_of(decoded(block, errors))
    ]


def _text(correct: Correct, line: str) -> str:
    return correct(line).text
