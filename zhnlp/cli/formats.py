"""Formats: how the words of a block of lines are written down.

====== =======================================================================
text   the words of each line with a separator between them, or as ``word/tag``;
       white space is left out; as many lines as came in
jsonl  an object a line: ``text`` without its line end, and ``words``, which
       spell it, with ``tags``, one a word. Where some are left out, or overlap,
       ``spans`` says where each stands, in characters of ``text``, half-open
conll  CoNLL-U, a sentence a line of input, blank lines passed over. Tags of
       Universal Dependencies stand in column 4, others in column 5. A word of
       white space may not stand there: one space is the absence of
       ``SpaceAfter=No``, anything else stands in ``SpacesAfter`` (or
       ``SpacesBefore``), escaped as UDPipe does
====== =======================================================================
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from zhnlp.cli.colours import coloured_tags
from zhnlp.doc import Doc, Span, need
from zhnlp.io.blocks import Block, Errors, decoded
from zhnlp.models.words.line_stream import LineStream
from zhnlp.stages.segmenter import Segmenter

Format = Literal["text", "jsonl", "conll"]
Pick = Callable[[str], Iterable[Span]]
Annotate = Callable[[str], Doc]
WriteLine = Callable[[str, str], str]  # takes a line and its line end
_UPOS = re.compile("ADJ|ADP|ADV|AUX|CCONJ|DET|INTJ|NOUN|NUM|PART|PRON|PROPN|PUNCT|SCONJ|SYM|VERB|X")
_ESCAPES = str.maketrans(
    {" ": "\\s", "\t": "\\t", "\r": "\\r", "\n": "\\n", "|": "\\p", "\\": "\\\\"}
)


class Render(Protocol):
    """Makes the output of a block; blocks of whole lines may come to it from several threads."""

    takes_pieces: ClassVar[bool]
    """Whether it takes a long line in pieces, in their order; else it gets the line whole."""

    def __call__(self, block: Block, /) -> bytes: ...


class TextWriter:
    """Words as text, at the speed of the core; takes long lines in pieces."""

    takes_pieces: ClassVar[bool] = True

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
    takes_pieces: ClassVar[bool] = False

    def __call__(self, block: Block) -> bytes:
        lines = map(_parted, _lines(decoded(block, self.errors)))
        return "".join(self.write_line(text, end) for text, end in lines).encode()


def text_line(pick: Pick, separator: str) -> WriteLine:
    """Writes the picked words of a line as text."""

    def write(text: str, end: str) -> str:
        words = (text[span.start : span.end] for span in pick(text))
        return separator.join(word for word in words if not word.isspace()) + end

    return write


def json_line(segmenter: Segmenter, pick: Pick | None) -> WriteLine:
    """Writes a line and its words, all or the picked ones, as a JSON object."""

    def write(text: str, end: str) -> str:
        found: dict[str, object] = {"text": text}
        if pick is None:
            found["words"] = segmenter.cut(text)
        else:
            spans = [(span.start, span.end) for span in pick(text)]
            found["words"] = [text[start:end] for start, end in spans]
            found["spans"] = spans
        return json.dumps(found, ensure_ascii=False) + "\n"

    return write


def tags_line_writer(form: Format, tagging: Annotate, in_colour: bool) -> WriteLine:
    """Writes the words of a line with their tags, in `form`."""
    from zhnlp.corpus import tags_line  # here, as words alone need none of it

    if form == "conll":
        return conll_line(tagging)

    def write(text: str, end: str) -> str:
        doc = tagging(text)
        if form == "jsonl":
            return json.dumps(doc.to_dict(), ensure_ascii=False) + "\n"
        line = tags_line(doc)
        return (coloured_tags(line) if in_colour else line) + end

    return write


def conll_line(annotate: Annotate) -> WriteLine:
    """Writes the words of a line, and their tags if it has any, as a sentence of CoNLL-U."""

    def write(text: str, end: str) -> str:
        rows = _rows(annotate(text))
        if not rows:
            return ""
        return "\n".join([f"# text = {text}", *rows, "", ""])

    return write


def _rows(doc: Doc) -> list[str]:
    """The ten columns of every word that is not white space."""
    words = need(doc.words, "words")
    before, kept = "", []  # a word, its tag, and the white space after it
    for word, tag in zip(words, doc.tags or [""] * len(words), strict=True):
        if not word.isspace():
            kept.append([word, tag, ""])
        elif kept:
            kept[-1][2] += word
        else:
            before += word
    rows = []
    for number, (word, tag, after) in enumerate(kept, 1):
        notes = [f"SpacesBefore={before.translate(_ESCAPES)}"] if before and number == 1 else []
        if after not in ("", " "):
            notes.append(f"SpacesAfter={after.translate(_ESCAPES)}")
        elif not after and number < len(kept):
            notes.append("SpaceAfter=No")
        form = word.replace("\t", " ")
        tags = (tag, "_") if _UPOS.fullmatch(tag) else ("_", tag or "_")
        rows.append("\t".join([str(number), form, "_", *tags, *"_" * 4, "|".join(notes) or "_"]))
    return rows


def _lines(text: str) -> Iterator[str]:
    start = 0
    while end := text.find("\n", start) + 1:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _parted(line: str) -> tuple[str, str]:
    text = line.removesuffix("\n").removesuffix("\r") if line.endswith("\n") else line
    return text, line[len(text) :]
