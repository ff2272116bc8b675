"""The page of a report, by templates of jinja2 beside this file.

Pictures are plain shapes in SVG, drawn by the macros of charts.html.jinja: libraries that draw
have one set of colours in a picture, or need scripts, while these follow the light and dark
of the reader's system. Every picture stands beside or above a table with its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from zhnlp.io.tables import read_rows
from zhnlp.resources import dicts

if TYPE_CHECKING:
    from jinja2 import Environment

_LABELS = {"PER": "Persons", "LOC": "Places", "ORG": "Organisations"}
_REASONS = {
    "sound": "sounds alike",
    "shape": "looks alike",
    "edit": "missing, extra or swapped",
    "word": "another word",
    "user": "user's list",
    "known": "well known",
    "de": "的, 地 and 得",
    "zai": "在 and 再",
    "zuo": "做 and 作",
    "ta": "他, 她 and 它",
    "zhang": "帐 and 账",
    "xiang": "象 and 像",
    "punctuation": "punctuation",
    "script": "traditional character",
}


def page(figures: Mapping[str, object]) -> str:
    """The HTML of a report: one file that needs no script and no other file.

    Args:
        figures: What report.json holds.
    """
    text: str = _environment().get_template("page.html.jinja").render(figures)
    return text


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("zhnlp.batch.report", ""),
        autoescape=True,  # whatever a corpus holds is text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=number, share=share, line=line, columns=columns, label=label_name
    )
    environment.globals.update(tag_meanings=tag_meanings(), reasons=_REASONS)
    return environment


def number(value: float) -> str:
    """`value` with commas between thousands.

    >>> number(1234567)
    '1,234,567'
    """
    return f"{value:,}"


def share(value: float, most: float) -> str:
    """`value` in per cent of `most`, as a length in SVG.

    >>> share(1, 3), share(0, 0)
    ('33.33', '0')
    """
    return _short(100 * value / most) if most else "0"


def columns(values: Sequence[int]) -> list[tuple[str, str, str]]:
    """For each value the left edge, width and height of its column, in a square of 100.

    >>> columns([1, 2])
    [('5', '40', '50'), ('55', '40', '100')]
    """
    most, step = max(values, default=0) or 1, 100 / max(len(values), 1)
    gap = 0.1 * step
    return [
        (_short(i * step + gap), _short(step - 2 * gap), _short(100 * value / most))
        for i, value in enumerate(values)
    ]


def line(values: Sequence[int]) -> str:
    """The points of a line through the values, in a square of 100, the highest at the top.

    >>> line([0, 2, 1])
    '0,100 50,0 100,50'
    """
    most, last = max(values, default=0) or 1, max(len(values) - 1, 1)
    return " ".join(
        f"{_short(100 * i / last)},{_short(100 - 100 * value / most)}"
        for i, value in enumerate(values)
    )


def label_name(label: str) -> str:
    """How a label of entities is called."""
    return f"{_LABELS[label]} ({label})" if label in _LABELS else label or "without a label"


def tag_meanings() -> dict[str, str]:
    """What the tags of PKU mean."""
    path = dicts() / "tags.tsv"
    rows = (row.split("\t") for _, row in read_rows(path, what="table of tags", comment="#"))
    return {row[0]: row[2] for row in rows}


def _short(value: float) -> str:
    """At most two places behind the point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
