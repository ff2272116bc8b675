"""In place: files whose lines are replaced, and whose other bytes stay as they are.

A file is replaced as a whole or not at all, and only if it changes. Its encoding, byte order
mark and line ends stay. It is in memory as a whole.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence

from zhnlp.cli.formats import lines_of, split_end
from zhnlp.cli.outputs import output
from zhnlp.errors import FileError, FormatError, UsageError
from zhnlp.io.blocks import Errors, Text
from zhnlp.io.encodings import byte_order, lacks_order, no_order
from zhnlp.io.opening import is_packed, opened

_MARK = "\ufeff"
_ORDERS = {
    "utf-16": (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-be"),
    "utf-32": (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-be"),
}


def check_in_place(files: Sequence[str], *, target: str | None, form: str, errors: Errors) -> None:
    """UsageError or FileError if files cannot be corrected in place with these options."""
    if not files or "-" in files or any(isinstance(path, Text) for path in files):
        raise UsageError("--in-place writes into FILES. Name them.")
    if target is not None:
        raise UsageError("--in-place and --output are two places for the text. Leave one out.")
    if form != "text":
        raise UsageError(f"--in-place writes text, so --format {form} has no effect. Leave it out.")
    if errors != "strict":
        raise UsageError(
            f"--in-place keeps all other bytes, and --errors {errors} does not. Leave one out."
        )
    for path in files:
        _refuse_packed(path)


def rewrite(path: str, change: Callable[[str], str], encoding: str) -> bool:
    """Replace each line of a file by what `change` makes of it; whether the file has changed.

    Raises:
        FileError: The file cannot be read or written, or its encoding lacks a character.
        FormatError: The file is not in `encoding`.
    """
    _refuse_packed(path)
    with opened(path, text=True) as file:
        raw = file.read()
    codec = _codec(path, raw, encoding)
    text = _decoded(path, raw, codec)
    mark = _MARK if text.startswith(_MARK) else ""
    new = mark + "".join(
        change(line) + end for line, end in map(split_end, lines_of(text.removeprefix(mark)))
    )
    if new == text:
        return False
    try:
        data = new.encode(codec)
    except UnicodeEncodeError as error:
        char = error.object[error.start]
        raise FileError(
            f"cannot write {path!r}: {char!r} is not in {encoding}. Convert the file to UTF-8."
        ) from error
    with output(path) as write:
        write(data)
    return True


def _refuse_packed(path: str) -> None:
    if is_packed(path):
        raise FileError(f"cannot correct {path!r} in place: it is packed. Unpack it first.")


def _codec(path: str, raw: bytes, encoding: str) -> str:
    """The encoding that keeps a byte order mark as a character."""
    name = codecs.lookup(encoding).name
    if name == "utf-8-sig":
        return "utf-8"
    if name not in _ORDERS or not raw:
        return name
    if lacks_order(name, raw):
        order = byte_order(name, raw)
        if order is None:
            raise FormatError(path, 1, no_order(name, raw))
        return order
    mark, little, big = _ORDERS[name]
    return little if raw.startswith(mark) else big


def _decoded(path: str, raw: bytes, codec: str) -> str:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        line = 1 + raw[: error.start].decode(codec, "ignore").count("\n")
        problem = f"byte {raw[error.start]:#04x} is not {codec}. Name its encoding with --encoding."
        raise FormatError(path, line, problem) from error
    if text.encode(codec, "surrogatepass") != raw:
        raise FileError(
            f"cannot correct {path!r} in place: other bytes would change, because {codec} has more "
            "than one way to write its text. Write a new file with -o."
        )
    return text
