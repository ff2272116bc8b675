"""zhnlp train checks: which small word is meant, learned from correct text."""

import json

import pytest

from zhnlp.models.spelling.small_words import SmallWordsModel

DOCUMENTS = [
    "孩子的书很好，他高兴地跳，跑得很快。\n我在家，再来一次，做好工作。",
    "王先生说他来了，它的书在这里。\n他像账单上的大象，她的帐篷。",
    "李女士说她再来，认真地做作业。",
] * 20
TEST = "这一句话是用来考试的，不能再学。"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    (folder / "news.txt").write_text("\n\n".join([*DOCUMENTS, TEST]), "utf-8")
    clean = "".join(f"第{number}天的天气很好。\n\n" for number in range(1000))
    (folder / "clean.txt").write_text(clean, "utf-8")
    (folder / "test.txt").write_text(TEST, "utf-8")
    return folder


@pytest.fixture
def train(run, files):
    def call(name, *options):
        clean = ("--clean", files / "clean.txt", "-o", name)
        result = run("train", "checks", files / "news.txt", *clean, *options)
        assert result.exit_code == 0, result.output
        return SmallWordsModel(f"./{name}")

    return call


def test_a_pack_is_written_that_tells_what_is_meant(train):
    model = train("mine", "--data", "toy news", "--licence", "CC0")

    [found] = model.checker("de")("他高兴的跳")
    assert found[2:4] == ("的", "地")
    assert (model.about["data"], model.about["licence"]) == ("toy news", "CC0")
    assert model.about["n_texts"] == len(DOCUMENTS) + 1


def test_documents_and_sentences_can_be_left_out(train, files):
    model = train("mine", "--leave-out", "12", "--passes", "1")
    assert model.about["n_texts"] == len(DOCUMENTS) + 1 - (len(DOCUMENTS) + 1) // 12

    with_it = train("with", "--passes", "1")
    without = train("without", "--passes", "1", "--without", files / "test.txt")
    assert with_it.about["sha256"] != without.about["sha256"]


def test_the_same_input_gives_the_same_bytes(train):
    assert train("one").about["sha256"] == train("two").about["sha256"]


def test_too_little_clean_text_is_an_error(run, files):
    news = files / "news.txt"
    result = run("train", "checks", news, "--clean", files / "test.txt", "-o", "mine")

    assert result.exit_code != 0
    assert "1 clean sentences; give some, and at least 1000 clean ones." in result.stderr


def test_pack_json_is_json(train, tmp_path):
    train("mine")
    about = json.loads((tmp_path / "mine" / "pack.json").read_text("utf-8"))

    assert {*about["checks"]} == {"de", "zai", "zuo", "ta", "zhang", "xiang"}
