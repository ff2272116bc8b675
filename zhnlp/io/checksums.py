"""Checksums of files that are in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32 as crc32_after

from zhnlp.core import begin_crc32

if TYPE_CHECKING:
    from typing_extensions import Buffer


def crc32(data: Buffer) -> int:
    """The CRC-32 of `data`, as of ``zlib``; four times as fast where the processor can."""
    view = memoryview(data).toreadonly()
    n, crc = begin_crc32(view)
    return crc32_after(view[n:], crc)


def sha256(data: Buffer) -> str:
    """The SHA-256 of `data`, in hexadecimal digits."""
    from hashlib import sha256  # takes 3 ms and 4 MB, and the packs that ship do not need it

    return sha256(data).hexdigest()
