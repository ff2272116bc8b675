"""Starts: what a file is that is not text, by its first bytes."""

from __future__ import annotations

import re

HEAD = 1 << 9  # bytes that say what a file is
_PACKED = {
    ".gz": re.compile(rb"\x1f\x8b\x08"),
    ".zst": re.compile(rb"\x28\xb5\x2f\xfd"),
    ".bz2": re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"),  # text may begin with BZh
    ".xz": re.compile(rb"\xfd7zXZ\x00"),
}
_PREFIXES = (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"BZh91AY&SY", b"\xfd7zXZ\x00")
_PACKERS = {".gz": "gzip", ".zst": "zstd", ".bz2": "bzip2", ".xz": "xz"}
_TAR = 257  # where a tar says what it is
_KINDS = {
    b"PAR1": "is a Parquet file",
    b"ARROW1": "is an Arrow file",
    b"PK\x03\x04": "is a zip archive, as .xlsx and .docx are",
    b"7z\xbc\xaf\x27\x1c": "is a 7z archive",
    b"Rar!\x1a\x07": "is a RAR archive",
    b"\xd0\xcf\x11\xe0": "is a document of Microsoft Office",
    b"%PDF-": "is a PDF",
    b"{\\rtf": "is a document in RTF",
    b"SQLite format 3\0": "is a database",
    b"\x89PNG\r\n": "is a picture",
    b"\xff\xd8\xff": "is a picture",
    b"GIF8": "is a picture",
    b"\x7fELF": "is a program",
}
_UNPACK = "Unpack it, and give the files that are in it"
_EXPORT = "Save it as plain text, and give that"
_ADVICE = {
    "is a Parquet file": "zhnlp run and zhnlp batch read its records",
    "is an Arrow file": "zhnlp run and zhnlp batch read its records",
    "is a zip archive, as .xlsx and .docx are": f"{_UNPACK}, or save the document as plain text",
    "is a 7z archive": _UNPACK,
    "is a RAR archive": _UNPACK,
    "is a tar archive": _UNPACK,
    "is a document of Microsoft Office": _EXPORT,
    "is a document in RTF": _EXPORT,
    "is a PDF": "Write its text to a file, as pdftotext does, and give that",
    "is a database": "Write its texts to a file, and give that",
}


def packed_as(head: bytes) -> str | None:
    """The usual end of the name of a compressed file that begins so; None if it is not one.

    >>> packed_as(b"BZh"), packed_as(bytes([0x1f, 0x8b, 8, 0]))
    (None, '.gz')
    """
    return next((end for end, start in _PACKED.items() if start.match(head)), None)


def may_be_packed(head: bytes) -> bool:
    """Whether a compressed file may begin with these few bytes, and more are needed to tell."""
    return any(start.startswith(head) and start != head for start in _PREFIXES)


def what_it_is(head: bytes) -> str | None:
    """What a file is that begins so, as the end of a sentence; None if nothing is known."""
    if end := packed_as(head):
        return f"is compressed with {_PACKERS[end]}"
    if head[_TAR : _TAR + 5] == b"ustar":
        return "is a tar archive"
    return next((what for start, what in _KINDS.items() if head.startswith(start)), None)


def no_text(head: bytes) -> str | None:
    """Why a file that begins so cannot be read as text, and what to do, without a full stop."""
    what = what_it_is(head)
    if what is None or packed_as(head):
        return None
    return f"it {what}, not text. {_ADVICE.get(what, 'Give a file of text')}"
