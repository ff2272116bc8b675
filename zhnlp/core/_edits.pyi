"""Edit distance, and the words near another."""

from collections.abc import Mapping

from zhnlp.core._tables import Trie

def edit_distance(
    a: str,
    b: str,
    *,
    substitution: float = 1.0,
    insertion: float = 1.0,
    deletion: float = 1.0,
    transposition: float = 1.0,
    limit: float | None = None,
    costs: Mapping[tuple[str, str], float] | None = None,
) -> float:
    """The least cost of turning `a` into `b` by single edits.

    Damerau-Levenshtein distance in the form of the optimal string alignment: neighbours
    may change places (Damerau 1964; Wagner and Fischer 1974), and no part is edited
    twice. Time grows with length × edits; with a limit, with the length alone.

    Args:
        a, b: Any texts; edits are of code points.
        substitution, insertion, deletion, transposition: What each costs, 0 or more.
            What is inserted is a character of `b`.
        limit: A larger distance is returned as infinite.
        costs: Of single substitutions: of the first of the pair, in `a`, by the second,
            in `b`. It does not hold for the other direction.

    Raises:
        UsageError: A cost that is not from 0 to 1e9, or is given for something else than
            a pair of characters; a negative limit.

    >>> edit_distance("中国人", "国中文"), edit_distance("ni", "li", costs={("n", "l"): 0.25})
    (2.0, 0.25)
    """

class NearWords:
    """Finds the words of a trie that are near a given one (see near_words.hpp).

    Makes lists of the children of each node, which take 16 bytes a node.

    Args:
        trie: The words; not copied.
        substitution, insertion, deletion, transposition, costs: As for edit_distance,
            where `a` is the given word and `b` one of the trie. Insertions and deletions
            cost more than 0.

    Raises:
        UsageError: As for edit_distance.
    """

    def __init__(
        self,
        trie: Trie,
        *,
        substitution: float = 1.0,
        insertion: float = 1.0,
        deletion: float = 1.0,
        transposition: float = 1.0,
        costs: Mapping[tuple[str, str], float] | None = None,
    ) -> None: ...
    def find(
        self, word: str, distance: float = 1, *, n: int | None = None
    ) -> list[tuple[str, float]]:
        """Words with their distances: the nearest first, then by number, then by text.

        Args:
            word: Any text; if it is a word of the trie, it is among those found.
            distance: How far they may be; at most 100 insertions or deletions.
            n: How many at most; None for all.

        Raises:
            UsageError: A distance that is negative or too large, or an `n` below 1.
        """
