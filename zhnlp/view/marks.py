"""Marks: a Doc as HTML, with every layer that is filled.

A layer that lies over the text is a line of its own: the text with what was found in it marked. So
layers may cross as they like. Where spans of one layer overlap, the later one goes to a
further line. In each line, the elements of class ``t`` spell the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from zhnlp.correction import Correction
from zhnlp.doc import Doc
from zhnlp.span import Span
from zhnlp.view.lists import lists
from zhnlp.view.visible import label, number, written

IN_NOTEBOOK, ON_PAGE = 2_000, 20_000  # characters of a text that are shown
_LINES = 6  # of one layer


class Mark(NamedTuple):
    """HTML in place of the characters `start` to `end` of a text."""

    start: int
    end: int
    html: str


def marks(doc: Doc, *, longest: int = ON_PAGE) -> str:
    """The layers of `doc` as sections of HTML, without a style.

    Args:
        doc: A Doc with any layers.
        longest: So many characters of the text are shown; a note tells of the rest.

    >>> marks(Doc("我"))
    '<section><h3 lang="en">text</h3><p class="text"><span class="t">我</span></p></section>'
    """
    end = min(len(doc.text), longest)
    lines = [section(name, body) for name, body in _lines(doc, end)]
    if not any((doc.words is not None, doc.entities, doc.corrections, doc.pinyin)):
        lines.insert(0, section("text", line(doc.text, end, ())))
    if doc.alignment is not None:
        rest = "" if len(doc.source) <= longest else "…"
        body = f'<p class="text">{written(doc.source[:longest])}{rest}</p>'
        lines.append(section("as it was given", body))
    lines += [section(name, body) for name, body in lists(doc)]
    if end < len(doc.text):
        lines.append(note(f"The first {end:,} of {len(doc.text):,} characters are shown."))
    return "".join(lines)


def section(name: str, body: str) -> str:
    """HTML with the heading `name`."""
    return f'<section><h3 lang="en">{label(name)}</h3>{body}</section>'


def note(sentence: str) -> str:
    """A sentence about what is not shown."""
    return f'<p class="note" lang="en">{label(sentence)}</p>'


def scrolled(html: str, name: str) -> str:
    """HTML that may be wider than the page, in a part of it that mouse and keyboard move."""
    said = f'role="region" aria-label="{label(name)}" tabindex="0"'
    return f'<div class="wide" {said}>{html}</div>'


def line(text: str, end: int, found: Iterable[Mark]) -> str:
    """The text up to `end` with marks, which are in order and do not overlap."""
    parts, at = [], 0
    for mark in found:
        if mark.start > at:
            parts.append(_plain(text[at : mark.start]))
        parts.append(mark.html)
        at = mark.end
    if at < end:
        parts.append(_plain(text[at:end]))
    return f'<p class="text">{"".join(parts)}</p>'


def _plain(text: str) -> str:
    return f'<span class="t">{written(text)}</span>'


def _lines(doc: Doc, end: int) -> Iterator[tuple[str, str]]:
    """Yield the name and the HTML of each layer that lies over the text."""
    text = doc.text
    if doc.words is not None:
        yield "words", line(text, end, _words(doc, end))
    elif doc.tags is not None:
        yield "tags", f"<p>{' · '.join(map(label, doc.tags[:end]))}</p>"
    for name in ("entities", "corrections", "sentences", "terms", "summary"):
        spans = getattr(doc, name)
        if spans is None:
            continue
        least = (
            end if end < len(text) else end + 1
        )  # what is missing at the end has its place there
        inside = [span for span in islice(spans, 2 * end + 8) if span.start < least]
        several, n_left = _apart(inside)
        drawn = [line(text, end, _marked(text, name, own, end)) for own in several]
        left = note(f"{n_left} more overlap these.") if n_left else ""
        yield name, "".join(drawn) + left if spans else note("none found")
    if doc.pinyin is not None:
        yield "pinyin", line(text, end, _readings(doc, end))


def _words(doc: Doc, end: int) -> Iterator[Mark]:
    tags: Iterable[str] = doc.tags if doc.tags is not None else ()
    of_words, start = iter(tags), 0
    for word in doc.words:
        tag = next(of_words, None)
        shown = f"<small>{label(tag)}</small>" if tag is not None else ""
        stop = min(start + len(word), end)
        yield Mark(start, stop, f'<span class="w">{_plain(doc.text[start:stop])}{shown}</span>')
        start += len(word)
        if start >= end:
            return


AnySpan = Span | Correction


def _apart(spans: Sequence[AnySpan]) -> tuple[list[list[AnySpan]], int]:
    """The spans in lists without overlap, and how many are in none of the first lists."""
    several: list[list[AnySpan]] = []
    n_left = 0
    for span in spans:
        free = next((own for own in several if own[-1].end <= span.start), None)
        if free is not None:
            free.append(span)
        elif len(several) < _LINES:
            several.append([span])
        else:
            n_left += 1
    return several, n_left


def _marked(text: str, name: str, spans: Iterable[AnySpan], end: int) -> Iterator[Mark]:
    """Yield the marks of spans of the layer `name`."""
    for at, span in enumerate(spans, 1):
        stop = min(span.end, end)
        own = text[span.start : stop]
        if isinstance(span, Correction):
            yield Mark(span.start, stop, _diff(own, span))
            continue
        said = {"entities": span.label, "sentences": str(at), "terms": "", "summary": "chosen"}
        shown = f"<small>{label(said[name])}</small>" if said[name] else ""
        kind = {"entities": "entity", "sentences": "sentence", "terms": "term"}.get(name, name)
        yield Mark(span.start, stop, f'<mark class="{kind}">{_plain(own)}{shown}</mark>')


def _diff(own: str, found: Correction) -> str:
    """A correction; `own` is what stands in the text: what was typed, or what is meant."""
    is_made = own == found.right != found.wrong
    wrong = f"<del>{label(found.wrong) if is_made else _plain(own)}</del>"
    right = f"<ins>{_plain(own) if is_made else label(found.right)}</ins>"
    others = ", ".join(f"{label(each)} {number(odds)}" for each, odds in found.alternatives[:5])
    why = f"{label(found.reason)}, log odds {number(found.log_odds)}"
    return f'{wrong}{right} <small lang="en">({why}{"; or " + others if others else ""})</small>'


def _readings(doc: Doc, end: int) -> Iterator[Mark]:
    for at, (char, reading) in enumerate(zip(doc.text[:end], doc.pinyin, strict=False)):
        if reading != char:
            ruby = f"<ruby>{_plain(char)}<rt>{label(reading)}</rt></ruby>"
            yield Mark(at, at + 1, ruby)
