"""Models read texts of any length, and say clearly what is wrong with a folder."""

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")
np = pytest.importorskip("numpy")
pytest.importorskip("tokenizers")
save_file = pytest.importorskip("safetensors.torch").save_file

from zhnlp.errors import ExtraError, FormatError, PackError, UsageError, ZhnlpWarning  # noqa: E402
from zhnlp.neural import model as model_module  # noqa: E402
from zhnlp.neural.backends import TorchBackend, is_out_of_memory  # noqa: E402
from zhnlp.neural.config import NetworkConfig  # noqa: E402
from zhnlp.neural.inputs import Inputs  # noqa: E402
from zhnlp.neural.labelling import NeuralLabeller  # noqa: E402
from zhnlp.neural.names import NeuralNames  # noqa: E402
from zhnlp.neural.network import Network  # noqa: E402
from zhnlp.neural.schemes import NameScheme  # noqa: E402
from zhnlp.neural.tokenizer import SPECIAL, CharacterTokenizer  # noqa: E402
from zhnlp.saving import load  # noqa: E402

SCHEME = NameScheme(("PER", "LOC"))
TOKENIZER = CharacterTokenizer([*SPECIAL, *"王小明在北京。！，的"], pieces=False)
TEXT = "王小明在北京。小明的王！"


def made(kind=NeuralNames, task="tags", labels=SCHEME.labels, max_tokens=512):
    """A model with random weights."""
    torch.manual_seed(1)
    config = NetworkConfig(
        "cnn", task, len(TOKENIZER), len(labels), embedding=8, width=8, crf=False
    )
    inputs = Inputs(TOKENIZER, max_tokens=max_tokens)
    network = Network(config)
    for weights in network.parameters():
        torch.nn.init.normal_(weights)
    return kind(inputs, config, labels, TorchBackend(network, device="cpu"))


def names(model, *texts):
    return [list(found) for found in model.find_batch(texts, [b""] * len(texts), [()] * len(texts))]


@pytest.fixture(scope="module")
def model():
    return made()


@pytest.fixture
def folder(model, tmp_path):
    model.save_pack(tmp_path / "pack")
    return tmp_path / "pack"


SENTENCE = st.text(alphabet="王小明在北京，的x", min_size=1, max_size=30)


@settings(max_examples=30, deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=6))
def test_a_document_has_the_names_of_its_sentences(model, sentences):
    sentences = [f"{each}。" for each in sentences]
    [found] = names(model, "".join(sentences))
    at, wanted = 0, []
    for each, own in zip(sentences, names(model, *sentences), strict=True):
        wanted += [(at + start, at + end, label) for start, end, label in own]
        at += len(each)

    assert found == wanted


@pytest.mark.parametrize("text", ["", " ", "\n \u3000", "。", "😀"])
def test_a_text_with_next_to_nothing_has_names_inside_it(model, text):
    [found] = names(model, text)

    assert all(0 <= start < end <= len(text) for start, end, _ in found)


def test_a_name_across_the_border_of_two_windows_is_found_whole(model):
    long = made(max_tokens=66)  # a filter of three tokens sees the same on both sides of a seam
    text = "王小明在北京的，" * 80

    assert names(long, text) == names(model, text)


def test_a_sentence_of_many_characters_is_read_in_bounded_memory(model):
    sizes = []

    class Noted(TorchBackend):
        def scores(self, batch):
            sizes.append(batch["ids"].size)
            return super().scores(batch)

    backend = Noted(model.backend.network, device="cpu")
    own = NeuralNames(model.inputs, model.config, model.outputs, backend)
    [found] = names(own, "王小明在北京，" * 3_000)

    assert max(sizes) <= backend.batch
    assert found[-1][1] > 20_000


def test_long_texts_have_the_mean_of_their_windows():
    labels = ("好", "坏")
    model = made(NeuralLabeller, "text", labels, max_tokens=12)

    assert sum(model.probabilities("").values()) == pytest.approx(1)
    long = model.probabilities("王小明。" * 2 + "北京在北京的王！")
    first, second = model.probabilities_batch(["王小明。" * 2, "北京在北京的王！"])
    assert long["好"] == pytest.approx((first["好"] + second["好"]) / 2)


def test_a_batch_without_memory_is_halved_with_a_warning(model, monkeypatch):
    rows = [{"ids": [5, 6, 7]}] * 5
    wanted = model.rows_scores(rows)
    real = model.backend.scores

    def scores(batch):
        if len(batch["ids"]) > 3:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")
        return real(batch)

    monkeypatch.setattr(model.backend, "scores", scores)
    with pytest.warns(ZhnlpWarning, match="out of memory with 5 texts at once: going on with 3"):
        found = model.rows_scores(rows)
    for own, expected in zip(found, wanted, strict=True):
        assert own == pytest.approx(expected, abs=1e-5)


def test_one_text_without_memory_and_other_errors_are_raised(model, monkeypatch):
    def fails(batch):
        raise MemoryError

    monkeypatch.setattr(model.backend, "scores", fails)
    with pytest.raises(MemoryError):
        model.rows_scores([{"ids": [5]}])
    assert not is_out_of_memory(RuntimeError("shapes do not fit"))
    assert is_out_of_memory(RuntimeError("CUDA out of memory. Tried to allocate"))


