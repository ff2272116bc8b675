"""Read tags that mark the beginning, inside and end of spans.

tags    B-PER I-PER O B-LOC          BIO: a span ends before a tag that does not continue it
        B-PER E-PER O S-LOC          BIOES, BMES: its end is marked
spans   └─ PER ──┘   └LOC┘
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import NamedTuple

from zhnlp.doc import Span
from zhnlp.errors import FormatError


class Row(NamedTuple):
    """A line: its number, its character, its tag, and the two parts of the tag.

    Attributes:
        part: ``B``, ``I``, ``E``, ``S`` or ``O``, whatever letters the file uses.
        label: ``""`` for words and for ``O``.
    """

    line: int
    token: str
    tag: str
    part: str
    label: str


class SpanReader:
    """Reads the tags of a file, sentence by sentence.

    The first span that shows it decides whether the file marks the ends of spans; all
    later ones must do the same.

    Args:
        path: The file, for messages.
        is_words: The spans are words: they have no labels, and cover everything.
        repair: Let a span begin with I or E, and end without an E, as conlleval does;
            otherwise both are errors.
    """

    def __init__(self, path: str | PathLike[str], *, is_words: bool, repair: bool) -> None:
        self.path, self.is_words, self.repair = path, is_words, repair
        self.marks_ends: bool | None = True if is_words else None

    def __call__(self, rows: Sequence[Row]) -> list[Span]:
        """The spans of a sentence, in characters of its joined tokens."""
        spans: list[Span] = []
        start = at = 0
        open_row: Row | None = None  # the last row of a span that may continue
        for row in rows:
            if (row.part == "O" or row.label != "") == self.is_words:
                self.fail_kind(row)
            continues = row.part in "IE"
            if open_row is not None and not (continues and open_row.label == row.label):
                self.check_end(open_row, row)
                spans.append(Span(start, at, open_row.label))
                open_row = None
            if row.part != "O" and open_row is None:
                start = at
                if continues and not self.repair:
                    self.fail_start(row, rows)
            at += len(row.token)
            if row.part in "ES":
                spans.append(Span(start, at, row.label))
            open_row = row if row.part in "BI" else None
            if row.part == "E" or row.tag[0] == "M":
                self.learn_end(row)
        if open_row is not None:
            self.check_end(open_row, None)
            spans.append(Span(start, at, open_row.label))
        return spans

    def check_end(self, last: Row, row: Row | None) -> None:
        """An error if the file marks ends, because this span has none; else note that it does not.

        Args:
            last: The last row of the span.
            row: The next row, or None at the end of the sentence.
        """
        if self.marks_ends and not self.repair:
            before = repr(row.tag) if row else "the end of the sentence"
            self.fail(row or last, f"{last.tag!r} has no end before {before}. Write an E or S")
        self.marks_ends = bool(self.marks_ends)

    def learn_end(self, row: Row) -> None:
        """Note that the file marks ends (E does, and M is only used with it)."""
        if self.marks_ends is False and not self.repair:
            self.fail(row, f"{row.tag!r} comes after spans that ended without E. Use B and I")
        self.marks_ends = True

    def fail_start(self, row: Row, rows: Sequence[Row]) -> None:
        index = rows.index(row)
        before = f"after {rows[index - 1].tag!r}" if index else "at the start of a sentence"
        self.fail(row, f"{row.tag!r} {before} continues a span that has not begun. Write a B")

    def fail_kind(self, row: Row) -> None:
        kind = "words (B, M, E, S)" if self.is_words else "entities (B-PER, O)"
        problem = f"{row.tag!r} is in a file with tags of {kind}. Use one kind in a file."
        raise FormatError(self.path, row.line, problem)

    def fail(self, row: Row, problem: str) -> None:
        advice = "or repair such tags while reading (repair=True, --repair)"
        raise FormatError(self.path, row.line, f"{problem}, {advice}.")
