"""Guess the format of a corpus from its first lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from typing import Literal, TypeVar, get_args

from zhnlp.corpus.columns import TAG, split_row
from zhnlp.corpus.conll import N_COLUMNS, NUMBER, split_columns
from zhnlp.errors import FormatError

Format = Literal["words", "tags", "conll", "columns", "cluener", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)

_OBJECT = re.compile(r'\s*\{\s*["}]')
_LABEL = re.compile(r'"label"\s*:\s*\{')
_MARKUP = re.compile(r"\s*(\{\{|\[[{\[\"]|<[\w/?!])")  # and other things that are no words
_TAGGED = re.compile(r"\S+[/_][^\W\d_][\w-]{0,9}(\]/?\w+)*")

Item = TypeVar("Item")


def guess_format(path: str | PathLike[str], sample: Sequence[tuple[int, str]]) -> Format:
    """The format of a file that begins with the lines of `sample`, which are numbered.

    Most of them decide, so that a slip in one of them is found by the reader
    of the format, with its place.

    Raises:
        FormatError: They are in none of the formats.
    """
    number, first = next((n, line) for n, line in sample if line.strip())
    lines = [line for _, line in sample if line.strip()]
    rows = [line for line in lines if not line.startswith("#")]
    if _OBJECT.match(first):
        return "cluener" if any(map(_LABEL.search, lines)) else "jsonl"
    if _most(rows, _is_conll):
        return "conll"
    if _most(lines, _is_row):
        return "columns"
    if _most((token for line in lines for token in line.split()), _TAGGED.fullmatch):
        return "tags"
    if _MARKUP.match(first) or _is_table(lines):
        raise FormatError(
            path,
            number,
            f"{_short(first)} begins a file of no format that can be guessed. "
            f"Name its format: {', '.join(FORMATS)}.",
        )
    return "words"


def _most(items: Iterable[Item], test: Callable[[Item], object]) -> bool:
    """More than half of `items` pass `test`."""
    passed = [bool(test(item)) for item in items]
    return 2 * sum(passed) > len(passed)


def _is_conll(line: str) -> bool:
    columns = split_columns(line)
    return len(columns) == N_COLUMNS and NUMBER.fullmatch(columns[0]) is not None


def _is_row(line: str) -> bool:
    token, tag = split_row(line)
    return bool(token) and len(token.split()) <= 1 and TAG.fullmatch(tag) is not None


def _is_table(lines: Sequence[str]) -> bool:
    """All lines have the same number of columns between tabs, more than one."""
    return (
        len(lines) > 1
        and len({line.count("\t") for line in lines} - {0}) == 1
        and all("\t" in line for line in lines)
    )


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
