"""NumberedText: the words of a corpus in a temporary file, as numbers, to be read many times.

Cutting text into words anew at each pass would cost a tenth of the time of training, and reading
words from a file makes new strings each time. Numbers need four bytes a word and give the same
strings again. The file is a row of blocks::

    2 5 | 3 2 | 17 4 8 4 9      two sentences with five words: of three words, and of two
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from zhnlp.arguments import need_items, need_strings, need_text, wrong_type
from zhnlp.errors import FileError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_WORDS = 10_000  # of a sentence; gensim leaves out what is beyond them
_BLOCK = 1 << 16  # words
_BLANK = 0  # the number of words of white space


class NumberedText:
    """The sentences of a corpus, lists of words, which can be read any number of times.

    White space in a word becomes ``_``, and lone surrogates ``?``; words of white space are left
    out. A sentence of more than 10,000 words becomes several. A context manager, whose end
    removes the file.

    Args:
        sentences: Lists of words. They are read once.

    Raises:
        InputError: A sentence is not a list of strings.
        FileError: The temporary file cannot be written.

    >>> with NumberedText([["我", "爱", "北京"], [" "], ["北京"]]) as text:
    ...     list(text), text.counts
    ([['我', '爱', '北京'], ['北京']], {'我': 1, '爱': 1, '北京': 2})
    """

    def __init__(self, sentences: Iterable[Iterable[str]]) -> None:
        self._words = _Words()
        self._n_sentences = self._n_words = 0
        self._counts: NDArray[np.int64] | None = None
        need_items(sentences, "sentences", "Give several lists of words")
        try:
            self._file = tempfile.TemporaryFile(prefix="zhnlp-words-")  # noqa: SIM115
        except OSError as error:
            raise _cannot_write(error) from error
        try:
            self._write(sentences)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> NumberedText:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def n_sentences(self) -> int:
        """How many sentences there are."""
        return self._n_sentences

    @property
    def n_words(self) -> int:
        """How many words there are, not how many different ones."""
        return self._n_words

    @property
    def counts(self) -> dict[str, int]:
        """How often each word occurs, in the order of their first occurrences."""
        counts = [] if self._counts is None else self._counts.tolist()
        found: dict[str, int] = {}
        for word, count in zip(self._words.texts[1:], counts[1:], strict=False):
            found[word] = count
        return found

    def __iter__(self) -> Iterator[list[str]]:
        text_of = self._words.texts.__getitem__
        place = 0  # another reader may move the file
        while True:
            self._file.seek(place)
            if not (head := self._file.read(8)):
                return
            n_sentences, n_words = array("I", head)
            lengths, numbers = array("I"), array("I")
            lengths.fromfile(self._file, n_sentences)
            numbers.fromfile(self._file, n_words)
            place = self._file.tell()
            words, start = list(map(text_of, numbers)), 0
            for length in lengths:
                yield words[start : start + length]
                start += length

    def _write(self, sentences: Iterable[Iterable[str]]) -> None:
        numbers, lengths = array("I"), array("I")
        number_of = self._words.__getitem__
        for sentence in sentences:
            if isinstance(sentence, str) or not isinstance(sentence, Iterable):
                raise wrong_type(sentence, "a sentence", "Give a list of words")
            before = len(numbers)
            try:
                numbers.extend(map(number_of, sentence))
            except TypeError:  # a word that cannot be looked up is not a string
                need_strings(sentence, "the words of a sentence")
                raise
            if _BLANK in numbers[before:]:
                numbers[before:] = array("I", filter(None, numbers[before:]))
            left = len(numbers) - before
            while left > 0:
                lengths.append(min(left, _MOST_WORDS))
                left -= _MOST_WORDS
            if len(numbers) >= _BLOCK:
                self._write_block(lengths, numbers)
                numbers, lengths = array("I"), array("I")
        self._write_block(lengths, numbers)

    def _write_block(self, lengths: array[int], numbers: array[int]) -> None:
        import numpy as np

        if not lengths:
            return
        found = np.bincount(np.frombuffer(numbers, np.uint32), minlength=len(self._words.texts))
        if self._counts is not None:
            found[: len(self._counts)] += self._counts
        self._counts = found
        self._n_sentences += len(lengths)
        self._n_words += len(numbers)
        try:
            for part in (array("I", [len(lengths), len(numbers)]), lengths, numbers):
                self._file.write(part)
            self._file.flush()
        except OSError as error:
            raise _cannot_write(error) from error


class _Words(dict[str, int]):
    """The number of each word, which a new word gets when it is looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = [""]
        self[""] = _BLANK

    def __missing__(self, word: str) -> int:
        text = "_".join(need_text(word, "a word").split())
        text = text.encode("utf-8", "replace").decode()
        if text == word:
            number = len(self.texts)
            self.texts.append(text)
        else:
            number = self[text]
        self[word] = number
        return number


def _cannot_write(error: OSError) -> FileError:
    return FileError(
        f"cannot write the words to a temporary file: {error.strerror or error}. Name a folder "
        "with room by the environment variable TMPDIR."
    )
