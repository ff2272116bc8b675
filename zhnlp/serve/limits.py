"""Limits: the size of bodies, while they are read, and of what is in them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from zhnlp.serve.asgi import Receive
from zhnlp.serve.errors import RequestError, busy
from zhnlp.serve.settings import Limits

_AT_ONCE = 64  # bodies of the largest size may be in memory, half read
_DROPPED = 16  # sizes of the largest body are read on after one that is too large


class Bodies:
    """Reads the bodies of requests within the limits.

    Args:
        limits: How large one may be, and how long its sender may take.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.n_held = 0  # bytes of bodies that are half read

    async def read(self, receive: Receive, length: bytes | None) -> bytes:
        """The whole body.

        Args:
            receive: Where it comes from.
            length: Its length as the client says, if it does.

        Raises:
            RequestError: It is too large, it comes too slowly, or it ends too early.
        """
        try:
            async with asyncio.timeout(self.limits.reading):
                if length is not None and length.isdigit() and int(length) > self.limits.body:
                    await self._drop(receive)
                    raise self._too_large()
                first, more = await _next(receive)
                if len(first) > self.limits.body:
                    raise self._too_large()
                return await self._rest(receive, first) if more else first
        except TimeoutError:
            raise RequestError(
                "too_slow",
                f"the body did not come within {self.limits.reading:g} s. Send it faster, or less.",
                [("connection", "close")],
            ) from None

    async def _rest(self, receive: Receive, first: bytes) -> bytes:
        """The body that begins with `first`."""
        parts, size, more = [first], len(first), True
        self.n_held += size
        try:
            while more:
                part, more = await _next(receive)
                parts.append(part)
                size += len(part)
                self.n_held += len(part)
                if size > self.limits.body:
                    if more:
                        await self._drop(receive)
                    raise self._too_large()
                if self.n_held > _AT_ONCE * self.limits.body:
                    raise busy()
        finally:
            self.n_held -= size
        return b"".join(parts)

    async def _drop(self, receive: Receive) -> None:
        """Read on for a while, so that a client that sends first and reads then gets its answer."""
        size, more = 0, True
        while more and size < _DROPPED * self.limits.body:
            part, more = await _next(receive)
            size += len(part)

    def _too_large(self) -> RequestError:
        return RequestError(
            "too_large",
            f"the body has more than {self.limits.body} bytes. Send less text in one request.",
            [("connection", "close")],
        )


async def _next(receive: Receive) -> tuple[bytes, bool]:
    """The next part of a body, and whether there is more."""
    message = await receive()
    if message["type"] == "http.disconnect":
        raise RequestError("invalid_request", "the body ended too early. Send all of it.")
    body = message.get("body", b"")
    assert isinstance(body, bytes)
    return body, bool(message.get("more_body", False))


def check_texts(texts: Sequence[str], limits: Limits, most: int | None = None) -> int:
    """How many characters `texts` have; RequestError if they, or the texts, are too many.

    Args:
        texts: The texts of a request.
        limits: How many there may be.
        most: The most characters, where a path takes fewer.
    """
    if len(texts) > limits.texts:
        raise RequestError(
            "too_long", f"{len(texts)} texts; send at most {limits.texts} in a request."
        )
    n_characters = sum(map(len, texts))
    most = limits.characters if most is None else min(most, limits.characters)
    if n_characters > most:
        raise RequestError(
            "too_long", f"the text has {n_characters} characters; send at most {most} in a request."
        )
    return n_characters
