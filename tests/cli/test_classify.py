"""zhnlp classify, evaluate labels and evaluate answers."""

import json

import pytest

from zhnlp.models import PairLabeller, QuestionAnswerer, TextLabeller
from zhnlp.packing import FORMAT, to_json
from zhnlp.saving import KINDS


class Counts(TextLabeller, PairLabeller):
    """A model of a pack without content: it counts characters."""

    labels = ("short", "long")

    def probabilities(self, text):
        long = min(1.0, len(text) / 10)
        return {"short": 1 - long, "long": long}

    def pair_probabilities(self, pairs):
        return [self.probabilities(first + second) for first, second in pairs]

    @classmethod
    def load_pack(cls, folder):
        return cls()


class Years(QuestionAnswerer):
    """A model that answers every question by the first year."""

    def answers(self, text, questions):
        at = text.find("年")
        return [(at - 4, at + 1, 1.0) if at >= 4 else None for _ in questions]

    @classmethod
    def load_pack(cls, folder):
        return cls()


@pytest.fixture
def model(tmp_path, monkeypatch):
    """Makes the folder of a model of this file."""

    def make(kind):
        monkeypatch.setitem(KINDS, kind.__name__, __name__)
        folder = tmp_path / kind.__name__
        folder.mkdir()
        about = {"format": FORMAT, "kind": kind.__name__}
        (folder / "pack.json").write_bytes(to_json(about))
        return folder

    return make


def test_each_line_has_a_label(run, model):
    args = ("classify", "--model", model(Counts))

    assert run(*args, stdin="很好\r\n\n今天天气真是很好".encode()).stdout == "short\nshort\nlong\n"
    assert run(*args, stdin=b"").stdout == ""


def test_json_lines_have_all_probabilities(run, model):
    args = ("classify", "--model", model(Counts), "--format", "jsonl")
    [line] = run(*args, stdin="今天天气很好啊".encode()).stdout.splitlines()
    [top] = run(*args, "--top", "1", stdin="今天天气很好啊".encode()).stdout.splitlines()

    found = json.loads(line)
    assert (found["text"], list(found["categories"])) == ("今天天气很好啊", ["long", "short"])
    assert json.loads(top)["categories"] == {"long": 0.7}


def test_pairs_are_two_texts_a_line(run, model):
    args = ("classify", "--model", model(Counts), "--two-texts")

    assert run(*args, stdin="好\t坏\n今天天气\t真好\n".encode()).stdout == "short\nlong\n"
    [line] = run(*args, "--format", "jsonl", stdin="好\t坏\n".encode()).stdout.splitlines()
    assert json.loads(line) == {
        "text": "好",
        "other": "坏",
        "categories": {"short": 0.8, "long": 0.2},
    }
    result = run(*args, stdin="好\t坏\n好坏\n".encode())
    assert result.exit_code == 1
    assert ":2: '好坏' has no tab. Write two texts with a tab between them." in result.stderr


def test_jobs_do_not_change_the_output(run, model):
    args = ("classify", "--model", model(Counts))
    stdin = "".join("好" * (i % 12) + "\n" for i in range(3000)).encode()

    assert run(*args, "--jobs", "3", stdin=stdin).stdout == run(*args, stdin=stdin).stdout


def test_a_model_is_needed(run):
    assert run("classify").exit_code == 2
    assert "there is no pack in 'gone/pack'" in run("classify", "--model", "gone/pack").stderr


def test_labels_are_scored_by_a_model_and_from_a_file(run, model, tmp_path):
    (tmp_path / "gold.txt").write_text(
        "好\tshort\n今天天气很好\tshort\n今天天气真好\tlong\n", "utf-8"
    )
    folder = model(Counts)
    run(
        "classify",
        "--model",
        folder,
        "-o",
        "own.txt",
        stdin="好\n今天天气很好\n今天天气真好\n".encode(),
    )
    by_model = run("evaluate", "labels", "gold.txt", "--model", folder).stdout
    from_file = run("evaluate", "labels", "gold.txt", "--predicted", "own.txt").stdout

    assert by_model == from_file
    assert by_model.splitlines()[-1] == "accuracy 0.6667 macro-F1 0.6667"


def test_pairs_are_scored(run, model, tmp_path):
    (tmp_path / "gold.tsv").write_text("a\tb\ty\n好\t坏\tshort\n今天天气\t真好\tlong\n", "utf-8")
    columns = ("--text-column", "a", "--other-column", "2", "--label-column", "y")
    args = ("evaluate", "labels", "gold.tsv", *columns, "--format", "json")

    assert json.loads(run(*args, "--model", model(Counts)).stdout)["accuracy"] == 1


def test_answers_are_scored_by_a_model_and_from_a_file(run, model, tmp_path):
    asked = {"id": "1", "question": "？", "answers": [{"text": "1898年", "answer_start": 0}]}
    other = {**asked, "id": "2"}
    data = {"data": [{"paragraphs": [{"context": "1898年建校", "qas": [asked, other]}]}]}
    (tmp_path / "gold.json").write_text(json.dumps(data), "utf-8")
    (tmp_path / "own.json").write_text('{"2": "1898年"}', "utf-8")
    args = ("evaluate", "answers", "gold.json", "--format", "json")

    assert json.loads(run(*args, "--model", model(Years)).stdout)["exact_match"] == 1
    found = json.loads(run(*args, "--predicted", "own.json").stdout)
    assert (found["exact_match"], found["n_answered"]) == (0.5, 1)


ERRORS = [
    (("labels", "gold.txt"), 2, "there is nothing to score. Give --model or --predicted."),
    (("answers", "gold.json"), 2, "there is nothing to score"),
    (("labels", "empty.txt", "--predicted", "empty.txt"), 1, "empty.txt:1: the file has no texts"),
    (("answers", "gold.json", "--predicted", "gold.txt"), 1, "gold.txt:1: this is not JSON"),
    (("answers", "gold.json", "--predicted", "list.json"), 1, "list.json:1: this is not an object"),
    (
        ("labels", "gold.txt", "--predicted", "empty.txt"),
        1,
        "has 0 lines, the gold file has 1 texts. Give the label of each, in the same order.",
    ),
    (("labels", "gold.txt", "--predicted", "x", "--model", "reviews"), 2, "--model has no effect"),
]


@pytest.mark.parametrize("args, code, message", ERRORS)
def test_what_cannot_be_scored_is_an_error(run, tmp_path, args, code, message):
    (tmp_path / "gold.txt").write_text("好\tgood\n", "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    (tmp_path / "list.json").write_text("[1]", "utf-8")
    asked = {"id": "1", "question": "？", "answers": []}
    data = {"data": [{"paragraphs": [{"context": "a", "qas": [asked]}]}]}
    (tmp_path / "gold.json").write_text(json.dumps(data), "utf-8")
    result = run("evaluate", *args)

    assert (result.exit_code, message in result.stderr) == (code, True), result.stderr
