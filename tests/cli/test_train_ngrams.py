"""zhnlp train ngrams: models of characters, and models of other programs."""

import json

import pytest

from zhnlp import LanguageModel

NEWS = "今天天气很好。\n我们去公园。\n\n明天天气不好。\n\n他们在家。\n"
TEST = '{"source": "明天，天气真的非常不好", "target": "明天天气真的非常不好"}\n'


@pytest.fixture
def run(run, tmp_path):
    (tmp_path / "news.txt").write_text(NEWS, "utf-8")
    return run


def characters(run, *options):
    arguments = ("--unit", "characters", "--min-count", 1, "--size", 1, "-o", "mine")
    result = run("train", "ngrams", "news.txt", *arguments, *options)
    assert (result.exit_code, result.stdout) == (0, "") or "--score" in options, result.stderr
    return result


def about(tmp_path):
    return json.loads((tmp_path / "mine" / "pack.json").read_text("utf-8"))


def test_a_model_of_characters_is_trained_on_raw_text(run, tmp_path):
    result = characters(run, "--order", 3, "--licence", "CC0-1.0")
    found = about(tmp_path)

    assert result.stderr.startswith("read 25 characters\nvocabulary 21\norder 1: 21 n-grams\n")
    assert (found["kind"], found["order"], found["licence"]) == ("LanguageModel", 3, "CC0-1.0")
    assert found["command"].startswith("zhnlp ")
    assert LanguageModel(tmp_path / "mine").measure(["我们"]).n_unknown == 0


def test_every_nth_document_is_not_learned(run, tmp_path):
    characters(run, "--leave-out", 3)

    assert LanguageModel(tmp_path / "mine").measure(["他们在家"]).n_unknown == 3  # not 们


def test_sentences_of_a_test_are_not_learned(run, tmp_path):
    (tmp_path / "news.txt").write_text(NEWS + "明天天气，真的非常不好！我走。\n", "utf-8")
    (tmp_path / "test.jsonl").write_text(TEST, "utf-8")
    characters(run, "--without", "test.jsonl")
    model = LanguageModel(tmp_path / "mine")

    assert model.measure(["真的非常"]).n_unknown == 4
    assert model.measure(["走"]).n_unknown == 0


def test_a_score_is_printed_and_noted(run, tmp_path):
    result = characters(run, "--score", "news.txt")
    noted = about(tmp_path)["scores"]["news.txt"]["perplexity"]

    assert result.stdout == f"news.txt perplexity {noted:.2f} per character\n"


def test_a_model_is_written_and_taken_as_arpa(run, tmp_path):
    characters(run, "--arpa", "a.arpa")
    result = run("train", "ngrams", "--from-arpa", "a.arpa", "--unit", "characters", "-o", "back")
    texts = NEWS.split("\n")

    assert result.exit_code == 0
    assert LanguageModel(tmp_path / "back").perplexity(texts) == pytest.approx(
        LanguageModel(tmp_path / "mine").perplexity(texts), abs=1e-3
    )


WRONG = [
    ((), "give either CORPUS or --from-arpa FILE"),
    (("news.txt", "--from-arpa", "a.arpa"), "give either CORPUS or --from-arpa FILE"),
    (("--from-arpa", "a.arpa", "--order", 3), "--order has no effect with --from-arpa"),
    (("--from-arpa", "a.arpa", "--leave-out", 3), "--leave-out has no effect with --from-arpa"),
    (("news.txt", "--without", "a"), "--without has no effect with --unit words"),
    (("news.txt", "--size", 0), "'--size'"),
    (("news.txt", "--order", 6), "'--order'"),
    (("news.txt", "--unit", "characters", "--size", 0.001), "but the vocabulary alone takes"),
]


@pytest.mark.parametrize("options, problem", WRONG)
def test_options_that_do_not_go_together_are_wrong_usage(run, tmp_path, options, problem):
    result = run("train", "ngrams", *options, "-o", "mine")

    assert result.exit_code == 2
    assert problem in result.stderr
    assert not (tmp_path / "mine").exists()
