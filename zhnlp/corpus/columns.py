"""A character and its tag a line, a blank line after every sentence.

=================== ======================================== ==========
tags                of                                       layer
=================== ======================================== ==========
``B-PER I-PER O``   entities (BIO); also ``B_PER``           entities
``B-PER M-PER       entities (BMES, BIOES, BMEWO, BILOU)     entities
E-PER S-PER O``
``B M E S``         words; also ``I`` in place of ``M``      words
=================== ======================================== ==========

Weibo NER writes the place of each character in its word behind it (``科0``,
``技1``). That digit is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from os import PathLike

from zhnlp.corpus.bio import Row, SpanReader
from zhnlp.doc import Doc
from zhnlp.errors import FormatError

TAG = re.compile(r"O|([BIMESLUW])(?:[-_](.+))?")
_PLACED = re.compile(r"(.+)\d")  # a character, and its place in the word
_SAMPLE = 20  # sentences in which all must have one
_ALIKE = {"M": "I", "L": "E", "U": "S", "W": "S"}


def read_columns(
    path: str | PathLike[str],
    lines: Iterable[tuple[int, str]],
    *,
    repair: bool = False,
) -> Iterator[tuple[int, Doc]]:
    """Yield the Doc of each sentence: entities, or words.

    Args:
        path: For messages.
        lines: Numbered lines.
        repair: Read what does not parse as conlleval does.

    Raises:
        FormatError: A line that is no character and tag, or tags that do not
            follow on each other.
    """
    sentences = _sentences(path, lines)
    sample = list(islice(sentences, _SAMPLE))
    is_placed = all(_PLACED.fullmatch(row.token) for rows in sample for row in rows)
    spans_of: SpanReader | None = None
    for rows in chain(sample, sentences):
        if is_placed:
            rows = [_without_place(path, row) for row in rows]
        if spans_of is None:
            is_words = rows[0].place != "O" and not rows[0].label
            spans_of = SpanReader(path, is_words=is_words, repair=repair)
        spans = spans_of(rows)
        text = "".join(row.token for row in rows)
        if spans_of.is_words:
            yield rows[0].line, Doc(text, words=[text[start:end] for start, end, _ in spans])
        else:
            yield rows[0].line, Doc(text, entities=tuple(spans))


def split_row(line: str) -> tuple[str, str]:
    """The character and the tag of a line; one of them is empty where it has none."""
    token, _, tag = line.rstrip().rpartition("\t" if "\t" in line else " ")
    return token.strip() or token[:1], tag


def _sentences(path: str | PathLike[str], lines: Iterable[tuple[int, str]]) -> Iterator[list[Row]]:
    rows: list[Row] = []
    for number, line in lines:
        if line.strip():
            rows.append(_row(path, number, line))
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def _row(path: str | PathLike[str], number: int, line: str) -> Row:
    token, tag = split_row(line)
    parts = TAG.fullmatch(tag)
    if not token:
        problem = f"{line.strip()!r} is one column"
    elif len(token.split()) > 1:
        problem = f"{line.strip()!r} has more than two columns"
    elif parts is None:
        problem = f"{tag!r} is no tag such as B-PER, I-PER, E-PER, S-PER, O, or B, M, E, S"
    else:
        place = parts[1] or "O"
        return Row(number, token, tag, _ALIKE.get(place, place), parts[2] or "")
    raise FormatError(path, number, f"{problem}. Write a character, a space and its tag.")


def _without_place(path: str | PathLike[str], row: Row) -> Row:
    if match := _PLACED.fullmatch(row.token):
        return row._replace(token=match[1])
    raise FormatError(
        path,
        row.line,
        f"{row.token!r} has no digit, which all characters before it have. "
        "Write its place in the word behind it.",
    )
