"""Explanation: why a text was cut as it was, as data and as a picture."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from zhnlp.arguments import need_text
from zhnlp.core import Cutter
from zhnlp.errors import UsageError

if TYPE_CHECKING:
    from typing_extensions import Buffer

_RULED_OUT = -1e50  # the hidden Markov model makes no words of characters that it does not know
_MOST_CUTS, _MOST_STATES = 1000, 2_000_000  # each character has a state for each cut
_MIN_LOG_PROB = log(0.001)  # a trained model considers every word; less likely ones are not shown


class Edge(NamedTuple):
    """A candidate word, or a word of a cut."""

    start: int
    end: int
    word: str
    log_prob: float | None  # natural log; in a cut, given the words before it; None: unweighed
    source: str  # "user", "model", "dictionary" or "rule"


class Cut(NamedTuple):
    """One way to cut the text."""

    words: tuple[Edge, ...]
    log_prob: float | None  # of all words and the end of the text; None: unweighed


@dataclass(frozen=True, repr=False)
class Explanation:
    """The lattice of a text and its best cuts.

    Attributes:
        text: The text.
        method: The method that cut it.
        words: The words the segmenter gives; they differ from the best cut
            where single characters were joined into unknown words afterwards.
        edges: Every candidate word, by start and end.
        cuts: The best cuts, best first; max matching weighs nothing and has only one.
    """

    text: str
    method: str
    words: tuple[str, ...]
    edges: tuple[Edge, ...]
    cuts: tuple[Cut, ...]

    def to_dict(self) -> dict[str, object]:
        """All of it as values that ``json.dumps`` takes, words of edges and cuts by name."""
        return {
            "text": self.text,
            "method": self.method,
            "words": list(self.words),
            "edges": [edge._asdict() for edge in self.edges],
            "cuts": [
                {"words": [edge._asdict() for edge in cut.words], "log_prob": cut.log_prob}
                for cut in self.cuts
            ],
        }

    def to_html(self, *, title: str = "zhnlp") -> str:
        """A picture of the lattice, and a table that says the same: an HTML page without scripts.

        Args:
            title: The heading and the name of the window.

        Raises:
            InputError: The title is not a str.
        """
        from zhnlp.view.page import lattice_page  # most programs do without

        return lattice_page(self, title=need_text(title, "the title of a page"))

    def _repr_html_(self) -> str:
        from zhnlp.view.page import lattice_fragment

        return lattice_fragment(self)

    def __repr__(self) -> str:
        """The picture, which an interactive Python so shows."""
        return str(self)

    def __str__(self) -> str:
        lines = [f"{self.method}: {' | '.join(self.words)}", "", "words considered"]
        width = max((_width(edge.word) for edge in self.edges), default=0)
        for edge in self.edges:
            lines.append(
                f"  {edge.start:>4}-{edge.end:<4} {_pad(edge.word, width)}  "
                f"{_number(edge.log_prob)}  {edge.source}"
            )
        lines += ["", "best cuts"]
        for rank, cut in enumerate(self.cuts, 1):
            steps = " + ".join(_number(edge.log_prob).strip() for edge in cut.words)
            words = " | ".join(edge.word for edge in cut.words)
            lines.append(f"  {rank}. {_number(cut.log_prob)}  {words}")
            if cut.log_prob is not None and cut.words:
                lines.append(f"     {' ' * 9}  {steps}")
        return "\n".join(lines)


def explain(
    cutter: Cutter,
    method: str,
    text: str,
    n: int,
    fixed: array[int] | None = None,
    scores: Buffer | None = None,
) -> Explanation:
    """The explanation of how `cutter` cuts `text`, with the `n` best cuts.

    Raises:
        UsageError: So many cuts of so long a text would need more than a gigabyte.
    """
    _refuse_many(need_text(text, "text"), n)
    words = tuple(cutter.words(text, fixed, scores))
    weighed = method not in ("forward", "backward", "bidirectional")
    if method in ("crf", "neural"):
        arcs, paths = cutter.chart(text, n, _MIN_LOG_PROB, fixed, scores)
    else:
        arcs = cutter.arcs(text, fixed)
        paths = cutter.paths(text, n, fixed) if weighed else []
    edges = {
        (a, b): Edge(a, b, text[a:b], log_prob if weighed else None, source)
        for a, b, log_prob, source in arcs
        if log_prob > _RULED_OUT
    }
    cuts = [
        Cut(tuple(Edge(a, b, text[a:b], step, source) for a, b, step, source in path), total)
        for total, path in paths
        if total > _RULED_OUT
    ]
    if not weighed:
        cuts = [Cut(tuple(_taken(words, edges)), None)]
    for cut in cuts:  # every word of a cut is shown, even a very unlikely one
        for edge in cut.words:
            edges.setdefault((edge.start, edge.end), edge)
    in_order = tuple(edges[span] for span in sorted(edges))
    return Explanation(text, method, words, in_order, tuple(cuts))


def _refuse_many(text: str, n: int) -> None:
    most = max(1, _MOST_STATES // max(1, len(text)))
    if n > _MOST_CUTS:
        raise UsageError(f"n is {n}; at most {_MOST_CUTS} cuts can be shown. Ask for fewer.")
    if n > most:
        raise UsageError(
            f"n is {n}, and the text has {len(text)} characters. Of so long a text at most {most} "
            "cuts can be shown: ask for fewer, or give less text."
        )


def _taken(words: tuple[str, ...], edges: dict[tuple[int, int], Edge]) -> Iterator[Edge]:
    """The edges of `words`, a cut that was not weighed."""
    start = 0
    for word in words:
        end = start + len(word)
        known = edges.get((start, end))
        yield known or Edge(start, end, word, None, "rule")
        start = end


def _number(log_prob: float | None) -> str:
    return "        —" if log_prob is None else f"{log_prob:9.3f}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
