"""zhnlp train contexts: which words fit which contexts, and a corrector that uses it."""

import json
from itertools import product

import pytest

from zhnlp import Corrector
from zhnlp.errors import PackError
from zhnlp.models.ngrams.training import train_characters
from zhnlp.models.spelling.contexts import ContextModel

PARTS = (
    ["今天", "明天", "昨天", "上午", "下午"],
    ["我们", "他们", "老师", "同学", "记者", "医生"],
    ["再次感谢", "已经离开", "正在等待", "喜欢", "参加", "发现"],
    ["大家", "北京", "比赛", "音乐会", "医院", "新闻", "问题"],
)
NEWS = ["".join(parts) + "。" for parts in product(*PARTS)]
WORDS = dict.fromkeys(["再次", "已经", "北京", "背景", "大家", "同学"], (50, "n"))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """News, and a character model of half of it."""
    folder = tmp_path_factory.mktemp("files")
    ends = ("在北京。", "再去北京。")
    confused = ["".join(parts) for parts in product(*PARTS[:2], ends)]
    (folder / "news.txt").write_text("\n\n".join([*NEWS, *confused]), "utf-8")
    texts = [*NEWS[::2], "在次以己加景背己去。"]
    model = train_characters(texts, order=4, min_counts=(1, 1, 1, 1), size=None)
    model.save_pack(folder / "characters")
    return folder


@pytest.fixture
def train(run, files, monkeypatch):
    """zhnlp train with few words of jieba's; all of them take half a minute."""
    monkeypatch.setattr("zhnlp.models.lexicons.jieba.jieba_words", lambda: (WORDS, 300))
    given = (files / "news.txt", "--language-model", files / "characters")
    return lambda command, *options: run("train", command, *given, *options)


def test_words_that_are_confused_get_vectors(train, tmp_path, files):
    options = ("--min-count", 5, "--passes", 1, "--leave-out", 12, "--data", "news")
    result = train("contexts", *options, "-o", "mine")
    about = json.loads((tmp_path / "mine" / "pack.json").read_text("utf-8"))
    model = ContextModel(tmp_path / "mine")

    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert {"大家", "在", "再", "。"} <= set(model.words)
    assert len(model.words) == about["n_words"]
    assert (about["passes"], about["min_count"], about["data"]) == (1, 5, "news")


def test_the_same_input_gives_the_same_bytes(train, tmp_path):
    for name in ("one", "other"):
        train("contexts", "--min-count", 5, "--passes", 2, "-o", name)
    one, other = (
        (tmp_path / name / "arrays.safetensors").read_bytes() for name in ("one", "other")
    )

    assert one == other


def test_a_corrector_takes_its_contexts_along(train, tmp_path):
    """They are copied into its folder, so that it can be moved."""
    train("contexts", "--min-count", 5, "--passes", 1, "--leave-out", 12, "-o", "near")
    (tmp_path / "clean.txt").write_text("\n\n".join(NEWS), "utf-8")
    options = ("--every", 12, "--clean", tmp_path / "clean.txt", "--contexts", "./near")
    result = train("corrector", *options, "-o", "mine")
    assert result.exit_code == 0, result.stderr
    (tmp_path / "near" / "pack.json").unlink()

    assert (tmp_path / "mine" / "contexts" / "pack.json").exists()
    assert Corrector(tmp_path / "mine").correct("今天我们喜欢大家。") == "今天我们喜欢大家。"


def test_too_little_text_is_an_error(train):
    result = train("contexts", "--min-count", 1_000_000, "-o", "mine")

    assert result.exit_code == 2
    assert "Error: no word and one it is confused with occur often enough" in result.stderr


def test_contexts_of_another_character_model_are_refused(train, tmp_path, files):
    train("contexts", "--min-count", 5, "--passes", 1, "-o", "mine")
    other = train_characters(NEWS[:50], order=3, min_counts=(1, 1, 1), size=None)

    with pytest.raises(PackError, match="Train it again"):
        ContextModel(tmp_path / "mine").for_speller(other)
