"""Rules: which reading a polyphonic character has where.

They lie in ``dicts/polyphones.tsv``, which says what its columns mean.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from operator import methodcaller

from zhnlp.errors import FormatError
from zhnlp.io.tables import read_rows
from zhnlp.models.pinyin.styles import styled

Test = Callable[[str], object]  # what is true or a match
_REACH = 10  # characters of the text before and behind that a rule sees
_COLUMNS = 6
_LITERAL = r"[^\\\[\](){}|?*+.^$-]"
_PART = rf"(?:{_LITERAL}+|\[{_LITERAL}+\]|[$^])"
_LIST = re.compile(rf"\({_PART}(?:\|{_PART})*\)|{_LITERAL}+|\[{_LITERAL}+\]")
_WHERE = ("any", "alone", "word", "name")


@dataclass(frozen=True)
class Rule:
    """A line of the table.

    Attributes:
        reading: With a tone mark.
        where: One of `_WHERE`.
        tags: Beginnings of tags, one of which the word must have; empty for all.
        before: Tells whether the text before ends as it must; None if any does.
        after: Tells whether the text behind begins as it must; None if any does.
    """

    reading: str
    where: str
    tags: tuple[str, ...]
    before: Test | None
    after: Test | None


def read_rules(path: str | os.PathLike[str], syllables: Iterable[str]) -> dict[str, list[Rule]]:
    """The rules of each character in the file at `path`, in order.

    Args:
        path: A table as ``dicts/polyphones.tsv``.
        syllables: The readings that there are, with tone marks.

    Raises:
        FileError: The file cannot be read.
        FormatError: A line breaks a rule.
    """
    known = {styled(each, "numbers", umlaut="v"): each for each in syllables}
    rules: dict[str, list[Rule]] = {}
    for number, row in read_rows(path, what="table of readings"):
        columns = row.split("\t")
        if len(columns) != _COLUMNS or len(columns[0]) != 1:
            raise FormatError(
                path, number, f"{row!r} is not character, reading, where, tags, before, after."
            )
        char, reading, where, tags, before, after = columns
        if reading not in known:
            raise FormatError(path, number, f"there is no reading {reading!r}. Write it as zhang3.")
        if where not in _WHERE:
            raise FormatError(path, number, f"{where!r} is not one of {', '.join(_WHERE)}.")
        own = tuple(tags.split(",")) if tags != "-" else ()
        try:
            rule = Rule(known[reading], where, own, *_patterns(before, after))
        except re.error as error:
            raise FormatError(path, number, f"not a regular expression: {error}.") from error
        rules.setdefault(char, []).append(rule)
    return rules


def _patterns(before: str, after: str) -> tuple[Test | None, Test | None]:
    return (
        None if before == "-" else _ends_with(before),
        None if after == "-" else _begins_with(after),
    )


# Most patterns are lists of strings. These need no regular expression, which would take longer to
# compile than everything else here, and to match.
def _ends_with(pattern: str) -> Test:
    if (listed := _listed(pattern, "^")) is None:
        return re.compile(rf"(?:{pattern})\Z").search
    strings, also_none = listed
    if not also_none:
        return methodcaller("endswith", strings)
    return lambda text: not text or text.endswith(strings)


def _begins_with(pattern: str) -> Test:
    if (listed := _listed(pattern, "$")) is None:
        return re.compile(pattern, re.MULTILINE).match
    strings, also_none = listed
    if not also_none:
        return methodcaller("startswith", strings)
    return lambda text: text.startswith(strings) or text[:1] in ("", "\n")


def _listed(pattern: str, border: str) -> tuple[tuple[str, ...], bool] | None:
    """The strings of ``(a|b|[cd])``, and whether `border` is among them; None for any other."""
    if not _LIST.fullmatch(pattern):
        return None
    parts = pattern[1:-1].split("|") if pattern[0] == "(" else [pattern]
    strings: list[str] = []
    for part in parts:
        if part.startswith("["):
            strings += part[1:-1]
        elif part != border:
            strings.append(part)
    if any(char in "^$[]()" for string in strings for char in string):
        return None
    return tuple(strings), border in parts


def reading_at(
    rules: Sequence[Rule],
    text: str,
    at: int,
    *,
    where: Container[str],
    tag: str | None,
    ends_word: bool = False,
) -> str | None:
    """The reading of the character at `at` by the first of its rules that holds, or None.

    Args:
        rules: Those of the character.
        text: The text, simplified.
        at: Where the character is.
        where: Which of `_WHERE` are true of it.
        tag: That of its word, if known.
        ends_word: Whether it is the last of several characters of a word. Rules that know only
            the text behind do not hold there: 提供|职位 has no 供职.
    """
    left: str | None = None
    right = text[at + 1 : at + 1 + _REACH]
    for rule in rules:
        if rule.where not in where:
            continue
        if rule.tags and (tag is None or not tag.startswith(rule.tags)):
            continue
        if rule.after is not None and not rule.after(right):
            continue
        if ends_word and rule.where == "any" and rule.before is None and rule.after is not None:
            continue
        if rule.before is not None:
            if left is None:
                left = text[at - _REACH if at > _REACH else 0 : at]
                if "\n" in left:
                    left = left.rpartition("\n")[2]
            if not rule.before(left):
                continue
        return rule.reading
    return None
