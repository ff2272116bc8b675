"""Names by word lists: those of a user's gazetteer, and those that jieba's dictionary knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhnlp.core import Trie, find_listed
from zhnlp.models import Ends, Name, NameFinder
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.resources import pack

_LABELS = {"nr": "PER", "nrfg": "PER", "nrt": "PER", "ns": "LOC", "nt": "ORG"}  # jieba's tags


class ListedNames:
    """Finds given names where words of the text begin and end.

    Args:
        names: Names with their labels.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._labels = sorted(set(names.values()))
        index = {label: number for number, label in enumerate(self._labels)}
        self._trie = Trie.build(names, (index[label] for label in names.values()))

    def find(self, text: str, ends: Ends) -> list[Name]:
        """Start, end and label: from left to right the longest name at each place."""
        found = find_listed(self._trie, text, ends)
        return [(start, end, self._labels[kind]) for start, end, kind in found]


class DictionaryNames(NameFinder):
    """Finds the words that jieba's dictionary calls names."""

    labels = ("LOC", "ORG", "PER")

    def __init__(self) -> None:
        self._dictionary = Dictionary.load(pack("jieba"))
        names = self._dictionary.tag_names
        self._kinds = [_LABELS.get(names[tag], "") for tag in self._dictionary.tags or ()]

    def find(self, text: str, ends: Ends, tags: Sequence[str]) -> list[Name]:
        """Start, end and label of each; `tags` are not looked at."""
        found = find_listed(self._dictionary.trie, text, ends)
        return [(a, b, label) for a, b, kind in found if (label := self._kinds[kind])]
