"""Entry: a word of a lexicon, and how it is written in a file.

A line has one of two formats, both UTF-8, one word per line::

    云计算 5 n                        jieba's: word, frequency, tag
    云计算<TAB>force<TAB>5<TAB>n       tabs: word, mode, frequency, tag, label

All but the word are optional. In jieba's format white space separates the fields, and is
part of a word where it cannot: ``Edu Trust认证 2000``. As in jieba, the last field is a
frequency or a tag wherever it can be one; a tag is in small letters, or one of a known tag
set. What could be read in two ways is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from operator import index
from typing import Literal, NamedTuple, SupportsIndex, get_args

from zhnlp.arguments import shown
from zhnlp.chars import is_han
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.models.lexicons.limits import broken, is_one_character, too_long
from zhnlp.models.tags.tag_sets import known_tags

Mode = Literal["prefer", "force", "force-inside", "split"]
MODES: tuple[Mode, ...] = get_args(Mode)
MAX_FREQUENCY = 10**9
COLUMNS = ("word", "mode", "frequency", "tag", "label")
_DIGITS = re.compile("[0-9]+")
_NUMBER = re.compile(r"[-+]?[\da-z][\d.,a-z]*")  # what may be meant as a frequency
_SMALL = re.compile("[a-z]+")
_COMMAS = re.compile("[,，;；|]")


class Entry(NamedTuple):
    """A word, how to treat it, how often it occurs, its part of speech, and what it names."""

    word: str
    mode: Mode = "prefer"
    frequency: int | None = None
    tag: str | None = None
    label: str | None = None


Given = (
    str
    | Entry
    | tuple[str]
    | tuple[str, Mode]
    | tuple[str, Mode, int | None]
    | tuple[str, Mode, int | None, str | None]
    | tuple[str, Mode, int | None, str | None, str | None]
)
"""An entry as callers may write it."""

About = int | str | None
"""What a mapping may say of a word: its frequency, or its mode or tag."""


def as_entry(given: object) -> Entry:
    """The entry that a caller means: a word, or a tuple of 1 to 5 items.

    Raises:
        UsageError: It has another shape.
    """
    if isinstance(given, str):
        return Entry(given)
    if isinstance(given, (tuple, list)) and 1 <= len(given) <= len(COLUMNS):
        entry = Entry(*given)
        number = entry.frequency
        if type(number) not in (int, bool) and isinstance(number, SupportsIndex):  # perhaps numpy's
            return entry._replace(frequency=index(number))
        return entry
    raise UsageError(
        f"lexicon entry {shown(given)} is neither a word nor ({', '.join(COLUMNS)}). "
        "Give one of these."
    )


def of_mapping(word: object, about: object) -> tuple[object, ...]:
    """The items of the entry that a mapping means by a word and a value."""
    if about is None:
        return (word,)
    if isinstance(about, str):
        if about in MODES:
            return word, about
        _refuse_typo(word, about)
        return word, "prefer", None, about
    if isinstance(about, SupportsIndex):
        return word, "prefer", about
    raise UsageError(
        f"lexicon word {shown(word)} has the value {shown(about)}. Give its frequency, its mode "
        "or its tag."
    )


def _refuse_typo(word: object, about: str) -> None:
    """UsageError if what would be a tag is a mistyped mode."""
    hint = did_you_mean(about, MODES, listed=False)
    if hint and about not in known_tags():
        raise UsageError(
            f"lexicon word {shown(word)} has the value {shown(about)}, neither a mode nor a known "
            f"tag. {hint} A tag of your own is the fourth item of an entry: {', '.join(COLUMNS)}."
        )


def problem_of(entry: Entry) -> str:
    """What is wrong with an entry, as a sentence; empty if nothing is."""
    if not isinstance(entry.word, str) or not entry.word:
        return "the word is empty. Write one, or remove the entry."
    if entry.word != entry.word.strip() or "\t" in entry.word or broken(entry.word):
        return (
            f"{shown(entry.word)} has white space around it, or a tab or line end in it. Remove "
            "that, or read a file with Lexicon.read(path)."
        )
    if problem := too_long(entry.word):
        return problem
    if entry.mode not in MODES:
        return (
            f"mode {shown(entry.mode)} is unknown. {did_you_mean(entry.mode, MODES)} "
            f"The items of an entry are {', '.join(COLUMNS)}."
        )
    if entry.mode == "split" and is_one_character(entry.word):
        return f"{entry.word!r} is a single character, which cannot be split."
    if entry.frequency is not None and not (
        type(entry.frequency) is int and 1 <= entry.frequency <= MAX_FREQUENCY
    ):
        return f"frequency '{entry.frequency}' is not a whole number from 1 to {MAX_FREQUENCY}."
    for name, value in (("tag", entry.tag), ("label", entry.label)):
        if value is None:
            continue
        if not isinstance(value, str) or value.split() != [value]:
            return f"{name} {shown(value)} is not one word. Write a {name} without white space."
        if value.isdigit():
            return (
                f"{name} {shown(value)} is a number. Give a frequency as an int, or before the tag."
            )
    return ""


def parse(line: str) -> Entry:
    """The entry on a line of a file; UsageError if it is in neither format."""
    return _by_tabs(line) if "\t" in line else _by_spaces(line.strip())


def line_of(entry: Entry) -> str:
    """The line of an entry in the format with tabs."""
    fields = ("" if field is None else str(field) for field in entry)
    blank = " " * entry.word.startswith("# ")  # so that it is no comment
    return blank + "\t".join(fields).rstrip("\t")


def _by_spaces(line: str) -> Entry:
    _refuse_commas(line)
    word, frequency, tag = line, None, None
    match line.rsplit(None, 2):
        case [first, number, last] if _DIGITS.fullmatch(number) and _is_tag(last, first, number):
            word, frequency, tag = first, number, last
        case [*_, _, number] if _DIGITS.fullmatch(number):
            word, frequency = line.rsplit(None, 1)
        case [*_, _, last] if _is_tag(last, line.rsplit(None, 1)[0], None):
            word, tag = line.rsplit(None, 1)
    if frequency is None:
        _refuse_unclear(word, line)
    return Entry(word, "prefer", _frequency(frequency), tag)


def _is_tag(tag: str, word: str, frequency: str | None) -> bool:
    """Whether the last field is a tag: ``nz``, but not the last word of ``leap motion``."""
    anchored = frequency is not None or is_han(word[-1])
    if _SMALL.fullmatch(tag):
        return anchored or tag in known_tags()
    return anchored and tag in known_tags() and len(tag) > 1


def _refuse_unclear(word: str, line: str) -> None:
    """UsageError if a word without a frequency has blanks where a field may have been meant."""
    fields = word.split()
    for before, field in pairwise(fields):
        if field[0] in "+-" and _NUMBER.fullmatch(field) and field is fields[-1]:
            _frequency(field)
        if not is_han(before[-1]):
            continue
        if _NUMBER.fullmatch(field) and field is fields[-1] and any(map(str.isdigit, field)):
            _frequency(field)
        if _NUMBER.fullmatch(field) or is_han(field[0]):
            raise UsageError(
                f"{line!r} has too many fields. Write 'word frequency tag'; "
                "a word with a space needs a frequency, or tabs between the fields."
            )


def _refuse_commas(line: str) -> None:
    """UsageError for a line such as ``机器学习,5,n``."""
    if _COMMAS.search(line) is None:
        return
    word, *rest = (field.strip(' "') for field in _COMMAS.split(line))
    fields = [field for field in rest if field]
    has_number = any(map(_DIGITS.fullmatch, fields))
    if (
        fields
        and any(map(str.isalpha, word))
        and (has_number or is_han(word[-1]))
        and all(_DIGITS.fullmatch(x) or x in MODES or x in known_tags() for x in fields)
    ):
        raise UsageError(
            f"{line!r} has its fields separated by {_COMMAS.findall(line)[0]!r}. Separate them by "
            f"spaces: {' '.join([word, *fields])!r}. If it is one word, write a tab after it."
        )


def _by_tabs(line: str) -> Entry:
    word, *rest = line.split("\t")
    if len(rest) >= len(COLUMNS):
        raise UsageError(f"{len(rest) + 1} fields; there are five: {', '.join(COLUMNS)}.")
    given: Iterable[str | None] = (field.strip() or None for field in rest)
    mode, frequency, tag, label = [*given, None, None, None, None][:4]
    known = next((each for each in MODES if each == (mode or "prefer")), None)
    if known is None:
        raise UsageError(
            f"mode {mode!r} is unknown. {did_you_mean(mode, MODES)} "
            "In jieba's format the fields are separated by spaces."
        )
    return Entry(word.strip(), known, _frequency(frequency), tag, label)


def _frequency(field: str | None) -> int | None:
    if field is None:
        return None
    if not _DIGITS.fullmatch(field) or len(field) > 20:
        raise UsageError(
            f"frequency {field[:30]!r} is not a whole number from 1 to {MAX_FREQUENCY}."
        )
    return int(field)
