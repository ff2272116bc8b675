"""compare: several methods in one table."""

import json

import pytest

from zhnlp import Segmenter
from zhnlp.evaluate import score_words

GOLD = [["南京市", "长江", "大桥"], ["我", "爱", "北京", "天安门"]]
METHODS = ("-m", "forward", "-m", "bigram=pku-ngrams", "-m", "unigram")


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "gold.txt").write_text("\n".join(map(" ".join, GOLD)), "utf-8")
    (tmp_path / "known.txt").write_text("我\n爱\n北京/ns\n", "utf-8")


def scores(method):
    segmenter = Segmenter(method)
    return score_words(GOLD, [segmenter.cut("".join(words)) for words in GOLD])


def test_each_method_has_a_line_with_its_scores(run, gold):
    result = run("compare", "gold.txt", *METHODS)
    counted, blank, head, *lines = result.stdout.splitlines()
    cells = [line.split() for line in lines]

    assert (counted, blank) == ("2 texts, 7 gold words", "")
    assert head.split() == ["method", "P", "R", "F1", "95", "%", "interval", "MB/s", "speed"]
    assert [line[0] for line in cells] == ["forward", "bigram=pku-ngrams", "unigram"]
    for line, method in zip(cells, ("forward", "bigram", "unigram"), strict=True):
        expected = scores(method)
        low, high = expected.f1_interval
        figures = (expected.precision, expected.recall, expected.f1)
        assert line[1:4] == [f"{figure:.4f}" for figure in figures]
        assert line[4] == f"{low:.4f}–{high:.4f}"
    assert cells[0][-2:] == ["1.00", "x"]
    assert len({len(line) for line in (head, *lines)}) == 1


def test_unknown_words_are_scored_apart(run, gold):
    result = run("compare", "gold.txt", "-m", "forward", "--known", "known.txt")
    counted, _, head, line = result.stdout.splitlines()

    assert counted == "2 texts, 7 gold words, 0.7143 of them unknown"
    assert "R unknown" in head
    assert len(line.split()) == 9


def test_json_has_all_scores(run, gold):
    found = json.loads(run("compare", "gold.txt", *METHODS, "--format", "json").stdout)

    assert [row["method"] for row in found] == ["forward", "bigram=pku-ngrams", "unigram"]
    assert [row["f1"] for row in found] == [
        scores(method).f1 for method in ("forward", "bigram", "unigram")
    ]
    assert all(row["mb_per_second"] > 0 for row in found)


def test_all_methods_take_the_lexicon(run, gold, tmp_path):
    (tmp_path / "mine.tsv").write_text("我爱\tforce\n", "utf-8")
    args = ("compare", "gold.txt", *METHODS, "--format", "json")
    plain, forced = json.loads(run(*args).stdout), json.loads(run(*args, "-l", "mine.tsv").stdout)

    assert all(b["f1"] < a["f1"] for a, b in zip(plain, forced, strict=True))


def test_a_model_for_a_method_that_has_none_is_wrong_usage(run, gold):
    result = run("compare", "gold.txt", "-m", "forward=pku-ngrams")

    assert result.exit_code == 2
    assert "'forward'" in result.stderr
