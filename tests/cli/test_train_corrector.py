"""zhnlp train corrector: a spelling model of raw text, with errors put into it or real ones."""

import json
from itertools import product

import pytest

from zhnlp import LanguageModel
from zhnlp.cli.train.corrector import few_alike
from zhnlp.models.ngrams.training import train_characters
from zhnlp.models.spelling.model import SpellingModel

PARTS = (
    ["今天", "明天", "昨天", "上午", "下午"],
    ["我们", "他们", "老师", "同学", "记者", "医生"],
    ["再次感谢", "已经离开", "正在等待", "喜欢", "参加", "发现"],
    ["大家", "北京", "比赛", "音乐会", "医院", "新闻", "问题"],
)
NEWS = ["".join(parts) + "。" for parts in product(*PARTS)]
WORDS = dict.fromkeys(["再次", "已经", "北京", "背景", "大家", "同学"], (50, "n"))
ARRAYS = "arrays.safetensors"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """News, other right text, pairs, and a character model."""
    folder = tmp_path_factory.mktemp("files")
    learned = [f"用python写，{text}" for text in NEWS[1:600:2]] + ["用pythn写。" * 3, "短。"]
    (folder / "news.txt").write_text("\n\n".join(learned), "utf-8")
    (folder / "clean.txt").write_text("\n\n".join(NEWS), "utf-8")
    pairs = [f"{text.replace('再次', '在次')}\t{text}\n" for text in NEWS if "再次" in text]
    (folder / "pairs.tsv").write_text("".join(pairs[:60]), "utf-8")
    (folder / "test.tsv").write_text("".join(pairs[60:]), "utf-8")
    texts = [*NEWS[::2], "在次以己加景背己用写短，。"]
    model = train_characters(texts, order=4, min_counts=(1, 1, 1, 1), size=None)
    model.save_pack(folder / "characters")
    return folder


@pytest.fixture
def train(run, files, monkeypatch):
    """The command with few words of jieba's; all of them take half a minute."""
    monkeypatch.setattr("zhnlp.models.lexicons.jieba.jieba_words", lambda: (WORDS, 300))
    model = ("--language-model", files / "characters")

    def call(*options, clean="clean.txt"):
        options = ("--clean", files / clean, *model, "-o", "mine", *options)
        return run("train", "corrector", files / "news.txt", *options)

    return call


def about(tmp_path):
    return json.loads((tmp_path / "mine" / "pack.json").read_text("utf-8"))


def test_a_model_is_trained_on_raw_text(train, tmp_path, files):
    result = train("--licence", "CC0-1.0", "--data", "news", "--passes", 2)
    found = about(tmp_path)

    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert "counting false alarms on 1,260 sentences" in result.stderr
    assert (found["kind"], found["licence"], found["data"]) == ("SpellingModel", "CC0-1.0", "news")
    assert (found["n_pairs"], found["passes"], found["max_false_alarms"]) == (0, 2, 0.01)
    assert found["command"].startswith("zhnlp ")
    model = SpellingModel(tmp_path / "mine")
    assert model.language == LanguageModel(files / "characters")


def test_names_of_edits_learn_as_fast_as_is_asked(train, tmp_path):
    train("--passes", 1, "--name-rate", 0.5)

    assert about(tmp_path)["name_rate"] == 0.5


def test_a_title_that_repeats_is_counted_three_times():
    titled = [f"【要闻】第{number}条。" for number in range(5)]
    others = ["第一条。", "【体育】第一条。"] * 2

    assert list(few_alike([*titled, *others])) == [*titled[:3], *others]


def test_real_errors_are_learned_from_pairs_and_scored(train, tmp_path, files):
    result = train("--pairs", files / "pairs.tsv", "--score", files / "test.tsv")
    noted = about(tmp_path)["scores"]["test.tsv"]

    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("test.tsv\n")
    assert about(tmp_path)["n_pairs"] == 60
    assert noted["sentence_f1"] > 0.9
    assert set(noted) == {"sentence_f1", "character_f1", "false_alarms"}


def test_the_same_input_gives_the_same_bytes(train, tmp_path):
    train("--passes", 1)
    first = [(tmp_path / "mine" / name).read_bytes() for name in (ARRAYS, "pack.json")]
    train("--passes", 1)
    assert [(tmp_path / "mine" / name).read_bytes() for name in (ARRAYS, "pack.json")] == first
    train("--passes", 1, "--seed", 3)
    assert (tmp_path / "mine" / ARRAYS).read_bytes() != first[0]
    assert about(tmp_path)["seed"] == 3


