"""Training of linear-chain models."""

from array import array
from collections.abc import Iterable, Mapping

from typing_extensions import Buffer

from zhnlp.core._labels import Recognizer, Tagger
from zhnlp.core._tables import Trie
from zhnlp.core._words import Cutter

class SequenceTrainer:
    """Learns the weights of a linear-chain model (see sequence_training.hpp).

    First `allow` the pairs of labels and `count` every text; then `assign_weights`, and
    `add` every text with its right answer; then `run`. Another order is a UsageError, and
    so are texts of two tasks in one trainer. Cutter, Tagger and Recognizer give the
    features; their own weights do not matter. `ends` and `tags` are as for Tagger.tags
    and Recognizer.find, and checked in the same way.

    Args:
        n_labels: From 1 to 64.
        min_count: How often a feature must be counted to get weights.
    """

    @property
    def n_labels(self) -> int: ...
    def __init__(self, n_labels: int, *, min_count: int = 1) -> None: ...
    def allow(self, before: int, after: int) -> None:
        """Let label `after` follow label `before`."""
    def allow_at_ends(self, first: Iterable[int], last: Iterable[int]) -> None:
        """Let sequences begin and end with these labels, even if no text added does."""
    def count_words(self, cutter: Cutter, text: str) -> None:
        """Count the features of a text."""
    def add_words(
        self,
        cutter: Cutter,
        text: str,
        ends: Buffer,
        *,
        optional: Iterable[int] = (),
        weight: float = 1.0,
    ) -> int:
        """Add a text; return how many ends lie inside an atom and cannot be learned.

        Args:
            cutter: Gives the features.
            text: The text.
            ends: The ends of its words.
            optional: Places that are right with a boundary and without.
            weight: How many times as much as others the text counts.
        """
    def count_entities(self, recognizer: Recognizer, text: str, ends: Buffer, tags: Buffer) -> None:
        """Count the features of a text."""
    def add_entities(
        self,
        recognizer: Recognizer,
        text: str,
        ends: Buffer,
        tags: Buffer,
        names: Iterable[tuple[int, int, int]],
        *,
        optional: Iterable[tuple[int, int, int]] = (),
        weight: float = 1.0,
    ) -> int:
        """Add a text with its names: start, end and number of the kind; return how many of
        them begin or end inside an atom and cannot be learned. Where only an `optional` name
        is, it is right, and so are shorter ones of its kind, and none."""
    def count_tags(self, tagger: Tagger, text: str, ends: Buffer) -> None:
        """Count the features of a text."""
    def add_tags(
        self, tagger: Tagger, text: str, ends: Buffer, tags: Buffer, *, weight: float = 1.0
    ) -> None:
        """Add a text with a label for every word, uint8."""
    def assign_weights(self) -> int:
        """Give weights to the features counted often enough; return how many these are."""
    def estimate(self) -> None:
        """Set the weights to those of a hidden Markov model: by counts with one added."""
    def run(self, seed: int, rate: float, l2: float = 0.0) -> float:
        """Make a pass over all texts.

        Args:
            seed: Of their order, from 0 to 2^64 - 1.
            rate: The step of AdaGrad.
            l2: How strongly weights are pulled towards zero.

        Returns:
            The mean negative log probability of a right label, before each step.
        """
    def state(self) -> dict[str, array[float]]:
        """Everything that passes change, as arrays by name."""
    def restore(self, state: Mapping[str, Buffer]) -> None:
        """Go back to such a state; UsageError if its features are others."""
    def packed(
        self, *, sparse: bool, min_weight: float
    ) -> tuple[dict[str, array[int]], dict[str, int | float]]:
        """The arrays that Weights takes, and its settings, with n_features: how many
        features have weights of `min_weight` or more."""
    def keys(self) -> array[int]:
        """The keys of all features, uint64, rising (see core/sequence.hpp)."""

class StringCounter:
    """Counts how often words occur in cut text, as words and as strings (see string_counts.hpp).

    Args:
        words: The words; of those longer than 32 characters none is found.
    """

    def __init__(self, words: Trie) -> None: ...
    def add(self, cut: bytes) -> None:
        """Count in whole lines of UTF-8, with blanks between their words."""
    @property
    def as_strings(self) -> array[int]:
        """By the number of each word: how often it occurs, whatever the cut."""
    @property
    def as_words(self) -> array[int]:
        """By the number of each word: how often it is a word of the cut."""
