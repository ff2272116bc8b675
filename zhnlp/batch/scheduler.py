"""Scheduler: gives shards to the workers of an engine, and deals with those that die.

    a worker dies            its shard is tried again, at most twice, as it was
    … three times            the shard is worked on record by record, each noted before
    … twice at one record    this record is a reject, and the shard is tried again

So neither a record that kills workers nor a machine that is lost stops the run, and a record is
left out only if it alone killed two workers in a row. Workers that die at ever other records stop
the run: it is not the records that kill them.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

from zhnlp.batch.engine import Died, Engine, Facts, Failed, Finished, Task
from zhnlp.batch.folder import OutputFolder
from zhnlp.batch.shards import Shard
from zhnlp.errors import RunError

_RETRIES = 2
_UNCLEAR = 10  # deaths in a row of careful workers for which no record can be blamed


class Totals(NamedTuple):
    """The figures of a run so far.

    Attributes:
        n_shards: Shards that are done.
        n_documents: Records in the output.
        n_rejects: Records that could not be processed.
        n_words: Words of the output.
        n_characters: Characters of the texts.
        n_bytes: Bytes of input, unpacked; for small packed files and tables an estimate.
        n_shards_before: Of the shards, those that an earlier run did.
        n_bytes_before: Bytes of input that an earlier run did.
    """

    n_shards: int = 0
    n_documents: int = 0
    n_rejects: int = 0
    n_words: int = 0
    n_characters: int = 0
    n_bytes: int = 0
    n_shards_before: int = 0
    n_bytes_before: int = 0

    def plus(self, shard: Shard, facts: Facts, *, before: bool) -> Totals:
        """These figures and those of another shard."""
        return Totals(
            self.n_shards + 1,
            self.n_documents + _count(facts, "n_documents"),
            self.n_rejects + _count(facts, "n_rejects"),
            self.n_words + _count(facts, "n_words"),
            self.n_characters + _count(facts, "n_characters"),
            self.n_bytes + shard.n_bytes,
            self.n_shards_before + before,
            self.n_bytes_before + (shard.n_bytes if before else 0),
        )


class Scheduler:
    """Works on all shards of a run.

    Args:
        folder: The output folder.
        max_rejects: The run stops when there are more; None for any number.
        on_progress: Called with the figures after each shard.
        on_note: Called with a sentence when a worker has died.
    """

    def __init__(
        self,
        folder: OutputFolder,
        *,
        max_rejects: int | None = None,
        on_progress: Callable[[Totals], None] = lambda totals: None,
        on_note: Callable[[str], None] = lambda note: None,
    ) -> None:
        self.folder, self.max_rejects = folder, max_rejects
        self.on_progress, self.on_note = on_progress, on_note
        self.totals = Totals()
        self.again: deque[Task] = deque()
        self.deaths: Counter[int] = Counter()
        self.suspects: dict[int, str] = {}
        self.unclear: Counter[int] = Counter()

    def run(self, shards: Iterator[Shard], start: Callable[[], Engine]) -> Totals:
        """Work on the shards that are not done yet.

        Args:
            shards: All shards of the run, cut while workers are busy.
            start: Starts the engine; called only if there is something to do.

        Raises:
            RunError: There are too many rejects, a worker cannot start, or what is done was
                made from other input.
            FileError: The output cannot be written.
        """
        tasks = self._tasks(shards)
        first = next(tasks, None)
        if first is None:
            return self.totals
        self.again.append(first)
        engine = start()
        try:
            self._work(tasks, engine)
        finally:
            engine.close()
        return self.totals

    def _work(self, tasks: Iterator[Task], engine: Engine) -> None:
        n_busy = 0
        while True:
            while n_busy < engine.n_workers and (task := self._next_task(tasks)):
                engine.give(task)
                n_busy += 1
            if not n_busy:
                return
            if not self.again and (ahead := next(tasks, None)):
                self.again.append(ahead)  # cut while the workers are busy
            outcome = engine.next()
            n_busy -= 1
            match outcome:
                case Finished(task, facts):
                    self.folder.write_done(task.shard, facts)
                    self._count(task.shard, facts)
                case Died(task, reason):
                    self.again.appendleft(self._after_death(task, reason))
                case Failed(_, error):
                    raise error

    def _next_task(self, tasks: Iterator[Task]) -> Task | None:
        return self.again.popleft() if self.again else next(tasks, None)

    def _tasks(self, shards: Iterator[Shard]) -> Iterator[Task]:
        """Yield the tasks of the shards that are not done; count the others."""
        n_shards = 0
        for shard in shards:
            n_shards += 1
            facts = self.folder.read_done(shard.number)
            if facts is not None and facts.get("input") != shard.signature():
                raise RunError(
                    f"part {shard.number} was made from other input: {shard.pieces[0].path} has "
                    "changed since. Start anew in another folder."
                )
            if facts is not None and self.folder.has_part(shard.number, facts):
                self._count(shard, facts, before=True)
            else:
                yield Task(shard)
        if any(number >= n_shards for number in self.folder.numbers_done()):
            raise RunError(
                f"the inputs have only {n_shards} parts now, and more of them were done before. "
                "Give the same as before, or another folder to start anew."
            )

    def _count(self, shard: Shard, facts: Facts, *, before: bool = False) -> None:
        self.totals = self.totals.plus(shard, facts, before=before)
        self.on_progress(self.totals)
        if self.max_rejects is not None and self.totals.n_rejects > self.max_rejects:
            raise RunError(
                f"{self.totals.n_rejects} records could not be processed, more than --max-rejects "
                f"{self.max_rejects}; {str(self.folder.rejects)!r} says why. Allow "
                "more and give the same command to go on; or mend them and give another folder."
            )

    def _after_death(self, task: Task, reason: str) -> Task:
        """What to try after a worker has died."""
        number = task.shard.number
        self.deaths[number] += 1
        self.on_note(f"The worker of part {number} {reason}. Its shard is tried again.")
        if not task.careful:
            return task._replace(careful=self.deaths[number] > _RETRIES)
        suspect = self.folder.suspect(number)
        kind, *places = (suspect or "-").split()
        if suspect != self.suspects.get(number) or not places:
            self.unclear[number] += 1
            if self.unclear[number] == _UNCLEAR:
                raise RunError(
                    f"the workers of part {number} die again and again, at no record in particular "
                    f"(the last {reason}). Give them more memory, or fewer --jobs."
                )
            self.suspects[number] = suspect
            return task
        del self.suspects[number], self.unclear[number]
        if kind == "read":
            return task._replace(unread=(*task.unread, int(places[0])))
        return task._replace(skip=(*task.skip, (int(places[0]), int(places[1]))))


def _count(facts: Facts, name: str) -> int:
    number = facts.get(name)
    return number if isinstance(number, int) else 0
