"""zhnlp train classifier without a network: linear models, and the commands that use them."""

import json

import pytest

pytest.importorskip("sklearn")

from zhnlp.models.vectors.model import WordVectors
from zhnlp.saving import save

LABELS = "酒店很好\tpos\n房间太差\tneg\n好\tpos\n差\tneg\n" * 3


@pytest.fixture
def train(run, tmp_path):
    """Train on a toy corpus; give the result and the description in the pack."""

    def call(*args, text=LABELS):
        (tmp_path / "corpus.tsv").write_text(text, "utf-8")
        result = run("train", "classifier", "corpus.tsv", *args, "-o", "mine")
        pack = tmp_path / "mine" / "pack.json"
        return result, json.loads(pack.read_text("utf-8")) if pack.is_file() else None

    return call


@pytest.mark.parametrize("of", ["characters", "words", "terms", "characters+words"])
def test_a_model_is_trained_scored_and_used(train, run, tmp_path, of):
    given = ("--of", of, "--score", "corpus.tsv", "--licence", "ours")
    result, about = train(*given, text=LABELS.replace("好", "干净").replace("差", "吵闹"))

    assert result.exit_code == 0, result.stderr
    assert about["scores"]["corpus.tsv"] == {"accuracy": 1.0, "macro_f1": 1.0}
    assert (about["licence"], about["training"]["of"]) == ("ours", of)
    assert about["command"].startswith("zhnlp ")
    assert "held out: accuracy" in result.stderr
    (tmp_path / "texts.txt").write_text("酒店很干净\n\n很吵闹\n", "utf-8")
    used = run("classify", "--model", "./mine", "texts.txt")
    assert used.stdout.splitlines()[::2] == ["pos", "neg"]
    rows = run("classify", "--model", "./mine", "texts.txt", "--format", "jsonl").stdout
    assert [sum(json.loads(row)["categories"].values()) for row in rows.splitlines()] == (
        pytest.approx([1, 1, 1])
    )
    scored = run("evaluate", "labels", "corpus.tsv", "--model", "./mine")
    assert "accuracy 1.0000 macro-F1 1.0000" in scored.stdout


def test_labels_are_renamed(train, run):
    names = ("--rename", "pos=好评", "--rename", "neg=差评")
    _, about = train(*names)

    assert about["labels"] == ["好评", "差评"] or about["labels"] == ["差评", "好评"]
    scored = run("evaluate", "labels", "corpus.tsv", "--model", "./mine", *names)
    assert "accuracy 1.0000" in scored.stdout
    other = run("evaluate", "labels", "corpus.tsv", "--model", "./mine")
    assert "accuracy 0.0000" in other.stdout


def test_words_with_spaces_between_are_joined(train):
    text = "酒店 很 好 iPhone 15 用\tpos\n房间 差\tneg\n" * 3
    result, about = train("--segmented", "--ngrams", "4", "6", text=text)

    assert result.exit_code == 0, result.stderr
    assert about["training"]["ngrams"] == [4, 6]


def test_settings_are_those_of_the_options(train):
    given = ("--method", "bayes", "--weights", "counts", "--min-docs", "2", "--max-features", "5")
    _, about = train(*given, "--cost", "2", "--seed", "3")

    found = {name: about["training"][name] for name in ("method", "weights", "min_docs", "cost")}
    assert found == {"method": "bayes", "weights": "counts", "min_docs": 2, "cost": 2.0}
    assert (about["training"]["seed"], about["training"]["max_features"]) == (3, 5)


WRONG = [
    (("--dev", "corpus.tsv"), 2, "--dev is for networks. Give --encoder, too."),
    (("--passes", "2"), 2, "--passes is for networks"),
    (("--raw", "corpus.tsv"), 2, "--raw is for networks"),
    (("--width", "8"), 2, "--width is for networks"),
    (("--encoder", "lstm", "--method", "svm"), 2, "--method is for linear models"),
    (("--encoder", "lstm", "--max-features", "8"), 2, "--max-features is for linear models"),
    (("--other-column", "1", "--label-column", "2"), 2, "pairs of texts need a network"),
    (("--ngrams", "3", "1"), 2, "ngrams is (3, 1)"),
    (("--min-docs", "99"), 2, "no n-gram is left"),
    (("--rename", "pos"), 2, "is not LABEL=NAME"),
    (("--rename", "pos=a", "--rename", "neg=a"), 2, "all 12 texts have the label 'a'"),
    (("--of", "vector"), 2, "reads vectors of texts. Give --vectors"),
    (("--vectors", "./none"), 2, "--vectors is for models of vectors"),
    (("--encoder", "lstm", "--vectors", "./none"), 2, "--vectors is for linear models"),
]


@pytest.mark.parametrize("args, code, message", WRONG, ids=[" ".join(own[0]) for own in WRONG])
def test_wrong_options_have_a_clear_error(train, args, code, message):
    result, about = train(*args)

    assert (result.exit_code, about) == (code, None)
    assert message in result.stderr


def test_vectors_of_texts_are_made_from_those_of_words(train, run, tmp_path):
    words = ["酒店", "房间", "干净", "吵闹", "很", "太"]
    save(
        WordVectors.of(words, [[0, 1], [0, 1], [1, 0], [-1, 0], [0, 0], [0, 0]]),
        tmp_path / "vectors",
    )
    given = ("--of", "vector", "--vectors", "./vectors")
    result, about = train(*given, text=LABELS.replace("好", "干净").replace("差", "吵闹"))

    assert result.exit_code == 0, result.stderr
    assert about["kind"] == "VectorLabels"
    (tmp_path / "texts.txt").write_text("房间干净\n房间吵闹\n", "utf-8")
    used = run("classify", "--model", "./mine", "--vectors", "./vectors", "texts.txt")
    assert used.stdout.split() == ["pos", "neg"]
    without = run("classify", "--model", "./mine", "texts.txt")
    assert without.exit_code == 2
    assert "Give --vectors" in without.stderr
    scored = run("evaluate", "labels", "corpus.tsv", "--model", "./mine", "--vectors", "./vectors")
    assert "accuracy 1.0000" in scored.stdout


def test_a_label_that_the_model_does_not_know_counts_as_wrong(train, run, tmp_path):
    train()
    (tmp_path / "test.tsv").write_text("好\tpos\n好\tother\n", "utf-8")

    scored = run("evaluate", "labels", "test.tsv", "--model", "./mine")

    assert "other            P 0.0000 R 0.0000 F1 0.0000  gold 1" in scored.stdout
    assert "accuracy 0.5000 macro-F1 0.3333" in scored.stdout
