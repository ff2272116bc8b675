"""Read the lines of ARPA files into the levels of an n-gram model (see arpa.py)."""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhnlp.errors import FormatError
from zhnlp.io.lines import read_lines
from zhnlp.models.ngrams.counts import Level, check_size, place
from zhnlp.models.ngrams.word_corpus import BEGIN, END, LATIN, NUMBER, SPECIAL

if TYPE_CHECKING:
    from zhnlp.models.ngrams import Array

_COUNT = re.compile(r"ngram ([1-6])=\s*(\d+)$")
_CUT = "the file is truncated: "


class _Lines:
    """The lines of a file that are not blank, with the number of the last one read."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path, self.number = path, 0
        self._left = read_lines(path, what="ARPA file")

    def __iter__(self) -> Iterator[str]:
        for line in self._left:
            self.number += 1
            if line := line.rstrip("\r\n"):
                yield line

    def next(self, expected: str) -> str:
        """The next line; FormatError if the file ends before the line `expected`."""
        line = next(iter(self), None)
        if line is None:
            raise self.error(_CUT + f"{expected} should follow. Get it again.")
        return line

    def error(self, problem: str, number: int | None = None) -> FormatError:
        return FormatError(self.path, self.number if number is None else number, problem)


class _Entry(NamedTuple):
    log_prob: float
    words: list[str]
    back_off: float


def read_levels(
    path: str | os.PathLike[str], names: Mapping[str, str], *, of_characters: bool
) -> tuple[list[str], list[Level]]:
    """The vocabulary (with UNKNOWN, BEGIN and END first) and the levels of the model.

    Counts of n-grams are not in the file; they are set to what the model expects in a
    corpus of a billion words.

    Args:
        path: The file.
        names: Forms by the names that the file has for them.
        of_characters: Leave out words that are not tokens of a model of characters.
    """
    lines = _Lines(path)
    sizes = _sizes(lines)
    probs: dict[str, tuple[float, float]] = {}
    forms: dict[str, str] = {}
    for entry in _entries(lines, 1, sizes[0]):
        (name,) = entry.words
        forms[name] = word = _word(name, names)
        if word in probs:
            raise lines.error(f"{name!r} is repeated. Remove one of the two.")
        probs[word] = entry.log_prob, entry.back_off
    if missing := [n for n, form in names.items() if form in SPECIAL[1:] and form not in probs]:
        raise lines.error(
            f"there is no {missing[0]!r} among the words. Train it with sentence ends."
        )
    vocabulary = _vocabulary(probs, of_characters)
    check_size(len(vocabulary), len(sizes))
    levels = [_words(vocabulary, probs)]
    index = {word: number for number, word in enumerate(vocabulary)}
    numbers = {name: index.get(word, -1) for name, word in forms.items()}
    for n, size in enumerate(sizes[1:], 2):
        levels.append(_longer(lines, n, size, numbers, levels[-1]))
    if (line := lines.next("\\end\\")) != "\\end\\":
        raise lines.error(f"\\end\\ should be here, not {line[:40]!r}.")
    return vocabulary, levels


def _word(name: str, names: Mapping[str, str]) -> str:
    if "<" in name:
        for known, form in names.items():
            name = name.replace(known, form)
    return name


def _sizes(lines: _Lines) -> list[int]:
    """The numbers of n-grams of each order in the header of the file."""
    while lines.next("\\data\\") != "\\data\\":
        pass
    sizes: list[int] = []
    while match := _COUNT.match(line := lines.next("\\1-grams:")):
        if int(match[1]) != len(sizes) + 1:
            raise lines.error(f"the number of n-grams of order {len(sizes) + 1} should be here.")
        sizes.append(int(match[2]))
    if not sizes or line != "\\1-grams:":
        raise lines.error(f"'ngram 1=…' or \\1-grams: should be here, not {line[:40]!r}.")
    return sizes


def _entries(lines: _Lines, n: int, size: int) -> Iterator[_Entry]:
    if n > 1 and (line := lines.next(f"\\{n}-grams:")) != f"\\{n}-grams:":
        raise lines.error(f"\\{n}-grams: should be here, not {line[:40]!r}.")
    for left in range(size, 0, -1):
        line = lines.next(f"{left} more n-grams of order {n}")
        parts = line.split("\t")
        words = parts[1].split(" ") if len(parts) in (2, 3) else []
        try:
            log_prob, back_off = float(parts[0]), float(parts[2]) if len(parts) == 3 else 0.0
        except ValueError:
            words = []
        if len(words) != n or "" in words:
            raise lines.error(
                f"{line[:40]!r} is not an n-gram of order {n}: a number, {n} words and optionally "
                f"another number, separated by tabs ({left:,} should still follow)."
            )
        if not log_prob <= 0 or not isfinite(back_off):
            raise lines.error(
                f"{parts[0]} is not the log of a probability, or {back_off} not that of a weight."
            )
        yield _Entry(log_prob, words, back_off)


def _vocabulary(probs: Mapping[str, tuple[float, float]], of_characters: bool) -> list[str]:
    """The words by decreasing probability, the special ones first."""
    words = [word for word in probs if word not in SPECIAL]
    if of_characters:
        words = [word for word in words if len(word) == 1]
        words += [form for form in (NUMBER, LATIN) if form not in probs]
    return [*SPECIAL, *sorted(words, key=lambda word: (-probs.get(word, (-99.0,))[0], word))]


def _words(vocabulary: list[str], probs: Mapping[str, tuple[float, float]]) -> Level:
    lowest = min((log for log, _ in probs.values() if log > -90), default=0.0), 0.0
    logs = np.array([probs.get(word, lowest) for word in vocabulary])
    level = _level(1, len(vocabulary), np.arange(len(vocabulary), dtype=np.uint64), logs)
    level.probs[BEGIN] = 0
    level.counts = level.probs * 1e9
    level.counts[BEGIN] = level.counts[END]
    return level


def _level(n: int, n_words: int, grams: Array, logs: Array) -> Level:
    probs, weights = (10.0 ** np.minimum(column, 30) for column in logs.T)
    return Level(n, n_words, grams, np.zeros(len(grams)), probs, weights)


def _longer(lines: _Lines, n: int, size: int, numbers: Mapping[str, int], above: Level) -> Level:
    grams, logs, line_numbers = array("Q"), array("d"), array("Q")
    for log_prob, words, back_off in _entries(lines, n, size):
        gram = 0
        for name in words:
            number = numbers.get(name)
            if number is None:
                raise lines.error(f"{name!r} is not among the n-grams of order 1.")
            if number < 0:
                break
            gram = gram * above.n_words + number
        else:
            grams.append(gram)
            logs.extend((log_prob, back_off))
            line_numbers.append(lines.number)
    unsorted = np.frombuffer(grams, dtype=np.uint64) if grams else np.zeros(0, dtype=np.uint64)
    order = np.argsort(unsorted, kind="stable")
    at = np.frombuffer(line_numbers, dtype=np.uint64)[order] if grams else unsorted
    pairs = np.frombuffer(logs).reshape(-1, 2)[order] if grams else np.zeros((0, 2))
    level = _level(n, above.n_words, unsorted[order], pairs)
    repeated = np.flatnonzero(level.grams[1:] == level.grams[:-1])
    if len(repeated):
        raise lines.error("this n-gram is repeated.", int(at[repeated[0] + 1]))
    parent, is_there = place(level.contexts(), above.grams)
    if not is_there.all():
        number = int(at[~is_there].min())
        raise lines.error(f"its first {n - 1} words are not among the n-grams.", number)
    level.counts = above.counts[parent] * level.probs
    return level
