"""Places: the corrections of files with their places, as lines for editors or a table."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import ClassVar, Literal, NamedTuple

from zhnlp.cli import formats, streams
from zhnlp.cli.documents import whole_files
from zhnlp.cli.reasons import reason
from zhnlp.correction import Correction
from zhnlp.doc import Doc, need
from zhnlp.io.blocks import Block, Errors, decoded, whole_lines
from zhnlp.io.lines import BOM
from zhnlp.io.ordered import in_order
from zhnlp.review import Order

Correct = Callable[[str], Doc]
Form = Literal["lines", "csv"]
_COLUMNS = (
    *("path", "line", "column", "wrong", "right", "reason", "log_odds", "alternatives", "text"),
)


class Found(NamedTuple):
    """A correction, the number of its line from 1, and the line."""

    found: Correction
    line: int
    text: str


@dataclass(frozen=True)
class PlaceWriter:
    """Writes each correction on a line, with its place in the file; or as a row of a table."""

    correct: Correct
    errors: Errors
    form: Form = "lines"
    order: Order = "place"
    takes_fragments: ClassVar[bool] = False

    def __call__(self, block: Block) -> bytes:
        found = []
        for number, line in enumerate(formats.lines_of(decoded(block, self.errors)), block.line):
            text = formats.split_end(line)[0]
            corrections = need(self.correct(text).corrections, "corrections")
            found += [Found(each, number, text) for each in corrections]
        if self.order == "certainty":
            found.sort(key=lambda each: -each.found.log_odds)
        write = _lines if self.form == "lines" else _rows
        return write(block.path, found).encode("utf-8", "backslashreplace")


def run(
    writer: PlaceWriter,
    files: Sequence[str],
    *,
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
) -> None:
    """Write the corrections of `files`, or of standard input; a table has a head."""
    with streams.blocks_of(files, target, encoding=encoding, errors=errors) as (blocks, write):
        blocks = whole_lines(blocks)
        if writer.order == "certainty":
            blocks = whole_files(blocks)
        if writer.form == "csv":  # with a byte order mark, because Excel takes it for GBK otherwise
            write(BOM + _table([_COLUMNS]).encode())
        for data in in_order(writer, blocks, jobs):
            write(data)


def _lines(path: str, found: Iterable[Found]) -> str:
    return "".join(
        f"{path}:{line}:{each.start + 1}: {each.wrong} → {each.right} ({reason(each)})\n"
        for each, line, _ in found
    )


def _rows(path: str, found: Iterable[Found]) -> str:
    return _table(
        (
            *(path, line, each.start + 1, each.wrong, each.right, each.reason),
            f"{each.log_odds:.2f}",
            " ".join(other for other, _ in each.alternatives),
            text,
        )
        for each, line, text in found
    )


def _table(rows: Iterable[Sequence[object]]) -> str:
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
