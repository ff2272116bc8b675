"""Formats: write the words of lines.

====== =======================================================================
text   the words of each line with a separator between them, or as ``word/tag``;
       white space is left out; one line for each line of input
jsonl  one object per line: ``text`` without its line end, and ``words``, which
       spell it, with ``tags``, one for each word. If words are left out or
       overlap, ``spans`` has the span of each in ``text``
conll  CoNLL-U, one sentence for each line of input; blank lines are skipped. Tags
       of Universal Dependencies are in column 4, others in column 5. White space
       is not a word: one space is the absence of ``SpaceAfter=No``; anything else
       is in ``SpacesAfter`` or ``SpacesBefore``, escaped as in UDPipe
====== =======================================================================
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from zhnlp.cli.colours import coloured_tags
from zhnlp.doc import Doc, Span
from zhnlp.io.blocks import Block, Errors, decoded
from zhnlp.models.words.line_stream import LineStream
from zhnlp.stages.segmenter import Segmenter

Format = Literal["text", "jsonl", "conll"]
Pick = Callable[[str], Iterable[Span]]
Annotate = Callable[[str], Doc]
WriteLine = Callable[[str, str], str]  # takes a line and its line end
WriteDoc = Callable[[Doc, str], str]  # takes the Doc of a line and its line end
_AT_ONCE = 256  # lines, whose Docs are in memory


class Render(Protocol):
    """Makes the output of a block; several threads may call it with blocks of whole lines."""

    takes_fragments: ClassVar[bool]
    """Whether it takes a long line in fragments, in order, or needs the whole line."""

    def __call__(self, block: Block, /) -> bytes: ...


class TextWriter:
    """Writes words as text, at the speed of the core; takes long lines in fragments."""

    takes_fragments: ClassVar[bool] = True

    def __init__(self, segmenter: Segmenter, separator: str, errors: Errors) -> None:
        self.segmenter, self.separator, self.errors = segmenter, separator, errors
        self.long_line: LineStream | None = None

    def __call__(self, block: Block) -> bytes:
        if not block.is_fragment:
            return self._stream(block).feed(block.data, is_last=True)
        stream = self.long_line or self._stream(block)
        self.long_line = None if block.is_last else stream
        return stream.feed(block.data, is_last=block.is_last)

    def _stream(self, block: Block) -> LineStream:
        return self.segmenter.line_stream(
            self.separator, errors=self.errors, path=block.path, first_line=block.line
        )


@dataclass(frozen=True)
class LineWriter:
    """Applies `write_line` to every line of a block."""

    write_line: WriteLine
    errors: Errors
    takes_fragments: ClassVar[bool] = False

    def __call__(self, block: Block) -> bytes:
        lines = map(split_end, lines_of(decoded(block, self.errors)))
        return "".join(self.write_line(text, end) for text, end in lines).encode()


@dataclass(frozen=True)
class DocWriter:
    """Applies `write_doc` to the Doc of every line of a block; `annotate` makes them in batches.

    So threads give up the GIL in long stretches, and do not wait for each other. Equal lines of a
    batch, most often empty ones, are annotated and written once. Measured: `zhnlp tag` takes a
    tenth of the time on empty lines.
    """

    annotate: Callable[[list[str]], Iterable[Doc]]
    write_doc: WriteDoc
    errors: Errors
    takes_fragments: ClassVar[bool] = False

    def __call__(self, block: Block) -> bytes:
        *lines, last = decoded(block, self.errors).split("\n")
        out: list[str] = []
        for at in range(0, len(lines), _AT_ONCE):
            out += self._written(lines[at : at + _AT_ONCE], "\n")
        out += self._written([last], "") if last else ()
        return "".join(out).encode()

    def _written(self, lines: list[str], end: str) -> Iterable[str]:
        """The output of each of `lines`, after which `end` stood."""
        different = [*dict.fromkeys(lines)]
        texts = [line.removesuffix("\r") for line in different] if end else different
        ends = [end] * len(texts)
        if texts != different:
            ends = [line[len(text) :] + end for line, text in zip(different, texts, strict=True)]
        written = map(self.write_doc, self.annotate(texts), ends)
        if len(different) == len(lines):
            return written
        return map(dict(zip(different, written, strict=True)).__getitem__, lines)


@dataclass(frozen=True)
class BatchWriter:
    """Gives all lines of a block at once to `write_lines`, which returns one line for each."""

    write_lines: Callable[[Block, Sequence[str]], Iterable[str]]
    errors: Errors
    takes_fragments: ClassVar[bool] = False

    def __call__(self, block: Block) -> bytes:
        texts = [split_end(line)[0] for line in lines_of(decoded(block, self.errors))]
        return "".join(f"{line}\n" for line in self.write_lines(block, texts)).encode()


def text_line(pick: Pick, separator: str) -> WriteLine:
    """A function that writes the picked words of a line as text."""

    def write(text: str, end: str) -> str:
        words = (text[span.start : span.end] for span in pick(text))
        return separator.join(word for word in words if not word.isspace()) + end

    return write


def json_line(segmenter: Segmenter, pick: Pick | None) -> WriteLine:
    """A function that writes a line and its words, all or the picked ones, as a JSON object."""

    def write(text: str, end: str) -> str:
        item: dict[str, object] = {"text": text}
        if pick is None:
            item["words"] = segmenter.cut(text)
        else:
            spans = [(span.start, span.end) for span in pick(text)]
            item["words"] = [text[start:end] for start, end in spans]
            item["spans"] = spans
        return json.dumps(item, ensure_ascii=False) + "\n"

    return write


def tags_writer(form: Format, in_colour: bool) -> WriteDoc:
    """A function that writes the words of a line with their tags, in `form`."""
    from zhnlp.corpus import tags_line  # not needed for words alone

    if form == "conll":
        from zhnlp.corpus.conll import sentence_lines  # not needed for other formats

        return lambda doc, end: sentence_lines(doc)

    def write(doc: Doc, end: str) -> str:
        if form == "jsonl":
            return json.dumps(doc.to_dict(), ensure_ascii=False) + "\n"
        line = tags_line(doc)
        return (coloured_tags(line) if in_colour else line) + end

    return write


def conll_line(annotate: Annotate) -> WriteLine:
    """A function that writes a line, with its words and tags if any, as a CoNLL-U sentence."""
    from zhnlp.corpus.conll import sentence_lines  # not needed for other formats

    def write(text: str, end: str) -> str:
        return sentence_lines(annotate(text))

    return write


def lines_of(text: str) -> Iterator[str]:
    start = 0
    while end := text.find("\n", start) + 1:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def split_end(line: str) -> tuple[str, str]:
    """A line without its line end, and the line end."""
    text = line.removesuffix("\n").removesuffix("\r") if line.endswith("\n") else line
    return text, line[len(text) :]
