"""What jieba's functions take: texts, dictionaries and lists of the user's words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from zhnlp.arguments import need_path, need_text, wrong_type
from zhnlp.errors import FileError, FormatError

Text: TypeAlias = str | bytes
Lines: TypeAlias = str | os.PathLike[str] | Iterable[Text]
_USER_LINE = re.compile(r"(.+?)( [0-9]+)?( [a-z]+)?")


def decoded(text: Text, what: str = "a text") -> str:
    """`text` itself; bytes as UTF-8, or else as GBK without what is not."""
    if not isinstance(text, (bytes, bytearray)):
        return need_text(text, what)
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("gbk", "ignore")


def user_lines(lines: Lines) -> Iterator[tuple[str, int | None, str | None]]:
    """Yield word, frequency and tag of each line ``word [frequency] [tag]``.

    Args:
        lines: The path of a file in UTF-8; or an open file, or lines.

    Raises:
        FileError: The file cannot be read.
        FormatError: It is not UTF-8.
    """
    if isinstance(lines, (str, os.PathLike)):
        path = os.fspath(need_path(lines))
        several: Iterable[Text] = _read(path).splitlines()
    elif isinstance(lines, Iterable):
        path, several = str(getattr(lines, "name", "lines")), lines
    else:
        raise wrong_type(lines, "a dictionary", "Give the path of a file, or an open file")
    for number, line in enumerate(several, 1):
        if isinstance(line, bytes):
            try:
                line = line.decode("utf-8").lstrip("\ufeff")
            except UnicodeDecodeError as error:
                raise FormatError(path, number, "this is not UTF-8. Convert the file.") from error
        if found := _USER_LINE.fullmatch(need_text(line, "a line of a dictionary").strip()):
            word, frequency, tag = found.groups()
            number_of = None if frequency is None else int(frequency)
            yield word, number_of, None if tag is None else tag.strip()


def dictionary_lines(path: str) -> Iterator[tuple[str, int, str]]:
    """Yield word, frequency and tag of each line of a whole dictionary; a tag may be missing.

    Raises:
        FileError: The file cannot be read.
        FormatError: A line is something else.
    """
    for number, line in enumerate(_read(path).splitlines(), 1):
        try:
            word, frequency, *rest = line.decode("utf-8").strip().split(" ")
            yield word, int(frequency), rest[0] if rest else "x"
        except ValueError as error:
            problem = f"{line.decode('utf-8', 'replace')!r} is not 'word frequency tag'."
            raise FormatError(path, number, problem) from error


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise FileError(f"cannot read {path!r}: {error.strerror or error}.") from error
