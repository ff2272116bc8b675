"""Reading: from the bytes of a body to a request, or to one sentence that says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from pydantic import ValidationError

from zhnlp.errors import did_you_mean
from zhnlp.serve.errors import Fault, RequestError
from zhnlp.serve.requests import WORD, Strict, TextRequest, Word

Request = TypeVar("Request", bound=TextRequest)
_TAGS = ("plain", "entry")  # of the union of Words; no keys of a body


def read_request(kind: type[Request], body: bytes) -> Request:
    """The request that `body` holds.

    Raises:
        RequestError: It is not JSON, or something in it is wrong.
    """
    try:
        request: Request = kind.model_validate_json(body)
    except ValidationError as error:
        faults: Sequence[Fault] = error.errors(include_url=False, include_input=False)
        raise _refusal(kind, faults[0]) from None
    return request


def _refusal(kind: type[Strict], fault: Fault) -> RequestError:
    """The refusal for one error of pydantic."""
    about = fault.get("ctx", {})
    if fault["type"] == "json_invalid":
        problem = f"the body is not valid JSON: {about.get('error')}. Send an object in UTF-8."
        return RequestError("invalid_json", problem)
    place = _place(fault["loc"])
    if fault["type"] == "extra_forbidden":
        name = str(fault["loc"][-1])
        known = _names_beside(kind, fault["loc"])
        return RequestError("invalid_value", f"{place} is not known. {did_you_mean(name, known)}")
    return RequestError("invalid_value", f"{place} {_what(fault['type'], about, fault['msg'])}.")


def _place(path: Sequence[int | str]) -> str:
    """Where a fault is, as in ``lexicon[3].word``."""
    parts = ""
    for number, step in enumerate(path):
        if isinstance(step, int):
            parts += f"[{step}]"
        elif step == "[key]" or (step in _TAGS and number == 2 and isinstance(path[1], int)):
            continue
        else:
            parts += f".{step[:40]}" if parts else step[:40]
    return repr(parts) if parts else "the body"


def _names_beside(kind: type[Strict], path: Sequence[int | str]) -> Sequence[str]:
    """The names that may stand where an unknown one does."""
    if len(path) == 1:
        return tuple(kind.model_fields)
    return tuple(Word.model_fields)


_A_WORD = "1 to 100 characters of one line, without blanks around them"
_A_LABEL = "1 to 50 characters without blanks, the first of them no digit"
_SENTENCES = {
    "missing": "is missing. Add it",
    "string_type": "must be a string",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing_size": "is too large a number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "word_type": "must be a word, or an object with one",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be one of {expected}",
    "text_or_texts": "must have either 'text', a string, or 'texts', a list of strings",
}


def _what(kind: str, about: Mapping[str, object], said: str) -> str:
    """What is wrong with a value."""
    if kind == "too_long":
        return f"has {about.get('actual_length')} items; send at most {about.get('max_length')}"
    if kind == "string_pattern_mismatch":
        is_word = about.get("pattern") == WORD
        return f"must be {_A_WORD if is_word else _A_LABEL}"
    sentence = _SENTENCES.get(kind)
    return sentence.format(**about) if sentence else f"is wrong: {said}"
