"""StopwordFilter: the words that carry content.

The words do not change; the layer ``terms`` holds the spans of those with content.
The lists are in dicts/stopwords; models/lexicons/stopwords.py reads them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from zhnlp.arguments import need_flag, need_items, need_path, need_strings
from zhnlp.doc import Doc, Span, need
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.models.lexicons.stopwords import read_stopwords, stopword_lists
from zhnlp.resources import dicts, is_path
from zhnlp.stage import Stage, need_doc


@dataclass(frozen=True)
class StopwordFilter(Stage):
    """Find the terms: the words that are neither stopwords nor punctuation.

    A word is a stopword if a list contains it; case does not matter.

    Args:
        lists: Names of shipped lists (``general``, ``news``), or your own files: a
            path with a separator in it, or a ``Path``. They are merged.
        add: More stopwords.
        keep: Words that are always terms, whatever the other settings.
        drop_tags: Beginnings of PKU tags whose words are not terms, if the text has
            tags: ``("u", "w")`` drops ``uj``, too.
        punctuation: Whether words without any letter, digit or Han character
            (``，``, spaces, emoji) are terms.

    >>> doc = StopwordFilter()(Doc("我们在北京。", words=["我们", "在", "北京", "。"]))
    >>> [doc.text_of(span) for span in doc.terms]
    ['北京']
    """

    lists: tuple[str, ...] = ("general",)
    add: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    drop_tags: tuple[str, ...] = ()
    punctuation: bool = False

    requires = ("words",)
    provides = ("terms",)

    # Computed from the settings; ClassVar, because they are not fields.
    _stopwords: ClassVar[frozenset[str]]
    _always_terms: ClassVar[frozenset[str]]

    def __post_init__(self) -> None:
        for name in ("lists", "add", "keep", "drop_tags"):
            value = getattr(self, name)
            if isinstance(value, (str, os.PathLike)):
                raise UsageError(f"{name} is {value!r}; give a tuple, as in {name}=({value!r},).")
            strings = _named(value) if name == "lists" else need_strings(value, name)
            object.__setattr__(self, name, strings)
        need_flag(self.punctuation, "punctuation")
        if "" in self.drop_tags:
            raise UsageError(
                "drop_tags contains an empty tag, which would drop every word. Leave it out."
            )
        listed = frozenset().union(*map(_read, self.lists), self.add)
        object.__setattr__(self, "_stopwords", frozenset(word.casefold() for word in listed))
        object.__setattr__(self, "_always_terms", frozenset(word.casefold() for word in self.keep))

    def __call__(self, doc: Doc) -> Doc:
        terms = []
        start = 0
        for number, word in enumerate(need(need_doc(doc).words, "words")):
            end = start + len(word)
            if self._is_term(word, doc.tags[number] if doc.tags is not None else None):
                terms.append(Span(start, end))
            start = end
        return doc.filled(terms=tuple(terms))

    def _is_term(self, word: str, tag: str | None) -> bool:
        folded = word.casefold()
        if folded in self._always_terms:
            return True
        if folded in self._stopwords or (tag is not None and tag.startswith(self.drop_tags)):
            return False
        return self.punctuation or any(map(str.isalnum, word))


def _named(lists: Iterable[object]) -> tuple[str, ...]:
    """Lists and files by names that tell them apart."""
    several = need_items(lists, "lists", "Give several names")
    return tuple(_with_separator(need_path(each, "one of lists")) for each in several)


def _with_separator(name: str | os.PathLike[str]) -> str:
    """`name` as a str; a file gets a separator, so that it is not the name of a list."""
    text = os.fspath(name)
    return text if isinstance(name, str) or is_path(text) else os.path.join(os.curdir, text)


def _read(name: str) -> frozenset[str]:
    if is_path(name):
        return read_stopwords(name)
    names = stopword_lists()
    if name not in names:
        raise UsageError(
            f"there is no stopword list {name!r}. {did_you_mean(name, names)} "
            f"For a file of your own, give './{name}'."
        )
    return read_stopwords(dicts() / "stopwords" / f"{name}.txt")
