"""Checkpoints: the state of a training, which other runs do not damage."""

from array import array
from threading import Thread

from zhnlp.models.sequence.checkpoint import Checkpoint, Progress
from zhnlp.packing import read_pack


class Trainer:
    """What a checkpoint asks of one."""

    def state(self):
        return {"weights": array("i", range(1000))}


def test_two_runs_with_one_folder_neither_fail_nor_leave_files(tmp_path):
    errors = []

    def save_and_remove(key):
        checkpoint = Checkpoint(tmp_path / "state", key)
        try:
            for n in range(30):
                checkpoint.check()
                checkpoint.save(Trainer(), Progress(n, 0, 0.0, None))
                if n % 3 == 2:
                    checkpoint.done()
        except Exception as error:
            errors.append(error)

    threads = [Thread(target=save_and_remove, args=(key,)) for key in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    Checkpoint(tmp_path / "state", "a").done()

    assert errors == []
    assert list(tmp_path.iterdir()) == []


def test_a_state_that_was_saved_is_whole(tmp_path):
    Checkpoint(tmp_path / "state", "a").save(Trainer(), Progress(7, 0, 0.0, None))

    assert read_pack(tmp_path / "state", "TrainingState").array("weights", "i")[999] == 999
