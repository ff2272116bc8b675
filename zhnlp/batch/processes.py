"""Processes: the engine of one machine.

Each worker is a process that loads the pipeline once; packs are mapped into memory, so workers
share them. `concurrent.futures` gives up all tasks when one of its processes dies, and does not
say which task it had; here each process has a connection of its own, so that its death is that
of its task.

Workers are started afresh (not forked), ignore Ctrl-C, which is for the parent, and end when the
parent does, however it ends.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import NamedTuple

from zhnlp.batch.engine import Died, Facts, Failed, Finished, Outcome, Task
from zhnlp.batch.job import Job
from zhnlp.batch.worker import Worker
from zhnlp.errors import RunError, ZhnlpError

_START_ATTEMPTS = 3
_STOP_SECONDS = 5.0
_LOOK_SECONDS = 5.0  # between looks at whether workers are alive


class _Process(NamedTuple):
    process: BaseProcess
    connection: Connection


class ProcessEngine:
    """Worker processes on this machine.

    Args:
        job: What all shards of the run have in common.
        n_workers: The number of processes.

    Raises:
        RunError: They cannot start.
    """

    def __init__(self, job: Job, n_workers: int) -> None:
        self.job, self.n_workers = packed_job(job), n_workers
        self.busy: dict[Connection, tuple[_Process, Task]] = {}
        self.free = list[_Process]()
        try:
            for _ in range(n_workers):
                self.free.append(self._start())
            for number, worker in enumerate(self.free):
                if not self._has_started(worker):
                    self.free[number] = self._replacement()
        except BaseException:
            self.close()
            raise

    def give(self, task: Task) -> None:
        """Start a task on a free worker."""
        worker = self.free.pop()
        self.busy[worker.connection] = worker, task
        try:
            worker.connection.send(task)
        except OSError:
            return  # it has died: `next` says so

    def next(self) -> Outcome:
        """How the next task ended; waits for it. A dead worker has been replaced."""
        connection = self._next_ready()
        worker, task = self.busy.pop(connection)
        try:
            if not connection.poll():
                raise EOFError  # a process that the worker has forked keeps it open
            answer: Facts | ZhnlpError = connection.recv()
        except (EOFError, OSError):
            connection.close()
            reason = _end_of(worker.process)
            self.free.append(self._replacement())
            return Died(task, reason)
        self.free.append(worker)
        return Failed(task, answer) if isinstance(answer, ZhnlpError) else Finished(task, answer)

    def close(self) -> None:
        """End all workers at once."""
        workers = [*self.free, *(worker for worker, _ in self.busy.values())]
        for process, connection in workers:
            process.kill()
            connection.close()
        for process, _ in workers:
            process.join(_STOP_SECONDS)
        self.free, self.busy = [], {}

    def _next_ready(self) -> Connection:
        """The connection of a worker that has answered, or is dead; waits for one."""
        while True:
            ready = wait(list(self.busy), _LOOK_SECONDS)
            for connection, (worker, _) in self.busy.items():
                if connection in ready or not (ready or worker.process.is_alive()):
                    return connection

    def _start(self) -> _Process:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        threads = max(1, (os.cpu_count() or 1) // self.n_workers)
        process = context.Process(target=_serve, args=(self.job, threads, theirs), daemon=True)
        try:
            with _without_interrupts():
                process.start()
        except OSError as error:
            raise RunError(
                f"a worker process cannot start: {error.strerror or error}. Give fewer --jobs."
            ) from error
        finally:
            theirs.close()
        return _Process(process, ours)

    def _has_started(self, worker: _Process) -> bool:
        """Whether a worker has loaded the pipeline, or was killed before; RunError if it cannot."""
        try:
            self._await_start(worker)
        except RunError:
            if (worker.process.exitcode or 0) >= 0:
                raise  # another would end in the same way
            worker.connection.close()
            return False
        return True

    def _replacement(self) -> _Process:
        for attempt in range(1, _START_ATTEMPTS + 1):
            worker = self._start()
            try:
                self._await_start(worker)
            except RunError:
                if attempt == _START_ATTEMPTS:
                    raise
            else:
                return worker
        raise AssertionError  # the last attempt has raised

    def _await_start(self, worker: _Process) -> None:
        """Wait until a worker has loaded the pipeline; RunError if it cannot."""
        try:
            answer = worker.connection.recv()
        except (EOFError, OSError):
            raise RunError(
                f"a worker process {_end_of(worker.process)} before it began. In a program of "
                "your own, call this under `if __name__ == '__main__':`; else give it more memory, "
                "or fewer --jobs."
            ) from None
        if isinstance(answer, ZhnlpError):
            raise answer


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from a process that is started within, and for this one until the end."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # starting it would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_of(process: BaseProcess) -> str:
    """How a process ended, as in "was killed by signal 9"."""
    process.join(_STOP_SECONDS)
    code = process.exitcode
    if code is None:
        process.kill()
        return "closed its connection"
    return f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"


def packed_job(job: Job) -> bytes:
    """The job as bytes for another process; RunError if a stage cannot travel."""
    try:
        return pickle.dumps(job)
    except Exception as error:  # whatever a stage of the user's own raises
        raise RunError(
            f"the pipeline cannot be sent to worker processes: {error}. Define your stages at "
            "the top of a module, with settings that can be pickled."
        ) from error


def unpacked_job(data: bytes) -> Job:
    """The job that another process of this run has packed; RunError if a stage is missing."""
    try:
        job: Job = pickle.loads(data)
    except ZhnlpError:
        raise
    except Exception as error:  # whatever a stage of the user's own raises
        raise RunError(
            f"a worker cannot load the pipeline: {type(error).__name__}: {error}. Put your stages "
            "into a module that workers can import."
        ) from error
    return job


def _serve(job: bytes, threads: int, connection: Connection) -> None:
    """Work on tasks until the parent is gone."""
    with suppress(EOFError, OSError):  # what its end does to the connection
        _work(job, threads, connection)


def _work(job: bytes, threads: int, connection: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for systems that cannot block it at the start
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))  # networks share the cores
    try:
        worker = Worker(unpacked_job(job))
    except ZhnlpError as error:
        connection.send(error)
        return
    connection.send("ready")
    while True:
        task: Task = connection.recv()
        try:
            answer: Facts | ZhnlpError = worker.do(task)
        except ZhnlpError as error:
            answer = error
        except Exception as error:
            answer = RunError(
                f"a worker failed at part {task.shard.number}: {type(error).__name__}: {error}. "
                "This is a fault of zhnlp, or of a stage of your own; please report it."
            )
        connection.send(answer)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
