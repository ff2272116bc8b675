"""Speed of zhnlp beside its peers, taking turns in one run.

    python benchmarks/speed.py --data PATH-OF-THE-DATA-FOLDER --save

Prints tables; with --save they go to benchmarks/results, too. What is measured
is what ``import zhnlp`` finds.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import model_sections
import sections
from model_sections import pack_sizes
from peers import find_peers
from processes import SUPPORTED
from report import about, document, markdown, save
from sections import QUICK, Setting, Sizes
from texts import read_news, whole_lines
from turns import Contestant, Row, take_turns

TEXT_SIZE = 20_000_000
COLUMNS = ("mb", "seconds", "fastest", "slowest", "cpu_seconds", "mb_per_s", "peak_mb")
HEADS = ("", "MB", "s (median)", "fastest", "slowest", "CPU s", "MB/s", "peak MB")
LEAST_ROUNDS = 5  # of what is saved
Section = tuple[Callable[[Setting], list[Contestant]], int, bool]  # rounds more; warm up


@click.command()
@click.option("--text", "path", metavar="FILE", help="UTF-8 text to measure on.")
@click.option("--data", metavar="PATH", help="The data folder; its news are the text, 20 MB.")
@click.option("--rounds", type=click.IntRange(min=1), default=LEAST_ROUNDS, show_default=True)
@click.option("--quick", is_flag=True, help="One round on short texts: only shows that all runs.")
@click.option("--big", is_flag=True, help="Also a file of 1 GB (needs 3 GB in the temp folder).")
@click.option("--only", multiple=True, metavar="LETTER", help="These sections alone: A, B …")
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/speed.*.")
def main(
    path: str | None,
    data: str | None,
    rounds: int,
    quick: bool,
    big: bool,
    only: tuple[str, ...],
    is_saved: bool,
) -> None:
    """Measure zhnlp, jieba, rjieba and a max match in Python on one text."""
    if is_saved and (quick or only or rounds < LEAST_ROUNDS):
        raise click.UsageError(
            f"--save is for whole runs of at least {LEAST_ROUNDS} rounds. "
            "Leave --quick and --only out."
        )
    text = _text(path, data, 1_000_000 if quick else TEXT_SIZE)
    if text is None:
        click.echo("No text: give one by --text FILE, or the data folder by --data PATH.", err=True)
        return
    facts = {**about(), "text": _described(text, path), "rounds": "1" if quick else str(rounds)}
    facts["packs"] = pack_sizes()
    sizes = QUICK if quick else Sizes()
    tables: dict[str, list[Row]] = {}
    with tempfile.TemporaryDirectory() as folder:
        setting = Setting(text, find_peers(), sizes, Path(folder))
        for section, n_rounds, warm_up in _chosen(only, rounds, quick=quick, big=big):
            title = (section.__doc__ or "").strip()
            click.echo(f"{title} …", err=True)
            tables[title] = take_turns(section(setting), n_rounds=n_rounds, warm_up=warm_up)
            click.echo(f"\n{title}\n\n{_table(tables[title])}")
    if is_saved:
        figures = {title: [row.to_dict() for row in rows] for title, rows in tables.items()}
        shown = {title: _table(rows) for title, rows in tables.items()}
        save("speed", {"about": facts, "sections": figures}, document("Speed", facts, shown))


def _text(path: str | None, data: str | None, size: int) -> bytes | None:
    """What is measured on; None where there is nothing."""
    if path is not None:
        return whole_lines(Path(path).read_bytes()[:size])
    if data is None or not Path(data).is_dir():
        return None
    return read_news(Path(data), size)


def _described(text: bytes, path: str | None) -> str:
    lines = text.count(b"\n")
    source = "news of 2023 and 2024" if path is None else Path(path).name
    mean = len(text) / max(1, lines)
    return f"{source}: {len(text) / 1e6:.1f} MB, {lines:,} lines of {mean:.0f} bytes on average"


def _chosen(only: Sequence[str], rounds: int, *, quick: bool, big: bool) -> list[Any]:
    """Sections with their rounds and whether they are warmed up before."""
    chosen: list[Any] = [
        (sections.core, rounds, True),
        (sections.lists, rounds, True),
        (sections.commands, rounds, False),
        (sections.starts, 4 * rounds, True),
        (sections.repeated, rounds, True),
        (sections.shapes, rounds, True),
        (sections.one_line, rounds, False),
        (sections.long_line, rounds, False),
        (model_sections.annotated, rounds, True),
        (model_sections.two_cores, rounds, True),
        (model_sections.first_entities, 4 * rounds, True),
        (model_sections.loading, 4 * rounds, True),
        *([(sections.big_file, 1, False)] if big else []),
    ]
    if not SUPPORTED:
        click.echo("Processes are measured on POSIX systems only: left out.", err=True)
        inside = (sections.core, sections.lists, model_sections.annotated)
        chosen = [one for one in chosen if one[0] in inside]
    if quick:
        chosen = [(section, 1, False) for section, _, _ in chosen]
    letters = {letter.upper() for letter in only}
    return [one for one in chosen if not letters or one[0].__doc__.strip()[0] in letters]


def _table(rows: Sequence[Row]) -> str:
    ratios = list(dict.fromkeys(column for row in rows for column in row.ratios))
    body = []
    for row in rows:
        figures = row.to_dict()
        numbers = [figures[column] for column in COLUMNS]
        numbers += [figures["ratios"].get(column) for column in ratios]
        body.append([row.name, *("" if n is None else f"{n:g}" for n in numbers)])
    return markdown([[*HEADS, *ratios], *body])


if __name__ == "__main__":
    main()
