"""NgramModel: log probabilities of words after words, from a pack.

A back-off model over words; numbers, Latin words and long Chinese numerals are
read as classes. How it is trained is told in models/ngrams/training.py; how it is
looked up, in core/ngram.hpp.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

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
            raise PackError(f"pack {pack.name!r} lacks {missing[0]!r}. Make it again.")
        with pack_errors(pack):
            self._unknown_words = UnknownWords(**{name: pack.about[name] for name in _WEIGHTS})

    @property
    def vocabulary(self) -> Trie:
        """The number of every word."""
        return self._vocabulary

    @property
    def hmm(self) -> Hmm:
        """How unknown words are spelled."""
        return self._hmm

    def words(self, order: int) -> WordNgrams:
        """The first `order` levels, as a compiled cutter takes them; PackError if fewer."""
        if order > self.order:
            raise PackError(
                f"pack {self.pack.name!r} has order {self.order}, not {order}. "
                f"Train one with zhnlp train ngrams --order {order}."
            )
        return WordNgrams(
            self._ngram.cut_to(order), self.vocabulary, self.about["aliases"], self._unknown_words
        )

    def log_prob(self, words: Sequence[str]) -> float:
        """Natural log of the probability of a sentence of these words, its end included."""
        from zhnlp.models.ngrams.word_corpus import END, UNKNOWN, model_form  # pays for gzip

        numbers = [max(self.vocabulary.find(model_form(word)), UNKNOWN) for word in words]
        return sum(self._ngram.log_probs([*numbers, END]))


def read_trie(found: Pack) -> Trie:
    """The number of every word."""
    return Trie(found.array("nodes", "Q"), found.array("alphabet", "I"))


def read_ngram(found: Pack, order: int) -> Ngram:
    """The levels of a pack as the compiled core reads them (see models/ngrams/arrays.py)."""
    if not 1 <= order <= 6:
        raise PackError(
            f"pack {found.name!r}: order {found.about.get('order')!r} is not 1 to 6. Make it again."
        )
    return Ngram([_level(found, k, k + 1 == order) for k in range(order)])


def _level(found: Pack, k: int, last: bool) -> NgramLevel:
    words = found.array(f"words_{k}", *"HI") if k else None
    log_probs, book = found.array(f"log_probs_{k}", "B"), found.array(f"log_prob_book_{k}", "f")
    if last:
        return NgramLevel(words, log_probs, None, None, None, None, book, None)
    starts = found.array(f"starts_{k}", *"HI")
    return NgramLevel(
        words,
        log_probs,
        found.array(f"contexts_{k}", "Q"),
        found.array(f"back_offs_{k}", "B"),
        starts,
        found.array(f"anchors_{k}", "I") if starts.format == "H" else None,
        book,
        found.array(f"back_off_book_{k}", "f"),
    )
