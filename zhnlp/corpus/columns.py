"""Read files with one character and its tag per line, a blank line after every sentence.

=================== ======================================== ==========
tags                what they mark                           layer
=================== ======================================== ==========
``B-PER I-PER O``   entities (BIO); also ``B_PER``           entities
``B-PER M-PER       entities (BMES, BIOES, BMEWO, BILOU)     entities
E-PER S-PER O``
``B M E S``         words; also ``I`` instead of ``M``       words
=================== ======================================== ==========

Weibo NER writes the position of each character in its word after it (``科0``,
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
_WITH_DIGIT = re.compile(r"(.+)\d")  # a character, and its position in the word
_SAMPLE = 20  # sentences that must all have digits
_SYNONYMS = {"M": "I", "L": "E", "U": "S", "W": "S"}


def read_columns(
    path: str | PathLike[str],
    lines: Iterable[tuple[int, str]],
    *,
    repair: bool = False,
) -> Iterator[tuple[int, Doc]]:
    """Yield line number and Doc of each sentence, with entities or words.

    Args:
        path: The file, for messages.
        lines: Numbered lines.
        repair: Read invalid sequences of tags as conlleval does.

    Raises:
        FormatError: A line is not a character and a tag, or a sequence of tags is invalid.
    """
    sentences = _sentences(path, lines)
    sample = list(islice(sentences, _SAMPLE))
    has_digits = all(_WITH_DIGIT.fullmatch(row.token) for rows in sample for row in rows)
    spans_of: SpanReader | None = None
    for rows in chain(sample, sentences):
        if has_digits:
            rows = [_without_digit(path, row) for row in rows]
        if spans_of is None:
            is_words = rows[0].part != "O" and not rows[0].label
            spans_of = SpanReader(path, is_words=is_words, repair=repair)
        spans = spans_of(rows)
        text = "".join(row.token for row in rows)
        if spans_of.is_words:
            yield rows[0].line, Doc(text, words=[text[start:end] for start, end, _ in spans])
        else:
            yield rows[0].line, Doc(text, entities=tuple(spans))


def split_row(line: str) -> tuple[str, str]:
    """The character and the tag of a line; one of them is empty if it has only one column."""
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
        problem = f"{tag!r} is not a tag such as B-PER, I-PER, E-PER, S-PER, O, or B, M, E, S"
    else:
        part = parts[1] or "O"
        return Row(number, token, tag, _SYNONYMS.get(part, part), parts[2] or "")
    raise FormatError(path, number, f"{problem}. Write a character, a space and its tag.")


def _without_digit(path: str | PathLike[str], row: Row) -> Row:
    if match := _WITH_DIGIT.fullmatch(row.token):
        return row._replace(token=match[1])
    raise FormatError(
        path,
        row.line,
        f"{row.token!r} has no digit, but all characters before it have one. "
        "Write its position in the word after it.",
    )
