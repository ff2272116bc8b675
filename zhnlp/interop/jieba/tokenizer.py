"""Tokenizer: jieba's, with jieba's words, by the compiled core.

A word of the user's is weighed by its frequency, as in jieba: it comes out where the cut with it
is the most probable. Words never change how other tokenizers cut; jieba shares between them
what `del_word` forbids its finalseg to join.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from threading import RLock
from typing import IO, Literal, TypeAlias

from zhnlp.arguments import need_path
from zhnlp.core import Cutter, Trie
from zhnlp.errors import FileError, UsageError
from zhnlp.interop.jieba.frequencies import Frequencies
from zhnlp.interop.jieba.graph import all_words, graph, likeliest
from zhnlp.interop.jieba.texts import Lines, Text, decoded, user_lines
from zhnlp.models.lexicons.jieba import dictionary_path

How: TypeAlias = Literal["hmm", "dictionary", "raw"]  # raw: single characters are left alone


class Tokenizer:
    """Cuts texts into the words that jieba gives, with words of its own.

    Args:
        dictionary: The path of a dictionary in place of jieba's, which is read at first use.

    >>> tokenizer = Tokenizer()
    >>> tokenizer.lcut("如果放到旧字典中将出错。")
    ['如果', '放到', '旧', '字典', '中将', '出错', '。']
    >>> tokenizer.suggest_freq(("中", "将"), tune=True)
    494
    >>> tokenizer.lcut("如果放到旧字典中将出错。")
    ['如果', '放到', '旧', '字典', '中', '将', '出错', '。']
    """

    def __init__(self, dictionary: str | os.PathLike[str] | None = None) -> None:
        self.lock = RLock()
        self.dictionary = None if dictionary is None else os.path.abspath(need_path(dictionary))
        self.user_word_tag_tab: dict[str, str] = {}
        self._frequencies: Frequencies | None = None
        self._cutters: dict[How, Cutter] = {}
        self._unjoined: set[str] = set()

    def __repr__(self) -> str:
        return f"<Tokenizer dictionary={self.dictionary!r}>"

    def __reduce__(self) -> tuple[object, ...]:
        """A copy has the dictionary by its path, and the words that were added."""
        with self.lock:
            words = dict(self._frequencies.own) if self._frequencies else {}
            total = self._frequencies.total if self._frequencies else None
            others = dict(self.user_word_tag_tab), set(self._unjoined)
        return _copied, (self.dictionary, words, total, *others)

    @property
    def initialized(self) -> bool:
        """Whether the dictionary has been read."""
        return self._frequencies is not None

    @property
    def FREQ(self) -> Frequencies:
        """The frequency of each word, to read."""
        if self._frequencies is None:
            with self.lock:
                self._frequencies = self._frequencies or Frequencies(self.dictionary)
        return self._frequencies

    @property
    def total(self) -> int:
        """The sum of all frequencies."""
        return self.FREQ.total

    def initialize(self, dictionary: str | os.PathLike[str] | None = None) -> None:
        """Read the dictionary now, `dictionary` if one is given."""
        if dictionary is not None:
            path = os.path.abspath(need_path(dictionary))
            if path != self.dictionary or not self.initialized:
                self._use(path)
        _ = self.FREQ

    check_initialized = initialize

    def set_dictionary(self, dictionary_path: str | os.PathLike[str]) -> None:
        """Use another dictionary, which is read at the next use; FileError if it is not there."""
        path = os.path.abspath(need_path(dictionary_path))
        if not os.path.isfile(path):
            raise FileError(f"cannot read {path!r}: there is no such file. Give a dictionary file.")
        self._use(path)

    def _use(self, path: str) -> None:
        with self.lock:
            self.dictionary, self._frequencies, self._cutters = path, None, {}

    def get_dict_file(self) -> IO[bytes]:
        """The dictionary, open for reading bytes."""
        return open(self.dictionary or dictionary_path(), "rb")

    def cut(
        self, sentence: Text, cut_all: bool = False, HMM: bool = True, use_paddle: bool = False
    ) -> Iterator[str]:
        """Yield the words of `sentence`.

        Args:
            sentence: A text; bytes are read as UTF-8 or GBK.
            cut_all: Yield all words that the dictionary has in it (full mode).
            HMM: Find unknown words with a hidden Markov model.
            use_paddle: Has no effect, as in jieba without paddle.
        """
        yield from self.lcut(sentence, cut_all, HMM)

    def lcut(
        self, sentence: Text, cut_all: bool = False, HMM: bool = True, use_paddle: bool = False
    ) -> list[str]:
        """The words of `sentence`, as of `cut`."""
        text = decoded(sentence, "the sentence")
        if cut_all:
            return list(all_words(self.FREQ, text))
        return self.cutter("hmm" if HMM else "dictionary").words(text)

    def cut_for_search(self, sentence: Text, HMM: bool = True) -> Iterator[str]:
        """Yield the words, each after the words of two and three characters inside it."""
        yield from self.lcut_for_search(sentence, HMM)

    def lcut_for_search(self, sentence: Text, HMM: bool = True) -> list[str]:
        """The words as of `cut_for_search`."""
        text = decoded(sentence, "the sentence")
        spans = self.cutter("hmm" if HMM else "dictionary").search(text)
        return [text[start:end] for start, end in spans]

    def tokenize(
        self, unicode_sentence: str, mode: str = "default", HMM: bool = True
    ) -> Iterator[tuple[str, int, int]]:
        """Yield each word with its start and end; with the mode ``search`` as `cut_for_search`."""
        if not isinstance(unicode_sentence, str):
            raise UsageError("jieba: the input parameter should be unicode. Give a str.")
        cutter = self.cutter("hmm" if HMM else "dictionary")
        if mode != "default":
            for start, end in cutter.search(unicode_sentence):
                yield unicode_sentence[start:end], start, end
            return
        start = 0
        for word in cutter.words(unicode_sentence):
            yield word, start, start + len(word)
            start += len(word)

    def load_userdict(self, f: Lines) -> None:
        """Add the words of a file, each line ``word [frequency] [tag]``.

        Raises:
            FileError: The file cannot be read.
            FormatError: It is not UTF-8.
        """
        for word, frequency, tag in user_lines(f):
            self.add_word(word, frequency, tag)

    def add_word(self, word: Text, freq: int | str | None = None, tag: str | None = None) -> None:
        """Add a word, by default with a frequency with which it comes out; see `suggest_freq`."""
        text = decoded(word, "a word")
        frequency = self.suggest_freq(text) if freq is None else int(freq)
        with self.lock:
            self.FREQ.add(text, frequency)
            if tag:
                self.user_word_tag_tab[text] = tag
            if frequency == 0:
                self._unjoined.add(text)
            self._cutters = {}

    def del_word(self, word: Text) -> None:
        """Delete a word: it does not come out any more."""
        self.add_word(word, 0)

    def suggest_freq(self, segment: Text | Iterable[Text], tune: bool = False) -> int:
        """The frequency with which a word comes out, or with which several words stay apart.

        Args:
            segment: The word; or several words that it is to be cut into.
            tune: Set it.
        """
        known, share = self.FREQ, 1.0
        if isinstance(segment, (str, bytes)):
            word = decoded(segment)
            for part in likeliest(known, word):
                share *= known.get(part, 1) / float(known.total)
            frequency = max(int(share * known.total) + 1, known.get(word, 1))
        else:
            parts = tuple(map(decoded, segment))
            word = "".join(parts)
            for part in parts:
                share *= known.get(part, 1) / float(known.total)
            frequency = min(int(share * known.total), known.get(word, 0))
        if tune:
            self.add_word(word, frequency)
        return frequency

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:
        """The last character of every word that begins at each character; of none, its own."""
        return graph(self.FREQ, sentence)

    def cutter(self, how: How) -> Cutter:
        """The compiled cutter with the words of now."""
        made = self._cutters.get(how)
        if made is None:
            with self.lock:
                known, cutters = self.FREQ, self._cutters
                made = Cutter(
                    "jieba",
                    known.word_list(),
                    weighed=known.own_list(),
                    unjoined=Trie.build(sorted(self._unjoined)) if self._unjoined else None,
                    hmm=known.hmm if how == "hmm" else None,
                    joins=how != "raw",
                )
                cutters[how] = made
        return made


def _copied(
    dictionary: str | None,
    words: dict[str, int],
    total: int | None,
    tags: dict[str, str],
    unjoined: set[str],
) -> Tokenizer:
    """The tokenizer with these words; without a `total` it has read nothing yet."""
    made = Tokenizer(dictionary)
    if total is not None:
        for word, frequency in words.items():
            made.FREQ.add(word, frequency)
        made.FREQ.total = total
    made.user_word_tag_tab.update(tags)
    made._unjoined.update(unjoined)
    return made
