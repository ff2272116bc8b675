"""Watched commands: how long one takes, and what memory it and its workers hold at their peaks.

Workers are the processes that the command starts itself. What a process holds is looked at ten
times a second, later once a second: its resident memory at its highest (VmHWM, mapped files
included), and its share of what it maps (PSS, where a page that several processes map counts as
a part for each).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

from turns import Turn

SUPPORTED = Path("/proc/self/smaps_rollup").exists() and hasattr(os, "wait4")


class Memory(NamedTuple):
    """Megabytes at the peak of a process."""

    resident: float = 0.0
    share: float = 0.0

    def highest(self, other: Memory) -> Memory:
        """The higher of each."""
        return Memory(*map(max, self, other))


class Watched(NamedTuple):
    """What a run of a command took, and the peaks of the command and of its largest worker."""

    turn: Turn
    parent: Memory
    worker: Memory


def run_watched(arguments: Sequence[str], *, folder: Path) -> Watched:
    """Run ``python`` with these arguments in `folder`, and watch it and its workers.

    Raises:
        RuntimeError: The command failed; with what it said.
    """
    with open(folder / "said", "wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], cwd=folder, stderr=said)
        watcher = _Watcher(process.pid)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    watcher.ended.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        shown = " ".join(arguments)
        message = (folder / "said").read_text("utf-8", "replace")
        raise RuntimeError(f"python {shown} ended with {process.returncode}: {message}")
    turn = Turn(seconds, cpu_seconds=usage.ru_utime + usage.ru_stime)
    return Watched(turn, watcher.parent, watcher.worker)


class _Watcher(Thread):
    """Looks at a process and its workers until `ended` is set."""

    def __init__(self, number: int) -> None:
        super().__init__(daemon=True)
        self.number, self.ended = number, Event()
        self.parent = self.worker = Memory()

    def run(self) -> None:
        pause = 0.1
        while not self.ended.wait(pause):
            self.parent = self.parent.highest(_memory(self.number))
            for child in _children(self.number):
                self.worker = self.worker.highest(_memory(child))
            pause = min(1.0, pause * 1.05)


def _children(number: int) -> list[int]:
    try:
        listed = Path(f"/proc/{number}/task/{number}/children").read_text("ascii")
    except OSError:
        return []
    return [int(each) for each in listed.split()]


def _memory(number: int) -> Memory:
    """What a process holds now; nothing if it has ended."""
    try:
        status = Path(f"/proc/{number}/status").read_text("ascii")
        rollup = Path(f"/proc/{number}/smaps_rollup").read_text("ascii")
    except (OSError, ValueError):
        return Memory()
    return Memory(_megabytes(status, "VmHWM:"), _megabytes(rollup, "Pss:"))


def _megabytes(text: str, name: str) -> float:
    for line in text.splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0
