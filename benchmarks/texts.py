"""Texts to be measured on: the news, samples of them, and lines nobody would write."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from pathlib import Path

NEWS = "raw_news/tencent_news_2023_2024/01.txt.gz"  # in the data folder
_NO_HAN = re.compile("[^\u4e00-\u9fff]")


def read_news(data: Path, n_bytes: int) -> bytes:
    """The first lines of the news in the data folder, `n_bytes` of them at most."""
    with gzip.open(data / NEWS) as file:
        return whole_lines(file.read(n_bytes))


def whole_lines(text: bytes) -> bytes:
    """`text` up to its last line end; all of it where there is none."""
    return text[: text.rfind(b"\n") + 1] or text


def in_blocks(text: bytes, size: int = 1 << 20) -> list[bytes]:
    """`text` in blocks of whole lines of about `size` bytes, as the command reads it."""
    blocks = []
    start = 0
    while start < len(text):
        end = text.find(b"\n", start + size) + 1 or len(text)
        blocks.append(text[start:end])
        start = end
    return blocks


def sample(lines: Sequence[str], n_bytes: int) -> list[str]:
    """Every n-th line, so that they have about `n_bytes` bytes together."""
    step = max(1, round(size_of(lines) / max(1, n_bytes)))
    return list(lines[::step])


def size_of(lines: Sequence[str]) -> int:
    """Bytes of these lines in UTF-8, without line ends."""
    return sum(len(line.encode()) for line in lines)


def han_line(text: str, n_bytes: int) -> str:
    """The Han characters of `text` and no others, repeated until they have `n_bytes` bytes."""
    chars = _NO_HAN.sub("", text) or "的"
    n_chars = n_bytes // 3
    return (chars * (n_chars // len(chars) + 1))[:n_chars]
