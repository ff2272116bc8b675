"""On Ray, a run gives the bytes of the local engine, whatever happens to workers and nodes.

The cluster is one of three nodes on this machine; the first has no processor, so that workers
are on the two others.
"""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from threading import Thread

import pytest

from zhnlp.batch import Job, Output, run_batch
from zhnlp.batch.engine import Died, Failed, Finished, Task
from zhnlp.batch.shards import grouped
from zhnlp.corpus.records import Input, Piece, Reading, cut_pieces
from zhnlp.errors import ExtraError, FileError, PackError, RunError, UsageError, ZhnlpWarning
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage
from zhnlp.stages.segmenter import Segmenter

ray = pytest.importorskip("ray", reason="it comes with zhnlp[ray]")

from zhnlp.batch import ray_engine  # noqa: E402
from zhnlp.batch.ray_engine import RayEngine  # noqa: E402

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="named pipes, and pidfd_open"),
]
MEMORY = 80 << 20  # of the object store of a node, the least that Ray takes
TEXTS = ["我爱北京天安门。", "南京市长江大桥\n第二行", "𠮷野家", "", "ＡＢＣ iPhone 15"]
SHARD_SIZE = 2000


@dataclass(frozen=True)
class Trouble(Stage):
    """Does what a text says, in a worker.

    EXIT     ends it
    ONCE     ends it the first time
    PAUSE    tells the named pipe in `folder` where it is, and stops the first time
    DEVICES  fails with the graphics processors that it has
    """

    folder: str = ""

    requires = ("words",)

    def __call__(self, doc):
        if doc.text == "EXIT" or (doc.text == "ONCE" and self.is_first(doc.text)):
            os._exit(3)
        if doc.text == "PAUSE" and self.is_first(doc.text):
            node = ray.get_runtime_context().get_node_id()
            Path(self.folder, "pipe").write_text(f"{os.getpid()} {node}")
            signal.pause()
        if doc.text == "DEVICES":
            raise ValueError(os.environ.get("CUDA_VISIBLE_DEVICES"))
        return doc

    def is_first(self, name):
        try:
            Path(self.folder, name).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


class Missing(Stage):
    """Lacks a folder where it is unpickled."""

    def __reduce__(self):
        return lacking_pack, ()


def lacking_pack():
    raise PackError("there is no pack at '/packs/mine'.")


class Bomb(Stage):
    """Ends the process that unpickles it."""

    def __reduce__(self):
        return os._exit, (3,)


@dataclass(frozen=True)
class Holder(Stage):
    """Holds what cannot be pickled."""

    held: object = None


@pytest.fixture(scope="session")
def cluster():
    """A cluster of three nodes; the program is not connected to it."""
    from ray.cluster_utils import Cluster

    ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])  # Trouble, to workers
    head = {"num_cpus": 0, "include_dashboard": False, "include_log_monitor": False}
    cluster = Cluster(initialize_head=True, head_node_args={**head, "object_store_memory": MEMORY})
    for _ in range(2):
        add_node(cluster)
    yield cluster
    cluster.shutdown()


def add_node(cluster, **settings):
    return cluster.add_node(num_cpus=1, object_store_memory=MEMORY, **settings)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """JSON lines of 60 KB; one text makes trouble where the pipeline can."""
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    texts = [TEXTS[n % len(TEXTS)] * (n % 30) for n in range(400)]
    texts[7], texts[111] = "PAUSE", "ONCE"
    write_records(path, texts)
    return path


def write_records(path, texts):
    lines = [
        json.dumps({"id": n, "text": text}, ensure_ascii=False) for n, text in enumerate(texts)
    ]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


@pytest.fixture(scope="session")
def expected(corpus, tmp_path_factory):
    """The output of the local engine, without trouble."""
    out = tmp_path_factory.mktemp("local") / "out"
    run_batch([str(corpus)], Pipeline([Segmenter("unigram")]), out, **settings())
    return output(out)


def settings():
    return {"reading": Reading(id_field="id"), "shard_size": SHARD_SIZE}


def output(folder):
    """All bytes that a user reads, by name."""
    files = [*(folder / "parts").iterdir(), folder / "rejects.jsonl"]
    return {file.name: file.read_bytes() for file in files}


def troubled(folder):
    return Pipeline([Segmenter("unigram"), Trouble(str(folder))])


@pytest.fixture
def start(cluster, tmp_path):
    """Starts an engine on the cluster for a job of its own, and closes it."""
    made = []

    def start(pipeline=None, **settings):
        out = tmp_path / "out"
        (out / "parts").mkdir(parents=True)
        (out / "state" / "scratch").mkdir(parents=True)
        (out / "run.json").touch()
        job = Job(pipeline or troubled(tmp_path), Reading(), Output(), out)
        made.append(RayEngine(job, **{"address": cluster.address, **settings}))
        return made[-1]

    yield start
    for engine in made:
        engine.close()


