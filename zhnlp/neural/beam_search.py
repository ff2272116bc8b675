"""Beam search: the best continuation of each text, for any model that goes step by step.

    begin ─┬─ 央 ─┬─ 行 ─ 降 ─ …        width 2: the two best beginnings of each length go on,
           │      └─ 视 (dropped)        and each of them may also end here
           └─ 中 ─── 国 ─ 央 ─ …

It knows numbers only. The model is a function, so it may be of torch, of numpy or of a test.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from zhnlp.arguments import need_count, need_number
from zhnlp.errors import UsageError

States = TypeVar("States")
LogProbs = NDArray[np.float32]
Rows = NDArray[np.int64]
Step = Callable[[States, Rows, Rows], tuple[LogProbs, States]]
"""Takes the states, the row of them that each new row goes on from, and its last token; returns
the log probability of each next token, shape (rows, vocabulary), and the new states."""


@dataclass(frozen=True)
class Beam:
    """How to search.

    Attributes:
        width: How many beginnings are kept for each text.
        max_length: Most tokens of a continuation, the end not counted.
        min_length: Fewest tokens.
        length_penalty: The α of Wu et al. (2016), "Google's Neural Machine Translation System",
            equation 14: log probabilities are divided by ((5 + n) / 6)^α, n tokens with the end.
            0 compares sums, which favours short continuations.
        no_repeat: No n-gram of this length occurs twice; 0 allows all.
    """

    width: int = 4
    max_length: int = 40
    min_length: int = 1
    length_penalty: float = 0.6
    no_repeat: int = 3

    def __post_init__(self) -> None:
        need_count(self.width, "width")
        for name in ("max_length", "min_length", "no_repeat"):
            need_count(getattr(self, name), name, least=0)
        if self.min_length > self.max_length:
            raise UsageError(
                f"min_length is {self.min_length}, max_length {self.max_length}. Give a smaller "
                "min_length."
            )
        if not 0 <= need_number(self.length_penalty, "length_penalty") < math.inf:
            raise UsageError(f"length_penalty is {self.length_penalty}; it must be at least 0.")

    def score(self, log_prob: float, length: int) -> float:
        """The score of a continuation of `length` tokens, the end included."""
        return float(log_prob / ((5 + length) / 6) ** self.length_penalty)


class Found(NamedTuple):
    """A continuation.

    Attributes:
        tokens: Its tokens, without the end.
        log_prob: The sum of their log probabilities, with that of the end once it has ended.
    """

    tokens: tuple[int, ...]
    log_prob: float


class Marks(NamedTuple):
    """Tokens with a meaning of their own.

    Attributes:
        begin: What the first step is given.
        end: What ends a continuation.
        never: What no continuation may have.
    """

    begin: int
    end: int
    never: Sequence[int] = ()


_NOTHING = Found((), -math.inf)


def beam_search(
    step: Step[States], states: States, n_texts: int, beam: Beam, marks: Marks
) -> list[Found]:
    """The best continuation found for each text; empty, of log probability -∞, if none may be.

    Args:
        step: The model; its log probabilities are at most 0.
        states: Its states before the first step, a row for each text.
        n_texts: The number of texts.
        beam: How to search.
        marks: The tokens that begin and end a continuation.
    """
    alive = [[Found((), 0.0)] for _ in range(n_texts)]
    best = [_NOTHING] * n_texts
    parents, tokens = np.arange(n_texts), np.full(n_texts, marks.begin, np.int64)
    for length in range(beam.max_length + 1):
        if not len(parents):
            break
        log_probs, states = step(states, parents, tokens)
        first, next_rows = 0, list[int]()
        for i, beginnings in enumerate(alive):
            own = np.array(log_probs[first : first + len(beginnings)], np.float64)
            if beginnings and length >= beam.min_length:
                best[i] = _ended(beginnings, own[:, marks.end], best[i], beam)
            own[:, [marks.end, *marks.never]] = -np.inf
            _forbid_repeats(own, beginnings, beam.no_repeat)
            rows, alive[i] = _grown(beginnings, own, best[i], beam)
            next_rows += [first + row for row in rows]
            first += len(beginnings)
        parents = np.array(next_rows, np.int64)
        tokens = np.array([each.tokens[-1] for own in alive for each in own], np.int64)
    return best


def _ended(
    beginnings: Sequence[Found], ends: NDArray[np.float64], best: Found, beam: Beam
) -> Found:
    """The better of `best` and of `beginnings` that end here."""
    length = len(beginnings[0].tokens) + 1
    totals = [each.log_prob + end for each, end in zip(beginnings, ends.tolist(), strict=True)]
    top = max(range(len(totals)), key=totals.__getitem__)
    if beam.score(totals[top], length) > beam.score(best.log_prob, len(best.tokens) + 1):
        return Found(beginnings[top].tokens, totals[top])
    return best


def _grown(
    beginnings: Sequence[Found], log_probs: NDArray[np.float64], best: Found, beam: Beam
) -> tuple[list[int], list[Found]]:
    """The best longer beginnings, with the row of each in `beginnings`; none if `best` is safe.

    Log probabilities only fall, so no beginning can reach more than its own sum at full length.
    """
    if not beginnings or len(beginnings[0].tokens) == beam.max_length:
        return [], []
    totals = (np.array([each.log_prob for each in beginnings])[:, None] + log_probs).ravel()
    n = min(beam.width, len(totals))
    top = np.argpartition(-totals, n - 1)[:n]
    top = top[np.lexsort((top, -totals[top]))]
    wanted = beam.score(best.log_prob, len(best.tokens) + 1)
    rows, found = list[int](), list[Found]()
    for at in top.tolist():
        row, token = divmod(at, log_probs.shape[1])
        if beam.score(totals[at], beam.max_length + 1) > wanted:
            rows.append(row)
            found.append(Found((*beginnings[row].tokens, token), float(totals[at])))
    return rows, found


def _forbid_repeats(
    log_probs: NDArray[np.float64], beginnings: Sequence[Found], length: int
) -> None:
    """Set what would repeat an n-gram of `length` tokens to -∞."""
    if not length:
        return
    for row, (tokens, _) in enumerate(beginnings):
        last = tokens[len(tokens) - length + 1 :]
        log_probs[row, _followers(tokens, last) if len(tokens) >= length else []] = -np.inf


def _followers(tokens: Sequence[int], part: Sequence[int]) -> list[int]:
    """The tokens that come after `part` in `tokens`."""
    n = len(part)
    return [tokens[i + n] for i in range(len(tokens) - n) if tokens[i : i + n] == part]
