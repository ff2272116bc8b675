"""Killing: one run of a command that is stopped in the middle, and what it leaves behind."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

Contents = Mapping[str, bytes]
STUCK = 20.0  # seconds after which a process that was told to end has not ended
CAUGHT = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT")
OUTPUT, DISK = "out", "disk"


class Task(NamedTuple):
    """A command that writes to OUTPUT, a file or a folder.

    Attributes:
        name: What it is called in tables.
        arguments: Those of zhnlp, without ``-o``.
        resumes: Whether the same command goes on after a kill.
    """

    name: str
    arguments: Sequence[str]
    resumes: bool = False

    def command(self, *start: str) -> list[str]:
        """The command line."""
        return [*start, sys.executable, "-m", "zhnlp", *self.arguments, "-o", OUTPUT]


class Expected(NamedTuple):
    """What a task leaves if nothing disturbs it, and what may be there before.

    Attributes:
        new: The output.
        old: The output of before, which is replaced.
        seconds: How long it takes.
    """

    new: Contents
    old: Contents
    seconds: float


class Found(NamedTuple):
    """What a disturbed run left.

    Attributes:
        code: The exit code, negative for a signal that was not caught.
        state: ``none``, ``old`` or ``new`` if the output is whole, else ``half``.
        parts: How many unfinished files are left.
        said: What it wrote to standard error.
        seconds: From the signal to the end.
    """

    code: int | None
    state: str
    parts: int
    said: str
    seconds: float


def contents(path: Path) -> Contents:
    """The content of a file, or of the files of a folder, by name; empty if there is none."""
    if path.is_file():
        return {"": path.read_bytes()}
    files = (each for each in path.rglob("*") if each.is_file() and not is_part(each))
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in files}


def is_part(path: Path) -> bool:
    """Whether this is an unfinished file."""
    return path.name.startswith(".zhnlp.") and path.name.endswith(".part")


def put(old: Contents, path: Path) -> None:
    """Write what `contents` has read."""
    for name, content in old.items():
        target = path / name if name else path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def undisturbed(task: Task, folder: Path, old: Contents) -> Expected:
    """What a task does; RuntimeError if it fails."""
    start = time.monotonic()
    done = subprocess.run(task.command(), cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{task.name} ended with {done.returncode}: {done.stderr}")
    seconds = time.monotonic() - start
    new = contents(folder / OUTPUT)
    remove(folder)
    return Expected(new, old, seconds)


def killed(
    task: Task, folder: Path, expected: Expected, name: str, draw: random.Random, *, over: bool
) -> Found:
    """Start a task, and send it the signal `name` at a random moment."""
    if over:
        put(expected.old, folder / OUTPUT)
    child = _begin(task.command(), folder)
    try:
        child.wait(draw.uniform(0, 1.1 * expected.seconds))
    except subprocess.TimeoutExpired:
        child.send_signal(getattr(signal, name))
    return _end(child, folder, expected)


def limited(
    task: Task, folder: Path, expected: Expected, draw: random.Random, *, over: bool
) -> Found:
    """Run a task on a disk that is too small: of its own for root, else by a limit of files."""
    disk = folder / DISK
    disk.mkdir()
    most = draw.randrange(4096, max(map(len, expected.new.values())) - 4096)
    size = most + (sum(map(len, expected.old.values())) if over else 0)
    mount = ("mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(disk))
    is_mounted = os.geteuid() == 0 and not subprocess.run(mount, capture_output=True).returncode

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    try:
        if over:
            put(expected.old, disk / OUTPUT)
        command = [*task.command()[:-1], f"{DISK}/{OUTPUT}"]
        child = _begin(command, folder, _no_limit if is_mounted else limit)
        return _end(child, disk, expected, patience=120)
    finally:
        if is_mounted:
            subprocess.run(["umount", str(disk)], check=True)
        shutil.rmtree(disk)


def _no_limit() -> None:
    """Nothing: the disk itself is too small."""


def together(tasks: Sequence[Task], folder: Path, expected: Sequence[Expected]) -> bool:
    """Whether two runs at once into one folder each write their own, as process 1 of its own."""
    alone = ("unshare", "-pf") if shutil.which("unshare") and os.geteuid() == 0 else ()
    children = []
    for number, task in enumerate(tasks):
        command = [*task.command(*alone)[:-1], f"together/{number}"]
        (folder / "together").mkdir(exist_ok=True)
        children.append(subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL))
    codes = [child.wait() for child in children]
    found = [contents(folder / "together" / str(number)) for number in range(len(tasks))]
    left = [path for path in (folder / "together").iterdir() if is_part(path)]
    shutil.rmtree(folder / "together")
    return not any(codes) and not left and found == [each.new for each in expected]


def remove(folder: Path) -> None:
    """Remove the output, the state of a training, and unfinished files."""
    for path in [folder / OUTPUT, folder / f"{OUTPUT}.part", *filter(is_part, folder.iterdir())]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _begin(
    command: Sequence[str], folder: Path, prepare: Callable[[], None] = lambda: None
) -> subprocess.Popen[str]:
    def begin() -> None:
        for name in CAUGHT:  # nohup and shells may have these ignored
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        prepare()

    return subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=begin,
    )


def _end(
    child: subprocess.Popen[str], folder: Path, expected: Expected, patience: float = STUCK
) -> Found:
    """What is there when the child has ended; it is ended if it does not."""
    start = time.monotonic()
    code: int | None
    try:
        said = child.communicate(timeout=patience)[1]
        code = child.returncode
    except subprocess.TimeoutExpired:
        child.kill()
        said, code = child.communicate()[1], None
    seconds = time.monotonic() - start
    found = contents(folder / OUTPUT)
    states = {"none": {}, "old": expected.old, "new": expected.new}
    state = next((name for name, whole in states.items() if found == whole), "half")
    parts = sum(is_part(path) for path in folder.rglob("*"))
    return Found(code, state, parts, said, seconds)
