"""Answer: a stretch of a text that answers a question.

It is not in doc.py because models answer questions, too, and never see a Doc.
"""

from __future__ import annotations

from typing import NamedTuple


class Answer(NamedTuple):
    """A stretch of a text that answers a question.

    Attributes:
        start, end: Its position: characters of the text, half-open.
        question: The question, as it was asked.
        probability: How likely this stretch is the answer rather than another, 0 to 1;
            1 in gold data.
    """

    start: int
    end: int
    question: str
    probability: float = 1.0
