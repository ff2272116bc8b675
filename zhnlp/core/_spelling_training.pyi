"""Training of what a corrector weighs edits with."""

from array import array

from zhnlp.core._spelling import Speller

class SpellerTrainer:
    """Learns the weights of a `Speller` (see ranker.hpp).

    Args:
        speller: Finds the edits; its own weights do not matter.
        bits: The names of edits have 2 ** bits weights, from 0 to 30.
    """

    def __init__(self, speller: Speller, *, bits: int = 20) -> None: ...
    def add(self, text: str, target: str) -> None:
        """Add a training example for every position of `text` that has edits.

        An edit is right if it writes what `target` has. If the two have different numbers
        of tokens, only an edit that turns the one into the other is right.
        """
    def run(self, seed: int, rate: float, name_rate: float) -> float:
        """Make a pass over all positions.

        Args:
            seed: Of their order, from 0 to 2^64 - 1.
            rate: The step of AdaGrad for the numbers of an edit.
            name_rate: Likewise for its names.

        Returns:
            The mean negative log probability of what is right, before each step; 0 without
            positions.
        """
    @property
    def sizes(self) -> tuple[int, int]:
        """How many positions there are, and how many edits."""
    def weights(self) -> tuple[array[float], array[float]]:
        """The weights of the numbers, as a `Ranker` takes them, and of the names, float32;
        before the first pass, those that training starts from."""

class WordContextTrainer:
    """Learns how well words fit their contexts (see word_context_training.hpp).

    The steps are `add`, `choose` and `run`, in this order.

    Args:
        speller: Its dictionary cuts the texts, and its confusions tell what each word is
            confused with; its own weights do not matter.
    """

    def __init__(self, speller: Speller) -> None: ...
    def add(self, text: str) -> None:
        """Read the sentences of a correct text.

        Raises:
            UsageError: The words are chosen already.
        """
    def choose(self, min_count: int, most: int) -> None:
        """Give vectors to the words that occur at least `min_count` times, at most `most`.

        Raises:
            UsageError: They are chosen already.
        """
    def run(self, seed: int, rate: float, last_rate: float, n_drawn: int) -> float:
        """Make one pass; returns the mean loss of a pair of words.

        Args:
            seed: Of what is drawn.
            rate: Size of the first step.
            last_rate: Size of the last step.
            n_drawn: Words to tell each word from.

        Raises:
            UsageError: No words are chosen yet.
        """
    @property
    def sizes(self) -> tuple[int, int]:
        """How many words have vectors, and how many words these are confused with in all."""
    def words(self) -> list[list[int]]:
        """The words that have vectors, as ids of the character model's tokens."""
    def weights(self) -> tuple[array[float], array[float], array[float], array[float]]:
        """The targets, contexts, biases and places of `WordContexts`, float32."""
