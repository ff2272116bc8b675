"""Encodings of text: which names are of one, and the order of the bytes where no mark says it."""

from __future__ import annotations

import codecs
import re
from functools import cache

_NO_TEXT = ("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape")
_NO_ORDER = ("utf-16", "utf-32")
_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SAMPLE = 1 << 12  # bytes that are looked at
_ASCII = re.compile("[\t\n\r -~]")


def is_text_encoding(name: str) -> bool:
    """Whether bytes of files of text can be in the encoding of this name.

    >>> is_text_encoding("GB18030"), is_text_encoding("base64"), is_text_encoding("gb18O30")
    (True, False, False)
    """
    try:
        " ".encode(name)  # base64 and the like raise here: they are not text encodings
        return codecs.lookup(name).name.replace("-", "_") not in _NO_TEXT
    except (LookupError, UnicodeError, ValueError):
        return False


def lacks_order(encoding: str, head: bytes) -> bool:
    """Whether neither the encoding nor a mark before the text says the order of the bytes."""
    name = codecs.lookup(encoding).name
    marks = _MARKS[2:] if name == "utf-16" else _MARKS[:2]
    return name in _NO_ORDER and not head.startswith(marks)


def byte_order(encoding: str, head: bytes) -> str | None:
    """UTF-16 or UTF-32 with the order in which `head` is Chinese or ASCII; None if unclear.

    One character of ASCII must be there, such as a line end. So text in UTF-8 is never
    taken for UTF-16: it has no zeros.

    Args:
        encoding: ``"utf-16"`` or ``"utf-32"``.
        head: How the file begins.

    >>> byte_order("utf-16", "一天\\n".encode("utf-16-be")), byte_order("utf-16", b"hello world")
    ('utf-16-be', None)
    """
    name = codecs.lookup(encoding).name
    scores = {}
    for order in ("-le", "-be"):
        text = head[:SAMPLE].decode(name + order, "replace").removesuffix("\ufffd")
        n_usual, n_ascii = (len(pattern.findall(text)) for pattern in (_usual(), _ASCII))
        scores[name + order] = (n_usual, n_ascii) if n_usual > 0.9 * len(text) and n_ascii else ()
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > min(scores.values()) else None


@cache
def _usual() -> re.Pattern[str]:
    """A character of Chinese or ASCII: 2 ms to compile, and most files say the order of bytes."""
    return re.compile("[\t\n\r -~\u2010-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def no_order(encoding: str, head: bytes) -> str:
    """Why text in UTF-16 or UTF-32 without a byte order mark cannot be read."""
    name = codecs.lookup(encoding).name
    advice = f"Give {name}-le, as most files of Windows are, or {name}-be"
    if not head.count(0):
        advice = f"It is more likely UTF-8 or GB18030. Otherwise give {name}-le or {name}-be"
    return f"this is not {encoding} with a byte order mark. {advice} as the encoding (--encoding)."
