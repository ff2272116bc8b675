"""RayEngine: the engine of many machines.

Each worker is an actor of Ray that loads the pipeline once. Ray finds the places for them and
notices when one is lost; what to do then is the scheduler's affair, as on one machine.

    this process     tasks ──> pieces of files by name, packed ones with their bytes
    node of Ray      an actor: reads the shard, applies the pipeline, writes the part
    shared files     inputs and output folder, under the same paths on every node

Nothing is installed on the nodes: each needs the same version of zhnlp, and sees the same files.
"""

from __future__ import annotations

import os
from collections import deque
from importlib.metadata import version
from types import ModuleType
from typing import TYPE_CHECKING, cast
from warnings import warn

from zhnlp.arguments import need_count, shown
from zhnlp.batch.engine import Died, Facts, Failed, Finished, Outcome, Task
from zhnlp.batch.job import Job
from zhnlp.batch.processes import unpacked_job
from zhnlp.batch.ray_cluster import connect, lacking, places, way_of_death
from zhnlp.errors import FileError, RunError, UsageError, ZhnlpError, ZhnlpWarning

if TYPE_CHECKING:
    from zhnlp.batch.worker import Worker

_PATIENCE = 30.0  # seconds until it is said that workers find no place
_START_ATTEMPTS = 3  # in a row, by any workers


class RayEngine:
    """Workers on a cluster of Ray, one for each of its processors.

    Args:
        job: What all shards of the run have in common. A pipeline of your own stages works where
            every node can import them, or they are defined in the program that is run.
        n_workers: The number of workers; None for as many as the nodes have room for now. Those
            that find no place are waited for while the others work.
        address: Of the cluster: ``auto`` on one of its nodes, ``HOST:PORT``, or
            ``ray://HOST:10001`` from elsewhere. None for that of the environment variable
            RAY_ADDRESS, else Ray is started on this machine for the run. A program that is
            connected to a cluster already stays so, and its connection is used.
        gpus_per_worker: Graphics processors of each worker. A part such as 0.5 lets several
            workers share one.

    Raises:
        ExtraError: Ray is not installed.
        RunError: There is no cluster at this address, or it has no room for a worker.
    """

    def __init__(
        self,
        job: Job,
        *,
        n_workers: int | None = None,
        address: str | None = None,
        gpus_per_worker: float = 0,
    ) -> None:
        if n_workers is not None:
            need_count(n_workers, "n_workers")
        if gpus_per_worker < 0 or (gpus_per_worker > 1 and gpus_per_worker % 1):
            raise UsageError(
                f"gpus_per_worker is {shown(gpus_per_worker)}. Give a whole number, or a part of 1."
            )
        self.gpus_per_worker = gpus_per_worker
        self.ray, self.is_own_connection = connect(address, n_workers)
        self.idle: list[object] = []
        self.starting: dict[object, object] = {}  # actors by the reference to their start
        self.busy: dict[object, tuple[object, Task]] = {}
        self.waiting: deque[Task] = deque()  # for a worker that has started
        self.n_failed_starts = self.n_missed = 0
        try:
            self.n_workers = n_workers or places(self.ray, gpus_per_worker)
            self._job = _sent(self.ray, job)
            for _ in range(self.n_workers):
                self._start()
        except BaseException:
            self.close()
            raise

    def give(self, task: Task) -> None:
        """Start a task on a free worker, or on the next that begins."""
        self.waiting.append(task)
        self._hand_out()

    def next(self) -> Outcome:
        """How the next task ended; waits for it. A dead worker has been replaced.

        Raises:
            RunError: Workers cannot start.
        """
        while True:
            reference = self._next_ready()
            if reference in self.starting:
                self._note_start(reference)
            else:
                return self._outcome(reference)

    def close(self) -> None:
        """End all workers at once, and the connection if it was made here."""
        if self.ray.is_initialized():
            busy = (actor for actor, _ in self.busy.values())
            for actor in (*self.idle, *self.starting.values(), *busy):
                self.ray.kill(actor)
            if self.is_own_connection:
                self.ray.shutdown()
        self.idle, self.starting, self.busy = [], {}, {}
        self.waiting.clear()

    def _start(self) -> None:
        settings = {
            "num_cpus": 1,
            "num_gpus": self.gpus_per_worker,
            "scheduling_strategy": "SPREAD",
            "max_restarts": 0,
        }
        actor = self.ray.remote(**settings)(RayWorker).remote()
        self.starting[actor.start.remote(version("zhnlp"), os.getcwd(), self._job)] = actor

    def _hand_out(self) -> None:
        while self.waiting and self.idle:
            actor, task = self.idle.pop(), self.waiting.popleft()
            self.busy[actor.do.remote(task)] = actor, task  # type: ignore[attr-defined]

    def _next_ready(self) -> object:
        """The reference to what is done next, a task or a start; says if workers find no place."""
        references = [*self.busy, *self.starting]
        while True:
            is_new = len(self.starting) > self.n_missed
            timeout = _PATIENCE if is_new else None
            ready, _ = self.ray.wait(references, num_returns=1, timeout=timeout)
            if ready:
                return cast("object", ready[0])
            self.n_missed = len(self.starting)
            warn(
                f"{self.n_missed} of {self.n_workers} workers wait for a place. "
                f"{lacking(self.ray, self.gpus_per_worker)}",
                ZhnlpWarning,
                stacklevel=2,
            )

    def _note_start(self, reference: object) -> None:
        actor = self.starting.pop(reference)
        try:
            self._get(reference)
        except ZhnlpError:
            self.ray.kill(actor)
            raise
        except self.ray.exceptions.RayError as error:
            self.ray.kill(actor)
            reason, is_lost_node = way_of_death(error)
            self.n_failed_starts += not is_lost_node
            if self.n_failed_starts == _START_ATTEMPTS:
                raise RunError(
                    f"a worker {reason} before it began, {_START_ATTEMPTS} times in a row. "
                    "Ray's own logs on that node say more; it may need more memory."
                ) from error
            self._start()
        else:
            self.n_failed_starts = 0
            self.idle.append(actor)
            self._hand_out()

    def _outcome(self, reference: object) -> Outcome:
        actor, task = self.busy.pop(reference)
        try:
            outcome: Outcome = Finished(task, cast("Facts", self._get(reference)))
        except ZhnlpError as error:
            outcome = Failed(task, error)
        except self.ray.exceptions.RayError as error:
            self.ray.kill(actor)  # it may only be out of reach
            self._start()
            return Died(task, way_of_death(error)[0])
        self.idle.append(actor)
        self._hand_out()
        return outcome

    def _get(self, reference: object) -> object:
        """What a worker has answered.

        Raises:
            ZhnlpError: What it has raised.
            RayError: It is not there any more.
        """
        errors = self.ray.exceptions
        try:
            return cast("object", self.ray.get(reference))
        except errors.RayTaskError as error:
            cause = error.cause
            if isinstance(cause, (ZhnlpError, errors.RayError)):
                raise cause from None
            raise RunError(
                f"a worker failed: {type(cause).__name__}: {cause}. This is a fault of zhnlp, or "
                "of a stage of your own; please report it."
            ) from error
        except errors.ActorDiedError as error:
            if error.actor_init_failed:
                raise RunError(_cannot_begin(str(error))) from error
            raise


