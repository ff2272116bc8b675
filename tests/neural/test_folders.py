"""Folders of saved networks: what an older pack left there is removed, and nothing else."""

import json

import pytest

pytest.importorskip("torch", reason="it comes with zhnlp[neural]")

from zhnlp.errors import UsageError
from zhnlp.neural.folders import clear


def filled(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"content")


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_the_files_of_a_saved_network_are_removed(tmp_path):
    own = ["network.safetensors", "encoder/config.json", "channels/words.txt", "vocab.txt"]
    filled(tmp_path, *own, "notes.txt")
    about = {"format": 1, "kind": "NeuralNames", "files": dict.fromkeys(own, "")}
    (tmp_path / "pack.json").write_text(json.dumps(about))
    clear(tmp_path)

    assert names(tmp_path) == {"notes.txt"}


@pytest.mark.parametrize("name", ["encoder/precious.txt", "network.onnx", "channels/a/b"])
@pytest.mark.parametrize("kind", [None, "WordModel", "NeuralNames"])
def test_what_no_network_of_the_folder_names_stays(tmp_path, name, kind):
    filled(tmp_path, name)
    if kind:
        about = {"format": 1, "kind": kind, "files": {"encoder/other": "", "../x": ""}}
        (tmp_path / "pack.json").write_text(json.dumps(about))
    before = names(tmp_path)
    with pytest.raises(UsageError, match="is in the way, or has files that no pack has written"):
        clear(tmp_path)

    assert names(tmp_path) == before
