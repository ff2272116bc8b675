"""zhnlp train segmenter, tagger, recognizer: packs that work, the same bytes every time."""

import json
import re
import sys

import pytest

from zhnlp.doc import Doc
from zhnlp.errors import FileError
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.tags.model import TagModel
from zhnlp.models.words.model import WordModel
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

KINDS = {"segmenter": WordModel, "tagger": TagModel, "recognizer": EntityModel}
QUICK = ("--passes", "3", "--min-count", "1")


def as_words(doc):
    return " ".join(doc.words)


def as_tagged(doc):
    return " ".join(f"{word}/{tag}" for word, tag in zip(doc.words, doc.tags, strict=True))


def as_names(doc):
    tags = ["O"] * len(doc.text)
    for start, end, label in doc.entities:
        tags[start:end] = [f"I-{label}"] * (end - start)
        tags[start] = f"B-{label}"
    return "".join(f"{char} {tag}\n" for char, tag in zip(doc.text, tags, strict=True))


WRITE = {"segmenter": as_words, "tagger": as_tagged, "recognizer": as_names}


@pytest.fixture(params=KINDS)
def task(request):
    return request.param


@pytest.fixture
def few_words_of_jieba(known, monkeypatch):
    """The command takes jieba's words, all of which take seconds."""
    monkeypatch.setattr("zhnlp.models.tags.training.jieba_words", lambda: (known, 219))


@pytest.fixture
def train(run, task, toy_docs, few_words_of_jieba, tmp_path, monkeypatch):
    """Call the command of a task; corpus.txt and dev.txt are there."""
    for name, docs in (("corpus.txt", toy_docs[:30]), ("dev.txt", toy_docs[30:])):
        (tmp_path / name).write_text("\n".join(map(WRITE[task], docs)) + "\n", "utf-8")

    def call(*args, corpus="corpus.txt", pack="mine"):
        words = ("train", task, corpus, *QUICK, *args, "-o", pack)
        monkeypatch.setattr(sys, "argv", ["zhnlp", *words])
        return run(*words)

    return call


def files(folder):
    return [(folder / name).read_bytes() for name in ("pack.json", "arrays.safetensors")]


def about(folder):
    return json.loads((folder / "pack.json").read_text("utf-8"))


