"""Record: what is noted of a request while it is worked on, for metrics and the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhnlp.serve.asgi import Scope

_KEY = "zhnlp.record"


@dataclass
class Record:
    """A request.

    Attributes:
        id: The client's X-Request-ID, or one that is made for it.
        method: GET, POST …
        path: One of the paths of the service, or "other": never what a client wrote.
        headers: Its headers.
        texts: Its texts, when they are read.
        n_characters: How many characters these have.
        status: That of the answer, when it has begun.
        problem: The code of the error, if there is one; where the program failed, if it did.
    """

    id: str
    method: str
    path: str
    headers: Mapping[bytes, bytes]
    texts: Sequence[str] = ()
    n_characters: int = 0
    status: int = 0
    problem: str = ""

    def put(self, scope: Scope) -> None:
        """Let `of` find it."""
        scope[_KEY] = self

    @staticmethod
    def of(scope: Scope) -> Record:
        """The record of a request."""
        record = scope[_KEY]
        assert isinstance(record, Record)
        return record
