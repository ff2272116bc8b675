"""Topics over time: the share of each in the documents of a month, as numbers and a picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhnlp.arguments import need_count
from zhnlp.corpus.months import month_of
from zhnlp.errors import UsageError
from zhnlp.io.opening import Path
from zhnlp.view.figures import cjk_font, drawable, figure, need_picture, write_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

OTHERS = "other topics"
_COLOURS = "tab20"
_TICKS = 16  # months that are named below the picture


@dataclass(frozen=True)
class TopicMonths:
    """The topics of the documents of each month.

    Attributes:
        months: All from the first to the last, as ``2024-05``.
        n_documents: The documents of each.
        labels: The topics, those of the largest shares of all documents first.
        shares: The mean share of each topic in the documents of each month, shape (months,
            labels); zeros for a month without documents.
        n_left_out: Documents without a date, or without topics.
    """

    months: tuple[str, ...]
    n_documents: tuple[int, ...]
    labels: tuple[str, ...]
    shares: tuple[tuple[float, ...], ...]
    n_left_out: int


def topic_months(documents: Iterable[tuple[object, Mapping[str, float]]]) -> TopicMonths:
    """The mean share of each topic by month.

    Args:
        documents: The date of each document, in any form that `month_of` reads, and its topics.

    Raises:
        UsageError: No document has a date and topics.

    >>> found = topic_months([("2024-05-01", {"股市": 0.75, "球": 0.25}), (20240711, {"球": 1})])
    >>> found.months, found.labels, found.shares
    (('2024-05', '2024-06', '2024-07'), ('球', '股市'), ((0.25, 0.75), (0.0, 0.0), (1.0, 0.0)))
    """
    sums: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    counts: defaultdict[str, int] = defaultdict(int)
    totals: defaultdict[str, float] = defaultdict(float)
    n_read = 0
    for date, topics in documents:
        n_read += 1
        month = month_of(date)
        if month is None or not topics:
            continue
        counts[month] += 1
        for label, share in topics.items():
            sums[month][label] += share
            totals[label] += share
    if not counts:
        raise UsageError(
            f"none of {n_read} documents has a date and a topic. Say which field has the date "
            "(--date-field), and use topics of such texts."
        )
    months = _months_between(min(counts), max(counts))
    labels = sorted(totals, key=lambda label: (-totals[label], label))
    shares = [
        [sums[m][label] / counts[m] if m in counts else 0.0 for label in labels] for m in months
    ]
    return TopicMonths(
        months=tuple(months),
        n_documents=tuple(counts[month] for month in months),
        labels=tuple(labels),
        shares=tuple(map(tuple, shares)),
        n_left_out=n_read - sum(counts.values()),
    )


def draw_topics(found: TopicMonths, path: Path, *, top: int = 12, font: Path | None = None) -> None:
    """Draw the shares of topics as a stack for each month, and write a PNG or SVG.

    Args:
        found: What `topic_months` found.
        path: The file to write; its name ends in ``.png`` or ``.svg``.
        top: How many topics are told apart, those of the largest shares.
        font: A font file with Chinese characters; None finds one.

    Raises:
        ExtraError: matplotlib is not installed, or the machine has no Chinese font.
        UsageError: The name of the file ends otherwise.
    """
    need_picture(path)
    chosen = cjk_font(font)
    top = need_count(top, "top")
    made = figure(11, 5.5)
    axes = made.add_subplot()
    _draw_stacks(axes, found, top, chosen)
    n_documents = sum(found.n_documents)
    axes.set_title(f"Topics of {n_documents:,} documents by month", loc="left", fontsize=11)
    axes.set_ylabel("share")
    axes.set_ylim(0, 1)
    axes.set_xlim(-0.5, len(found.months) - 0.5)
    step = -(-len(found.months) // _TICKS)
    places = range(0, len(found.months), step)
    axes.set_xticks(places, [found.months[at] for at in places], rotation=45, ha="right")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    write_figure(made, path)


def _draw_stacks(axes: Axes, found: TopicMonths, top: int, font: FontProperties) -> None:
    """A bar for each month, of a part for each topic, and a legend in the same order."""
    from matplotlib import colormaps

    places = range(len(found.months))
    bottoms = [0.0] * len(places)
    colours = colormaps[_COLOURS]
    for number, label in enumerate(found.labels[:top]):
        heights = [row[number] for row in found.shares]
        colour = colours((2 * number + number // 10) % 20)  # dark ones first, then their light ones
        name = drawable(label, font)
        axes.bar(places, heights, bottom=bottoms, width=0.94, color=colour, label=name)
        bottoms = [low + high for low, high in zip(bottoms, heights, strict=True)]
    rest = _rest(found, bottoms)
    if any(rest):
        axes.bar(places, rest, bottom=bottoms, width=0.94, color="#dddddd", label=OTHERS)
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(
        handles[::-1],
        labels[::-1],
        prop=font,
        loc="center left",
        bbox_to_anchor=(1.0, 0.5),
        frameon=False,
    )


def _rest(found: TopicMonths, drawn: Sequence[float]) -> list[float]:
    """What is left of each month with documents: topics that are not told apart."""
    rest = [
        1 - share if count else 0.0 for count, share in zip(found.n_documents, drawn, strict=True)
    ]
    return [part if part > 1e-6 else 0.0 for part in rest]


def _months_between(first: str, last: str) -> list[str]:
    """All months from one to another."""
    (year, month), (last_year, last_month) = (map(int, each.split("-")) for each in (first, last))
    n_months = (last_year - year) * 12 + last_month - month + 1
    every = (divmod(year * 12 + month - 1 + n, 12) for n in range(n_months))
    return [f"{own_year:04}-{own_month + 1:02}" for own_year, own_month in every]
