"""zhnlp train … --encoder: networks by the commands that train linear models."""

import json

import pytest

pytest.importorskip("torch")

WORDS = "王明 在 北京 。\n李红 到 上海 。\n他 爱 北京 。\n" * 4
TAGGED = "王明/nr 在/p 北京/ns 。/w\n李红/nr 到/v 上海/ns 。/w\n" * 4
NAMES = "".join(
    f"{char} {tag}\n"
    for char, tag in zip(
        "王明在北京。", ["B-PER", "I-PER", "O", "B-LOC", "I-LOC", "O"], strict=True
    )
)
LABELS = "酒店很好\tpos\n房间太差\tneg\n好\tpos\n差\tneg\n" * 4
SMALL = ("--embedding", "8", "--width", "16", "--passes", "3", "--dropout", "0", "--device", "cpu")
CORPORA = {
    "segmenter": ("corpus.txt", WORDS, "NeuralCutter"),
    "tagger": ("corpus.txt", TAGGED, "NeuralTagger"),
    "recognizer": ("corpus.bio", f"{NAMES}\n" * 6, "NeuralNames"),
    "classifier": ("corpus.tsv", LABELS, "NeuralLabeller"),
}
USES = {
    "segmenter": ("segment", "--method", "neural", "--model", "./mine", "texts.txt"),
    "tagger": ("tag", "--model", "./mine", "texts.txt"),
    "classifier": ("classify", "--model", "./mine", "texts.txt"),
}


@pytest.fixture
def train(run, tmp_path):
    """Train on a toy corpus; give the result and the description in the pack."""

    def call(what, *args, encoder="lstm"):
        name, text, _ = CORPORA[what]
        (tmp_path / name).write_text(text, "utf-8")
        given = ("--encoder", encoder, *SMALL, *args, "-o", "mine")
        result = run("train", what, name, "--dev", name, *given)
        pack = tmp_path / "mine" / "pack.json"
        return result, json.loads(pack.read_text("utf-8")) if pack.is_file() else None

    return call


@pytest.mark.parametrize("what", CORPORA)
def test_a_network_is_trained_and_described(train, what, tmp_path):
    result, about = train(what, "--licence", "ours", "--score", CORPORA[what][0])

    assert result.exit_code == 0, result.stderr
    assert (about["kind"], about["licence"]) == (CORPORA[what][2], "ours")
    assert about["command"].startswith("zhnlp ")
    assert about["training"]["passes"] == 3
    assert about["scores"]
    assert not (tmp_path / "mine.part").exists()
    assert "pass 3: loss" in result.stderr


@pytest.mark.parametrize("what", USES)
def test_commands_use_it(train, run, what, tmp_path):
    train(what)
    (tmp_path / "texts.txt").write_text("他在北京。\n", "utf-8")

    used = run(*USES[what])

    assert used.exit_code == 0, used.stderr
    assert used.stdout.strip()


def test_raw_text_gives_vectors_to_begin_with(train, tmp_path):
    pytest.importorskip("gensim")
    (tmp_path / "raw.txt").write_text("王明在北京，李红到上海工作了很久。\n" * 30, "utf-8")

    result, _ = train("recognizer", "--raw", "raw.txt")

    assert result.exit_code == 0, result.stderr
    for channel in ("ids", "bigrams", "words"):
        assert f"vectors of {channel}" in result.stderr


WRONG = [
    ("recognizer", ("--l2", "1"), "lstm", "--l2 is for linear models"),
    ("recognizer", ("--method", "hmm"), "lstm", "--method hmm is for models without --encoder"),
    ("tagger", ("--base", "modern-tags"), "lstm", "--base is for models without --encoder"),
    ("segmenter", ("--pooling", "mean"), "lstm", "No such option"),
    ("classifier", ("--max-tokens", "0"), "lstm", "--max-tokens"),
]


@pytest.mark.parametrize("what, args, encoder, message", WRONG)
def test_wrong_options_have_a_clear_error(train, what, args, encoder, message):
    result, about = train(what, *args, encoder=encoder)

    assert result.exit_code in (1, 2)
    assert any(part in result.stderr for part in message.split("|")), result.stderr
    assert about is None


