"""Read texts, or pairs of texts, with a label each: topics, sentiment, the same question or not.

The files have tabs (``text<TAB>label``), commas and quotes (``.csv``), or a JSON object per line
(``.jsonl``); which columns are read is up to the caller (see `read_fields`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zhnlp.corpus.tables import Column, Path, read_fields
from zhnlp.doc import Doc
from zhnlp.errors import FormatError


class LabelledPair(NamedTuple):
    """Two texts, and the label of the pair."""

    text: str
    other: str
    label: str


def read_labels(
    path: Path, *, text: Column = 1, label: Column = 2, header: bool = False
) -> Iterator[Doc]:
    """Yield each text as a Doc with one category, of probability 1.

    Args:
        path: A UTF-8 file, which may be compressed.
        text: The column of the text: its number, from 1, or its name in the first row.
        label: That of the label.
        header: Whether the first row has names; not needed if a column is given by name.

    Raises:
        FileError: The file cannot be read or unpacked.
        FormatError: A row lacks a column, or its label is empty.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "news.txt")
    ...     _ = path.write_text("股市上涨\\t财经", encoding="utf-8")
    ...     [doc] = read_labels(path)
    >>> doc.text, doc.categories
    ('股市上涨', Categories({'财经': 1.0}))
    """
    return _docs(path, read_fields(path, (text, label), header=header))


def _docs(path: Path, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Doc]:
    for line, (text, label) in rows:
        yield Doc(text, categories={_label(path, line, label): 1.0})


def read_pairs(
    path: Path, *, text: Column = 1, other: Column = 2, label: Column = 3, header: bool = False
) -> Iterator[LabelledPair]:
    """Yield each pair of texts with its label; arguments and errors as of `read_labels`.

    Args:
        path: A UTF-8 file, which may be compressed.
        text: The column of the first text.
        other: That of the second.
        label: That of the label.
        header: Whether the first row has names.
    """
    return _pairs(path, read_fields(path, (text, other, label), header=header))


def _pairs(path: Path, rows: Iterator[tuple[int, list[str]]]) -> Iterator[LabelledPair]:
    for line, (text, other, label) in rows:
        yield LabelledPair(text, other, _label(path, line, label))


def _label(path: Path, line: int, given: str) -> str:
    if label := given.strip():
        return label
    raise FormatError(path, line, "the label is empty. Write one, or leave the row out.")
