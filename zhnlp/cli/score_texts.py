"""Read the texts to score: gold data, and results for the same texts."""

from __future__ import annotations

from collections.abc import Sequence

from zhnlp.corpus import (
    Format,
    SpellingFormat,
    SpellingPair,
    TagColumn,
    read_numbered,
    read_spelling,
)
from zhnlp.doc import Doc
from zhnlp.errors import FormatError
from zhnlp.evaluate.ratios import difference
from zhnlp.io.lines import read_lines


def read_gold(
    path: str,
    layers: Sequence[str],
    *,
    gold_format: Format | None = None,
    repair: bool = False,
    tag_column: TagColumn = "upos",
) -> list[Doc]:
    """The texts of a corpus with `layers`.

    Raises:
        FormatError: There are no texts, or one has not all `layers`.
    """
    docs = []
    numbered = read_numbered(path, format=gold_format, repair=repair, tag_column=tag_column)
    for line, doc in numbered:
        _check_layers(path, line, doc, layers)
        docs.append(doc)
    if not docs:
        raise FormatError(path, 1, "the file has no texts. Give a corpus to score against.")
    return docs


def read_predicted(
    path: str,
    gold: Sequence[Doc],
    layers: Sequence[str],
    *,
    repair: bool = False,
    tag_column: TagColumn = "upos",
) -> list[Doc]:
    """The texts of a result with `layers`, in the order of `gold`.

    If `layers` contain words, white space is ignored.

    Raises:
        FormatError: The texts differ from those of `gold`, or one has not all `layers`.
    """
    text_of = _without_space if "words" in layers else _text
    docs: list[Doc] = []
    line = 1
    for line, doc in read_numbered(path, repair=repair, tag_column=tag_column):
        _check_layers(path, line, doc, layers)
        if len(docs) < len(gold) and text_of(doc) != text_of(gold[len(docs)]):
            raise FormatError(path, line, difference(text_of(gold[len(docs)]), text_of(doc)))
        docs.append(doc)
    if len(docs) != len(gold):
        raise FormatError(
            path,
            line,
            f"the file has {len(docs)} texts, the gold file has {len(gold)}. "
            "Give the same texts in the same order.",
        )
    return docs


def read_known(path: str | None) -> set[str] | None:
    """The words of a corpus; None for None."""
    if path is None:
        return None
    known: set[str] = set()
    for line, doc in read_numbered(path):
        _check_layers(path, line, doc, ("words",))
        known.update(doc.words or ())
    return known


def read_pairs(path: str, *, gold_format: SpellingFormat | None = None) -> list[SpellingPair]:
    """The pairs of a corpus of misspelled sentences.

    Raises:
        FormatError: There are no pairs.
    """
    if not (pairs := list(read_spelling(path, format=gold_format))):
        raise FormatError(path, 1, "the file has no pairs. Give a corpus to score against.")
    return pairs


def read_sentences(path: str, number: int) -> list[str]:
    """The lines of a result, one for each of `number` pairs; errors as of `read_results`."""
    return read_results(path, number, "pairs", "corrected sentence")


def read_results(path: str, number: int, items: str, result: str) -> list[str]:
    """The lines of a result, one for each of `number` items; blank ones at the end are ignored.

    Args:
        path: A UTF-8 file.
        number: How many lines it must have.
        items: What the gold file has, for messages.
        result: What a line holds, for messages.

    Raises:
        FormatError: There are more or fewer lines.
    """
    lines = [line.rstrip("\r\n") for line in read_lines(path, what="result")]
    while len(lines) > number and not lines[-1].strip():
        lines.pop()
    if len(lines) != number:
        raise FormatError(
            path,
            max(1, len(lines)),
            f"the file has {len(lines)} lines, the gold file has {number} {items}. "
            f"Give the {result} of each, in the same order.",
        )
    return lines


def words_of(doc: Doc) -> list[str]:
    """The words of `doc`, without white space."""
    words = ("".join(word.split()) for word in doc.words or ())
    return [word for word in words if word]


def _check_layers(path: str, line: int, doc: Doc, layers: Sequence[str]) -> None:
    for layer in layers:
        if getattr(doc, layer) is None:
            raise FormatError(
                path, line, f"the text has no {layer}. Give a corpus in a format that has them."
            )


def _without_space(doc: Doc) -> str:
    return "".join(doc.text.split())


def _text(doc: Doc) -> str:
    return doc.text
