"""Alignment: maps positions between a text and its rewritten form.

It holds positions only; the Doc holds the texts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from zhnlp.arguments import need_items, need_text, shown
from zhnlp.errors import AlignmentError

Edit = tuple[int, int, str]
"""``(start, end, replacement)`` in characters of the text that is rewritten."""

Change = tuple[int, int, int, int]
"""``(start, end, source_start, source_end)``: a stretch of the new text and what it replaces."""

_START, _SOURCE_START, _SOURCE_END = itemgetter(0), itemgetter(2), itemgetter(3)


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
    O(log edits) time, an alignment O(edits) memory.

    Args:
        edits: The changes; empty if nothing changed.
        length: Number of characters of the new text.
    """

    edits: tuple[Change, ...]
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
        changes: list[Change] = []
        pieces: list[str] = []
        done = length = 0
        for edit in need_items(edits, "edits", "Give a list of (start, end, replacement)"):
            start, end, replacement = _checked(edit, done, len(text))
            pieces += text[done:start], replacement
            length += start - done
            if replacement != text[start:end]:
                changes.append((length, length + len(replacement), start, end))
            length += len(replacement)
            done = end
        pieces.append(text[done:])
        return cls(tuple(changes), length + len(text) - done), "".join(pieces)

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
        source_end = _source_end(self.edits, bisect_left(self.edits, end, key=_START), end)
        if start == end:
            return source_end, source_end
        before = bisect_right(self.edits, start, key=_START)
        return _source_start(self.edits, before, start), source_end

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text that characters `start` to `end` of the source became.

        Raises:
            AlignmentError: The span does not lie in the source.
        """
        _check_span(start, end, self.source_length)
        new_start = start + self.length - self.source_length
        after = bisect_right(self.edits, start, key=_SOURCE_END)
        if after < len(self.edits):
            edit_start, _, source_start, _ = self.edits[after]
            new_start = edit_start - max(0, source_start - start)
        if start == end:
            return new_start, new_start
        before = bisect_left(self.edits, end, key=_SOURCE_START)
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
        changes = [*_remaining(self.edits, later.edits), *_traced(self.edits, later.edits)]
        changes.sort()  # linear time: two sorted runs
        return Alignment(tuple(_trimmed(changes, self.source_length)), later.length)


def _source_start(edits: tuple[Change, ...], before: int, position: int) -> int:
    """Start in the source of the character at `position`.

    `before` is the number of edits that start at it or earlier.
    """
    if not before:
        return position
    _, end, source_start, source_end = edits[before - 1]
    return source_start if position < end else source_end + position - end


def _source_end(edits: tuple[Change, ...], before: int, position: int) -> int:
    """End in the source of the character before `position`.

    `before` is the number of edits that start earlier than `position`.
    """
    if not before:
        return position
    _, end, _, source_end = edits[before - 1]
    return source_end + max(0, position - end)


def _traced(edits: tuple[Change, ...], later: tuple[Change, ...]) -> Iterator[Change]:
    """The `later` changes, each with the span that it replaces in the first source."""
    started = passed = 0
    for new_start, new_end, start, end in later:
        while started < len(edits) and edits[started][0] <= start:
            started += 1
        while passed < len(edits) and edits[passed][0] < end:
            passed += 1
        source_end = _source_end(edits, passed, end)
        # For an insertion (start == end), the next character starts later or, inside a
        # replacement, earlier: there the inserted text maps to everything replaced.
        source_start = min(_source_start(edits, started, start), source_end)
        yield new_start, new_end, source_start, source_end


def _remaining(edits: tuple[Change, ...], later: tuple[Change, ...]) -> Iterator[Change]:
    """The parts of `edits` that no `later` change covers, at their new positions.

    Deletions inside what a later change covers are included; `_trimmed` drops them.
    """
    at = shift = 0
    for start, end, source_start, source_end in edits:
        while at < len(later) and later[at][3] <= start:
            shift = later[at][1] - later[at][3]
            at += 1
        if start == end:
            yield start + shift, end + shift, source_start, source_end
        while at < len(later) and later[at][2] < end:
            _, new_end, cut_start, cut_end = later[at]
            if start < cut_start:
                yield start + shift, cut_start + shift, source_start, source_end
            start = cut_end
            if cut_end > end:
                break
            shift = new_end - cut_end
            at += 1
        if start < end:
            yield start + shift, end + shift, source_start, source_end


def _trimmed(changes: list[Change], length: int) -> Iterator[Change]:
    """`changes` in order, with deletions cut back to what no neighbour replaces.

    `length` is the length of the source.
    """
    limits = []
    limit = length
    for start, end, source_start, _ in reversed(changes):
        limits.append(limit)
        if start < end:
            limit = source_start
    done = 0
    for start, end, source_start, source_end in changes:
        limit = limits.pop()
        if start == end:
            source_start, source_end = max(source_start, done), min(source_end, limit)
            if source_start >= source_end:
                continue
        yield start, end, source_start, source_end
        done = source_end


def _malformed(edit: object) -> AlignmentError:
    return AlignmentError(f"edit {shown(edit)} is not of the form (start, end, replacement).")


def _checked(edit: Edit, done: int, length: int) -> Edit:
    try:
        start, end, replacement = edit
    except (TypeError, ValueError):
        raise _malformed(edit) from None
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
    return start, end, replacement


def _check_span(start: int, end: int, length: int) -> None:
    if not 0 <= start <= end <= length:
        raise AlignmentError(
            f"span {start}-{end} does not lie in a text of {length} characters. "
            f"Give 0 <= start <= end <= {length}."
        )
