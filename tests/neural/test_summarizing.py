"""Networks that write headlines: trained, saved, loaded."""

import json
import pickle
import shutil
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from zhnlp.errors import (  # noqa: E402
    FormatError,
    InputError,
    PackError,
    UsageError,
    ZhnlpWarning,
)
from zhnlp.neural.beam_search import Beam  # noqa: E402
from zhnlp.neural.encoders import EncoderConfig, bert  # noqa: E402
from zhnlp.neural.settings import FineTuning  # noqa: E402
from zhnlp.neural.summarizing import NeuralSummarizer  # noqa: E402
from zhnlp.neural.summary_training import Pair, SummarySettings, train_summarizer  # noqa: E402
from zhnlp.neural.tokenizer import CharacterTokenizer  # noqa: E402
from zhnlp.neural.vocabulary import SPECIAL  # noqa: E402
from zhnlp.saving import load, save  # noqa: E402

WHO = ("央行", "财政部", "国务院", "教育部")
WHAT = ("发布 报告", "召开会议", "公布数据")
PAIRS = [
    Pair(f"记者获悉，{who}今天{what}。引起关注。", f"{who}{what}") for who in WHO for what in WHAT
]
SETTINGS = FineTuning(passes=2, rate=1e-2, batch=200, precision="fp32", device="cpu")
SMALL = SummarySettings(width=32, embedding=16, dropout=0.0, max_tokens=30, settings=SETTINGS)
TEXTS = ["记者获悉，央行今天召开会议。", "", "财政部今天公布数据，引起关注。" * 30, " \n", "😀x"]