@pytest.fixture
def task(tmp_path):
    """Makes the task to work on some texts."""

    def task(*texts):
        path = tmp_path / f"{'-'.join(texts)}.jsonl"
        write_records(path, texts)
        size = path.stat().st_size
        [shard] = grouped(cut_pieces(Input(str(path), "jsonl", size, 0), Reading(), size), size)
        return Task(shard)

    return task


@pytest.fixture
def pipe(tmp_path):
    """A named pipe that tells what a paused worker says: the number of its process, its node."""
    os.mkfifo(tmp_path / "pipe")
    return lambda: (tmp_path / "pipe").read_text().split()


@pytest.fixture
def connected(cluster):
    """The program is connected to the cluster, not by an engine."""
    ray.init(cluster.address, log_to_driver=False)
    yield
    ray.shutdown()


def test_the_bytes_are_those_of_the_local_engine(cluster, corpus, expected, tmp_path):
    """The worker that dies once is replaced."""
    (tmp_path / "PAUSE").touch()
    notes = []
    run_batch(
        [str(corpus)],
        troubled(tmp_path),
        tmp_path / "out",
        engine=lambda job: RayEngine(job, address=cluster.address),
        on_note=notes.append,
        **settings(),
    )

    assert len(expected) > 20
    assert output(tmp_path / "out") == expected
    assert len(notes) == 1
    assert "ended unexpectedly on node" in notes[0]


def test_a_node_removed_in_mid_run_changes_nothing(cluster, corpus, expected, tmp_path, pipe):
    (tmp_path / "ONCE").touch()
    notes = []

    def remove():
        _, name = pipe()
        [node] = [each for each in cluster.worker_nodes if each.node_id == name]
        cluster.remove_node(node)

    remover = Thread(target=remove)
    remover.start()
    run_batch(
        [str(corpus)],
        troubled(tmp_path),
        tmp_path / "out",
        engine=lambda job: RayEngine(job, address=cluster.address),
        on_note=notes.append,
        **settings(),
    )
    remover.join()
    add_node(cluster)

    assert output(tmp_path / "out") == expected
    assert len(notes) == 1
    assert re.search("was lost with its node|could not be reached any more", notes[0])


def test_a_worker_that_ends_itself_is_replaced(start, task):
    engine, deadly = start(n_workers=1), task("EXIT")
    engine.give(deadly)
    outcome = engine.next()
    engine.give(task("我"))

    assert outcome == Died(deadly, outcome.reason)
    assert outcome.reason.startswith("ended unexpectedly on node ")
    assert isinstance(engine.next(), Finished)


def test_an_error_of_a_worker_fails_its_task_alone(start, task, tmp_path):
    engine, given = start(n_workers=1), task("我")
    (tmp_path / "out" / "parts").rmdir()
    engine.give(given)
    failed = engine.next()
    (tmp_path / "out" / "parts").mkdir()
    engine.give(given)

    assert isinstance(failed, Failed)
    assert isinstance(failed.error, FileError)
    assert "cannot write" in str(failed.error)
    assert isinstance(engine.next(), Finished)


def test_inputs_that_a_node_does_not_see_fail_the_task(start, task):
    engine, given = start(n_workers=1), task("我")
    shard = given.shard._replace(pieces=(Piece("nowhere.jsonl", "jsonl"),))
    engine.give(Task(shard))
    outcome = engine.next()

    assert isinstance(outcome, Failed)
    assert "the input 'nowhere.jsonl' is not on node" in str(outcome.error)