class RayWorker:
    """An actor: a Worker on a node of the cluster."""

    def __init__(self) -> None:
        self.worker: Worker | None = None

    def start(self, caller: str, folder: str, job: bytes) -> None:
        """Load the pipeline.

        Args:
            caller: The version of zhnlp that gives the tasks.
            folder: Its working folder, to which names of inputs are relative.
            job: The Job, pickled.

        Raises:
            RunError: This node has another version, lacks something, or sees other files.
        """
        if (own := version("zhnlp")) != caller:
            raise RunError(
                f"node {_node()} has zhnlp {own}, and here is {caller}. Install "
                f"the same version on every node: pip install zhnlp=={caller}."
            )
        from zhnlp.batch.worker import Worker

        if os.path.isdir(folder):
            os.chdir(folder)
        try:
            self.worker = Worker(unpacked_job(job))
        except ZhnlpError as error:
            raise RunError(
                f"node {_node()} cannot load the pipeline: {error} Packages, packs and folders of "
                "models must be on every node, under the same path."
            ) from error
        output = self.worker.job.folder
        if not (output / "run.json").is_file():
            raise RunError(
                f"the output folder {str(output)!r} is not on node {_node()}. Give a folder "
                "on a file system that all nodes share, under the same path."
            )

    def do(self, task: Task) -> Facts:
        """Write the part of a shard and return its figures.

        Raises:
            FileError: This node does not see the inputs, or the part cannot be written.
        """
        paths = [piece.path for piece in task.shard.pieces if piece.data is None]
        if paths and not any(map(os.path.exists, paths)):
            raise FileError(
                f"the input {paths[0]!r} is not on node {_node()}. Put the inputs on a file system "
                "that all nodes share, under the same path, and give the same command to go on."
            )
        return cast("Worker", self.worker).do(task)


def _sent(ray: ModuleType, job: Job) -> object:
    """A reference to the pickled job, which goes to each node once.

    Ray's own way to pickle also takes stages that are defined in the program that is run.
    """
    try:
        return ray.put(ray.cloudpickle.dumps(job))
    except Exception as error:  # whatever a stage of the user's own raises
        raise RunError(
            f"the pipeline cannot be sent to workers: {error}. Give its stages settings that can "
            "be pickled."
        ) from error


def _node() -> str:
    from ray.util import get_node_ip_address

    return str(get_node_ip_address())


def _cannot_begin(message: str) -> str:
    """What to say where an actor could not be made: zhnlp cannot be imported there."""
    last = message.strip().splitlines()[-1]
    return (
        f"a node cannot start a worker: {last}. Install zhnlp on every node, with the extras "
        f"that the run needs: pip install 'zhnlp[batch,ray]=={version('zhnlp')}'."
    )
