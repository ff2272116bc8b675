"""Connections: uvicorn's, with limits that it lacks: their number, slow clients, long headers.

accepted ─► headers ─► body ──► answer ─► headers of the next request …
          └ reading ┘ limits.py └ reading, if the client takes nothing ┘
"""

from __future__ import annotations

from asyncio import BaseTransport, TimerHandle
from collections.abc import Callable

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from zhnlp.serve.errors import error_body
from zhnlp.serve.settings import Limits

_MOST_HEADERS = 64 << 10  # bytes of the first line and the headers


class ServiceConfig(Config):
    """uvicorn's settings, and the limits of the service.

    Args:
        app: The application, or with ``factory`` what makes it.
        limits: The limits.
        others: Settings of uvicorn.
    """

    def __init__(self, app: object, limits: Limits, **others: object) -> None:
        super().__init__(app, http=Connection, **others)
        self.limits = limits


class Connection(HttpToolsProtocol):
    """A connection that is closed if its client is too slow."""

    def __init__(
        self,
        config: ServiceConfig,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: object = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.limits = config.limits
        self.reading_timer: TimerHandle | None = None
        self.writing_timer: TimerHandle | None = None
        self.is_in_headers = True
        self.n_header_bytes = 0

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin, or refuse one connection too many."""
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            message = "there are too many connections. Try again later."
            self._refuse(b"503 Service Unavailable", "busy", message, b"retry-after: 1\r\n")
        else:
            self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._stop("reading_timer")
        self._stop("writing_timer")
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Headers begin."""
        super().on_message_begin()
        self.is_in_headers = True

    def on_headers_complete(self) -> None:
        """Headers end."""
        self.is_in_headers = False
        self.n_header_bytes = 0
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Read on; close if headers are too long."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.is_in_headers:
            self.n_header_bytes += len(data)
            if self.n_header_bytes > _MOST_HEADERS and not self.transport.is_closing():
                message = f"the headers have more than {_MOST_HEADERS} bytes. Send fewer."
                self._refuse(b"431 Request Header Fields Too Large", "too_large", message)
        if self.cycle is None or self.cycle.response_complete:
            self._await_headers()
        else:
            self._stop("reading_timer")

    def pause_writing(self) -> None:
        """The client takes nothing at the moment."""
        super().pause_writing()
        self._start("writing_timer", self.transport.abort)

    def resume_writing(self) -> None:
        """The client takes the answer again."""
        super().resume_writing()
        self._stop("writing_timer")

    def send_400_response(self, msg: str) -> None:
        """Answer what is not HTTP."""
        message = "this is not HTTP/1.1 as the service understands it. Use a client for HTTP."
        self._refuse(b"400 Bad Request", "invalid_request", message)

    def _await_headers(self) -> None:
        if self.reading_timer is None:
            self._start("reading_timer", self.transport.abort)

    def _start(self, name: str, call: Callable[[], None]) -> None:
        self._stop(name)
        setattr(self, name, self.loop.call_later(self.limits.reading, call))

    def _stop(self, name: str) -> None:
        timer: TimerHandle | None = getattr(self, name)
        if timer is not None:
            timer.cancel()
            setattr(self, name, None)

    def _refuse(self, status: bytes, code: str, message: str, header: bytes = b"") -> None:
        """Answer with an error, and close."""
        body = error_body(code, message)
        self.transport.write(
            b"HTTP/1.1 %b\r\ncontent-type: application/json\r\ncontent-length: %d\r\n"
            b"connection: close\r\n%b\r\n%b" % (status, len(body), header, body)
        )
        self.transport.close()
