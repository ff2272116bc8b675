"""Training: the same bytes every time, whatever comes between; the best pass is kept."""

import json
from array import array

import pytest

from zhnlp.errors import FileError, PackError, UsageError
from zhnlp.models.sequence.checkpoint import Checkpoint, fingerprint
from zhnlp.models.sequence.training import Schedule, learn
from zhnlp.packing import make_pack, unpacked
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

FIT = {
    "words": lambda docs, **settings: Segmenter("unigram").fit(docs, **settings).model,
    "tags": lambda docs, **settings: Tagger().fit(docs, **settings).model,
    "entities": lambda docs, **settings: Recognizer("dictionary").fit(docs, **settings).model,
}
SCHEDULE = Schedule(passes=5, patience=5, min_count=1)


class InterruptError(Exception):
    """Somebody presses Ctrl-C."""


def stop_after(n):
    """A report that interrupts the training when pass `n` is done."""

    def report(line):
        if line.startswith(f"pass {n}:"):
            raise InterruptError

    return report


@pytest.fixture(params=FIT)
def fit(request, toy_docs, known):
    def trained(docs=None, **settings):
        settings = {"schedule": SCHEDULE, **settings}
        if request.param == "tags":
            settings["known"] = known
        return FIT[request.param](docs or toy_docs, **settings)

    return trained


def content(model):
    return model.about, bytes(model.pack.data)


def test_the_same_texts_give_the_same_bytes(fit):
    assert content(fit()) == content(fit())


def test_another_seed_gives_other_weights(fit):
    other = fit(schedule=Schedule(passes=5, patience=5, min_count=1, seed=9))

    assert bytes(other.pack.data) != bytes(fit().pack.data)


@pytest.mark.parametrize("n", [1, 2, 5])
@pytest.mark.parametrize("with_dev", [False, True])
def test_interrupted_and_gone_on_gives_what_one_go_gives(fit, toy_docs, tmp_path, n, with_dev):
    """The interruption comes at any time: the pass it falls into is made again."""
    settings = {"dev": toy_docs[:5]} if with_dev else {}
    whole = fit(**settings)
    with pytest.raises(InterruptError):
        fit(**settings, checkpoint=tmp_path / "state", report=stop_after(n))
    lines = []
    gone_on = fit(**settings, checkpoint=tmp_path / "state", report=lines.append)

    assert content(gone_on) == content(whole)
    assert (f"resuming after pass {n - 1}" in lines) == (n > 1)
    assert not any(line.startswith(f"pass {n - 1}:") for line in lines)
    assert not (tmp_path / "state").exists()


def test_a_checkpoint_of_other_texts_or_settings_is_not_used(fit, toy_docs, tmp_path):
    others = (
        {"docs": toy_docs[1:]},
        {"schedule": Schedule(passes=5, patience=5, min_count=2)},
    )
    for number, other in enumerate(others):
        state = tmp_path / str(number)
        with pytest.raises(InterruptError):
            fit(checkpoint=state, report=stop_after(3))
        lines = []
        assert content(fit(**other, checkpoint=state, report=lines.append)) == content(fit(**other))
        assert not any(line.startswith("resuming") for line in lines)


def test_a_checkpoint_that_was_never_completed_is_not_used(fit, tmp_path):
    """A kill can leave one, before the first pass is saved."""
    state = tmp_path / "state"
    with pytest.raises(InterruptError):
        fit(checkpoint=state, report=stop_after(3))
    (state / "state.safetensors").unlink()

    assert content(fit(checkpoint=state)) == content(fit())
    assert not state.exists()


def altered(**changes):
    """A function that changes what is noted in a state; "left out" removes a value."""

    def alter(state):
        path = state / "state.safetensors"
        arrays = dict(unpacked({}, path.read_bytes()).arrays)
        about = {**json.loads(bytes(arrays.pop("about"))), **changes}
        kept = {name: value for name, value in about.items() if value != "left out"}
        arrays["about"] = array("B", json.dumps(kept).encode())
        path.write_bytes(make_pack("TrainingState", {}, arrays).data)

    return alter


def cut(state):
    path = state / "state.safetensors"
    path.write_bytes(path.read_bytes()[:-9])