@pytest.fixture(scope="module")
def gru():
    return train_summarizer(PAIRS * 8, SMALL, about={"name": "gru"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A tiny encoder with its vocabulary."""
    folder = tmp_path_factory.mktemp("encoder")
    torch.manual_seed(0)
    chars = sorted({char for pair in PAIRS for text in pair for char in text if char != " "})
    CharacterTokenizer([*SPECIAL, *chars]).save(folder)
    bert(
        EncoderConfig(n_tokens=5 + len(chars), width=16, n_layers=1, n_heads=2, max_length=64)
    ).save(folder)
    return folder


@pytest.fixture(scope="module")
def transformer(folder):
    how = replace(
        SMALL, encoder=str(folder), beam=Beam(2, 12), settings=replace(SETTINGS, passes=1)
    )
    return train_summarizer(PAIRS, how, about={"name": "transformer"})


@pytest.fixture(params=["gru", "transformer"])
def model(request):
    return request.getfixturevalue(request.param)


def test_a_summarizer_learns_to_say_who_did_what(gru):
    longer = train_summarizer(PAIRS * 20, replace(SMALL, settings=replace(SETTINGS, passes=12)))

    assert longer.summary("记者获悉，央行今天召开会议。引起关注。") == "央行召开会议"
    assert longer.summary("记者获悉，教育部今天发布 报告。引起关注。") == "教育部发布 报告"


def test_summaries_are_those_of_each_text_alone(model):
    assert model.summaries(TEXTS) == [model.summary(text) for text in TEXTS]
    assert model.summaries([]) == []


def test_a_batch_without_memory_is_halved_with_a_warning(model, monkeypatch):
    wanted = model.summaries(TEXTS)
    generate = type(model.network).generate

    def hungry(self, ids, *others):
        if len(ids) > 2:
            raise RuntimeError("CUDA out of memory")
        return generate(self, ids, *others)

    monkeypatch.setattr(type(model.network), "generate", hungry)
    with pytest.warns(ZhnlpWarning, match="out of memory with 3 texts at once: going on with 2"):
        assert model.summaries(TEXTS) == wanted


def test_an_empty_text_has_an_empty_summary_and_others_keep_the_length(model):
    found = model.summaries(TEXTS)

    assert [bool(each) for each in found] == [True, False, True, False, True]
    assert all(len(each) <= model.beam.max_length for each in found)
    assert not any(name in each for each in found for name in SPECIAL)


def test_only_the_beginning_of_a_text_is_read(model):
    text = "央行今天召开会议。" * 10

    assert model.summary(text) == model.summary(text + "财政部")
    assert {len(row["ids"]) for row in model.rows([text])} == {30}


def test_a_text_that_is_none_is_an_error(gru):
    with pytest.raises(InputError, match="text is None"):
        gru.summaries(["我", None])


def test_a_saved_model_is_loaded_equal_and_writes_the_same(model, tmp_path):
    save(model, tmp_path / "a")
    loaded = load(tmp_path / "a")
    save(loaded, tmp_path / "b")

    assert type(loaded) is NeuralSummarizer
    assert loaded.summaries(TEXTS) == model.summaries(TEXTS)
    assert (loaded.beam, loaded.inputs.max_tokens) == (model.beam, 30)
    assert load(tmp_path / "b") == loaded
    assert pickle.loads(pickle.dumps(loaded)) == loaded
    assert hash(load(tmp_path / "b")) == hash(loaded)


def test_a_model_in_memory_is_pickled_whole(gru):
    assert pickle.loads(pickle.dumps(gru)).summaries(TEXTS) == gru.summaries(TEXTS)


def test_every_file_of_a_pack_is_checked(model, tmp_path):
    save(model, tmp_path)
    for name in json.loads((tmp_path / "pack.json").read_text("utf-8"))["files"]:
        path = tmp_path / name
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        with pytest.raises(PackError, match=f"{path.name}.* is damaged"):
            load(tmp_path)
        path.unlink()
        with pytest.raises(PackError, match=f"{path.name}.* is missing"):
            load(tmp_path)
        path.write_bytes(data)
    load(tmp_path)


@pytest.mark.parametrize(
    "change, problem",
    [
        ({"network": None}, "has no 'network'"),
        ({"network": {"kind": "gru"}}, "not described in full"),
        ({"beam": {"width": 0}}, "does not say how to search"),
        ({"beam": {"depth": 1}}, "does not say how to search"),
        ({"beam": None}, "has no 'beam'"),
        ({"files": None}, "names no files"),
        ({"kind": "NeuralNames"}, "not a 'NeuralSummarizer'"),
    ],
)
def test_a_description_that_is_none_is_an_error(gru, tmp_path, change, problem):
    save(gru, tmp_path)
    path = tmp_path / "pack.json"
    about = json.loads(path.read_text("utf-8"))
    del about["about_crc32"]  # or any change would be an error
    path.write_text(json.dumps({**about, **change}), "utf-8")

    with pytest.raises((PackError, FormatError), match=problem):
        NeuralSummarizer.load_pack(tmp_path)


def test_weights_and_vocabulary_of_another_network_are_errors(gru, tmp_path):
    save(gru, tmp_path)
    path = tmp_path / "pack.json"
    about = json.loads(path.read_text("utf-8"))
    del about["about_crc32"]
    for change, problem in (({"width": 8}, "not those of pack.json"), ({"n_tokens": 9}, "tokens")):
        network = {**about["network"], **change}
        path.write_text(json.dumps({**about, "network": network}), "utf-8")
        with pytest.raises(PackError, match=problem):
            load(tmp_path)


def test_pairs_without_text_or_title_or_with_a_long_title_are_left_out():
    lines = []
    pairs = [*PAIRS, Pair("", "题"), Pair("文", " "), Pair("文", "长" * 41)]
    model = train_summarizer(pairs, SMALL, report=lines.append)

    assert lines[0].startswith("12 pairs (3 are empty or have a headline of more than 40 tokens); ")
    assert model.about["training"]["best"] == 2


def test_nothing_to_learn_is_an_error():
    with pytest.raises(UsageError, match="no pair of a text and a headline"):
        train_summarizer([Pair("", "题")], SMALL)


WRONG = [
    ({"width": 0}, "width is 0; it must be a whole number of at least 2"),
    ({"width": 33}, "width is 33; it must be even"),
    ({"embedding": 0}, "at least 1"),
    ({"dropout": 1.0}, "at least 0 and below 1"),
    ({"max_tokens": 2}, "at least 3"),
]


@pytest.mark.parametrize("given, message", WRONG)
def test_settings_that_cannot_be_right(given, message):
    with pytest.raises(UsageError, match=message):
        SummarySettings(**given)


def test_rows_longer_than_the_encoder_reads_are_an_error(folder):
    with pytest.raises(UsageError, match="reads 64"):
        train_summarizer(PAIRS, SummarySettings(encoder=str(folder), settings=SETTINGS))


def test_a_training_that_was_killed_gives_the_same_weights(tmp_path):
    settings = replace(SETTINGS, passes=3, save_every=1)
    how = replace(SMALL, settings=settings, dropout=0.3)

    def kill(line):
        if line.startswith("pass 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_summarizer(PAIRS, how, states=tmp_path, report=kill)
    lines = []
    resumed = train_summarizer(PAIRS, how, states=tmp_path, report=lines.append)
    whole = train_summarizer(PAIRS, how)

    assert any(line.startswith("resuming") for line in lines)
    for name, tensor in whole.network.state_dict().items():
        assert torch.equal(tensor, resumed.network.state_dict()[name])


def other_weights(folder):
    """An encoder of the same shape that has learned something else."""
    torch.manual_seed(1)
    n_tokens = len(CharacterTokenizer.from_pretrained(folder))
    bert(EncoderConfig(n_tokens=n_tokens, width=16, n_layers=1, n_heads=2, max_length=64)).save(
        folder
    )


@pytest.mark.parametrize("other", ["dev", "encoder", None])
def test_with_other_data_a_killed_training_begins_anew(folder, tmp_path, other):
    own = tmp_path / "encoder"
    shutil.copytree(folder, own)
    settings = replace(SETTINGS, passes=2, save_every=1)
    how = replace(SMALL, encoder=str(own), beam=Beam(2, 12), settings=settings)

    def kill(line):
        if line.startswith("pass 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_summarizer(PAIRS, how, dev=PAIRS[:2], states=tmp_path / "states", report=kill)
    if other == "encoder":
        other_weights(own)
    lines = []
    dev = PAIRS[:1] if other == "dev" else PAIRS[:2]
    train_summarizer(PAIRS, how, dev=dev, states=tmp_path / "states", report=lines.append)

    assert any(line.startswith("resuming") for line in lines) == (other is None)


def test_the_pass_with_the_best_score_is_taken():
    seen = []

    def score(model):
        seen.append({name: each.clone() for name, each in model.network.state_dict().items()})
        return -len(seen)

    model = train_summarizer(
        PAIRS, replace(SMALL, settings=replace(SETTINGS, passes=3)), score=score
    )

    assert len(seen) == 3
    assert all(
        torch.equal(seen[0][name], each) for name, each in model.network.state_dict().items()
    )
