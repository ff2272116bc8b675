"""The corpora of corpus.py, made of the raw news of the data folder, and its output read back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from texts import read_news

_SHORT = 300  # characters of the texts of small files, about a kilobyte


class Corpus(NamedTuple):
    """A file of JSON lines, or a folder of such files.

    Attributes:
        path: Where it is.
        n_bytes: UTF-8 bytes of its texts.
        n_documents: How many records it has.
    """

    path: Path
    n_bytes: int
    n_documents: int


def articles_of(data: Path) -> list[str]:
    """The articles of the news, title first."""
    return [part for part in read_news(data, 50_000_000).decode().split("\n\n") if part.strip()]


def write_corpus(path: Path, articles: Sequence[str], n_bytes: int) -> Corpus:
    """Write `articles` again and again, until the texts have `n_bytes` bytes."""
    written = n = 0
    with open(path, "w", encoding="utf-8") as file:
        for n, text in enumerate(_repeated(articles), 1):
            file.write(_line(n, text))
            written += len(text.encode())
            if written >= n_bytes:
                break
    return Corpus(path, written, n)


def write_files(folder: Path, articles: Sequence[str], n: int) -> tuple[Corpus, Corpus]:
    """Write `n` short texts to one file, and each to a file of its own, 1,000 in a folder."""
    many, one = folder / "many", folder / "one.jsonl"
    n_bytes = 0
    many.mkdir(parents=True)
    with open(one, "w", encoding="utf-8") as file:
        for number, text in enumerate(islice(_repeated(articles), n)):
            short = text[:_SHORT]
            line = _line(number, short)
            file.write(line)
            own = many / f"{number // 1000:04d}"
            own.mkdir(exist_ok=True)
            (own / f"{number:07d}.jsonl").write_text(line, encoding="utf-8")
            n_bytes += len(short.encode())
    return Corpus(one, n_bytes, n), Corpus(many, n_bytes, n)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def count_parquet(reader: str, parts: Path) -> tuple[int, int]:
    """Rows and words of the Parquet files in `parts`, as `reader` reads them."""
    if reader == "pandas":
        import pandas as pd

        frame = pd.read_parquet(parts, columns=["words"])
        return len(frame), int(frame["words"].map(len).sum())
    if reader == "polars":
        import polars as pl

        words = pl.scan_parquet(f"{parts}/*.parquet").select(pl.col("words").list.len())
        rows, total = words.select(pl.len().alias("n"), pl.sum("words")).collect().row(0)
        return int(rows), int(total)
    import duckdb

    query = f"SELECT count(*), sum(len(words)) FROM '{parts}/*.parquet'"
    rows, total = duckdb.sql(query).fetchall()[0]
    return int(rows), int(total)


def _repeated(articles: Sequence[str]) -> Iterator[str]:
    return (articles[number % len(articles)] for number in count())


def _line(number: int, text: str) -> str:
    record = {"id": number, "date": f"2024-{number % 12 + 1:02d}-01", "text": text}
    return f"{json.dumps(record, ensure_ascii=False)}\n"
