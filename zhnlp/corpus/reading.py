"""Read a corpus in any of the formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, dropwhile, islice
from os import PathLike
from typing import get_args

from zhnlp.arguments import need_choice, need_flag
from zhnlp.corpus.cluener import read_cluener
from zhnlp.corpus.columns import read_columns
from zhnlp.corpus.conll import TagColumn, read_conll
from zhnlp.corpus.guess import FORMATS, Format, guess_format
from zhnlp.corpus.jsonl import read_jsonl
from zhnlp.corpus.marks import read_marks
from zhnlp.corpus.tags import read_tags
from zhnlp.corpus.words import read_words
from zhnlp.doc import Doc
from zhnlp.io.lines import read_lines

TAG_COLUMNS: tuple[TagColumn, ...] = get_args(TagColumn)
SAMPLE = 100  # number of lines to guess the format from

Path = str | PathLike[str]
Numbered = Iterator[tuple[int, Doc]]
Reader = Callable[[Path, Iterable[tuple[int, str]]], Numbered]


def read_corpus(
    path: Path,
    *,
    format: Format | None = None,
    repair: bool = False,
    tag_column: TagColumn = "upos",
) -> Iterator[Doc]:
    """Yield the texts of a corpus as Docs, with the layers that it contains.

    Blank lines, a byte order mark and CRs at line ends are ignored.

    Args:
        path: A UTF-8 file, which may be compressed.
        format: ``"words"``: a text per line, words separated by white space. ``"tags"``: the
            same with ``word/tag`` or ``word_tag``. ``"conll"``: CoNLL-X and CoNLL-U.
            ``"columns"``: a character and its tag per line, ``B I O`` and the like. ``"cluener"``
            and ``"jsonl"``: JSON lines with entities. ``"marks"``: JSON lines with ``| ^ ~``
            between characters. None guesses it from the first lines.
        repair: Read invalid sequences of tags in `columns` as conlleval does: a span may
            begin with I or E, and end without an E. Otherwise they are errors.
        tag_column: The column of the tags in `conll`: ``"upos"`` is column 4, ``"xpos"``
            column 5, ``"ud1"`` column 4 of Universal Dependencies 1, converted to the
            tags of version 2.

    Raises:
        FileError: The file cannot be read or unpacked.
        FormatError: A line is not in the format, or the format cannot be guessed.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "news.txt")
    ...     _ = path.write_text("我/r 爱/v 北京/ns", encoding="utf-8")
    ...     [doc] = read_corpus(path)
    >>> doc.text, doc.words, doc.tags
    ('我爱北京', ('我', '爱', '北京'), ('r', 'v', 'ns'))
    """
    numbered = read_numbered(path, format=format, repair=repair, tag_column=tag_column)
    return (doc for _, doc in numbered)


def read_numbered(
    path: Path,
    *,
    format: Format | None = None,
    repair: bool = False,
    tag_column: TagColumn = "upos",
) -> Numbered:
    """As `read_corpus`, but yield each Doc with the number of its first line."""
    need_flag(repair, "repair")
    for name, value, known in (
        ("format", format, (None, *FORMATS)),
        ("tag_column", tag_column, TAG_COLUMNS),
    ):
        if value is not None or None not in known:
            need_choice(value, name, [each for each in known if each])
    readers: dict[Format, Reader] = {
        "words": read_words,
        "tags": read_tags,
        "conll": partial(read_conll, tag_column=tag_column),
        "columns": partial(read_columns, repair=repair),
        "cluener": read_cluener,
        "jsonl": read_jsonl,
        "marks": read_marks,
    }
    return _read(path, format, readers)


def _read(path: Path, format: Format | None, readers: dict[Format, Reader]) -> Numbered:
    numbered = ((number, line.rstrip("\r\n")) for number, line in enumerate(read_lines(path), 1))
    filled = dropwhile(_is_blank, numbered)
    if sample := list(islice(filled, SAMPLE)):
        reader = readers[format or guess_format(path, sample)]
        yield from reader(path, chain(sample, filled))


def _is_blank(numbered: tuple[int, str]) -> bool:
    return not numbered[1].strip()
