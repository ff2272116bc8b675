"""Rejects file: what of a shard could not be processed, as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import ExitStack
from math import isfinite
from typing import IO

from zhnlp.batch.folder import OutputFolder
from zhnlp.corpus.records import Reject


class RejectsFile:
    """Writes the rejects of a shard; the file appears at the end, if there are any.

    Args:
        folder: The output folder.
        number: The number of the shard.
    """

    def __init__(self, folder: OutputFolder, number: int) -> None:
        self.folder, self.number = folder, number
        self.n_rejects = 0
        self.file: IO[bytes] | None = None
        self.open = ExitStack()

    def write(self, rejects: Sequence[Reject]) -> None:
        """Write some rejects."""
        if not rejects:
            return
        if self.file is None:
            path = self.folder.shard_rejects(self.number)
            self.file = self.open.enter_context(self.folder.replacing(path))
        self.n_rejects += len(rejects)
        self.file.write(b"".join(map(_line, rejects)))

    def __enter__(self) -> RejectsFile:
        return self

    def __exit__(self, *error: object) -> bool:
        return bool(self.open.__exit__(*error))  # type: ignore[arg-type]


def _line(reject: Reject) -> bytes:
    item: dict[str, object] = {"place": reject.place, "reason": reject.reason}
    if reject.id is not None:
        is_number = isinstance(reject.id, float) and isfinite(reject.id)
        item["id"] = reject.id if is_number or isinstance(reject.id, int) else str(reject.id)
    text = json.dumps(item, ensure_ascii=False)
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError:  # of names that are not UTF-8
        return f"{json.dumps(item)}\n".encode()
