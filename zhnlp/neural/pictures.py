"""Pictures of numbers and tokens, as SVG or HTML that any browser and notebook shows.

Plain text without scripts, so that Chinese shows in the fonts that the reader has.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

_CELL = 20  # pixels of a square
_CHAR = 14  # pixels of a character
_GAP = 4
_WIDTH, _HEIGHT = 640, 480
_LONGEST = 10  # characters of the name of a point; what is cut off shows where the mouse is
_RED, _BLUE = "214,39,40", "31,119,180"
_COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#7f7f7f")
_BLANKS = str.maketrans({" ": "␣", "\u3000": "␣", "\n": "↵", "\r": "↵", "\t": "⇥"})
_FAINT = 0.01  # what is paler is left out


def heat_map(rows: Sequence[str], columns: Sequence[str], values: NDArray[np.floating]) -> str:
    """An SVG image with a square for each value, the darker the greater.

    Args:
        rows: The name of each row.
        columns: The name of each column.
        values: From 0 to 1, shape (rows, columns).
    """
    left = _CHAR * max((len(row) for row in rows), default=0) + 2 * _GAP
    top = _CHAR * max((len(column) for column in columns), default=0) + 2 * _GAP
    parts = [_text(left - _GAP, top + (i + 0.7) * _CELL, row, "end") for i, row in enumerate(rows)]
    for j, column in enumerate(columns):
        middle = left + (j + 0.5) * _CELL
        if len(column) == 1:
            parts.append(_text(middle, top - _GAP, column, "middle"))
        else:
            parts.append(_text(middle, top - _GAP, column, "start", turned=True))
    for i, j in zip(*np.nonzero(values >= _FAINT), strict=True):
        value = float(values[i, j])
        parts.append(
            f'<rect x="{left + j * _CELL}" y="{top + i * _CELL}" width="{_CELL}" '
            f'height="{_CELL}" fill="rgb({_BLUE})" fill-opacity="{min(value, 1):.2f}">'
            f"<title>{_shown(rows[i])} → {_shown(columns[j])} {value:.2f}</title></rect>"
        )
    return _svg(left + len(columns) * _CELL, top + len(rows) * _CELL, parts)


def marked_text(tokens: Sequence[str], values: NDArray[np.floating]) -> str:
    """HTML of a text whose tokens have a red ground for values above 0, and a blue one below.

    Args:
        tokens: The characters of each.
        values: Shape (tokens,); the one farthest from 0 has the full colour.
    """
    largest = float(np.abs(values).max(initial=0)) or 1.0
    spans = [
        f'<span title="{value:+.2f}" style="background:rgba('
        f'{_RED if value > 0 else _BLUE},{abs(value) / largest:.2f})">{_shown(token)}</span>'
        for token, value in zip(tokens, values.tolist(), strict=True)
    ]
    return f'<div style="font-size:18px;line-height:1.6">{"".join(spans)}</div>'


def scatter(
    points: NDArray[np.floating], names: Sequence[str] = (), kinds: Sequence[str] = ()
) -> str:
    """An SVG image of points with their names, those of a kind in one colour.

    Args:
        points: Shape (points, 2).
        names: Of the points; none for dots alone.
        kinds: Of the points; none for one colour.
    """
    low = points.min(0, initial=np.inf) if len(points) else np.zeros(2)
    span = points.max(0) - low if len(points) else np.ones(2)
    places = (points - low) / np.where(span > 0, span, 1)
    colours = {kind: _COLOURS[i % len(_COLOURS)] for i, kind in enumerate(dict.fromkeys(kinds))}
    parts = []
    for i, (right, up) in enumerate(places.tolist()):
        x, y = 20 + right * (_WIDTH - 160), _HEIGHT - 20 - up * (_HEIGHT - 40)
        colour = colours[kinds[i]] if kinds else _COLOURS[0]
        name = names[i] if names else ""
        short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}">'
            f"<title>{_shown(name)}</title></circle>{_text(x + 5, y + 5, short, 'start')}"
        )
    for i, (kind, colour) in enumerate(colours.items()):
        y = 20 + 20 * i
        parts.append(f'<circle cx="{_WIDTH - 110}" cy="{y - 5}" r="5" fill="{colour}"/>')
        parts.append(_text(_WIDTH - 100, y, kind, "start"))
    return _svg(_WIDTH, _HEIGHT, parts)


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="{_CHAR}" fill="currentColor">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, text: str, anchor: str, *, turned: bool = False) -> str:
    turn = f' transform="rotate(-90 {x:.1f} {y:.1f})" dominant-baseline="central"' if turned else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{turn}>{_shown(text)}</text>'


def _shown(text: str) -> str:
    """`text` as HTML, with signs for blanks; what UTF-8 and XML cannot hold is a question mark."""
    readable = text.translate(_BLANKS).encode("utf-8", "replace").decode()
    return escape("".join(char if char.isprintable() else "?" for char in readable))
