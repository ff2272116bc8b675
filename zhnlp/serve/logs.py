"""Logs: a JSON object a line, without the texts of users unless they are asked for."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from zhnlp.serve.record import Record

_SHOWN = 1000  # characters of a text


class Log:
    """Writes a line for each request.

    Args:
        stream: Where it writes; None for standard error.
        texts: Write the beginning of each text, too.
    """

    def __init__(self, stream: TextIO | None = None, *, texts: bool = False) -> None:
        self._stream, self.texts = stream, texts

    def request(self, record: Record, seconds: float) -> None:
        """Write the line of a request that is answered."""
        line: dict[str, object] = {
            "time": now(),
            "level": "error" if record.status == 500 else "info",
            "event": "request",
            "id": record.id,
            "method": record.method,
            "path": record.path,
            "status": record.status,
            "ms": round(1000 * seconds, 2),
            "characters": record.n_characters,
        }
        if record.problem:
            line["problem"] = record.problem
        if self.texts and record.texts:
            line["texts"] = [text[:_SHOWN] for text in record.texts]
        self.write(line)

    def write(self, line: dict[str, object]) -> None:
        """Write a line; one that cannot be written is lost, and nothing else is."""
        stream = self._stream or sys.stderr
        try:
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
            stream.flush()
        except (OSError, ValueError):
            pass


class JsonFormatter(logging.Formatter):
    """What the server itself has to say, in lines of the same kind."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of `record`, without a trace: that may hold texts."""
        line = {"time": now(), "level": record.levelname.lower(), "event": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            line["problem"] = place_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def now() -> str:
    """The time, in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def place_of(error: BaseException) -> str:
    """The kind of an error and where it was raised: its message may hold texts.

    >>> place_of(ValueError("a text of a user's"))
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-3:]]
    return " < ".join([type(error).__name__, *reversed(places)])
