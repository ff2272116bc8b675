"""Find the files to read: given by name, in folders, or by patterns.

One folder's names are held at once, so any number of files may be found. Names that begin
with ``.`` or ``_`` are left out of folders, as by Spark and Hadoop, which write ``_SUCCESS``.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from zhnlp.arguments import need_choice, need_count, need_items, need_path, need_text
from zhnlp.corpus.records.encodings import check_encoding
from zhnlp.corpus.records.formats import ENDS, format_of
from zhnlp.corpus.records.record import DOCUMENTS, FORMATS, STDIN, Format, Input, Reading
from zhnlp.errors import FileError, UsageError
from zhnlp.io.opening import PACKERS, opened
from zhnlp.io.starts import HEAD, no_text

_MAGIC = re.compile(r"[*?\[]")


def find_inputs(paths: Sequence[str], reading: Reading) -> Iterator[Input]:
    """Yield the files of all paths, in order; those of folders and patterns sorted by name.

    Args:
        paths: Files; folders, for all files in them and below whose names say a known
            format, or for all files if `reading` gives the format; patterns with ``* ? []``
            or ``**``, likewise; ``-`` for standard input.
        reading: How they are to be read.

    Raises:
        FileError: There is nothing to read at a path.
        UsageError: The format of a file is unknown, or a setting of `reading` is wrong.
    """
    check_reading(reading)
    given = [os.fspath(need_path(path)) for path in need_items(paths, "paths", "Give a list")]
    if not given:
        raise UsageError("there is no input. Name files, folders, patterns in quotes, or -.")
    if given.count(STDIN) > 1:
        raise UsageError("standard input ('-') is named twice. Name it once.")
    for path in given:
        _check_path(path, reading.format)
    return _inputs(given, reading.format)


def check_reading(reading: Reading) -> None:
    """UsageError or InputError if a setting cannot be right."""
    if reading.format is not None:
        need_choice(reading.format, "format", FORMATS)
    need_choice(reading.documents, "documents", DOCUMENTS)
    need_text(reading.text_field, "text_field")
    if reading.id_field is not None:
        need_text(reading.id_field, "id_field")
    if reading.encoding is not None:
        check_encoding(need_text(reading.encoding, "encoding"))
    need_count(reading.max_bytes, "max_bytes")


def _check_path(path: str, format: Format | None) -> None:
    """An error at once for a path that names nothing, or a file of no known format."""
    if path == STDIN or os.path.isfile(path) or _is_stream(path):
        _given(path, format)
    elif os.path.isfile(os.path.join(path, "zhnlp.json")):
        raise UsageError(
            f"{path!r} is the folder of a saved pipeline or stage, and no text is in it. "
            "Give it as the pipeline (--pipeline), and files with texts."
        )
    elif not os.path.isdir(path) and not _MAGIC.search(path):
        raise FileError(_nothing(path))


def _inputs(paths: list[str], format: Format | None) -> Iterator[Input]:
    for path in paths:
        if path == STDIN or os.path.isfile(path) or _is_stream(path):
            yield _given(path, format)
            continue
        if os.path.isdir(path):
            found = _walk(path, format, frozenset())
        elif _MAGIC.search(path) and not os.path.lexists(path):
            found = _matching(path, format)
        else:
            found = iter(())
        first = next(found, None)
        if first is None:
            raise FileError(_nothing(path))
        yield first
        yield from found


def _nothing(path: str) -> str:
    if os.path.isdir(path):
        known = " ".join(ENDS)
        return (
            f"there is no file to read in {path!r}. Name the format (--from), or files in {known}."
        )
    if _MAGIC.search(path):
        return f"no file to read matches {path!r}. Name files, or mend the pattern."
    return f"there is no file {path!r}. Name files, folders, patterns in quotes, or -."


def _given(path: str, format: Format | None) -> Input:
    """The input of a file that was named itself."""
    if path == STDIN:
        if format is None:
            raise UsageError(
                "standard input has no name that says its format. Name one (--from): "
                f"{', '.join(each for each in FORMATS)}."
            )
        return Input(path, format, -1, 0)
    if (found := _input(path, format)) is not None:
        return found
    if not _is_stream(path) and (problem := no_text(_head(path))):
        raise UsageError(f"{path!r} cannot be read: {problem}.")
    if path.lower().endswith((".xlsx", ".xls")):
        raise UsageError(f"{path!r} is a workbook of Excel, which is not read. Save it as CSV.")
    raise UsageError(
        f"the name of {path!r} does not say its format. Name it (--from): {', '.join(FORMATS)}; or "
        f"end the name in {' '.join(ENDS)}, and {' '.join(PACKERS)} if it is compressed."
    )


def _head(path: str) -> bytes:
    try:
        with opened(path) as file:
            return file.read(HEAD)
    except FileError:
        return b""


def _is_stream(path: str) -> bool:
    """Whether `path` is a pipe, or something else that can only be read once."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _input(path: str, format: Format | None) -> Input | None:
    """The input of a file; None if its format is unknown. Reading tells if it cannot be read."""
    if (known := format or format_of(path)) is None:
        return None
    try:
        status = os.stat(path)
    except OSError:
        return Input(path, known, 0, 0)
    size = status.st_size if stat.S_ISREG(status.st_mode) else -1
    return Input(path, known, size, status.st_mtime_ns if size >= 0 else 0)


