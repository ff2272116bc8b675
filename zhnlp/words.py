"""Words: how a text is cut, stored as the positions where words end."""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import overload

from zhnlp.arguments import need_count, need_items, need_kind, need_strings, need_text
from zhnlp.errors import AlignmentError, shortened
from zhnlp.span import Span, in_text

_NONE: frozenset[int] = frozenset()
_EMPTY: tuple[()] = ()


class Words(Sequence[str]):
    """The words of a text, stored as the positions where they end and cut on demand.

    It behaves like a tuple of strings and equals one. Stages make it from ends,
    ``Words.of`` from strings. It is not a list: for ``json.dumps`` and columns of Arrow,
    take ``list(words)`` or what ``doc.to_dict()`` gives.

    >>> words = Words.of("我爱北京", ["我", "爱", "北京"])
    >>> words, words[2], tuple(words.ends)
    (('我', '爱', '北京'), '北京', (1, 2, 4))
    """

    __slots__ = ("_ends", "in_names", "optional", "own", "text")

    def __init__(
        self,
        text: str,
        ends: bytes,
        *,
        own: Iterable[Container[str]] = _EMPTY,
        optional: Iterable[int] = _EMPTY,
        in_names: Iterable[int] = _EMPTY,
    ) -> None:
        """
        Args:
            text: The text.
            ends: int32 in native byte order, increasing, the last one ``len(text)``.
            own: Lists of the user's own words, which no later stage cuts. Copies to other
                processes and files do without.
            optional: In gold data, those of `ends` where standards differ: a word may end there.
            in_names: In gold data, places inside persons' names, where no word ends.

        Equality and files regard only the text and its ends; copies to other processes keep
        `optional` and `in_names`.
        """
        self.own = tuple(need_items(own, "own", "Give several lists")) if own is not _EMPTY else ()
        self.text = need_text(text, "text")
        self._ends = need_kind(ends, "ends", bytes)
        if len(ends) % 4:
            raise AlignmentError(f"ends has {len(ends)} bytes. Give 4 for each word, an int32.")
        self.optional = _places(optional, "optional") if optional is not _EMPTY else _NONE
        self.in_names = _places(in_names, "in_names") if in_names is not _EMPTY else _NONE

    @classmethod
    def of(cls, text: str, words: Iterable[str]) -> Words:
        """The cut of `text` into `words`; AlignmentError if they do not spell it."""
        need_text(text, "text")
        words = need_strings(words, "words", characters=True)
        spelled = "".join(words)
        if spelled != text:
            raise AlignmentError(
                f"words do not spell the text: {shortened(spelled)} against {shortened(text)}. "
                "A segmenter must return every character once, in order, spaces included."
            )
        if "" in words:
            raise AlignmentError(
                f"word {words.index('')} of {shortened(text)} is empty. Leave empty words out."
            )
        return cls(text, array("i", accumulate(map(len, words))).tobytes())

    def check(self) -> None:
        """AlignmentError if the ends do not tile the text."""
        ends = self.ends.tolist() if len(self._ends) % 4 == 0 else [-1]
        if any(end <= start for start, end in zip([0, *ends], ends, strict=False)) or (
            ends[-1:] != [len(self.text)] and (ends or self.text)
        ):
            raise AlignmentError(
                f"words end at {ends[:8]} in {shortened(self.text)}. Ends are int32, increase "
                f"from 1, and the last one is {len(self.text)}, the length of the text."
            )

    @property
    def ends(self) -> memoryview:
        """The end of each word, int32, shape (words,); the first word starts at 0."""
        return memoryview(self._ends).cast("i")

    def spans(self) -> list[Span]:
        """The words as spans, in order."""
        from zhnlp.core import spans  # most programs do without

        return list(in_text(self.text, spans(self.ends, Span)))

    def toDict(self) -> dict[int, str]:  # noqa: N802  # pandas asks for this name
        """The words by number, which ``to_json`` of pandas writes, as it writes a Series."""
        return dict(enumerate(self))

    def __len__(self) -> int:
        return len(self._ends) // 4

    def __iter__(self) -> Iterator[str]:
        text, start = self.text, 0
        for end in self.ends:
            yield text[start:end]
            start = end

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        number = range(len(self))[index]
        ends = self.ends
        return self.text[ends[number - 1] if number else 0 : ends[number]]

    def __add__(self, other: Sequence[str]) -> tuple[str, ...]:
        if isinstance(other, (tuple, Words)):
            return (*self, *other)
        return NotImplemented

    def __radd__(self, other: tuple[str, ...]) -> tuple[str, ...]:
        return (*other, *self) if isinstance(other, tuple) else NotImplemented

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Words):
            return self.text == other.text and self._ends == other._ends
        if isinstance(other, (tuple, list)):
            return tuple(self) == tuple(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[object, ...]:
        marks = {name: getattr(self, name) for name in ("optional", "in_names")}
        return partial(Words, **marks) if any(marks.values()) else Words, (self.text, self._ends)


def words_found(text: str, ends: bytes, own: tuple[Container[str], ...] = ()) -> Words:
    """The words that a cutter of ours found: nothing is checked, at a third of the cost."""
    words = object.__new__(Words)
    words.text, words._ends, words.own = text, ends, own
    words.optional = words.in_names = _NONE
    return words


def packed_ends(cuts: Sequence[Words]) -> list[bytes]:
    """The ends of the words of each, int32: a view of bytes takes longer to make than to read."""
    return [words._ends for words in cuts]


def _places(places: Iterable[int], name: str) -> frozenset[int]:
    places = need_items(places, name, "Give several places")
    return frozenset(need_count(place, f"one of {name}", least=0) for place in places)
