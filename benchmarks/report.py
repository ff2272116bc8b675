"""Reports: tables in Markdown, and files under benchmarks/results.

They name no path and no host, so that they can stand in the repository.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from peers import NAMES, version_of

import zhnlp

RESULTS = Path(__file__).parent / "results"
Table = Sequence[Sequence[str]]  # the first row is the head
Command = Callable[..., Any]


def report_options(command: Command) -> Command:
    """Add ``--data``, ``--scorer`` and ``--save`` to a command."""
    for option in (
        click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/NAME.*."),
        click.option(
            "--scorer", "program", metavar="FILE", help="Compare with another (scorer.py)."
        ),
        click.option("--data", metavar="PATH", required=True, help="The data folder."),
    ):
        command = option(command)
    return command


def about() -> dict[str, str]:
    """When, on what and with which versions something was measured."""
    is_installed = "site-packages" in Path(zhnlp.__file__).parts
    source = "installed" if is_installed else "from its sources; an installed one may start faster"
    return {
        "date": datetime.date.today().isoformat(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}, {_processor()}",
        "zhnlp": f"{zhnlp.__version__} ({source})",
        **{name: version_of(name) for name in NAMES},
    }


def markdown(rows: Table) -> str:
    """The rows as a table; columns with nothing below their head are left out."""
    used = [i for i in range(len(rows[0])) if any(row[i] for row in rows[1:])] or [0]
    lines = ["| " + " | ".join(row[i] for i in used) + " |" for row in rows]
    rule = "|" + "|".join(" --- " if i == 0 else " ---: " for i in used) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def with_interval(score: float, interval: Sequence[float]) -> str:
    """A score and its interval as a cell of a table."""
    low, high = interval
    return f"{score:.4f} ({low:.3f}–{high:.3f})"


def document(title: str, facts: Mapping[str, str], sections: Mapping[str, str]) -> str:
    """A Markdown file: title, facts as a list, then each section under its heading."""
    listed = "\n".join(f"- {name}: {fact}" for name, fact in facts.items())
    parts = [f"## {heading}\n\n{body}" for heading, body in sections.items()]
    return "\n\n".join([f"# {title}", listed, *parts]) + "\n"


def save(name: str, figures: Mapping[str, Any], text: str) -> None:
    """Write ``results/NAME.json`` and ``results/NAME.md``."""
    RESULTS.mkdir(exist_ok=True)
    dumped = json.dumps(_rounded(figures), ensure_ascii=False, indent=1)
    (RESULTS / f"{name}.json").write_text(dumped + "\n", encoding="utf-8")
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")


def _rounded(value: Any) -> Any:
    """`value` with the numbers in it to six digits behind the point."""
    if isinstance(value, Mapping):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(part) for part in value]
    return round(value, 6) if isinstance(value, float) else value


def _processor() -> str:
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        info = ""
    models = [line.partition(":")[2].strip() for line in info.split("\n") if "model name" in line]
    return f"{os.cpu_count()} × {models[0] if models else platform.processor() or 'unknown'}"
