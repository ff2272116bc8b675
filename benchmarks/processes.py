"""Processes: how long a command takes and how much memory it holds at its peak.

Each command is started by a launcher that is a bare Python: the peak that the
system tells of a process is at least that of the one it was started from.
Commands run in an empty folder, so that ``python -m zhnlp`` is what
``import zhnlp`` finds, and not sources that happen to lie there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from turns import Contestant, Turn

_LAUNCHER = """
import os, sys, time
out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
start = time.perf_counter()
child = os.posix_spawn(
    sys.argv[2], sys.argv[2:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out, 1)]
)
_, status, usage = os.wait4(child, 0)
print(time.perf_counter() - start, usage.ru_maxrss, usage.ru_utime + usage.ru_stime)
sys.exit(os.waitstatus_to_exitcode(status))
"""
SUPPORTED = hasattr(os, "posix_spawn") and hasattr(os, "wait4")
_UNIT = 1 if sys.platform == "darwin" else 1024  # of the peak, in bytes


def run_python(arguments: Sequence[str], *, folder: Path) -> Turn:
    """What ``python`` with these arguments took; its output goes to a file in `folder`.

    Raises:
        RuntimeError: The command failed; with what it said.
    """
    launch = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(folder / "output"), sys.executable]
    done = subprocess.run([*launch, *arguments], capture_output=True, text=True, cwd=folder)
    if done.returncode:
        shown = " ".join(arguments)
        raise RuntimeError(f"python {shown} ended with {done.returncode}: {done.stderr}")
    seconds, peak, cpu = done.stdout.split()
    return Turn(float(seconds), int(peak) * _UNIT / 1e6, float(cpu))


def process(
    name: str,
    arguments: Sequence[str],
    *,
    folder: Path,
    n_bytes: int = 0,
    against: dict[str, str] | None = None,
) -> Contestant:
    """The contestant that starts ``python`` with these arguments."""
    return Contestant(
        name, lambda: run_python(arguments, folder=folder), n_bytes, dict(against or {})
    )


def timed_inside(name: str, program: str, *, folder: Path) -> Contestant:
    """The contestant that runs `program`, which prints its own seconds of wall and of CPU time."""

    def run() -> Turn:
        whole = run_python(["-c", program], folder=folder)
        seconds, cpu = (folder / "output").read_text(encoding="utf-8").split()
        return Turn(float(seconds), whole.peak_mb, float(cpu))

    return Contestant(name, run)
