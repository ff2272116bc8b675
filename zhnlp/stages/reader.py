"""Reader: answers to questions, as stretches of a text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Unpack

from zhnlp.answer import Answer
from zhnlp.arguments import need_strings, need_text, shown
from zhnlp.doc import Doc, need
from zhnlp.errors import UsageError
from zhnlp.models import Found, QuestionAnswerer, need_answers
from zhnlp.models.sequence.training import Settings
from zhnlp.stage import Stage, need_docs
from zhnlp.stages.by_name import by_name
from zhnlp.stages.named_models import model_of


@by_name()
@dataclass(frozen=True, repr=False)
class Reader(Stage):
    """Answer the same questions about every text; those without an answer are left out.

    Args:
        model: The name of a pack, its folder, or a model: any
            `zhnlp.models.QuestionAnswerer`.
        questions: The questions. Without any, `answer` is what a Reader is for.

    Raises:
        UsageError: The model does not fit, or answers with what is not a stretch of the text.
        PackError: There is no such model, or it is damaged or of another kind.

    >>> from zhnlp.models import QuestionAnswerer
    >>> class Years(QuestionAnswerer):
    ...     def answers(self, text, questions):
    ...         at = text.find("年")
    ...         return [(at - 4, at + 1, 0.9) if at >= 4 else None for _ in questions]
    >>> Reader(Years()).answer("学校建于1898年。", "哪年建校？")
    Answer(start=4, end=9, question='哪年建校？', probability=0.9)
    """

    model: QuestionAnswerer | str | os.PathLike[str]
    questions: Sequence[str] = field(default=(), kw_only=True)

    requires = ()
    provides = ("answers",)

    def __post_init__(self) -> None:
        object.__setattr__(self, "model", model_of(self.model, QuestionAnswerer, "a reader"))
        object.__setattr__(self, "questions", need_strings(self.questions, "questions"))

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """Each of `docs` with its answers, in the order of the questions."""
        docs = need_docs(texts)
        if not self.questions:
            return [doc.filled(answers=()) for doc in docs]
        found = self._found([doc.text for doc in docs], self.questions)
        return [
            doc.filled(answers=tuple(each for each in own if each is not None))
            for doc, own in zip(docs, found, strict=True)
        ]

    def answer(self, text: str, question: str) -> Answer | None:
        """The answer that `text` gives to `question`; None if it gives none."""
        need_text(text, "the text")
        need_text(question, "the question")
        return self._found([text], (question,))[0][0]

    @classmethod
    def fit(
        cls, docs: Iterable[Doc], *, dev: Sequence[Doc] = (), **settings: Unpack[Settings]
    ) -> Reader:
        """A reader with a network trained on the answers of `docs`; settings as of Classifier.fit.

        The encoder is one of transformers.
        """
        from zhnlp.stages.network_learning import reader_network

        return cls(reader_network(_asked(docs), _asked(dev), settings))

    def _found(self, texts: Sequence[str], questions: Sequence[str]) -> list[list[Answer | None]]:
        assert isinstance(self.model, QuestionAnswerer)
        found = self.model.answers_batch(texts, questions)
        return [
            self._answers(text, questions, own)
            for text, own in zip(texts, need_answers(found, len(texts), self.model), strict=True)
        ]

    def _answers(
        self, text: str, questions: Sequence[str], found: Sequence[Found | None]
    ) -> list[Answer | None]:
        if not isinstance(found, Sequence) or len(found) != len(questions):
            raise UsageError(
                f"the model {shown(self.model)} gave {shown(found)} for {len(questions)} "
                "questions. It must give an answer or None for each."
            )
        return [
            None if each is None else self._answer(text, question, each)
            for question, each in zip(questions, found, strict=True)
        ]

    def _answer(self, text: str, question: str, found: Found) -> Answer:
        match found:
            case (int(start), int(end), float() | int() as probability):
                if 0 <= start < end <= len(text) and 0 <= probability <= 1:
                    return Answer(start, end, question, float(probability))
        raise UsageError(
            f"the model {shown(self.model)} gave {shown(found)} as an answer in a text of "
            f"{len(text)} characters. It must give start and end in the text, and a probability."
        )


def _asked(docs: Iterable[Doc]) -> list[tuple[str, str, int, int]]:
    """Text, question, start and end of each answer of `docs`."""
    return [
        (doc.text, each.question, each.start, each.end)
        for doc in need_docs(docs)
        for each in need(doc.answers, "answers")
    ]
