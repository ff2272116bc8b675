"""NgramModel: a back-off model of words, from a pack.

Numbers, Latin words and long Chinese numerals are read as classes. training.py trains
it; core/ngram.hpp looks it up.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from zhnlp.arguments import need_count, need_strings
from zhnlp.core import Hmm, Ngram, NgramLevel, Trie, UnknownWords, WordNgrams
from zhnlp.errors import PackError
from zhnlp.models.lexicons.dictionary import hmm
from zhnlp.models.packed import PackedModel
from zhnlp.packing import Pack, pack_errors

_WEIGHTS = ("lexicon_bias", "lexicon_scale", "hmm_bias", "hmm_scale", "unit_log_prob")


class NgramModel(PackedModel):
    """A word n-gram model.

    >>> model = NgramModel("pku-ngrams")
    >>> model.log_prob(["我们", "的"]) > model.log_prob(["的", "我们"])
    True
    """

    KIND = "NgramModel"

    def __init__(self, name: str | os.PathLike[str] | Pack = "pku-ngrams") -> None:
        super().__init__(name)

    def _read(self, pack: Pack) -> None:
        self.order: int = pack.about["order"] if isinstance(pack.about.get("order"), int) else 0
        with pack_errors(pack):
            self._vocabulary = read_trie(pack)
            self._ngram = read_ngram(pack, self.order)
            self._hmm = hmm(pack)
        if missing := [name for name in ("aliases", *_WEIGHTS) if name not in pack.about]:
            raise PackError(f"pack {pack.name!r} has no {missing[0]!r}. Make it again.")
        with pack_errors(pack):
            self._unknown_words = UnknownWords(**{name: pack.about[name] for name in _WEIGHTS})

    @property
    def vocabulary(self) -> Trie:
        """The number of every word."""
        return self._vocabulary

    @property
    def hmm(self) -> Hmm:
        """The hidden Markov model that unknown words are judged by."""
        return self._hmm

    def words(self, order: int) -> WordNgrams:
        """The first `order` levels for a compiled cutter; PackError if there are fewer."""
        if need_count(order, "order") > self.order:
            raise PackError(
                f"pack {self.pack.name!r} has order {self.order}, not {order}. "
                f"Train one with zhnlp train ngrams --order {order}."
            )
        with pack_errors(self.pack):
            levels, aliases = self._ngram.cut_to(order), self.about["aliases"]
            return WordNgrams(levels, self.vocabulary, aliases, self._unknown_words)

    def log_prob(self, words: Sequence[str]) -> float:
        """Natural log of the probability of a sentence of these words, including its end."""
        from zhnlp.models.ngrams.word_corpus import END, UNKNOWN, model_form

        words = need_strings(words, "words")
        numbers = [max(self.vocabulary.find(model_form(word)), UNKNOWN) for word in words]
        return sum(self._ngram.log_probs([*numbers, END]))


def read_trie(pack: Pack) -> Trie:
    """The vocabulary of a pack: the number of every word."""
    return Trie(pack.array("nodes", "Q"), pack.array("alphabet", "I"))


def read_ngram(pack: Pack, order: int) -> Ngram:
    """The levels of a pack for the compiled core (see arrays.py)."""
    if not 1 <= order <= 6:
        raise PackError(
            f"pack {pack.name!r}: order {pack.about.get('order')!r} is not 1 to 6. Make it again."
        )
    return Ngram([_level(pack, k, k + 1 == order) for k in range(order)])


def _level(pack: Pack, k: int, last: bool) -> NgramLevel:
    words = pack.array(f"words_{k}", *"HI") if k else None
    log_probs, book = pack.array(f"log_probs_{k}", "B"), pack.array(f"log_prob_book_{k}", "f")
    if last:
        return NgramLevel(words, log_probs, None, None, None, None, book, None)
    starts = pack.array(f"starts_{k}", *"HI")
    return NgramLevel(
        words,
        log_probs,
        pack.array(f"contexts_{k}", "Q"),
        pack.array(f"back_offs_{k}", "B"),
        starts,
        pack.array(f"anchors_{k}", "I") if starts.format == "H" else None,
        book,
        pack.array(f"back_off_book_{k}", "f"),
    )
