"""Tags that say where a span begins, goes on and ends, read as spans.

tags    B-PER I-PER O B-LOC          BIO: a span ends where it does not go on
        B-PER E-PER O S-LOC          BIOES, BMES: its end is said
spans   └─ PER ──┘   └LOC┘
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import NamedTuple

from zhnlp.doc import Span
from zhnlp.errors import FormatError


class Row(NamedTuple):
    """A line: its number, its character, its tag, and that tag's two parts.

    Attributes:
        place: ``B``, ``I``, ``E``, ``S`` or ``O``, whatever letters the file uses.
        label: ``""`` for words and for ``O``.
    """

    line: int
    token: str
    tag: str
    place: str
    label: str


class SpanReader:
    """Reads the tags of a file, sentence by sentence.

    Whether the file says where spans end is learned from the first span that
    shows it; from then on all must be alike.

    Args:
        path: For messages.
        is_words: The spans are words: they have no labels, and leave nothing out.
        repair: Take what goes on without a beginning to begin, and what does
            not end to end, as conlleval does. An error otherwise.
    """

    def __init__(self, path: str | PathLike[str], *, is_words: bool, repair: bool) -> None:
        self.path, self.is_words, self.repair = path, is_words, repair
        self.says_ends: bool | None = True if is_words else None

    def __call__(self, rows: Sequence[Row]) -> list[Span]:
        """The spans of a sentence, in characters of its tokens joined."""
        spans: list[Span] = []
        start = at = 0
        open_row: Row | None = None  # the last one of a span that may go on
        for row in rows:
            if (row.place == "O" or row.label != "") == self.is_words:
                self.fail_kind(row)
            goes_on = row.place in "IE"
            if open_row is not None and not (goes_on and open_row.label == row.label):
                self.check_end(open_row, row)
                spans.append(Span(start, at, open_row.label))
                open_row = None
            if row.place != "O" and open_row is None:
                start = at
                if goes_on and not self.repair:
                    self.fail_start(row, rows)
            at += len(row.token)
            if row.place in "ES":
                spans.append(Span(start, at, row.label))
            open_row = row if row.place in "BI" else None
            if row.place == "E" or row.tag[0] == "M":
                self.learn_end(row)
        if open_row is not None:
            self.check_end(open_row, None)
            spans.append(Span(start, at, open_row.label))
        return spans

    def check_end(self, last: Row, row: Row | None) -> None:
        """What begins must end, in a file that says where; others are learned to say nothing."""
        if self.says_ends and not self.repair:
            after = f"by {row.tag!r}" if row else "by the end of the sentence"
            self.fail(row or last, f"{last.tag!r} is cut short {after}. Write an E or S")
        self.says_ends = bool(self.says_ends)

    def learn_end(self, row: Row) -> None:
        """E says where a span ends, and M is used only with it."""
        if self.says_ends is False and not self.repair:
            self.fail(row, f"{row.tag!r} stands where spans before it ended without E. Use B and I")
        self.says_ends = True

    def fail_start(self, row: Row, rows: Sequence[Row]) -> None:
        place = rows.index(row)
        before = f"after {rows[place - 1].tag!r}" if place else "at the start of a sentence"
        self.fail(row, f"{row.tag!r} {before} goes on with what has not begun. Write a B")

    def fail_kind(self, row: Row) -> None:
        kind = "words (B, M, E, S)" if self.is_words else "entities (B-PER, O)"
        problem = f"{row.tag!r} stands in a file with tags of {kind}. Use one kind in a file."
        raise FormatError(self.path, row.line, problem)

    def fail(self, row: Row, problem: str) -> None:
        advice = "or repair such tags while reading (repair=True, --repair)"
        raise FormatError(self.path, row.line, f"{problem}, {advice}.")
