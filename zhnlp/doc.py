"""Doc: one text and everything found in it; Words: its cut.

A Doc has *layers* (``words``, ``tags``, ``sentences`` …). A layer is None until
a stage fills it; an empty one means "looked, found none". A Doc is never
changed: stages return ``replace(doc, tags=…)``. Positions are Python characters
of ``doc.text``, half-open. How layers are filled is not known here.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from html import escape
from itertools import accumulate
from math import isfinite
from typing import Any, TypeVar, overload

from zhnlp.alignment import Alignment, Edit
from zhnlp.correction import Correction
from zhnlp.errors import AlignmentError, MissingLayerError
from zhnlp.span import Span as Span  # it is part of what a Doc is

Layer = TypeVar("Layer")


class Words(Sequence[str]):
    """The words of a text, kept as the places where they end and cut on demand.

    Behaves like a tuple of strings and equals one. Made from ends by stages,
    from strings by ``Words.of``.

    >>> words = Words.of("我爱北京", ["我", "爱", "北京"])
    >>> words, words[2], tuple(words.ends)
    (('我', '爱', '北京'), '北京', (1, 2, 4))
    """

    __slots__ = ("_ends", "text")

    def __init__(self, text: str, ends: bytes) -> None:
        """`ends`: int32 in the machine's order, rising, the last one ``len(text)``."""
        self.text = text
        self._ends = ends

    @classmethod
    def of(cls, text: str, words: Iterable[str]) -> Words:
        """The cut of `text` into `words`; AlignmentError if they do not spell it."""
        words = tuple(words)
        spelled = "".join(words)
        if spelled != text:
            raise AlignmentError(
                f"words do not spell the text: {_short(spelled)} against {_short(text)}. "
                "A segmenter must return every character once, in order, spaces included."
            )
        if "" in words:
            raise AlignmentError(
                f"word {words.index('')} of {_short(text)} is empty. Leave empty words out."
            )
        return cls(text, array("i", accumulate(map(len, words))).tobytes())

    @property
    def ends(self) -> memoryview:
        """Where each word ends, int32, shape (words,); the first starts at 0."""
        return memoryview(self._ends).cast("i")

    def spans(self) -> list[Span]:
        """The words as spans, in order."""
        ends = self.ends.tolist()
        return [Span(start, end) for start, end in zip([0, *ends], ends, strict=False)]

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
        place = range(len(self))[index]
        ends = self.ends
        return self.text[ends[place - 1] if place else 0 : ends[place]]

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

    def __reduce__(self) -> tuple[type, tuple[str, bytes]]:
        return Words, (self.text, self._ends)


@dataclass(frozen=True)
class Doc:
    """A text and its layers.

    Args:
        text: The working text. Any string, lone surrogates included.
        words: Its words; given as strings they must spell `text`.
        sentences: Spans of sentences.
        tags: One part of speech a word.
        entities: Labelled spans of names and the like, by where they start.
        terms: Spans of the words that carry content.
        corrections: What is or was misspelled, by where it starts.
        source: The text as the user gave it; `text` itself where nothing was rewritten.
        alignment: The way from `text` back to `source`; None where nothing was rewritten.
    """

    text: str
    words: Sequence[str] | None = None
    sentences: tuple[Span, ...] | None = None
    tags: tuple[str, ...] | None = None
    entities: tuple[Span, ...] | None = None
    terms: tuple[Span, ...] | None = None
    corrections: tuple[Correction, ...] | None = None
    source: str = ""
    alignment: Alignment | None = None

    def __post_init__(self) -> None:
        if self.alignment is None and self.source != self.text:
            object.__setattr__(self, "source", self.text)
        if self.words is None or (isinstance(self.words, Words) and self.words.text == self.text):
            return
        object.__setattr__(self, "words", Words.of(self.text, self.words))

    def filled(self, **layers: Any) -> Doc:
        """This Doc with `layers` filled that fit its text, which is not checked.

        What ``dataclasses.replace`` gives, at a fifth of its cost.
        """
        doc = object.__new__(Doc)
        doc.__dict__.update(self.__dict__, **layers)
        return doc

    def rewrite(self, edits: Iterable[Edit]) -> Doc:
        """A Doc of the text with `edits` made, which still knows the way to the source.

        Layers are dropped: their positions would point into the old text.

        Args:
            edits: ``(start, end, replacement)`` in characters of ``doc.text``,
                sorted and not overlapping; ``start == end`` inserts, an empty
                replacement deletes.

        Raises:
            AlignmentError: Edits that overlap, are unsorted or lie outside the text.

        >>> doc = Doc("ＡＢ  好").rewrite([(0, 1, "A"), (1, 2, "B"), (2, 3, "")])
        >>> doc.text, doc.in_source(Span(3, 4))
        ('AB 好', Span(start=4, end=5, label=''))
        """
        step, text = Alignment.of(self.text, edits)
        if not step.edits:
            return self
        way = step if self.alignment is None else self.alignment.then(step)
        return Doc(text, source=self.source, alignment=way)

    def in_source(self, span: tuple[int, int] | Span) -> Span:
        """Where `span` of the text stands in the text the user gave."""
        start, end = span[0], span[1]
        label = span.label if isinstance(span, Span) else ""
        if self.alignment is not None:
            start, end = self.alignment.to_source(start, end)
        return Span(start, end, label)

    def text_of(self, span: tuple[int, int] | Span) -> str:
        """The characters of `span`."""
        return self.text[span[0] : span[1]]

    def to_dict(self) -> dict[str, Any]:
        """The text and every filled layer, as values that ``json.dumps`` takes.

        Spans become lists, corrections become dicts; infinite log odds, which JSON
        has not, become None.
        """
        out: dict[str, Any] = {"text": self.text}
        if self.alignment is not None:
            out["source"] = self.source
        for name in LAYERS:
            layer = getattr(self, name)
            if layer is not None:
                out[name] = [_plain(item) for item in layer]
        return out

    def _repr_html_(self) -> str:
        pieces = self.words if self.words is not None else (self.text,)
        return "<p>" + " | ".join(escape(piece) for piece in pieces) + "</p>"


LAYERS = tuple(f.name for f in fields(Doc) if f.name not in ("text", "source", "alignment"))


def need(layer: Layer | None, name: str) -> Layer:
    """`layer` itself; MissingLayerError where it has not been filled."""
    if layer is None:
        raise MissingLayerError(
            f"doc.{name} has not been filled. Run a stage that provides {name!r} first."
        )
    return layer


def word_ends(words: Sequence[str], text: str) -> memoryview:
    """Where each of `words`, which spell `text`, ends: int32, shape (words,)."""
    return (words if isinstance(words, Words) else Words.of(text, words)).ends


def _plain(item: Any) -> Any:
    if isinstance(item, Span):
        return list(item) if item.label else [item.start, item.end]
    if isinstance(item, Correction):
        odds = item.log_odds if isfinite(item.log_odds) else None
        return {
            **item._asdict(),
            "log_odds": odds,
            "alternatives": [list(each) for each in item.alternatives],
        }
    return item


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
