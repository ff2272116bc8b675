"""Scorer: the figures of another program for the same words, to compare with zhnlp's.

The program is called as ``python FILE words GOLD PREDICTED --known WORDS`` and
prints ``unknown words X of all, recall X``, then ``P X R X F1 X``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from zhnlp.evaluate import WordScores

Words = list[str]


def score(program: Path, gold: list[Words], predicted: list[Words], known: Iterable[str]) -> str:
    """What `program` prints, on one line."""
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder, name) for name in ("gold", "predicted", "known")]
        for name, lines in zip(names[:2], (gold, predicted), strict=True):
            name.write_text("".join(" ".join(words) + "\n" for words in lines), encoding="utf-8")
        names[2].write_text("\n".join(known), encoding="utf-8")
        command = [sys.executable, str(program), "words", *map(str, names[:2])]
        command += ["--known", str(names[2])]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return " ".join(done.stdout.split())


def figures(scores: WordScores) -> str:
    """zhnlp's scores as such a program prints them."""
    unknown = f"unknown words {scores.unknown_rate:.4f} of all, recall {scores.unknown_recall:.4f}"
    return f"{unknown} P {scores.precision:.4f} R {scores.recall:.4f} F1 {scores.f1:.4f}"
