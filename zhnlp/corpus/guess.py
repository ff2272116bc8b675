"""Guess the format of a corpus from its first lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from typing import Literal, TypeVar, get_args

from zhnlp.corpus.columns import TAG, split_row
from zhnlp.corpus.conll import N_COLUMNS, NUMBER, split_columns
from zhnlp.errors import FormatError, shortened

Format = Literal["words", "tags", "conll", "columns", "cluener", "jsonl", "marks"]
FORMATS: tuple[Format, ...] = get_args(Format)

_OBJECT = re.compile(r'\s*\{\s*["}]')
_MARKED = re.compile(r'"words"\s*:\s*"')
_LABEL = re.compile(r'"label"\s*:\s*\{')
_MARKUP = re.compile(r"\s*(\{\{|\[[{\[\"]|<[\w/?!])")  # and other text that is not words
_TAGGED = re.compile(r"\S+[/_][^\W\d_][\w-]{0,9}(\]/?\w+)*")

Item = TypeVar("Item")


def guess_format(path: str | PathLike[str], sample: Sequence[tuple[int, str]]) -> Format:
    """The format of a file that begins with the numbered lines of `sample`.

    The majority of lines decides, so the reader of the format reports an error in one
    line, with its number.

    Raises:
        FormatError: The lines are in none of the formats.
    """
    number, first = next((n, line) for n, line in sample if line.strip())
    lines = [line for _, line in sample if line.strip()]
    rows = [line for line in lines if not line.startswith("#")]
    if _OBJECT.match(first):
        if most(lines, _MARKED.search):
            return "marks"
        return "cluener" if any(map(_LABEL.search, lines)) else "jsonl"
    if most(rows, _is_conll):
        return "conll"
    if most(lines, _is_row):
        return "columns"
    if most((token for line in lines for token in line.split()), _TAGGED.fullmatch):
        return "tags"
    if _MARKUP.match(first) or _is_table(lines):
        raise FormatError(
            path,
            number,
            f"cannot guess the format of a file that begins with {shortened(first)}. "
            f"Name it: {', '.join(FORMATS)}.",
        )
    return "words"


def most(items: Iterable[Item], test: Callable[[Item], object]) -> bool:
    """Whether more than half of `items` pass `test`."""
    passed = [bool(test(item)) for item in items]
    return 2 * sum(passed) > len(passed)


def _is_conll(line: str) -> bool:
    columns = split_columns(line)
    return len(columns) == N_COLUMNS and NUMBER.fullmatch(columns[0]) is not None


def _is_row(line: str) -> bool:
    token, tag = split_row(line)
    return bool(token) and len(token.split()) <= 1 and TAG.fullmatch(tag) is not None


def _is_table(lines: Sequence[str]) -> bool:
    """Whether all lines have the same number of tab-separated columns, more than one."""
    return (
        len(lines) > 1
        and len({line.count("\t") for line in lines} - {0}) == 1
        and all("\t" in line for line in lines)
    )
