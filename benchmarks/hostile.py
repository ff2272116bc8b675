"""Hostile clients: good requests mixed with malformed, oversized, slow and broken ones.

Each client is a thread that draws a kind of request, makes one, notes what comes back, and
draws again. What must come back is said beside each kind: a good request must be answered with
200, or with 503 where the service is busy.
"""

from __future__ import annotations

import json
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable

WORDS = "中新网北京电王小明在大学学习计算机宁德时代上涨百分之三我们去公园玩质量很好太差了，。！"
PATHS = ("segment", "tag", "entities", "correct", "classify", "keywords", "explain", "pipeline")
_TIMEOUT = 60.0
_MALFORMED = (
    b"",
    b"{",
    b"[" * 50_000,
    b'{"text": 1}',
    b'{"text": "\xff\xfe"}',
    b'{"text": "\\ud800"}',
    b'{"text": NaN}',
    b'{"texts": {}}',
    b'{"text": "a", "method": "/etc/passwd"}',
    b'{"text": "a", "lexicon": [{"word": 5}]}',
    b'{"text": "a", "unknown": null}',
    b"\x00" * 1000,
)


class Hostile:
    """Clients of a service on loopback.

    Args:
        port: Where the service listens.
        seed: Makes the same draws again, in each thread.
    """

    def __init__(self, port: int, seed: int = 0) -> None:
        self.port, self.seed = port, seed
        self.seen: Counter[tuple[str, str]] = Counter()  # kind, status
        self._lock = threading.Lock()
        self._kinds: dict[str, tuple[int, Callable[[random.Random], str]]] = {
            "good": (60, self.good),
            "good, long": (4, self.long),
            "malformed": (20, self.malformed),
            "oversized": (4, self.oversized),
            "slow": (2, self.slow),
            "broken": (8, self.broken),
            "unread": (2, self.unread),
        }

    def run(self, seconds: float, n_clients: int) -> Counter[tuple[str, str]]:
        """How often each kind got which status, after `seconds`."""
        end = time.monotonic() + seconds
        clients = [
            threading.Thread(target=self._client, args=(number, end)) for number in range(n_clients)
        ]
        for each in clients:
            each.start()
        for each in clients:
            each.join()
        return self.seen

    def _client(self, number: int, end: float) -> None:
        rng = random.Random(f"{self.seed} {number}")
        names = [*self._kinds]
        shares = [share for share, _ in self._kinds.values()]
        while time.monotonic() < end:
            (name,) = rng.choices(names, shares)
            try:
                status = self._kinds[name][1](rng)
            except OSError as error:
                status = f"cut off ({type(error).__name__})"
            with self._lock:
                self.seen[name, status] += 1

    def good(self, rng: random.Random) -> str:
        """A short text, for any path."""
        return self._post(rng.choice(PATHS), {"text": text_of(rng, rng.randrange(400))})

    def long(self, rng: random.Random) -> str:
        """A long text, or many."""
        path = rng.choice([each for each in PATHS if each != "explain"])
        if rng.random() < 0.5:
            return self._post(path, {"text": text_of(rng, 50_000)})
        return self._post(path, {"texts": [text_of(rng, 50) for _ in range(500)]})

    def malformed(self, rng: random.Random) -> str:
        """A body that is wrong."""
        return self._send(rng.choice(PATHS), rng.choice(_MALFORMED))

    def oversized(self, rng: random.Random) -> str:
        """A text, or a body, beyond the limits."""
        if rng.random() < 0.5:
            return self._post("segment", {"text": text_of(rng, 150_000)})
        return self._send("segment", b'{"text": "' + b"a" * (2 << 20) + b'"}')

    def slow(self, rng: random.Random) -> str:
        """Half a request, and then nothing until the service hangs up."""
        with self._connection() as connection:
            whole = _request("segment", b'{"text": "slow"}')
            connection.sendall(whole[: rng.randrange(len(whole))])
            return _status(_received(connection))

    def broken(self, rng: random.Random) -> str:
        """A request, or part of one, and the connection is broken off."""
        with self._connection() as connection:
            body = json.dumps({"text": text_of(rng, 2000)}).encode()
            whole = _request(rng.choice(PATHS), body)
            connection.sendall(whole[: rng.randrange(len(whole) + 1)])
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return "-"

    def unread(self, rng: random.Random) -> str:
        """A request whose long answer nobody reads."""
        with self._connection() as connection:
            body = json.dumps({"text": text_of(rng, 90_000)}).encode()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(_request("pipeline", body))
            connection.recv(1)
        return "-"

    def _post(self, path: str, content: object) -> str:
        return self._send(path, json.dumps(content, ensure_ascii=False).encode())

    def _send(self, path: str, body: bytes) -> str:
        with self._connection() as connection:
            connection.sendall(_request(path, body))
            return _status(_received(connection))

    def _connection(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=_TIMEOUT)


def text_of(rng: random.Random, length: int) -> str:
    """A text of so many characters, some of which make no sense."""
    return "".join(rng.choices(WORDS, k=length))


def _request(path: str, body: bytes) -> bytes:
    return (
        b"POST /v1/%b HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Connection: close\r\nContent-Length: %d\r\n\r\n%b" % (path.encode(), len(body), body)
    )


def _received(connection: socket.socket) -> bytes:
    """The beginning of what comes; all of it is read."""
    first = b""
    while part := connection.recv(1 << 16):
        first = first if len(first) > 2000 else first + part
    return first


def _status(answer: bytes) -> str:
    """The status of an answer; with its code, if it is one of 5xx."""
    if not answer:
        return "closed"
    status = answer[9:12].decode()
    if status.startswith("5"):
        code = answer.partition(b'"code": "')[2].partition(b'"')[0].decode()
        return f"{status} {code or '(no code)'}"
    return status
