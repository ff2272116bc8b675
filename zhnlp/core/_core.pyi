"""The compiled core: strings and arrays in, strings and arrays out.

Algorithms are in the headers beside this file; here stand the types and what
each function promises. All of it takes any code point, lone surrogates
included, and releases the GIL where it works on text.
"""

from collections.abc import Iterable, Sequence
from typing import Any

METHODS: dict[str, int]
MODES: dict[str, int]
SOURCES: tuple[str, ...]

def char_class(char: str) -> int:
    """The class of a character (see chars.hpp): 0 other, 1 Han, 2 Latin, 3 digit, 4 space …"""

def units(text: str) -> list[int]:
    """Where each unit of `text` ends (see units.hpp), rising, the last one ``len(text)``."""

class Trie:
    """Words and their numbers, as a double array (see trie.hpp).

    Args:
        nodes: uint64, shape (nodes,): base, code and value of each.
        alphabet: The characters by their codes, uint32.

    Raises:
        ValueError: Arrays that cannot be a trie.
    """

    n_values: int
    def __init__(self, nodes: Any, alphabet: Any) -> None: ...
    @staticmethod
    def build(words: Iterable[str], values: Iterable[int] | None = None) -> Trie:
        """The trie of `words` with a number below 2^21 - 1 for each, by default their
        places in the order given; ValueError for an empty word, one given twice, or
        more than about a million words."""
    def arrays(self) -> tuple[memoryview, memoryview]:
        """`nodes` and `alphabet`, as for the constructor."""
    def find(self, word: str) -> int:
        """The number of `word`, -1 where it is not there."""
    def prefixes(self, text: str, start: int = 0) -> list[tuple[int, int]]:
        """End and number of every word that begins at `start`, shortest first."""

class Ngram:
    """A back-off n-gram model over word numbers (see ngram.hpp).

    Args:
        levels: For each order ``(words, log_probs, back_offs, children,
            log_prob_book, back_off_book)``; words is None at the first, and
            back_offs, children and back_off_book at the last.

    Raises:
        ValueError: Arrays of unequal length.
    """

    def __init__(self, levels: Iterable[tuple[Any, ...]]) -> None: ...
    def cut_to(self, order: int) -> Ngram:
        """The same model without its levels from `order` on; shares the arrays."""
    def log_probs(self, words: Iterable[int]) -> list[float]:
        """Natural log of the probability of each word after those before it, from
        the beginning of a sentence on."""

class Cutter:
    """Cuts texts into words (see cutter.hpp).

    Args:
        method: A key of METHODS.
        rules: Keep units whole.
        dictionary: Its words.
        log_probs: Of the dictionary's words, float64.
        unknown: Log probability of a unit that is no word.
        user: The user's words.
        user_words: For each, a key of MODES and a log probability.
        vocabulary: Words of the n-gram model; 0 unknown, 1 begin, 2 end.
        ngram: The model, for the n-gram methods.
        aliases: Pairs of characters; the first is read as the second.
        lexicon_bias: What a word of the dictionary that the model does not
            know adds to the unknown word's log probability: this, plus
        lexicon_scale: this times its log probability.
        unit_log_prob: What any other unit adds.
        hmm: Start, transition, characters and emission (see hmm.hpp).

    Raises:
        ValueError: Arrays that do not fit each other.
    """

    def __init__(
        self,
        method: str,
        *,
        rules: bool = True,
        dictionary: Trie | None = None,
        log_probs: Any = None,
        unknown: float = -20.0,
        user: Trie | None = None,
        user_words: Sequence[tuple[str, float]] = (),
        vocabulary: Trie | None = None,
        ngram: Ngram | None = None,
        aliases: Iterable[Sequence[str]] = (),
        lexicon_bias: float = 0.0,
        lexicon_scale: float = 1.0,
        unit_log_prob: float = -12.0,
        hmm: tuple[Any, Any, Any, Any] | None = None,
    ) -> None: ...
    def ends(self, text: str) -> bytes:
        """Where each word ends, as int32 in the machine's order."""
    def words(self, text: str) -> list[str]:
        """The words of `text`."""
    def search(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each word, its inner dictionary words of two and three
        characters before it."""
    def arcs(self, text: str) -> list[tuple[int, int, float, str]]:
        """Every word considered: start, end, log probability (with a model, the one it
        has whatever stands before it), source."""
    def paths(self, text: str, n: int) -> list[tuple[float, list[tuple[int, int, float, str]]]]:
        """The `n` best cuts, best first: log probability and the words as in `arcs`."""
    def cut_lines(
        self,
        data: bytes | memoryview,
        *,
        separator: bytes = b" ",
        replace: bool = False,
        final: bool = True,
        mid_line: bool = False,
    ) -> tuple[bytes, int, int, bool, int | None]:
        """UTF-8 lines with `separator` between their words (see lines.hpp).

        Returns:
            The output, how many bytes of input it covers, how many line ends are
            among them, whether it ends inside a line, and the place of the first
            invalid byte, None where all are valid.
        """
