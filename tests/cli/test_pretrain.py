"""zhnlp pretrain: from raw text to a folder that transformers loads."""

import json

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
if not hasattr(torch.optim, "Muon"):
    pytest.skip("torch.optim.Muon came with torch 2.9", allow_module_level=True)

from zhnlp import packing  # noqa: E402

TEXT = "".join(f"今天第{i}个人去了北京大学。\n明天他{'很' * (i % 4)}高兴。\n" for i in range(300))
TINY = ("--layers", "1", "--width", "32", "--batch", "256", "--steps", "2")


@pytest.fixture(autouse=True)
def few_words_of_jieba(monkeypatch):
    """Which readings are in use follows from jieba's words, all of which take seconds."""
    monkeypatch.setattr(
        "zhnlp.models.spelling.confusions.jieba_frequencies", lambda: {"今天": 9, "高兴": 5}
    )


@pytest.fixture
def pretrain(run, tmp_path):
    """Call the command in a folder with news.txt."""
    (tmp_path / "news.txt").write_text(TEXT, "utf-8")
    return lambda *args: run("pretrain", *args)


def test_it_writes_an_encoder(pretrain, tmp_path):
    result = pretrain("news.txt", *TINY, "--licence", "mine", "-o", "net")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "step 2, 0.0 min: hidden loss" in result.stderr
    encoder = transformers.AutoModel.from_pretrained(tmp_path / "net", add_pooling_layer=False)
    about = json.loads((tmp_path / "net" / "pretraining.json").read_bytes())
    vocabulary = (tmp_path / "net" / "vocab.txt").read_text("utf-8").split("\n")[:-1]
    assert encoder.config.vocab_size == len(vocabulary) == 64
    assert {"今", "北", "人"} <= set(vocabulary)
    assert (about["data"], about["licence"], about["steps"]) == ("news.txt", "mine", 2)
    assert about["settings"]["shape"] == {"layers": 1, "width": 32, "heads": None}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["net", "news.txt"]


def test_packed_elsewhere_it_is_the_same_training(pretrain, tmp_path):
    packed = pretrain("news.txt", "--pack-only", "--licence", "mine", "-o", "packed")
    trained = pretrain("packed", *TINY, "-o", "parts")
    pretrain("news.txt", *TINY, "-o", "whole")

    assert (packed.exit_code, trained.exit_code) == (0, 0)
    assert "vocabulary 64" in packed.stderr
    weights = [(tmp_path / name / "model.safetensors").read_bytes() for name in ("parts", "whole")]
    assert weights[0] == weights[1]
    about = json.loads((tmp_path / "parts" / "pretraining.json").read_bytes())
    assert (about["data"], about["licence"]) == ("news.txt", "mine")


def test_stopped_it_goes_on_and_does_not_pack_again(pretrain, tmp_path):
    pretrain("news.txt", *TINY, "-o", "whole")
    first = pretrain("news.txt", *TINY, "--stop-after", "1e-9", "-o", "net")
    second = pretrain("news.txt", *TINY, "-o", "net")

    assert "stopped; the same command goes on from here." in first.stderr
    assert "resuming after step 1" in second.stderr
    assert "packed" not in second.stderr
    weights = [(tmp_path / name / "model.safetensors").read_bytes() for name in ("net", "whole")]
    assert weights[0] == weights[1]
    assert not (tmp_path / "net.part").exists()


@pytest.mark.parametrize("n_written", range(2))
def test_killed_while_packing_it_packs_again(pretrain, tmp_path, monkeypatch, n_written):
    """The kill comes when rows.xz is there, and `n_written` times the files of the pack."""
    write, left = packing.write_files, [None] * n_written

    def killed(folder, contents):
        if not left:
            raise KeyboardInterrupt
        left.pop()
        write(folder, contents)

    with monkeypatch.context() as patch:
        patch.setattr(packing, "write_files", killed)
        pretrain("news.txt", *TINY, "--stop-after", "1e-9", "-o", "net")
    assert (tmp_path / "net.part" / "text" / "rows.xz").is_file()

    assert pretrain("news.txt", *TINY, "-o", "net").exit_code == 0


def test_killed_while_packing_other_text_it_packs_the_first_again(pretrain, tmp_path, monkeypatch):
    (tmp_path / "other.txt").write_text(TEXT[100:], "utf-8")
    pretrain("news.txt", *TINY, "--stop-after", "1e-9", "-o", "net")

    def killed(folder, contents):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(packing, "write_files", killed)
        pretrain("other.txt", *TINY, "-o", "net")

    assert pretrain("news.txt", *TINY, "-o", "net").exit_code == 0


def test_sentences_of_a_test_are_left_out(pretrain, tmp_path):
    (tmp_path / "test.txt").write_text("他说今天没有人愿意去上海。\n", "utf-8")
    (tmp_path / "news.txt").write_text(TEXT + "他说今天没有人愿意去上海。\n" * 3, "utf-8")
    for name, options in (("all", ()), ("few", ("--without", "test.txt"))):
        pretrain("news.txt", "--pack-only", "--min-count", "1", *options, "-o", name)
    known = [(tmp_path / name / "vocab.txt").read_text("utf-8") for name in ("all", "few")]

    assert "海" in known[0]
    assert "海" not in known[1]


def test_a_vocabulary_can_be_given(pretrain, tmp_path):
    (tmp_path / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n今\n天\n", "utf-8")
    result = pretrain("news.txt", *TINY, "--vocab", "vocab.txt", "-o", "net")

    assert result.exit_code == 0
    config = json.loads((tmp_path / "net" / "config.json").read_bytes())
    assert config["vocab_size"] == 7


@pytest.mark.parametrize(
    "args, code, message",
    [
        (("nothing.txt",), 1, "cannot read 'nothing.txt'"),
        (("short.txt",), 2, "the text does not fill a row of 128 tokens. Give more text."),
        (("news.txt", "--steps", "3", "--passes", "2"), 2, "only one of --steps, --minutes"),
        (("news.txt", "--width", "30", "--heads", "4"), 2, "does not go into 4 heads"),
        (("news.txt", "--vocab", "missing"), 1, "there is no vocabulary 'missing'"),
        (("packed", "--vocab", "packed"), 2, "'packed' is packed already"),
    ],
)
def test_bad_input_is_one_sentence(pretrain, tmp_path, args, code, message):
    (tmp_path / "short.txt").write_text("今天。\n", "utf-8")
    (tmp_path / "packed").mkdir()
    for name in ("rows.xz", "pack.json"):
        (tmp_path / "packed" / name).write_bytes(b"")
    result = pretrain(*args, "-o", "net")

    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.exit_code == code


def test_several_processes_need_packed_text(pretrain, monkeypatch):
    monkeypatch.setenv("WORLD_SIZE", "2")

    assert "Make it with --pack-only first." in pretrain("news.txt", *TINY, "-o", "net").stderr
