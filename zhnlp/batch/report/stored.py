"""The facts of one shard as a file: arrays of numpy (``.npz``), two of them packed JSON.

    figures         counts of documents, characters, months …
    documents       the place, id and beginning of each document
    words_…         the most frequent words with their tags, and names_… with label and month:
                    the arrays of `Counted`, whose marks are explained in the figures
    hashes          of each text, uint64
    signed          the numbers of the documents that have a signature, int64
    signatures      these, uint16, shape (signed, 64)
    distinct        a sketch of the distinct words, uint64

Nothing is pickled, and the same facts are the same bytes.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile

import numpy as np

from zhnlp.batch.report.counted import Counted
from zhnlp.errors import FileError

if TYPE_CHECKING:
    import numpy.typing as npt
    from numpy.lib.npyio import NpzFile

    from zhnlp.io.opening import Path
    from zhnlp.models.likeness.hashing import Hashes, Places
    from zhnlp.models.likeness.signatures import Signatures

FORMAT = 1
MONTH = 1 << 8  # a name's mark is the number of its label, and this times that of its month
_LEVEL = 1  # of compression: the fastest
_DAMAGED = (
    *(OSError, EOFError, BadZipFile, zlib.error),
    *(AttributeError, LookupError, TypeError, ValueError),
)


@dataclass
class Figures:
    """What is counted in a shard.

    Attributes:
        counts: How many there are of ``documents``, ``characters``, ``sentences``, ``words``
            (which begin with a letter, a digit or a Han character), ``other_words``, ``names``,
            and characters that are ``corrected``. A layer that no Doc has is left out.
        corrections: Wrong, right, reason and count.
        months: How many documents are of each month, "" for those without a date; None if
            there is no field of dates.
        tags: The tag of a word by its mark, "" for none.
        labels: The label of a name by its mark, modulo `MONTH`.
        month_names: The month of a name by its mark, divided by `MONTH`.
    """

    counts: Counter[str] = field(default_factory=Counter)
    corrections: list[tuple[str, str, str, int]] = field(default_factory=list)
    months: dict[str, int] | None = None
    tags: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    month_names: list[str] = field(default_factory=list)


class Likeness(NamedTuple):
    """What tells which texts of a shard are equal or alike; see the top of this file."""

    hashes: Hashes
    signed: Places
    signatures: Signatures


class Labels(NamedTuple):
    """How the documents of a shard are shown, in three columns."""

    places: list[str]
    ids: list[object] | None
    beginnings: list[str]


class Facts(NamedTuple):
    """All facts of a shard but for the labels of its documents.

    Attributes:
        figures: The counts.
        words: The most frequent words; marks are numbers of tags.
        names: The most frequent names; marks tell label and month.
        distinct: A sketch of the distinct words.
        likeness: What tells which texts are equal or alike.
    """

    figures: Figures
    words: Counted
    names: Counted
    distinct: Hashes
    likeness: Likeness


def pack(facts: Facts, labels: Labels) -> bytes:
    """The content of the file."""
    file = BytesIO()
    np.savez(
        file,
        figures=_packed({"format": FORMAT, **vars(facts.figures)}),
        documents=_packed(labels._asdict()),
        distinct=facts.distinct,
        **facts.likeness._asdict(),
        **{f"words_{name}": array for name, array in facts.words._asdict().items()},
        **{f"names_{name}": array for name, array in facts.names._asdict().items()},
    )
    return file.getvalue()


def read_facts(path: Path) -> Facts:
    """The facts in a file; FileError if it cannot be read, or is not such a file."""
    with _opened(path) as arrays:
        values = json.loads(_unpacked(arrays["figures"]))
        if values.pop("format") != FORMAT:
            raise ValueError("another version of zhnlp wrote it")
        figures = Figures(**values)
        words, names = (
            Counted(*(arrays[f"{layer}_{name}"] for name in Counted._fields))
            for layer in ("words", "names")
        )
        likeness = Likeness(*(arrays[name] for name in Likeness._fields))
        return Facts(figures, words, names, arrays["distinct"], likeness)


def read_labels(path: Path) -> Labels:
    """The labels of the documents in a file; errors as in `read_facts`."""
    with _opened(path) as arrays:
        return Labels(**json.loads(_unpacked(arrays["documents"])))


@contextmanager
def _opened(path: Path) -> Iterator[NpzFile]:
    try:
        with open(path, "rb") as file, np.load(file) as arrays:
            yield arrays
    except _DAMAGED as error:
        raise FileError(
            f"{path}: no facts for a report can be read from it: {error}. "
            "Delete the output folder, and run the batch again."
        ) from error


def _packed(value: object) -> npt.NDArray[np.uint8]:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return np.frombuffer(zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL), np.uint8)


def _unpacked(packed: npt.NDArray[np.uint8]) -> str:
    return zlib.decompress(packed.tobytes()).decode("utf-8", "surrogatepass")
