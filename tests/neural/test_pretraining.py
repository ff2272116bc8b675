"""Pre-training: losses fall, transformers loads the result, a kill changes nothing."""

import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
np = pytest.importorskip("numpy")
transformers = pytest.importorskip("transformers")
if not hasattr(torch.optim, "Muon"):
    pytest.skip("torch.optim.Muon came with torch 2.9", allow_module_level=True)

from zhnlp.errors import PackError, TrainingError, UsageError  # noqa: E402
from zhnlp.neural.packed_text import PackedText  # noqa: E402
from zhnlp.neural.pretraining import pretrain  # noqa: E402
from zhnlp.neural.pretraining_data import Examples  # noqa: E402
from zhnlp.neural.pretraining_model import PretrainingModel, Shape  # noqa: E402
from zhnlp.neural.pretraining_settings import Pretraining, Schedule  # noqa: E402
from zhnlp.neural.tokenizer import SPECIAL, CharacterTokenizer  # noqa: E402

WIDTH = 16
TOKENIZER = CharacterTokenizer([*SPECIAL, *"甲乙丙丁戊己庚辛。"], pieces=False)
SMALL = Shape(layers=2, width=32, heads=4)


def text_of(n_rows=80):
    """Rows of a text in which each character says which one follows it."""
    random = np.random.default_rng(0)
    body = (random.integers(0, 8, (n_rows, 1)) + np.arange(WIDTH - 1)) % 8 + len(SPECIAL)
    begin = np.full((n_rows, 1), TOKENIZER.id_of("[CLS]"))
    rows = np.concatenate([begin, body], 1).astype(np.uint16)
    near = np.arange(len(TOKENIZER))
    table = {
        "offsets": [0, *np.cumsum(near >= len(SPECIAL))],
        "meant": [len(SPECIAL) + (i + 3) % 9 for i in range(9)],
        "sound": [1] * 9,
        "shape": [0] * 9,
    }
    return PackedText(TOKENIZER, rows, np.ones(rows.shape, bool), table, {"rows_sha256": "1"})


TEXT = text_of()


def settings(steps=12, **others):
    schedule = Schedule(steps=steps, batch=256, rate=1e-2, warmup=5)
    return Pretraining(schedule, SMALL, device="cpu", **others)


def weights(folder):
    return (folder / "model.safetensors").read_bytes()


