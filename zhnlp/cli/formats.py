"""Formats: how the words of a block of lines are written down.

====== =======================================================================
text   the words of each line with a separator between them; white space is
       left out; as many lines as came in
jsonl  an object a line: ``text`` without its line end, and ``words``, which
       spell it. Where some are left out, or overlap, ``spans`` says where
       each stands, in characters of ``text``, half-open
conll  CoNLL-U, a sentence a line of input, blank lines passed over. A word of
       white space may not stand there: one space is the absence of
       ``SpaceAfter=No``, anything else stands in ``SpacesAfter`` (or
       ``SpacesBefore``), escaped as UDPipe does
====== =======================================================================
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from zhnlp.cli.inputs import Block, Errors, decoded
from zhnlp.doc import Span
from zhnlp.stages.segmenter import Segmenter

Format = Literal["text", "jsonl", "conll"]
Pick = Callable[[str], Iterable[Span]]
Render = Callable[[Block], bytes]
_ESCAPES = str.maketrans(
    {" ": "\\s", "\t": "\\t", "\r": "\\r", "\n": "\\n", "|": "\\p", "\\": "\\\\"}
)


class TextWriter:
    """Words as text, at the speed of the core; takes long lines in pieces.

    Whole lines may be written by several threads at once; the pieces of a line
    must come in their order.
    """

    def __init__(self, segmenter: Segmenter, separator: str, errors: Errors) -> None:
        self.segmenter, self.separator, self.errors = segmenter, separator, errors
        self.rest, self.mid_line = b"", False  # of a long line

    def __call__(self, block: Block) -> bytes:
        data = self.rest + block.data if block.is_piece else block.data
        lines = self.segmenter.cut_lines(
            data,
            separator=self.separator,
            errors=self.errors,
            path=block.path,
            first_line=block.line,
            final=not block.is_piece or block.is_last,
            mid_line=block.is_piece and self.mid_line,
        )
        if block.is_piece:
            self.rest, self.mid_line = data[lines.used :], lines.mid_line and not block.is_last
        return lines.data


def line_writer(write_line: Callable[[str, str], str], errors: Errors) -> Render:
    """What applies `write_line`, which takes a line and its line end, to every line of a block."""

    def render(block: Block) -> bytes:
        lines = map(_parted, _lines(decoded(block, errors)))
        return "".join(write_line(text, end) for text, end in lines).encode()

    return render


def text_line(pick: Pick, separator: str) -> Callable[[str, str], str]:
    """Writes the picked words of a line as text."""

    def write(text: str, end: str) -> str:
        words = (text[span.start : span.end] for span in pick(text))
        return separator.join(word for word in words if not word.isspace()) + end

    return write


def json_line(segmenter: Segmenter, pick: Pick | None) -> Callable[[str, str], str]:
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


def conll_line(segmenter: Segmenter) -> Callable[[str, str], str]:
    """Writes a line as a sentence of CoNLL-U."""

    def write(text: str, end: str) -> str:
        rows = _rows(segmenter.cut(text))
        if not rows:
            return ""
        return "\n".join([f"# text = {text}", *rows, "", ""])

    return write


def _rows(words: list[str]) -> list[str]:
    """The ten columns of every word that is not white space."""
    before, kept = "", []  # a word and the white space after it
    for word in words:
        if not word.isspace():
            kept.append([word, ""])
        elif kept:
            kept[-1][1] += word
        else:
            before += word
    rows = []
    for number, (word, after) in enumerate(kept, 1):
        notes = [f"SpacesBefore={before.translate(_ESCAPES)}"] if before and number == 1 else []
        if after not in ("", " "):
            notes.append(f"SpacesAfter={after.translate(_ESCAPES)}")
        elif not after and number < len(kept):
            notes.append("SpaceAfter=No")
        form = word.replace("\t", " ")
        rows.append("\t".join([str(number), form, *"_" * 7, "|".join(notes) or "_"]))
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
