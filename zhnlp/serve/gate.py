"""Gate: what stands before every path: keys, rates, metrics, the log, and failures."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from time import perf_counter

from zhnlp.serve.asgi import App, Headers, Message, Receive, Scope, Send
from zhnlp.serve.errors import RequestError
from zhnlp.serve.logs import Log, place_of
from zhnlp.serve.metrics import Metrics
from zhnlp.serve.record import Record
from zhnlp.serve.security import Keys, Rates

_ID = re.compile(rb"[\w.:-]{1,64}", re.ASCII)


class Gate:
    """An application with keys, rates, metrics and a log before it.

    Args:
        app: The application.
        paths: Its paths; a request for any other is noted as "other".
        keys: Who may come to what is not for everyone: /v1/ and /metrics.
        rates: How often, to /v1/.
        metrics: Where requests are counted.
        log: Where they are written down, if at all.
    """

    def __init__(
        self,
        app: App,
        paths: Collection[str],
        *,
        keys: Keys,
        rates: Rates,
        metrics: Metrics,
        log: Log | None,
    ) -> None:
        self.app, self.paths = app, frozenset(paths)
        self.keys, self.rates, self.metrics, self.log = keys, rates, metrics, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began = perf_counter()
        record = self._record(scope)
        record.put(scope)
        noted = _noting(send, record)
        self.metrics.in_progress.inc()
        try:
            self._check(record, scope)
            await self.app(scope, receive, noted)
        except RequestError as refusal:
            await refuse(refusal, record, noted)
        except Exception as error:  # whatever it is, it is no business of the client's
            await refuse(
                RequestError("internal", "the service failed. Its log says where."), record, noted
            )
            record.problem = place_of(error)
        finally:
            seconds = perf_counter() - began
            self.metrics.in_progress.dec()
            self.metrics.note(record, seconds)
            if self.log is not None:
                self.log.request(record, seconds)

    def _record(self, scope: Scope) -> Record:
        headers, path = scope["headers"], scope["path"]
        assert isinstance(headers, Sequence)
        assert isinstance(path, str)
        named = dict(headers)
        given = named.get(b"x-request-id", b"")
        own = given.decode() if _ID.fullmatch(given) else os.urandom(8).hex()
        if path.startswith("/page/"):
            path = "/page/{file}"
        return Record(own, str(scope["method"]), path if path in self.paths else "other", named)

    def _check(self, record: Record, scope: Scope) -> None:
        """RequestError if a request may not come in."""
        is_work = record.path.startswith("/v1/")
        if is_work or record.path == "/metrics":
            self.keys.check(record.headers)
        if is_work:
            client = scope.get("client")
            self.rates.check(str(client[0]) if isinstance(client, (tuple, list)) else "")


def _noting(send: Send, record: Record) -> Send:
    """`send`, which also notes the status and adds the headers that all answers have."""

    async def noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            status, headers = message["status"], message.get("headers", ())
            assert isinstance(status, int)
            assert isinstance(headers, Sequence)
            record.status = status
            message["headers"] = [
                *headers,
                (b"x-request-id", record.id.encode()),
                (b"x-content-type-options", b"nosniff"),
            ]
        await send(message)

    return noted


async def refuse(refusal: RequestError, record: Record, send: Send) -> None:
    """Answer with an error, if nothing has been answered yet."""
    record.problem = refusal.code
    if record.status:
        return
    body = refusal.body
    headers: Headers = [(key.encode(), value.encode()) for key, value in refusal.headers]
    headers += [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
