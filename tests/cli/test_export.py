"""zhnlp export: networks that run without torch."""

import json

import pytest

torch = pytest.importorskip("torch")
for package in ("tokenizers", "onnx", "onnxruntime", "numpy"):
    pytest.importorskip(package)

from zhnlp.neural.backends import TorchBackend  # noqa: E402
from zhnlp.neural.config import NetworkConfig  # noqa: E402
from zhnlp.neural.inputs import Inputs  # noqa: E402
from zhnlp.neural.names import NeuralNames  # noqa: E402
from zhnlp.neural.network import Network  # noqa: E402
from zhnlp.neural.schemes import NameScheme  # noqa: E402
from zhnlp.neural.tokenizer import SPECIAL, CharacterTokenizer  # noqa: E402


@pytest.fixture
def pack(tmp_path):
    labels = NameScheme(("PER",)).labels
    tokenizer = CharacterTokenizer([*SPECIAL, *"王小明。"], pieces=False)
    config = NetworkConfig("cnn", "tags", 9, len(labels), embedding=8, width=8, crf=False)
    backend = TorchBackend(Network(config), device="cpu")
    NeuralNames(Inputs(tokenizer), config, labels, backend).save_pack(tmp_path / "pack")
    return tmp_path / "pack"


@pytest.mark.parametrize("options", [[], ["--int8"]])
def test_it_writes_a_folder_and_says_how_much_scores_differ(run, pack, tmp_path, options):
    done = run("export", pack, "-o", "small", *options)

    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    assert "wrote small:" in done.stderr
    assert "scores differ by" in done.stderr
    files = json.loads((tmp_path / "small" / "pack.json").read_bytes())["files"]
    assert set(files) >= {"network.onnx", "vocab.txt"}
    assert "network.safetensors" not in files


def test_a_pack_without_a_network_is_refused(run):
    done = run("export", "jieba", "-o", "small")

    assert done.exit_code != 0
    assert "holds no network" in done.stderr


def test_a_folder_that_is_not_a_pack_is_an_error(run, tmp_path):
    (tmp_path / "empty").mkdir()
    done = run("export", "./empty", "-o", "small")

    assert done.exit_code == 1
    assert "holds no pack.json: nothing was saved there" in done.stderr


def test_a_folder_that_cannot_be_made_is_an_error(run, pack, tmp_path):
    (tmp_path / "file").write_text("")
    done = run("export", pack, "-o", "file/small")

    assert done.exit_code == 1
    assert "Error: cannot save to 'file/small': Not a directory." in done.stderr
