"""Read raw texts, document by document: what language models are trained on.

    name           documents
    …jsonl, …json  each line an object whose "text" is one
    …tsv, …csv     each row one: its field with the most Han characters
    any other      paragraphs a line, a blank line between documents;
                   where there is none, each line is one

All may be packed as ``.gz``. Titles, dates and the like are left out where the
format sets them apart.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Container, Iterable, Iterator

from zhnlp.chars import is_han
from zhnlp.errors import FormatError
from zhnlp.io.lines import read_lines

_SENTENCE = re.compile("[^。！？!?…]+[。！？!?…]*[”’」』）)》】]*")
_FIELD = re.compile('[\t"]')
_LONG = 8  # Han characters of a sentence that is hardly written twice by chance

Document = list[str]


def read_documents(path: str | os.PathLike[str]) -> Iterator[Document]:
    """The documents of a file, each as its paragraphs; blank ones are left out.

    Raises:
        FileError: It cannot be read or unpacked.
        FormatError: A line that is not in the format.
    """
    name = os.fspath(path).removesuffix(".gz")
    lines = read_lines(path)
    if name.endswith((".jsonl", ".json")):
        documents: Iterable[Document] = _objects(path, lines)
    elif name.endswith((".tsv", ".csv")):
        documents = _rows(path, lines, "\t" if name.endswith(".tsv") else ",")
    else:
        documents = _stretches(lines)
    for document in documents:
        if paragraphs := [text for line in document if (text := line.strip())]:
            yield paragraphs


def leave_out(
    documents: Iterable[Document], *, every: int | None = None, known: Container[str] = ()
) -> Iterator[Document]:
    """The documents without what a model is tested on later.

    Args:
        documents: As from `read_documents`.
        every: Leave out every document of this number: with 12 the twelfth, the
            twenty-fourth and so on.
        known: Sentences to leave out wherever they stand, as from `read_sentences`.
    """
    for number, document in enumerate(documents, 1):
        if every is None or number % every:
            yield [_without(text, known) for text in document] if known else document


def read_sentences(path: str | os.PathLike[str]) -> Iterator[str]:
    """The Han characters of each sentence of 8 or more of them, in a file of any format.

    Sentences end at the signs that end them, at tabs, at ASCII quotation marks
    (as of JSON) and with their line.

    Raises:
        FileError: It cannot be read or unpacked.
    """
    for line in read_lines(path, what="text"):
        for field in _FIELD.split(line):
            yield from sentence_keys(field)


def sentence_keys(text: str) -> Iterator[str]:
    """The Han characters of `text` and of each of its sentences, where they are 8 or more."""
    for sentence in (text, *_SENTENCE.findall(text)):
        if len(key := _key(sentence)) >= _LONG:
            yield key


def _objects(path: str | os.PathLike[str], lines: Iterable[str]) -> Iterator[Document]:
    for number, line in enumerate(lines, 1):
        try:
            text = json.loads(line)["text"] if line.strip() else ""
        except (ValueError, LookupError, TypeError, RecursionError):
            text = None
        if not isinstance(text, str):
            raise FormatError(path, number, 'no JSON object that has a "text".')
        yield text.splitlines()


def _rows(path: str | os.PathLike[str], lines: Iterable[str], delimiter: str) -> Iterator[Document]:
    """The rows of a table, without a first one that has no Han characters: its header."""
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        for number, row in enumerate(rows):
            text = max(row, key=_n_han, default="")
            if number or _n_han(text):
                yield text.splitlines()
    except csv.Error as error:
        raise FormatError(path, rows.line_num, f"{error}. Quote fields as tables do.") from error


def _stretches(lines: Iterable[str]) -> Iterator[Document]:
    """What stands between blank lines; the lines, where there are none between them."""
    first: Document | None = None
    document: Document = []
    for line in lines:
        if line.strip():
            document.append(line)
        elif document and first is None:
            first, document = document, []
        elif document:
            if first:
                yield first
            yield document
            first, document = [], []
    if first is None:
        yield from ([line] for line in document)
        return
    yield first
    yield document


def _n_han(text: str) -> int:
    return sum(map(is_han, text))


def _key(text: str) -> str:
    return "".join(filter(is_han, text))


def _without(text: str, known: Container[str]) -> str:
    sentences = _SENTENCE.findall(text)
    kept = [sentence for sentence in sentences if _key(sentence) not in known]
    return text if len(kept) == len(sentences) else "".join(kept)
