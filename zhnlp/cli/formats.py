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
from typing import Literal

from zhnlp.cli.colours import coloured_tags
from zhnlp.cli.inputs import Block, Errors, decoded
from zhnlp.doc import Doc, Span, need
from zhnlp.stages.segmenter import Segmenter

Format = Literal["text", "jsonl", "conll"]
Pick = Callable[[str], Iterable[Span]]
Annotate = Callable[[str], Doc]
WriteLine = Callable[[str, str], str]  # takes a line and its line end
Render = Callable[[Block], bytes]
_UPOS = re.compile("ADJ|ADP|ADV|AUX|CCONJ|DET|INTJ|NOUN|NUM|PART|PRON|PROPN|PUNCT|SCONJ|SYM|VERB|X")
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


def line_writer(write_line: WriteLine, errors: Errors) -> Render:
    """What applies `write_line` to every line of a block."""

    def render(block: Block) -> bytes:
        lines = map(_parted, _lines(decoded(block, errors)))
        return "".join(write_line(text, end) for text, end in lines).encode()

    return render


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
