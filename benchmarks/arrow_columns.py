"""What columns of Arrow and Parquet parts cost beside the pipeline that fills them.

    python benchmarks/arrow_columns.py news.txt

Each line is a text. Times are those of the processor, in one thread, the least of several rounds.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import click

import zhnlp
from zhnlp.arrow.columns import columns
from zhnlp.batch.parquet_part import ParquetPart, carried_schema

BATCH = 256
ROUNDS = 7
MOST = 5_000_000  # characters


def least(run: Callable[[], object], rounds: int) -> float:
    """The least seconds of the processor that `run` takes."""
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        run()
        times.append(time.process_time() - begin)
    return min(times)


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rounds", default=ROUNDS, show_default=True)
def main(path: Path, rounds: int) -> None:
    """Measure on the lines of PATH."""
    texts = [line for line in path.read_text("utf-8")[:MOST].splitlines() if line]
    nlp = zhnlp.load("news")
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    docs = [nlp.batch(batch) for batch in batches]
    rows = [[({"text": doc.text}, doc) for doc in batch] for batch in docs]
    schema = carried_schema([{"text": ""}], nlp.provides, text_field="text")
    gc.collect()
    gc.freeze()  # a worker does not hold all Docs of a corpus

    def write() -> None:
        part = ParquetPart(BytesIO(), schema)
        for batch in rows:
            part.write(batch)
        part.close()

    def fill(*layers: str) -> Callable[[], object]:
        return lambda: [columns(batch, layers) for batch in docs]

    runs = {layer: fill(layer) for layer in ("text", *nlp.provides)}
    runs |= {"all columns": fill("text", *nlp.provides), "Parquet part": write}
    whole = least(lambda: [nlp.batch(batch) for batch in batches], rounds)
    n_bytes = sum(len(text.encode()) for text in texts)
    click.echo(f"{n_bytes / 1e6:.1f} MB, pipeline {n_bytes / whole / 1e6:.2f} MB/s")
    for name, run in runs.items():
        took = least(run, rounds)
        click.echo(
            f"{name:14} {n_bytes / took / 1e6:8.1f} MB/s, {took / whole:6.1%} of the pipeline"
        )


if __name__ == "__main__":
    main()
