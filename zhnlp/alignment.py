"""Alignment: maps positions between a text and its rewritten form.

It holds positions only; the Doc holds the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhnlp.arguments import need_items, need_text, shown
from zhnlp.changes import (
    SOURCE_END,
    SOURCE_START,
    START,
    Change,
    Columns,
    composed,
    ended,
    extended,
    n_before,
    source_end_of,
    source_start_of,
)
from zhnlp.errors import AlignmentError

Edit = tuple[int, int, str]
"""``(start, end, replacement)`` in characters of the text that is rewritten."""

_MANY = 4096  # pieces of a new text that are joined at once


@dataclass(frozen=True, slots=True)
class Alignment:
    """Maps spans of a rewritten text to its source and back.

    It stores the stretches that changed; the text between them is the same in both::

        position   0  1  2  3  4  5  6  7
        source     我 有 ㎏ 的 ␣  ␣  糖        ㎏ replaced by kg, two blanks
        text       我 有 k  g  的 糖 。         deleted, 。 inserted

        edits      ((2, 4, 2, 3),              k and g replace ㎏
                    (5, 5, 4, 6),              nothing replaces the blanks
                    (6, 7, 7, 7))              。 was inserted at position 7

    An unchanged character maps to itself. A character of a replacement maps to
    everything that was replaced, inserted text to the point of insertion, and
    deleted text to nothing. A span maps to the smallest span that covers what its
    characters map to, so text deleted at its edges stays outside. An empty span
    maps to a point: in the source, the end of the character before it; in the
    text, the start of the character after it.

    Changes are in order in both texts. They never overlap in the text; they may
    overlap in the source once alignments are composed (see `then`). A look-up takes
    O(log edits) time; an alignment of many edits takes 16 bytes for each.

    Args:
        edits: The changes; empty if nothing changed.
        length: Number of characters of the new text.
    """

    edits: Sequence[Change]
    length: int

    @classmethod
    def of(cls, text: str, edits: Iterable[Edit]) -> tuple[Alignment, str]:
        """Apply `edits` to `text`: the alignment and the new text.

        Edits that change nothing are dropped.

        Raises:
            AlignmentError: The edits are malformed, overlap, are unsorted or lie outside `text`.

        >>> Alignment.of("ＡＢ  好", [(0, 1, "A"), (2, 3, "")])
        (Alignment(edits=((0, 1, 0, 1), (2, 2, 2, 3)), length=4), 'AＢ 好')
        """
        need_text(text, "text")
        columns: Columns | None = None
        changes: list[Change] = []
        made: list[str] = []  # the new text, in long pieces
        pieces: list[str] = []
        n_chars = len(text)
        done = length = 0
        for edit in need_items(edits, "edits", "Give a list of (start, end, replacement)"):
            try:
                start, end, replacement = edit
            except (TypeError, ValueError):
                raise _malformed(edit) from None
            if not (
                type(start) is type(end) is int
                and type(replacement) is str
                and done <= start <= end <= n_chars
            ):  # here, because a call would take a fifth of the time
                _check(edit, done, n_chars)
            if start > done:
                pieces.append(text[done:start])
                length += start - done
            pieces.append(replacement)
            new_end = length + len(replacement)
            if replacement != text[start:end]:
                changes.append((length, new_end, start, end))
            length = new_end
            done = end
            if len(pieces) >= _MANY:
                made.append("".join(pieces))
                pieces.clear()
                columns = extended(columns, changes)
                changes.clear()
        if not pieces and columns is None:
            return cls((), n_chars), text
        new = "".join([*made, *pieces, text[done:]])
        return cls(ended(columns, changes), length + n_chars - done), new

    @property
    def source_length(self) -> int:
        """Number of characters of the source."""
        if not self.edits:
            return self.length
        _, end, _, source_end = self.edits[-1]
        return source_end + self.length - end

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that characters `start` to `end` of the text come from.

        Raises:
            AlignmentError: The span does not lie in the text.
        """
        _check_span(start, end, self.length)
        source_end = source_end_of(self.edits, n_before(self.edits, START, end, at_too=False), end)
        if start == end:
            return source_end, source_end
        before = n_before(self.edits, START, start, at_too=True)
        return source_start_of(self.edits, before, start), source_end

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text that characters `start` to `end` of the source became.

        Raises:
            AlignmentError: The span does not lie in the source.
        """
        _check_span(start, end, self.source_length)
        new_start = start + self.length - self.source_length
        after = n_before(self.edits, SOURCE_END, start, at_too=True)
        if after < len(self.edits):
            edit_start, _, source_start, _ = self.edits[after]
            new_start = edit_start - max(0, source_start - start)
        if start == end:
            return new_start, new_start
        before = n_before(self.edits, SOURCE_START, end, at_too=False)
        if not before:
            return new_start, end
        _, edit_end, _, source_end = self.edits[before - 1]
        return new_start, edit_end + max(0, end - source_end)

    def then(self, later: Alignment) -> Alignment:
        """The alignment of the text of `later` with the source of `self`, in linear time.

        Every character maps as if through `later` first and `self` second, even
        where `later` changes part of an earlier replacement. There is one exception
        in each direction: text that `later` inserts *inside* a replacement becomes
        part of it and maps to everything that was replaced, where two steps would give
        a point in it; so does source text deleted *inside* what `later` replaces.

        A span still maps to the smallest cover of what its characters map to.
        That equals mapping the span twice, unless inserted text at its edge
        meets text deleted earlier; then it covers what two steps give.

        Args:
            later: An alignment whose source is the text of this one.

        Raises:
            AlignmentError: The source of `later` has another length.
        """
        if later.source_length != self.length:
            raise AlignmentError(
                f"the later alignment has a source of {later.source_length} characters, but the "
                f"earlier one leads to a text of {self.length}. Compose them in the order made."
            )
        if not self.edits:
            return later
        if not later.edits:
            return self
        changes = composed(self.edits, later.edits, self.source_length)
        return Alignment(changes, later.length)


def _malformed(edit: object) -> AlignmentError:
    return AlignmentError(f"edit {shown(edit)} is not of the form (start, end, replacement).")


def _check(edit: Edit, done: int, length: int) -> None:
    start, end, replacement = edit
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(replacement, str)):
        raise _malformed(edit)
    if not 0 <= start <= end <= length:
        raise AlignmentError(
            f"edit {edit!r} does not lie in a text of {length} characters. "
            f"Give 0 <= start <= end <= {length}."
        )
    if start < done:
        raise AlignmentError(
            f"edit {edit!r} starts before {done}, the end of the previous edit. "
            "Sort the edits by start and merge those that overlap."
        )


def _check_span(start: int, end: int, length: int) -> None:
    if not 0 <= start <= end <= length:
        raise AlignmentError(
            f"span {start}-{end} does not lie in a text of {length} characters. "
            f"Give 0 <= start <= end <= {length}."
        )
