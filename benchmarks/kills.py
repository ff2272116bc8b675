"""Kills: commands that are killed at random moments, and on a full disk, lose nothing.

    python benchmarks/kills.py --save

Each command runs in a folder of its own and is sent a signal at a random moment, from its start
to a little after its usual end; `-o` names a new file or folder, or one that is there. Then the
output must be whole: none or the old one, or all of the new one. Signals that can be caught
must leave no unfinished file; how long the command took to end is in the table. A training that was
killed must give the same bytes when the same command is given again.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import click
from killing import (
    CAUGHT,
    OUTPUT,
    Expected,
    Found,
    Task,
    contents,
    limited,
    remove,
    together,
    undisturbed,
)
from killing import killed as killed_run
from report import about, document, markdown, save

NEWS = Path(__file__).parents[1] / "examples" / "news.txt"
TASKS = (
    Task("segment", ("segment", "news.txt")),
    Task("segment, 2 threads", ("segment", "news.txt", "--jobs", "2")),
    Task("tag", ("tag", "short.txt")),
    Task("entities", ("entities", "short.txt")),
    Task("correct", ("correct", "short.txt")),
    Task("train segmenter", ("train", "segmenter", "words.txt", "--min-count", "1"), resumes=True),
    Task("train ngrams", ("train", "ngrams", "words.txt", "--order", "3"), resumes=True),
)
SIGNALS = (*CAUGHT, "SIGKILL")
OLD = b"what was there before\n" * 9
HEAD = ("command", "disturbed by", "runs", "was done", "none", "old", "new", "half", "part files")
Tally = Counter[tuple[str, str, str]]  # the command, what disturbed it, and what was found


class Kills:
    """The runs, and what was found.

    Args:
        folder: Where they run.
        seed: Of the moments of the signals.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.draw = folder, random.Random(seed)
        self.tally: Tally = Counter()
        self.faults = list[str]()
        self.slowest = dict[str, float]()  # seconds from a signal to the end, by its name
        self.expected = {task.name: undisturbed(task, folder, self._old(task)) for task in TASKS}

    def kill(self, task: Task, name: str, *, over: bool) -> None:
        """Kill one run of a task by the signal `name`."""
        expected = self.expected[task.name]
        found = killed_run(task, self.folder, expected, name, self.draw, over=over)
        number = int(getattr(signal, name))
        right = {0, -number} if name == "SIGKILL" else {0, 128 + number, -number}
        self._note(task, name, found, right, over=over, may_leave=name == "SIGKILL")
        if task.resumes and found.code != 0:
            self._go_on(task, name, expected)
        remove(self.folder)

    def fill(self, task: Task, *, over: bool) -> None:
        """Run a task that finds no room for its output."""
        expected = self.expected[task.name]
        found = limited(task, self.folder, expected, self.draw, over=over)
        self._note(task, "full disk", found, {1}, over=over)
        last = found.said.rstrip().rpartition("\n")[2]
        if not last.startswith("Error: ") or "Traceback" in found.said:
            self.faults.append(f"{task.name}, full disk: said {found.said[-200:]!r}")
        remove(self.folder)

    def meet(self, tasks: tuple[Task, Task]) -> None:
        """Run two tasks at once into one folder."""
        name = " and ".join(task.name for task in tasks)
        is_right = together(tasks, self.folder, [self.expected[task.name] for task in tasks])
        self.tally[name, "each other", "runs"] += 1
        self.tally[name, "each other", "new"] += is_right
        if not is_right:
            self.faults.append(f"{name}: they met")

    def _note(
        self,
        task: Task,
        name: str,
        found: Found,
        right: set[int],
        *,
        over: bool,
        may_leave: bool = False,
    ) -> None:
        key = (task.name, name)
        self.tally[*key, "runs"] += 1
        self.tally[*key, "was done"] += found.code == 0
        self.tally[*key, found.state] += 1
        self.tally[*key, "part files"] += found.parts
        if name in SIGNALS:
            self.slowest[name] = max(self.slowest.get(name, 0.0), found.seconds)
        allowed = {"old", "new"} if over else {"none", "new"}
        if name == "SIGINT" and found.said.rstrip().endswith("KeyboardInterrupt"):
            right = {*right, 1}  # Python itself had not begun
        problems = {
            f"ended with {found.code}: {found.said[-200:]!r}": found.code not in right,
            f"left {found.state}": found.state not in allowed,
            f"left {found.parts} part files": found.parts and not may_leave,
        }
        self.faults += [f"{task.name}, {name}: {what}" for what, is_so in problems.items() if is_so]

    def _go_on(self, task: Task, name: str, expected: Expected) -> None:
        """Give the same command again, which must end as if it had not been killed."""
        done = subprocess.run(task.command(), cwd=self.folder, capture_output=True, text=True)
        same = contents(self.folder / OUTPUT) == expected.new
        self.tally[task.name, name, "went on"] += same and done.returncode == 0
        if not same or done.returncode:
            self.faults.append(f"{task.name}, {name}: did not go on: {done.stderr[-200:]!r}")

    def _old(self, task: Task) -> dict[str, bytes]:
        """What is replaced: any file, or a pack that was trained with other settings."""
        if not task.resumes:
            return {"": OLD}
        other = task._replace(arguments=(*task.arguments, "--data", "before"))
        return dict(undisturbed(other, self.folder, {}).new)


