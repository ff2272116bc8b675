"""zhnlp perplexity: how well a model predicts texts."""

import gzip
import json

import pytest

from zhnlp.models.ngrams.training import train_characters, train_ngrams

TEXT = "今天天气很好。\n\n我们去公园\n"


@pytest.fixture
def run(run, tmp_path):
    model = train_characters(["今天天气很好。", "我们去公园。"] * 3, size=None, min_counts=(1,) * 5)
    model.save_pack(tmp_path / "mine")
    return run


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "-"])
def test_it_prints_perplexity_and_what_is_unknown(run, tmp_path, name):
    (tmp_path / "a.txt").write_text(TEXT.replace("好", "妙"), "utf-8")
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT.replace("好", "妙").encode()))
    result = run("perplexity", "--model", "./mine", name, stdin=TEXT.replace("好", "妙").encode())
    first, second = result.stdout.splitlines()

    assert result.exit_code == 0
    assert first.startswith("perplexity ")
    assert first.endswith(" per character")
    assert second == "characters 14, unknown 1"


def test_json_has_the_same_figures(run):
    result = run("perplexity", "--model", "./mine", "--format", "json", stdin=TEXT.encode())
    row = json.loads(result.stdout)

    assert (row["characters"], row["unknown"]) == (14, 0)
    assert 1 < row["perplexity"] < 4
    assert row["log_prob"] < 0


def test_each_line_has_a_score(run):
    lines = "今天天气很好。\n好很".encode()
    result = run("perplexity", "--model", "./mine", "--lines", stdin=lines)
    good, bad = (line.split("\t") for line in result.stdout.splitlines())

    assert float(good[0]) > float(bad[0])
    assert (good[1], bad[1]) == ("今天天气很好。", "好很")


def test_no_text_has_none(run):
    result = run("perplexity", "--model", "./mine", stdin=b"\n")

    assert result.stdout == "perplexity none: there is no text\ncharacters 0, unknown 0\n"


def test_a_model_of_words_reads_segmented_text(run, tmp_path):
    (tmp_path / "words.txt").write_text("我们 爱 北京\n他 爱 我们\n", "utf-8")
    train_ngrams([tmp_path / "words.txt"]).save_pack(tmp_path / "words")
    result = run("perplexity", "--model", "./words", stdin="我们 爱 谁\n".encode())

    assert result.stdout.splitlines()[1] == "words 4, unknown 1"


@pytest.mark.parametrize("lines", [[b"\xff"], ["好".encode(), b"\xff"]])
def test_a_byte_that_is_not_utf8_is_an_error_at_its_line(run, lines):
    result = run("perplexity", "--model", "./mine", stdin=b"\n".join(lines))

    assert result.exit_code == 1
    assert f"<stdin>:{len(lines)}: byte 0xff" in result.stderr
