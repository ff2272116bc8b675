"""Answer: a stretch of a text that answers a question.

It is not in doc.py because models answer questions, too, and never see a Doc.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from zhnlp.span import text_of, text_state


class _Found(NamedTuple):
    start: int
    end: int
    question: str
    probability: float = 1.0


class Answer(_Found):
    """A stretch of a text that answers a question.

    Those of a Doc have their characters as `text`.

    Attributes:
        start, end: Its position: characters of the text, half-open.
        question: The question, as it was asked.
        probability: How likely this stretch is the answer rather than another, 0 to 1;
            1 in gold data.
    """

    @property
    def text(self) -> str:
        """Its characters; MissingLayerError if it is not an answer of a Doc."""
        return text_of(self, self.start, self.end)

    def __reduce__(self) -> tuple[Callable[..., Answer], tuple[int, int, str, float], object]:
        own = (self.start, self.end, self.question, self.probability)
        return Answer, own, text_state(self)
