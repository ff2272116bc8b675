"""zhnlp vectors: train, ask, draw and convert word vectors."""

import json

import numpy as np
import pytest

from zhnlp import VectorTraining, WordVectors
from zhnlp.errors import ExtraError
from zhnlp.models.vectors.subwords import Subwords
from zhnlp.view.figures import cjk_font

VECTORS = WordVectors.of(
    ["国王", "女王", "男人", "女人", "香蕉"],
    [[1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 1], [-1, 0.5, 0.25]],
)
TEXT = "我爱北京\n上海爱北京\n我 说 ，  的 \n" * 4


@pytest.fixture
def run(run, tmp_path):
    VECTORS.save_pack(tmp_path / "toy")
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    return run


@pytest.fixture
def learn(run):
    """Trains small vectors in the folder made."""
    pytest.importorskip("gensim")

    def call(*args, output="made"):
        small = ("--width", 4, "--min-count", 2, "--passes", 2, "--buckets", 20)
        return run("vectors", "train", "news.txt", "-o", output, *small, *args)

    return call


def test_similar_prints_the_nearest_words(run):
    result = run("vectors", "similar", "国王", "--model", "toy", "-n", 2)

    assert result.exit_code == 0
    assert result.stdout == "0.7071\t男人\n0.5000\t女王\n"


def test_several_words_are_added_and_subtracted(run):
    result = run(
        "vectors", "similar", "国王", "女人", "--minus", "男人", "--model", "toy", "-n", 1,
        "--format", "json",
    )  # fmt: skip

    assert json.loads(result.stdout)["word"] == "女王"


def test_analogy_prints_the_fourth_word(run):
    result = run("vectors", "analogy", "男人", "国王", "女人", "--model", "./toy", "-n", 1)

    assert result.stdout.split()[1] == "女王"


def test_a_word_that_is_not_there_is_composed_or_refused(run):
    composed = run("vectors", "similar", "女人香蕉", "--model", "toy", "-n", 1)
    refused = run("vectors", "similar", "女人香蕉", "--model", "toy", "--exact")

    assert (composed.exit_code, refused.exit_code) == (0, 2)
    assert "there is no vector of '女人香蕉'" in refused.stderr


def test_a_folder_without_vectors_is_an_error(run):
    assert "nothing was saved there" in run("vectors", "similar", "a", "--model", "no").stderr


@pytest.mark.parametrize("form", ["text", "binary"])
def test_convert_goes_to_files_and_back(run, tmp_path, form):
    out = run("vectors", "convert", "toy", "-o", "file", "--to", form)
    back = run("vectors", "convert", "file", "-o", "again", "--limit", 3, "--half")
    again = WordVectors(tmp_path / "again")

    assert (out.exit_code, back.exit_code) == (0, 0)
    assert back.stderr == "3 words, 3 numbers each\n"
    assert list(again) == list(VECTORS)[:3]
    assert again.matrix.dtype == "float16"
    assert run("vectors", "convert", "toy", "-o", "half", "--half").exit_code == 0
    assert WordVectors(tmp_path / "half").matrix.tolist() == VECTORS.matrix.tolist()


def test_half_the_memory_keeps_all_but_digits(run, tmp_path):
    subwords = Subwords((1, 2), np.ones((5, 2), np.float32))
    whole = WordVectors.of(
        ["a", "b"], [[1, 2], [3, 4]], counts=[7, 3], subwords=subwords, about={"data": "toy"}
    )
    whole.save_pack(tmp_path / "whole")

    assert run("vectors", "convert", "whole", "-o", "half", "--half").exit_code == 0
    half = WordVectors(tmp_path / "half")
    assert half.counts.tolist() == [7, 3]
    assert half.vector("c").tolist() == whole.vector("c").tolist()
    assert half.about["data"] == "toy"


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("toy", "-o", "./toy", "--half"), "is both read and written"),
        (("toy", "-o", "other", "--binary"), "are for files"),
    ],
    ids=["itself", "form"],
)
def test_what_cannot_be_converted_is_an_error(run, arguments, message):
    result = run("vectors", "convert", *arguments)

    assert result.exit_code == 2
    assert message in result.stderr


def test_a_damaged_file_is_named_with_its_line(run, tmp_path):
    (tmp_path / "bad.txt").write_text("a 1 2\nb 1\n")
    result = run("vectors", "convert", "bad.txt", "-o", "again")

    assert result.exit_code == 1
    assert result.stderr == "Error: bad.txt:2: a vector of 1 numbers in place of 2.\n"


