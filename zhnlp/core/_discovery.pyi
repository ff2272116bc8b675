"""Strings that may be words."""

from array import array

class NewWordCounter:
    """Counts strings of Han characters, and scores them (see new_words.hpp).

    Args:
        max_length: The most characters of a string, 2 to 16.
        min_count: How often a string must occur to be scored, at least 2.
        block: About how many characters are sorted at once, 20 bytes of memory for each. Of
            longer corpora, a block has only the strings that occur in it twice, and a
            quarter of `min_count` times.
    """

    def __init__(
        self, *, max_length: int = ..., min_count: int = ..., block: int = ...
    ) -> None: ...
    def add(self, text: str) -> None:
        """Count a text. Strings do not reach from one text to the next."""
    def results(self) -> tuple[str, array[int], array[int], array[float]]:
        """The strings one behind the other, the length and frequency of each, and its
        cohesion and freedom; in no promised order. To be called once, at the end."""
