"""The encoding of a file: given, marked, or detected; and how to read it as lines of bytes.

first bytes              encoding
a byte order mark        UTF-8, UTF-16, UTF-32, GB18030
UTF-8, but for a few     UTF-8; what is not is rejected, record by record
a zero in every pair     UTF-16
any other                the best guess of charset_normalizer: GB18030 or Big5
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from zhnlp.arguments import shown
from zhnlp.corpus.records.boundaries import Read
from zhnlp.errors import UsageError
from zhnlp.io.encodings import byte_order, is_text_encoding, lacks_order, no_order

HEAD = 1 << 20  # bytes that are looked at
UTF8 = "utf-8"
BROKEN = "\udc80"  # stands for bytes that cannot be converted; it is not valid in UTF-8
BROKEN_BYTES = BROKEN.encode(UTF8, "surrogatepass")

_MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_FAMILIES = {"utf-8-sig": UTF8, "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}  # has all they have, and files have more
_CHINESE = ("gb18030", "big5hkscs")
_USUAL = re.compile("[\t\n\r -~\u2010-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_SAMPLE = 1 << 12  # bytes of a file that may be UTF-16
_FEWEST = 8
_SAFE = '\n\r\t",\x0b\x0c '


class Encoding(NamedTuple):
    """An encoding, in Python's name, and the length of the byte order mark before the text."""

    name: str
    n_mark: int


def check_encoding(name: str) -> str:
    """`name`; UsageError if it is not a text encoding."""
    if is_text_encoding(name):
        return name
    raise UsageError(
        f"there is no text encoding {shown(name)}. Give one such as 'utf-8', 'gb18030', "
        "'big5hkscs' or 'utf-16', or none to detect it."
    )


def encoding_of(head: bytes, given: str | None, *, is_whole: bool) -> Encoding:
    """The encoding of a file.

    Args:
        head: Its first HEAD bytes, or all.
        given: The encoding it should have.
        is_whole: Whether `head` is all of it.
    """
    name = None if given is None else codecs.lookup(given).name
    for mark, marked in _MARKS:
        if head.startswith(mark) and (name is None or _family(name) == _family(marked)):
            return Encoding(marked, len(mark))
    if name is not None:
        if lacks_order(name, head) and (ordered := byte_order(name, head)):
            return Encoding(ordered, 0)
        return Encoding(_WIDER.get(name) or _FAMILIES.get(name) or name, 0)
    return Encoding(_detected(head, is_whole=is_whole), 0)


def order_fault(head: bytes, given: str | None) -> str:
    """Why a file that begins with `head` is not in the encoding `given`; empty if it may be.

    Only UTF-16 and UTF-32 without byte order mark are looked at: nearly all bytes are text in them.
    """
    if given is None or not head or not lacks_order(given, head) or byte_order(given, head):
        return ""
    return no_order(given, head)


def keeps_lines(encoding: str) -> bool:
    """Whether line ends, commas and quotation marks are bytes of their own in it."""
    if encoding.startswith(("utf-16", "utf-32", "utf-7", "hz", "iso2022")):
        return False
    return _SAFE.encode(encoding, "replace") == _SAFE.encode("ascii")


def as_utf8(read: Read, encoding: str) -> Read:
    """A function that reads what `read` gives, converted; broken bytes become BROKEN_BYTES."""
    codecs.register_error("zhnlp-broken", _mark_broken)
    decoder = codecs.getincrementaldecoder(encoding)("zhnlp-broken")
    left, is_over = b"", False

    def converted(size: int) -> bytes:
        nonlocal left, is_over
        while not left and not is_over:
            raw = read(size)
            is_over = not raw
            left = decoder.decode(raw, is_over).encode(UTF8, "surrogatepass")
        data, left = left[:size], left[size:]
        return data

    return converted


def _mark_broken(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return BROKEN, error.end


def _family(name: str) -> str:
    return name.removesuffix("-sig").removesuffix("-le").removesuffix("-be")


def _detected(head: bytes, *, is_whole: bool) -> str:
    if _decodes(head, UTF8, is_whole=is_whole):
        return _wide(head) if 5 * head.count(b"\0") > 2 * len(head) else UTF8
    if (wide := _wide(head)) != UTF8:
        return wide
    text = head.decode(UTF8, "replace")
    n_broken = text.count("\ufffd")
    n_ascii = len(text.encode("ascii", "ignore"))
    if n_broken <= len(text) - n_ascii - n_broken:
        return UTF8
    return _guessed(head, is_whole=is_whole)


def _decodes(head: bytes, encoding: str, *, is_whole: bool) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        decoder.decode(head, is_whole)
    except UnicodeDecodeError:
        return False
    return True


def _wide(head: bytes) -> str:
    """UTF-16, if nearly all of the first characters are then Han, ASCII or punctuation."""
    for name in ("utf-16-le", "utf-16-be"):
        text = head[:_SAMPLE].decode(name, "replace")
        n_usual = len(text) - len(_USUAL.sub("", text))
        if len(head) >= _FEWEST and n_usual > 0.9 * len(text):
            return name
    return UTF8


def _guessed(head: bytes, *, is_whole: bool) -> str:
    from charset_normalizer import from_bytes  # UTF-8 needs none

    best = from_bytes(head, cp_isolation=list(_CHINESE)).best()
    if best is not None:
        return codecs.lookup(best.encoding).name
    possible = [name for name in _CHINESE if _decodes(head, name, is_whole=is_whole)]
    return possible[0] if possible else UTF8
