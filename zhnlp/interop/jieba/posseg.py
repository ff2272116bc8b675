"""jieba.posseg: words with parts of speech, as jieba tags them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from zhnlp.arguments import need_kind
from zhnlp.core import TaggedHmm
from zhnlp.interop import jieba
from zhnlp.interop.jieba.texts import Text, decoded
from zhnlp.interop.jieba.tokenizer import Tokenizer
from zhnlp.models.lexicons.jieba import load_tagged_hmm
from zhnlp.resources import pack

_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._]+)")
_BLANK = re.compile(r"(\r\n|\s)")
_HAN = re.compile(r"([\u4E00-\u9FD5]+)")
_NUMBER_OR_LATIN = re.compile(r"([.0-9]+|[a-zA-Z0-9]+)")
_NUMBER = re.compile(r"[.0-9]+")
_LATIN = re.compile(r"[a-zA-Z0-9]+")


class pair:
    """A word and its part of speech.

    >>> word, flag = pair("北京", "ns")
    >>> word, flag, str(pair("北京", "ns"))
    ('北京', 'ns', '北京/ns')
    """

    __slots__ = ("flag", "word")

    def __init__(self, word: str, flag: str) -> None:
        self.word, self.flag = word, flag

    def __repr__(self) -> str:
        return f"pair({self.word!r}, {self.flag!r})"

    def __str__(self) -> str:
        return f"{self.word}/{self.flag}"

    def __iter__(self) -> Iterator[str]:
        return iter((self.word, self.flag))

    def __lt__(self, other: pair) -> bool:
        return self.word < other.word

    def __eq__(self, other: object) -> bool:
        return isinstance(other, pair) and self.word == other.word and self.flag == other.flag

    def __hash__(self) -> int:
        return hash(self.word)

    def encode(self, arg: str) -> bytes:
        """``word/flag`` in this encoding."""
        return str(self).encode(arg)


class POSTokenizer:
    """Cuts and tags by the words of a tokenizer, by default one of its own.

    >>> [str(word) for word in POSTokenizer().cut("我爱北京天安门")]
    ['我/r', '爱/v', '北京/ns', '天安门/ns']
    """

    def __init__(self, tokenizer: Tokenizer | None = None) -> None:
        own = Tokenizer() if tokenizer is None else tokenizer
        self.tokenizer = need_kind(own, "tokenizer", Tokenizer)

    def __repr__(self) -> str:
        return f"<POSTokenizer tokenizer={self.tokenizer!r}>"

    def __getattr__(self, name: str) -> object:
        if name in ("cut_for_search", "lcut_for_search", "tokenize"):
            raise NotImplementedError(f"there is no {name} with tags. Use that of a Tokenizer.")
        if name == "tokenizer":  # while a copy is made
            raise AttributeError(name)
        return getattr(self.tokenizer, name)

    def cut(self, sentence: Text, HMM: bool = True) -> Iterator[pair]:
        """Yield the words of `sentence` with their tags.

        Args:
            sentence: A text; bytes are read as UTF-8 or GBK.
            HMM: Find and tag unknown words with a hidden Markov model.
        """
        text = decoded(sentence, "the sentence")
        for number, block in enumerate(_BLOCK.split(text)):
            if number % 2:
                yield from self._with_model(block) if HMM else self._without_model(block)
            else:
                yield from _others(block)

    def lcut(self, sentence: Text, HMM: bool = True) -> list[pair]:
        """The words as of `cut`."""
        return list(self.cut(sentence, HMM))

    def _with_model(self, block: str) -> Iterator[pair]:
        singles = ""
        for word in self.tokenizer.cutter("raw").words(block):
            if len(word) == 1:
                singles += word
                continue
            yield from self._of_singles(singles)
            singles = ""
            yield pair(word, self._tag(word))
        yield from self._of_singles(singles)

    def _without_model(self, block: str) -> Iterator[pair]:
        latin = ""
        for word in self.tokenizer.cutter("raw").words(block):
            if len(word) == 1 and _LATIN.match(word):
                latin += word
                continue
            if latin:
                yield pair(latin, "eng")
                latin = ""
            yield pair(word, self._tag(word))
        if latin:
            yield pair(latin, "eng")

    def _of_singles(self, singles: str) -> Iterator[pair]:
        """Yield the words that the model makes of single characters in a row."""
        if len(singles) < 2 or self.tokenizer.FREQ.get(singles):
            yield from (pair(char, self._tag(char)) for char in singles)
            return
        hmm, tags = _model()
        for part in _HAN.split(singles):
            if not _HAN.match(part):
                yield from _numbers_and_latin(part)
                continue
            start = 0
            for end, state in hmm.cut(part):
                yield pair(part[start:end], tags[state])
                start = end

    def _tag(self, word: str) -> str:
        own = self.tokenizer.user_word_tag_tab.get(word)
        return self.tokenizer.FREQ.tag(word) if own is None else own


@lru_cache(1)
def _model() -> tuple[TaggedHmm, tuple[str, ...]]:
    return load_tagged_hmm(pack("jieba"))


def _numbers_and_latin(text: str) -> Iterator[pair]:
    """Yield numbers, Latin words and the rest of a text without Han characters."""
    for part in filter(None, _NUMBER_OR_LATIN.split(text)):
        flag = "m" if _NUMBER.match(part) else "eng" if _LATIN.match(part) else "x"
        yield pair(part, flag)


def _others(text: str) -> Iterator[pair]:
    """Yield blanks and signs, each alone."""
    for part in filter(None, _BLANK.split(text)):
        yield from [pair(part, "x")] if _BLANK.match(part) else (pair(char, "x") for char in part)


dt = POSTokenizer(jieba.dt)
initialize = dt.initialize


def cut(sentence: Text, HMM: bool = True, use_paddle: bool = False) -> Iterator[pair]:
    """Yield the words of `sentence` with their tags; see `POSTokenizer.cut`."""
    yield from dt.cut(sentence, HMM)


def lcut(sentence: Text, HMM: bool = True, use_paddle: bool = False) -> list[pair]:
    """The words as of `cut`."""
    return dt.lcut(sentence, HMM)
