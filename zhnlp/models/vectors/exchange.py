"""Files of vectors of other programs: the text and binary formats of word2vec, and that of GloVe.

Text: a line for each word, the word and its numbers with a blank between them. A first line
with the number of words and of numbers comes before them; GloVe has none::

    2 3
    北京 0.1 0.2 0.3
    上海 0.4 0.5 0.6

Binary: the same first line; after each word and a blank, its numbers as float32, little-endian,
with a line end after them or not.
"""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, NamedTuple
from warnings import catch_warnings, simplefilter, warn

from zhnlp.arguments import need_count, need_flag, need_path, shown
from zhnlp.errors import FileError, FormatError, UsageError, ZhnlpWarning
from zhnlp.io.opening import Path, opened, packer_of
from zhnlp.io.whole_files import whole_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zhnlp.models.vectors.matrix import Matrix

_HEADER = re.compile(rb"(\d{1,18})[ \t]+(\d{1,9})[ \t\r]*\n")
_TEXT = re.compile(rb"\s*[^ \t\n]+[ \t]+[-+0-9.eEinfaINFA \t\r]*(?:\n|\Z)")
_BYTES = 1 << 20  # read at a time
_ROWS = 1 << 12  # written at a time
_LONGEST = 1 << 26  # bytes of a line; a longer one is not one


def read_vectors(
    path: Path, *, limit: int | None = None, binary: bool | None = None
) -> tuple[list[str], NDArray[np.float32]]:
    """The words in a file and their vectors, shape (words, width).

    Arguments and errors as of `WordVectors.read`.
    """
    import numpy as np

    if limit is not None:
        need_count(limit, "limit")
    if binary is not None:
        need_flag(binary, "binary")
    words: dict[str, None] = {}
    blocks: list[NDArray[np.float32]] = []
    twice: list[str] = []
    with opened(path, what="file of vectors") as file:
        for some, vectors in _blocks(file, path, limit, binary):
            is_new = [word not in words and words.setdefault(word) is None for word in some]
            if not all(is_new):
                twice += [word for word, new in zip(some, is_new, strict=True) if not new]
                vectors = vectors[np.array(is_new)]
            blocks.append(vectors)
    if not words:
        raise FormatError(path, 1, "there are no vectors. Give a file of vectors.")
    if twice:
        warn(
            f"{os.fspath(path)}: {len(twice)} words occur again, the first is {twice[0]!r}. Their "
            "first vectors are taken.",
            ZhnlpWarning,
            stacklevel=3,
        )
    return list(words), np.concatenate(blocks)


def write_vectors(path: Path, words: Sequence[str], matrix: Matrix, *, binary: bool) -> None:
    """Write words and their vectors, shape (words, width); errors as of `WordVectors.write`."""
    name = os.fspath(need_path(path))
    if packer_of(path) is not None:
        raise UsageError(
            f"vectors cannot be written to {shown(name)}, a compressed file. Leave the end of the "
            "name out, and compress the file afterwards."
        )
    form = b" ".join([b"%.9g"] * matrix.shape[1])
    try:
        with whole_file(path) as write:
            write(b"%d %d\n" % matrix.shape)
            for start in range(0, len(words), _ROWS):
                rows = matrix[start : start + _ROWS].astype("<f4", copy=False)
                some = [_written(word) for word in words[start : start + _ROWS]]
                if binary:
                    numbers = [row.tobytes() for row in rows]
                else:
                    numbers = [form % tuple(row) for row in rows.tolist()]
                pairs = zip(some, numbers, strict=True)
                write(b"".join(b"%s %s\n" % pair for pair in pairs))
    except OSError as error:
        raise FileError(f"cannot write {name!r}: {error.strerror or error}.") from error


def _written(word: str) -> bytes:
    return ("_".join(word.split()) or "_").encode("utf-8", "replace")


def _blocks(
    file: IO[bytes], path: Path, limit: int | None, binary: bool | None
) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    """Yield words and their vectors, some at a time."""
    first = file.readline(_BYTES).removeprefix(BOM_UTF8)
    header = _HEADER.fullmatch(first)
    start = file.read(_BYTES) if header else first
    if binary is None:
        binary = bool(header) and not _TEXT.match(start) and bool(start)
    if not header:
        if binary:
            raise FormatError(
                path,
                1,
                "the binary format begins with the numbers of words and "
                "of dimensions, such as '2 300'.",
            )
        yield from _text(file, start, path, (limit, None), 1)
        return
    n_words, width = map(int, header.groups())
    if not width:
        raise FormatError(path, 1, "the vectors have 0 numbers. Give vectors of at least one.")
    if binary:
        yield from _binary(file, start, path, min(limit or n_words, n_words), n_words, width)
    else:
        yield from _text(file, start, path, (limit, n_words), 2, width)


