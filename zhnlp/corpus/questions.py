"""Read questions about texts with their answers, in the JSON of SQuAD, CMRC 2018 and DRCD::

{"data": [{"paragraphs": [{"context": "…", "qas": [
    {"id": "…", "question": "…", "answers": [{"text": "…", "answer_start": 7}]}]}]}]}
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhnlp.corpus.tables import Path
from zhnlp.errors import FormatError, shortened
from zhnlp.io.lines import read_lines


class GoldAnswer(NamedTuple):
    """A right answer.

    Attributes:
        text: The answer.
        start: Its position in the text of the question, in characters; None if it is not a
            stretch of it.
    """

    text: str
    start: int | None


class GoldQuestion(NamedTuple):
    """A question about a text, and all its right answers, which annotators gave.

    Attributes:
        text: The text.
        question: The question.
        answers: The right answers; none if the text does not answer it.
        id: Its name in the file.
    """

    text: str
    question: str
    answers: tuple[GoldAnswer, ...]
    id: str


def read_questions(path: Path) -> Iterator[GoldQuestion]:
    """Yield all questions of a file, which is read whole, in order.

    The place of an answer is checked. If it is elsewhere in the text, but only once, it is taken
    from there; an answer with a place of -1 is in words of its own (200 of CMRC's 9657).

    Args:
        path: A UTF-8 file, which may be compressed.

    Raises:
        FileError: The file cannot be read or unpacked.
        FormatError: The file is not in the format, or an answer is not at its place.
    """
    content = "".join(read_lines(path))
    try:
        data = json.loads(content)
    except json.JSONDecodeError as error:
        raise FormatError(path, error.lineno, f"this is not JSON: {error.msg}.") from None
    except (ValueError, RecursionError) as error:
        raise FormatError(path, 1, f"this JSON cannot be read: {error}.") from None
    place = text = ""
    try:
        for article in _items(data, "data"):
            for paragraph in _items(article, "paragraphs"):
                place = text = _text(paragraph, "context")
                for asked in _items(paragraph, "qas"):
                    place = _text(asked, "id")
                    yield _question(asked, text)
    except ValueError as error:
        raise FormatError(path, _line(content, place), str(error)) from None


def _question(asked: dict[str, object], text: str) -> GoldQuestion:
    answers = tuple(_answer(each, text) for each in _items(asked, "answers"))
    return GoldQuestion(text, _text(asked, "question"), answers, _text(asked, "id"))


def _answer(item: dict[str, object], text: str) -> GoldAnswer:
    answer = _text(item, "text")
    start = item.get("answer_start")
    if not isinstance(start, int) or isinstance(start, bool):
        raise ValueError(f"the place of {shortened(answer)} is {start!r}, no number.")
    if start >= 0 and text.startswith(answer, start):
        return GoldAnswer(answer, start)
    n_places = text.count(answer) if answer else 0
    if n_places == 1:
        return GoldAnswer(answer, text.index(answer))
    if start < 0:
        return GoldAnswer(answer, None)
    raise ValueError(
        f"{shortened(answer)} is not at {start} of its text, and {n_places} times elsewhere. Count "
        "characters from 0, or write -1 for an answer in words of its own."
    )


def _items(item: object, name: str) -> Sequence[dict[str, object]]:
    found = item.get(name) if isinstance(item, dict) else None
    if isinstance(found, list) and all(isinstance(each, dict) for each in found):
        return found
    raise ValueError(f"there is no list {name!r} of objects, as SQuAD has it.")


def _text(item: dict[str, object], name: str) -> str:
    found = item.get(name)
    if isinstance(found, str):
        return found
    raise ValueError(f"there is no text {name!r}, as SQuAD has it.")


def _line(content: str, text: str) -> int:
    """The line of the JSON `content` where `text` is; 1 if it cannot be found."""
    for spelled in (json.dumps(text, ensure_ascii=False), json.dumps(text)):
        if (at := content.find(spelled)) >= 0:
            return content.count("\n", 0, at) + 1
    return 1
