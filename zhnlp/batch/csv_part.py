"""CSV parts: the records of one shard and what was found, as rows of CSV or TSV.

Strings are as they are; everything else is JSON, in the form of JSON lines. What has no column is
in the last one, ``extra``, as a JSON object.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from typing import IO

from zhnlp.batch.carried import EXTRA
from zhnlp.batch.reasons import reason_of
from zhnlp.doc import Doc
from zhnlp.errors import InputError


class CsvPart:
    """Writes rows with quotes where they are needed, as Excel does.

    Args:
        file: Where to write; it stays open.
        columns: The names of the columns, ``extra`` last.
        delimiter: What is between two fields.
        line: Makes a JSON object of a record and its Doc; raises an error if it cannot.
    """

    def __init__(
        self,
        file: IO[bytes],
        columns: Sequence[str],
        delimiter: str,
        line: Callable[[Mapping[str, object], Doc], bytes],
    ) -> None:
        self.file, self.columns, self.delimiter, self.line = file, columns, delimiter, line
        file.write(self._row(columns))

    def write(self, rows: Sequence[tuple[Mapping[str, object], Doc]]) -> list[tuple[int, str]]:
        """Write what can be written of `rows`; the numbers of the others, and why."""
        written, refused = list[bytes](), list[tuple[int, str]]()
        for number, (fields, doc) in enumerate(rows):
            try:
                written.append(self._row(self._cells(json.loads(self.line(fields, doc)))))
            except Exception as error:
                refused.append((number, reason_of(error)))
        self.file.write(b"".join(written))
        return refused

    def close(self) -> None:
        """Nothing: every row has been written."""

    def _cells(self, item: dict[str, object]) -> list[str]:
        cells = [_cell(item.pop(name, None)) for name in self.columns if name != EXTRA]
        return [*cells, json.dumps(item, ensure_ascii=False) if item else ""]

    def _row(self, cells: Sequence[str]) -> bytes:
        text = StringIO()
        csv.writer(text, delimiter=self.delimiter, lineterminator="\n").writerow(cells)
        try:
            return text.getvalue().encode()
        except UnicodeEncodeError:
            raise InputError(
                "there is half a surrogate pair in it, which UTF-8 cannot hold. Replace it."
            ) from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
