"""Asking: a question about a correction on the terminal, and its answer from standard input.

Questions go to standard error, because standard output is for the text. An answer is a line, so
they can also come from a pipe.
"""

from __future__ import annotations

import sys
from typing import Literal, NamedTuple
from unicodedata import normalize

import click

from zhnlp.cli.colours import shows_colours
from zhnlp.cli.reasons import reason
from zhnlp.errors import FileError
from zhnlp.review import Question
from zhnlp.view.visible import visible

_AROUND = 60  # characters of the text on each side
_MOST_LINES = 5  # whose numbers are shown
Act = Literal["yes", "always", "no", "never", "skip", "undo", "stop"]
_ACTS: dict[str, Act] = {
    **dict.fromkeys(("y", "Y", "yes"), "yes"),
    **dict.fromkeys(("n", "no"), "no"),
    **dict.fromkeys(("a", "always"), "always"),
    **dict.fromkeys(("N", "never"), "never"),
    **dict.fromkeys(("s", "skip"), "skip"),
    **dict.fromkeys(("u", "undo"), "undo"),
    **dict.fromkeys(("q", "quit"), "stop"),
}


class Answer(NamedTuple):
    """What to do, and what is meant, for yes and always."""

    act: Act
    right: str = ""


def ask(path: str, question: Question, n_others: int) -> Answer:
    """The answer to a question about the text at `path`; at the end of the input, to stop.

    Raises:
        FileError: Standard input cannot be read.
    """
    in_colour = shows_colours(sys.stderr)
    found = question.found
    _tell(picture(path, question, n_others, in_colour=in_colour))
    alternatives = [text for text, _ in found.alternatives]
    digits = {str(number): text for number, text in enumerate(alternatives, 1)}
    keys = ",".join(("y", "n", "a", "N", *digits, *"esuq?"))
    prompt = f"Correct {visible(found.wrong)} → {visible(found.right)}? [{keys}] "
    while True:
        given = _line(click.style(prompt, bold=True) if in_colour else prompt)
        if given is None:
            return Answer("stop")
        key = normalize("NFKC", given).strip()
        if key in _ACTS:
            return Answer(_ACTS[key], found.right)
        if key in digits:
            return Answer("yes", digits[key])
        if key == "e" and (right := _typed(found.wrong)):
            return Answer("yes", right)
        if key != "e":
            _tell(_help(question, digits))


def tell(text: str) -> None:
    """Write a line to standard error."""
    _tell(f"{visible(text)}\n")


def picture(path: str, question: Question, n_others: int, *, in_colour: bool) -> str:
    """The place of a question, its text with the correction in it, and the other candidates."""
    found, text = question.found, question.text
    first = question.places[0]
    more = f", {n_others} more" if n_others else ""
    head = f"{path}:{first.line + 1}:{found.start + 1} ({reason(found)}{_times(question)}){more}"
    before, after = text[: found.start], text[found.end :]
    wrong, right = visible(found.wrong), visible(found.right)
    if in_colour:
        wrong, right = click.style(wrong, fg="red"), click.style(right, fg="green")
    shown = f"{_end(before)}[{wrong}→{right}]{_start(after)}"
    others = "  ".join(
        f"{number} {visible(other)}" for number, (other, _) in enumerate(found.alternatives, 1)
    )
    return f"\n{visible(head)}\n  {shown}\n" + (f"  or {others}\n" if others else "")


def _times(question: Question) -> str:
    """How often the correction is in the text, and where, if more than once."""
    lines = list(dict.fromkeys(place.line + 1 for place in question.places))
    if len(question.places) == 1:
        return ""
    more = ", …" if len(lines) > _MOST_LINES else ""
    where = f"line{'s' * (len(lines) > 1)} {', '.join(map(str, lines[:_MOST_LINES]))}{more}"
    return f", {len(question.places)} times: {where}"


def _end(text: str) -> str:
    return visible(text) if len(text) <= _AROUND else f"…{visible(text[-_AROUND:])}"


def _start(text: str) -> str:
    return visible(text) if len(text) <= _AROUND else f"{visible(text[:_AROUND])}…"


def _help(question: Question, digits: dict[str, str]) -> str:
    word, meant = map(visible, question.word)
    rows = [
        ("y", "yes, correct it here"),
        ("n", "no, leave it here"),
        ("a", f"always correct {word} to {meant}, in all texts of the project"),
        ("N", f"never change {word}, in any text of the project"),
        *((key, f"correct it here to {visible(text)}") for key, text in digits.items()),
        ("e", "correct it here to what you type"),
        ("s", "skip it; it is asked again another time"),
        ("u", "undo the last answer about this file"),
        ("q", "stop; what was decided holds"),
    ]
    return "".join(f"  {key}  {text}\n" for key, text in rows)


def _typed(wrong: str) -> str | None:
    """What is meant, as it is typed; None for nothing."""
    given = (_line(f"Instead of {visible(wrong)}: ") or "").strip()
    if given == wrong:
        _tell("  That is what stands there. Answer n to leave it.\n")
    elif not given.isprintable() or "\ufffd" in given:
        _tell("  That is not text in UTF-8.\n")
    else:
        return given or None
    return None


def _line(prompt: str) -> str | None:
    """A line of standard input without its end; None at the end of the input."""
    _tell(prompt)
    if sys.stdin is None:
        raise FileError("cannot read answers from standard input: it is closed.")
    try:
        data = sys.stdin.buffer.readline()
    except OSError as error:
        raise FileError(f"cannot read answers from standard input: {error.strerror}.") from error
    if not data.endswith(b"\n"):
        _tell("\n")
    return data.decode("utf-8", "replace") if data else None


def _tell(text: str) -> None:
    click.echo(text, err=True, nl=False)
