"""Lists of words and models for a cutter, each checked when it is made."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Literal

from typing_extensions import Buffer

from zhnlp.core._sequence import Alphabet, Weights
from zhnlp.core._tables import Ngram, Trie

Mode = Literal["prefer", "force", "force-inside", "split"]
MODES: tuple[Mode, ...]

class WordList:
    """Words with log probabilities.

    Args:
        trie: The words; their values are indices into `log_probs`.
        log_probs: Natural logarithms, float64.
        unknown: The log probability of a unit that is not a word.

    Raises:
        UsageError: A word without a log probability.
    """

    @property
    def trie(self) -> Trie: ...
    @property
    def unknown(self) -> float: ...
    def __init__(self, trie: Trie, log_probs: Buffer, unknown: float = -20.0) -> None: ...

class UserWords:
    """The words of a user's lexicon.

    Args:
        trie: The words; their values are indices into `modes_and_log_probs`.
        modes_and_log_probs: For each a mode (see stages/segmenter.py) and a log probability.

    Raises:
        UsageError: A word without a mode, or an unknown mode.
    """

    def __init__(self, trie: Trie, modes_and_log_probs: Iterable[tuple[str, float]]) -> None: ...

class Hmm:
    """A hidden Markov model of how words are spelled (see hmm.hpp), as log probabilities.

    Args:
        start: Of the states B, E, M and S, float64.
        transition: From state by to state, float64, shape (16,).
        chars: The characters it knows, uint32.
        emission: By state and character, float64, shape (4 × chars,).

    Raises:
        UsageError: Arrays of other lengths.
    """

    def __init__(
        self, start: Buffer, transition: Buffer, chars: Buffer, emission: Buffer
    ) -> None: ...

class TaggedHmm:
    """A hidden Markov model of words and their tags (see tagged_hmm.hpp), as log probabilities.

    Args:
        places: The place in a word of each state, of the letters B, E, M and S; states are in the
            order of their names.
        start: Of each state, float64.
        transition: From state by to state, float64, shape (states × states,); minus infinity where
            a state may not follow.
        emitting: The states that may have a character: characters and ends of their lists, uint32,
            and the states, uint8, in order.
        emission: Of each of these states, float64.
        listed: The states to try at a character, as `emitting`.

    Raises:
        UsageError: Arrays that do not fit each other.
    """

    def __init__(
        self,
        places: str,
        start: Buffer,
        transition: Buffer,
        emitting: tuple[Buffer, Buffer, Buffer],
        emission: Buffer,
        listed: tuple[Buffer, Buffer, Buffer],
    ) -> None: ...
    def cut(self, text: str) -> list[tuple[int, int]]:
        """The end of each word, and the state that has its tag."""

class UnknownWords:
    """What a word outside of the vocabulary of an n-gram model adds to its unknown word.

    Args:
        lexicon_bias, lexicon_scale: A word of the dictionary adds the bias, and the scale
            times its log probability.
        hmm_bias, hmm_scale: The same for a word that the hidden Markov model finds.
        unit_log_prob: What any other unit adds.
    """

    @property
    def lexicon_bias(self) -> float: ...
    @property
    def lexicon_scale(self) -> float: ...
    @property
    def hmm_bias(self) -> float: ...
    @property
    def hmm_scale(self) -> float: ...
    @property
    def unit_log_prob(self) -> float: ...
    def __init__(
        self,
        *,
        lexicon_bias: float = 0.0,
        lexicon_scale: float = 1.0,
        hmm_bias: float = 0.0,
        hmm_scale: float = 1.0,
        unit_log_prob: float = -12.0,
    ) -> None: ...

class WordNgrams:
    """An n-gram model of words.

    Args:
        ngram: The model.
        vocabulary: The numbers of its words; 0 is the unknown one, 1 begin, 2 end.
        aliases: Pairs of characters; the first is read as the second.
        unknown_words: What words outside of the vocabulary weigh.
    """

    @property
    def ngram(self) -> Ngram: ...
    @property
    def unknown_words(self) -> UnknownWords: ...
    def __init__(
        self,
        ngram: Ngram,
        vocabulary: Trie,
        aliases: Iterable[Sequence[str]] = (),
        unknown_words: UnknownWords | None = None,
    ) -> None: ...

def word_grams(
    weights: Weights, keys: Buffer, n_chars: int
) -> tuple[array[int], array[int], array[int]]:
    """Where the n-grams of a model of words have their weights, found without hashing.

    Args:
        weights: Of the model.
        keys: Of all its features, as `SequenceTrainer.keys` gives them.
        n_chars: The characters of its alphabet.

    Returns:
        The cells, starts and nexts of core/word_grams.hpp, uint32.
    """

class WordLabels:
    """A linear-chain model of words: labels B, M, E and S of atoms.

    Args:
        alphabet: The characters that it tells apart.
        weights: Of four labels; without them a cutter takes the longest words.
        lexicon: Words found in raw text; their values from 0 to 3 say how often.
        extra_words: Words that the model reads as if the dictionary had them.
        transitions: Of a model by characters, which has no weights: its scores come with each text
            (see character_scores.hpp). Natural logarithms of going from one of B, M, E, S to
            another, float32, 16 in rows; only the legal ones are read.
        grams: What `word_grams` makes of the weights; without it cutting is slower, and the same.

    Raises:
        UsageError: Weights of another number of labels, both weights and transitions,
            transitions that are not finite, or grams of other characters.
    """

    @property
    def alphabet(self) -> Alphabet: ...
    @property
    def weights(self) -> Weights | None: ...
    @property
    def lexicon(self) -> Trie | None: ...
    @property
    def extra_words(self) -> Trie | None: ...
    def __init__(
        self,
        alphabet: Alphabet,
        weights: Weights | None = None,
        lexicon: Trie | None = None,
        extra_words: Trie | None = None,
        *,
        transitions: Buffer | None = None,
        grams: tuple[Buffer, Buffer, Buffer] | None = None,
    ) -> None: ...
    def with_words(self, extra_words: Trie) -> WordLabels:
        """The same model with these `extra_words`."""
