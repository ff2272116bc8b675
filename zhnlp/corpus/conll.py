"""Read CoNLL-X and CoNLL-U, and write the latter: a word per line, a blank line after a sentence.

Words are in column 2, tags in column 4 or 5; tags of Universal Dependencies 1 in column 4
are converted to version 2 (see ud1.py). Of a range (``1-2``), the parts are the words; the
range itself, words that are not in the text (``1.1``), comments and all other columns are
skipped. The text is the joined words, because Chinese treebanks record spaces rarely and
in different ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Literal

from zhnlp.corpus.ud1 import as_version_2
from zhnlp.doc import Doc, need
from zhnlp.errors import FormatError

TagColumn = Literal["upos", "xpos", "ud1"]
N_COLUMNS = 10
NUMBER = re.compile(r"(\d+)|\d+-\d+|\d+\.\d+")  # of a word, or of a line that is skipped
_TAG_INDEX: dict[TagColumn, int] = {"upos": 3, "xpos": 4, "ud1": 3}
_NONE = "_"
_UPOS = re.compile("ADJ|ADP|ADV|AUX|CCONJ|DET|INTJ|NOUN|NUM|PART|PRON|PROPN|PUNCT|SCONJ|SYM|VERB|X")
_LINE_ENDS = {10: " ", 13: " "}
_ESCAPES = str.maketrans(
    {" ": "\\s", "\t": "\\t", "\r": "\\r", "\n": "\\n", "|": "\\p", "\\": "\\\\"}
)


def read_conll(
    path: str | PathLike[str],
    lines: Iterable[tuple[int, str]],
    *,
    tag_column: TagColumn = "upos",
) -> Iterator[tuple[int, Doc]]:
    """Yield line number and Doc of each sentence, with words, and tags unless all are ``_``.

    Raises:
        FormatError: A line does not have ten columns, or words are not numbered from 1.
    """
    tag_index = _TAG_INDEX[tag_column]
    words: list[str] = []
    tags: list[str] = []
    first = 0
    for number, line in lines:
        if not line.strip():
            if words:
                yield first, _doc(words, tags)
                words, tags = [], []
        elif not line.startswith("#"):
            columns = _columns(path, number, line)
            if not columns[0].isdecimal():
                continue
            if int(columns[0]) != len(words) + 1:
                raise FormatError(
                    path,
                    number,
                    f"here is word {columns[0]}, but word {len(words) + 1} must follow. "
                    "Number the words of a sentence from 1, with a blank line after it.",
                )
            first = first if words else number
            word, tag = (
                as_version_2(columns) if tag_column == "ud1" else (columns[1], columns[tag_index])
            )
            words.append(word)
            tags.append(tag)
    if words:
        yield first, _doc(words, tags)


def split_columns(line: str) -> list[str]:
    """The columns of a line, split at tabs if it has any, else at white space."""
    return line.split("\t") if "\t" in line else line.split()


def _columns(path: str | PathLike[str], number: int, line: str) -> list[str]:
    columns = split_columns(line)
    if len(columns) != N_COLUMNS:
        problem = f"there are {len(columns)} columns, not {N_COLUMNS}"
    elif not NUMBER.fullmatch(columns[0]):
        problem = f"{columns[0]!r} is not the number of a word"
    elif not columns[1]:
        problem = "the word in column 2 is empty"
    else:
        return columns
    raise FormatError(path, number, f"{problem}. Write the ten columns of CoNLL-U.")


def _doc(words: list[str], tags: list[str]) -> Doc:
    has_tags = any(tag != _NONE for tag in tags)
    return Doc("".join(words), words=words, tags=tuple(tags) if has_tags else None)


def sentence_lines(doc: Doc) -> str:
    """The words of `doc`, with its tags if any, as one sentence of CoNLL-U; empty for none.

    White space is not a word: one space is the absence of ``SpaceAfter=No``; anything else is in
    ``SpacesAfter`` or ``SpacesBefore``, escaped as in UDPipe.
    """
    words = need(doc.words, "words")
    return _sentence(doc.text, words, doc.tags or [""] * len(words))


def document_lines(fields: Mapping[str, object], doc: Doc, *, id_field: str | None = None) -> str:
    """The sentences of `doc` in CoNLL-U after a comment that a document begins.

    Args:
        fields: The record of the text.
        doc: The text, with words. Without sentences, it is one.
        id_field: The field of the record that names the document.
    """
    words = need(doc.words, "words")
    tags = doc.tags or [""] * len(words)
    name = fields.get(id_field) if id_field else None
    lines = ["# newdoc\n" if name is None else f"# newdoc id = {' '.join(str(name).split())}\n"]
    borders = [span.end for span in doc.sentences or ()]
    first = start = 0
    for border in [*borders, len(doc.text)]:
        last = first
        end = start
        while last < len(words) and (end < border or words[last].isspace()):
            end += len(words[last])
            last += 1
        lines.append(_sentence(doc.text[start:end].rstrip(), words[first:last], tags[first:last]))
        first, start = last, end
    return "".join(lines)


def _sentence(text: str, words: Sequence[str], tags: Sequence[str]) -> str:
    rows = _rows(words, tags)
    comment = f"# text = {text.translate(_LINE_ENDS)}"
    return "\n".join([comment, *rows, "", ""]) if rows else ""


def _rows(words: Sequence[str], tags: Sequence[str]) -> list[str]:
    """The ten columns of every word that is not white space."""
    before, solid = "", []  # white space before; each word, its tag, the white space after it
    for word, tag in zip(words, tags, strict=True):
        if not word.isspace():
            solid.append([word, tag, ""])
        elif solid:
            solid[-1][2] += word
        else:
            before += word
    rows = []
    for number, (word, tag, after) in enumerate(solid, 1):
        notes = [f"SpacesBefore={before.translate(_ESCAPES)}"] if before and number == 1 else []
        if after not in ("", " "):
            notes.append(f"SpacesAfter={after.translate(_ESCAPES)}")
        elif not after and number < len(solid):
            notes.append("SpaceAfter=No")
        form = word.replace("\t", " ")
        both = (tag, "_") if _UPOS.fullmatch(tag) else ("_", tag or "_")
        rows.append("\t".join([str(number), form, "_", *both, *"_" * 4, "|".join(notes) or "_"]))
    return rows
