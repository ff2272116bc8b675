"""Features: what a linear model sees of a text, the weighted n-grams of its characters and words.

    text      股市上涨
    marked    ⟨股市上涨⟩              the ends of a text are tokens, too: they tell much
    n-grams   ⟨ ⟨股 股 股市 …         those of the vocabulary, by their numbers
    values    scale of each, as a unit vector: the length of a text does not matter

Between characters, white space is a token, too, ``␣``. The marks of the ends are the control
characters STX and ETX, which texts hardly have; where one has, it counts as the mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from zhnlp.arguments import need_flag
from zhnlp.core import GramCounter, Trie
from zhnlp.models.counts.model import Rows, TokenSequence
from zhnlp.packing import About, Pack

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Starts = npt.NDArray[np.int64]

START, END, BLANK = "\x02", "\x03", "␣"


class Grams(NamedTuple):
    """The n-grams of one kind of token.

    Attributes:
        vocabulary: The n-grams and their numbers, from 0.
        characters: Whether the tokens are characters; words otherwise.
        low: The tokens of the shortest n-grams.
        high: Those of the longest. If it is above 1, the ends of a text are tokens.
    """

    vocabulary: Trie
    characters: bool
    low: int
    high: int

    def counts(self, sequences: Iterable[TokenSequence]) -> Rows:
        """How often each of `sequences` has each n-gram."""
        import numpy as np

        counter = GramCounter(self.vocabulary, low=self.low, high=self.high)
        starts, numbers, times = counter.count(
            list(seen_tokens(sequences, characters=self.characters, high=self.high))
        )
        return Rows(
            np.frombuffer(starts, np.int64),
            np.frombuffer(numbers, np.int32),
            np.frombuffer(times, np.float32),
        )


def seen_tokens(
    sequences: Iterable[TokenSequence], *, characters: bool, high: int
) -> Iterator[TokenSequence]:
    """The tokens whose n-grams count: those given, or their characters, in lower case.

    Args:
        sequences: Texts, or the words of texts.
        characters: Whether the tokens are characters.
        high: The length of the longest n-grams; above 1, the ends are marked, and white space
            between characters.

    >>> list(seen_tokens([["股市", "上涨"]], characters=True, high=2))
    ['\\x02股市上涨\\x03']
    """
    for given in sequences:
        if not characters:
            yield [START, *given, END] if high > 1 else given
            continue
        text = (given if isinstance(given, str) else "".join(given)).lower()
        yield f"{START}{BLANK.join(text.split())}{END}" if high > 1 else text


class Features:
    """The weighted n-grams of texts.

    Args:
        grams: The n-grams of each kind of token; their numbers follow each other.
        scales: What each n-gram weighs, shape (n-grams of all kinds,).
        counted: Whether an n-gram that occurs twice in a text weighs twice as much.
        unit: Whether each row is divided by its length.
    """

    def __init__(
        self, grams: Sequence[Grams], scales: Floats, *, counted: bool = False, unit: bool = True
    ) -> None:
        self.grams, self.scales, self.counted, self.unit = tuple(grams), scales, counted, unit

    def rows(self, sequences: Sequence[TokenSequence]) -> Rows:
        """The weighted n-grams of each of `sequences`."""
        return self.weighted(self.counts(sequences))

    def counts(self, sequences: Sequence[TokenSequence]) -> Rows:
        """How often each of `sequences` has each n-gram."""
        first, *others = (own.counts(sequences) for own in self.grams)
        n_before = self.grams[0].vocabulary.n_values
        for own, rows in zip(self.grams[1:], others, strict=True):
            first = beside(first, rows, n_before)
            n_before += own.vocabulary.n_values
        return first

    def weighted(self, counts: Rows) -> Rows:
        """`counts` with the weights of the n-grams in their place."""
        import numpy as np

        starts, numbers, times = counts
        values = self.scales[numbers]
        if self.counted:
            values = values * times
        if self.unit:
            lengths = np.sqrt(sums(starts, values * values))
            lengths[lengths == 0] = 1
            values = values / np.repeat(lengths, np.diff(starts))
        return Rows(starts, numbers, values)

    def names(self) -> dict[int, str]:
        """The n-grams by their numbers."""
        found: dict[int, str] = {}
        n_before = 0
        for own in self.grams:
            found.update((n_before + number, gram) for gram, number in own.vocabulary.items())
            n_before += own.vocabulary.n_values
        return found

    def arrays(self) -> dict[str, object]:
        """The arrays for a pack."""
        import numpy as np

        arrays: dict[str, object] = {"scales": self.scales.astype(np.float16).view(np.uint16)}
        for number, own in enumerate(self.grams):
            nodes, alphabet = own.vocabulary.packed()
            arrays |= {f"nodes_{number}": nodes, f"alphabet_{number}": alphabet}
        return arrays

    @property
    def about(self) -> About:
        """The settings for a pack."""
        grams = [{"characters": g.characters, "low": g.low, "high": g.high} for g in self.grams]
        return {"grams": grams, "counted": self.counted, "unit": self.unit}

    @classmethod
    def read(cls, pack: Pack) -> Features:
        """Those of a pack; ValueError for parts that do not fit together."""
        import numpy as np

        about = pack.about["features"]
        grams = []
        for number, own in enumerate(about["grams"]):
            arrays = pack.array(f"nodes_{number}", "Q"), pack.array(f"alphabet_{number}", "I")
            characters = need_flag(own["characters"], "characters")
            grams.append(Grams(Trie(*arrays), characters, own["low"], own["high"]))
            GramCounter(low=own["low"], high=own["high"], n_slots=1)  # they are lengths
        scales = np.frombuffer(pack.array("scales", "H"), np.float16).astype(np.float32)
        n_grams = sum(own.vocabulary.n_values for own in grams)
        if not grams or n_grams != len(scales) or not np.isfinite(scales).all():
            raise ValueError(f"{n_grams} n-grams have {len(scales)} scales, or one is not finite.")
        counted, unit = (need_flag(about[name], name) for name in ("counted", "unit"))
        return cls(grams, scales, counted=counted, unit=unit)


def beside(left: Rows, right: Rows, n_columns: int) -> Rows:
    """Each row of `left`, which has `n_columns`, and after it that of `right`."""
    import numpy as np

    owners = [np.repeat(np.arange(len(each[0]) - 1), np.diff(each[0])) for each in (left, right)]
    order = np.argsort(np.concatenate(owners), kind="stable")
    numbers = np.concatenate([left.indices, right.indices + np.int32(n_columns)])
    values = np.concatenate([left.data, right.data])
    return Rows(left.indptr + right.indptr, numbers[order], values[order])


def sums(starts: Starts, values: Floats) -> Floats:
    """The sum of `values` for each row; shape (rows,), or (rows, columns) for two dimensions.

    Each row is added up by itself, so it does not matter which rows stand beside it.
    """
    import numpy as np

    found = np.zeros((len(starts) - 1, *values.shape[1:]), np.float32)
    filled = np.diff(starts) > 0
    if filled.any():
        found[filled] = np.add.reduceat(values, starts[:-1][filled], axis=0)
    return found
