"""Pairs of a text as it was typed and as it should be.

======= =====================================================================
format  a file of it
======= =====================================================================
pairs   ``source<TAB>target``, a pair a line
sighan  ``n<TAB>source<TAB>target``: how many errors there are, which is passed
        over
spaced  as `pairs`, with one space between the characters, as LEMON has it
jsonl   an object a line with ``source`` and ``target``, or ``original_text``
        and ``correct_text``; other names are passed over
json    a list of such objects
======= =====================================================================
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from os import PathLike
from typing import Any, Literal, NamedTuple, get_args

from zhnlp.corpus.jsonl import problem_of
from zhnlp.errors import FormatError, UsageError
from zhnlp.io.lines import read_lines

SpellingFormat = Literal["pairs", "sighan", "spaced", "jsonl", "json"]
SPELLING_FORMATS: tuple[SpellingFormat, ...] = get_args(SpellingFormat)

Path = str | PathLike[str]
_SAMPLE = 100  # lines that the format is guessed from
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
    """The pairs of a corpus of misspelled texts, in order.

    Blank lines are no pairs. A byte order mark and CRLF line ends do not count;
    texts are left as they are otherwise.

    Args:
        path: A UTF-8 file, unpacked where its name ends in ``.gz``.
        format: See above; guessed from the first lines where None.

    Raises:
        FileError: It cannot be read or unpacked.
        FormatError: What is not in the format, or a format that cannot be guessed.
    """
    if format not in (None, *SPELLING_FORMATS):
        names = ", ".join(map(repr, SPELLING_FORMATS))
        raise UsageError(f"format {format!r} is not known. There are: {names}.")
    return _read(path, format)


def _read(path: Path, format: SpellingFormat | None) -> Iterator[SpellingPair]:
    numbered = enumerate((line.rstrip("\r\n") for line in read_lines(path)), 1)
    filled = ((number, line) for number, line in numbered if line.strip())
    if not (sample := list(islice(filled, _SAMPLE))):
        return
    form = format or _guess(path, sample)
    if form == "json":
        yield from _list(path)
        return
    pair_of = _object if form == "jsonl" else _columns(form)
    for number, line in chain(sample, filled):
        try:
            yield pair_of(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(path, number, problem_of(error)) from None


def _guess(path: Path, sample: Sequence[tuple[int, str]]) -> SpellingFormat:
    """The format that most lines of `sample` are in."""
    number, first = sample[0]
    if _OPENS_LIST.match(first):
        return "json"
    if _OPENS_OBJECT.match(first):
        return "jsonl"
    rows = [line.split("\t") for _, line in sample]
    if _most(len(row) == 3 and row[0].isdecimal() for row in rows):
        return "sighan"
    if _most(len(row) == 2 for row in rows):
        return "spaced" if _most(all(map(_is_spaced, row)) for row in rows) else "pairs"
    raise FormatError(
        path,
        number,
        f"{first[:40]!r} begins a file of no format of pairs that can be guessed. Write "
        f"source<TAB>target, or name its format: {', '.join(SPELLING_FORMATS)}.",
    )


def _most(passed: Iterable[bool]) -> bool:
    found = list(passed)
    return 2 * sum(found) > len(found)


def _is_spaced(text: str) -> bool:
    return not text[1::2].strip(" ")


def _columns(form: SpellingFormat) -> Callable[[str], SpellingPair]:
    """What reads a line with tabs."""

    def pair_of(line: str) -> SpellingPair:
        fields = line.split("\t")
        if len(fields) != _COLUMNS[form]:
            columns = "1 column" if len(fields) == 1 else f"{len(fields)} columns"
            raise ValueError(f"{line[:40]!r} has {columns}. Write {_LINES[form]}.")
        source, target = fields[-2:]
        if form == "sighan" and not fields[0].isdecimal():
            raise ValueError(f"{fields[0][:40]!r} is no number of errors. Write {_LINES[form]}.")
        if form == "spaced":
            for text in (source, target):
                if not _is_spaced(text):
                    raise ValueError(f"{text[:40]!r} is not spaced. Write {_LINES[form]}.")
            source, target = source[::2], target[::2]
        return SpellingPair(source, target)

    return pair_of


def _object(line: str) -> SpellingPair:
    return _pair(json.loads(line))


def _pair(found: Any) -> SpellingPair:
    if isinstance(found, dict):
        for source, target in _NAMES:
            match found.get(source), found.get(target):
                case str(text), str(right):
                    return SpellingPair(text, right)
    raise ValueError('this is no object with two texts. Write {"source": "…", "target": "…"}.')


def _list(path: Path) -> Iterator[SpellingPair]:
    """The pairs of a list of objects, which is read whole."""
    text = "".join(read_lines(path))
    decode = json.JSONDecoder().raw_decode
    begin = _LIST.match(text)
    at = begin.end() if begin else 0
    line = 1 + text.count("\n", 0, at)
    while begin is None or text[at : at + 1] != "]":
        try:
            found, end = decode(text, at)
            yield _pair(found)
        except json.JSONDecodeError as error:
            raise FormatError(path, error.lineno, _no_list(error.msg)) from None
        except (ValueError, RecursionError) as error:
            raise FormatError(path, line, problem_of(error)) from None
        after = _GAP.match(text, end)
        line += text.count("\n", at, at := after.end() if after else end)
    if text[at + 1 :].strip():
        raise FormatError(path, line, _no_list("something stands after its end"))


def _no_list(problem: str) -> str:
    return (
        f"this is no JSON list: {problem}. Write a list of objects, or one object a line: "
        '{"source": "…", "target": "…"}.'
    )
