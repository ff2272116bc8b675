"""What SQLite and its FTS5 read: names, numbers of rows, values, and expressions to match."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import SupportsIndex

from zhnlp.arguments import need_text, shown, wrong_type
from zhnlp.errors import InputError, UsageError
from zhnlp.interop.search import Match, QueryPart, as_token

# All that is not white space belongs to a token; terms come with blanks between.
_SIGNS = "".join(sign for sign in map(chr, range(33, 127)) if not sign.isalnum())
TOKENIZER = "ascii tokenchars '{}'".format(_SIGNS.replace("'", "''"))
_LEAST, _MOST = -(2**63), 2**63 - 1


def quoted(name: object, what: str) -> str:
    """An identifier that SQL takes as it is, whatever it holds.

    >>> quoted('a"b', "name")
    '"a""b"'
    """
    text = storable(need_text(name, what), what)
    if not text or "\0" in text:
        raise UsageError(
            f"{what} is {shown(text)}, which cannot name anything in SQLite. "
            "Give a name without it."
        )
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string of SQL."""
    return "'" + text.replace("'", "''") + "'"


def storable(value: object, what: str) -> str:
    """`value`, which must be a str that UTF-8 can hold."""
    text = need_text(value, what)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"{what} has half a surrogate pair at character {error.start}, which SQLite cannot "
            "store. Replace it, as text.encode('utf-8', 'replace').decode() does."
        ) from None
    return text


def need_rowid(value: SupportsIndex) -> int:
    """`value` as the number of a row."""
    try:
        number = index(value)
    except TypeError:
        raise wrong_type(value, "a rowid", "Give a whole number") from None
    if not _LEAST <= number <= _MOST:
        raise UsageError(
            f"a rowid is {shown(number)}; SQLite's have at most 64 bits. Give a smaller one."
        )
    return number


def expression(parts: Sequence[QueryPart], match: Match, columns: Sequence[str]) -> str:
    """What FTS5 is to match in these columns; every term is a string in quotes.

    >>> part = QueryPart("中国科学院", ("中国", "科学院"), ("中国", "科学院", "科学", "学院"))
    >>> expression([part], "all", ["body"])
    '{"body words" "body inner"} : ("中国科学院" OR ("中国" AND "科学院"))'
    """
    words = " ".join(quoted(f"{column} words", "a column") for column in columns)
    inner = " ".join(quoted(f"{column} inner", "a column") for column in columns)
    if match == "any":
        terms = dict.fromkeys(term for part in parts for term in (part.whole, *part.terms))
        return f"{{{words} {inner}}} : ({' OR '.join(map(_string, terms))})"
    if match == "all":
        return f"{{{words} {inner}}} : {' AND '.join(map(_all_words, parts))}"
    return " AND ".join(
        f"({{{words} {inner}}} : {_string(part.whole)} OR {{{words}}} : {_string(*part.words)})"
        for part in parts
    )


def _all_words(part: QueryPart) -> str:
    words = " AND ".join(map(_string, dict.fromkeys(part.words)))
    return f"({_string(part.whole)} OR ({words}))"


def _string(*terms: str) -> str:
    """A phrase of terms."""
    return '"' + " ".join(map(as_token, terms)).replace('"', '""') + '"'
