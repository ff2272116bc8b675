"""Lexicon: words with mode, frequency and tag, from a file or from Python.

A line has one of two formats, both UTF-8, one word per line::

    云计算 5 n              jieba's: word, frequency, tag, separated by spaces
    云计算<TAB>force         tabs: word, mode, frequency, tag; all but the word are optional

Blank lines and lines that begin with ``# `` are skipped. The rules are stricter
than jieba's: a frequency that is not a whole number from 1 to 10^9, an unknown
mode, an extra field, a space inside a word of jieba's format, an empty word and
a repeated word are errors with ``path:line``.

stages/segmenter.py describes how a segmenter uses the modes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from zhnlp.arguments import shown
from zhnlp.core import Trie
from zhnlp.errors import FormatError, UsageError, did_you_mean
from zhnlp.io.tables import check_rows

if TYPE_CHECKING:
    from zhnlp.core import NearWords

Mode = Literal["prefer", "force", "force-inside", "split"]
MODES: tuple[Mode, ...] = get_args(Mode)
MAX_FREQUENCY = 10**9
_TAG = re.compile("[a-z]+")
_DIGITS = re.compile("[0-9]+")


class Entry(NamedTuple):
    """A word, how to treat it, how often it occurs, and its part of speech."""

    word: str
    mode: Mode = "prefer"
    frequency: int | None = None
    tag: str | None = None


Given = (
    str
    | Entry
    | tuple[str]
    | tuple[str, Mode]
    | tuple[str, Mode, int | None]
    | tuple[str, Mode, int | None, str | None]
)
"""An entry as callers may write it."""


@dataclass(frozen=True, init=False)
class Lexicon:
    """A set of words, each once, in the order given.

    Args:
        entries: Entries, tuples ``(word, mode, frequency, tag)`` of 1 to 4 items,
            or plain words.

    Raises:
        UsageError: An entry breaks one of the rules above.

    >>> Lexicon(["云计算", ("李小福", "force")]).entries[1].mode
    'force'
    """

    entries: tuple[Entry, ...] = ()

    def __init__(self, entries: Iterable[Given] = ()) -> None:
        made = []
        seen: set[str] = set()
        if isinstance(entries, (str, bytes, os.PathLike)) or not isinstance(entries, Iterable):
            raise UsageError(
                f"the entries of a lexicon are {shown(entries)}. Give a list of words, "
                "or read a file with Lexicon.read(path)."
            )
        for given in entries:
            entry = _as_entry(given)
            if problem := _problem(entry):
                raise UsageError(f"lexicon entry {tuple(entry)!r}: {problem}")
            if entry.word in seen:
                raise UsageError(f"lexicon word {entry.word!r} is given twice. Leave one out.")
            seen.add(entry.word)
            made.append(entry)
        object.__setattr__(self, "entries", tuple(made))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Lexicon:
        """The lexicon in the file at `path`, which may be compressed (``.gz``).

        Raises:
            FileError: The file cannot be read.
            FormatError: A line is not UTF-8 or breaks a rule.
        """
        return cls(tuple(entry for _, entry in read_entries(path)))

    def near(
        self, word: str, distance: float = 1, *, n: int | None = None
    ) -> tuple[tuple[str, float], ...]:
        """The words within an edit distance of `word`, with their distances.

        The edits are those of edit_distance in zhnlp/core, each with cost 1: one
        character replaced, inserted or deleted, or two neighbours swapped. Case
        matters. Words with mode ``split`` are left out.

        The first call builds the lists that searches need (a tenth of a second for
        100,000 words).

        Args:
            word: Any text; if it is a word of the lexicon, it is found, too.
            distance: The largest distance, from 0 to 100.
            n: The largest number of words; None for all.

        Returns:
            The nearest first; at equal distance, in the order of the lexicon.

        Raises:
            UsageError: `distance` or `n` is out of range.

        >>> Lexicon(["iPhone", "华为", "华为云"]).near("花为")
        (('华为', 1.0),)
        """
        return nearest(self._near_words, word, distance, n)

    @cached_property
    def _near_words(self) -> NearWords:
        from zhnlp.core import NearWords  # most programs do not need the module

        return NearWords(Trie.build(e.word for e in self.entries if e.mode != "split"))

    def __getstate__(self) -> dict[str, object]:
        """The entries only: each process builds the lists of `near` for itself."""
        return {"entries": self.entries}

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        shown = ", ".join(f"{e.word}:{e.mode}" for e in self.entries[:3])
        return f"<Lexicon of {len(self)}: {shown}{', …' if len(self) > 3 else ''}>"


def nearest(
    words: NearWords, word: str, distance: float, n: int | None
) -> tuple[tuple[str, float], ...]:
    """The result of `Lexicon.near` for `words`."""
    try:
        return tuple(words.find(word, distance, n=n))
    except ValueError as error:
        raise UsageError(str(error)) from error


def read_entries(path: str | os.PathLike[str]) -> Iterator[tuple[int, Entry]]:
    """Yield the line number and entry of every word; errors as in `Lexicon.read`."""
    for number, entry in check_entries(path):
        if isinstance(entry, FormatError):
            raise entry
        yield number, entry


def check_entries(path: str | os.PathLike[str]) -> Iterator[tuple[int, Entry | FormatError]]:
    """As `read_entries`, but yield the error of a bad line and go on with the next line."""
    lines: dict[str, int] = {}
    for number, row in check_rows(path, what="lexicon"):
        try:
            entry = _entry(path, number, row)
            if (first := lines.setdefault(entry.word, number)) != number:
                problem = f"word {entry.word!r} is already in line {first}. Remove one of the two."
                raise FormatError(path, number, problem)
        except FormatError as error:
            yield number, error
        else:
            yield number, entry


def _entry(path: str | os.PathLike[str], number: int, row: str | FormatError) -> Entry:
    if isinstance(row, FormatError):
        raise row
    entry = _by_tabs(path, number, row) if "\t" in row else _by_spaces(path, number, row)
    if problem := _problem(entry):
        raise FormatError(path, number, problem)
    return entry


def _by_spaces(path: str | os.PathLike[str], number: int, line: str) -> Entry:
    fields = line.split()
    word, rest = fields[0], fields[1:]
    tag = rest.pop() if rest and _TAG.fullmatch(rest[-1]) else None
    frequency = rest.pop(0) if rest else None
    if rest:
        raise FormatError(
            path,
            number,
            f"{line.strip()!r} has too many fields. Write 'word frequency tag'; "
            "a word with a space needs tabs between the fields.",
        )
    return Entry(word, "prefer", _frequency(path, number, frequency), tag)


def _by_tabs(path: str | os.PathLike[str], number: int, line: str) -> Entry:
    word, *rest = line.split("\t")
    if len(rest) > 3:
        raise FormatError(
            path, number, f"{len(rest) + 1} fields; there are four: word, mode, frequency, tag."
        )
    mode, frequency, tag = [*(field.strip() or None for field in rest), None, None, None][:3]
    if mode is not None and mode not in MODES:
        raise FormatError(
            path,
            number,
            f"mode {mode!r} is unknown. {did_you_mean(mode, MODES)} "
            "In jieba's format the fields are separated by spaces.",
        )
    return Entry(word.strip(), mode or "prefer", _frequency(path, number, frequency), tag)


def _frequency(path: str | os.PathLike[str], number: int, field: str | None) -> int | None:
    if field is None:
        return None
    if not _DIGITS.fullmatch(field) or len(field) > 20:
        raise FormatError(
            path,
            number,
            f"frequency {field[:30]!r} is not a whole number from 1 to {MAX_FREQUENCY}.",
        )
    return int(field)


def _as_entry(given: object) -> Entry:
    if isinstance(given, str):
        return Entry(given)
    if isinstance(given, (tuple, list)) and 1 <= len(given) <= 4:
        return Entry(*given)
    raise UsageError(
        f"lexicon entry {shown(given)} is neither a word nor (word, mode, frequency, tag)."
    )


def _problem(entry: Entry) -> str:
    """What is wrong with an entry, as a sentence; empty if nothing is."""
    if not isinstance(entry.word, str) or not entry.word:
        return "the word is empty. Remove the line or write a word before the first tab."
    if entry.mode not in MODES:
        return f"mode {entry.mode!r} is unknown. {did_you_mean(entry.mode, MODES)}"
    if entry.mode == "split" and len(entry.word) == 1:
        return f"{entry.word!r} is a single character, which cannot be split."
    if entry.frequency is not None and not (
        isinstance(entry.frequency, int) and 1 <= entry.frequency <= MAX_FREQUENCY
    ):
        return f"frequency '{entry.frequency}' is not a whole number from 1 to {MAX_FREQUENCY}."
    return ""


def weights(lexicon: Iterable[Entry]) -> dict[str, int]:
    """Frequency by word, 1 if none is given: what a base dictionary needs."""
    return {entry.word: entry.frequency or 1 for entry in lexicon}
