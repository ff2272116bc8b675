"""Read news with their headlines.

    name           articles
    …jsonl, …json  the "title" and the "text" of the object in each line
    any other      a blank line between articles; the first line of each is its title

Files may be compressed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from zhnlp.corpus.jsonl import problem_of
from zhnlp.errors import FormatError
from zhnlp.io.lines import read_lines
from zhnlp.io.opening import unpacked_name


class Article(NamedTuple):
    """A text with its headline.

    Attributes:
        text: The text, paragraphs on lines of their own.
        title: The headline.
    """

    text: str
    title: str


def read_articles(path: str | os.PathLike[str]) -> Iterator[Article]:
    """Yield the articles of a file; those without a title or a text are left out.

    Raises:
        FileError: The file cannot be read or unpacked.
        FormatError: A line is not in the format.
    """
    lines = read_lines(path)
    if unpacked_name(path).endswith((".jsonl", ".json")):
        articles = _objects(path, lines)
    else:
        articles = _blocks(lines)
    return (each for each in articles if each.text.strip() and each.title.strip())


def _objects(path: str | os.PathLike[str], lines: Iterable[str]) -> Iterator[Article]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _article(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise FormatError(path, number, problem_of(error)) from None


def _article(item: object) -> Article:
    if isinstance(item, dict):
        text, title = item.get("text"), item.get("title")
        if isinstance(text, str) and isinstance(title, str):
            return Article(text, title)
    raise ValueError('this is not an object with a title and a text. Write {"title": "…", …}.')


def _blocks(lines: Iterable[str]) -> Iterator[Article]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield Article("\n".join(block[1:]), block[0])
            block = []
    if block:
        yield Article("\n".join(block[1:]), block[0])
