"""zhnlp batch: a pipeline over whole corpora."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Unpack

import click

from zhnlp.batch import SHARD_SIZE, Job, Output, Totals, run_batch
from zhnlp.batch.job import FORMS, Form
from zhnlp.batch.run import first_reject
from zhnlp.cli.outputs import OutputOption
from zhnlp.cli.record_options import (
    ReadingOptions,
    Size,
    make_pipeline,
    make_reading,
    pipeline_options,
    reading_options,
)
from zhnlp.errors import UsageError

if TYPE_CHECKING:
    from zhnlp.batch.engine import Engine

_LINE_EVERY = 30.0  # seconds between lines of progress that go to a file


@click.command(
    "batch",
    short_help="Apply a pipeline to whole corpora; can be stopped and goes on.",
    epilog="Example: zhnlp batch 'news/*.jsonl.gz' --text-field content -o out",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    "folder",
    cls=OutputOption,
    required=True,
    metavar="FOLDER",
    help="The folder to write. A run that was stopped in it goes on.",
)
@pipeline_options
@reading_options
@click.option(
    "--date-field", metavar="NAME", help="The field with the date of a record, for --report."
)
@click.option(
    "--to",
    "form",
    type=click.Choice(FORMS),
    default="jsonl",
    show_default=True,
    help="The format of the parts that are written; txt is words alone, a record per line.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    help="The number of worker processes. It does not change the output.  [default: all cores]",
)
@click.option(
    "--shard-size",
    type=Size(),
    default=SHARD_SIZE,
    help="Input for each part, about: 512KB, 1MB … A part is the work of one core, so a corpus "
    "that is smaller than this has one core.  [default: 16MB]",
)
@click.option(
    "--max-rejects",
    type=click.IntRange(min=0),
    metavar="N",
    help="Stop when more than N records cannot be processed.  [default: never]",
)
@click.option("--report", is_flag=True, help="Also write report.html and report.json.")
@click.option(
    "--engine",
    type=click.Choice(("local", "ray")),
    default="local",
    show_default=True,
    help="Where the workers run: on this machine, or on a cluster of Ray.",
)
@click.option("--address", metavar="ADDRESS", help="The Ray cluster: auto, ray://HOST:10001 …")
@click.option(
    "--gpus",
    type=click.FloatRange(min=0),
    default=0,
    metavar="N",
    help="With Ray: graphics processors of each worker.",
)
def command(
    inputs: tuple[str, ...],
    folder: str,
    name: str,
    lexicon: str | None,
    is_linked: bool,
    prefix: str,
    date_field: str | None,
    form: Form,
    jobs: int | None,
    shard_size: int,
    max_rejects: int | None,
    report: bool,
    engine: str,
    address: str | None,
    gpus: float,
    **reading: Unpack[ReadingOptions],
) -> None:
    """Apply a pipeline to every record of INPUT, on all cores.

    INPUT is files, folders, patterns in quotes, or - for standard input: text, JSON lines, CSV,
    TSV, Parquet, Arrow or CoNLL-U, plain or packed (.gz, .zst, .bz2, .xz). All fields of a record
    are kept. FOLDER/parts has the output in the order of the input, FOLDER/rejects.jsonl what
    could not be processed, with place and reason.

    If it is stopped, at any moment and in any way, the same command goes on.
    """
    if date_field is not None and not report:
        raise UsageError("--date-field has no effect without --report. Add it.")
    start = _engine(engine, jobs, address, gpus)
    progress = _Progress()
    try:
        totals = run_batch(
            inputs,
            make_pipeline(name, lexicon, is_linked=is_linked),
            folder,
            reading=make_reading(**reading),
            output=Output(form, prefix, date_field, report),
            shard_size=shard_size,
            max_rejects=max_rejects,
            n_workers=jobs,
            engine=start,
            on_progress=progress.update,
            on_note=progress.note,
        )
    except (KeyboardInterrupt, SystemExit):  # by a signal
        progress.note("Stopped. Give the same command to go on.")
        raise
    progress.note(_summary(totals, folder, monotonic() - progress.start, report=report))


def _engine(
    engine: str, jobs: int | None, address: str | None, gpus: float
) -> Callable[[Job], Engine] | None:
    """What makes the engine; None for processes of this machine."""
    if engine == "ray":
        from zhnlp.batch.ray_engine import RayEngine

        return partial(RayEngine, n_workers=jobs, address=address, gpus_per_worker=gpus)
    if address is not None or gpus:
        given = "--address" if address is not None else "--gpus"
        raise UsageError(f"{given} has no effect without --engine ray. Add it.")
    return None


class _Progress:
    """Shows rate and time left on standard error: one line that changes, or now and then a line."""

    def __init__(self) -> None:
        self.start = self.last = monotonic()
        self.is_terminal = bool(sys.stderr and sys.stderr.isatty())
        self.is_shown = False

    def update(self, totals: Totals, n_bytes: int | None) -> None:
        """Show the figures so far."""
        now = monotonic()
        if totals.n_bytes == totals.n_bytes_before:
            return
        if self.is_terminal:
            click.echo(f"\r\x1b[K{_line(totals, n_bytes, now - self.start)}", err=True, nl=False)
            self.is_shown = True
        elif now - self.last >= _LINE_EVERY:
            click.echo(_line(totals, n_bytes, now - self.start), err=True)
            self.last = now

    def note(self, sentence: str) -> None:
        """Print a sentence on a line of its own."""
        if self.is_shown:
            click.echo("", err=True)
            self.is_shown = False
        click.echo(sentence, err=True)


def _line(totals: Totals, n_bytes: int | None, seconds: float) -> str:
    rate = (totals.n_bytes - totals.n_bytes_before) / max(seconds, 1e-3)
    if n_bytes and n_bytes < totals.n_bytes:
        n_bytes = None  # of files in UTF-16, those in UTF-8 are counted
    done = f"{totals.n_bytes / 1e6:,.0f}"
    if n_bytes:
        done += f" of {n_bytes / 1e6:,.0f}"
    parts = [f"{done} MB", f"{rate / 1e6:,.1f} MB/s", f"{totals.n_documents:,} documents"]
    if n_bytes and rate:
        parts.append(f"{_time((n_bytes - totals.n_bytes) / rate)} left")
    if totals.n_rejects:
        parts.append(f"{totals.n_rejects:,} rejects")
    return ", ".join(parts)


def _summary(totals: Totals, folder: str, seconds: float, *, report: bool) -> str:
    done = totals.n_bytes - totals.n_bytes_before
    lines = [
        f"{totals.n_documents:,} documents with {totals.n_words:,} words and "
        f"{totals.n_characters:,} characters in {totals.n_shards:,} parts: {folder}/parts",
        f"{totals.n_rejects:,} rejects: {folder}/rejects.jsonl",
        f"{done / 1e6:,.1f} MB in {_time(seconds)}, {done / 1e6 / max(seconds, 1e-3):,.1f} MB/s",
    ]
    if totals.n_shards_before:
        lines[-1] += f"; {totals.n_shards_before:,} parts were done before"
    if totals.n_rejects:
        lines[1] += f", such as {first_reject(Path(folder))}"
    if report:
        lines.insert(2, f"report: {folder}/report.html")
    return "\n".join(lines)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