def test_it_writes_a_pack_that_works(train, task, toy_docs, tmp_path):
    result = train()

    assert (result.stdout, result.exit_code) == ("", 0)
    assert "pass 3: loss 0." in result.stderr
    model = KINDS[task](tmp_path / "mine")
    doc = toy_docs[0]
    if task == "segmenter":
        assert "".join(Segmenter(model=model).cut(doc.text)) == doc.text
    elif task == "tagger":
        assert set(Tagger(model)(Doc(doc.text, words=doc.words)).tags) <= set(model.labels)
    else:
        found = Recognizer(model=model)(Doc(doc.text, words=doc.words, tags=doc.tags))
        assert {span.label for span in found.entities} <= set(model.labels) == {"PER", "LOC", "ORG"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.txt", "dev.txt", "mine"]


def test_the_pack_notes_what_it_is_made_of(train, task, tmp_path):
    result = train(
        *("--data", "forty sentences", "--licence", "mine"), "--score", tmp_path / "dev.txt"
    )
    found = about(tmp_path / "mine")

    assert result.exit_code == 0
    assert (found["name"], found["data"], found["licence"]) == ("mine", "forty sentences", "mine")
    assert found["command"] == f"zhnlp train {task} corpus.txt {' '.join(QUICK)} -o mine"
    measure = "accuracy" if task == "tagger" else "f1"
    assert 0 <= found["scores"]["dev.txt"][measure] <= 1
    assert result.stdout.startswith("dev.txt\n")
    assert (found["passes"], found["seed"], found["min_count"]) == (3, 0, 1)


def test_without_notes_it_says_which_files_and_that_no_licence_is_stated(train, tmp_path):
    train()
    found = about(tmp_path / "mine")

    assert (found["data"], found["licence"]) == ("corpus.txt", "not stated")
    assert "scores" not in found


def test_the_same_command_gives_the_same_bytes(train, tmp_path):
    train()
    first = files(tmp_path / "mine")
    train()

    assert files(tmp_path / "mine") == first
    train("--seed", "5")
    assert files(tmp_path / "mine") != first


def test_the_best_pass_on_other_texts_is_kept(train, tmp_path):
    result = train("--dev", "dev.txt", "--passes", "8")
    scores = [float(x) for x in re.findall(r"position, ([\d.]+) on the development", result.stderr)]

    assert result.exit_code == 0
    assert about(tmp_path / "mine")["passes"] == scores.index(max(scores)) + 1


def test_interrupted_it_goes_on_and_gives_the_same_bytes(train, tmp_path, monkeypatch):
    train(pack="whole")

    def tell(line):
        if line.startswith("pass 2:"):
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("zhnlp.cli.train.training.tell", tell)
        assert train().exit_code != 0
    assert not (tmp_path / "mine").exists()
    assert (tmp_path / "mine.part").is_dir()
    result = train()

    assert "resuming after pass 1" in result.stderr
    assert not (tmp_path / "mine.part").exists()
    assert files(tmp_path / "mine")[1] == files(tmp_path / "whole")[1]


def test_a_training_that_cannot_be_saved_is_not_lost(train, tmp_path, monkeypatch):
    def full(model, folder):
        raise FileError("cannot save: No space left on device.")

    with monkeypatch.context() as patch:
        patch.setattr("zhnlp.cli.train.training.save", full)
        assert train().exit_code == 1
    result = train()

    assert "resuming after pass" in result.stderr
    assert "loss" not in result.stderr
    assert (tmp_path / "mine" / "pack.json").is_file()
    assert not (tmp_path / "mine.part").exists()


def test_a_folder_of_the_users_beside_the_pack_stays(train, tmp_path):
    (tmp_path / "mine.part").mkdir()
    (tmp_path / "mine.part" / "notes.txt").write_text("mine", "utf-8")
    result = train(corpus="missing.txt")  # which is not looked for

    assert result.exit_code == 1
    assert "goes to 'mine.part', but something else is there. Move it away" in result.stderr
    assert (tmp_path / "mine.part" / "notes.txt").read_text("utf-8") == "mine"
    assert not (tmp_path / "mine").exists()


LAYERS = {"segmenter": "words", "tagger": "tags", "recognizer": "entities"}


def test_an_empty_development_set_is_an_error(train, tmp_path):
    (tmp_path / "dev.txt").write_text("\n\n", "utf-8")
    result = train("--dev", "dev.txt")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "Error: dev.txt:1: the file has no texts." in result.stderr
    assert not (tmp_path / "mine").exists()


def test_a_corpus_without_what_is_to_be_learned_is_an_error(train, task, tmp_path):
    wrong = '{"text": "我爱"}\n' if task != "recognizer" else "我/r 爱/v\n"
    (tmp_path / "corpus.txt").write_text(wrong, "utf-8")
    result = train()

    assert result.exit_code == 1
    assert (
        f"Error: corpus.txt:1: the text has no {'words' if task == 'tagger' else LAYERS[task]}."
        in result.stderr
    )


def test_a_line_that_does_not_spell_its_text_is_an_error(train, tmp_path):
    line = '{"text": "我爱", "words": ["我", "你"], "tags": ["r", "r"], "entities": [[0, 9, "X"]]}'
    (tmp_path / "corpus.txt").write_text(line + "\n", "utf-8")
    result = train()

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: corpus.txt:1: ")


def test_tags_that_do_not_follow_on_each_other_are_an_error(run, few_words_of_jieba, tmp_path):
    (tmp_path / "names.bio").write_text("我 O\n北 I-LOC\n京 I-LOC\n" * 3, "utf-8")
    result = run("train", "recognizer", "names.bio", "-o", "mine")

    assert result.exit_code == 1
    assert "Error: names.bio:2: 'I-LOC' after 'O'" in result.stderr
    assert run("train", "recognizer", "names.bio", "--repair", *QUICK, "-o", "mine").exit_code == 0


def test_a_format_that_is_not_there_is_an_error(train):
    result = train("--gold-format", "xml")

    assert result.exit_code == 2
    assert "'xml' is not one of" in result.stderr


@pytest.mark.parametrize(
    "option", [("--passes", "0"), ("--min-count", "0"), ("--min-weight", "-1")]
)
def test_numbers_that_cannot_be_are_an_error(train, option):
    result = train(*option)

    assert result.exit_code == 2
    assert f"Invalid value for '{option[0]}'" in result.stderr


def test_a_missing_corpus_is_an_error(train):
    result = train(corpus="none.txt")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: cannot read corpus 'none.txt'")


def test_raw_text_adds_words(run, toy_docs, tmp_path):
    (tmp_path / "corpus.txt").write_text("\n".join(map(as_words, toy_docs)), "utf-8")
    (tmp_path / "raw.txt").write_text("\n".join(doc.text for doc in toy_docs), "utf-8")
    result = run("train", "segmenter", "corpus.txt", "--raw", "raw.txt", *QUICK, "-o", "mine")

    assert result.exit_code == 0
    assert re.search(r"\d+ words found in raw text", result.stderr)
    assert WordModel(tmp_path / "mine").word_labels.lexicon is not None


def test_a_recognizer_can_be_a_hidden_markov_model(run, toy_docs, tmp_path):
    (tmp_path / "names.txt").write_text("\n".join(map(as_names, toy_docs)), "utf-8")
    result = run("train", "recognizer", "names.txt", "--method", "hmm", *QUICK, "-o", "mine")
    model = EntityModel(tmp_path / "mine")

    assert result.exit_code == 0
    assert Recognizer("hmm", model=model).model.about["method"] == "hmm"


def test_a_tagger_can_learn_from_another(run, toy_docs, tag_model, few_words_of_jieba, tmp_path):
    tag_model.save_pack(tmp_path / "base")
    (tmp_path / "corpus.txt").write_text("\n".join(map(as_tagged, toy_docs[:9])), "utf-8")
    result = run("train", "tagger", "corpus.txt", "--base", "./base", *QUICK, "-o", "mine")

    assert (result.exit_code, result.stdout) == (0, "")


def test_the_column_of_tags_is_that_of_every_file(run, toy_docs, few_words_of_jieba, tmp_path):
    for name, docs in (("corpus", toy_docs[:30]), ("dev", toy_docs[30:]), ("test", toy_docs[30:])):
        sentences = (
            "".join(
                f"{number}\t{word}\t_\tX\t{tag}\t_\t_\t_\t_\t_\n"
                for number, (word, tag) in enumerate(zip(doc.words, doc.tags, strict=True), 1)
            )
            for doc in docs
        )
        (tmp_path / f"{name}.conllu").write_text("\n".join(sentences), "utf-8")
    files = ("--dev", "dev.conllu", "--score", "test.conllu", "--tag-column", "xpos")
    result = run("train", "tagger", "corpus.conllu", *files, *QUICK, "-o", "mine")

    best = max(map(float, re.findall(r"([\d.]+) on the development", result.stderr)))
    assert best > 0.5
    assert about(tmp_path / "mine")["scores"] == {"test.conllu": {"accuracy": round(best, 4)}}


@pytest.mark.parametrize("kind", ["segmenter", "tagger", "recognizer", "ngrams"])
def test_a_file_in_the_place_of_the_pack_is_an_error_before_training(run, kind, tmp_path):
    (tmp_path / "mine").write_text("mine", "utf-8")
    result = run("train", kind, "none.txt", "-o", "mine")

    assert result.exit_code == 1
    assert "it is a file. Give a folder to write" in result.stderr
