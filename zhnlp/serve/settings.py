"""Settings: what a service serves, and how much it takes."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from zhnlp.arguments import need_count, need_flag, need_kind, need_number, need_strings, shown
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.lexicon import LexiconLike
from zhnlp.pipeline import Pipeline


@dataclass(frozen=True)
class Limits:
    """How much a request may hold, and how many there may be.

    Args:
        characters: The most characters of all texts of a request together.
        texts: The most texts of a request.
        body: The most bytes of its body.
        rate: The most requests that a client makes in a second, on average; None for any number.
        concurrency: The most requests that are worked on or wait for it; what comes beyond is
            answered with 503.
        seconds: The most seconds from the end of its body to the answer.
        reading: The most seconds that a client takes to send a request, and to read its answer.
        connections: The most connections at a time, of a server that `zhnlp serve` starts.
    """

    characters: int = 100_000
    texts: int = 1_000
    body: int = 1 << 20
    rate: float | None = None
    concurrency: int = 256
    seconds: float = 30.0
    reading: float = 10.0
    connections: int = 1_000

    def __post_init__(self) -> None:
        for name in ("characters", "texts", "body", "concurrency", "connections"):
            object.__setattr__(self, name, need_count(getattr(self, name), name))
        for name in ("seconds", "reading", "rate"):
            value = getattr(self, name)
            if value is None and name == "rate":
                continue
            if not 0 < need_number(value, name) < 1e9:
                raise UsageError(f"{name} is {shown(value)}; it must be more than 0.")


@dataclass(frozen=True)
class Settings:
    """What a service serves.

    Args:
        pipeline: What answers ``/v1/pipeline``: as of `zhnlp.load`, or a Pipeline.
        lexicon: The user's own words, for all stages of all paths.
        limits: How much it takes.
        api_keys: If there are any, requests must have one of them.
        page: Serve the page for browsers.
        log: Write a line for each request.
        log_text: Write the texts of requests into it, too.
        batch_ms: How many milliseconds texts for the pipeline wait for others to be worked on
            together with; None: 5 if there are networks in it, else 0, which is not at all.

    Raises:
        UsageError, InputError: One of them cannot be right.

    >>> Settings("full", limits=Limits(characters=20_000)).limits.texts
    1000
    """

    pipeline: str | os.PathLike[str] | Pipeline = "news"
    lexicon: LexiconLike | None = None
    limits: Limits = field(default_factory=Limits)
    api_keys: tuple[str, ...] = field(default=(), repr=False)
    page: bool = True
    log: bool = True
    log_text: bool = False
    batch_ms: float | None = None

    def __post_init__(self) -> None:
        need_kind(self.limits, "limits", Limits)
        for name in ("page", "log", "log_text"):
            need_flag(getattr(self, name), name)
        keys = need_strings(self.api_keys, "api_keys")
        for key in keys:
            if not key or not key.isascii() or not key.isprintable() or " " in key:
                raise UsageError(
                    "an API key must be of ASCII letters, digits and signs, without blanks. "
                    "Make one with: python -c 'import secrets; print(secrets.token_urlsafe())'"
                )
        object.__setattr__(self, "api_keys", keys)
        if self.batch_ms is not None and not 0 <= need_number(self.batch_ms, "batch_ms") <= 1000:
            raise UsageError(f"batch_ms is {shown(self.batch_ms)}; it must be from 0 to 1000.")
