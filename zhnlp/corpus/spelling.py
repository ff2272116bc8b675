"""Read pairs of a text as it was typed and as it should be.

======= =====================================================================
format  content
======= =====================================================================
pairs   ``source<TAB>target``, one pair per line
sighan  ``n<TAB>source<TAB>target``; the number of errors is skipped
spaced  as `pairs`, with one space between the characters, as in LEMON
jsonl   one object per line with ``source`` and ``target``, or
        ``original_text`` and ``correct_text``; other names are skipped
json    a list of such objects
======= =====================================================================
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from os import PathLike
from typing import Any, Literal, NamedTuple, get_args

from zhnlp.arguments import need_choice
from zhnlp.corpus.guess import most
from zhnlp.corpus.jsonl import problem_of
from zhnlp.errors import FormatError
from zhnlp.io.lines import read_lines

SpellingFormat = Literal["pairs", "sighan", "spaced", "jsonl", "json"]
SPELLING_FORMATS: tuple[SpellingFormat, ...] = get_args(SpellingFormat)

Path = str | PathLike[str]
_SAMPLE = 100  # number of lines to guess the format from
_NAMES = (("source", "target"), ("original_text", "correct_text"))
_LIST = re.compile(r"\s*\[\s*")
_GAP = re.compile(r"\s*,?\s*")
_OPENS_LIST = re.compile(r"\s*\[\s*([{\]]|$)")
_OPENS_OBJECT = re.compile(r'\s*\{\s*["}]')
_COLUMNS = {"pairs": 2, "sighan": 3, "spaced": 2}
_LINES = {
    "pairs": "source<TAB>target",
    "sighan": "n<TAB>source<TAB>target",
    "spaced": "source<TAB>target with a space between all characters",
}


class SpellingPair(NamedTuple):
    """A text as it was typed, and as it should be."""

    source: str
    target: str


def read_spelling(path: Path, *, format: SpellingFormat | None = None) -> Iterator[SpellingPair]:
    """Yield the pairs of a corpus of misspelled texts, in order.

    Blank lines, a byte order mark and CRs at line ends are ignored; the texts are not
    changed otherwise.

    Args:
        path: A UTF-8 file, which may be compressed.
        format: ``"pairs"``: ``source<TAB>target`` on each line. ``"sighan"``: a number, a tab and
            the same. ``"spaced"``: pairs with a space between the characters. ``"jsonl"``: an
            object on each line with ``source`` and ``target``. ``"json"``: a list of such
            objects. None guesses it from the first lines.

    Raises:
        FileError: The file cannot be read or unpacked.
        FormatError: A line is not in the format, or the format cannot be guessed.
    """
    if format is not None:
        need_choice(format, "format", SPELLING_FORMATS)
    return _read(path, format)


def _read(path: Path, format: SpellingFormat | None) -> Iterator[SpellingPair]:
    numbered = enumerate((line.rstrip("\r\n") for line in read_lines(path)), 1)
    filled = ((number, line) for number, line in numbered if line.strip())
    if not (sample := list(islice(filled, _SAMPLE))):
        return
    format = format or _guess(path, sample)
    if format == "json":
        yield from _list(path)
        return
    pair_of = _object if format == "jsonl" else _columns(format)
    for number, line in chain(sample, filled):
        try:
            yield pair_of(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(path, number, problem_of(error)) from None


def _guess(path: Path, sample: Sequence[tuple[int, str]]) -> SpellingFormat:
    """The format of most lines of `sample`."""
    number, first = sample[0]
    if _OPENS_LIST.match(first):
        return "json"
    if _OPENS_OBJECT.match(first):
        return "jsonl"
    rows = [line.split("\t") for _, line in sample]
    if most(rows, lambda row: len(row) == 3 and row[0].isdecimal()):
        return "sighan"
    if most(rows, lambda row: len(row) == 2):
        return "spaced" if most(rows, lambda row: all(map(_is_spaced, row))) else "pairs"
    raise FormatError(
        path,
        number,
        f"cannot guess the format of pairs in a file that begins with {first[:40]!r}. Write "
        f"source<TAB>target, or name the format: {', '.join(SPELLING_FORMATS)}.",
    )


def _is_spaced(text: str) -> bool:
    return not text[1::2].strip(" ")


def _columns(format: SpellingFormat) -> Callable[[str], SpellingPair]:
    """A function that reads a line with tabs in this format."""

    def pair_of(line: str) -> SpellingPair:
        fields = line.split("\t")
        if len(fields) != _COLUMNS[format]:
            columns = "1 column" if len(fields) == 1 else f"{len(fields)} columns"
            raise ValueError(f"{line[:40]!r} has {columns}. Write {_LINES[format]}.")
        source, target = fields[-2:]
        if format == "sighan" and not fields[0].isdecimal():
            raise ValueError(f"{fields[0][:40]!r} is not a number. Write {_LINES[format]}.")
        if format == "spaced":
            for text in (source, target):
                if not _is_spaced(text):
                    raise ValueError(f"{text[:40]!r} is not spaced. Write {_LINES[format]}.")
            source, target = source[::2], target[::2]
        return SpellingPair(source, target)

    return pair_of


def _object(line: str) -> SpellingPair:
    return _pair(json.loads(line))


def _pair(item: Any) -> SpellingPair:
    if isinstance(item, dict):
        for source, target in _NAMES:
            match item.get(source), item.get(target):
                case str(text), str(right):
                    return SpellingPair(text, right)
    raise ValueError('this is not an object with two texts. Write {"source": "…", "target": "…"}.')


def _list(path: Path) -> Iterator[SpellingPair]:
    """Yield the pairs of a JSON list of objects; the file is read whole."""
    text = "".join(read_lines(path))
    decode = json.JSONDecoder().raw_decode
    begin = _LIST.match(text)
    at = begin.end() if begin else 0
    line = 1 + text.count("\n", 0, at)
    while begin is None or text[at : at + 1] != "]":
        try:
            item, end = decode(text, at)
            yield _pair(item)
        except json.JSONDecodeError as error:
            raise FormatError(path, error.lineno, _no_list(error.msg)) from None
        except (ValueError, RecursionError) as error:
            raise FormatError(path, line, problem_of(error)) from None
        after = _GAP.match(text, end)
        line += text.count("\n", at, at := after.end() if after else end)
    if text[at + 1 :].strip():
        raise FormatError(path, line, _no_list("there is text after its end"))


def _no_list(problem: str) -> str:
    return (
        f"this is not a JSON list: {problem}. Write a list of objects, or one object per line: "
        '{"source": "…", "target": "…"}.'
    )
