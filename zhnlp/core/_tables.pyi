"""Characters, units, checksums, lines, tries and n-gram models.

An array is anything with the buffer interface whose items have the type named here:
array.array, a memoryview or a numpy array. Arrays are not copied.
"""

from collections.abc import Iterable, Iterator
from enum import IntEnum

from typing_extensions import Buffer

class CharClass(IntEnum):
    """What a character is, as far as cutting text into words needs to know (see chars.hpp)."""

    OTHER = ...  # punctuation, symbols, controls: each a word of its own
    HAN = ...
    LATIN = ...  # letters of the Latin script of any width, and the low line
    DIGIT = ...  # 0-9 of any width
    SPACE = ...
    MARK = ...  # extends the character before it
    PICTOGRAPH = ...
    REGIONAL = ...  # half a flag
    KANA = ...
    HANGUL = ...
    LETTER = ...  # letters and digits of any other script

def char_class(char: str) -> CharClass:
    """The class of a character; UsageError for more or less than one."""

def units(text: str) -> list[int]:
    """Where each unit of `text` ends (see units.hpp), rising; the last is ``len(text)``."""

def begin_crc32(data: Buffer) -> tuple[int, int]:
    """How many of the first bytes of `data`, uint8, have been read, and the CRC-32 of these.

    They are all but up to 63 where the processor has instructions for it, else none; zlib.crc32
    goes on, see packing.py.
    """

def count_lines(data: Buffer) -> int:
    """How many lines end in `data`, uint8: the bytes that are LF."""

class Trie:
    """Words and their numbers, as a double array (see trie.hpp).

    Args:
        nodes: uint64: base, code and value of each, or packed as files hold them.
        alphabet: The characters by their codes, uint32.

    Raises:
        UsageError: Arrays that cannot be a trie.
    """

    @property
    def n_values(self) -> int:
        """One more than the largest number of a word; 0 without words."""
    def __init__(self, nodes: Buffer, alphabet: Buffer) -> None: ...
    @staticmethod
    def build(words: Iterable[str], values: Iterable[int] | None = None) -> Trie:
        """The trie of `words` with a number below 2^24 - 1 for each, by default their
        indices in the order given; UsageError for an empty word, one given twice, or
        words that have more than about 2^26 different beginnings."""
    def arrays(self) -> tuple[memoryview, memoryview]:
        """The plain `nodes` and `alphabet`, as the constructor takes them."""
    def packed(self) -> tuple[memoryview, memoryview]:
        """The same in a third of the room or less, for files (see trie_packing.hpp)."""
    def find(self, word: str) -> int:
        """The number of `word`; -1 if the trie does not have it."""
    def begins(self, text: str) -> bool:
        """Whether a word begins with `text`."""
    def items(self) -> Iterator[tuple[str, int]]:
        """Every word with its number, in no promised order; UsageError, on the way,
        where the nodes do not fit each other."""
    def prefixes(self, text: str, start: int = 0) -> list[tuple[int, int]]:
        """End and number of every word that begins at `start`, the shortest first; a
        negative `start` is 0."""

class NgramLevel:
    """The n-grams of one length of a model (see ngram.hpp).

    Args:
        words: The last word of each, uint16 or uint32; None at the first level, where
            the index of an entry is the number of its word.
        log_probs: The index of each log probability in its book, uint8.
        contexts: A bit for each entry that is the context of longer ones, uint64;
            this and the others are None at the last level.
        back_offs: The index of the back-off weight of each context, uint8.
        starts: Where the n-grams of each context begin in the next level, and where all
            end: uint32; or uint16, counted from the anchor.
        anchors: A start for every 64 contexts, uint32; None if `starts` are uint32.
        log_prob_book: 256 natural logarithms, float32.
        back_off_book: Likewise for the back-off weights.

    Raises:
        UsageError: Arrays of unequal length.
    """

    def __init__(
        self,
        words: Buffer | None,
        log_probs: Buffer,
        contexts: Buffer | None,
        back_offs: Buffer | None,
        starts: Buffer | None,
        anchors: Buffer | None,
        log_prob_book: Buffer,
        back_off_book: Buffer | None,
    ) -> None: ...

class Ngram:
    """A back-off n-gram model over word numbers (see ngram.hpp).

    Args:
        levels: From single words on, 1 to 6.

    Raises:
        UsageError: Levels in a wrong order, or fewer than 3 words.
    """

    def __init__(self, levels: Iterable[NgramLevel]) -> None: ...
    def cut_to(self, order: int) -> Ngram:
        """The same model without its levels from `order` on; shares the arrays."""
    def log_probs(self, words: Iterable[int]) -> list[float]:
        """Natural log of the probability of each word after those before it, from
        the beginning of a sentence on."""
    def total(self, numbers: Buffer) -> tuple[float, int, int]:
        """Of sentences as uint32, each between the numbers of begin and end: natural
        log probability, how many words and ends there are, and how many are unknown."""
