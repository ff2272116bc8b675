"""Frequencies: how often words occur, jieba's dictionary and the user's words upon it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from math import exp, inf, log

from zhnlp.core import Trie, WordList
from zhnlp.interop.jieba.texts import dictionary_lines
from zhnlp.models.lexicons.dictionary import Dictionary, pack_words
from zhnlp.resources import pack


class Frequencies(Mapping[str, int]):
    """The frequency of each word; 0 for what only begins words, or was deleted.

    Args:
        path: A dictionary file; None for jieba's.

    Raises:
        FileError: The file cannot be read.
        FormatError: A line is not 'word frequency tag'.

    >>> words = Frequencies()
    >>> words["北京"], words.get("京北")
    (34488, None)
    """

    def __init__(self, path: str | None = None) -> None:
        jieba_s = Dictionary.load(pack("jieba"))
        self.hmm = jieba_s.hmm
        self.own: dict[str, int] = {}
        self._first: set[str] = set()  # the first characters of `own`
        self._tags: dict[str, str] = {}
        if path is None:
            self._dictionary = jieba_s
            self.total = round(exp(-jieba_s.unknown))
        else:
            self._dictionary, self.total = self._read(path)
        self._levels = [round(exp(level) * self.total) for level in self._dictionary.log_probs]
        for word in [word for word in self._tags if word not in self]:
            self.add(word, 0)

    def _read(self, path: str) -> tuple[Dictionary, int]:
        words: dict[str, tuple[int, int]] = {}
        total = 0
        for word, frequency, tag in dictionary_lines(path):
            words[word] = frequency, 0
            self._tags[word] = tag
            total += frequency
        known = {word: level for word, level in words.items() if level[0] > 0}
        trie, log_probs, _ = pack_words(known, max(total, 1))
        return Dictionary(trie, memoryview(log_probs), -log(max(total, 1))), max(total, 1)

    def __getitem__(self, word: str) -> int:
        if word in self.own:
            return self.own[word]
        number = self._dictionary.trie.find(word)
        if number >= 0:
            return self._levels[number]
        if word and self._dictionary.trie.begins(word):
            return 0
        raise KeyError(word)

    def __iter__(self) -> Iterator[str]:
        """Yield the words, without what only begins them."""
        yield from self.own
        yield from (word for word, _ in self._dictionary.trie.items() if word not in self.own)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def add(self, word: str, frequency: int) -> None:
        """Set the frequency of a word; the total grows by it, as in jieba."""
        self.own[word] = frequency
        self._first.add(word[:1])
        self.total += frequency
        for end in range(1, len(word)):
            if word[:end] not in self:
                self.own[word[:end]] = 0

    def ends(self, text: str, start: int) -> list[int]:
        """Where words end that begin at `start`, the shortest first."""
        if text[start] not in self._first:
            return [end for end, _ in self._dictionary.trie.prefixes(text, start)]
        found = []
        for end in range(start + 1, len(text) + 1):
            frequency = self.get(text[start:end])
            if frequency is None:
                break
            if frequency:
                found.append(end)
        return found

    def tag(self, word: str) -> str:
        """The tag that the dictionary has for a word; ``x`` if it has none."""
        known = self._dictionary
        if known.tags is None:
            return self._tags.get(word, "x")
        number = known.trie.find(word)
        return known.tag_names[known.tags[number]] if number >= 0 else "x"

    def word_list(self) -> WordList:
        """The dictionary's words with their log probabilities by the total of now."""
        scale = log(self.total)
        log_probs = array("d", (log(level or 1) - scale for level in self._levels))
        return WordList(self._dictionary.trie, log_probs, -scale)

    def own_list(self) -> WordList | None:
        """The user's words, those of frequency 0 as no words; None if there are none."""
        known = self._dictionary.trie
        own = [(w, n) for w, n in self.own.items() if w and (n or known.find(w) >= 0)]
        if not own:
            return None
        scale = log(self.total)
        log_probs = array("d", (log(n) - scale if n > 0 else -inf for _, n in own))
        return WordList(Trie.build([word for word, _ in own]), log_probs)
