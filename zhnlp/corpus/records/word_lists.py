"""Word lists: the words of a corpus, line by line, as gensim's models read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from zhnlp.arguments import wrong_type

MOST_WORDS = 10_000  # gensim leaves out what a list has beyond them


class Cutter(Protocol):
    """A Segmenter, or anything else that cuts texts into words."""

    def cut(self, text: str) -> list[str]:
        """The words of `text`."""


@dataclass(frozen=True)
class WordLists:
    """The words of every line of many texts, a list each; it can be read any number of times.

    Words of white space are left out, and so are lines without others. A line of more than
    10,000 words gives several lists, because gensim would leave out what is beyond them.

    Args:
        texts: Strings, or records with their text in `text_field`, such as those of
            `read_records`. A list, or another iterable that can be read again.
        segmenter: A Segmenter, or anything else with ``cut``.
        text_field: The name of the field with the text, for records.

    >>> from zhnlp import Segmenter
    >>> sentences = WordLists([{"text": "我爱北京\\n你好"}], Segmenter("unigram"))
    >>> list(sentences), list(sentences)
    ([['我', '爱', '北京'], ['你好']], [['我', '爱', '北京'], ['你好']])
    """

    texts: Iterable[str | Mapping[str, object]]
    segmenter: Cutter
    text_field: str = "text"

    def __iter__(self) -> Iterator[list[str]]:
        for each in self.texts:
            text = each.get(self.text_field) if isinstance(each, Mapping) else each
            if not isinstance(text, str):
                raise wrong_type(
                    text, "a text", f"Give strings, or records with {self.text_field!r}"
                )
            for line in text.split("\n"):
                words = [word for word in self.segmenter.cut(line) if not word.isspace()]
                for start in range(0, len(words), MOST_WORDS):
                    yield words[start : start + MOST_WORDS]
