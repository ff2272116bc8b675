"""Gold data with marks: evaluate, compare and train score them by the marks."""

import json

import pytest

NAMES = [["金世佳", "PER"], ["北京大学", "ORG"], ["北京", "LOC"]]
GOLD = [
    {"words": "金~世佳|去|北京^大学", "entities": NAMES},
    {"words": "我| |爱|AI", "entities": [["AI", "ORG?"]]},
]
TEXTS = ["金世佳去北京大学", "我 爱AI"]


@pytest.fixture(autouse=True)
def gold(tmp_path):
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, GOLD)))


@pytest.fixture
def score(run, tmp_path):
    """The scores of a result as the command prints them, and as JSON."""

    def call(layer, predicted, *args):
        (tmp_path / "mine.txt").write_text(predicted, "utf-8")
        args = ("evaluate", layer, "gold.jsonl", "--predicted", "mine.txt", *args)
        return run(*args).stdout, json.loads(run(*args, "--format", "json").stdout)

    return call


def test_boundaries_of_words_are_scored(score):
    text, found = score("words", "金 世佳 去 北京大学\n我 爱AI\n")

    assert text.splitlines() == [
        "2 texts, 4 boundaries wanted, 4 cuts, 1 wrong of which 1 split names",
        "whole texts from 0.0000 to 0.0000 with 95 % confidence",
        "whole texts 0.0000, names split 1.0000",
        "apart from names P 1.0000 R 0.7500 F1 0.8571",
        "P 0.7500 R 0.7500 F1 0.7500",
    ]
    assert (found["names_split"], found["boundaries"]["recall"]) == (1, 0.75)


@pytest.mark.parametrize(
    "second", ["我 爱 AI", '{"text": "我 爱AI", "words": ["我 爱", "AI"]}'], ids=["words", "jsonl"]
)
def test_words_end_at_white_space(score, second):
    first = {"text": TEXTS[0], "words": ["金世佳", "去", "北京", "大学"]}
    first = " ".join(first["words"]) if second[0] == "我" else json.dumps(first)
    _, found = score("words", f"{first}\n{second}\n")

    assert (found["whole"], found["names_split"]) == (1, 0)


def test_the_text_is_cut_with_its_white_space(run, tmp_path):
    (tmp_path / "gold.jsonl").write_text('{"words": "我| |们"}', "utf-8")
    args = ("evaluate", "words", "gold.jsonl", "--method", "forward", "--gold-format", "marks")

    assert "whole texts 1.0000" in run(*args).stdout


def test_optional_entities_do_not_count(score):
    lines = [
        {"text": TEXTS[0], "entities": [[0, 2, "PER"], [4, 6, "LOC"]]},
        {"text": TEXTS[1], "entities": [[3, 5, "LOC"]]},
    ]
    text, found = score("entities", "\n".join(map(json.dumps, lines)))

    assert text.splitlines()[0] == "2 texts, 2 demanded entities, 1 predicted"
    assert text.splitlines()[-2:] == [
        "overlapping P 1.0000 R 0.5000 F1 0.6667",
        "exact P 0.0000 R 0.0000 F1 0.0000",
    ]
    assert (found["n_predicted"], found["overlapping"]["recall"]) == (1, 0.5)


def test_a_format_that_is_named_decides(run, tmp_path):
    (tmp_path / "gold.jsonl").write_text('{"words": "我|爱", "entities": []}', "utf-8")
    (tmp_path / "mine.txt").write_text('{"text": "我爱", "entities": [], "words": ["我", "爱"]}')
    args = ("gold.jsonl", "--predicted", "mine.txt")
    named = (*args, "--gold-format", "marks")

    assert "whole texts" not in run("evaluate", "words", *args).stdout
    assert "whole texts 1.0000" in run("evaluate", "words", *named).stdout
    assert "overlapping" not in run("evaluate", "entities", *args).stdout
    assert "overlapping" in run("evaluate", "entities", *named).stdout


def test_known_words_have_no_effect(run):
    result = run("evaluate", "words", "gold.jsonl", "--known", "gold.jsonl")

    assert result.exit_code == 2
    assert "--known has no effect on gold data with marks" in result.stderr


def test_methods_are_compared_by_whole_texts_and_split_names(run):
    result = run("compare", "gold.jsonl", "-m", "forward", "-m", "unigram")
    counted, _, head, *lines = result.stdout.splitlines()

    assert counted == "2 texts, 4 boundaries wanted"
    assert head.split() == [
        *("method", "whole", "names", "split", "P", "R", "F1", "95", "%", "of", "whole"),
        *("MB/s", "speed"),
    ]
    assert lines[0].split()[:4] == ["forward", "0.5000", "1.0000", "0.6667"]
    assert lines[1].split()[0] == "unigram"
    (row, _) = json.loads(
        run("compare", "gold.jsonl", "-m", "forward", "-m", "unigram", "--format", "json").stdout
    )
    assert (row["method"], row["whole"], row["names_split"]) == ("forward", 0.5, 1)


@pytest.mark.parametrize(
    "command, scores", [("segmenter", {"whole", "f1"}), ("recognizer", {"f1", "overlapping"})]
)
def test_a_training_notes_the_scores_of_marks(run, tmp_path, command, scores):
    (tmp_path / "corpus.jsonl").write_text("\n".join(4 * [json.dumps(GOLD[0])]))
    args = ("corpus.jsonl", "--dev", "gold.jsonl", "--score", "gold.jsonl", "-o", "./mine")
    result = run("train", command, *args, "--passes", "2", "--min-count", "1")

    assert result.exit_code == 0, result.output
    about = json.loads((tmp_path / "mine" / "pack.json").read_text("utf-8"))
    assert set(about["scores"]["gold.jsonl"]) == scores
    assert "on the development set" in result.stderr
