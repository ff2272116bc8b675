"""Doc: one text and everything found in it.

A Doc has *layers* (``words``, ``tags``, ``sentences`` …). A layer is None until
a stage fills it; an empty one means "looked, found none". A Doc never changes:
stages return ``doc.filled(tags=…)``. Positions are Python characters of
``doc.text``, half-open. How layers are computed is not part of this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from html import escape
from operator import index
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from zhnlp.alignment import Alignment, Edit
from zhnlp.answer import Answer
from zhnlp.arguments import few, need_items, need_kind, need_strings, need_text, wrong_type
from zhnlp.categories import Categories
from zhnlp.correction import Correction
from zhnlp.errors import AlignmentError, MissingLayerError, shortened
from zhnlp.linked import Linked
from zhnlp.plain_layers import plain_layer
from zhnlp.span import Span as Span  # parts of what a Doc is
from zhnlp.words import Words as Words

if TYPE_CHECKING:
    import pyarrow

Layer = TypeVar("Layer")
Unset: TypeAlias = Any
"""None, for readers; for type checkers what needs no check before each use, as whoever built
the pipeline knows what is filled. `need` checks where that is not known."""


@dataclass(frozen=True, init=False)
class Doc:
    """A text and its layers.

    Args:
        text: The working text. Any string, lone surrogates included.
        words: Its words; joined, they must spell `text`.
        sentences: Spans of sentences.
        tags: One part of speech for each word.
        entities: Labelled spans of names and the like, sorted by start.
        terms: Spans of the words that carry content.
        corrections: What is or was misspelled, sorted by start.
        categories: The probability of each label of the whole text.
        answers: Answers to questions, in the order of the questions.
        headline: A summary in words of its own.
        links: The entities in groups that name the same, by their first mention.
        source: The text as the user gave it; only with an `alignment`.
        alignment: Maps `text` to `source`; None if nothing was rewritten.

    Raises:
        InputError: The text or headline is not a str, or categories are not a mapping.
        UsageError: A probability is not between 0 and 1.
        AlignmentError: The words do not spell the text, there are more or fewer tags than
            words, spans are out of order or outside the text, or a source has no alignment.
    """

    text: str
    words: Words | Unset
    sentences: tuple[Span, ...] | Unset
    tags: tuple[str, ...] | Unset
    entities: tuple[Span, ...] | Unset
    terms: tuple[Span, ...] | Unset
    corrections: tuple[Correction, ...] | Unset
    categories: Categories | Unset
    answers: tuple[Answer, ...] | Unset
    headline: str | Unset
    links: tuple[Linked, ...] | Unset
    source: str
    alignment: Alignment | Unset

    def __init__(
        self,
        text: str,
        words: Iterable[str] | None = None,
        sentences: Iterable[Span] | None = None,
        tags: Iterable[str] | None = None,
        entities: Iterable[Span] | None = None,
        terms: Iterable[Span] | None = None,
        corrections: Iterable[Correction] | None = None,
        categories: Mapping[str, float] | None = None,
        answers: Iterable[Answer] | None = None,
        headline: str | None = None,
        links: Iterable[Linked] | None = None,
        source: str | None = None,
        alignment: Alignment | None = None,
    ) -> None:
        need_text(text, "the text of a Doc")
        _check_source(text, source, alignment)
        cut = _words_of(text, words)
        self.__dict__.update(
            text=text,
            words=cut,
            sentences=_spans_in(text, "sentences", sentences),
            tags=_tags_for(cut, tags),
            entities=_spans_in(text, "entities", entities),
            terms=_spans_in(text, "terms", terms),
            corrections=_spans_in(text, "corrections", corrections),
            categories=None if categories is None else _categories(categories),
            answers=_spans_in(text, "answers", answers, in_order=False),
            headline=None if headline is None else need_text(headline, "the headline of a Doc"),
            links=None if links is None else _links_in(text, links),
            source=text if source is None else source,
            alignment=alignment,
        )

    def __repr__(self) -> str:
        """The text and its layers, each shortened."""
        shown = [shortened(self.text)]
        for name in LAYERS:
            layer = getattr(self, name)
            if layer is not None:
                shown.append(f"{name}={few(layer)}")
        return f"Doc({', '.join(shown)})"

    def filled(self, **layers: object) -> Doc:
        """This Doc with `layers` filled; whether they fit the text is not checked.

        The same as ``dataclasses.replace``, at a fifth of its cost.
        """
        doc = object.__new__(Doc)
        own = doc.__dict__  # two updates are faster than one with keywords
        own.update(self.__dict__)
        own.update(layers)
        return doc

    def rewrite(self, edits: Iterable[Edit]) -> Doc:
        """A Doc of the text with `edits` made, still aligned with the source.

        All layers are dropped, because their positions belong to the old text.

        Args:
            edits: ``(start, end, replacement)`` in characters of ``doc.text``,
                sorted and not overlapping; ``start == end`` inserts, an empty
                replacement deletes.

        Raises:
            AlignmentError: The edits overlap, are unsorted or lie outside the text.

        >>> doc = Doc("ＡＢ  好").rewrite([(0, 1, "A"), (1, 2, "B"), (2, 3, "")])
        >>> doc.text, doc.in_source(Span(3, 4))
        ('AB 好', Span(start=4, end=5, label=''))
        """
        step, text = Alignment.of(self.text, edits)
        if not step.edits:
            return self
        alignment = step if self.alignment is None else self.alignment.then(step)
        return Doc(text, source=self.source, alignment=alignment)

    def in_source(self, span: tuple[int, int] | Span) -> Span:
        """The span of the source (the text as the user gave it) that `span` comes from."""
        start, end = _bounds(span)
        label = span.label if isinstance(span, Span) else ""
        if self.alignment is not None:
            start, end = self.alignment.to_source(start, end)
        return Span(start, end, label)

    def text_of(self, span: tuple[int, int] | Span) -> str:
        """The characters of `span`."""
        start, end = _bounds(span)
        return self.text[start:end]

    def to_dict(self) -> dict[str, Any]:
        """The text and every filled layer, as values that ``json.dumps`` takes.

        Spans become lists; corrections, answers and links dicts, links with their id; and
        infinite log odds None, because JSON has no infinity.
        """
        out: dict[str, Any] = {"text": self.text}
        if self.alignment is not None:
            out["source"] = self.source
        for name in LAYERS:
            layer = getattr(self, name)
            if layer is not None:
                out[name] = plain_layer(layer)
        return out

    def to_arrow(self) -> pyarrow.Table:
        """The text and every filled layer as a row of a table of Arrow; see `docs_to_arrow`."""
        from zhnlp.arrow import docs_to_arrow  # most programs do without

        return docs_to_arrow([self])

    def _repr_html_(self) -> str:
        pieces = self.words if self.words is not None else (self.text,)
        return "<p>" + " | ".join(escape(piece) for piece in pieces) + "</p>"


LAYERS = tuple(f.name for f in fields(Doc) if f.name not in ("text", "source", "alignment"))


def need(layer: Layer | None, name: str) -> Layer:
    """`layer` itself; MissingLayerError if it is None."""
    if layer is None:
        raise MissingLayerError(
            f"doc.{name} has not been filled. Run a stage that provides {name!r} first."
        )
    return layer


def _check_source(text: str, source: str | None, alignment: Alignment | None) -> None:
    if source is not None:
        need_text(source, "the source of a Doc")
    if alignment is not None:
        need_kind(alignment, "the alignment of a Doc", Alignment)
    elif source not in (None, text):
        raise AlignmentError(
            f"source {shortened(str(source))} is given without an alignment to "
            f"{shortened(text)}. Make a Doc of the source, and rewrite it with doc.rewrite(edits)."
        )


def _words_of(text: str, words: Iterable[str] | None) -> Words | None:
    if words is None or (isinstance(words, Words) and words.text == text):
        return words
    return Words.of(text, words)


def _tags_for(words: Words | None, tags: Iterable[str] | None) -> tuple[str, ...] | None:
    if tags is None:
        return None
    tags = need_strings(tags, "tags", characters=True)
    if words is not None and len(tags) != len(words):
        raise AlignmentError(
            f"{len(words)} words have {len(tags)} tags. Give one for each word, spaces included."
        )
    return tags


def _categories(given: Mapping[str, float]) -> Categories:
    return given if isinstance(given, Categories) else Categories(given)


AnySpan = TypeVar("AnySpan", Span, Correction, Answer)


def _spans_in(
    text: str, name: str, spans: Iterable[AnySpan] | None, *, in_order: bool = True
) -> tuple[AnySpan, ...] | None:
    """`spans` as a tuple, checked."""
    if spans is None:
        return None
    spans = tuple(need_items(spans, name, "Give a list of them"))
    check_spans(text, name, spans, in_order=in_order)
    return spans


def _links_in(text: str, links: Iterable[Linked]) -> tuple[Linked, ...]:
    """`links` as a tuple, checked."""
    groups = []
    for each in need_items(links, "links", "Give several Linked"):
        need_kind(each, "one of links", Linked)
        need_text(each.name, "the name of a Linked")
        need_text(each.label, "the label of a Linked")
        spans = _spans_in(text, "the spans of a Linked", each.spans)
        groups.append(each._replace(spans=spans or ()))
    return tuple(groups)


def check_spans(text: str, whose: str, spans: Iterable[AnySpan], *, in_order: bool = True) -> None:
    """AlignmentError if one of `spans` is outside `text`, or out of order."""
    before = 0
    for span in spans:
        start, end = _bounds(span, f"one of {whose}")
        if not before <= start <= end <= len(text):
            order, advice = ("out of order or ", ", sorted by start") if in_order else ("", "")
            raise AlignmentError(
                f"{whose} has {span!r}, which is {order}outside the text of {len(text)} "
                f"characters. Give spans within the text{advice}."
            )
        before = start if in_order else 0


def _bounds(span: tuple[int, int] | AnySpan, name: str = "span") -> tuple[int, int]:
    """Start and end of `span`."""
    try:
        return index(span[0]), index(span[1])
    except (TypeError, LookupError):
        advice = "Give a Span, or start and end as whole numbers"
        raise wrong_type(span, name, advice) from None
