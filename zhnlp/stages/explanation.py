"""Explanation: why a text was cut as it was, as data and as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import NamedTuple
from unicodedata import east_asian_width

from zhnlp.core._core import Cutter

_LEAST = log(0.001)  # a trained model considers every word; these are shown


class Edge(NamedTuple):
    """A word that was considered, or taken in a cut."""

    start: int
    end: int
    word: str
    log_prob: float | None  # natural log; in a cut given the words before it; None: unweighed
    source: str  # "user", "model", "dictionary" or "rule"


class Cut(NamedTuple):
    """One way to cut the text."""

    words: tuple[Edge, ...]
    log_prob: float | None  # of the whole, the end of the text included; None: unweighed


@dataclass(frozen=True)
class Explanation:
    """The lattice of a text and its best cuts.

    Attributes:
        text: The text.
        method: The method that cut it.
        words: The words the segmenter gives; they differ from the best cut
            where single characters were joined to unknown words afterwards.
        edges: Every word considered, by start and end.
        cuts: The best cuts, best first; of max matching, which weighs nothing, the one it makes.
    """

    text: str
    method: str
    words: tuple[str, ...]
    edges: tuple[Edge, ...]
    cuts: tuple[Cut, ...]

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


def explain(cutter: Cutter, method: str, text: str, n: int) -> Explanation:
    """The explanation of what `cutter` does to `text`, with the `n` best cuts."""
    if method == "perceptron":
        return _of_model(cutter, method, text, n)
    weighed = method not in ("forward", "backward", "bidirectional")
    words = tuple(cutter.words(text))
    edges = tuple(
        Edge(start, end, text[start:end], log_prob if weighed else None, source)
        for start, end, log_prob, source in cutter.arcs(text)
    )
    if weighed:
        cuts = tuple(
            Cut(tuple(Edge(a, b, text[a:b], step, source) for a, b, step, source in path), total)
            for total, path in cutter.paths(text, n)
        )
    else:
        sources = {(edge.start, edge.end): edge.source for edge in edges}
        taken, start = [], 0
        for word in words:
            end = start + len(word)
            taken.append(Edge(start, end, word, None, sources.get((start, end), "rule")))
            start = end
        cuts = (Cut(tuple(taken), None),)
    return Explanation(text, method, words, edges, cuts)


def _of_model(cutter: Cutter, method: str, text: str, n: int) -> Explanation:
    words, paths = cutter.chart(text, n, _LEAST)
    cuts = tuple(
        Cut(tuple(Edge(a, b, text[a:b], step, source) for a, b, step, source in path), log_prob)
        for log_prob, path in paths
    )
    edges = {(a, b): Edge(a, b, text[a:b], log_prob, source) for a, b, log_prob, source in words}
    for cut in cuts:  # their words are shown, however improbable
        for edge in cut.words:
            edges.setdefault((edge.start, edge.end), edge)
    return Explanation(
        text,
        method,
        tuple(cutter.words(text)),
        tuple(edges[place] for place in sorted(edges)),
        cuts,
    )


def _number(log_prob: float | None) -> str:
    return "        —" if log_prob is None else f"{log_prob:9.3f}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
