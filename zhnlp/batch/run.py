"""Run: a pipeline over a whole corpus, which can be stopped at any moment and goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from zhnlp.arguments import need_choice, need_count, need_kind, need_path
from zhnlp.batch import manifest
from zhnlp.batch.engine import Engine
from zhnlp.batch.fingerprint import fingerprint, steady_repr
from zhnlp.batch.folder import OutputFolder
from zhnlp.batch.job import FORMS, Job, Output
from zhnlp.batch.processes import ProcessEngine
from zhnlp.batch.scheduler import Scheduler, Totals
from zhnlp.batch.shards import MAX_PIECES, grouped
from zhnlp.corpus.records import Input, Piece, Reading, cut_pieces, find_inputs
from zhnlp.corpus.records.formats import TABLES
from zhnlp.errors import RunError
from zhnlp.io.opening import is_packed
from zhnlp.pipeline import Pipeline

SHARD_SIZE = 16 << 20
_CHANGED = (
    "{!r} was changed during the run; the output is of its old or its new content. Start anew in "
    "another folder if that matters."
)


def run_batch(
    inputs: Sequence[str],
    pipeline: Pipeline,
    folder: str | os.PathLike[str],
    *,
    reading: Reading = Reading(),  # noqa: B008 (frozen)
    output: Output = Output(),  # noqa: B008
    shard_size: int = SHARD_SIZE,
    max_rejects: int | None = None,
    n_workers: int | None = None,
    engine: Callable[[Job], Engine] | None = None,
    on_progress: Callable[[Totals, int | None], None] = lambda totals, n_bytes: None,
    on_note: Callable[[str], None] = lambda note: None,
) -> Totals:
    """Apply `pipeline` to every record of `inputs`, and write the results to `folder`.

    If the run is stopped, the same call goes on with it; of what is done, nothing is done again.
    Each record is then in the output once, or among the rejects. The output is the same for
    any number of workers.

    Args:
        inputs: Files, folders, patterns such as ``news/*.jsonl.gz``, or ``-``.
        pipeline: What is applied to each text. Stages of your own must be importable by workers.
        folder: The output folder: parts, rejects, and what a later run needs to go on.
        reading: How the inputs are read.
        output: How the output is written.
        shard_size: Bytes of input for each part of the output, about.
        max_rejects: The run stops when more records cannot be processed; None for any number.
        n_workers: Worker processes, of which those are started that have something to do; None
            for as many as there are cores for this process.
        engine: Makes the engine that runs the workers; None for processes of this machine.
        on_progress: Called after each shard with the figures so far, and the bytes of all
            inputs, or None if they are unknown.
        on_note: Called with a sentence for what does not stop the run: a worker died, or an
            input has been changed.

    Returns:
        The figures of the whole run.

    Raises:
        RunError: Another run writes to the folder; it holds something else; the inputs, the
            pipeline or the settings have changed since the run was begun; there are no records,
            or too many rejects, or nothing but rejects.
        FileError: An input is not there, or the output cannot be written.
        ExtraError: A package that a format needs is not installed.
    """
    _check_arguments(pipeline, output, shard_size, n_workers)
    out = OutputFolder(Path(need_path(folder, "the output folder")))
    settings = _settings(pipeline, reading, output, shard_size)
    found = find_inputs(inputs, reading)
    with out.opened():
        manifest.begin(out, settings, manifest.outside(found, out.path))
        n_inputs, total = _sizes(manifest.read_inputs(out))
        scheduler = Scheduler(
            out,
            max_rejects=max_rejects,
            on_progress=lambda totals: on_progress(totals, total),
            on_note=on_note,
        )
        pieces, job = _planned(Job(pipeline, reading, output, out.path.absolute()), shard_size)
        n_useful = _n_useful(n_workers or _n_cores(), n_inputs, total, shard_size)
        start = engine or (lambda job: ProcessEngine(job, n_useful))
        try:
            scheduler.run(grouped(pieces, shard_size), lambda: start(job))
        except RunError:
            out.write_rejects()
            raise
        _finish(out, settings, scheduler, output)
        return scheduler.totals


def _check_arguments(
    pipeline: Pipeline, output: Output, shard_size: int, n_workers: int | None
) -> None:
    """An error for a setting that cannot be right, or a package that is missing."""
    need_kind(pipeline, "what is applied to each text", Pipeline)
    need_choice(output.form, "form", FORMS)
    need_count(shard_size, "shard_size")
    if output.report:
        from zhnlp.batch.report.extras import need_packages

        need_packages()
    need_count(1 if n_workers is None else n_workers, "n_workers")


def _settings(
    pipeline: Pipeline, reading: Reading, output: Output, shard_size: int
) -> dict[str, object]:
    """All that the output depends on."""
    return {
        "zhnlp": version("zhnlp"),
        "stages": [steady_repr(stage) for stage in pipeline.stages],
        "pipeline": fingerprint(pipeline),
        "reading": asdict(reading),
        "output": asdict(output),
        "shard_size": shard_size,
    }


def _planned(job: Job, size: int) -> tuple[Iterator[Piece], Job]:
    """The pieces of all inputs, and the job with the columns of its output."""
    inputs = manifest.read_inputs(OutputFolder(job.folder))
    pieces: Iterator[Piece] = chain.from_iterable(
        cut_pieces(given, job.reading, size) for given in inputs
    )
    if job.output.form not in (*TABLES, "csv", "tsv"):
        return pieces, job
    from zhnlp.batch.columns import with_columns  # not needed for other formats

    return with_columns(pieces, job)


def _sizes(inputs: Iterable[Input]) -> tuple[int, int | None]:
    """How many inputs there are, and their bytes; None if they are known only at the end.

    That is so if one is packed, a table, or a pipe.
    """
    n_inputs, total, is_known = 0, 0, True
    for given in inputs:
        is_packed_or_pipe = given.size < 0 or is_packed(given.path) or given.format in TABLES
        n_inputs, total = n_inputs + 1, total + given.size
        is_known = is_known and not is_packed_or_pipe
    return n_inputs, total if is_known else None


def _n_useful(n_workers: int, n_inputs: int, total: int | None, shard_size: int) -> int:
    """`n_workers`, or as many as there may be shards, if that is fewer."""
    if total is None:
        return n_workers
    most = 2 * total // shard_size + n_inputs // MAX_PIECES + 1  # UTF-16 grows in UTF-8
    return min(n_workers, most)


def _n_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _finish(
    out: OutputFolder, settings: manifest.Settings, scheduler: Scheduler, output: Output
) -> None:
    """Write what is written once all shards are done, and say what went wrong."""
    totals = scheduler.totals
    out.write_rejects()
    if output.report:
        from zhnlp.batch.report import write_report

        facts = [out.report_facts(number) for number in out.numbers_done()]
        about = {"stages": settings["stages"], "zhnlp": settings["zhnlp"]}
        write_report(facts, rejects=out.rejects, folder=out.path, about=about)
    figures = {name: value for name, value in totals._asdict().items() if "before" not in name}
    manifest.write(out, settings, figures)
    if not totals.n_documents:
        if totals.n_rejects:
            raise RunError(
                f"none of the {totals.n_rejects} records could be processed; "
                f"{str(out.rejects)!r} says why. The first: {first_reject(out.path)}"
            )
        raise RunError("there are no records in the inputs. Give files with text in them.")
    if changed := manifest.changed_input(out):
        scheduler.on_note(_CHANGED.format(changed))


def first_reject(folder: Path) -> str:
    """Place and reason of the first reject of a run that is done."""
    with open(OutputFolder(folder).rejects, "rb") as lines:
        reject = json.loads(next(lines))
    return f"{reject['place']}: {reject['reason']}"
