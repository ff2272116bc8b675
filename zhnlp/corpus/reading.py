"""Read a corpus in any of the formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, dropwhile, islice
from os import PathLike
from typing import get_args

from zhnlp.corpus.cluener import read_cluener
from zhnlp.corpus.columns import read_columns
from zhnlp.corpus.conll import TagColumn, read_conll
from zhnlp.corpus.guess import FORMATS, Format, guess_format
from zhnlp.corpus.jsonl import read_jsonl
from zhnlp.corpus.tags import read_tags
from zhnlp.corpus.words import read_words
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.io.lines import read_lines

TAG_COLUMNS: tuple[TagColumn, ...] = get_args(TagColumn)
SAMPLE = 100  # lines that the format is guessed from

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
    """The texts of a corpus as Docs, with the layers filled that it holds.

    Blank lines are no texts. A byte order mark and CRLF line ends do not count.

    Args:
        path: A UTF-8 file, unpacked where its name ends in ``.gz``.
        format: See above; guessed from the first lines where None.
        repair: Read tags of `columns` that do not follow on each other as
            conlleval does: what goes on without a beginning begins, what does
            not end ends. An error otherwise.
        tag_column: Where `conll` has the tags: ``"upos"`` is column 4,
            ``"xpos"`` column 5, ``"ud1"`` column 4 of Universal Dependencies 1,
            turned into the tags of version 2.

    Raises:
        FileError: It cannot be read or unpacked.
        FormatError: A line that is not in the format, or none that can be guessed.

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
    """What `read_corpus` gives, each with the number of the line where it begins."""
    for name, value, known in (
        ("format", format, (None, *FORMATS)),
        ("tag_column", tag_column, TAG_COLUMNS),
    ):
        if value not in known:
            names = ", ".join(repr(each) for each in known if each)
            raise UsageError(f"{name} {value!r} is not known. There are: {names}.")
    readers: dict[Format, Reader] = {
        "words": read_words,
        "tags": read_tags,
        "conll": partial(read_conll, tag_column=tag_column),
        "columns": partial(read_columns, repair=repair),
        "cluener": read_cluener,
        "jsonl": read_jsonl,
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
