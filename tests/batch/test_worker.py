"""The work on one shard."""

import json
from dataclasses import dataclass

import pytest

from zhnlp.batch import Job, Output
from zhnlp.batch.engine import Task
from zhnlp.batch.folder import OutputFolder
from zhnlp.batch.shards import Shard
from zhnlp.batch.worker import Worker
from zhnlp.corpus.records import Piece, Reading
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage


@dataclass(frozen=True)
class Picky(Stage):
    """Fails at texts with a 丙, and fills words that no part can hold for those with a 丁."""

    provides = ("words",)

    def __call__(self, doc):
        if "丙" in doc.text:
            raise ValueError("a 丙.")
        return doc.filled(words=(object(),) if "丁" in doc.text else ())


LINES = ["甲", "丙", 3, "乙", "丁", None, "丙", "甲"]


@pytest.fixture
def work(tmp_path):
    """Work on a shard of two files; the bytes of the part, of the rejects, and the figures."""
    pieces = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(f"{json.dumps({'id': n, 'text': n})}\n" for n in LINES))
        pieces.append(Piece(str(path), "jsonl"))

    def done(**task):
        folder = OutputFolder(tmp_path / "out")
        with folder.opened():
            job = Job(Pipeline([Picky()]), Reading(id_field="id"), Output(), folder.path)
            facts = Worker(job).do(Task(Shard(0, tuple(pieces)), **task))
            done.suspect = folder.suspect(0)
            rejects = folder.shard_rejects(0)
            lines = rejects.read_bytes().splitlines() if rejects.exists() else []
            return folder.part(0, "jsonl").read_bytes(), list(map(json.loads, lines)), facts

    return done


def test_rejects_are_in_the_order_of_the_input_whatever_the_reason(work):
    part, rejects, facts = work()

    assert [reject["place"].rpartition("/")[2] for reject in rejects] == [
        f"{name}.jsonl:{line}" for name in "ab" for line in (2, 3, 5, 6, 7)
    ]
    assert (facts["n_documents"], facts["n_rejects"]) == (6, 10)
    assert len(part.splitlines()) == 6
    assert facts["part_size"] == len(part)


def test_careful_work_writes_the_same(work):
    assert work(careful=True) == work()


def test_killers_are_rejects_in_their_place(work):
    _, rejects, facts = work(skip=((1, 0), (1, 3)))
    places = [reject["place"].rpartition("/")[2] for reject in rejects]

    assert places[5:8] == ["b.jsonl:1", "b.jsonl:2", "b.jsonl:3"]
    assert "ended the worker process each time" in rejects[5]["reason"]
    assert facts["n_documents"] == 4


def test_a_piece_that_kills_is_one_reject(work):
    _, rejects, facts = work(unread=(0,), skip=((1, 7),))

    assert rejects[0]["reason"].startswith("reading this file")
    assert (facts["n_documents"], facts["n_rejects"]) == (2, 7)


def test_a_careful_worker_blames_no_record_when_it_has_read_all(work):
    work(careful=True)

    assert work.suspect == "end"