def test_names_of_inputs_are_relative_to_the_folder_of_the_program(
    start, task, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    engine, given = start(n_workers=1), task("我")
    [piece] = given.shard.pieces
    relative = piece._replace(path=os.path.relpath(piece.path))
    engine.give(Task(given.shard._replace(pieces=(relative,))))

    assert isinstance(engine.next(), Finished)


def test_closing_ends_workers_at_their_work_and_leaves_the_cluster(cluster, start, task, pipe):
    engine, other = start(n_workers=2), task("我")
    engine.give(task("PAUSE"))
    engine.give(other)
    assert engine.next().task == other
    number, _ = pipe()
    process = os.pidfd_open(int(number))
    engine.close()
    engine.close()
    select.select([process], [], [])
    os.close(process)

    assert not ray.is_initialized()
    assert all(node.any_processes_alive() for node in cluster.list_all_nodes())


def test_a_connection_of_the_program_is_used_and_kept(connected, start, task):
    engine = start(address=None)
    engine.give(task("我"))

    assert engine.n_workers == 2
    assert isinstance(engine.next(), Finished)
    engine.close()
    assert ray.is_initialized()


def test_what_the_program_does_at_a_signal_is_kept(start):
    before = signal.getsignal(signal.SIGTERM)
    start()

    assert signal.getsignal(signal.SIGTERM) is before


def test_workers_without_a_place_are_told_of_and_do_not_stop_the_others(start, task, monkeypatch):
    monkeypatch.setattr(ray_engine, "_PATIENCE", 0.0)
    engine = start(n_workers=9)
    for n in range(9):
        engine.give(task(f"我{n}"))
    with pytest.warns(ZhnlpWarning, match=r"of 9 workers wait for a place. Each needs 1 CPU of one "
                      r"node; the cluster has 2 CPU \(\d free\). Add nodes"):  # fmt: skip
        outcomes = [engine.next() for _ in range(9)]

    assert all(isinstance(outcome, Finished) for outcome in outcomes)


def test_no_place_at_all_is_an_error(start):
    with pytest.raises(RunError, match=r"1 CPU and 1 GPU of one node; .* and 0 GPU \(0 free\)"):
        start(gpus_per_worker=1)
    assert not ray.is_initialized()


def test_workers_have_the_graphics_processors_that_they_ask_for(cluster, start, task, tmp_path):
    node = add_node(cluster, num_gpus=1)
    engine = start(gpus_per_worker=0.5)
    engine.give(task("DEVICES"))
    outcome = engine.next()
    engine.close()
    cluster.remove_node(node)

    assert engine.n_workers == 1
    assert isinstance(outcome, Finished)
    assert b"ValueError: 0" in (tmp_path / "out" / "state" / "00000.rejects").read_bytes()


@pytest.mark.parametrize("number", [-1, 1.5])
def test_a_number_of_graphics_processors_that_cannot_be_is_refused(number, start):
    with pytest.raises(UsageError, match="gpus_per_worker"):
        start(gpus_per_worker=number)


def test_another_version_on_a_node_is_an_error(start, monkeypatch):
    there = version("zhnlp")
    monkeypatch.setattr(ray_engine, "version", lambda name: "99.0")
    with pytest.raises(RunError, match=rf"has zhnlp {there}, and here is 99.0. .*zhnlp==99.0"):
        start(n_workers=1).next()


class Broken:
    """An actor that cannot be made, as where zhnlp is not installed."""

    def __init__(self):
        raise ModuleNotFoundError("No module named 'zhnlp'")

    def start(self, caller, folder, job): ...


def test_a_node_without_zhnlp_is_an_error(start, monkeypatch):
    monkeypatch.setattr(ray_engine, "RayWorker", Broken)
    with pytest.raises(RunError, match=r"No module named 'zhnlp'. Install zhnlp on every node"):
        start(n_workers=1).next()


def test_a_worker_that_dies_each_time_it_starts_is_an_error(start):
    engine = start(Pipeline([Bomb()]), n_workers=1)
    with pytest.raises(RunError, match="before it began, 3 times in a row"):
        engine.next()


def test_a_pack_that_a_node_lacks_is_an_error_that_names_the_node(start):
    engine = start(Pipeline([Missing()]), n_workers=1)
    with pytest.raises(RunError, match=r"node \d.* cannot load the pipeline: there is no pack at"):
        engine.next()


def test_an_output_folder_that_a_node_does_not_see_is_an_error(start, tmp_path):
    engine = start(n_workers=1)
    (tmp_path / "out" / "run.json").unlink()
    with pytest.raises(RunError, match=r"the output folder .* is not on node"):
        engine.next()


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "here", "a:99999999"])
def test_an_address_without_a_cluster_is_an_error_at_once(address, start):
    with pytest.raises(RunError, match=address):
        start(address=address)


def test_an_address_for_which_ray_is_not_complete_is_an_error(start, monkeypatch):
    def init(*_, **__):
        raise ValueError("Ray Client requires pip package `ray[client]`.")

    monkeypatch.setattr(ray, "init", init)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"ray://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(ExtraError, match=r"pip install 'ray\[client\]'"):
            start(address=address)


def test_a_pipeline_that_cannot_be_pickled_is_an_error(start):
    with socket.socket() as open_one, pytest.raises(RunError, match="cannot be sent to workers"):
        start(Pipeline([Holder(open_one)]))
    assert not ray.is_initialized()


def test_without_an_address_ray_starts_and_ends_and_prints_nothing(corpus, expected, tmp_path):
    """The pipeline of the command has other layers, so only numbers are compared."""
    memory = {"RAY_DEFAULT_OBJECT_STORE_MAX_MEMORY_BYTES": str(MEMORY), "HOME": str(tmp_path)}
    environment = {name: each for name, each in os.environ.items() if name != "RAY_ADDRESS"}
    call = "from zhnlp.cli import main; main(prog_name='zhnlp')"
    options = ["--engine", "ray", "--jobs", "1", "--shard-size", "20KB"]
    done = subprocess.run(
        [sys.executable, "-c", call, "batch", str(corpus), "-o", "out", *options],
        cwd=tmp_path,
        env={**environment, **memory},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert "400 documents" in done.stderr
    assert "ray" not in (done.stdout + done.stderr).lower()
