"""The loop of training: it learns, resumes exactly, and stops with a clear error."""

import dataclasses

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from safetensors.torch import save_file  # noqa: E402
from toys import SENTENCES, SHORT, TINY  # noqa: E402

from zhnlp.errors import (  # noqa: E402
    FileError,
    InputError,
    PackError,
    TrainingError,
    UsageError,
)
from zhnlp.neural.building import Fitting  # noqa: E402
from zhnlp.neural.config import NetworkConfig  # noqa: E402
from zhnlp.neural.network import Network  # noqa: E402
from zhnlp.neural.settings import FineTuning, Shape  # noqa: E402
from zhnlp.neural.states import States  # noqa: E402
from zhnlp.neural.token_training import train_names  # noqa: E402
from zhnlp.neural.training import Example, train  # noqa: E402


def network(dropout=0.3):
    torch.manual_seed(3)
    return Network(
        NetworkConfig("gru", "text", 9, 2, embedding=4, width=8, dropout=dropout),
    )


def examples(n=40):
    rng = np.random.default_rng(0)
    rows = [rng.integers(1, 9, rng.integers(1, 7)).tolist() for _ in range(n)]
    return [Example({"ids": row}, np.array(int(1 in row), np.int64)) for row in rows]


SETTINGS = FineTuning(
    passes=4, rate=1e-2, batch=24, precision="fp32", device="cpu", save_every=3, patience=9
)


def test_losses_fall():
    lines = []
    train(network(0.0), examples(), dataclasses.replace(SETTINGS, passes=15), report=lines.append)
    losses = [float(line.split()[3]) for line in lines]

    assert losses[-1] < losses[0] / 2


class KilledError(Exception):
    """Stands for the end of the process."""


def killed_after(states, n):
    """Let the training stop at its `n`-th state, just after that is written."""
    save, calls = states.save, []

    def saving(*given):
        save(*given)
        calls.append(1)
        if len(calls) == n:
            raise KilledError

    states.save = saving
    return states


@pytest.mark.parametrize("n", [1, 3, 4, 7])
def test_a_training_that_was_killed_gives_the_same_weights(tmp_path, n):
    """Wherever it was stopped, in a pass or between two; dropout included."""
    whole, again = network(), network()
    train(whole, examples(), SETTINGS)
    with pytest.raises(KilledError):
        train(network(), examples(), SETTINGS, states=killed_after(States(tmp_path, "key"), n))

    train(again, examples(), SETTINGS, states=States(tmp_path, "key"))

    for one, other in zip(whole.parameters(), again.parameters(), strict=True):
        assert torch.equal(one, other)


def test_the_state_of_another_training_is_not_used(tmp_path):
    lines = []
    train(network(), examples(), SETTINGS, states=States(tmp_path, "one"))
    train(network(), examples(), SETTINGS, states=States(tmp_path, "two"), report=lines.append)

    assert not [line for line in lines if "resuming" in line]


def test_a_damaged_state_is_an_error(tmp_path):
    train(network(), examples(), SETTINGS, states=States(tmp_path, "key"))
    path = tmp_path / "state.safetensors"
    path.write_bytes(path.read_bytes()[:-9])

    with pytest.raises(PackError, match="Delete it to begin anew"):
        train(network(), examples(), SETTINGS, states=States(tmp_path, "key"))


@pytest.mark.parametrize(
    "note",
    [
        {"progress": "{"},
        {"progress": "[]"},
        {"progress": '{"passed": 1}'},
        {"progress": '{"passed": "1", "step": 0, "best": 1, "value": 0.5}'},
        {"progress": '{"passed": 1, "step": 0, "best": null, "value": 0.5}'},
    ],
    ids=lambda note: note["progress"],
)
def test_so_is_one_that_holds_something_else(tmp_path, note):
    path = tmp_path / "state.safetensors"
    save_file({"weights/x": torch.zeros(1)}, path, metadata={"key": "key", **note})
    before = path.read_bytes()

    with pytest.raises(PackError, match="Delete it to begin anew"):
        train(network(), examples(), SETTINGS, states=States(tmp_path, "key"))
    assert path.read_bytes() == before


def test_what_is_no_state_is_neither_replaced_nor_removed(tmp_path):
    (tmp_path / "state.safetensors").write_bytes(b"mine")
    with pytest.raises(PackError, match="is not the state of a training"):
        train(network(), examples(), SETTINGS, states=States(tmp_path, "key"))
    States(tmp_path, "").done()

    assert (tmp_path / "state.safetensors").read_bytes() == b"mine"


def test_a_folder_with_something_else_is_not_written_to(tmp_path):
    (tmp_path / "notes.txt").write_bytes(b"mine")
    with pytest.raises(FileError, match=r"such as 'notes.txt'. Move it away"):
        train(network(), examples(), SETTINGS, states=States(tmp_path, "key"))

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_state_of_another_run_is_not_removed(tmp_path):
    train(network(), examples(), SETTINGS, states=States(tmp_path / "state", "ours"))
    States(tmp_path / "state", "theirs").done()
    assert States(tmp_path / "state", "").found_key() == "ours"

    States(tmp_path / "state", "ours").done()
    assert not (tmp_path / "state").exists()


def test_the_best_pass_is_taken():
    scores = iter([0.1, 0.9, 0.3, 0.2])
    kept = []

    def score(network):
        kept.append([each.clone() for each in network.parameters()])
        return next(scores)

    taken = network()
    progress = train(taken, examples(), SETTINGS, score=score)

    assert (progress.best, progress.value) == (2, 0.9)
    assert all(torch.equal(a, b) for a, b in zip(taken.parameters(), kept[1], strict=True))


