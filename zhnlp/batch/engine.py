"""Engine: where shards are worked on, by processes of this machine or by Ray.

An engine runs tasks on workers and says how each ended. It knows nothing of retries, of the
output folder or of the order of shards; see scheduler.py for these.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol, TypeAlias

from zhnlp.batch.shards import Shard
from zhnlp.errors import ZhnlpError

Facts: TypeAlias = dict[str, object]
"""What a worker says of a shard that it has written, as values of JSON."""


class Task(NamedTuple):
    """A shard to work on.

    Attributes:
        shard: The shard.
        careful: Work record by record, and note each before it is worked on, so that one that
            kills the worker is known.
        skip: The records that have killed workers: the number of the piece, and that in the piece.
        unread: Numbers of the pieces that have killed workers while they were read.
    """

    shard: Shard
    careful: bool = False
    skip: tuple[tuple[int, int], ...] = ()
    unread: tuple[int, ...] = ()


class Finished(NamedTuple):
    """The part of the shard is in its place."""

    task: Task
    facts: Facts


class Died(NamedTuple):
    """The worker ended before the task did; `reason` is as in "was killed by signal 9"."""

    task: Task
    reason: str


class Failed(NamedTuple):
    """The run cannot go on: the disk is full, for example."""

    task: Task
    error: ZhnlpError


Outcome = Finished | Died | Failed


class Engine(Protocol):
    """Workers, each of which does one task at a time."""

    @property
    def n_workers(self) -> int:
        """How many tasks may be under way."""

    def give(self, task: Task) -> None:
        """Start a task on a free worker."""

    def next(self) -> Outcome:
        """How the next task ended; waits for it. A dead worker has been replaced."""

    def close(self) -> None:
        """End all workers at once."""
