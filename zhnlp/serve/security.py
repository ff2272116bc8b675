"""Security: API keys, and how often a client may come."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from hmac import compare_digest

from zhnlp.serve.errors import RequestError

_MOST_CLIENTS = 10_000


class Keys:
    """The API keys of a service; if there are none, all may come.

    Args:
        keys: The keys.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [key.encode() for key in keys]

    def check(self, headers: Mapping[bytes, bytes]) -> None:
        """RequestError if a request with these headers has no key that is right.

        The time that it takes does not tell how much of a key is right.
        """
        if not self._keys:
            return
        scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
        bearer = token.strip() if scheme.lower() == b"bearer" else b""
        given = [each for each in (headers.get(b"x-api-key", b""), bearer) if each]
        if sum(compare_digest(each, key) for each in given for key in self._keys):
            return
        what = "the API key is wrong" if given else "an API key is needed"
        raise RequestError(
            "unauthorized",
            f"{what}. Send it as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'.",
            [("www-authenticate", "Bearer")],
        )


class Rates:
    """How often each client may come: a bucket of tokens that fills at a rate.

    Args:
        rate: Tokens a second; a bucket holds those of one second, and at least one. None: no
            limit.
        clock: Gives the time in seconds.
    """

    def __init__(self, rate: float | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.clock = rate, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, client: str) -> None:
        """Take a token of `client`; RequestError if there is none."""
        if self.rate is None:
            return
        now, size = self.clock(), max(1.0, self.rate)
        tokens, then = self._buckets.pop(client, (size, now))
        tokens = min(size, tokens + (now - then) * self.rate)
        if len(self._buckets) >= _MOST_CLIENTS:
            self._buckets.popitem(last=False)  # whoever has been away for longest
        self._buckets[client] = (tokens - 1 if tokens >= 1 else tokens, now)
        if tokens < 1:
            wait = math.ceil((1 - tokens) / self.rate)
            raise RequestError(
                "too_many_requests",
                f"more than {self.rate:g} requests a second. Send the next after {wait} s.",
                [("retry-after", str(wait))],
            )
