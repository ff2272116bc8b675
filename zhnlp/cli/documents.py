"""Documents: what a command takes as one text, a line, a paragraph or a file.

Records with fields (JSON, CSV …) are not read here; zhnlp run and zhnlp batch read them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Literal

import click

from zhnlp.cli import formats, streams
from zhnlp.io.blocks import Block, Errors, decoded

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_BLANK = re.compile(rb"(?:[ \t\r\v\f\n]|\xe3\x80\x80)*")  # the last is a wide space
Documents = Literal["line", "paragraph", "file"]
WriteDocuments = Callable[[Sequence[str]], Iterable[str]]
"""Takes several texts and gives a line for each."""

documents_option = click.option(
    "--documents",
    type=click.Choice(("line", "file", "paragraph")),
    default="line",
    show_default=True,
    help="What one text is: a line, the file, or a paragraph between blank lines.",
)


def run(
    write: WriteDocuments,
    files: Sequence[str],
    *,
    documents: Documents,
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
) -> None:
    """Write the line of each document of `files`, or of standard input; see `streams.run`."""
    run_blocks = partial(
        streams.run, files=files, target=target, jobs=jobs, encoding=encoding, errors=errors
    )
    if documents == "line":
        run_blocks(formats.BatchWriter(lambda block, texts: write(texts), errors))
    elif documents == "file":
        run_blocks(DocumentWriter(write, errors), regroup=whole_files)
    else:
        run_blocks(DocumentWriter(write, errors), regroup=paragraphs)


@dataclass(frozen=True)
class DocumentWriter:
    """Writes the line of each block, which is a document."""

    write: WriteDocuments
    errors: Errors
    takes_fragments: ClassVar[bool] = False

    def __call__(self, block: Block) -> bytes:
        text = decoded(block, self.errors).replace("\r\n", "\n").removesuffix("\n")
        return "".join(f"{line}\n" for line in self.write([text])).encode()


def whole_files(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield each file as one block; none for an empty file."""
    first, parts = Block(b"", "", 1), list[bytes]()
    for block in blocks:
        if block.line == 1 and parts:
            yield first._replace(data=b"".join(parts))
            parts.clear()
        if not parts:
            first = block
        parts.append(block.data)
    if parts:
        yield first._replace(data=b"".join(parts))


def paragraphs(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the lines between blank lines as a block each; a file ends its last one."""
    lines, start, path = list[bytes](), 1, ""
    for block in blocks:
        if block.line == 1 and lines:
            yield Block(b"".join(lines), path, start)
            lines.clear()
        for number, line in enumerate(_LINE.findall(block.data), block.line):
            if not _BLANK.fullmatch(line):
                if not lines:
                    start, path = number, block.path
                lines.append(line)
            elif lines:
                yield Block(b"".join(lines), path, start)
                lines.clear()
    if lines:
        yield Block(b"".join(lines), path, start)
