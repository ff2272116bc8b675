"""What becomes of shards whose workers die, with an engine that dies as it is told."""

from itertools import count

import pytest

from zhnlp.batch.engine import Died, Failed, Finished
from zhnlp.batch.folder import OutputFolder
from zhnlp.batch.scheduler import Scheduler
from zhnlp.batch.shards import Shard
from zhnlp.corpus.records import Piece
from zhnlp.errors import FileError, RunError

FACTS = {"n_documents": 3, "n_words": 5, "n_characters": 9, "n_rejects": 0}


class Scripted:
    """Workers that die while `kills` says so, and otherwise finish with FACTS.

    Args:
        folder: The output folder, for notes of suspects.
        kills: Called with a task; what the worker was working on when it died, or None if it
            finishes.
    """

    def __init__(self, folder, kills=lambda task: None, facts=FACTS, n_workers=2):
        self.folder, self.kills, self.facts, self.n_workers = folder, kills, facts, n_workers
        self.waiting, self.log, self.is_closed = [], [], False

    def give(self, task):
        assert len(self.waiting) < self.n_workers
        self.waiting.append(task)
        self.log.append(task)

    def next(self):
        task = self.waiting.pop()  # the last first: shards end out of order
        if isinstance(self.facts, Exception):
            return Failed(task, self.facts)
        suspect = self.kills(task)
        if suspect is None:
            part = self.folder.part(task.shard.number, "txt")
            part.write_text("part")
            if self.facts["n_rejects"]:
                self.folder.shard_rejects(task.shard.number).write_text("{}\n")
            return Finished(task, {**self.facts, "part": part.name, "part_size": 4})
        if task.careful:
            self.folder.suspect_file(task.shard.number).write_text(suspect)
        return Died(task, "was killed by signal 9")

    def close(self):
        self.is_closed = True


@pytest.fixture
def folder(tmp_path):
    folder = OutputFolder(tmp_path / "out")
    with folder.opened():
        yield folder


def shards(n_shards):
    return (Shard(n, (Piece(f"{n}.txt", "text", n_bytes=10),)) for n in range(n_shards))


def run(folder, engine, n_shards=5, **settings):
    scheduler = Scheduler(folder, **settings)
    return scheduler.run(shards(n_shards), lambda: engine), scheduler


def test_every_shard_is_done_once_and_counted(folder):
    engine = Scripted(folder)
    totals, _ = run(folder, engine)

    assert sorted(task.shard.number for task in engine.log) == [0, 1, 2, 3, 4]
    assert folder.numbers_done() == [0, 1, 2, 3, 4]
    assert totals[:6] == (5, 15, 0, 25, 45, 50)
    assert engine.is_closed


def test_what_is_done_is_not_done_again(folder):
    run(folder, Scripted(folder), n_shards=3)
    engine = Scripted(folder)
    totals, _ = run(folder, engine)

    assert [task.shard.number for task in engine.log] == [3, 4]
    assert (totals.n_shards, totals.n_shards_before, totals.n_bytes_before) == (5, 3, 30)


def test_fewer_shards_than_before_are_refused(folder):
    run(folder, Scripted(folder), n_shards=3)
    with pytest.raises(RunError, match="the inputs have only 2 parts now, and more"):
        run(folder, Scripted(folder), n_shards=2)


@pytest.mark.parametrize("harm", [lambda part: part.unlink(), lambda part: part.write_text("pa")])
def test_a_part_that_is_gone_or_cut_off_is_made_again(harm, folder):
    run(folder, Scripted(folder))
    harm(folder.part(3, "txt"))
    engine = Scripted(folder)
    totals, _ = run(folder, engine)

    assert [task.shard.number for task in engine.log] == [3]
    assert totals[:3] == (5, 15, 0)


def test_without_anything_to_do_no_engine_starts(folder):
    run(folder, Scripted(folder))
    scheduler = Scheduler(folder)

    assert scheduler.run(shards(5), lambda: pytest.fail("started")).n_shards == 5


def test_a_shard_is_tried_three_times_before_its_records_are_suspected(folder):
    engine = Scripted(folder, lambda task: None if task.careful else "")
    run(folder, engine, n_shards=1)

    assert [task.careful for task in engine.log] == [False, False, False, True]


def test_only_a_record_that_kills_twice_in_a_row_is_skipped(folder):
    deaths = iter(
        ["work 0 4", "work 0 6", "work 0 4", "work 0 4"]
    )  # signals from elsewhere, then a killer
    engine = Scripted(folder, lambda task: next(deaths, None) if task.careful else "")
    notes = []
    run(folder, engine, n_shards=1, on_note=notes.append)

    assert [task.skip for task in engine.log if task.careful] == [(), (), (), (), ((0, 4),)]
    assert len(notes) == 7
    assert notes[0] == "The worker of part 0 was killed by signal 9. Its shard is tried again."


def test_several_records_and_a_piece_that_kill_are_all_skipped(folder):
    def kills(task):
        if not task.careful:
            return ""
        left = [f"work 0 {n}" for n in (1, 7) if (0, n) not in task.skip]
        return (left or [None if task.unread else "read 0"])[0]

    engine = Scripted(folder, kills)
    run(folder, engine, n_shards=1)

    assert (engine.log[-1].skip, engine.log[-1].unread) == (((0, 1), (0, 7)), (0,))


def test_workers_that_die_before_they_read_end_the_run(folder):
    with pytest.raises(RunError, match="die again and again, at no record"):
        run(folder, Scripted(folder, lambda task: ""))


def test_workers_that_die_at_ever_other_records_end_the_run(folder):
    deaths = count()
    with pytest.raises(RunError, match="at no record in particular"):
        run(folder, Scripted(folder, lambda task: f"work 0 {next(deaths)}"), n_shards=1)


def test_other_input_is_refused_also_where_the_part_is_gone(folder):
    run(folder, Scripted(folder), n_shards=1)
    folder.part(0, "txt").unlink()
    other = Shard(0, (Piece("0.txt", "text", end=5),))
    with pytest.raises(RunError, match="part 0 was made from other input"):
        Scheduler(folder).run(iter([other]), lambda: Scripted(folder))


def test_an_error_of_the_run_ends_it_and_keeps_what_is_done(folder):
    run(folder, Scripted(folder), n_shards=2)
    engine = Scripted(folder, facts=FileError("cannot write: No space left on device."))
    with pytest.raises(FileError, match="No space left"):
        run(folder, engine)

    assert engine.is_closed
    assert folder.numbers_done() == [0, 1]


def test_too_many_rejects_end_the_run(folder):
    facts = {**FACTS, "n_rejects": 1}
    with pytest.raises(RunError, match="3 records could not be processed, more than --max-rejects"):
        run(folder, Scripted(folder, facts=facts), max_rejects=2)
    assert run(folder, Scripted(folder, facts=facts), max_rejects=5)[0].n_rejects == 5


def test_a_part_of_other_input_is_not_taken_for_the_same(folder):
    run(folder, Scripted(folder), n_shards=1)
    other = Shard(0, (Piece("0.txt", "text", end=5),))
    with pytest.raises(RunError, match=r"part 0 was made from other input: 0\.txt has changed"):
        Scheduler(folder).run(iter([other]), lambda: Scripted(folder))
