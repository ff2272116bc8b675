"""Packed text: a corpus as rows of ids, small enough to be carried to another machine.

    paragraphs   苹果涨了。 | 股市收盘
    rows         [CLS] 苹 果 涨 了 。 [SEP] 股 市 …      128 ids; the next row goes on from there
    begins           1  1  0  1  1  1    1  1  0 …      whether a word begins at the token

A row has no padding, and a paragraph goes on in the next row. A token takes 16 bits: its id, and
one bit for the words, so whoever trains needs no segmenter. ``rows.xz`` takes 6.4 bits a token of
news. ``arrays.safetensors`` has the characters that are typed for each other, for which training
would need the readings of all characters.
"""

from __future__ import annotations

import lzma
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zhnlp.errors import FileError, PackError, UsageError
from zhnlp.io.folders import foreign
from zhnlp.io.whole_files import UNFINISHED, whole_file
from zhnlp.models.spelling import confusions
from zhnlp.neural.tokenizer import CharacterTokenizer
from zhnlp.packing import About, read_pack, write_pack

WIDTH = 128  # tokens of a row
_KIND = "PackedText"
_FILES = (
    *("pack.json", "arrays.safetensors", "rows.xz"),
    *("vocab.txt", "tokenizer.json", "tokenizer_config.json"),
)
_MOST_IDS = 1 << 15  # ids of 15 bits
_TEXTS = 2048  # paragraphs that are encoded together

Ids = NDArray[np.uint16]
Flags = NDArray[np.bool_]
Cut = Callable[[Sequence[str]], Iterable[bytes | memoryview]]


@dataclass(frozen=True)
class PackedText:
    """Rows of a corpus in memory.

    Attributes:
        tokenizer: Whose ids they are.
        rows: The ids, uint16, shape (rows, 128); the first of each row is ``[CLS]``.
        begins: Whether a word begins at the token, bool, same shape.
        confusions: As from `zhnlp.models.spelling.confusions.build`, for the vocabulary.
        about: How it was made.
    """

    tokenizer: CharacterTokenizer
    rows: Ids
    begins: Flags
    confusions: dict[str, memoryview]
    about: About

    @property
    def n_tokens(self) -> int:
        """Tokens of all rows."""
        return self.rows.size