DAMAGE = {
    "something else": lambda state: (state / "state.safetensors").write_bytes(b"x" * 99),
    "cut": cut,
    "no n": altered(n="left out"),
    "best is null": altered(best=None),
    "n is text": altered(n="3"),
    "best after n": altered(best=9),
    "no value": altered(value="left out"),
    "value is text": altered(value="high"),
    "learned is a list": altered(learned=[]),
    "no learned": altered(learned="left out"),
    "a wrong checksum": altered(crc32=1),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_checkpoint_is_an_error_that_says_how_to_go_on(fit, tmp_path, damage):
    state = tmp_path / "state"
    with pytest.raises(InterruptError):
        fit(checkpoint=state, report=stop_after(3))
    damage(state)
    before = {path.name: path.read_bytes() for path in state.iterdir()}
    with pytest.raises(PackError, match=r"state' is damaged: .* Remove the folder to begin anew."):
        fit(checkpoint=state)

    assert {path.name: path.read_bytes() for path in state.iterdir()} == before


def test_a_checkpoint_of_another_run_is_not_removed(fit, tmp_path):
    """Two runs may write to one folder; who is done first leaves the state of the other."""
    ours, theirs = Checkpoint(tmp_path / "state", "ours"), Checkpoint(tmp_path / "state", "theirs")
    with pytest.raises(InterruptError):
        fit(checkpoint=tmp_path / "state", report=stop_after(3))
    key = ours.found_key()
    theirs.done()
    ours.done()
    assert (tmp_path / "state").exists()

    Checkpoint(tmp_path / "state", key).done()
    assert not (tmp_path / "state").exists()


OTHERS = {
    "a file of the user's": ("notes.txt", b"mine"),
    "another pack": ("pack.json", b'{"format": 1, "kind": "WordModel"}'),
    "no JSON": ("pack.json", b"{"),
}


@pytest.mark.parametrize("name, content", OTHERS.values(), ids=OTHERS)
def test_a_folder_that_is_no_checkpoint_is_an_error_and_stays(fit, tmp_path, name, content):
    state = tmp_path / "state"
    state.mkdir()
    (state / name).write_bytes(content)
    with pytest.raises(FileError, match=r"state', but something else is there. Move it away"):
        fit(checkpoint=state)

    assert {path.name: path.read_bytes() for path in state.iterdir()} == {name: content}


def test_a_file_in_the_place_of_a_checkpoint_is_an_error_and_stays(fit, tmp_path):
    (tmp_path / "state").write_bytes(b"mine")
    with pytest.raises(FileError, match="something else is there"):
        fit(checkpoint=tmp_path / "state")

    assert (tmp_path / "state").read_bytes() == b"mine"


def test_a_checkpoint_may_begin_in_an_empty_folder(fit, tmp_path):
    (tmp_path / "state").mkdir()

    assert content(fit(checkpoint=tmp_path / "state")) == content(fit())


def test_what_somebody_puts_into_a_checkpoint_stays(fit, tmp_path):
    state = tmp_path / "state"
    with pytest.raises(InterruptError):
        fit(checkpoint=state, report=stop_after(3))
    (state / "notes.txt").write_bytes(b"mine")
    (state / ".zhnlp.0123456789abcdef.part").write_bytes(b"of a run that was killed")
    fit(checkpoint=state)

    assert [path.name for path in state.iterdir()] == ["notes.txt"]


class Trainer:
    """Stands in for the real one: learns the number of its pass."""

    def __init__(self):
        self.n, self.seeds = 0, []

    def run(self, seed, rate, l2):
        self.n += 1
        self.seeds.append(seed)
        return 1.0 / self.n

    def packed(self, *, sparse, min_weight):
        return {"n": [self.n]}, {"pass": self.n}


PASSES = [
    # scores of the passes   patience  passes  runs  kept
    ([1, 2, 3, 4],           2,        4,      4,    4),
    ([3, 2, 1, 9],           2,        4,      3,    1),
    ([1, 3, 3, 3],           2,        9,      4,    2),
    ([5, 1, 6, 2, 3, 9],     2,        9,      5,    3),
    ([0, 0, 0],              1,        9,      2,    1),
    ([2, 1],                 5,        1,      1,    1),
]  # fmt: skip


@pytest.mark.parametrize("scores, patience, passes, runs, kept", PASSES)
def test_the_best_pass_is_kept_and_patience_ends(scores, patience, passes, runs, kept):
    trainer = Trainer()
    schedule = Schedule(passes=passes, patience=patience)
    learned = learn(
        trainer, schedule, sparse=True, score=lambda learned: scores[learned.about["pass"] - 1]
    )

    assert (trainer.n, learned.arrays) == (runs, {"n": [kept]})
    assert learned.about["passes"] == learned.about["pass"] == kept
    assert trainer.seeds == list(range(1, runs + 1))


def test_without_a_score_the_last_pass_counts():
    learned = learn(Trainer(), Schedule(passes=4, seed=7), sparse=False)

    assert learned.arrays == {"n": [4]}
    assert (learned.about["passes"], learned.about["seed"]) == (4, 7)


def test_every_pass_is_reported():
    lines = []
    learn(Trainer(), Schedule(passes=2), sparse=True, score=lambda _: 0.25, report=lines.append)

    assert lines == [
        "pass 1: loss 1.0000 per position, 0.2500 on the development set",
        "pass 2: loss 0.5000 per position, 0.2500 on the development set",
    ]


@pytest.mark.parametrize("name", ["passes", "patience", "min_count"])
def test_a_schedule_has_passes(name):
    with pytest.raises(UsageError, match=f"{name} is 0; it must be at least 1"):
        Schedule(**{name: 0})
    for rate in (0.0, -1.0, float("nan")):
        with pytest.raises(UsageError, match="it must be above 0"):
            Schedule(rate=rate)


def test_a_fingerprint_tells_settings_and_parts_apart():
    keys = [
        fingerprint({"a": 1}, [b"ab", b"c"]),
        fingerprint({"a": 1}, [b"a", b"bc"]),
        fingerprint({"a": 1}, [b"abc"]),
        fingerprint({"a": 2}, [b"ab", b"c"]),
    ]

    assert len(set(keys)) == 4
    assert fingerprint({"a": 1, "b": 2}, []) == fingerprint({"b": 2, "a": 1}, [])


def test_nothing_is_restored_where_nothing_was_kept(tmp_path):
    assert Checkpoint(tmp_path / "none", "key").restore(None) is None
    with pytest.raises(PackError):
        Segmenter(model=tmp_path)
