"""What the linear-chain models of words, tags and entities share."""

from collections.abc import Iterable

from typing_extensions import Buffer

class Alphabet:
    """The characters that a model tells apart (see atoms.hpp).

    Args:
        chars: Code points, uint32, from 1 to 65,000 of them.
        folding_pairs: Pairs of characters, flat, uint32: the first is read as the second,
            here and in the tries of what takes the alphabet.

    Raises:
        UsageError: Too few or too many characters.
    """

    def __init__(self, chars: Buffer, folding_pairs: Buffer | None = None) -> None: ...
    def arrays(self) -> tuple[memoryview, memoryview]:
        """`chars` and `folding_pairs`, as the constructor takes them."""

class Weights:
    """The weights of a linear-chain model (see sequence.hpp).

    The arrays are not copied. Any contents give some answer.

    Args:
        n_labels: From 1 to 64.
        buckets: Where the weights of a feature are, uint32, shape (16 × buckets,).
        pool: The weights, int8 as uint8, not empty.
        transitions: Weights of label pairs, int32, shape (n_labels × n_labels,), from
            label by to label; -2^24 where one may not follow the other.
        first: Labels that may begin a sequence, as bits.
        last: Labels that may end one, as bits.
        scale: What a weight of 1 is in natural units, of log probabilities.
        sparse: How `pool` is written.

    Raises:
        UsageError: Arrays that cannot be a model.
    """

    def __init__(
        self,
        n_labels: int,
        buckets: Buffer,
        pool: Buffer,
        transitions: Buffer,
        *,
        first: int,
        last: int,
        scale: float,
        sparse: bool,
    ) -> None: ...

def named(labels: tuple[str, ...], numbers: Buffer) -> tuple[str, ...]:
    """The labels that have these numbers, uint8; "" for a number without a label."""

def cut_words(
    ends: Buffer, tags: Iterable[str], places: Iterable[int]
) -> tuple[bytes, tuple[str, ...]]:
    """The ends and tags of words that are cut at `places`, too: both parts have the word's tag.

    Args:
        ends: The ends of the words, int32, rising.
        tags: The tag of each.
        places: Characters inside words, rising.

    Raises:
        UsageError: A place is not inside a word, or `places` do not rise; not a tag for each word.
    """

def numbered(numbers: dict[str, int], labels: tuple[str, ...], unknown: int) -> bytes:
    """The numbers, below 256, of `labels`; `unknown` for those without one."""

def tagged_words(text: str, ends: Buffer, tags: tuple[str, ...]) -> str:
    """The words of `text` that end at `ends`, int32, as ``word/tag`` with spaces between.

    White space in words is left out, and words that are nothing else. In Python it would take five
    times as long, and no other thread would run meanwhile.
    """