@pytest.mark.parametrize("option", ["--width", "--layers", "--embedding", "--dropout"])
def test_an_encoder_of_a_folder_has_its_own_sizes(run, tmp_path, option):
    (tmp_path / "corpus.tsv").write_text(LABELS, "utf-8")
    given = ("--encoder", "./bert", option, "0" if option == "--dropout" else "8")

    result = run("train", "classifier", "corpus.tsv", *given, "-o", "mine")

    assert result.exit_code == 2
    assert f"{option} is for networks that are made here" in result.stderr


def test_an_encoder_of_a_folder_knows_no_channels(run, tmp_path):
    (tmp_path / "corpus.bio").write_text(NAMES, "utf-8")
    given = ("--encoder", "./none", "--channel", "words")

    result = run("train", "recognizer", "corpus.bio", *given, "-o", "mine")

    assert result.exit_code == 2
    assert "knows no channels" in result.stderr


def test_a_classifier_has_a_pooling(train):
    result, about = train("classifier", "--pooling", "mean")

    assert result.exit_code == 0, result.stderr
    assert about["network"]["pooling"] == "mean"


def test_options_of_networks_need_an_encoder(run, tmp_path):
    (tmp_path / "corpus.txt").write_text(WORDS, "utf-8")

    for option in (("--width", "8"), ("--no-crf",), ("--channel", "words")):
        result = run("train", "segmenter", "corpus.txt", *option, "-o", "mine")

        assert result.exit_code == 2
        assert f"{option[0]} is for networks" in result.stderr


@pytest.mark.parametrize("what", ["segmenter", "tagger", "classifier"])
def test_raw_text_can_be_used_for_every_network(train, tmp_path, what):
    pytest.importorskip("gensim")
    (tmp_path / "raw.txt").write_text("王明在北京，李红到上海工作了很久。\n" * 30, "utf-8")

    result, _ = train(what, "--raw", "raw.txt")

    assert result.exit_code == 0, result.stderr
    assert "vectors of bigrams" in result.stderr


@pytest.fixture
def bert(tmp_path):
    """The folder of a tiny BERT that knows some characters."""
    pytest.importorskip("transformers")
    from zhnlp.neural.encoders import EncoderConfig
    from zhnlp.neural.encoders import bert as new_bert
    from zhnlp.neural.tokenizer import CharacterTokenizer

    tokenizer = CharacterTokenizer.train(["首都是北京。上海人住在哪问好差" * 2])
    tokenizer.save(tmp_path / "bert")
    sizes = {"width": 16, "n_layers": 1, "n_heads": 2, "max_length": 40}
    new_bert(EncoderConfig(n_tokens=len(tokenizer), **sizes)).save(tmp_path / "bert")
    return "./bert"


FEW = ("--passes", "1", "--device", "cpu", "-o", "mine")


def test_pairs_are_learned_by_an_encoder_of_a_folder(run, tmp_path, bert):
    rows = "北京在哪\t北京在哪\tsame\n上海\t好\tother\n"
    (tmp_path / "pairs.tsv").write_text(rows * 4, "utf-8")
    columns = ("--other-column", "2", "--score", "pairs.tsv", "--dev", "pairs.tsv")

    result = run("train", "classifier", "pairs.tsv", *columns, "--encoder", bert, *FEW)

    assert result.exit_code == 0, result.stderr
    assert "accuracy" in result.stdout


def test_a_reader_is_trained_from_questions(run, tmp_path, bert):
    answers = [{"text": "北京", "answer_start": 3}]
    asked = [{"id": "1", "question": "首都是哪", "answers": answers}]
    squad = {"data": [{"paragraphs": [{"context": "首都是北京。", "qas": asked}]}]}
    (tmp_path / "squad.json").write_text(json.dumps(squad), "utf-8")
    files = ("squad.json", "--dev", "squad.json", "--score", "squad.json")

    result = run("train", "reader", *files, "--encoder", bert, *FEW)

    assert result.exit_code == 0, result.stderr
    assert "exact match" in result.stdout
    assert run("evaluate", "answers", "squad.json", "--model", "./mine").exit_code == 0


@pytest.mark.parametrize("what, name", [("classifier", "empty.tsv"), ("reader", "empty.json")])
def test_a_corpus_without_texts_is_an_error(run, tmp_path, what, name):
    (tmp_path / name).write_text('{"data": []}' if what == "reader" else "", "utf-8")

    result = run("train", what, name, "-o", "mine")

    assert result.exit_code == 1
    assert f"{name}:1: " in result.stderr