def test_a_model_goes_to_other_processes(model, folder):
    for own in (model, load(folder)):
        assert names(pickle.loads(pickle.dumps(own)), TEXT) == names(model, TEXT)


def test_threads_share_a_model(model):
    texts = [TEXT[i:] + TEXT for i in range(8)] * 4
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: names(model, text), texts))

    assert found == [names(model, text) for text in texts]


def changed(folder, **values):
    """Change pack.json, and the checksums with the files."""
    about = json.loads((folder / "pack.json").read_bytes()) | values
    about.pop("about_crc32", None)
    about["files"] = {
        name: sha256((folder / name).read_bytes()).hexdigest() for name in about["files"]
    }
    (folder / "pack.json").write_text(json.dumps(about), "utf-8")


def with_other_weights(folder):
    save_file({"head.bias": torch.zeros(3)}, folder / "network.safetensors")
    changed(folder)


def with_more_tokens(folder):
    vocabulary = (folder / "vocab.txt").read_text("utf-8")
    (folder / "vocab.txt").write_text(f"{vocabulary}新\n", "utf-8")
    changed(folder)


def cut_short(folder, name):
    (folder / name).write_bytes((folder / name).read_bytes()[:-9])


BAD = {
    "no model": (lambda f: (f / "pack.json").unlink(), PackError, "nothing was saved there"),
    "no JSON": (lambda f: cut_short(f, "pack.json"), FormatError, "pack.json:.*not JSON"),
    "weights cut": (lambda f: cut_short(f, "network.safetensors"), PackError, "is damaged.*sha256"),
    "weights away": (lambda f: (f / "network.safetensors").unlink(), PackError, "is missing"),
    "other weights": (with_other_weights, PackError, "not those of pack.json"),
    "more tokens": (with_more_tokens, PackError, "16 tokens, its network 9 and 15"),
    "fewer labels": (lambda f: changed(f, labels=["O"]), PackError, "1 labels.*its network 9"),
    "no labels": (lambda f: changed(f, labels=7), PackError, "has no list of labels"),
    "no network": (lambda f: changed(f, network=[]), PackError, "has no 'network'"),
    "half a network": (lambda f: changed(f, network={}), PackError, "not described in full"),
    "other kind": (lambda f: changed(f, kind="NeuralTagger"), PackError, "not a 'NeuralNames'"),
    "no files": (lambda f: changed(f, files={}), PackError, "is not named by pack.json"),
}


@pytest.mark.parametrize("damage", BAD)
def test_a_damaged_folder_is_an_error_that_says_so(folder, damage):
    spoil, error, message = BAD[damage]
    spoil(folder)
    with pytest.raises(error, match=message):
        NeuralNames.load_pack(folder)


def test_a_path_in_the_files_of_a_pack_must_lie_in_it(folder):
    changed(folder)
    about = json.loads((folder / "pack.json").read_bytes())
    about["files"]["../secret"] = "0"
    (folder / "pack.json").write_text(json.dumps(about), "utf-8")
    with pytest.raises(PackError, match="outside"):
        NeuralNames.load_pack(folder)


@pytest.mark.parametrize("device", ["gpu", "cuda:99", "meta", ""])
def test_a_device_that_is_not_here_is_an_error(folder, device):
    with pytest.raises(UsageError, match="device"):
        NeuralNames.load_pack(folder, device=device)


def test_without_torch_the_error_names_the_extra(folder, monkeypatch):
    monkeypatch.setattr(model_module, "find_spec", lambda name: None)
    with pytest.raises(ExtraError, match=r"needs torch.*pip install 'zhnlp\[neural\]'"):
        NeuralNames.load_pack(folder)


def test_a_model_of_a_folder_is_saved_as_it_is(folder, tmp_path, model):
    load(folder).save_pack(tmp_path / "copy")

    assert load(tmp_path / "copy") == load(folder)
    assert names(load(tmp_path / "copy"), TEXT) == names(model, TEXT)


def test_saving_over_another_pack_leaves_nothing_of_it(folder, tmp_path, model):
    model.save_pack(tmp_path / "over")
    (tmp_path / "over" / "mine.txt").write_text("mine")
    load(folder).save_pack(tmp_path / "over")

    left = {path.name for path in (tmp_path / "over").iterdir()}
    assert left == {path.name for path in folder.iterdir()} | {"mine.txt"}
    assert load(tmp_path / "over") == load(folder)


def test_saving_never_replaces_what_no_pack_has_written(tmp_path, model):
    (tmp_path / "vocab.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"vocab\.txt' is in the way"):
        model.save_pack(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["vocab.txt"]
    assert (tmp_path / "vocab.txt").read_text() == "mine"


def test_a_save_that_fails_leaves_the_pack_of_before(folder, model, monkeypatch):
    monkeypatch.setattr(type(model), "write_description", lambda self, place: 1 / 0)
    whole = load(folder)
    with pytest.raises(ZeroDivisionError):
        model.save_pack(folder)

    assert load(folder) == whole
    assert not list(folder.glob(".zhnlp*"))


def test_the_size_of_a_batch_does_not_change_the_names(model, monkeypatch):
    texts = ["王小明在北京" * n for n in range(1, 9)]
    wanted = names(model, *texts)
    monkeypatch.setattr(model.backend, "batch", 7)

    assert names(model, *texts) == wanted