def test_it_stops_when_nothing_gets_better():
    settings = dataclasses.replace(SETTINGS, passes=9, patience=2)

    assert train(network(), examples(), settings, score=lambda _: 1.0).passed == 3


def test_accumulated_batches_are_one_large_batch():
    one, other = network(0.0), network(0.0)
    rows = [example for example in examples() if len(example.row["ids"]) == 3] * 4
    train(one, rows, dataclasses.replace(SETTINGS, batch=3 * len(rows)))
    train(other, rows, dataclasses.replace(SETTINGS, batch=3, accumulate=len(rows)))

    for a, b in zip(one.parameters(), other.parameters(), strict=True):
        assert torch.allclose(a, b, atol=1e-4)


def test_a_loss_that_is_not_a_number_stops_the_training():
    broken = network()
    with torch.no_grad():
        next(broken.parameters())[1:] = float("nan")

    with pytest.raises(TrainingError, match=r"loss is nan in pass 1, step 1.*rate"):
        train(broken, examples(), SETTINGS)


def test_a_batch_that_is_too_large_is_halved():
    """As when the memory of a GPU is full; the gradients stay the same."""
    whole, halved = network(0.0), network(0.0)
    loss = halved.loss
    lines = []

    def small(batch, gold):
        if len(gold) > 2:
            raise RuntimeError("CUDA out of memory")
        return loss(batch, gold)

    halved.loss = small
    train(whole, examples(), SETTINGS)
    train(halved, examples(), SETTINGS, report=lines.append)

    assert any("memory" in line for line in lines)
    for one, other in zip(whole.parameters(), halved.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-5)


def test_gradients_of_a_batch_that_failed_halfway_do_not_count_twice():
    """Memory may run out while going back, when some of the gradients are there already."""
    whole, failing = network(0.0), network(0.0)
    fails = [True]

    def fail(gradient):
        if fails.pop() if fails else False:
            raise RuntimeError("out of memory")
        return gradient

    failing.encoder.embeddings.tables["ids"].weight.register_hook(fail)
    settings = dataclasses.replace(SETTINGS, passes=1)
    train(whole, examples(), settings)
    train(failing, examples(), settings)

    for one, other in zip(whole.parameters(), failing.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-5)


WRONG = [
    ({"passes": 0}, "at least 1"),
    ({"passes": 1.5}, "whole number"),
    ({"rate": 0.0}, "above 0"),
    ({"rate": float("nan")}, "above 0"),
    ({"warmup": -0.1}, "warmup is -0.1; it must be from 0 to 1"),
    ({"warmup": 1.1}, "from 0 to 1"),
    ({"layer_decay": 0}, "above 0 and at most 1"),
    ({"layer_decay": 1.1}, "above 0 and at most 1"),
    ({"weight_decay": -1}, "at least 0"),
    ({"clip": 0}, "clip is 0; it must be above 0"),
    ({"clip": "long"}, "Give a number"),
    ({"precision": "fp8"}, "bf16"),
]


@pytest.mark.parametrize("given, message", WRONG)
def test_settings_that_cannot_be_right(given, message):
    with pytest.raises((InputError, UsageError), match=message):
        FineTuning(**given)


WRONG_SHAPES = [
    ({"width": 0}, "width is 0; it must be a whole number of at least 2"),
    ({"width": 15}, "width is 15; it must be even"),
    ({"encoder": "rnn", "width": 1}, "at least 2"),
    ({"encoder": "cnn", "width": 2}, "at least 3"),
    ({"width": 16.0}, "whole number"),
    ({"embedding": 0}, "at least 1"),
    ({"n_layers": 0}, "at least 1"),
    ({"hidden": -1}, "at least 0"),
    ({"dropout": 1}, "dropout is 1; it must be at least 0 and below 1"),
    ({"dropout": -0.5}, "below 1"),
    ({"dropout": float("nan")}, "below 1"),
    ({"max_tokens": 7}, "at least 8"),
    ({"pooling": "max"}, "pooling 'max' is not known"),
]


@pytest.mark.parametrize("given, message", WRONG_SHAPES)
def test_shapes_that_cannot_be_right(given, message):
    with pytest.raises((InputError, UsageError), match=message):
        Shape(**given)


@pytest.mark.parametrize("encoder, width", [("rnn", 2), ("lstm", 2), ("gru", 2), ("cnn", 3)])
def test_the_smallest_shapes_can_be_trained(encoder, width):
    shape = Shape(encoder, channels=(), width=width, embedding=1, dropout=0, max_tokens=8)
    model = train_names(SENTENCES, Fitting(shape, dataclasses.replace(SHORT, passes=1)))

    assert model.labels == ("LOC", "PER")


def test_an_unknown_channel_has_a_hint():
    with pytest.raises(UsageError, match="bigrams"):
        Shape(channels=("bigram",))


def test_there_must_be_something_to_learn():
    with pytest.raises(UsageError, match="nothing to learn"):
        train(network(), [], SETTINGS)


def test_the_same_seed_gives_the_same_model():
    one, other = (train_names(SENTENCES, Fitting(TINY, SHORT)) for _ in range(2))

    for a, b in zip(
        one.backend.network.parameters(), other.backend.network.parameters(), strict=True
    ):
        assert torch.equal(a, b)