def pack_text(
    texts: Iterable[str],
    tokenizer: CharacterTokenizer,
    cut: Cut,
    folder: str | os.PathLike[str],
    *,
    about: About | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> None:
    """Write paragraphs to `folder` as rows; what is left at the end of the text is dropped.

    The memory that it takes does not depend on the size of the text.

    Args:
        texts: Paragraphs.
        tokenizer: Gives the ids.
        cut: Returns the word ends of each of some texts, as `WordCutter.ends_batch`.
        folder: Made if it does not exist.
        about: Goes into ``pack.json``.
        report: Called with a line of text now and then.

    Raises:
        UsageError: The vocabulary has more than 32,768 tokens, or the text fills no row.
    """
    if len(tokenizer) > _MOST_IDS:
        raise UsageError(
            f"a vocabulary of {len(tokenizer)} tokens is too large to pack: give one of at most "
            f"{_MOST_IDS}."
        )
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.json").unlink(missing_ok=True)  # it is of other rows; written last
    n_rows, checksum = _write_rows(folder / "rows.xz", _rows(texts, tokenizer, cut), report)
    if n_rows == 0:
        (folder / "rows.xz").unlink()
        raise UsageError(f"the text does not fill a row of {WIDTH} tokens. Give more text.")
    tokenizer.save(folder)
    about = {**(about or {}), "width": WIDTH, "n_rows": n_rows, "rows_sha256": checksum}
    write_pack(folder, _KIND, about, dict(confusions.build(tokenizer.vocabulary)))


def character_vocabulary(texts: Iterable[str], *, min_count: int) -> CharacterTokenizer:
    """A tokenizer of the characters that occur `min_count` times.

    Tokens that stand for nothing fill the vocabulary up to a multiple of 64, which processors
    multiply faster.
    """
    tokenizer = CharacterTokenizer.train(texts, min_count=min_count)
    spare = [f"[unused{i}]" for i in range(-len(tokenizer) % 64)]
    return CharacterTokenizer([*tokenizer.vocabulary, *spare], pieces=False)


def read_packed(folder: str | os.PathLike[str]) -> PackedText:
    """The rows in `folder`.

    Raises:
        PackError: The folder has no packed text, or a file in it is damaged.
    """
    pack = read_pack(folder, _KIND)
    tokenizer = CharacterTokenizer.from_pretrained(folder)
    path = Path(folder) / "rows.xz"
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise FileError(f"cannot read {str(path)!r}: {error.strerror}.") from error
    if sha256(packed).hexdigest() != pack.about.get("rows_sha256"):
        raise PackError(
            f"{str(path)!r} is damaged: it does not have the sha256 that pack.json names. Make "
            "it again."
        )
    coded = np.frombuffer(lzma.decompress(packed), "<u2").reshape(-1, WIDTH)
    rows: Ids = coded >> np.uint16(1)
    if rows.max(initial=0) >= len(tokenizer):
        raise PackError(
            f"{str(path)!r} has ids that are not in the vocabulary beside it. Pack the text again."
        )
    return PackedText(tokenizer, rows, (coded & 1).astype(bool), pack.arrays, pack.about)


def is_packed_text(folder: str | os.PathLike[str]) -> bool:
    """Whether `folder` looks like one that `pack_text` wrote, to its end."""
    return all((Path(folder) / name).is_file() for name in ("rows.xz", "pack.json"))


def about_packed(folder: str | os.PathLike[str]) -> About:
    """The contents of ``pack.json`` in `folder`; errors as of `read_packed`."""
    return read_pack(folder, _KIND).about


def foreign_to_packed(folder: str | os.PathLike[str]) -> str | None:
    """The first name in `folder` that `pack_text` does not write; None if there is none.

    Raises:
        OSError: It is no folder, or cannot be read.
    """
    return foreign(folder, _FILES)


def remove_packed(folder: str | os.PathLike[str]) -> None:
    """Remove what `pack_text` wrote to `folder`, and the folder if nothing else is in it.

    What cannot be removed stays.
    """
    with suppress(OSError):
        for name in _FILES:
            Path(folder, name).unlink(missing_ok=True)
        for part in Path(folder).glob(UNFINISHED):
            part.unlink()
        Path(folder).rmdir()


def _write_rows(
    path: Path, blocks: Iterable[Ids], report: Callable[[str], None]
) -> tuple[int, str]:
    """Write blocks of rows; their number, and the sha256 of the file."""
    compressor, digest = lzma.LZMACompressor(preset=6), sha256()
    n_rows = 0
    try:
        with whole_file(path) as write:
            for block in blocks:
                n_rows += len(block)
                part = compressor.compress(block.astype("<u2").tobytes())
                digest.update(part)
                write(part)
                report(f"packed {n_rows * WIDTH:,} tokens")
            part = compressor.flush()
            digest.update(part)
            write(part)
    except OSError as error:
        raise FileError(f"cannot write {str(path)!r}: {error.strerror}.") from error
    return n_rows, digest.hexdigest()


def _rows(texts: Iterable[str], tokenizer: CharacterTokenizer, cut: Cut) -> Iterator[Ids]:
    """Yield blocks of rows of coded tokens."""
    begin = tokenizer.id_of("[CLS]")
    rest = np.zeros(0, np.uint16)
    left = iter(texts)
    while some := list(islice(left, _TEXTS)):
        rows, rest = _filled(np.concatenate([rest, *_coded(some, tokenizer, cut)]), begin)
        if len(rows):
            yield rows


def _filled(tokens: Ids, begin: int) -> tuple[Ids, Ids]:
    """As many whole rows as `tokens` fill, and the tokens that are left."""
    n_rows = len(tokens) // (WIDTH - 1)
    used = n_rows * (WIDTH - 1)
    rows = np.empty((n_rows, WIDTH), np.uint16)
    rows[:, 0] = begin << 1 | 1
    rows[:, 1:] = tokens[:used].reshape(n_rows, WIDTH - 1)
    return rows, tokens[used:]


def _coded(texts: Sequence[str], tokenizer: CharacterTokenizer, cut: Cut) -> Iterator[Ids]:
    """Yield the tokens of each text and ``[SEP]``, each as its id and the bit of words."""
    end = np.array([tokenizer.id_of("[SEP]") << 1 | 1], np.uint16)
    for text, tokens, ends in zip(texts, tokenizer.encode_batch(texts), cut(texts), strict=True):
        word_begins = np.zeros(len(text) + 1, np.uint16)
        word_begins[0] = 1
        word_begins[np.frombuffer(ends, np.int32)] = 1
        yield np.array(tokens.ids, np.uint16) << 1 | word_begins[np.array(tokens.starts, int)]
        yield end
