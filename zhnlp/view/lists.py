"""Lists: the layers of a Doc that do not lie over its text, as tables and lines of HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhnlp.doc import Doc
from zhnlp.view.visible import label, number

MOST = 50  # rows of a table


def lists(doc: Doc) -> Iterator[tuple[str, str]]:
    """Yield the name and the HTML of each layer that is filled.

    >>> [name for name, html in lists(Doc("我", keywords=[("我", 1.0)], headline="我"))]
    ['headline', 'keywords']
    """
    if doc.headline is not None:
        yield "headline", f'<p class="text">{label(doc.headline)}</p>'
    if doc.keywords is not None:
        yield "keywords", weights(doc.keywords)
    for name in ("categories", "topics"):
        found = getattr(doc, name)
        if found is not None:
            yield name, weights(found.items())
    if doc.answers is not None:
        rows = (
            (each.question, doc.text_of((each.start, each.end)), number(each.probability))
            for each in doc.answers
        )
        yield "answers", table(("question", "answer", "probability"), rows)
    if doc.links is not None:
        named = (
            (each.name, each.label, each.id, " · ".join(map(doc.text_of, each.spans[:MOST])))
            for each in doc.links
        )
        yield "links", table(("name", "label", "id", "mentions"), named)
    if doc.vector is not None:
        values = [*doc.vector]
        first = ", ".join(f"{value:.3f}" for value in values[:8])
        yield "vector", f"<p>{len(values)} numbers: {first}{' …' * (len(values) > 8)}</p>"


def weights(found: Iterable[tuple[str, float]]) -> str:
    """Names with their weights, 0 or more, as numbers and as bars."""
    several = list(found)
    most = max((weight for _, weight in several), default=0.0) or 1.0
    rows = [
        f'<tr><td>{label(name)}</td><td class="n">{number(weight)}</td><td class="bar">'
        f'<span style="width:{100 * max(weight, 0.0) / most:.0f}%"></span></td></tr>'
        for name, weight in several[:MOST]
    ]
    return _whole(rows, len(several))


def table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    """Strings as a table with a row of heads."""
    several = list(rows)
    head = "".join(f'<th scope="col" lang="en">{label(each)}</th>' for each in heads)
    drawn = [
        f"<tr>{''.join(f'<td>{label(cell)}</td>' for cell in row)}</tr>" for row in several[:MOST]
    ]
    return _whole([f"<tr>{head}</tr>", *drawn] if drawn else [], len(several))


def _whole(rows: list[str], n_found: int) -> str:
    if not rows:
        return '<p class="note" lang="en">none found</p>'
    left = n_found - MOST
    more = f'<p class="note" lang="en">{left:,} more are left out.</p>' if left > 0 else ""
    return f'<div class="wide"><table>{"".join(rows)}</table></div>{more}'
