"""What spaCy, pandas and polars cost beside the pipeline that fills their objects.

    python benchmarks/interop.py news.txt

Each line is a text. Times are those of the processor, in one thread, the least of several rounds,
as multiples of the time of the pipeline ``news`` on the same texts.
"""

from __future__ import annotations

from pathlib import Path

import click
import pandas
import polars
import spacy
from arrow_columns import least

import zhnlp
import zhnlp.interop.pandas
import zhnlp.interop.polars
from zhnlp.interop.spacy import docs_to_spacy, from_spacy

MOST = 300_000  # characters


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rounds", default=5, show_default=True)
def main(path: Path, rounds: int) -> None:
    """Measure on the lines of PATH."""
    texts = [line for line in path.read_text("utf-8")[:MOST].splitlines() if line]
    news = zhnlp.load("news")
    tokenizer = {"@tokenizers": "zhnlp.Tokenizer.v1"}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    nlp.add_pipe("zhnlp")
    docs = news.batch(texts)
    spacy_docs = list(docs_to_spacy(docs, nlp.vocab))
    series, column = pandas.Series(texts), polars.Series(texts)
    runs = {
        "docs_to_spacy": lambda: list(docs_to_spacy(docs, nlp.vocab)),
        "from_spacy": lambda: list(map(from_spacy, spacy_docs)),
        "nlp.pipe of spaCy": lambda: list(nlp.pipe(texts)),
        "pandas, apply": lambda: series.zhnlp.apply(news),
        "polars, layers": lambda: column.zhnlp.layers(news),
    }
    whole = least(lambda: news.batch(texts), rounds)
    n_bytes = sum(len(text.encode()) for text in texts)
    click.echo(f"{n_bytes / 1e6:.2f} MB, pipeline {n_bytes / whole / 1e6:.2f} MB/s")
    for name, run in runs.items():
        click.echo(f"{name:18} {least(run, rounds) / whole:5.2f}")


if __name__ == "__main__":
    main()