def log(folder):
    return [json.loads(line) for line in (folder / "log.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("pairs", ["none", "next", "order"])
def test_the_loss_falls(tmp_path, pairs):
    assert pretrain(TEXT, settings(100, pairs=pairs), tmp_path / "net")
    entries = log(tmp_path / "net")

    losses = [entry["loss"] for entry in entries if "loss" in entry]
    assert losses[-1] < 0.75 * losses[0]
    assert entries[-1]["step"] == 100
    assert entries[-1]["hidden_accuracy"] > 0.3  # by chance 0.125
    assert not (tmp_path / "net.part").exists()


def test_transformers_loads_what_was_trained(tmp_path):
    folder = tmp_path / "net"
    pretrain(TEXT, settings(3), folder)
    plain = transformers.BertForMaskedLM.from_pretrained(folder)
    encoder = transformers.AutoModel.from_pretrained(folder, add_pooling_layer=False)
    tokens = transformers.AutoTokenizer.from_pretrained(folder)("甲乙")

    ids = torch.tensor([tokens["input_ids"]])
    assert tokens["input_ids"] == [TOKENIZER.ids[token] for token in ("[CLS]", "甲", "乙", "[SEP]")]
    assert plain.dtype == torch.float32
    assert plain.config.hidden_dropout_prob == 0.1
    assert plain(ids).logits.shape == (1, 4, len(TOKENIZER))
    states = encoder(ids).last_hidden_state
    assert torch.equal(states, plain.bert(ids).last_hidden_state)


def test_what_is_saved_is_what_was_trained(tmp_path):
    model = PretrainingModel(SMALL, len(TOKENIZER), seed=3)
    model.save(tmp_path, half=False)
    plain = transformers.BertForMaskedLM.from_pretrained(tmp_path, attn_implementation="eager")
    ids = torch.randint(5, 14, (2, 9), generator=torch.Generator().manual_seed(0))

    ours, theirs = model.network.eval()(ids).logits, plain(ids).logits
    assert torch.allclose(ours, theirs, atol=1e-5)


def test_many_weights_go_to_several_files(tmp_path, monkeypatch):
    monkeypatch.setattr("zhnlp.neural.pretraining_model._MOST_BYTES", 40_000)
    model = PretrainingModel(SMALL, len(TOKENIZER), seed=3)
    model.save(tmp_path)
    names = sorted(path.name for path in tmp_path.glob("*.safetensors"))
    plain = transformers.BertForMaskedLM.from_pretrained(tmp_path)

    assert len(names) > 1
    assert names[0] == f"model-00001-of-{len(names):05d}.safetensors"
    assert all((tmp_path / name).stat().st_size < 45_000 for name in names)
    own = model.network.state_dict()
    for name, value in plain.state_dict().items():
        assert torch.allclose(value, own[name], atol=1e-3), name


@pytest.mark.parametrize("pairs", ["none", "order"])
def test_stopped_and_resumed_it_gives_the_same_weights(tmp_path, pairs):
    pretrain(TEXT, settings(pairs=pairs), tmp_path / "whole")
    said = []
    while not pretrain(  # each call makes one step
        TEXT, settings(pairs=pairs), tmp_path / "parts", stop_after=0, report=said.append
    ):
        assert (tmp_path / "parts.part" / "state.pt").is_file()

    assert "resuming after step 11" in said
    assert weights(tmp_path / "parts") == weights(tmp_path / "whole")
    assert not (tmp_path / "parts.part").exists()


def test_killed_it_goes_on_from_the_last_state(tmp_path):
    """What was logged after the state is learned, and logged, again."""
    pretrain(TEXT, settings(24), tmp_path / "whole")

    def killed(line):
        if line.startswith("step"):
            raise KeyboardInterrupt

    folder = tmp_path / "parts"
    assert not pretrain(TEXT, settings(24), folder, stop_after=0)
    with pytest.raises(KeyboardInterrupt):
        pretrain(TEXT, settings(24), folder, report=killed)
    assert [entry["step"] for entry in log(folder)] == [1, 20, 24]
    pretrain(TEXT, settings(24), folder)

    assert [entry["step"] for entry in log(folder)] == [1, 20, 24]
    assert weights(folder) == weights(tmp_path / "whole")


def test_a_network_that_could_not_be_written_is_written_by_the_next_call(tmp_path, monkeypatch):
    pretrain(TEXT, settings(), tmp_path / "whole")

    def full(self, folder):
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(PretrainingModel, "save", full)
        with pytest.raises(OSError, match="no space"):
            pretrain(TEXT, settings(), tmp_path / "net")
    assert pretrain(TEXT, settings(), tmp_path / "net")

    assert weights(tmp_path / "net") == weights(tmp_path / "whole")
    assert not (tmp_path / "net.part").exists()


def test_another_training_begins_anew(tmp_path):
    said = []
    pretrain(TEXT, settings(), tmp_path / "net", stop_after=0)
    other = replace(settings(), neighbours=False)
    pretrain(TEXT, other, tmp_path / "net", report=said.append)
    pretrain(TEXT, other, tmp_path / "alone")

    assert "of another training" in said[0]
    assert weights(tmp_path / "net") == weights(tmp_path / "alone")


def test_a_damaged_state_is_an_error(tmp_path):
    pretrain(TEXT, settings(), tmp_path / "net", stop_after=0)
    state = tmp_path / "net.part" / "state.pt"
    state.write_bytes(state.read_bytes()[:-100])

    with pytest.raises(PackError, match=r"cannot be read.*Delete it to begin anew"):
        pretrain(TEXT, settings(), tmp_path / "net")


def test_a_loss_that_is_no_number_is_an_error(tmp_path, monkeypatch):
    step = torch.optim.AdamW.step

    def spoilt(self, *args, **kwargs):
        step(self, *args, **kwargs)
        self.param_groups[0]["params"][0].data.fill_(float("nan"))

    monkeypatch.setattr(torch.optim.AdamW, "step", spoilt)
    with pytest.raises(TrainingError, match=r"nan in step 2\. Lower the rate, which is 0\.01"):
        pretrain(TEXT, settings(), tmp_path / "net")


def test_out_of_memory_it_takes_half_of_the_rows_at_once(tmp_path, monkeypatch):
    pretrain(TEXT, settings(4), tmp_path / "whole")
    forward = PretrainingModel.forward

    def hungry(self, batch):
        if len(batch.ids) > 2:
            raise torch.OutOfMemoryError("out of memory")
        return forward(self, batch)

    monkeypatch.setattr(PretrainingModel, "forward", hungry)
    said = []
    pretrain(TEXT, settings(4), tmp_path / "net", report=said.append)

    assert said[:2] == [f"out of memory: from now on {n} rows at once." for n in (4, 2)]
    losses = [log(tmp_path / name)[-1]["hidden_loss"] for name in ("whole", "net")]
    assert losses[0] == pytest.approx(losses[1], rel=0.02)


TOGETHER = """
import sys
from pathlib import Path
import torch
import test_pretraining as own
from zhnlp.neural.pretraining import pretrain
from torch import distributed
torch.set_num_threads(1)
said = []
pretrain(own.TEXT, own.settings(4), Path(sys.argv[1]), report=said.append)
assert bool(said) == (distributed.get_rank() == 0)
distributed.destroy_process_group()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="gloo is not in all builds for Windows")
def test_two_processes_learn_what_one_does(tmp_path):
    """Each takes half of the rows of a step; their gradients are added in another order."""
    pretrain(TEXT, settings(4), tmp_path / "one")
    env = {**os.environ, "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1"}
    env |= {
        "MASTER_PORT": str(_free_port()),
        "PYTHONPATH": os.pathsep.join(
            [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
        ),
    }
    call = [sys.executable, "-c", TOGETHER, str(tmp_path / "two")]
    peers = [subprocess.Popen(call, env={**env, "RANK": str(rank)}) for rank in range(2)]

    assert [peer.wait(120) for peer in peers] == [0, 0]
    losses = [log(tmp_path / name)[-1]["hidden_loss"] for name in ("one", "two")]
    assert losses[0] == pytest.approx(losses[1], rel=0.02)


def _free_port():
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        return own.getsockname()[1]


def test_heads_begin_by_looking_at_the_tokens_beside():
    model = PretrainingModel(Shape(2, 128, 4), len(TOKENIZER), seed=0)
    ids = torch.randint(5, 14, (1, 60), generator=torch.Generator().manual_seed(0))
    layers = model.network.bert(ids, output_attentions=True).attentions

    for layer, offsets in zip(layers, [(-1, 1, -2, 2), (-1, 1)], strict=True):
        for head, offset in enumerate(offsets):
            beside = torch.diagonal(layer[0, head], offset)
            assert beside.mean() > 0.5, (head, offset)
    plain = PretrainingModel(Shape(2, 128, 4), len(TOKENIZER), neighbours=False, seed=0)
    assert plain.network.bert(ids, output_attentions=True).attentions[0].max() < 0.1


def test_held_out_rows_are_never_learned():
    examples = Examples(TEXT, settings().masking, "none", batch=256, seed=0)
    held_out = examples.held_out()
    row = np.where(held_out.gold >= 0, held_out.gold, held_out.ids)
    n_learned = len(TEXT.rows) - len(held_out.ids)

    assert len(held_out.ids) == 4
    assert row.shape == (4, WIDTH)
    assert examples.steps_of_pass == n_learned // 16
    again = examples.held_out()
    assert (again.ids == held_out.ids).all()


def test_a_pass_takes_every_row_once(monkeypatch):
    """Rows are told apart by their number, written into them."""
    rows = TEXT.rows.copy()
    numbered = replace(TEXT, rows=rows)
    examples = Examples(numbered, settings().masking, "none", batch=256, seed=0)
    seen = []
    monkeypatch.setattr(examples, "_made", lambda own, step: seen.extend(own.tolist()))
    for step in range(2 * examples.steps_of_pass):
        examples.step(step)
    first, second = seen[: len(seen) // 2], seen[len(seen) // 2 :]

    assert len(set(first)) == len(first) == examples.steps_of_pass * examples.rows_of_step
    assert first != second


def test_the_rate_rises_stays_and_falls():
    schedule = Schedule(steps=100, rate=1.0, warmup=10, decay=0.4)
    rates = [schedule.rate_at(step, schedule.share(step, 0)) for step in range(100)]

    assert rates[0] == pytest.approx(0.1)
    assert rates[9:60] == [1.0] * 51
    assert rates[80] == pytest.approx(0.5)
    assert 0 < rates[99] < 0.03


def test_a_training_of_minutes_ends_when_they_are_over():
    schedule = Schedule(minutes=2)

    assert schedule.share(5, 60) == pytest.approx(0.5)
    assert schedule.share(5, 120) >= 1


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: Schedule(), "either a number of steps or of minutes"),
        (lambda: Schedule(steps=3, minutes=3), "either a number of steps or of minutes"),
        (lambda: Schedule(minutes=0), "minutes is 0; it must be above 0"),
        (lambda: Shape(width=100, heads=3), "width 100 does not go into 3 heads"),
        (lambda: Shape(layers=0), "layers is 0"),
    ],
)
def test_settings_that_cannot_be(make, message):
    with pytest.raises(UsageError, match=message):
        make()
