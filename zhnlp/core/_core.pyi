"""The compiled core: strings and arrays in, strings and arrays out.

Algorithms are in the headers beside this file; here stand the types and what
each function promises. All of it takes any code point, lone surrogates
included, and releases the GIL where it works on text.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

ChartWord = tuple[int, int, float, str]  # start, end, log probability, source

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
    def items(self) -> Iterator[tuple[str, int]]:
        """Every word with its number, in no order that is promised; ValueError, on the
        way, where the nodes do not fit each other."""
    def prefixes(self, text: str, start: int = 0) -> list[tuple[int, int]]:
        """End and number of every word that begins at `start`, shortest first."""

class Ngram:
    """A back-off n-gram model over word numbers (see ngram.hpp).

    Args:
        levels: For each order ``(words, log_probs, contexts, back_offs, starts,
            anchors, log_prob_book, back_off_book)``. words is None at the first, and
            uint16 or uint32 at the others; starts is uint32 and anchors None, or
            starts is uint16; all but words, log_probs and their book are None at
            the last.

    Raises:
        ValueError: Arrays of unequal length.
    """

    def __init__(self, levels: Iterable[tuple[Any, ...]]) -> None: ...
    def cut_to(self, order: int) -> Ngram:
        """The same model without its levels from `order` on; shares the arrays."""
    def log_probs(self, words: Iterable[int]) -> list[float]:
        """Natural log of the probability of each word after those before it, from
        the beginning of a sentence on."""
    def total(self, numbers: Any) -> tuple[float, int, int]:
        """Of sentences as uint32, each between the numbers of begin and end: natural
        log probability, how many words and ends there are, and how many unknown."""

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
        hmm_bias, hmm_scale: The same of a word that `hmm` finds.
        unit_log_prob: What any other unit adds.
        hmm: Start, transition, characters and emission (see hmm.hpp).
        alphabet: For the method ``crf``: the characters that have symbols of
            their own (see atoms.hpp), uint32. The next four have no effect without it.
        read_as: Pairs of characters, flat, uint32: the first is read as the second,
            in the alphabet, the dictionary, `lexicon` and `more`.
        weights: The model, of four labels; without one the method is ``forward``.
        lexicon: Words found in raw text, their values from 0 to 3: how often.
        more: Words that the model reads as if they stood in the dictionary.

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
        hmm_bias: float = 0.0,
        hmm_scale: float = 1.0,
        unit_log_prob: float = -12.0,
        hmm: tuple[Any, Any, Any, Any] | None = None,
        alphabet: Any = None,
        read_as: Any = None,
        weights: Weights | None = None,
        lexicon: Trie | None = None,
        more: Trie | None = None,
    ) -> None: ...
    def ends(self, text: str) -> bytes:
        """Where each word ends, as int32 in the machine's order."""
    def words(self, text: str) -> list[str]:
        """The words of `text`."""
    def search(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each word, its inner dictionary words of two and three
        characters before it."""
    def chart(
        self, text: str, n: int, least: float
    ) -> tuple[list[ChartWord], list[tuple[float, list[ChartWord]]]]:
        """What the trained model makes of `text` as a whole (see word_chart.hpp).

        Args:
            n: How many cuts at most.
            least: Words of a smaller log probability are left out.

        Returns:
            Words by start and end, with the probability that the cut has them; and the
            best cuts, best first: log probability and words, each given those before it.

        Raises:
            ValueError: A cutter without a trained model.
        """
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

class Weights:
    """A linear-chain model (see sequence.hpp). The arrays are used where they lie, and
    whatever they hold gives some answer.

    Args:
        n_labels: From 1 to 64.
        buckets: Where the weights of a feature lie, uint32, shape (16 × buckets,).
        pool: The weights, int8 as uint8, not empty.
        transitions: Weights of label pairs, int32, shape (n_labels × n_labels,), from
            label by to label; -2^24 where one may not follow the other.
        first: Labels that may begin, as bits.
        last: Labels that may end, as bits.
        scale: What a weight of 1 is in natural units, of log probabilities.
        sparse: How `pool` is written.

    Raises:
        ValueError: Arrays that cannot be a model.
    """

    def __init__(
        self,
        n_labels: int,
        buckets: Any,
        pool: Any,
        transitions: Any,
        *,
        first: int,
        last: int,
        scale: float,
        sparse: bool,
    ) -> None: ...

def form_of(word: str, *, numerals: bool) -> str:
    """`word` as the lexicon of a tagger has it (see tag_features.hpp): numbers, Latin
    letters and, if `numerals`, runs of Chinese numerals as one sign each, widths as one;
    "" for a word longer than 24 characters."""

def shape_of(word: str) -> int:
    """The number below 16 of the shape of `word` (see tag_features.hpp); 0 for ""."""

class Tagger:
    """Finds the tags of words (see tagging.hpp).

    Args:
        lexicon: From forms to numbers.
        words: What is known of each, uint32, by number (see TagWord in tag_features.hpp).
        candidates: Rows of labels as bits, uint64; the first 16 are those of shapes.
        alphabet: The characters that have symbols of their own, uint32.
        read_as: Pairs of characters, flat, uint32: the first is read as the second.
        weights: The model; without one every word has the tag of blanks.

    Raises:
        ValueError: Arrays that do not fit each other.
    """

    def __init__(
        self,
        *,
        lexicon: Trie,
        words: Any,
        candidates: Any,
        alphabet: Any,
        read_as: Any,
        weights: Weights | None = None,
    ) -> None: ...
    def tags(self, text: str, ends: Any, blank: int) -> bytes:
        """A label for each word.

        Args:
            text: Any text.
            ends: Where its words end, int32, rising.
            blank: The label of words of white space.

        Raises:
            ValueError: Ends that do not rise or lie outside of the text.
        """

def find_listed(entries: Trie, text: str, ends: Any) -> list[tuple[int, int, int]]:
    """Start, end and value of the entries that begin and end where words of `text` do:
    from left to right the longest at each place. `ends` is as for Tagger.tags."""

class Recognizer:
    """Finds names (see recognizing.hpp).

    Args:
        dictionary: Words, with numbers.
        classes: A class below 64 for each, uint8, by number; 0: not looked at.
        alphabet: The characters that have symbols of their own, uint32.
        read_as: Pairs of characters, flat, uint32: the first is read as the second.
        weights: The model, of label 0 for what is no name, and of the four that follow
            for the beginning, inside, end and whole of the first kind, and so on;
            without one nothing is found.
        symbols_only: Whether it looks at nothing but one character each.

    Raises:
        ValueError: Arrays that do not fit each other.
    """

    def __init__(
        self,
        *,
        dictionary: Trie,
        classes: Any,
        alphabet: Any,
        read_as: Any,
        weights: Weights | None = None,
        symbols_only: bool = False,
    ) -> None: ...
    def find(self, text: str, ends: Any, tags: Any) -> list[tuple[int, int, int]]:
        """Start, end and number of the kind of every name, in order.

        Args:
            text: Any text; what stands behind the last word is not read.
            ends: As for Tagger.tags.
            tags: The number of the tag of each word, uint8; of each, six bits are read.

        Raises:
            ValueError: Ends that do not rise or lie outside of the text; not one tag a word.
        """

class SequenceTrainer:
    """Learns the weights of a linear-chain model (see sequence_training.hpp).

    First `allow` what may follow what, and `count` every text; then `place`, and `add`
    every text with its right answer; then `run`. Cutter, Tagger and Recognizer give the
    features; their own weights are not looked at. `ends` and `tags` are as for
    Tagger.tags and Recognizer.find, and checked alike.

    Args:
        n_labels: From 1 to 64.
        min_count: How often a feature must be counted to get weights.
    """

    n_labels: int
    def __init__(self, n_labels: int, *, min_count: int = 1) -> None: ...
    def allow(self, before: int, after: int) -> None:
        """Let label `after` follow label `before`."""
    def allow_at_ends(self, first: Iterable[int], last: Iterable[int]) -> None:
        """Let sequences begin and end with these labels, though none that is learned may."""
    def count_words(self, cutter: Cutter, text: str) -> None:
        """Count the features of a text."""
    def add_words(self, cutter: Cutter, text: str, ends: Any) -> int:
        """Add a text; how many ends lie inside an atom and cannot be learned."""
    def count_entities(self, recognizer: Recognizer, text: str, ends: Any, tags: Any) -> None:
        """Count the features of a text."""
    def add_entities(
        self,
        recognizer: Recognizer,
        text: str,
        ends: Any,
        tags: Any,
        names: Iterable[tuple[int, int, int]],
    ) -> int:
        """Add a text with its names: start, end and number of the kind; how many of them
        begin or end inside an atom and cannot be learned."""
    def count_tags(self, tagger: Tagger, text: str, ends: Any) -> None:
        """Count the features of a text."""
    def add_tags(self, tagger: Tagger, text: str, ends: Any, tags: Any) -> None:
        """Add a text with a label for every word, uint8."""
    def estimate(self) -> None:
        """Set the weights to those of a hidden Markov model: by counts with one added."""
    def place(self) -> int:
        """Give weights to the features counted often enough; how many there are."""
    def run(self, seed: int, rate: float, l2: float = 0.0) -> float:
        """Make a pass over all texts.

        Args:
            seed: Of their order.
            rate: The step of AdaGrad.
            l2: How strongly weights are drawn towards zero.

        Returns:
            The mean negative log probability of a right label, before each step.
        """
    def state(self) -> dict[str, array[float]]:
        """All that passes change, as arrays by name."""
    def restore(self, state: Mapping[str, Any]) -> None:
        """Go back to such a state; ValueError where it is of other features."""
    def packed(
        self, *, sparse: bool, least: float
    ) -> tuple[dict[str, array[int]], dict[str, int | float]]:
        """The arrays that Weights takes, and its settings, with n_features: how many
        features have weights that are `least` or more."""

def named(labels: tuple[str, ...], numbers: bytes) -> tuple[str, ...]:
    """The labels that have these numbers; "" for a number that none has."""

def numbered(numbers: dict[str, int], labels: tuple[str, ...], unknown: int) -> bytes:
    """The numbers, below 256, of `labels`; `unknown` for those that have none."""

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
    """What it costs at least to make `b` of `a` by single edits (see edits.hpp).

    Damerau-Levenshtein distance in the form of the optimal string alignment: neighbours
    may change places (Damerau 1964; Wagner and Fischer 1974), and no part is edited
    twice. Time grows with length × edits; with a limit, with the length alone.

    Args:
        a, b: Any texts; edits are of code points.
        substitution, insertion, deletion, transposition: What each costs, 0 or more.
            What is inserted is a character of `b`.
        limit: Distances above it are given as infinite.
        costs: Of single substitutions: of the first of the pair, in `a`, by the second,
            in `b`. It does not hold for the other direction.

    Raises:
        ValueError: A cost that is no number from 0 to 1e9, or is given for something
            else than a pair of characters; a negative limit.

    >>> edit_distance("中国人", "国中文"), edit_distance("ni", "li", costs={("n", "l"): 0.25})
    (2.0, 0.25)
    """

class NearWords:
    """Finds the words of a trie that are near a given one (see near_words.hpp).

    It makes lists of the trie's nodes, which take twelve bytes a node, and is then ready.

    Args:
        trie: The words; not copied.
        substitution, insertion, deletion, transposition, costs: As for edit_distance,
            where `a` is the given word and `b` one of the trie. Insertions and deletions
            cost more than 0.

    Raises:
        ValueError: As for edit_distance.
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
            ValueError: A distance that is negative or too large, or an `n` below 1.
        """

class CharacterReader:
    """Reads texts as the numbers of a character model's vocabulary.

    Every character is one piece; a number and a Latin word are one, too, and read
    as their classes U+FDD0 and U+FDD1 (see core/pieces.hpp). The numbers 0, 1 and 2
    stand for an unknown piece, the begin and the end of a sentence.

    Args:
        vocabulary: From pieces of one character to their numbers.
        read_as: Pairs of characters, flat: the first is read as the second where the
            vocabulary has only the second.
    """

    def __init__(self, vocabulary: Trie, read_as: Any = None) -> None: ...
    def numbers(self, text: str) -> bytes:
        """uint32 in the machine's order: for every sentence its begin, pieces and end."""

class Speller:
    """Finds what is misspelled in a text, and what was meant (see correcting.hpp).

    The arrays are used where they lie. Several threads may share one.

    Args:
        vocabulary: The characters of the character model, by number.
        read_as: Pairs of characters, flat, uint32: the first is read as the second.
        ngram: The character model.
        offsets: Where the confused pairs of each character begin and, last, where all
            end; uint32, one more than there are characters.
        meant: For each pair the number of the character that is meant, uint16.
        sound: How near its sound is, uint8 (see models/spelling/sounds.py).
        shape: How alike it looks, uint8, 0 for not at all.
        dictionary: Its words.
        log_probs: Of the dictionary's words, float64.
        unknown: Log probability of a character that is no word.
        dense: Weights of the numbers of an edit (see ranker.hpp), float32; without them
            nothing is corrected.
        names: Weights of the hashed names of an edit, int8; as many as a power of two.
        name_scale: What a weight of 1 in `names` is, in log odds.
        written_as: Pairs of characters, flat, uint32: in a text with traditional characters
            corrections write the second for the first.
        protected: Words that no correction touches.
        misspellings: What is always corrected; their numbers are places in `rights`.
        rights: What to write for each of the misspellings.

    Raises:
        ValueError: Arrays that do not fit each other.
    """

    def __init__(
        self,
        *,
        vocabulary: Trie,
        read_as: Any,
        ngram: Ngram,
        offsets: Any,
        meant: Any,
        sound: Any,
        shape: Any,
        dictionary: Trie,
        log_probs: Any,
        unknown: float,
        dense: Any = None,
        names: Any = None,
        name_scale: float = 1.0,
        written_as: Any = None,
        protected: Trie | None = None,
        misspellings: Trie | None = None,
        rights: Iterable[str] = (),
    ) -> None: ...
    def correct(
        self, text: str, kept: Iterable[tuple[int, int]], threshold: float
    ) -> list[tuple[int, int, str, float, int, list[tuple[str, float]]]]:
        """Corrections in order, not overlapping.

        Args:
            text: Any text.
            kept: Spans that no correction touches, sorted, not overlapping.
            threshold: The least log odds of a correction.

        Returns:
            For each start and end, what to write there, its log odds, the number of the
            reason in the order of `REASONS` in models/spelling/model.py, and up to three
            others that may be meant with their log odds, the likelier first. The log odds
            of the user's misspellings are infinite.
        """
    def edits(self, text: str) -> list[tuple[int, int, str, float, float]]:
        """Every edit that is looked at, by start: start and end, what it writes there, its
        score (see ranker.hpp), and by how much the character model finds the text likelier
        with it, as a natural logarithm."""

class SpellerTrainer:
    """Learns the weights of a `Speller` (see ranker.hpp).

    Args:
        speller: Finds the edits; its own weights are not looked at.
        bits: The names of edits have 2 ** bits weights.
    """

    def __init__(self, speller: Speller, *, bits: int = 20) -> None: ...
    def add(self, text: str, target: str) -> None:
        """Add the places of `text` that have edits; those are right that write what `target` has.

        Where the two have different numbers of pieces, only an edit that makes the one
        of the other is right.
        """
    def run(self, seed: int, rate: float, name_rate: float) -> float:
        """Make a pass over all places.

        Args:
            seed: Of their order.
            rate: The step of AdaGrad for the numbers of an edit.
            name_rate: Likewise for its names.

        Returns:
            The mean negative log probability of what is right, before each step; 0 of
            no places.
        """
    @property
    def sizes(self) -> tuple[int, int]:
        """How many places there are, and how many edits."""
    def weights(self) -> tuple[array[float], array[float]]:
        """Those of the numbers, as a `Speller` takes them, and of the names, float32."""
