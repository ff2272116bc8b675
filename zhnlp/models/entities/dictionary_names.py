"""Find names that are in a word list: a user's gazetteer, or jieba's dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhnlp.core import Trie, find_listed, whole_part
from zhnlp.errors import UsageError
from zhnlp.models import Ends, NameFinder
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.resources import pack
from zhnlp.span import Span

_LABELS = {"nr": "PER", "nrfg": "PER", "nrt": "PER", "ns": "LOC", "nt": "ORG"}  # jieba's tags


class ListedNames:
    """Finds the names of a list where they begin and end with words of the text.

    Args:
        names: Names with their labels.

    Raises:
        UsageError: A name holds a line break or only one of a pair of brackets or quotes,
            or has white space around it. No entity does.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        for name in names:
            if (part := whole_part(name)) != (0, len(name)):
                raise UsageError(
                    f"your name {name!r} cannot be an entity, which has no white space around "
                    "it, no line break inside, and both of a pair of brackets or quotes or none. "
                    f"Write {name[slice(*part)]!r}, or leave it out."
                )
        self._labels = tuple(sorted(set(names.values())))
        index = {label: number for number, label in enumerate(self._labels)}
        self._trie = Trie.build(names, (index[label] for label in names.values()))

    def find(self, text: str, ends: Ends, cuts: Ends | None = None) -> list[Span]:
        """The names in `text`: from left to right, the longest at each position.

        No name holds one of `cuts` inside, int32, increasing.
        """
        return find_listed(self._trie, text, ends, self._labels, Span, cuts)


class DictionaryNames(NameFinder):
    """Finds the words that are tagged as names in jieba's dictionary."""

    labels = ("LOC", "ORG", "PER")

    def __init__(self) -> None:
        self._dictionary = Dictionary.load(pack("jieba"))
        names = self._dictionary.tag_names
        self._kinds = tuple(_LABELS.get(names[tag], "") for tag in self._dictionary.tags or ())

    def __repr__(self) -> str:
        return "DictionaryNames()"

    def find(
        self, text: str, ends: Ends, tags: Sequence[str], cuts: Ends | None = None
    ) -> list[Span]:
        """The names in `text`, in order; `tags` have no effect.

        No name holds one of `cuts` inside, int32, increasing.
        """
        return find_listed(self._dictionary.trie, text, ends, self._kinds, Span, cuts)
