"""Arguments: what a caller gave, checked before it is used.

Each ``need_…`` gives the value back, or raises an error that names the argument, shows
what was given and says what to give.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from operator import index
from typing import SupportsIndex, TypeVar, cast

from zhnlp.errors import InputError, UsageError, did_you_mean, shortened

Kind = TypeVar("Kind")
Item = TypeVar("Item")
Choice = TypeVar("Choice")
_MOST = 2**31 - 1
_FEW = 6
_LONGEST_NAME = 255  # bytes, of one file or folder


def shown(value: object) -> str:
    """`value` as messages show it: at most 40 characters, whatever its ``repr`` does.

    >>> shown("我" * 50)
    "'我我我我我我我我我我我我我我我我我我我我我我我我我我我我我我我我我我我我我我…"
    >>> shown(10**5000)
    'an int'
    """
    try:
        text = repr(value)
    except Exception:  # of an object of the caller's it may be any
        kind = type(value).__name__
        return f"a{'n' if kind[0] in 'aeiouAEIOU' else ''} {kind}"
    text = " ".join(text[:80].splitlines())
    return text if len(text) <= 40 else f"{text[:39]}…"


def few(items: Sequence[object] | Mapping[object, object] | str) -> str:
    """The first items as in their ``repr``, and how many are left out; a string shortened.

    >>> few((1, 2, 3, 4, 5, 6, 7, 8)), few("我爱北京")
    ('(1, 2, 3, 4, 5, 6, … 2 more)', "'我爱北京'")
    """
    if isinstance(items, str):
        return shortened(items)
    left = len(items) - _FEW
    more = f", … {left} more" if left > 0 else ""
    if isinstance(items, Mapping):
        pairs = (f"{key!r}: {value!r}" for key, value in items.items())
        return f"{{{', '.join(islice(pairs, _FEW))}{more}}}"
    return f"({', '.join(map(repr, items[:_FEW]))}{more})" if more else repr(items)


def wrong_type(value: object, name: str, advice: str) -> InputError:
    """The error for a `value` of the wrong type; `advice` is a sentence without its full stop."""
    kind = "" if value is None else f", of type {type(value).__name__}"
    return InputError(f"{name} is {shown(value)}{kind}. {advice}.")


def need_text(value: object, name: str) -> str:
    """`value`, which must be a str; one of a class of its own becomes a plain one.

    Such strings may print another text, or hold the whole page that they are from.
    """
    if type(value) is str:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    raise wrong_type(value, name, "Give a str; decode bytes first")


def is_missing(value: object) -> bool:
    """Whether `value` is what tables have where a text is missing: None, nan, NA or NaT.

    >>> is_missing(None), is_missing(float("nan")), is_missing("")
    (True, True, False)
    """
    try:
        return value is None or bool(value != value)
    except (TypeError, ValueError, ArithmeticError):  # NA is neither; nor is an array
        return type(value).__name__ == "NAType"


def need_path(value: object, name: str = "path") -> str | os.PathLike[str]:
    """`value`, which must be able to name a file or a folder."""
    if not isinstance(value, (str, os.PathLike)) or not isinstance(os.fspath(value), str):
        raise wrong_type(value, name, "Give a str or a Path")
    text: str = os.fspath(value)
    try:
        longest = max(map(len, os.fsencode(text).split(os.fsencode(os.sep))))
    except UnicodeEncodeError:
        pass
    else:
        if text and "\0" not in text and longest <= _LONGEST_NAME:
            return value
    raise UsageError(f"{name} is {shown(text)}, which cannot name a file or folder. Give its path.")


def need_flag(value: object, name: str) -> bool:
    """`value`, which must be True or False."""
    if isinstance(value, bool):
        return value
    raise UsageError(f"{name} is {shown(value)}; it must be True or False.")


def need_count(value: SupportsIndex, name: str, *, least: int = 1) -> int:
    """`value` as an int, from `least` to what compiled code can count to."""
    try:
        number = index("" if isinstance(value, bool) else value)  # type: ignore[arg-type]
    except TypeError:
        advice = f"Give a whole number of at least {least}"
        raise wrong_type(value, name, advice) from None
    if least <= number <= _MOST:
        return number
    most = f" and at most {_MOST}" if number > _MOST else ""
    raise UsageError(
        f"{name} is {shown(value)}; it must be a whole number of at least {least}{most}."
    )


def need_number(value: float, name: str) -> float:
    """`value`, which must be a number, and not a complex one."""
    try:
        _ = bool(value + 0.0 < 0)
        if isinstance(value, bool):
            raise TypeError
    except (TypeError, ValueError, OverflowError):  # the second for several numbers
        raise wrong_type(value, name, "Give a number") from None
    return value


def need_choice(value: object, name: str, choices: Iterable[Choice]) -> Choice:
    """The one of `choices` that `value` equals."""
    names = tuple(choices)
    if isinstance(value, str):
        for choice in names:
            if choice == value:
                return choice
    raise UsageError(f"{name} {shown(value)} is not known. {did_you_mean(value, map(str, names))}")


def need_items(values: Iterable[Item], name: str, advice: str) -> Iterable[Item]:
    """`values`, which must be several, and no str, nor bytes; `advice` as of `wrong_type`."""
    if isinstance(values, Iterable) and not isinstance(values, (str, bytes, bytearray)):
        return values
    raise wrong_type(values, name, advice)


def need_strings(
    values: Iterable[object], name: str, *, characters: bool = False
) -> tuple[str, ...]:
    """`values` as a tuple of several strings.

    Args:
        values: What was given.
        name: What it is, for messages.
        characters: Whether one str is taken as its characters. It is an error otherwise.
    """
    if not (characters and isinstance(values, str)):
        values = need_items(values, name, "Give several strings, as in ('a', 'b')")
    given = tuple(values)
    if {*map(type, given)} <= {str}:
        return cast("tuple[str, ...]", given)
    return tuple(need_text(value, f"one of {name}") for value in given)


def need_kind(value: object, name: str, kind: type[Kind]) -> Kind:
    """`value`, which must be of this class."""
    if isinstance(value, kind):
        return value
    raise wrong_type(value, name, f"Give a {kind.__name__}")
