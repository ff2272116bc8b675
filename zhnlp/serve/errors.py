"""Errors of requests: what a client is told, and with which status.

The body is ``{"error": {"code": "too_long", "message": "…"}}``, whatever goes wrong. A message
says what to do; it never holds a trace, a path of this machine or a name of a class.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TypedDict

from zhnlp.errors import ZhnlpError

STATUS = {
    "invalid_json": 400,
    "invalid_request": 400,
    "unauthorized": 401,
    "not_found": 404,
    "method_not_allowed": 405,
    "too_slow": 408,
    "too_large": 413,
    "too_long": 413,
    "unsupported_type": 415,
    "invalid_value": 422,
    "too_many_requests": 429,
    "internal": 500,
    "busy": 503,
    "not_ready": 503,
    "too_late": 503,
}


class RequestError(ZhnlpError, ValueError):
    """A request that is not answered, with the status and the code that say why.

    Args:
        code: A key of the table above.
        message: A sentence that says what to do.
        headers: Headers of the answer beside those that all have.
    """

    def __init__(self, code: str, message: str, headers: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.code, self.message, self.headers = code, message, headers
        self.status = STATUS[code]

    def __reduce__(self) -> tuple[type, tuple[str, str, Sequence[tuple[str, str]]]]:
        return type(self), (self.code, self.message, self.headers)

    @property
    def body(self) -> bytes:
        """The body of the answer."""
        return error_body(self.code, self.message)


def error_body(code: str, message: str) -> bytes:
    """The body of an answer that is an error."""
    content = {"error": {"code": code, "message": message}}
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace")


def busy() -> RequestError:
    """The refusal of a request that comes while too much is being worked on."""
    message = "the service is busy. Send the request again after the time in Retry-After."
    return RequestError("busy", message, [("retry-after", "1")])


class Fault(TypedDict, total=False):
    """One error of pydantic."""

    type: str
    loc: tuple[int | str, ...]
    msg: str
    ctx: dict[str, object]
