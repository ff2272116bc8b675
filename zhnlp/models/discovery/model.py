"""discover_words: new words of a corpus, by cohesion and freedom, against the known ones.

A string is a word if its characters belong together and it does not belong to its neighbours.
Cohesion is mutual information, the least over all ways to part the string (Luo and Sun, 2003,
"Two-character Chinese word extraction based on hybrid of internal and contextual measures").
Freedom is the entropy of the characters on its left or right, whichever is less: first in
Chang and Su (1997, "An unsupervised iterative method for Chinese new lexicon extraction");
both together became known by Matrix67 (2012, 《互联网时代的社会语言学》).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import isnan, log
from typing import NamedTuple

from zhnlp.arguments import need_count, need_items, need_number, wrong_type
from zhnlp.core import NewWordCounter
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.lexicons.lexicon import Lexicon, LexiconLike
from zhnlp.resources import pack

# Characters that begin or end phrases, and hardly a new word that is longer than a name.
_FUNCTION_WORDS = frozenset(
    "的了着地得是在和与及或就都也还又才把被让从对为以于向到给而但则所这那哪每各某该其此何谁"
    "我你您他她它们吗呢吧啊呀嘛么将曾已很更最太没不有等之"
)


class NewWord(NamedTuple):
    """A string that may be a word.

    Attributes:
        text: The string, of Han characters.
        frequency: How often it occurs.
        cohesion: How much more often than by chance, a natural logarithm.
        freedom: The entropy of its neighbours on its less free side, in nats.
    """

    text: str
    frequency: int
    cohesion: float
    freedom: float


def discover_words(
    texts: Iterable[str],
    *,
    min_frequency: int = 10,
    min_cohesion: float = 4.0,
    min_freedom: float = 1.5,
    max_length: int = 5,
    lexicon: LexiconLike | None = None,
    cut: Callable[[str], Iterable[str]] | None = None,
    block: int = 1 << 25,
) -> list[NewWord]:
    """The strings of `texts` that behave like words and are not known, the likeliest first.

    Known are the words of jieba's dictionary, of `lexicon`, and those that `cut` leaves whole.
    Strings that begin or end with a function word (的, 是, 这 …) are left out, and those that are
    only a part: where a longer new word holds most of their occurrences.

    Args:
        texts: A corpus; it is read once, text by text.
        min_frequency: How often a word occurs at least, 2 or more.
        min_cohesion: Its least cohesion.
        min_freedom: Its least freedom.
        max_length: The most characters of a word, 2 to 15.
        lexicon: Words of the user's, a Lexicon or what makes one.
        cut: Cuts a text into words, such as ``Segmenter().cut``: of what it finds by itself,
            nothing is new.
        block: How many characters are counted at once, 20 bytes of memory for each. Of a
            longer corpus, a block has only the strings that occur in it twice, and a quarter of
            `min_frequency` times: frequencies of rare words are too low then, and scores are means
            over the blocks.

    Raises:
        InputError: `texts` are not several strings.
        UsageError: A setting is out of its range.

    >>> discover_words(["他刷到一个梗", "这个梗"], min_frequency=2)
    []
    """
    need_count(min_frequency, "min_frequency", least=2)
    for name, value in (("min_cohesion", min_cohesion), ("min_freedom", min_freedom)):
        if isnan(need_number(value, name)):
            raise UsageError(f"{name} is nan; it must be a number.")
    if not 2 <= need_count(max_length, "max_length") <= 15:
        raise UsageError(f"max_length is {max_length}; it must be from 2 to 15.")
    if cut is not None and not callable(cut):
        raise wrong_type(cut, "cut", "Give a function that cuts a text, as Segmenter().cut")
    known = _known(lexicon)
    # One character more, so that parts of the longest words are seen to be parts.
    counter = NewWordCounter(
        max_length=max_length + 1, min_count=min_frequency, block=need_count(block, "block")
    )
    for text in need_items(texts, "texts", "Give several strings"):
        counter.add(text)
    found = [word for word in _words(counter) if word.frequency >= min_frequency]
    likely = [
        word
        for word in found
        if word.cohesion >= min_cohesion
        and word.freedom >= min_freedom
        and len(word.text) <= max_length
        and word.text[0] not in _FUNCTION_WORDS
        and word.text[-1] not in _FUNCTION_WORDS
        and not known(word.text)
    ]
    whole = [word for word in likely if cut is None or len([*cut(word.text)]) > 1]
    return sorted(_not_parts(whole), key=lambda word: (-_score(word), word.text))


def _score(word: NewWord) -> float:
    """The rank of a word: what is joined, free and frequent comes first."""
    return word.cohesion * word.freedom * log(word.frequency)


def _known(lexicon: LexiconLike | None) -> Callable[[str], bool]:
    dictionary = Dictionary.load(pack("jieba"))
    own = Lexicon.of(lexicon, "lexicon") if lexicon is not None else ()
    return lambda word: dictionary.trie.find(word) >= 0 or word in own


def _words(counter: NewWordCounter) -> Iterator[NewWord]:
    chars, lengths, counts, scores = counter.results()
    start = 0
    for i, (length, count) in enumerate(zip(lengths, counts, strict=True)):
        yield NewWord(chars[start : start + length], count, scores[2 * i], scores[2 * i + 1])
        start += length


def _not_parts(words: list[NewWord]) -> list[NewWord]:
    """`words` without those that mostly occur inside of a longer one."""
    inside: dict[str, int] = {}
    for word in words:
        text = word.text
        for start in range(len(text)):
            for end in range(start + 2, len(text) + 1):
                if end - start < len(text):
                    part = text[start:end]
                    inside[part] = max(inside.get(part, 0), word.frequency)
    return [word for word in words if 2 * inside.get(word.text, 0) < word.frequency]
