"""StopwordFilter: the words that carry content.

The words do not change; the layer ``terms`` holds the spans of those with content.
The lists are in dicts/stopwords; models/lexicons/stopwords.py reads them.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from zhnlp.arguments import need_flag, need_items, need_path, need_strings, shown
from zhnlp.core import TermFinder
from zhnlp.doc import Doc, need
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.filling import ends_of, filled
from zhnlp.models.lexicons.stopwords import Stopwords, read_stopwords, stopword_lists
from zhnlp.models.tags.tag_sets import need_tags
from zhnlp.resources import dicts, is_path
from zhnlp.stage import Stage, need_docs
from zhnlp.stages.by_name import by_name


@by_name()
@dataclass(frozen=True, repr=False)
class StopwordFilter(Stage):
    """Find the terms: the words that are neither stopwords nor punctuation.

    A word is a stopword if a list contains it, whatever its width and case. But a Latin word
    in capitals is a stopword only if it is listed in capitals: in Chinese text ``IT``, ``A``
    and ``OR`` are names, and ``it``, ``a`` and ``or`` are not.

    Args:
        lists: Names of shipped lists (``general``, ``news``), or your own files: a
            path with a separator in it, or a ``Path``. They are merged. Files are read once;
            what is saved holds their words.
        add: More stopwords.
        keep: Words that are always terms, whatever the other settings: ``("不", "没")``
            keeps negations.
        drop_tags: Beginnings of tags whose words are not terms: ``("u", "w")`` drops
            ``uj``, too. A ``$`` says that the tag ends there: ``("v$",)`` drops ``v``, and
            not ``vn``. Known are the tags of PKU, jieba and UD; with ``$``, any.
        keep_tags: Likewise, tags without which no word is a term; none for all tags.
        punctuation: Whether words without any letter, digit or Han character
            (``，``, spaces, emoji) are terms.

    Raises:
        UsageError: There is no such list or tag.
        FileError: A list cannot be read.
        FormatError: A line of a list is not UTF-8.

    >>> doc = StopwordFilter()(Doc("我们在北京。", words=["我们", "在", "北京", "。"]))
    >>> [span.text for span in doc.terms]
    ['北京']
    """

    lists: Collection[str | os.PathLike[str] | Stopwords] = ("general",)
    add: Collection[str] = ()
    keep: Collection[str] = ()
    drop_tags: Collection[str] = ()
    punctuation: bool = False
    keep_tags: Collection[str] = ()

    requires = ("words",)
    provides = ("terms",)

    # Computed from the settings; ClassVar, because they are not fields.
    _finder: ClassVar[TermFinder]

    def __post_init__(self) -> None:
        for name in ("lists", "add", "keep", "drop_tags", "keep_tags"):
            value = getattr(self, name)
            if isinstance(value, (str, os.PathLike)):
                raise UsageError(f"{name} is {value!r}; give a tuple, as in {name}=({value!r},).")
            strings = _listed(value) if name == "lists" else need_strings(value, name)
            object.__setattr__(self, name, strings)  # a tuple from now on
        need_flag(self.punctuation, "punctuation")
        need_tags(self.drop_tags, "drop_tags")
        need_tags(self.keep_tags, "keep_tags")
        if self.drop_tags or self.keep_tags:
            object.__setattr__(self, "requires", ("words", "tags"))
        stopwords = [*frozenset().union(*map(_read, _listed(self.lists))), *self.add]
        finder = TermFinder(stopwords, self.keep, punctuation=self.punctuation)
        object.__setattr__(self, "_finder", finder)

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """Each of `docs` with its terms."""
        docs = need_docs(texts)
        ends = ends_of(docs)
        wanted = None
        if "tags" in self.requires:
            wanted = [self._wanted(need(doc.tags, "tags")) for doc in docs]
        found = self._finder.find_batch([doc.text for doc in docs], ends, wanted)
        made = filled(docs, _terms_at=found)
        for doc in made:  # its spans are made when they are first asked for, as they take longer
            del doc.__dict__["terms"]  # than to find them: see Doc.__getattr__
        return made

    def _wanted(self, tags: tuple[str, ...]) -> bytes:
        """For each word, whether its tag allows it to be a term."""
        wanted = {tag: self._is_wanted(f"{tag}$") for tag in set(tags)}
        return bytes(map(wanted.__getitem__, tags))

    def _is_wanted(self, tag: str) -> bool:
        kept = not self.keep_tags or tag.startswith(tuple(self.keep_tags))
        return kept and not tag.startswith(tuple(self.drop_tags))


def _listed(lists: Iterable[object]) -> tuple[str | Stopwords, ...]:
    """Names of lists, and the words of files."""
    several = need_items(lists, "lists", "Give several names")
    return tuple(each if isinstance(each, Stopwords) else _words_or_name(each) for each in several)


def _words_or_name(given: object) -> str | Stopwords:
    name = need_path(given, "one of lists")
    return Stopwords.read(name) if is_path(name) else os.fspath(name)


def _read(name: str | Stopwords) -> frozenset[str]:
    if isinstance(name, Stopwords):
        return frozenset(name.words)
    names = stopword_lists()
    if name not in names:
        raise UsageError(
            f"there is no stopword list {shown(name)}. {did_you_mean(name, names)} "
            f"For a file of your own, give './{name}'; for words, add=({name!r},)."
        )
    return read_stopwords(dicts() / "stopwords" / f"{name}.txt")
