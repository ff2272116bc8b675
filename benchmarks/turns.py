"""Take turns: run contestants one after the other, round by round, and compare their medians.

A machine is now fast, now slow, for all of them alike. So each runs once in
every round, another one begins each time, and a ratio is the median of the
ratios within the rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, NamedTuple


class Turn(NamedTuple):
    """What one run took: seconds of wall time, megabytes at its peak where it was a process,
    and seconds of all processors together, which tell more where others use them, too."""

    seconds: float
    peak_mb: float | None = None
    cpu_seconds: float | None = None


@dataclass(frozen=True)
class Contestant:
    """Something to be measured.

    Attributes:
        name: How it is called in tables.
        run: Runs it once.
        n_bytes: UTF-8 bytes of text that it works on; 0 where that means nothing.
        against: What its speed is divided by: column and name of the other contestant.
    """

    name: str
    run: Callable[[], Turn]
    n_bytes: int = 0
    against: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """The turns of a contestant and what follows from them."""

    name: str
    n_bytes: int
    turns: tuple[Turn, ...]
    ratios: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """The figures by name, rounded to what they are worth."""
        seconds = [turn.seconds for turn in self.turns]
        peaks = [turn.peak_mb for turn in self.turns if turn.peak_mb is not None]
        cpu = [turn.cpu_seconds for turn in self.turns if turn.cpu_seconds is not None]
        middle = median(seconds)
        return {
            "name": self.name,
            "mb": _short(self.n_bytes / 1e6) or None,
            "seconds": _short(middle),
            "fastest": _short(min(seconds)),
            "slowest": _short(max(seconds)),
            "cpu_seconds": _short(median(cpu)) if cpu else None,
            "mb_per_s": _short(self.n_bytes / 1e6 / middle) or None,
            "peak_mb": _short(median(peaks)) if peaks else None,
            "ratios": {column: _short(ratio) for column, ratio in self.ratios.items()},
        }


def in_process(
    name: str, work: Callable[[], object], n_bytes: int, against: dict[str, str] | None = None
) -> Contestant:
    """The contestant that calls `work`."""

    def run() -> Turn:
        start, cpu = time.perf_counter(), time.process_time()
        work()
        seconds = time.perf_counter() - start
        return Turn(seconds, cpu_seconds=time.process_time() - cpu)

    return Contestant(name, run, n_bytes, against or {})


def take_turns(
    contestants: Sequence[Contestant], *, n_rounds: int, warm_up: bool = True
) -> list[Row]:
    """A row for each contestant, in the order given.

    Args:
        contestants: Names differ.
        n_rounds: How often each runs.
        warm_up: Let each run once before, uncounted.
    """
    if warm_up:
        for contestant in contestants:
            contestant.run()
    turns: dict[str, list[Turn]] = {contestant.name: [] for contestant in contestants}
    for number in range(n_rounds):
        first = number % len(contestants) if contestants else 0
        for contestant in [*contestants[first:], *contestants[:first]]:
            turns[contestant.name].append(contestant.run())
    by_name = {contestant.name: contestant for contestant in contestants}
    return [
        Row(
            contestant.name,
            contestant.n_bytes,
            tuple(turns[contestant.name]),
            {
                shown: ratio
                for column, other in contestant.against.items()
                if other in by_name
                for shown, ratio in _ratios(column, contestant, by_name[other], turns)
            },
        )
        for contestant in contestants
    ]


def _ratios(
    column: str, one: Contestant, other: Contestant, turns: dict[str, list[Turn]]
) -> Iterator[tuple[str, float]]:
    """How many times as fast `one` is, per byte where both have bytes; by CPU where it is known."""
    size = one.n_bytes / other.n_bytes if one.n_bytes and other.n_bytes else 1.0
    pairs = list(zip(turns[one.name], turns[other.name], strict=True))
    yield column, size * median(b.seconds / a.seconds for a, b in pairs)
    cpu = [b.cpu_seconds / a.cpu_seconds for a, b in pairs if a.cpu_seconds and b.cpu_seconds]
    if cpu:
        yield f"{column}, CPU", size * median(cpu)


def _short(number: float) -> float:
    """`number` to three significant digits, whole from 100 on."""
    return float(f"{number:.3g}") if abs(number) < 100 else float(round(number))