def _walk(folder: str, format: Format | None, above: frozenset[tuple[int, int]]) -> Iterator[Input]:
    """Yield the inputs in a folder and below; `above` are the folders that it is in."""
    try:
        status = os.stat(folder)
        with os.scandir(folder) as entries:
            names = sorted((entry.name, entry.is_dir()) for entry in entries)
    except OSError:
        yield Input(folder, format or "text", 0, 0)  # reading it says why it cannot be read
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        return  # a link back
    for name, is_folder in names:
        if name.startswith((".", "_")):
            continue
        path = os.path.join(folder, name)
        if is_folder:
            yield from _walk(path, format, above | {here})
        elif not _is_stream(path) and (found := _input(path, format)) is not None:
            yield found


def _matching(pattern: str, format: Format | None) -> Iterator[Input]:
    """Yield the inputs that match a pattern, and those in matching folders.

    With ``**``, which matches any number of folders, only files match, each once.
    """
    drive, rest = os.path.splitdrive(pattern.replace(os.altsep or os.sep, os.sep))
    parts = [part for part in rest.split(os.sep) if part]
    root = drive + os.sep if rest.startswith(os.sep) else drive
    n_before = parts.index("**") if "**" in parts else len(parts)
    for path in _expand(root, parts[:n_before]):
        if parts[n_before:]:
            for found in _walk(path or os.curdir, format, frozenset()):
                names = [name for name in found.path[len(path) :].split(os.sep) if name]
                if _fits(names if path else names[1:], parts[n_before:]):
                    yield found
        elif os.path.isdir(path):
            yield from _walk(path, format, frozenset())
        elif not _is_stream(path) and (file := _input(path, format)) is not None:
            yield file


def _expand(folder: str, parts: list[str]) -> Iterator[str]:
    """Yield the paths in `folder` that match the parts of a pattern, sorted part by part."""
    if not parts:
        yield folder
        return
    part, *rest = parts
    if _MAGIC.search(part):
        names = [name for name in _names(folder) if fnmatchcase(name, part)]
    else:
        names = [part] if os.path.lexists(os.path.join(folder, part)) else []
    for name in names:
        if part.startswith((".", "_")) or not name.startswith((".", "_")):
            yield from _expand(os.path.join(folder, name), rest)


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder or os.curdir))
    except OSError:
        return []


def _fits(names: list[str], parts: list[str]) -> bool:
    """Whether the parts of a path fit those of a pattern."""
    if not parts:
        return not names
    part, *rest = parts
    if part == "**":
        return any(_fits(names[start:], rest) for start in range(len(names) + 1))
    return bool(names) and fnmatchcase(names[0], part) and _fits(names[1:], rest)
