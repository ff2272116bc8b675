"""Read raw texts, document by document, to train language models.

    name           documents
    …jsonl, …json  the "text" of the object in each line; of questions about texts in the
                   JSON of SQuAD, each text (see questions.py)
    …tsv, …csv     the field with the most Han characters in each row
    any other      one paragraph per line, a blank line between documents;
                   without blank lines, each line is a document; of CoNLL, and of
                   characters with tags, each sentence (see reading.py)

Files may be compressed. Titles, dates and the like are left out if the format
has separate fields for them.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain, islice

from zhnlp.chars import is_han
from zhnlp.corpus.guess import guess_format
from zhnlp.corpus.questions import read_questions
from zhnlp.corpus.reading import SAMPLE, read_corpus
from zhnlp.errors import FormatError
from zhnlp.io.lines import read_lines
from zhnlp.io.opening import unpacked_name

_SENTENCE = re.compile("[^。！？!?…]+[。！？!?…]*[”’」』）)》】]*")
_OPENS_SQUAD = re.compile(r'\s*\{\s*"(version|data)"\s*:')
_FIELD = re.compile('[\t"]')
_LONG = 8  # Han characters of a sentence that hardly occurs twice by chance

Document = list[str]


def read_documents(path: str | os.PathLike[str]) -> Iterator[Document]:
    """Yield the documents of a file, each as a list of paragraphs; blank ones are left out.

    Raises:
        FileError: The file cannot be read or unpacked.
        FormatError: A line is not in the format.
    """
    name = unpacked_name(path)
    lines = read_lines(path)
    sample = list(islice(lines, SAMPLE))
    lines = chain(sample, lines)
    if name.endswith((".jsonl", ".json")):
        is_squad = _OPENS_SQUAD.match("".join(sample))
        documents: Iterable[Document] = _contexts(path) if is_squad else _objects(path, lines)
    elif name.endswith((".tsv", ".csv")):
        documents = _rows(path, lines, "\t" if name.endswith(".tsv") else ",")
    else:
        documents = _sentences(path) if _is_gold(path, sample) else _paragraphs(lines)
    for document in documents:
        if paragraphs := [text for line in document if (text := line.strip())]:
            yield paragraphs


def leave_out(
    documents: Iterable[Document], *, every: int | None = None, known: Container[str] = ()
) -> Iterator[Document]:
    """Yield the documents without those, or those sentences, that a model is tested on.

    Args:
        documents: Documents, as from `read_documents`.
        every: Leave out every n-th document: with 12 the twelfth, the twenty-fourth
            and so on.
        known: Keys of sentences to leave out, as from `read_sentences`.
    """
    for number, document in enumerate(documents, 1):
        if every is None or number % every:
            yield [_without(text, known) for text in document] if known else document


def read_sentences(path: str | os.PathLike[str]) -> Iterator[str]:
    """Yield the keys of all sentences in a file of any format; see `sentence_keys`.

    Sentences end at end marks, tabs, ASCII quotation marks (as in JSON) and line ends.

    Raises:
        FileError: The file cannot be read or unpacked.
    """
    for line in read_lines(path, what="text"):
        for field in _FIELD.split(line):
            yield from sentence_keys(field)


def sentence_keys(text: str) -> Iterator[str]:
    """Yield the Han characters of `text`, and of each of its sentences, if 8 or more."""
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
            raise FormatError(
                path, number, 'this is not a JSON object with a "text". Give one in each line.'
            )
        yield text.splitlines()


def _contexts(path: str | os.PathLike[str]) -> Iterator[Document]:
    """Yield the texts that questions are about, each once."""
    before = None
    for question in read_questions(path):
        if question.text != before:
            before = question.text
            yield before.splitlines()


def _sentences(path: str | os.PathLike[str]) -> Iterator[Document]:
    """Yield the texts of a corpus with words, tags or names."""
    return ([doc.text] for doc in read_corpus(path, repair=True))


def _is_gold(path: str | os.PathLike[str], sample: Sequence[str]) -> bool:
    """Whether these first lines have a word, or a character, and its tags each."""
    numbered = [(number, line.rstrip("\r\n")) for number, line in enumerate(sample, 1)]
    try:
        return any(map(str.strip, sample)) and guess_format(path, numbered) in ("conll", "columns")
    except FormatError:
        return False  # unlike any corpus


def _rows(path: str | os.PathLike[str], lines: Iterable[str], delimiter: str) -> Iterator[Document]:
    """Yield the rows of a table; a first row without Han characters is a header."""
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        for number, row in enumerate(rows):
            text = max(row, key=_n_han, default="")
            if number or _n_han(text):
                yield text.splitlines()
    except csv.Error as error:
        raise FormatError(path, rows.line_num, f"{error}. Quote fields as tables do.") from error


def _paragraphs(lines: Iterable[str]) -> Iterator[Document]:
    """Yield the lines between blank lines; each line by itself if there are no blank lines."""
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
    unknown = [sentence for sentence in sentences if _key(sentence) not in known]
    return text if len(unknown) == len(sentences) else "".join(unknown)