def test_latin_words_that_are_not_rare_are_known(train, tmp_path):
    train("--passes", 1)
    correct = SpellingModel(tmp_path / "mine").corrector(max_false_alarms=0.1)

    assert correct("用python写", ()) == []
    assert [each.right for each in correct("用pyton写", ())] == ["python"]
    assert [each.right for each in correct("用pythn写", ())] == ["python"], "seen three times"


def test_only_every_nth_document_is_learned(train, tmp_path):
    train("--every", 10, "--passes", 1)

    assert about(tmp_path)["n_texts"] == 30


def test_so_many_sentences_are_drawn(train, tmp_path):
    """Short ones are none, and the same sentence is one."""
    train("--sentences", 50, "--passes", 1)
    assert about(tmp_path)["n_texts"] == 50
    train("--passes", 1)
    assert about(tmp_path)["n_texts"] == 301  # 300 of the news, 用pythn写。


def test_sentences_of_a_test_are_not_learned(train, tmp_path, files):
    (tmp_path / "test.txt").write_text(
        "\n".join(f"用python写，{t}" for t in NEWS[1:200:2]), "utf-8"
    )
    train("--without", tmp_path / "test.txt", "--passes", 1)

    assert about(tmp_path)["n_texts"] == 201


WRONG = [
    # options                     message                              what it shows
    (("--passes", 0), "'--passes'", 2, "a pass at least"),
    (("--max-false-alarms", 0), "'--max-false-alarms'", 2, "no rate of none"),
    (("--max-false-alarms", 0.5), "max_false_alarms is 0.5", 2, "nor one not measured"),
    (("--language-model", "none"), "none", 1, "a character model that is not there"),
    (("--pairs", "none.tsv"), "none.tsv", 1, "pairs that are not there"),
    (("--hold", "cleen"), "Did you mean 'clean'?", 2, "a kind that is not there"),
    (("--clean", "=a.txt"), "'=a.txt' is not KIND=FILE", 2, "a kind without a name"),
    (("--clean", "news="), "'news=' is not KIND=FILE", 2, "a kind without a file"),
    (("--every", 1000), "no sentences to learn", 2, "nothing to learn"),
]


@pytest.mark.parametrize("options, message, code, shows", WRONG, ids=[case[3] for case in WRONG])
def test_what_cannot_be_is_an_error(train, tmp_path, options, message, code, shows):
    result = train(*options)

    assert result.exit_code == code
    assert message in result.stderr
    assert not (tmp_path / "mine").exists()


def test_too_little_clean_text_is_an_error(train):
    result = train(clean="news.txt")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "clean sentences of the kind 'news': 301. Give 1,000 or more" in result.stderr


def test_clean_text_of_several_kinds_is_counted_apart(train, tmp_path, files):
    """Files of one kind are joined; what is not held may be little."""
    (tmp_path / "less.txt").write_text("\n".join(NEWS[:20]) + "\n今天再次感谢北京。", "utf-8")
    more = [f"forum={files / 'clean.txt'}", f"forum={tmp_path / 'less.txt'}", tmp_path / "less.txt"]
    options = [part for file in more for part in ("--clean", file)]
    result = train(*options, "--hold", "clean", "--hold", "forum", "--passes", 1)

    assert result.exit_code == 0, result.stderr
    assert "counting false alarms on 1,261 sentences of forum" in result.stderr
    told = about(tmp_path)["false_alarms"]
    assert {kind: (one["held"], one["sentences"]) for kind, one in told.items()} == {
        "clean": (True, 1260),
        "forum": (True, 1261),
        "less": (False, 21),
    }


def test_a_little_clean_text_that_is_held_is_an_error(train, tmp_path):
    (tmp_path / "less.txt").write_text("\n".join(NEWS[:20]), "utf-8")
    result = train("--clean", tmp_path / "less.txt")

    assert result.exit_code == 2
    assert "clean sentences of the kind 'less': 20. Give 1,000 or more" in result.stderr


def test_clean_text_must_be_given(run, files):
    result = run("train", "corrector", files / "news.txt", "-o", "mine")

    assert result.exit_code == 2
    assert "Missing option '--clean'" in result.stderr
