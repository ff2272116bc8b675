"""Marks in a text: HTML around spans, and the stretch of a text with the most of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from zhnlp.span import Span


def marked(text: str, spans: Iterable[Span], before: str, after: str) -> str:
    """`text` escaped for HTML, with `before` and `after` around `spans`.

    Spans are in order; those that overlap or touch get one mark.

    >>> marked("科学院 <b>", [Span(0, 2), Span(0, 3)], "[", "]")
    '[科学院] &lt;b&gt;'
    """
    pieces, done = [], 0
    for start, end in _joined(spans):
        pieces += [escape(text[done:start]), before, escape(text[start:end]), after]
        done = end
    return "".join([*pieces, escape(text[done:])])


def _joined(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Stretches of spans that overlap or touch."""
    out: list[tuple[int, int]] = []
    for start, end, _ in spans:
        if start == end:
            continue
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], end)
        else:
            out.append((start, end))
    return out


def best_window(spans: Sequence[Span], length: int, width: int) -> tuple[int, int]:
    """The stretch of `width` characters with the most different labels, then the most spans.

    It has its spans in the middle; of equal stretches it is the first.

    Args:
        spans: Labelled spans, in order.
        length: The characters of the text.
        width: The most characters of the stretch.

    >>> best_window([Span(0, 1, "甲"), Span(50, 51, "甲"), Span(52, 53, "乙")], 100, 11)
    (46, 57)
    """
    if length <= width:
        return 0, length
    labels: Counter[str] = Counter()
    best, middle, first = (0, 0), width // 2, 0
    for n, (start, end, label) in enumerate(spans, 1):
        labels[label] += 1
        while first < n - 1 and end - spans[first].start > width:
            labels[spans[first].label] -= 1
            first += 1
        found = (sum(count > 0 for count in labels.values()), n - first)
        if found > best:
            best, middle = found, (spans[first].start + max(start, end)) // 2
    begin = min(max(0, middle - width // 2), length - width)
    return begin, begin + width