def _text(
    file: IO[bytes],
    start: bytes,
    path: Path,
    sizes: tuple[int | None, int | None],
    line: int,
    width: int = 0,
) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    """Yield the words and vectors of lines of text.

    Args:
        file: Where to read.
        start: What was read already.
        path: For messages.
        sizes: How many words to read, and how many the file should have.
        line: The number of the first line.
        width: How many numbers a vector has; 0 for those of the first line.
    """
    limit, promised = sizes
    done = 0
    for lines in _lines(file, start, path):
        rows = [
            _Line(line + i, *[*row.split(None, 1), b""][:2])
            for i, row in enumerate(lines)
            if row.strip()
        ]
        line += len(lines)
        rows = rows[: None if limit is None else limit - done]
        if rows:
            width = width or len(rows[0].numbers.split())
            yield [_word(row, path) for row in rows], _numbers(rows, width, path)
            done += len(rows)
        if promised is not None and done > promised:
            number = rows[promised - done].number
            raise FormatError(path, number, f"more words than the {promised} of the first line.")
        if done == limit:
            return
    if promised is not None and done < promised:
        problem = f"the file ends after {done} words of {promised}. It is cut short; get it again."
        raise FormatError(path, line - 1, problem)


def _lines(file: IO[bytes], start: bytes, path: Path) -> Iterator[list[bytes]]:
    """Yield the lines of `start` and `file`, without their ends, many at a time."""
    left = start
    while chunk := file.read(_BYTES):
        *lines, left = (left + chunk).split(b"\n")
        yield lines
        if len(left) > _LONGEST:
            raise FormatError(path, 1, "a line is too long. Give a file of vectors.")
    yield left.split(b"\n")[: -1 if left.endswith(b"\n") else None]


class _Line(NamedTuple):
    """A line of text: its number, the word and what is after it."""

    number: int
    word: bytes
    numbers: bytes


def _word(line: _Line, path: Path) -> str:
    try:
        return line.word.decode()
    except UnicodeDecodeError:
        problem = f"the word {line.word[:20]!r} is not UTF-8. Convert the file to UTF-8."
        raise FormatError(path, line.number, problem) from None


def _numbers(lines: Sequence[_Line], width: int, path: Path) -> NDArray[np.float32]:
    """The numbers of the lines, shape (lines, width)."""
    import numpy as np

    found = _parsed(b" ".join(line.numbers for line in lines))
    if (
        width
        and len(found) == len(lines) * width
        and np.isfinite(found).all()
        and all(line.numbers for line in lines)
    ):
        return found.reshape(-1, width)
    for line in lines:  # which one is wrong
        own = line.numbers.split()
        if not width or len(own) != width:
            problem = f"a vector of {len(own)} numbers in place of {width or 'at least 1'}."
            raise FormatError(path, line.number, problem)
        for each in own:
            value = _parsed(each)
            if len(value) != 1 or not np.isfinite(value).all():
                text = shown(each.decode("utf-8", "replace"))
                raise FormatError(path, line.number, f"{text} is not a finite number.")
    return np.concatenate([_parsed(line.numbers) for line in lines]).reshape(-1, width)


def _parsed(data: bytes) -> NDArray[np.float32]:
    """The numbers in `data`, with white space between them; empty if it has something else."""
    import numpy as np

    with catch_warnings():
        simplefilter("error")
        try:
            return np.fromstring(data, np.float32, sep=" ")
        except (ValueError, DeprecationWarning, RuntimeWarning):
            return np.empty(0, np.float32)


def _binary(
    file: IO[bytes], data: bytes, path: Path, wanted: int, promised: int, width: int
) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
    """Yield the words and vectors of the binary format; `data` was read already."""
    import numpy as np

    done = at = 0
    while done < wanted:
        words, vectors = [], []
        while done < wanted:
            end = data.find(b" ", at)
            if end < 0 or end + 1 + 4 * width > len(data):
                break
            word = data[at:end].lstrip(b"\n")
            at = end + 1 + 4 * width
            done += 1
            vectors.append(data[end + 1 : at])
            try:
                words.append(word.decode())
            except UnicodeDecodeError:
                problem = f"word {done} of a binary file, {word[:20]!r}, is not UTF-8"
                raise FormatError(path, done, f"{problem}. {_ADVICE}") from None
        if words:
            found = np.frombuffer(b"".join(vectors), "<f4").astype(np.float32, copy=False)
            if not np.isfinite(found).all():
                bad = np.flatnonzero(~np.isfinite(found))[0] // width + done - len(words) + 1
                problem = f"word {bad} of a binary file has a number that is not finite"
                raise FormatError(path, int(bad), f"{problem}. {_ADVICE}")
            yield words, found.reshape(-1, width)
        if done < wanted:
            data, at = data[at:], 0
            chunk = file.read(max(_BYTES, 4 * width))
            if not chunk or len(data) > _LONGEST:
                problem = f"the binary file ends after {done} words of {promised}"
                raise FormatError(path, done + 1, f"{problem}. {_ADVICE}")
            data += chunk


_ADVICE = "It is cut short or damaged, or the first line is wrong; get it again."
