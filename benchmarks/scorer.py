"""Scorer: another program's figures for the same texts, to compare with zhnlp's.

The program is called as ``python FILE TASK GOLD PREDICTED``, for words with
``--known WORDS``, too. TASK is ``words`` (separated by blanks), ``tags``
(``word/tag``), ``entities`` (an object of JSON a line) or ``spelling``
(``source<TAB>target`` in GOLD, what was made of each source in PREDICTED). What
it prints must be the last lines of what zhnlp prints, but for white space.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from zhnlp.corpus import entities_line, tags_line

Task = Literal["words", "tags", "entities", "spelling"]
_LINE: dict[Task, Callable[[Any], str]] = {
    "words": " ".join,
    "tags": tags_line,
    "entities": entities_line,
    "spelling": lambda one: one if isinstance(one, str) else "\t".join(one),
}
_SAME = "the same figures to four digits"


class Scorer:
    """Compares zhnlp's scores with those of the program, where there is one."""

    def __init__(self, program: str | None) -> None:
        self.program = program
        self.n_compared = 0
        self.apart: list[str] = []

    def compare(
        self,
        name: str,
        task: Task,
        scores: object,
        gold: Sequence[Any],
        predicted: Sequence[Any],
        known: Iterable[str] | None = None,
    ) -> None:
        """Note whether the program says what `scores` say.

        Args:
            name: Of what was scored, for the report.
            task: What is in the texts.
            scores: zhnlp's, whose last lines are compared.
            gold: Lists of words, Docs, or pairs of a source and its target.
            predicted: The same; strings where gold has pairs.
            known: Words that do not count as unknown; for the task ``words``.
        """
        if self.program is None:
            return
        self.n_compared += 1
        found = _run(self.program, task, [gold, predicted], known)
        if not " ".join(str(scores).split()).endswith(found):
            self.apart.append(f"{name}: {found}")

    def facts(self) -> dict[str, str]:
        """What came of it, for the head of a report."""
        if self.program is None:
            return {}
        said = "; ".join(self.apart) or _SAME
        return {"independent scorer": f"{self.n_compared} results: {said}"}


def _run(
    program: str, task: Task, sides: Sequence[Sequence[Any]], known: Iterable[str] | None
) -> str:
    with tempfile.TemporaryDirectory() as folder:
        gold, path = Path(folder, "gold"), Path(folder, "known")
        gold.write_text("".join(_LINE[task](one) + "\n" for one in sides[0]), encoding="utf-8")
        options: list[str] = []
        if known is not None:
            path.write_text("\n".join(known), encoding="utf-8")
            options = ["--known", str(path)]
        said = printed(program, [task, str(gold)], map(_LINE[task], sides[1]), options)
    return " ".join(said.split())


def printed(
    program: str, arguments: Iterable[str], predicted: Iterable[str], options: Iterable[str] = ()
) -> str:
    """What ``python PROGRAM ARGUMENTS PREDICTED OPTIONS`` prints, of these lines as PREDICTED."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "predicted")
        path.write_text("".join(f"{line}\n" for line in predicted), encoding="utf-8")
        command = [sys.executable, program, *arguments, str(path), *options]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return done.stdout
