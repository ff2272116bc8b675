"""Masking: hide some tokens of rows, and note what stood there.

    row       今  天  天  气  很  好
    seen      今  [MASK]  天  汽  很  好
    gold      -   天  -   气  -   好          - is not predicted; 好 was chosen and kept

Of the tokens chosen, most are hidden, some are replaced by a character that is typed for the right
one (as in PLOME: Liu et al., 2021, "PLOME: Pre-training with Misspelled Knowledge for Chinese
Spelling Correction", and MacBERT: Cui et al., 2020), some by a random token, some kept (Devlin et
al., 2019, "BERT", appendix C). Masks are drawn anew in every pass. The unit is a character or a
word (Cui et al., 2019, "Pre-Training with Whole Word Masking for Chinese BERT"). All is
vectorised: a million tokens take a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from zhnlp.arguments import need_choice
from zhnlp.chars import is_han
from zhnlp.errors import UsageError
from zhnlp.models.spelling.sounds import Sound

Unit = Literal["characters", "words"]
IGNORED = -100  # gold of a token that is not predicted, as torch's cross entropy expects
_FAVOUR = 0.5  # power of the frequency of a character, in how often it is typed for another
_SHARES = {"same": 0.65, "near": 0.2, "shape": 0.15}  # of replacements, by likeness
_RARELY = 1 / 3  # how often digits, letters and signs are chosen, compared with Han characters
_PAIRS = 1 / 3  # share of chosen tokens that are chosen two at a time, if the unit is a character

Ids = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Fate(IntEnum):
    """What happened to a token; those from KEPT on are predicted, too, though they are seen."""

    NOT_CHOSEN = 0
    HIDDEN = 1
    CONFUSED = 2
    RANDOM = 3
    KEPT = 4
    CHECKED = 5


@dataclass(frozen=True)
class Masking:
    """How to choose tokens, and what to do to them. Shares are of the chosen tokens.

    Attributes:
        rate: Share of the Han characters that are chosen.
        hidden: Share replaced by ``[MASK]``.
        confused: Share replaced by a character that is typed for the right one.
        random: Share replaced by any token. The rest is kept.
        checked: Share of the other tokens that are predicted though nothing happened to them, so
            that a network learns to leave what is right.
        unit: Choose characters, or whole words.
    """

    rate: float = 0.15
    hidden: float = 0.4
    confused: float = 0.4
    random: float = 0.1
    checked: float = 0.05
    unit: Unit = "characters"

    def __post_init__(self) -> None:
        if not 0 < self.rate < 1:
            raise UsageError(f"rate is {self.rate}; it must be between 0 and 1.")
        shares = (self.hidden, self.confused, self.random)
        if min(shares) < 0 or sum(shares) > 1 + 1e-9:
            raise UsageError(f"the shares {shares} must not be below 0, nor above 1 together.")
        if not 0 <= self.checked < 1:
            raise UsageError(f"checked is {self.checked}; it must be at least 0 and below 1.")
        need_choice(self.unit, "unit", get_args(Unit))


BERT = Masking(hidden=0.8, confused=0.0, random=0.1, checked=0.0)


class Masked(NamedTuple):
    """Rows with some tokens changed.

    Attributes:
        ids: What the network sees, int64, shape (rows, tokens).
        gold: The right ids of tokens that are predicted, `IGNORED` for the others, int64, same
            shape.
        fates: `Fate` of each token, int8, same shape.
    """

    ids: Ids
    gold: Ids
    fates: NDArray[np.int8]


class Masker:
    """Hides tokens of one vocabulary.

    Args:
        masking: How.
        vocabulary: All tokens, in the order of their ids; with ``[MASK]``.
        confusions: As from `zhnlp.models.spelling.confusions.build`.
        counts: How often each token occurs, shape (ids,).
    """

    def __init__(
        self,
        masking: Masking,
        vocabulary: Sequence[str],
        confusions: Mapping[str, Sequence[int] | memoryview],
        counts: NDArray[np.int64],
    ) -> None:
        if "[MASK]" not in vocabulary:
            raise UsageError("the vocabulary has no '[MASK]', which masks need. Add it.")
        self.masking = masking
        self._mask = vocabulary.index("[MASK]")
        special = np.array(
            [token[0] == "[" and token[-1] == "]" and len(token) > 2 for token in vocabulary]
        )
        han = np.array([len(token) == 1 and is_han(token) for token in vocabulary])
        self._rates = np.where(special, 0, np.where(han, 1, _RARELY)).astype(np.float32)
        self._ordinary = np.flatnonzero(~special)
        self._replacements = _Replacements(confusions, counts)

    def mask(self, rows: NDArray[np.uint16], begins: Flags, seed: Sequence[int]) -> Masked:
        """Rows with tokens hidden; the same `seed` chooses the same ones.

        Args:
            rows: Right ids, shape (rows, tokens).
            begins: Whether a word begins at the token, same shape.
            seed: Numbers, such as the seed of a training and its step.
        """
        random = np.random.default_rng(seed)
        ids = rows.astype(np.int64)
        units, first = self._units(ids, begins)
        chosen = self._chosen(ids, units, first, random)
        right = ids[chosen]
        at = random.random(len(first), dtype=np.float32)[units[chosen]]
        fates = self._fates(at)
        typed, found = self._replacements.draw(right, random)
        # What nobody types another character for is hidden or kept.
        lost = (fates == Fate.CONFUSED) & ~found
        fates[lost] = random.choice([Fate.HIDDEN, Fate.KEPT], lost.sum())
        is_random = fates == Fate.RANDOM
        seen = np.where(fates == Fate.CONFUSED, typed, right)
        seen[fates == Fate.HIDDEN] = self._mask
        seen[is_random] = random.choice(self._ordinary, is_random.sum())
        checked = random.random(ids.shape, dtype=np.float32) < self.masking.checked
        checked &= ~chosen & (self._rates[ids] > 0)
        all_fates = np.where(checked, np.int8(Fate.CHECKED), np.int8(Fate.NOT_CHOSEN))
        all_fates[chosen] = fates
        gold = np.where(chosen | checked, ids, IGNORED)
        ids[chosen] = seen
        return Masked(ids, gold, all_fates)

    def _units(self, ids: Ids, begins: Flags) -> tuple[Ids, Ids]:
        """The number of the unit that each token is in, and the first token of each unit."""
        starts = np.ones_like(begins) if self.masking.unit == "characters" else begins.copy()
        starts[:, :2] = True  # [CLS], and the rest of a word that began in the row before
        numbers = np.cumsum(starts.reshape(-1)) - 1
        return numbers.reshape(ids.shape), ids.reshape(-1)[starts.reshape(-1)]

    def _chosen(self, ids: Ids, units: Ids, first: Ids, random: np.random.Generator) -> Flags:
        """Which tokens are chosen: all of a unit, or none; and no special token."""
        rate = self.masking.rate
        rates = self._rates[ids]
        if self.masking.unit == "words":
            drawn = random.random(len(first), dtype=np.float32) < rate * self._rates[first]
            return drawn[units] & (rates > 0)
        single = random.random(ids.shape, dtype=np.float32) < rate * (1 - _PAIRS) * rates
        pair = random.random(ids.shape, dtype=np.float32) < rate * _PAIRS / 2 * rates
        single |= pair
        single[:, 1:] |= pair[:, :-1]
        return single & (rates > 0)

    def _fates(self, at: NDArray[np.float32]) -> NDArray[np.int8]:
        """The fates of tokens, given a number from 0 to 1 for each."""
        masking = self.masking
        ends = np.cumsum([masking.hidden, masking.confused, masking.random])
        fates = np.array([Fate.HIDDEN, Fate.CONFUSED, Fate.RANDOM, Fate.KEPT], np.int8)
        return fates[np.searchsorted(ends, at, "right")]


class _Replacements:
    """For each character, the ones that are typed for it, and how often."""

    def __init__(
        self, confusions: Mapping[str, Sequence[int] | memoryview], counts: NDArray[np.int64]
    ) -> None:
        offsets = np.asarray(confusions["offsets"], np.int64)
        right = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
        typed = np.asarray(confusions["meant"], np.int64)  # likeness goes both ways
        sound = np.asarray(confusions["sound"])
        common = np.asarray(counts, float)[typed] ** _FAVOUR
        fits = {
            "same": ((sound == Sound.SAME_TONE) | (sound == Sound.SAME_SYLLABLE)) * common,
            "near": (sound == Sound.NEAR_SYLLABLE) * common,
            "shape": (np.asarray(confusions["shape"]) / 255) ** 2 * common,
        }
        weights = np.zeros(len(typed))
        for name, values in fits.items():
            totals = np.bincount(right, values, len(offsets))[right]
            weights += _SHARES[name] * np.divide(
                values, totals, out=np.zeros_like(values), where=totals > 0
            )
        kept = weights > 0
        self._typed = typed[kept]
        self._ends = np.concatenate([[0.0], np.cumsum(weights[kept])])
        self._first = np.searchsorted(right[kept], np.arange(len(offsets)))

    def draw(self, ids: Ids, random: np.random.Generator) -> tuple[Ids, Flags]:
        """For each of `ids` one that is typed for it, and whether there is any."""
        first, end = self._first[ids], self._first[ids + 1]
        found = first < end
        low, high = self._ends[first], self._ends[end]
        at = np.searchsorted(self._ends, low + random.random(len(ids)) * (high - low), "right") - 1
        drawn = ids.copy()
        drawn[found] = self._typed[np.clip(at, first, end - 1)[found]]
        return drawn, found
