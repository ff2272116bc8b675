"""Job: what every worker of a run knows. It travels to worker processes by pickle."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from zhnlp.corpus.records import Reading
from zhnlp.pipeline import Pipeline

if TYPE_CHECKING:
    import pyarrow

Form = Literal["jsonl", "jsonl.gz", "jsonl.zst", "parquet", "arrow", "csv", "tsv", "txt", "conllu"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True)
class Output:
    """How the output is written.

    Attributes:
        form: The format of the parts, which is the ending of their names.
        prefix: Put before the names of layers in the output.
        date_field: The field with the date of a record, for the report.
        report: Gather what the report shows.
    """

    form: Form = "jsonl"
    prefix: str = ""
    date_field: str | None = None
    report: bool = False


@dataclass(frozen=True)
class Job:
    """A run, as its workers know it.

    Attributes:
        pipeline: What is applied to each text.
        reading: How the inputs are read.
        output: How the output is written.
        folder: The output folder.
        schema: The columns of Parquet and Arrow parts; None for other formats.
        columns: The names of the columns of CSV and TSV parts.
    """

    pipeline: Pipeline
    reading: Reading
    output: Output
    folder: Path
    schema: pyarrow.Schema | None = None
    columns: tuple[str, ...] = ()
