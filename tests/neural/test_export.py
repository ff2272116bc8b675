"""Exported networks give the scores of torch, and run where torch cannot be imported."""

import json
import os
import subprocess
import sys
from hashlib import sha256

import pytest

torch = pytest.importorskip("torch")
np = pytest.importorskip("numpy")
pytest.importorskip("tokenizers")
pytest.importorskip("transformers")
pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

from zhnlp.errors import ExtraError, PackError, UsageError  # noqa: E402
from zhnlp.neural import model as model_module  # noqa: E402
from zhnlp.neural.backends import OnnxBackend, TorchBackend  # noqa: E402
from zhnlp.neural.config import NetworkConfig  # noqa: E402
from zhnlp.neural.encoders import EncoderConfig, bert  # noqa: E402
from zhnlp.neural.export import TOLERANCE, export  # noqa: E402
from zhnlp.neural.inputs import Inputs  # noqa: E402
from zhnlp.neural.labelling import NeuralLabeller  # noqa: E402
from zhnlp.neural.names import NeuralNames  # noqa: E402
from zhnlp.neural.network import Network  # noqa: E402
from zhnlp.neural.reading import NeuralReader  # noqa: E402
from zhnlp.neural.schemes import NameScheme  # noqa: E402
from zhnlp.neural.tokenizer import SPECIAL, CharacterTokenizer  # noqa: E402
from zhnlp.saving import load  # noqa: E402

LABELS = NameScheme(("PER",)).labels
TOKENIZER = CharacterTokenizer([*SPECIAL, *"王小明在北京。"], pieces=False)
TEXTS = ["王小明在北京。", "北京。" * 9, "小", ""]
KINDS = {
    "names": (NeuralNames, "tags", LABELS),
    "labels": (NeuralLabeller, "text", ("好", "坏")),
    "answers": (NeuralReader, "span", ("start", "end")),
}
WITHOUT_TORCH = """
import json, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("torch", "transformers", "onnx"):
            raise ModuleNotFoundError(f"no {name}", name=name)

sys.meta_path.insert(0, Refuse())
from zhnlp.saving import load
model = load(sys.argv[1])
print(json.dumps(model.find_batch(sys.argv[2:], [b""] * len(sys.argv[2:]), [()] * 9)))
"""


def made(encoder="transformers", kind="names", crf=False, channels=()):
    """A model with random weights."""
    torch.manual_seed(2)
    cls, task, labels = KINDS[kind]
    special = encoder == "transformers"
    inputs = Inputs(TOKENIZER, dict.fromkeys(channels, ["北京"]), special=special, max_tokens=24)
    config = NetworkConfig(
        encoder,
        task,
        len(TOKENIZER),
        len(labels),
        channels={name: (inputs.size(name), 4) for name in channels},
        embedding=8,
        width=8,
        crf=crf,
    )
    own = None
    if special:
        sizes = EncoderConfig(
            n_tokens=len(TOKENIZER), width=16, n_layers=2, n_heads=2, max_length=24
        )
        own = bert(sizes)
    network = Network(config, encoder=own, legal=cls.legal(labels))
    for name, weights in network.named_parameters():
        if "LayerNorm" not in name:
            torch.nn.init.normal_(weights, std=0.3)
    return cls(inputs, config, labels, TorchBackend(network, device="cpu"))


def names(model, texts=TEXTS):
    ends = [np.arange(1, len(text) + 1, dtype=np.int32).tobytes() for text in texts]
    found = model.find_batch(texts, ends, [["n"] * len(text) for text in texts])
    return [list(map(tuple, own)) for own in found]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("encoder", ["transformers", "rnn", "lstm", "gru", "cnn"])
def test_an_exported_network_gives_the_same_scores(encoder, kind, tmp_path):
    if encoder != "transformers" and kind == "answers":
        pytest.skip("questions are for transformers encoders")
    model = made(encoder, kind)
    difference = export(model, tmp_path)
    other = load(tmp_path)

    assert difference < TOLERANCE
    assert isinstance(other.backend, OnnxBackend)
    rows = [{"ids": [2, *(5 + i % 7 for i in range(n)), 3]} for n in (3, 11, 1)]
    for own, exported in zip(model.rows_scores(rows), other.rows_scores(rows), strict=True):
        np.testing.assert_allclose(own, exported, atol=1e-5)


def test_channels_transitions_and_labels_are_exported(tmp_path):
    model = made("lstm", crf=True, channels=("bigrams", "tags"))
    learned = np.random.default_rng(1).normal(size=model.transitions.shape).astype(np.float32)
    model.transitions = np.where(model.transitions == 0, learned, model.transitions)
    export(model, tmp_path)
    other = load(tmp_path)

    assert dict(other.inputs.channels) == dict(model.inputs.channels)
    np.testing.assert_allclose(other.transitions, model.transitions)
    assert names(other) == names(model)


@pytest.mark.parametrize("encoder", ["transformers", "lstm"])
def test_bytes_are_smaller_and_their_scores_near(encoder, tmp_path):
    model = made(encoder)
    export(model, tmp_path / "whole")
    difference = export(model, tmp_path / "int8", int8=True)
    whole, small = (tmp_path / name / "network.onnx" for name in ("whole", "int8"))

    assert small.read_bytes() != whole.read_bytes()
    assert 0 < difference < 1
    assert [len(own) for own in names(load(tmp_path / "int8"))] != None


def test_it_runs_where_torch_cannot_be_imported(tmp_path):
    model = made()
    export(model, tmp_path)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH, str(tmp_path), *TEXTS],
        capture_output=True,
        encoding="utf-8",
        env=environment,
    )

    assert done.returncode == 0, done.stderr
    assert [list(map(tuple, own)) for own in json.loads(done.stdout)] == names(model)


def test_the_network_that_was_exported_stays_as_it_was(tmp_path):
    model = made()
    wanted = names(model)
    export(model, tmp_path)

    assert not model.backend.network.training
    assert names(model) == wanted


def test_what_is_exported_is_not_exported_again(tmp_path):
    export(made(), tmp_path / "one")
    with pytest.raises(UsageError, match="is exported already"):
        export(load(tmp_path / "one"), tmp_path / "two")


def test_an_exported_network_runs_on_the_processor_only(tmp_path):
    export(made(), tmp_path)
    with pytest.raises(UsageError, match="runs on the processor only, not on 'cuda'"):
        NeuralNames.load_pack(tmp_path, device="cuda")


def test_without_onnxruntime_the_error_names_the_extra(tmp_path, monkeypatch):
    export(made(), tmp_path)
    monkeypatch.setattr(model_module, "find_spec", lambda name: None)
    with pytest.raises(ExtraError, match=r"needs onnxruntime.*pip install 'zhnlp\[onnx\]'"):
        NeuralNames.load_pack(tmp_path)


def test_a_file_that_is_not_a_network_is_an_error(tmp_path):
    export(made(), tmp_path)
    (tmp_path / "network.onnx").write_bytes(b"no network")
    about = json.loads((tmp_path / "pack.json").read_bytes())
    about.pop("about_crc32", None)
    about["files"]["network.onnx"] = sha256(b"no network").hexdigest()
    (tmp_path / "pack.json").write_text(json.dumps(about), "utf-8")
    with pytest.raises(PackError, match="not a network that onnxruntime can run"):
        NeuralNames.load_pack(tmp_path)
