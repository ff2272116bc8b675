"""Texts as ids of tokens, and the correction of misspelled ones."""

from collections.abc import Iterable
from typing import Literal

from typing_extensions import Buffer

from zhnlp.core._tables import Ngram, Trie
from zhnlp.core._word_models import WordList

Reason = Literal["sound", "shape", "edit", "word", "user", "known", "script"]
REASONS: tuple[Reason, ...]

class CharacterReader:
    """Reads texts as the numbers of a character model's vocabulary.

    Every character is one token; so are a number and a Latin word, which are read
    as their classes U+FDD0 and U+FDD1 (see tokens.hpp). The numbers 0, 1 and 2
    are an unknown token, the begin and the end of a sentence.

    Args:
        vocabulary: From tokens of one character to their numbers.
        folding_pairs: Pairs of characters, flat, uint32: the first is read as the second
            if the vocabulary has only the second.
    """

    def __init__(self, vocabulary: Trie, folding_pairs: Buffer | None = None) -> None: ...
    def numbers(self, text: str) -> bytes:
        """uint32 in the machine's order: for every sentence its begin, tokens and end."""

class Language:
    """A character model, as a speller reads it.

    Args:
        vocabulary: The characters of the model, by number.
        ngram: The model.
        folding_pairs: Pairs of characters, flat, uint32: the first is read as the second.
        traditional_pairs: Pairs, flat, uint32: in a text with traditional characters
            corrections have the second for the first.
    """

    def __init__(
        self,
        vocabulary: Trie,
        ngram: Ngram,
        folding_pairs: Buffer,
        traditional_pairs: Buffer | None = None,
    ) -> None: ...

class Confusions:
    """Which characters are typed for which (see confusions.hpp).

    Args:
        offsets: Where the pairs of each character begin and, last, where all end; uint32,
            one more than there are characters.
        meant: For each pair the number of the character that is meant, uint16.
        sound: How near its sound is, uint8 (see models/spelling/sounds.py).
        shape: How alike it looks, uint8, 0 for not at all.

    Raises:
        UsageError: Arrays of unequal length, or empty ones.
    """

    def __init__(self, offsets: Buffer, meant: Buffer, sound: Buffer, shape: Buffer) -> None: ...

class Ranker:
    """The weights by which edits are judged (see ranker.hpp).

    Args:
        dense: Weights of the numbers of an edit, float32.
        names: Weights of the hashed names of an edit, int8; as many as a power of two.
        name_scale: What a weight of 1 in `names` is, in log odds.

    Raises:
        UsageError: Arrays of other lengths.
    """

    def __init__(self, dense: Buffer, names: Buffer, name_scale: float = 1.0) -> None: ...

class WordContexts:
    """The vectors of words in their contexts (see word_contexts.hpp).

    Args:
        vocabulary: The characters of the character model, by number.
        names: The words, each with a line end after it.
        targets: A vector for each word as what is meant, int8.
        contexts: A vector for each word as one near by, int8.
        biases: How likely each word is beside those it is confused with, float32.
        places: A weight for each place and dimension, float32.

    Raises:
        UsageError: Arrays of other lengths.
    """

    def __init__(
        self,
        vocabulary: Trie,
        names: str,
        targets: Buffer,
        contexts: Buffer,
        biases: Buffer,
        places: Buffer,
    ) -> None: ...

class UserSpelling:
    """The words that the user protects or always corrects.

    Args:
        protected: Words that no correction touches.
        misspellings: What is always corrected; their values are indices into `rights`.
        rights: What to write for each of the misspellings.

    Raises:
        UsageError: A misspelling without a right word.
    """

    def __init__(
        self,
        protected: Trie | None = None,
        misspellings: Trie | None = None,
        rights: Iterable[str] = (),
    ) -> None: ...

class Speller:
    """Finds what is misspelled in a text, and what was meant (see corrector.hpp).

    Several threads may share one.

    Args:
        language: How likely characters are after each other.
        words: The dictionary, which is not empty.
        confusions: Which characters are typed for which.
        ranker: Judges the edits; without one nothing is corrected.
        user: The user's words.
        known: Well-known misspellings, in simplified characters, which are weaker than the
            user's words; its protected words are phrases in which none is corrected.
        idioms: For each value of the dictionary 1 if its words are idioms, uint8; what was
            typed for one of those by an alike character, or with one twice, is corrected.
        contexts: How well words fit their contexts.

    Raises:
        UsageError: An empty dictionary.
    """

    def __init__(
        self,
        language: Language,
        words: WordList,
        confusions: Confusions,
        ranker: Ranker | None = None,
        user: UserSpelling | None = None,
        known: UserSpelling | None = None,
        idioms: Buffer | None = None,
        contexts: WordContexts | None = None,
    ) -> None: ...
    def correct(
        self, text: str, kept: Iterable[tuple[int, int]], threshold: float
    ) -> list[tuple[int, int, str, float, Reason, list[tuple[str, float]]]]:
        """Corrections in order, not overlapping.

        Args:
            text: Any text.
            kept: Spans that no correction touches, sorted, not overlapping.
            threshold: The least log odds of a correction.

        Returns:
            For each start and end, what to write there, its log odds, the reason, and up
            to three alternatives with their log odds, the most likely first. The
            log odds of the user's misspellings are infinite, those of known ones 12.
        """
    def fit(self, text: str, start: int, end: int, word: str) -> float | None:
        """How well `word` fits in the place of characters start to end of `text`.

        Returns:
            The higher the better, and only to compare with other words (word_contexts.hpp);
            None if the word has no vectors, or the place is not whole tokens of one sentence.
        """
    def edits(self, text: str) -> list[tuple[int, int, str, float, float]]:
        """Every edit that is considered, by start.

        Each is start, end, what it writes there, its score (see ranker.hpp), and its gain:
        how much it adds to the natural log probability of the text by the character model.
        """
