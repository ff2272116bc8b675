"""Signals: the command line ends in order when it is told to, and leaves no unfinished file.

A signal raises `Stopped` in the main thread, so that everything is closed and removed on the way
out. The exit code is 128 + the number of the signal, as shells count. A second signal ends the
process at once, as does waiting for too long: while compiled code works on a long text, Python
gets no signal. A thread then removes the unfinished files in its place.

Signals that are ignored (SIGHUP under nohup) stay ignored, and commands that have own handlers
(zhnlp serve) are left to them.
"""

from __future__ import annotations

import os
import select
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

from zhnlp.io.whole_files import remove_unfinished

NAMES = (
    *("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGXCPU"),
    *("SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF"),
)
_DEAF = 0.7  # seconds until a signal must have been seen in the main thread
_PATIENCE = 10.0  # seconds until the process must have ended then


class Stopped(SystemExit):
    """A signal told the process to end; `code` is its exit code."""


@contextmanager
def orderly_end() -> Iterator[None]:
    """Let signals end what is within in order.

    Nothing is changed on other systems than POSIX, and in threads.
    """
    if os.name != "posix" or threading.current_thread() is not threading.main_thread():
        yield
        return
    ending = _Ending()
    try:
        yield
    except Stopped as stopped:
        remove_unfinished()
        if has_workers():  # the process would wait for them
            os._exit(int(str(stopped.code)))
        raise
    finally:
        ending.close()


def has_workers() -> bool:
    """Whether there are threads that may work for long."""
    own = threading.main_thread()
    return any(each is not own and not each.daemon for each in threading.enumerate())


class _Ending:
    """The handlers, and a thread that watches over them. See `orderly_end`."""

    def __init__(self) -> None:
        self.is_seen = False
        self.reading, self.writing = os.pipe()
        os.set_blocking(self.writing, False)
        self.before_fd = signal.set_wakeup_fd(self.writing, warn_on_full_buffer=False)
        self.before = {number: signal.signal(number, self.handle) for number in _free_signals()}
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """Let signals do what they did before."""
        for number, handler in self.before.items():
            if signal.getsignal(number) == self.handle:
                signal.signal(number, handler)
        signal.set_wakeup_fd(self.before_fd)
        os.close(self.writing)
        self.thread.join()
        os.close(self.reading)

    def handle(self, number: int, frame: FrameType | None) -> NoReturn:
        """Begin to end; end at once at the second signal."""
        if self.is_seen:
            _end(number)
        self.is_seen = True
        raise Stopped(128 + number)

    def watch(self) -> None:
        """Wait for signals, and end the process where the main thread does not."""
        while number := self.next_signal():
            waited = self.next_signal(_DEAF)
            if waited is None and self.is_seen:
                waited = self.next_signal(_PATIENCE - _DEAF)
            if waited == 0:
                return
            _end(number)

    def next_signal(self, seconds: float | None = None) -> int | None:
        """The next signal that is handled here; 0 at the end, None after so many seconds."""
        while select.select([self.reading], [], [], seconds)[0]:
            data = os.read(self.reading, 1)
            if not data or signal.getsignal(data[0]) == self.handle:
                return data[0] if data else 0
        return None


def _free_signals() -> Iterator[signal.Signals]:
    """The signals for which the program has done nothing so far."""
    free = (signal.SIG_DFL, signal.default_int_handler)
    for name in NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in free:
            yield number


def _end(number: int) -> NoReturn:
    with suppress(RuntimeError):  # a file may be begun or ended just now
        remove_unfinished()
    os._exit(128 + number)
