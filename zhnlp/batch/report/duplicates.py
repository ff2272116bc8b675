"""Documents that are equal or nearly so, over all shards.

Takes about 40 bytes of memory for each document, and 128 bytes of disk while it runs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import numpy as np

from zhnlp.batch.report.stored import Labels, read_facts, read_labels
from zhnlp.models.likeness.signatures import ALIKE, WIDTH, alike, equal, likeness

if TYPE_CHECKING:
    from zhnlp.models.likeness.hashing import Hashes, Places
    from zhnlp.models.likeness.signatures import Signatures

SHOWN = 20  # groups
MEMBERS = 5  # of a group that are shown


def duplicates(parts: Sequence[Path], hashes: Sequence[Hashes], folder: Path) -> dict[str, object]:
    """Figures of equal and of nearly equal documents, with the biggest groups.

    Args:
        parts: The files of facts.
        hashes: Those of the texts of each.
        folder: Where a temporary file has room.
    """
    firsts = equal(np.concatenate([np.empty(0, np.uint64), *hashes]))
    starts = [0, *accumulate(map(len, hashes))]
    with TemporaryFile(dir=folder) as file:
        signed, signatures = _gathered(parts, starts, firsts, file)
        groups = np.arange(len(firsts))
        groups[signed] = signed[alike(signatures)]
        groups = groups[firsts]
        sizes = np.bincount(groups, minlength=len(groups))
        biggest = np.argsort(-sizes, kind="stable")[:SHOWN]
        shown = [
            (int(sizes[first]), _members(groups, firsts, int(first), signed, signatures))
            for first in biggest
            if sizes[first] > 1
        ]
    labels = dict(_labelled(parts, starts, [each[0] for _, group in shown for each in group]))
    return {
        "least_likeness": ALIKE,
        "equal": _figures(np.bincount(firsts)),
        "alike": _figures(sizes),
        "biggest": [
            {
                "documents": size,
                "members": [
                    {**labels[number], "copies": copies, "likeness": near}
                    for number, copies, near in group
                ],
            }
            for size, group in shown
        ],
    }


def _gathered(
    parts: Sequence[Path], starts: Sequence[int], firsts: Places, file: IO[bytes]
) -> tuple[Places, Signatures]:
    """The numbers of the documents with signatures, one of those that are equal, and these.

    The signatures are in the file, mapped into memory.
    """
    numbers = [np.empty(0, np.int64)]
    for start, part in zip(starts, parts, strict=False):
        likeness = read_facts(part).likeness
        own = likeness.signed + start
        is_first = firsts[own] == own
        numbers.append(own[is_first])
        file.write(likeness.signatures[is_first].tobytes())
    file.flush()
    signed = np.concatenate(numbers)
    if not len(signed):
        return signed, np.empty((0, WIDTH), np.uint16)
    return signed, np.memmap(file, np.uint16, "r", shape=(len(signed), WIDTH))


def _figures(sizes: Places) -> dict[str, int]:
    """How many groups there are, of how many documents, and how many could be left out."""
    several = sizes[sizes > 1]
    return {
        "groups": len(several),
        "documents": int(several.sum()),
        "superfluous": int(several.sum()) - len(several),
    }


def _members(
    groups: Places, firsts: Places, group: int, signed: Places, signatures: Signatures
) -> list[tuple[int, int, float]]:
    """The first texts of a group that differ: number, copies, and likeness to the first."""
    members = np.flatnonzero(groups == group)
    numbers, copies = np.unique(firsts[members], return_counts=True)
    found = []
    for number, n_copies in zip(numbers[:MEMBERS].tolist(), copies.tolist(), strict=False):
        near = 1.0
        if number != group:
            one, other = np.searchsorted(signed, [group, number])
            near = round(float(likeness(signatures[one], signatures[other])), 2)
        found.append((number, n_copies, near))
    return found


def _labelled(
    parts: Sequence[Path], starts: Sequence[int], numbers: list[int]
) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the numbers of documents with their place, beginning and, if there is one, id."""
    read: Labels | None = None
    at = -1
    for number in sorted(numbers):
        part = bisect_right(starts, number) - 1
        if read is None or part != at:
            read, at = read_labels(parts[part]), part
        index = number - starts[part]
        label: dict[str, object] = {"place": read.places[index], "begins": read.beginnings[index]}
        if read.ids is not None:
            label["id"] = read.ids[index]
        yield number, label
