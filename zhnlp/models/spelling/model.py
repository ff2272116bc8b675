"""SpellingModel: which characters of a text are likely misspelled, and what was meant.

A noisy channel (Kernighan, Church and Gale, 1990, "A Spelling Correction Program Based
on a Noisy Channel Model") with trained weights: how much likelier an edit makes the text
by a character model, how similar its two sides sound and look, and what words it makes
or breaks. core/edit_finder.hpp finds the edits, core/spelling_features.hpp and
core/ranker.hpp weigh them, and training.py trains the weights.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp, log

from zhnlp.core import Confusions, Language, Ranker, Speller, Trie, UserSpelling
from zhnlp.correction import Correction
from zhnlp.errors import PackError, UsageError
from zhnlp.models import Correct
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.ngrams.language_model import LanguageModel
from zhnlp.models.packed import PackedModel, part_of
from zhnlp.models.sequence.alphabet import traditional_characters, traditional_pairs
from zhnlp.models.spelling.contexts import ContextModel
from zhnlp.models.spelling.known import known_spelling
from zhnlp.models.spelling.latin import LatinSpelling
from zhnlp.packing import Pack, pack_errors, read_pack
from zhnlp.resources import pack as find_pack

_RARER = 100  # times as rare
_BLOCK = 1 << 16  # characters of a chunk
_ENDS = "。！？!?…\n"


class SpellingModel(PackedModel):
    """A model of spelling errors; its pack names the character model that it needs.

    >>> correct = SpellingModel().corrector()
    >>> correct("今天的天汽很好。", ())[0][:4]
    (4, 5, '汽', '气')
    """

    KIND = "SpellingModel"
    PARTS = ("language_model", "confusions", "contexts")

    def __init__(self, name: str | os.PathLike[str] | Pack = "general-spelling") -> None:
        super().__init__(name)

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            self.language = LanguageModel(part_of(pack, "language_model"))
            if self.language.about["sha256"] != pack.about["language_model_sha256"]:
                raise PackError(
                    f"pack {pack.name!r} was trained with another version of "
                    f"{pack.about['language_model']!r}. Train it again."
                )
            self._rates = [float(rate) for rate, _ in pack.about["thresholds"]]
            self._log_odds = [float(log_odds) for _, log_odds in pack.about["thresholds"]]
            self.max_false_alarms = float(pack.about["max_false_alarms"])
            if not self._rates or self._rates != sorted(self._rates):
                raise ValueError("the thresholds are not of rising rates.")
            if not self._rates[0] <= self.max_false_alarms <= self._rates[-1]:
                raise ValueError(f"max_false_alarms is {self.max_false_alarms}, not one of them.")
            dictionary = Dictionary.load(find_pack("jieba"))
            self._words = dictionary.words
            self._idioms = idioms(dictionary)
            self._language = spelling_language(self.language)
            self._confusions = Confusions(**confusions(pack))
            self._contexts = None
            if "contexts" in pack.about:
                contexts = ContextModel(part_of(pack, "contexts"))
                self._contexts = contexts.for_speller(self.language)
            self._ranker = Ranker(
                pack.array("dense", "f"), pack.array("names", "b"), pack.about["name_scale"]
            )
            words = bytes(pack.array("latin_words", "B")).decode("ascii").split()
            self._latin = dict(zip(words, pack.array("latin_counts", "I"), strict=True))
            if 0 in self._latin.values():
                raise ValueError("a Latin word occurs 0 times.")

    def threshold(self, max_false_alarms: float | None = None) -> float:
        """The log odds that a correction needs, so that at most this share of correct
        sentences is changed; UsageError if the rate is outside the measured range.

        The rates were measured on texts that are not in the training data, of the kinds that
        `false_alarms` names.
        """
        rate = self.max_false_alarms if max_false_alarms is None else max_false_alarms
        if not self._rates[0] <= rate <= self._rates[-1]:
            raise UsageError(
                f"max_false_alarms is {rate}; this model can keep rates from "
                f"{self._rates[0]:g} to {self._rates[-1]:g}. Give one of these."
            )
        return self._log_odds[bisect_right(self._rates, rate) - 1]

    def false_alarms(self, max_false_alarms: float | None = None) -> dict[str, float]:
        """The share of correct sentences that is changed at a rate, for each kind of text.

        They were counted when the model was trained, on texts that it did not learn from. On some
        kinds the rate is kept, on others it is only reported; a pack that counted none gives {}.

        Args:
            max_false_alarms: See `threshold`; None for the model's default.
        """
        self.threshold(max_false_alarms)  # which checks the rate
        rate = self.max_false_alarms if max_false_alarms is None else max_false_alarms
        shares: dict[str, float] = {}
        with pack_errors(self.pack):
            for kind, told in self.about.get("false_alarms", {}).items():
                kept = [float(share) for counted, share in told["rates"] if counted <= rate]
                if kept:
                    shares[kind] = kept[-1]
        return shares

    def corrector(
        self,
        *,
        max_false_alarms: float | None = None,
        misspellings: Mapping[str, str] | None = None,
        protected: Iterable[str] = (),
        known: bool = True,
    ) -> Correct:
        """A corrector with these settings; threads may share it.

        Args:
            max_false_alarms: See `threshold`; None for the model's default.
            misspellings: Wrong to right: always corrected, the leftmost and longest
                first, except inside protected words.
            protected: Words that no correction may change; misspelled Latin words are
                also corrected to these.
            known: Also correct well-known misspellings (see known.py), except inside protected
                words.

        Returns:
            A function of a text and of sorted spans to keep, which returns corrections
            in order, not overlapping.
        """
        threshold = self.threshold(max_false_alarms)
        misspellings = {} if misspellings is None else misspellings
        protected = list(dict.fromkeys(protected))
        user = UserSpelling(
            Trie.build(protected) if protected else None,
            Trie.build(misspellings) if misspellings else None,
            list(misspellings.values()),
        )
        speller = Speller(
            *(self._language, self._words, self._confusions, self._ranker),
            user=user,
            known=known_spelling() if known else None,
            idioms=self._idioms if known else None,
            contexts=self._contexts,
        )
        latin = LatinSpelling(self._latin, protected)

        def correct(text: str, keep: Sequence[tuple[int, int]]) -> list[Correction]:
            corrections = [
                each
                for each in _in_chunks(speller, text, keep, threshold)
                if each.right != each.wrong
            ]
            spans = [*keep, *((each.start, each.end) for each in corrections)]
            if words := latin.find(text, spans, threshold):
                corrections = sorted([*corrections, *words])
            return corrections

        return correct


def _in_chunks(
    speller: Speller, text: str, keep: Sequence[tuple[int, int]], threshold: float
) -> Iterator[Correction]:
    """Yield the corrections of `speller`, in chunks of whole sentences, to bound memory."""
    at, first = 0, 0
    while at < len(text):
        end = min(at + _BLOCK, len(text))
        if end < len(text):
            end = max(text.rfind(sign, at, end) + 1 for sign in _ENDS) or end
        while first < len(keep) and keep[first][1] <= at:
            first += 1
        inside = []
        for index in range(first, len(keep)):
            start, stop = keep[index]
            if start >= end:
                break
            inside.append((max(start - at, 0), min(stop, end) - at))
        for correction in speller.correct(text[at:end], inside, threshold):
            start, stop, right, log_odds, reason, others = correction
            wrong = text[at + start : at + stop]
            yield Correction(at + start, at + stop, wrong, right, log_odds, reason, tuple(others))
        at = end


def idioms(dictionary: Dictionary) -> bytes:
    """For each value of a dictionary 1 if its words are idioms by their tag, else 0.

    Those with a frequency below 5 are left out: many are none, or are themselves misspelled.
    """
    marks = bytes(name == "i" for name in dictionary.tag_names).ljust(256, b"\0")
    least = dictionary.unknown + log(5) - 1e-6
    n = sum(log_prob >= least for log_prob in dictionary.log_probs)  # they are decreasing
    tags = bytes(dictionary.tags or b"")
    return tags[:n].translate(marks).ljust(len(tags), b"\0")


def frequency(language: LanguageModel) -> list[float]:
    """The relative frequency of every character of a character model, by number."""
    book = language.pack.array("log_prob_book_0", "f")
    return [exp(book[index]) for index in language.pack.array("log_probs_0", "B")]


def folding_pairs(language: LanguageModel) -> array[int]:
    """The folding pairs of the character model, and those of traditional characters that it
    knows, but that are a hundred times rarer than the simplified ones."""
    pairs = array("I", language.folding_pairs or ())
    frequencies = frequency(language)
    for traditional, simplified in traditional_characters():
        own, other = map(language.vocabulary.find, (traditional, simplified))
        if own >= 0 and other >= 0 and frequencies[own] < frequencies[other] / _RARER:
            pairs.extend((ord(traditional), ord(simplified)))
    return pairs


def confusions(pack: Pack) -> dict[str, memoryview]:
    """The confusion table (see confusions.py) of a spelling pack, or of the pack that it names."""
    table = pack
    if "confusions" in pack.about:
        table = read_pack(part_of(pack, "confusions"), SpellingModel.KIND)
        if table.about["language_model_sha256"] != pack.about["language_model_sha256"]:
            raise PackError(
                f"pack {pack.name!r} was trained with another version of "
                f"{pack.about['confusions']!r}. Train it again."
            )
    codes = {"offsets": "I", "meant": "H", "sound": "B", "shape": "B"}
    return {name: table.array(name, code) for name, code in codes.items()}


def spelling_language(language: LanguageModel) -> Language:
    """The character model for a `Speller`."""
    return Language(
        language.vocabulary, language.ngram, folding_pairs(language), traditional_pairs()
    )
