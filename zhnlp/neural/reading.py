"""NeuralReader: answers to questions, which are spans of a text, by a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from zhnlp.errors import UsageError
from zhnlp.models import QuestionAnswerer
from zhnlp.neural.backends import Scores
from zhnlp.neural.inputs import Inputs, Row
from zhnlp.neural.labelling import softmax
from zhnlp.neural.model import NeuralModel
from zhnlp.neural.tokenizer import Tokens
from zhnlp.neural.windows import windows

_LONGEST = 64  # tokens of an answer
_OVERLAP = 128  # tokens that windows share
_QUESTION = 128  # most tokens of a question


class Part(NamedTuple):
    """A question with a window of the text.

    Attributes:
        row: Its ids.
        first: The first token of the window, in the text.
        last: Just past its last token.
        offset: Where the window begins in the row.
    """

    row: Row
    first: int
    last: int
    offset: int


class NeuralReader(NeuralModel, QuestionAnswerer):
    """Finds answers: the legal span with the highest sum of start and end scores.

    A span is legal if it lies in the text, ends where it begins or later, and has at most 64
    tokens. A long text is read in windows that overlap; the best span of all windows counts.
    Its probability is among all legal spans of its window.
    """

    KIND = "NeuralReader"

    def answers(self, text: str, questions: Sequence[str]) -> list[tuple[int, int, float] | None]:
        """Start, end and probability of the answer to each question; None for an empty text."""
        tokens = self.inputs.tokenizer.encode(text)
        if not tokens.ids:
            return [None] * len(questions)
        asked = [
            question_parts(self.inputs, own, tokens)
            for own in self.inputs.tokenizer.encode_batch(questions)
        ]
        scores = iter(self.rows_scores([part.row for parts in asked for part in parts]))
        ends = [*tokens.starts[1:], len(text)]
        found: list[tuple[int, int, float] | None] = []
        for parts in asked:
            spans = [best_span(next(scores), part) for part in parts]
            first, last, _, probability = max(spans, key=lambda span: span[2])
            found.append((tokens.starts[first], ends[last], probability))
        return found


def question_parts(inputs: Inputs, question: Tokens, text: Tokens) -> list[Part]:
    """A question with each window of a text."""
    most = min(_QUESTION, (inputs.max_tokens - 3) // 2)
    if len(question.ids) > most:
        raise UsageError(
            f"a question has {len(question.ids)} tokens; at most {most} are read. Shorten it."
        )
    longest = inputs.max_tokens - 3 - len(question.ids)
    return [
        Part(
            inputs.pair(question, Tokens(text.ids[first:last], text.starts[first:last])),
            first,
            last,
            len(question.ids) + 2,
        )
        for first, last, _, _ in windows(0, len(text.ids), longest, min(_OVERLAP, longest // 2))
    ]


def best_span(scores: Scores, part: Part) -> tuple[int, int, float, float]:
    """First and last token of the best legal span of a window, its score and probability."""
    n = part.last - part.first
    own = scores[part.offset : part.offset + n].astype(np.float64)
    sums = own[:, None, 0] + own[None, :, 1]
    distance = np.arange(n)[None, :] - np.arange(n)[:, None]
    sums[(distance < 0) | (distance >= _LONGEST)] = -np.inf
    best = int(sums.argmax())
    first, last = divmod(best, n)
    probability = float(softmax(sums.reshape(-1))[best])
    return part.first + first, part.first + last, float(sums[first, last]), probability