def test_train_writes_vectors_of_the_frequent_words(learn, tmp_path):
    result = learn()
    vectors = WordVectors(tmp_path / "made")

    assert result.exit_code == 0, result.stderr
    assert result.stderr.splitlines()[0] == "read 12 sentences, 40 words"
    assert set(vectors) == {"我", "爱", "北京", "上海", "说", "，", "的"}
    assert vectors.counts.tolist() == sorted(vectors.counts.tolist(), reverse=True)
    assert vectors.about["data"] == "news.txt"
    assert vectors.about["command"].startswith("zhnlp ")


def test_the_options_are_the_settings(learn, tmp_path):
    result = learn(
        *("--method", "cbow", "--loss", "hierarchical-softmax", "--subwords", "--ngrams", "1-2"),
        *("--window", 2, "--negative", 3, "--sample", 0.01, "--rate", 0.1, "--seed", 5, "--half"),
    )
    vectors = WordVectors(tmp_path / "made")

    assert result.exit_code == 0, result.stderr
    settings = vectors.about["settings"]
    assert (settings["method"], settings["loss"]) == ("cbow", "hierarchical-softmax")
    assert (settings["window"], settings["negative"], settings["seed"]) == (2, 3, 5)
    assert (settings["sample"], settings["rate"]) == (0.01, 0.1)
    assert vectors.subwords.lengths == (1, 2)
    assert vectors.matrix.dtype == "float16"


def test_stopwords_and_your_own_words(learn, run, tmp_path):
    (tmp_path / "own.tsv").write_text("爱北京\tforce\n", encoding="utf-8")
    result = learn("--stopwords", "general", "--lexicon", "own.tsv")

    assert result.exit_code == 0, result.stderr
    assert {"爱北京", "上海"} <= set(WordVectors(tmp_path / "made")) <= {"爱北京", "上海", "说"}


def test_text_that_is_cut_already(learn, tmp_path):
    (tmp_path / "news.txt").write_text("我 爱北京\n" * 3, encoding="utf-8")

    assert learn("--segmented").exit_code == 0
    assert set(WordVectors(tmp_path / "made")) == {"我", "爱北京"}
    assert learn("--segmented", "--stopwords", "general").exit_code == 2


def test_training_goes_on_with_later_text(learn, run, tmp_path):
    assert learn("--training", "state").exit_code == 0
    (tmp_path / "news.txt").write_text("天津爱北京\n" * 5, encoding="utf-8")
    result = run(
        "vectors", "train", "news.txt", "-o", "later", "--go-on", "state", "--training", "state"
    )

    assert result.exit_code == 0, result.stderr
    assert "天津" in WordVectors(tmp_path / "later")
    assert "天津" in VectorTraining(tmp_path / "state").vectors()
    assert run("vectors", "similar", "天津", "--model", "state", "-n", 1).exit_code == 0


def test_rare_words_alone_are_an_error(learn):
    result = learn("--min-count", 99)

    assert result.exit_code == 2
    assert "no word occurs 99 times in a text of 40 words" in result.stderr


def test_wrong_ngrams_are_an_error(learn):
    assert "--ngrams is 'x'. Give two numbers" in learn("--ngrams", "x").stderr


def test_plot_draws_words(run, tmp_path):
    pytest.importorskip("matplotlib")
    try:
        cjk_font()
    except ExtraError:
        pytest.skip("this machine has no font with Chinese characters")
    result = run("vectors", "plot", "国王", "女王", "香蕉", "--model", "toy", "-o", "a.svg")
    near = run("vectors", "plot", "--near", "国王", "-n", 3, "--model", "toy", "-o", "b.png")

    assert (result.exit_code, near.exit_code) == (0, 0), result.stderr + near.stderr
    assert "国王" in (tmp_path / "a.svg").read_text("utf-8")
    assert (tmp_path / "b.png").read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_drawn_is_an_error(run):
    gif = run("vectors", "plot", "国王", "--model", "toy", "-o", "a.gif")
    none = run("vectors", "plot", "--model", "toy", "-o", "a.svg")

    assert (gif.exit_code, none.exit_code) == (2, 2)
    assert ".png or .svg" in gif.stderr
    assert "--near WORD" in none.stderr
