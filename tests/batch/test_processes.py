"""Worker processes: how they start, whatever happens to them then."""

import os
import signal
import sys
from multiprocessing import Pipe, get_context

import pytest

from zhnlp.batch.engine import Task
from zhnlp.batch.folder import OutputFolder
from zhnlp.batch.job import Job, Output
from zhnlp.batch.processes import ProcessEngine, _serve, packed_job
from zhnlp.batch.shards import Shard
from zhnlp.corpus.records import Piece, Reading
from zhnlp.errors import RunError
from zhnlp.pipeline import Pipeline
from zhnlp.stages.segmenter import Segmenter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture
def job(tmp_path):
    return Job(Pipeline([Segmenter("unigram")]), Reading(), Output(), tmp_path)


@pytest.fixture
def sent(monkeypatch):
    """Signals for the workers, each of which gets the next as soon as it is started."""
    start, signals = ProcessEngine._start, []

    def started(self):
        worker = start(self)
        if signals:
            os.kill(worker.process.pid, signals.pop(0))
        return worker

    monkeypatch.setattr(ProcessEngine, "_start", started)
    return signals


@pytest.fixture
def engine(job):
    engines = []

    def made(n_workers):
        engines.append(ProcessEngine(job, n_workers))
        return engines[0]

    yield made
    for each in engines:
        each.close()


def test_a_worker_that_is_killed_before_it_begins_is_replaced(sent, engine):
    sent += [signal.SIGKILL, signal.SIGTERM]

    assert all(process.is_alive() for process, _ in engine(2).free)
    assert not sent


def test_workers_that_are_always_killed_before_they_begin_end_the_run(sent, job):
    sent += [signal.SIGKILL] * 4
    with pytest.raises(RunError, match="a worker process was killed by signal 9 before it began"):
        ProcessEngine(job, 1)
    assert not sent


def test_a_worker_whose_parent_is_gone_ends_without_a_word(job, tmp_path, capfd):
    ours, theirs = Pipe()
    task = Task(Shard(0, (Piece("none.txt", "text"),)))
    with OutputFolder(tmp_path).opened():
        ours.send(task)
        ours.close()
        process = get_context("spawn").Process(target=_serve, args=(packed_job(job), 1, theirs))
        process.start()
        process.join(60)

    assert process.exitcode == 0
    assert capfd.readouterr().err == ""


def test_ctrl_c_does_not_reach_a_worker_that_is_starting(sent, engine, capfd):
    sent.append(signal.SIGINT)
    [worker] = engine(1).free

    assert worker.process.is_alive()
    assert capfd.readouterr().err == ""
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_a_process_that_the_system_does_not_give_is_an_error(engine, monkeypatch):
    def refused(self):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(get_context("spawn").Process, "start", refused)
    with pytest.raises(
        RunError, match=r"cannot start: Resource .* unavailable\. Give fewer --jobs"
    ):
        engine(2)
