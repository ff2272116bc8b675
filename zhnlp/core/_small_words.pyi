"""Small words that are confused, such as 的, 地 and 得: which one is meant."""

from array import array

from typing_extensions import Buffer

from zhnlp.core._tables import Trie

class SmallWordReader:
    """Finds the features of a place in a text (see small_word_features.hpp).

    Args:
        words: The words of a dictionary.
        tags: The number of the tag of each word, by the value of the word, uint8.
        pairs: Flat pairs of a character and the one that it is read as, uint32: traditional
            ones, and the members of each set of small words.
    """

    def __init__(self, words: Trie, tags: Buffer, pairs: Buffer | None = None) -> None: ...

class SmallWords:
    """A set of small words and the weights that tell which one is meant (see small_words.hpp).

    Args:
        reader: Finds the features.
        members: The characters of the set, 2 to 16.
        starts: Where the features of each bucket begin, and where the last one ends, uint32,
            shape (2 ** (bits - 8) + 1,).
        in_bucket: The last 8 bits of each feature that has weights, uint8.
        weights: Of each feature for each member but the first, int8.
        scale: What a weight of 1 is worth.
        wide: Whether the features of the sentences around count.

    Raises:
        UsageError: Another number of members, or arrays that do not fit each other.
    """

    def __init__(
        self,
        reader: SmallWordReader,
        members: str,
        starts: Buffer,
        in_bucket: Buffer,
        weights: Buffer,
        *,
        scale: float = 1.0,
        wide: bool = False,
    ) -> None: ...
    def find(self, text: str, threshold: float) -> list[tuple[int, str, float]]:
        """Where another member is meant, which, and its log odds, `threshold` or more."""

class SmallWordTrainer:
    """Learns the weights from right texts; one thread at a time.

    Args:
        reader: Finds the features.
        members: As for `SmallWords`.
        bits: Bits of the hash of a feature, 8 to 26.
        wide: As for `SmallWords`.
    """

    def __init__(
        self, reader: SmallWordReader, members: str, *, bits: int = 18, wide: bool = False
    ) -> None: ...
    def learn(self, text: str, rate: float) -> tuple[int, float]:
        """Learn from the members of a text with steps of the size `rate`: how many there are,
        and the sum of their losses."""
    def select(self, most: int) -> None:
        """Keep up to `most` features, those that matter most, and learn anew with these."""
    def pack(self) -> tuple[array[int], array[int], array[int], float]:
        """What `SmallWords` takes: `starts`, `in_bucket`, `weights` and `scale`."""
