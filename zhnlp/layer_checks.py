"""The layers of a Doc as they are stored: each is checked when a Doc is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import inf
from operator import index
from typing import TypeVar, cast

from zhnlp.alignment import Alignment
from zhnlp.answer import Answer
from zhnlp.arguments import (
    need_items,
    need_kind,
    need_number,
    need_strings,
    need_text,
    shown,
    wrong_type,
)
from zhnlp.categories import Categories
from zhnlp.core import bound
from zhnlp.correction import Correction
from zhnlp.errors import AlignmentError, MissingLayerError, UsageError, shortened
from zhnlp.keyword import Keyword
from zhnlp.linked import Linked
from zhnlp.span import Span, in_text
from zhnlp.vector import Vector
from zhnlp.words import Words

Layer = TypeVar("Layer")
AnySpan = TypeVar("AnySpan", Span, Correction, Answer)
FILLED_BY = {
    "words": "a Segmenter",
    "terms": "a StopwordFilter",
    "sentences": "a SentenceSplitter",
    "tags": "a Tagger",
    "entities": "a Recognizer",
    "vector": "an Embedder",
}
SPANS = frozenset({"sentences", "entities", "terms", "summary", "answers"})
_OF_SPANS = SPANS | {"links"}


def source_of(text: str, source: str | None, alignment: Alignment | None) -> str:
    """`source`, by default `text`; AlignmentError if it differs and has no `alignment`."""
    if source is not None:
        source = need_text(source, "the source of a Doc")
    if alignment is not None:
        need_kind(alignment, "the alignment of a Doc", Alignment)
    elif source not in (None, text):
        raise AlignmentError(
            f"source {shortened(str(source))} is given without an alignment to "
            f"{shortened(text)}. Make a Doc of the source, and rewrite it with doc.rewrite(edits)."
        )
    return text if source is None else source


def words_of(text: str, words: Iterable[str] | None) -> Words | None:
    """The cut of `text` into `words`; None if there are none."""
    if words is None or (isinstance(words, Words) and words.text == text):
        return words
    return Words.of(text, words)


def tags_for(words: Words | None, tags: Iterable[str] | None) -> tuple[str, ...] | None:
    """`tags` as a tuple with one for each word; None if there are none."""
    if tags is None:
        return None
    tags = need_strings(tags, "tags", characters=True)
    if words is not None and len(tags) != len(words):
        raise AlignmentError(
            f"{len(words)} words have {len(tags)} tags. Give one for each word, spaces included."
        )
    return tags


def categories_of(given: Mapping[str, float]) -> Categories:
    """`given` as Categories."""
    return given if isinstance(given, Categories) else Categories(given)


def spans_in(
    text: str, name: str, spans: Iterable[AnySpan] | None, *, in_order: bool = True
) -> tuple[AnySpan, ...] | None:
    """`spans` as a tuple, checked; None if there are none."""
    if spans is None:
        return None
    spans = tuple(need_items(spans, name, "Give a list of them"))
    check_spans(text, name, spans, in_order=in_order)
    if name in ("corrections", "answers"):
        return in_text(text, spans, Answer)
    return cast("tuple[AnySpan, ...]", in_text(text, map(_as_span, spans)))


def _as_span(given: tuple[object, ...]) -> Span:
    start, end = bounds(cast("Span", given))  # plain numbers, which JSON has; numpy's are not
    if isinstance(given, Span) and type(given.start) is type(given.end) is int:
        return given
    return Span._make((start, end, *given[2:3], "")[:3])


def with_text(text: str | None, layers: dict[str, object]) -> None:
    """Let the spans of `layers` know that they are stretches of `text`."""
    if _OF_SPANS.isdisjoint(layers):
        return
    for name in layers:
        if name in SPANS and layers[name] is not None:
            spans = cast("tuple[Span, ...]", layers[name])
            layers[name] = in_text(text, spans, Answer if name == "answers" else Span)
        elif name == "links" and layers[name]:
            groups = cast("tuple[Linked, ...]", layers[name])
            layers[name] = tuple(_groups_in(text, groups))


def _groups_in(text: str | None, groups: Iterable[Linked]) -> Iterator[Linked]:
    shared = {"of": text}  # by all: a dict for each group takes as long as its spans
    for group in groups:
        spans = bound(group.spans, shared, Span)
        yield group if spans is group.spans else group._replace(spans=spans)


def links_in(text: str, links: Iterable[Linked]) -> tuple[Linked, ...]:
    """`links` as a tuple, checked."""
    groups = []
    for each in need_items(links, "links", "Give several Linked"):
        need_kind(each, "one of links", Linked)
        need_text(each.name, "the name of a Linked")
        need_text(each.label, "the label of a Linked")
        spans = spans_in(text, "the spans of a Linked", each.spans)
        groups.append(each._replace(spans=spans or ()))
    return tuple(groups)


def check_spans(text: str, whose: str, spans: Iterable[AnySpan], *, in_order: bool = True) -> None:
    """AlignmentError if one of `spans` is outside `text`, or out of order."""
    before = 0
    for span in spans:
        start, end = bounds(span, f"one of {whose}")
        if not before <= start <= end <= len(text):
            order, advice = ("out of order or ", ", sorted by start") if in_order else ("", "")
            raise AlignmentError(
                f"{whose} has {span!r}, which is {order}outside the text of {len(text)} "
                f"characters. Give spans within the text{advice}."
            )
        before = start if in_order else 0


def bounds(span: tuple[int, int] | AnySpan, name: str = "span") -> tuple[int, int]:
    """Start and end of `span`."""
    try:
        if isinstance(span, (bytes, bytearray)):
            raise TypeError
        return index(span[0]), index(span[1])
    except (TypeError, LookupError):
        advice = "Give a Span, or start and end as whole numbers"
        raise wrong_type(span, name, advice) from None


def readings_of(text: str, readings: Iterable[str]) -> tuple[str, ...]:
    """`readings` as a tuple with one for each character of `text`."""
    own = need_strings(readings, "pinyin")
    if len(own) != len(text):
        raise AlignmentError(
            f"{len(text)} characters have {len(own)} readings in pinyin. Give one for each "
            "character, and the character itself where it has none."
        )
    return own


def keywords_of(keywords: Iterable[tuple[str, float]]) -> tuple[Keyword, ...]:
    """`keywords` as a tuple, checked."""
    found = []
    for each in need_items(keywords, "keywords", "Give several Keyword"):
        if not isinstance(each, tuple) or len(each) != 2:
            raise wrong_type(each, "one of keywords", "Give a Keyword: a text and its weight")
        if not 0 <= need_number(each[1], "the weight of a keyword") < inf:
            raise UsageError(
                f"the weight of a keyword is {shown(each[1])}; it must be 0 or more, and finite."
            )
        found.append(Keyword(need_text(each[0], "the text of a keyword"), float(each[1])))
    return tuple(found)


def vector_of(numbers: Iterable[float]) -> Vector:
    """`numbers` as a Vector."""
    return numbers if isinstance(numbers, Vector) else Vector(numbers)


def need(layer: Layer | None, name: str) -> Layer:
    """`layer` itself; MissingLayerError if it is None."""
    if layer is None:
        filler = FILLED_BY.get(name, f"a stage that provides {name!r}")
        raise MissingLayerError(
            f"doc.{name} has not been filled. Run {filler} first, as a Pipeline does."
        )
    return layer
