"""Checkpoints: the state of a training, which other runs do not damage."""

from array import array
from threading import Thread

import pytest

from zhnlp.models.sequence.checkpoint import Checkpoint, Progress
from zhnlp.packing import unpacked


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
    data = (tmp_path / "state" / "state.safetensors").read_bytes()

    assert unpacked({}, data).array("weights", "i")[999] == 999


def test_one_that_cannot_be_completed_leaves_the_state_before(tmp_path, monkeypatch):
    """Whenever it is stopped: a state is one file."""
    checkpoint = Checkpoint(tmp_path / "state", "a")
    checkpoint.save(Trainer(), Progress(1, 0, 0.0, None))
    before = {path.name: path.read_bytes() for path in (tmp_path / "state").iterdir()}

    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr("zhnlp.io.whole_files.os.replace", stop)
    with pytest.raises(KeyboardInterrupt):
        checkpoint.save(Trainer(), Progress(2, 0, 0.0, None))

    assert {path.name: path.read_bytes() for path in (tmp_path / "state").iterdir()} == before