def write_texts(folder: Path) -> None:
    """Write the inputs, from the example that is in the repository."""
    news = NEWS.read_bytes()
    (folder / "news.txt").write_bytes(news * 1500)
    (folder / "short.txt").write_bytes(news * 80)
    cut = [sys.executable, "-m", "zhnlp", "segment", str(NEWS)]
    words = subprocess.run(cut, capture_output=True, check=True).stdout
    (folder / "words.txt").write_bytes(words * 3)


@click.command()
@click.option("--rounds", default=4, show_default=True, help="Kills by each signal.")
@click.option("--seed", default=0, show_default=True, help="Of the moments.")
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/kills.*.")
def main(rounds: int, seed: int, is_saved: bool) -> None:
    """Kill commands at random moments, and see what they leave."""
    with tempfile.TemporaryDirectory() as name:
        write_texts(Path(name))
        kills = Kills(Path(name), seed)
        for task in TASKS:
            for over in (False, True):
                for _ in range(rounds):
                    for each in SIGNALS:
                        kills.kill(task, each, over=over)
                    kills.fill(task, over=over)
            click.echo(f"{task.name} is done", err=True)
        for _ in range(2 * rounds):
            kills.meet((TASKS[0], TASKS[2]))
    _report(kills, rounds, is_saved)


def _report(kills: Kills, rounds: int, is_saved: bool) -> None:
    pairs = dict.fromkeys((task, name) for task, name, _ in kills.tally)
    head = (*HEAD, "went on")
    rows = [
        head,
        *((*pair, *(_count(kills.tally, pair, each) for each in head[2:])) for pair in pairs),
    ]
    sums = [
        (
            name,
            *(str(sum(kills.tally[task.name, name, each] for task in TASKS)) for each in head[2:]),
            f"{kills.slowest[name]:.2f}" if name in kills.slowest else "",
        )
        for name in (*SIGNALS, "full disk")
    ]
    n_kills = sum(kills.tally[task.name, name, "runs"] for task in TASKS for name in SIGNALS)
    faults = "\n".join(f"- {fault}" for fault in kills.faults) or "None."
    text = document(
        f"{n_kills} kills",
        {**about(), "rounds": str(rounds)},
        {
            "Faults": faults,
            "By what disturbed them": markdown(
                [("disturbed by", *head[2:], "slowest end, s"), *sums]
            ),
            "By command": markdown(rows),
        },
    )
    click.echo(text)
    if is_saved:
        figures: dict[str, object] = {"kills": n_kills, "faults": kills.faults}
        figures["slowest"] = kills.slowest
        counted = {" / ".join(key): count for key, count in kills.tally.items()}
        save("kills", {**about(), **figures, "counted": counted}, text)
    sys.exit(bool(kills.faults))


def _count(tally: Tally, pair: tuple[str, str], what: str) -> str:
    return str(tally[*pair, what]) if (*pair, what) in tally else ""


if __name__ == "__main__":
    main()
