"""Tags of words, and names in texts."""

from collections.abc import Sequence
from typing import TypeVar

from typing_extensions import Buffer

from zhnlp.core._sequence import Alphabet, Weights
from zhnlp.core._tables import Trie

Kind = TypeVar("Kind", bound=tuple[int, int, str])

def form_of(word: str, *, numerals: bool) -> str:
    """The form of `word` in the lexicon of a tagger (see tag_words.hpp).

    Numbers, Latin letters and, if `numerals`, runs of Chinese numerals become one sign
    each, and widths one width; "" for a word longer than 24 characters.
    """

def shape_of(word: str) -> int:
    """The number below 16 of the shape of `word` (see tag_words.hpp); 0 for ""."""

class Tagger:
    """Finds the tags of words (see tagging.hpp). Several threads may share one.

    Args:
        lexicon: From forms to numbers.
        words: The entry of each form, uint32, by number (TagWord in tag_words.hpp).
        candidates: Rows of labels as bits, uint64; the first 16 are those of shapes.
        alphabet: The characters that the model tells apart.
        weights: The model; without one every word gets the tag of white space.
        rules: Labels as bits, 0 for no such rule: those of words without letter, digit or
            Han character, if these were not seen with one other; those of emoji; those of
            unknown words with Han characters outside of the first block; those of persons'
            names, which such words have only after a surname; those of signs that are
            units; and those of signs that are numbers.
        clusters: The clusters of each form (see `word_clusters`) plus one, uint32, 0 for none;
            more features are used then, for a tagger that learns from few texts.

    Raises:
        UsageError: Arrays that do not fit each other.
    """

    def __init__(
        self,
        lexicon: Trie,
        words: Buffer,
        candidates: Buffer,
        alphabet: Alphabet,
        weights: Weights | None = None,
        *,
        rules: tuple[int, int, int, int, int, int] = (0,) * 6,
        clusters: Buffer | None = None,
    ) -> None: ...
    def with_words(self, words: Trie, candidates: Buffer) -> Tagger:
        """This tagger, but the user's `words` have only labels of their `candidates`.

        Args:
            words: Words as they are written in texts, with numbers.
            candidates: Labels as bits, uint64, by these numbers; 0 for any. If a number has
                none, the word has any label, too.
        """
    def tags(self, text: str, ends: Buffer, blank: int) -> bytes:
        """A label for each word.

        Args:
            text: Any text.
            ends: Where its words end, int32, rising.
            blank: The label of words of white space, below 256.

        Raises:
            UsageError: Ends that do not rise or lie outside of the text.
        """
    def tags_batch(
        self, texts: Sequence[str], ends: Sequence[Buffer], blank: int, labels: tuple[str, ...]
    ) -> list[tuple[str, ...]]:
        """The name of the label of each word of each of `texts`.

        Other threads run while it computes; signals are answered every few milliseconds.

        Args:
            texts: Any texts.
            ends: For each text, where its words end, as for `tags`, or the same as bytes.
            blank: As for `tags`.
            labels: The names of the labels; "" stands for those that have none.

        Raises:
            UsageError: As for `tags`; not ends for each text.
        """

def find_listed(
    entries: Trie,
    text: str,
    ends: Buffer,
    labels: tuple[str, ...],
    kind: type[Kind],
    cuts: Buffer | None = None,
) -> list[Kind]:
    """The entries that begin and end where words of `text` do, as spans of the class `kind`.

    From left to right, the longest at each position; those whose label is empty are left out.
    `ends` is as for Tagger.tags, `cuts` as for Recognizer.find.

    Args:
        labels: A label for each value of `entries`.

    Raises:
        UsageError: As for Tagger.tags; not a label for each value.
    """

def whole_part(name: str) -> tuple[int, int]:
    """Start and end of the longest part of `name` that may be a name (see name_limits.hpp).

    It holds no line break, both marks of a pair of brackets or quotes or none, and no white
    space at its ends. Start and end are equal if there is none.
    """

class Recognizer:
    """Finds names (see recognizing.hpp). Several threads may share one.

    Args:
        dictionary: Words, with numbers.
        classes: A class below 64 for each word, uint8, by number; 0 to ignore the word.
        alphabet: The characters that the model tells apart.
        weights: The model. Label 0 is for atoms outside of names; the next four are for
            the beginning, inside, end and whole of the first kind, and so on. Without
            weights nothing is found.
        names, clusters, persons: What raw text has told (see raw_evidence.hpp).
        symbols_only: Whether the only features are single characters.

    Raises:
        UsageError: Arrays that do not fit each other.
    """

    def __init__(
        self,
        dictionary: Trie,
        classes: Buffer,
        alphabet: Alphabet,
        weights: Weights | None = None,
        *,
        names: Trie | None = None,
        clusters: Trie | None = None,
        persons: Trie | None = None,
        symbols_only: bool = False,
    ) -> None: ...
    def find(
        self,
        text: str,
        ends: Buffer,
        tags: Buffer,
        labels: tuple[str, ...],
        kind: type[Kind],
        cuts: Buffer | None = None,
        *,
        split_words: bool = True,
    ) -> list[Kind]:
        """Start, end and label of every name, in order.

        A name holds no white space, and both marks of a pair of brackets or quotes or none.

        Args:
            text: Any text; what follows the last word is not read.
            ends: As for Tagger.tags.
            tags: The number of the tag of each word, uint8; six bits of each are read.
            labels: A label for each kind of names.
            kind: The class of the names, a NamedTuple of start, end and label.
            cuts: Where a text ends and another begins, int32, rising; at line breaks, too.
            split_words: Whether names may begin and end inside words.

        Raises:
            UsageError: Ends that do not rise or lie outside of the text; not one tag a word.
        """
    def find_batch(
        self,
        texts: Sequence[str],
        ends: Sequence[Buffer],
        tags: Sequence[tuple[str, ...]],
        numbers: dict[str, int],
        unknown: int,
        labels: tuple[str, ...],
        kind: type[Kind],
        sentences: Sequence[tuple[Kind, ...] | None],
        *,
        split_words: bool = True,
    ) -> list[tuple[Kind, ...]]:
        """The names in each of `texts`, as `find` gives them.

        Other threads run while it computes; signals are answered every few milliseconds.

        Args:
            texts: Any texts.
            ends: For each text, where its words end, int32, or the same as bytes.
            tags: For each text, the tags of its words.
            numbers: The numbers, below 256, of tags; six bits of each are read.
            unknown: The number of other tags.
            labels: A label for each kind of names.
            kind: The class of the names, a NamedTuple of start, end and label.
            sentences: For each text, its sentences, each a text by itself, or None.
            split_words: Whether names may begin and end inside words.

        Raises:
            UsageError: As for `find`; not ends, tags and sentences for each text.
        """
