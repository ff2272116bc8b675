"""Limits: the size of bodies, while they are read, and of what is in them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from zhnlp.serve.asgi import Receive
from zhnlp.serve.errors import Refusal
from zhnlp.serve.settings import Limits

_AT_ONCE = 64  # bodies of the largest size may be in memory, half read


class Bodies:
    """Reads the bodies of requests within the limits.

    Args:
        limits: How large one may be, and how long its sender may take.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.n_held = 0  # bytes of bodies that are half read

    async def read(self, receive: Receive, length: int | None) -> bytes:
        """The whole body.

        Args:
            receive: Where it comes from.
            length: Its length as the client says, if it does.

        Raises:
            Refusal: It is too large, it comes too slowly, or it ends too early.
        """
        if length is not None and length > self.limits.body:
            raise self._too_large()
        message = await self._next(receive)
        first = message[0]
        if len(first) > self.limits.body:
            raise self._too_large()
        if not message[1]:
            return first
        return await self._rest(receive, first)

    async def _rest(self, receive: Receive, first: bytes) -> bytes:
        """The body that begins with `first`."""
        parts, size, more = [first], len(first), True
        self.n_held += size
        try:
            while more:
                part, more = await self._next(receive)
                parts.append(part)
                size += len(part)
                self.n_held += len(part)
                if size > self.limits.body:
                    raise self._too_large()
                if self.n_held > _AT_ONCE * self.limits.body:
                    raise Refusal("busy", "too many large bodies are being sent. Try again later.")
        finally:
            self.n_held -= size
        return b"".join(parts)

    async def _next(self, receive: Receive) -> tuple[bytes, bool]:
        """The next part of a body, and whether there is more."""
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal("invalid_request", "the body ended too early. Send all of it.")
        body = message.get("body", b"")
        assert isinstance(body, bytes)
        return body, bool(message.get("more_body", False))

    def _too_large(self) -> Refusal:
        return Refusal(
            "too_large",
            f"the body has more than {self.limits.body} bytes. Send less text in one request.",
            [("connection", "close")],
        )


def check_texts(texts: Sequence[str], limits: Limits, most: int | None = None) -> int:
    """How many characters `texts` have; Refusal if they, or the texts, are too many.

    Args:
        texts: The texts of a request.
        limits: How many there may be.
        most: The most characters, where a path takes fewer.
    """
    if len(texts) > limits.texts:
        raise Refusal("too_long", f"{len(texts)} texts; send at most {limits.texts} in a request.")
    n_characters = sum(map(len, texts))
    most = limits.characters if most is None else min(most, limits.characters)
    if n_characters > most:
        raise Refusal(
            "too_long", f"the text has {n_characters} characters; send at most {most} in a request."
        )
    return n_characters


async def within(seconds: float, body: asyncio.Future[bytes]) -> bytes:  # pragma: no cover
    """Placeholder."""
    async with asyncio.timeout(seconds):
        return await body
