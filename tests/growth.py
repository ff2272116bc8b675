"""How the work of a function grows with what it is given.

Tests of linear time use these instead of a limit in seconds, which a slow or busy
machine exceeds. Where Python does the work, its `steps` are counted: the number is the
same in every run. Regular expressions cannot be counted, so `assert_linear_time`
compares the processor time that two sizes take.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import process_time
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")

RATIO = 4  # of the two sizes; linear work takes about 4 times as long, quadratic work 16 times
TOO_MUCH = 8
_ROUNDS = 6
_ENOUGH = 0.02  # seconds of one measurement


def steps(call: Callable[[], object]) -> int:
    """The bytecode instructions that `call()` executes, those of compiled functions left out."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if event == "call":
            frame.f_trace_lines, frame.f_trace_opcodes = False, True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def assert_linear_time(work: Callable[[T], object], small: T, large: T) -> None:
    """Fail if `work(large)` takes `TOO_MUCH` times the processor time of `work(small)` or more.

    Args:
        work: Is called several times with each.
        small: Large enough for quadratic work to show, such as a text of 10,000 characters.
        large: The same, `RATIO` times as long.
    """
    at_least = {"small": float("inf"), "large": float("inf")}
    # What else the machine does can only add time, so the least of several rounds is compared.
    for _ in range(_ROUNDS):
        at_least["small"] = min(at_least["small"], _cpu_seconds(work, small))
        at_least["large"] = min(at_least["large"], _cpu_seconds(work, large))
        growth = at_least["large"] / at_least["small"]
        if growth < TOO_MUCH:
            return
    raise AssertionError(f"{RATIO} times the input takes {growth:.1f} times the processor time")


def _cpu_seconds(work: Callable[[T], object], given: T) -> float:
    """Processor time of one call, the mean of as many calls as can be measured."""
    n_calls, spent, begin = 0, 0.0, process_time()
    while spent < _ENOUGH:
        work(given)
        n_calls += 1
        spent = process_time() - begin
    return spent / n_calls
