"""N-grams of words and characters.

A *token sequence* is a string, whose tokens are its characters but white space, or a list of
strings. N-grams of characters do not reach over white space; words of an n-gram are joined by a
space. Empty tokens are left out.
"""

from collections.abc import Iterable, Sequence

from zhnlp.core._tables import Trie

def grams(tokens: str | Sequence[str], low: int = 1, high: int = 1) -> list[str]:
    """The n-grams of `low` to `high` tokens, by their first token, then the shortest first.

    Raises:
        UsageError: `low` and `high` are not between 1 and 20, or out of order.
    """

class GramCounter:
    """Counts n-grams by their number (see grams.hpp).

    Args:
        vocabulary: The numbers of n-grams; others are left out.
        n_slots: Instead of a vocabulary: the number of an n-gram is its hash modulo this. The
            hash is the same in all processes and versions.
        low: The tokens of the shortest n-grams, at least 1.
        high: Those of the longest, at most 20.
    """

    def __init__(
        self, vocabulary: Trie | None = None, *, n_slots: int = 0, low: int = 1, high: int = 1
    ) -> None: ...
    def count(self, sequences: Iterable[str | Sequence[str]]) -> tuple[bytes, bytes, bytes]:
        """Rows of a sparse matrix, one for each token sequence.

        Returns:
            Where each row begins, and the end of the last, int64, shape (sequences + 1,); the
            numbers of n-grams, rising within a row, int32; and how often each occurs, float32.
        """
