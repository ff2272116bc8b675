"""Dictionary: words with log probabilities, packed for the compiled core.

The shipped dictionary is jieba's: jieba.py makes it a pack when zhnlp is built.
At run time nothing is parsed: the pack is mapped into memory.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from zhnlp.arguments import need_strings
from zhnlp.core import Hmm, Trie, WordList
from zhnlp.errors import PackError, UsageError
from zhnlp.models.lexicons.lexicon import nearest
from zhnlp.packing import Pack, pack_errors, read_pack

if TYPE_CHECKING:
    from zhnlp.core import NearWords


@dataclass(frozen=True, eq=False)
class Dictionary:
    """Words and their log probabilities, and the model that joins unknown words.

    Attributes:
        trie: Maps every word to an index into `log_probs` and `tags`.
        log_probs: Natural logs of the distinct relative frequencies, float64,
            decreasing. They are few enough to stay in the fastest cache.
        unknown: The log probability of a unit that is not a word: as if seen once.
        tags: Indices into `tag_names`; None if the words have no tags.
        tag_names: The parts of speech of the words, in jieba's names.
        pack: The pack that it was read from; None if it was not.
    """

    trie: Trie
    log_probs: memoryview
    unknown: float
    tags: memoryview | None = None
    tag_names: tuple[str, ...] = ()
    pack: Pack | None = None

    @classmethod
    def of(cls, frequencies: Mapping[str, int]) -> Dictionary:
        """The dictionary of these words with frequencies; UsageError if there are none."""
        if not frequencies:
            raise UsageError("a dictionary without words cannot cut anything. Give some words.")
        total = sum(frequencies.values())
        trie, log_probs, _ = pack_words({word: (n, 0) for word, n in frequencies.items()}, total)
        return cls(trie, memoryview(log_probs), -log(total))

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Dictionary:
        """The dictionary of a pack, mapped into memory.

        Raises:
            PackError: The pack is missing, damaged or of another kind.
        """
        pack = read_pack(folder, "Dictionary")
        key = id(memoryview(pack.data).obj), repr(pack.about)  # what it views stays alive with it
        found = _IN_USE.get(key)
        if found is None:
            found = _IN_USE[key] = cls._read(pack)
        return found

    @classmethod
    def _read(cls, pack: Pack) -> Dictionary:
        with pack_errors(pack):
            trie = Trie(pack.array("nodes", "Q"), pack.array("alphabet", "I"))
            log_probs = pack.array("log_probs", "d")
            tags, names = (
                pack.array("tags", "B"),
                need_strings(pack.about["tag_names"], "tag_names"),
            )
            unnamed = bytes(tags).translate(None, bytes(range(min(len(names), 256))))
            if not trie.n_values <= len(log_probs) == len(tags) or unnamed:
                raise PackError(f"pack {pack.name!r} has too few log probabilities. Make it again.")
            unknown = float(pack.about["unknown_log_prob"])
            return cls(trie, log_probs, unknown, tags, names, pack)

    @cached_property
    def hmm(self) -> Hmm | None:
        """A hidden Markov model over the states B, E, M, S; None if it was not read from a pack.

        Most methods do without, and it takes as long as a tenth of all others of a Segmenter.
        """
        if self.pack is None:
            return None
        with pack_errors(self.pack):
            return hmm(self.pack)

    @property
    def words(self) -> WordList:
        """The words as the compiled core takes them."""
        return WordList(self.trie, self.log_probs, self.unknown)

    def near(
        self, word: str, distance: float = 1, *, n: int | None = None
    ) -> tuple[tuple[str, float], ...]:
        """The words within an edit distance of `word`, as in `Lexicon.near`.

        At equal distance, the more frequent word comes first. The first call builds the
        lists that searches need: 5 ms and 11 MB for jieba's 349,045 words.

        >>> Dictionary.of({"再接再厉": 5, "接力": 9}).near("再接再力")
        (('再接再厉', 1.0),)
        """
        return nearest(self._near_words, word, distance, n)

    @cached_property
    def _near_words(self) -> NearWords:
        from zhnlp.core import NearWords  # most programs do not need the module

        return NearWords(self.trie)


# Dictionaries of packs that something uses: the Segmenter and the Recognizer share one, which
# saves 3 ms and 8 MB. Nobody can change them. No lock: see packing.py.
_IN_USE: WeakValueDictionary[tuple[int, str], Dictionary] = WeakValueDictionary()


def hmm(pack: Pack) -> Hmm:
    """The hidden Markov model of a pack; PackError if it has none."""
    return Hmm(
        pack.array("hmm_start", "d"),
        pack.array("hmm_transition", "d"),
        pack.array("hmm_chars", "I"),
        pack.array("hmm_emission", "d"),
    )


def pack_words(
    words: Mapping[str, tuple[int, int]], total: int
) -> tuple[Trie, array[float], array[int]]:
    """The trie, log probabilities and tags of a dictionary, from the frequency and tag of words."""
    levels = sorted(set(words.values()), key=lambda level: (-level[0], level[1]))
    index = {level: i for i, level in enumerate(levels)}
    trie = Trie.build(words, (index[level] for level in words.values()))
    log_probs = array("d", (log(frequency) - log(total) for frequency, _ in levels))
    return trie, log_probs, array("B", (tag for _, tag in levels))
