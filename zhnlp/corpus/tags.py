"""Read ``word/tag`` or ``word_tag`` separated by white space, one text per line.

As in the People's Daily of 1998, the first word may be the number of the paragraph,
which is dropped, and compounds in brackets become entities::

    19980101-01-003-002/m  [中央/n  人民/n  电台/n]nt  报道/v

The layer ``entities`` is filled, even if empty, from the first line with such a bracket
or number on; before that it is None, because nobody marked entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from os import PathLike

from zhnlp.core import tagged_words
from zhnlp.doc import Doc, Span, need
from zhnlp.errors import FormatError

_PARAGRAPH = re.compile(r"\d{8}-\d\d-\d{3}-\d{3}(/m)?")
_WORD = re.compile(r"(.+)[/_]([^/_\[\]]+)")
_LAST = re.compile(r"(.+?)[/_]([^/_\[\]]+)((?:\]/?[^/_\[\]]+)+)")  # of a compound


def read_tags(
    path: str | PathLike[str], lines: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, Doc]]:
    """Yield number and Doc of each line, with words, tags, and compounds as entities.

    Raises:
        FormatError: A word has no tag, or brackets do not match.
    """
    has_compounds = False
    for number, line in lines:
        tokens = line.split()
        if tokens and _PARAGRAPH.fullmatch(tokens[0]):
            has_compounds = True
            del tokens[0]
        if not tokens:
            continue
        try:
            words, tags, entities = _parse(tokens)
        except ValueError as error:
            raise FormatError(path, number, str(error)) from None
        has_compounds = has_compounds or bool(entities)
        yield (
            number,
            Doc(
                "".join(words),
                words=words,
                tags=tuple(tags),
                entities=tuple(entities) if has_compounds else None,
            ),
        )


def tags_line(doc: Doc) -> str:
    """The words of `doc` as ``word/tag`` with spaces between, without a line end.

    White space in and between words is left out, so that `read_tags` returns the other
    words and their tags. Entities are not written.

    >>> tags_line(Doc("我爱 北京", words=("我", "爱", " ", "北京"), tags=("r", "v", "x", "ns")))
    '我/r 爱/v 北京/ns'
    """
    return tagged_words(doc.text, need(doc.words, "words").ends, need(doc.tags, "tags"))


def _parse(tokens: Iterable[str]) -> tuple[list[str], list[str], list[Span]]:
    """Words, tags and compounds; a ValueError says what is wrong."""
    words: list[str] = []
    tags: list[str] = []
    entities: list[Span] = []
    starts: list[int] = []  # of the open compounds
    end = 0
    for token in tokens:
        labels: list[str] = []
        if token[0] == "[":
            opened = _n_opened(token)
            starts += [end] * opened
            token = token[opened:]
        if starts and (last := _LAST.fullmatch(token)):
            token = f"{last[1]}/{last[2]}"
            labels = [label.removeprefix("/") for label in last[3][1:].split("]")]
        parts = _WORD.fullmatch(token)
        if parts is None:
            problem = "closes no open bracket" if _LAST.fullmatch(token) else "has no tag"
            raise ValueError(f"{token!r} {problem}. Write word/tag or word_tag, and [ before ].")
        words.append(parts[1])
        tags.append(parts[2])
        end += len(parts[1])
        for label in labels:
            if not starts:
                raise ValueError(f"{token!r} closes too many brackets. Write a [ for each ].")
            entities.append(Span(starts.pop(), end, label))
    if starts:
        raise ValueError(
            f"a bracket before character {starts[-1]} is never closed. Write ]label for it."
        )
    return words, tags, sorted(entities, key=lambda span: (span.start, -span.end))


def _n_opened(token: str) -> int:
    """How many of the brackets at the beginning of `token` open compounds.

    A bracket does not if it is the word itself (``[/w``) or is closed inside it (``[笑]/x``).
    """
    match = _LAST.fullmatch(token) or _WORD.fullmatch(token)
    word = match[1] if match else token
    n_brackets = len(word) - len(word.lstrip("["))
    if n_brackets == len(word):
        return n_brackets - 1
    return max(0, n_brackets - word.count("]"))
