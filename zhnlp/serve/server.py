"""Server: the service under uvicorn, in one process or several, until it is told to stop."""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

from zhnlp.arguments import need_count
from zhnlp.errors import ServiceError
from zhnlp.extras import extra
from zhnlp.serve import make_app
from zhnlp.serve.settings import Settings

_BACKLOG = 2048


def serve(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    announce: Callable[[str], object] = lambda url: None,
) -> None:
    """Serve until SIGTERM or SIGINT comes; what runs then is finished.

    Args:
        settings: What is served.
        host: The address to listen at; 0.0.0.0 for all of this machine.
        port: The port; 0 for any that is free.
        workers: How many processes there are.
        announce: Called with the address when connections are accepted.

    Raises:
        ServiceError: It cannot listen there.
        ExtraError: uvicorn is not installed.
        UsageError, PackError, FileError, FormatError: As of `make_app`.
    """
    for package in ("uvicorn", "httptools"):
        extra(package, "zhnlp serve")
    need_count(workers, "workers")
    listening = listen(host, port)
    with listening:
        app = make_app(settings)  # says what is wrong before anything is started
        url = f"http://{_shown(host)}:{listening.getsockname()[1]}/"
        from zhnlp.serve.running import run_here, run_workers  # uvicorn is slow to import

        with _quiet_signals():
            if workers == 1:
                run_here(app, settings, listening, partial(announce, url))
            else:
                run_workers(settings, listening, workers, partial(announce, url))


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; ServiceError if there cannot be one."""
    where = f"{_shown(host)}:{port}"
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        number = error.errno or 0  # what create_server says is too long
        reason = os.strerror(number) if number > 0 else str(error.strerror or error)
        advice = "Give another --port, or stop what listens there"
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            advice = "Give the address of this machine as --host, such as 127.0.0.1"
        raise ServiceError(f"cannot listen at {where}: {reason}. {advice}.") from error


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@contextmanager
def _quiet_signals() -> Iterator[None]:
    """uvicorn raises the signals that it caught once more when it has ended: let them pass."""
    before = {each: signal.signal(each, _pass) for each in (signal.SIGINT, signal.SIGTERM)}
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up is not None and signal.getsignal(hang_up) != signal.SIG_IGN:  # as under nohup
        before[hang_up] = signal.signal(hang_up, _end)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _end(number: int, frame: FrameType | None) -> None:
    """End as at SIGTERM."""
    signal.raise_signal(signal.SIGTERM)


def _pass(number: int, frame: FrameType | None) -> None:
    """Do nothing."""
