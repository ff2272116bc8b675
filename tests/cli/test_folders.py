"""Commands that write folders: they are checked before the work, and nothing of others is lost."""

import json
import os

import pytest

from commands import every_command
from zhnlp.cli.folders import free_folder

TEXT = "我 爱 北京\n"
posix = pytest.mark.skipif(os.name != "posix", reason="devices and links of POSIX")
TRAININGS = {
    "train segmenter": ("--min-count", "1", "--passes", "1"),
    "train tagger": (),
    "train recognizer": (),
    "train ngrams": (),
    "train idf": (),
    "train corrector": (),
    "train classifier": (),
    "train classifier --encoder gru": (),
    "train summarizer": (),
    "vectors train": (),
    "topics train": (),
    "pretrain": (),
}


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def test_every_command_that_trains_checks_its_folder():
    unchecked = [
        " ".join(path)
        for path, command in every_command()
        for param in command.params
        if "--output" in param.opts
        and (path[0] in ("train", "pretrain") or path[-1] == "train")
        and param.callback is not free_folder
    ]

    assert unchecked == []


@posix
@pytest.mark.parametrize("name", TRAININGS)
@pytest.mark.parametrize("target", ["file", "/dev/null", "folder", "dangling", "file/x"])
def test_what_cannot_be_written_is_told_before_the_corpus_is_read(run, tmp_path, name, target):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "encoder").mkdir()
    (tmp_path / "folder" / "encoder" / "precious.txt").write_text("mine")
    (tmp_path / "dangling").symlink_to("nowhere")
    before = contents(tmp_path)
    result = run(*name.split(), "missing.txt", "-o", target)

    assert result.exit_code == 1
    assert f"Error: cannot save to {target!r}: " in result.stderr
    assert contents(tmp_path) == before


@posix
def test_a_folder_that_may_not_be_written_is_told(run, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o555)
    if os.access(tmp_path / "closed", os.W_OK):
        pytest.skip("this user may write everything")
    result = run("train", "ngrams", "missing.txt", "-o", "closed/mine")

    assert result.exit_code == 1
    assert "cannot save to 'closed/mine': Permission denied." in result.stderr


@pytest.mark.parametrize("is_there", ["nothing", "empty", "pack", "unfinished", "hidden"])
def test_a_new_folder_or_that_of_a_pack_is_written(run, tmp_path, is_there):
    (tmp_path / "corpus.txt").write_text(TEXT * 9, "utf-8")
    if is_there != "nothing":
        (tmp_path / "mine").mkdir()
    if is_there == "pack":
        (tmp_path / "mine" / "pack.json").write_text('{"format": 1, "kind": "WordModel"}')
        (tmp_path / "mine" / "notes.txt").write_text("mine")
    if is_there == "unfinished":  # a run was killed
        (tmp_path / "mine" / "arrays.safetensors").write_bytes(b"")
        (tmp_path / "mine" / ".zhnlp.0123456789abcdef.part").write_bytes(b"")
    if is_there == "hidden":
        (tmp_path / "mine" / ".gitkeep").touch()
    before = contents(tmp_path / "mine") if is_there != "nothing" else {}
    result = run("train", "ngrams", "corpus.txt", "-o", "mine")
    found = contents(tmp_path / "mine")

    assert result.exit_code == 0, result.stderr
    assert json.loads(found.pop("pack.json"))["kind"] == "NgramModel"
    assert {*before} - {*found} <= {"pack.json"}


def test_the_folder_here_has_its_state_beside_it(run, tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    (tmp_path / "corpus.txt").write_text(TEXT * 9, "utf-8")
    monkeypatch.chdir(tmp_path / "mine")
    result = run("train", "segmenter", "../corpus.txt", "--min-count", "1", "-o", ".")

    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.txt", "mine"]
    assert sorted(contents(tmp_path / "mine")) == ["arrays.safetensors", "pack.json"]


@pytest.mark.parametrize(
    "name",
    ["train segmenter", "train tagger --encoder gru", "train classifier --encoder gru", "pretrain"],
)
def test_what_is_beside_the_folder_stays(run, tmp_path, name):
    if "segmenter" not in name:
        pytest.importorskip("torch", reason="it comes with zhnlp[neural]")
    (tmp_path / "mine.part" / "precious").mkdir(parents=True)
    (tmp_path / "mine.part" / "precious" / "f.txt").write_text("data")
    before = contents(tmp_path)
    result = run(*name.split(), "missing.txt", "-o", "mine")

    assert result.exit_code == 1
    assert "goes to 'mine.part', but something else is there" in result.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize("arpa", ["none/x.arpa", "here"])
def test_so_is_the_file_of_a_further_output(run, tmp_path, arpa):
    (tmp_path / "here").mkdir()
    (tmp_path / "corpus.txt").write_text(TEXT, "utf-8")
    result = run("train", "ngrams", "corpus.txt", "-o", "mine", "--arpa", arpa)

    assert result.exit_code == 1
    assert f"Error: cannot write {arpa!r}: " in result.stderr
    assert not (tmp_path / "mine").exists()


def test_a_further_output_is_no_input(run, tmp_path):
    (tmp_path / "x").write_text(TEXT, "utf-8")
    result = run("train", "ngrams", "x", "-o", "mine", "--arpa", "./x")

    assert result.exit_code == 2
    assert "Give another name for --arpa." in result.stderr
    assert (tmp_path / "x").read_text("utf-8") == TEXT
