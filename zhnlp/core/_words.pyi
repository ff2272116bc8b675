"""Cutters: texts and lines to words."""

from collections.abc import Sequence
from typing import Literal

from typing_extensions import Buffer

from zhnlp.core._tables import Trie
from zhnlp.core._word_models import Hmm, UserWords, WordLabels, WordList, WordNgrams

Method = Literal[
    "forward", "backward", "bidirectional", "unigram", "bigram", "trigram", "jieba", "crf", "neural"
]
WordStep = tuple[int, int, float, str]  # start, end, log probability, one of SOURCES
METHODS: tuple[Method, ...]
SOURCES: tuple[str, ...]

class Cutter:
    """Cuts texts into words (see cutter.hpp). Several threads may share one.

    Args:
        method: How to decide (see stages/segmenter.py).
        words: The dictionary.
        user: The user's words.
        weighed: Words with log probabilities in place of the dictionary's, for ``jieba``; minus
            infinity takes a word out of it.
        unjoined: Words that the hidden Markov model does not make, for ``jieba``.
        mixed: Words that may hold what parts words otherwise (see barriers.hpp), for models.
        model: WordNgrams for ``bigram`` and ``trigram``, WordLabels for ``crf``, and with
            transitions for ``neural``; others ignore it. Without labels that have weights,
            ``crf`` cuts as ``forward`` does.
        hmm: Finds unknown words, in the methods ``unigram``, ``jieba`` and those of n-grams.
        rules: Keep units whole.
        joins: Join single characters that are left over, in the methods ``unigram`` and ``jieba``.
        most_margin: A preferred word of two characters may cut the method's words if that
            costs at most this log probability (see wanted_words.hpp).

    Raises:
        UsageError: An unknown method.
    """

    def __init__(
        self,
        method: str,
        words: WordList | None = None,
        *,
        user: UserWords | None = None,
        weighed: WordList | None = None,
        unjoined: Trie | None = None,
        mixed: Trie | None = None,
        model: WordNgrams | WordLabels | None = None,
        hmm: Hmm | None = None,
        rules: bool = True,
        joins: bool = True,
        most_margin: float = 0.0,
    ) -> None: ...
    # `fixed` are starts and ends of further words of the user's, uint32, in order and of at
    # most 4,096 characters each; UsageError if they are not. `scores` are those of the labels
    # B, M, E and S of every character, float32, shape (characters, 4) or flat, finite natural
    # logarithms (see character_scores.hpp); only for a model by characters, which needs them.
    def ends(self, text: str, fixed: Buffer | None = None, scores: Buffer | None = None) -> bytes:
        """Where each word ends, as int32 in the machine's order."""
    def ends_batch(self, texts: Sequence[str]) -> list[bytes]:
        """The ends of the words of each of `texts`, as `ends` gives them.

        Other threads run while it computes; signals are answered every few milliseconds.
        """
    def words(
        self, text: str, fixed: Buffer | None = None, scores: Buffer | None = None
    ) -> list[str]:
        """The words of `text`."""
    def search(
        self, text: str, fixed: Buffer | None = None, scores: Buffer | None = None
    ) -> list[tuple[int, int]]:
        """Start and end of each word, its inner dictionary words of two and three
        characters before it."""
    def chart(
        self,
        text: str,
        n: int,
        min_log_prob: float,
        fixed: Buffer | None = None,
        scores: Buffer | None = None,
    ) -> tuple[list[WordStep], list[tuple[float, list[WordStep]]]]:
        """The words and cuts that the trained model considers (see word_chart.hpp).

        Args:
            text: Any text.
            n: How many cuts at most, from 0 to a million.
            min_log_prob: Words of a smaller log probability are left out.

        Returns:
            Words by start and end, with the probability that the cut has them; and the
            best cuts, best first: log probability and words, each given those before it.

        Raises:
            UsageError: A cutter without a trained model.
        """
    def arcs(
        self, text: str, fixed: Buffer | None = None, scores: Buffer | None = None
    ) -> list[WordStep]:
        """Every word considered: start, end, log probability (with an n-gram model that of
        the word without context), source."""
    def paths(
        self, text: str, n: int, fixed: Buffer | None = None, scores: Buffer | None = None
    ) -> list[tuple[float, list[WordStep]]]:
        """The `n` best cuts, best first: log probability and the words as in `arcs`."""
    def cut_lines(
        self,
        data: Buffer,
        *,
        separator: Buffer = b" ",
        replace: bool = False,
        final: bool = True,
        mid_line: bool = False,
    ) -> tuple[bytes, int, int, bool, int | None]:
        """UTF-8 lines with `separator` between their words (see lines.hpp).

        Args:
            data: Bytes of lines.
            separator: Bytes to put between words.
            replace: Read invalid bytes as U+FFFD; otherwise the output ends before them.
            final: Whether no more data follow; otherwise an unfinished line is left out.
            mid_line: Whether `data` begin inside a line.

        Returns:
            The output, how many bytes of input it covers, how many line ends are
            among them, whether it ends inside a line, and the index of the first
            invalid byte, None if all are valid.
        """
