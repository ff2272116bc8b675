"""jieba.analyse: keywords by TF-IDF and TextRank, with jieba's weights."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property
from operator import itemgetter
from statistics import median_high

from zhnlp.arguments import need_path
from zhnlp.errors import FileError, FormatError
from zhnlp.interop.jieba import Tokenizer, dt, posseg
from zhnlp.interop.jieba.texts import Text
from zhnlp.models.lexicons.jieba import dictionary_path

Term = str | posseg.pair
_STOPWORDS = frozenset(
    (
        *("all", "an", "and", "are", "as", "at", "be", "by", "can", "for", "from", "has", "have"),
        *("if", "in", "is", "it", "not", "of", "on", "one", "or", "that", "the", "then", "this"),
        *("to", "we", "which", "with", "you"),
    )
)


class KeywordExtractor:
    """What the two ways to find keywords share: the words to leave out."""

    STOP_WORDS = _STOPWORDS

    def __init__(self) -> None:
        self.stop_words = set(self.STOP_WORDS)

    def set_stop_words(self, stop_words_path: str | os.PathLike[str]) -> None:
        """Leave out the lines of a file, too; FileError if it cannot be read."""
        self.stop_words.update(_lines(stop_words_path))

    def _counts(self, word: str) -> bool:
        return len(word.strip()) >= 2 and word.lower() not in self.stop_words


class TFIDF(KeywordExtractor):
    """Keywords by how often they occur in the text, and how seldom elsewhere.

    Args:
        idf_path: A file with ``word value`` in each line; None for jieba's.
    """

    def __init__(self, idf_path: str | os.PathLike[str] | None = None) -> None:
        super().__init__()
        self.tokenizer: Tokenizer | posseg.POSTokenizer = dt
        self.postokenizer = posseg.dt
        self._path = idf_path

    @cached_property
    def _table(self) -> tuple[dict[str, float], float]:
        """The values by word, and their median."""
        path = self._path or os.path.join(os.path.dirname(dictionary_path()), "analyse", "idf.txt")
        values = {}
        for number, line in enumerate(_lines(path), 1):
            try:
                word, value = line.strip().split(" ")
                values[word] = float(value)
            except ValueError as error:
                raise FormatError(path, number, f"{line!r} is not 'word value'.") from error
        return values, median_high(values.values())

    @property
    def idf_freq(self) -> dict[str, float]:
        """The value of each word."""
        return self._table[0]

    @property
    def median_idf(self) -> float:
        """The value of other words."""
        return self._table[1]

    def set_idf_path(self, idf_path: str | os.PathLike[str]) -> None:
        """Use the values of a file; FileError if it cannot be read."""
        self._path = os.path.abspath(need_path(idf_path))
        self.__dict__.pop("_table", None)
        _ = self._table

    def extract_tags(
        self,
        sentence: Text,
        topK: int | None = 20,
        withWeight: bool = False,
        allowPOS: Collection[str] = (),
        withFlag: bool = False,
    ) -> list[Term] | list[tuple[Term, float]]:
        """The keywords of a text, the weightiest first.

        Args:
            sentence: The text.
            topK: How many; None or 0 for all.
            withWeight: Give pairs of a keyword and its weight.
            allowPOS: Only words with these parts of speech.
            withFlag: With `allowPOS`, give the words with their parts of speech.
        """
        words: Iterable[Term]
        if allowPOS:
            allowed = frozenset(allowPOS)
            tagged = (word for word in self.postokenizer.cut(sentence) if word.flag in allowed)
            words = tagged if withFlag else (word.word for word in tagged)
        else:
            words = self.tokenizer.cut(sentence)
        counts: dict[Term, float] = {}
        for word in words:
            if self._counts(_plain(word)):
                counts[word] = counts.get(word, 0.0) + 1.0
        total = sum(counts.values())
        values, other = self._table if counts else ({}, 0.0)
        weights = {
            word: n * (values.get(_plain(word), other) / total) for word, n in counts.items()
        }
        return _best(weights, topK, withWeight)


class TextRank(KeywordExtractor):
    """Keywords by how central they are among their neighbours (Mihalcea and Tarau, 2004)."""

    def __init__(self) -> None:
        super().__init__()
        self.tokenizer = self.postokenizer = posseg.dt
        self.pos_filt: frozenset[str] = frozenset(("ns", "n", "vn", "v"))
        self.span = 5

    def pairfilter(self, wp: posseg.pair) -> bool:
        """Whether a word may be a keyword."""
        return wp.flag in self.pos_filt and self._counts(wp.word)

    def textrank(
        self,
        sentence: Text,
        topK: int | None = 20,
        withWeight: bool = False,
        allowPOS: Collection[str] = ("ns", "n", "vn", "v"),
        withFlag: bool = False,
    ) -> list[Term] | list[tuple[Term, float]]:
        """The keywords of a text, the most central first; arguments as of `TFIDF.extract_tags`."""
        self.pos_filt = frozenset(allowPOS)
        words = list(self.tokenizer.cut(sentence))
        fit = list(map(self.pairfilter, words))
        terms: list[Term] = list(words) if allowPOS and withFlag else [word.word for word in words]
        together: dict[tuple[Term, Term], int] = defaultdict(int)
        for i in (i for i, is_fit in enumerate(fit) if is_fit):
            for j in range(i + 1, min(i + self.span, len(words))):
                if fit[j]:
                    together[terms[i], terms[j]] += 1
        return _best(_ranks(together), topK, withWeight)

    extract_tags = textrank


def _ranks(together: dict[tuple[Term, Term], int], *, damping: float = 0.85) -> dict[Term, float]:
    """The rank of each term after ten rounds, from a tenth below the least on up to 1."""
    edges: dict[Term, list[tuple[Term, int]]] = defaultdict(list)
    for (one, other), weight in together.items():
        edges[one].append((other, weight))
        edges[other].append((one, weight))
    ranks = dict.fromkeys(edges, 1.0 / (len(edges) or 1.0))
    sums = {term: sum((weight for _, weight in own), 0.0) for term, own in edges.items()}
    order = sorted(edges)
    for _ in range(10):
        for term in order:
            flow = sum(weight / sums[other] * ranks[other] for other, weight in edges[term])
            ranks[term] = (1 - damping) + damping * flow
    least, most = min(ranks.values(), default=0.0), max(ranks.values(), default=0.0)
    return {term: (rank - least / 10.0) / (most - least / 10.0) for term, rank in ranks.items()}


def _best(
    weights: dict[Term, float], most: int | None, with_weight: bool
) -> list[Term] | list[tuple[Term, float]]:
    pairs = sorted(weights.items(), key=itemgetter(1), reverse=True)[: most or None]
    return pairs if with_weight else [term for term, _ in pairs]


def _plain(term: Term) -> str:
    return term if isinstance(term, str) else term.word


def _lines(path: str | os.PathLike[str]) -> list[str]:
    """The lines of a file in UTF-8; FileError if it cannot be read."""
    try:
        with open(need_path(path), "rb") as file:
            return file.read().decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"cannot read {os.fspath(path)!r}: {error}.") from error


default_tfidf = TFIDF()
default_textrank = TextRank()
extract_tags = tfidf = default_tfidf.extract_tags
set_idf_path = default_tfidf.set_idf_path
textrank = default_textrank.extract_tags


def set_stop_words(stop_words_path: str | os.PathLike[str]) -> None:
    """Leave out the lines of a file as keywords."""
    default_tfidf.set_stop_words(stop_words_path)
    default_textrank.set_stop_words(stop_words_path)
