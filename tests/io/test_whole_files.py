"""Files that appear whole or not at all."""

import ast
import os
import stat
from pathlib import Path

import pytest

import zhnlp
from zhnlp.errors import ZhnlpError
from zhnlp.io.whole_files import whole_file, write_whole


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_file_appears_when_it_is_whole(tmp_path):
    with whole_file(tmp_path / "a") as write:
        write(b"one ")
        assert not (tmp_path / "a").exists()
        write(memoryview(b"two"))

    assert contents(tmp_path) == {"a": b"one two"}


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    write_whole(tmp_path / "a", b"old")

    def fail():
        with whole_file(tmp_path / "a") as write:
            write(b"new")
            raise ZhnlpError

    with pytest.raises(ZhnlpError):
        fail()
    assert contents(tmp_path) == {"a": b"old"}


def test_runs_at_once_have_files_of_their_own(tmp_path):
    """Even where their process numbers are the same, as in containers."""
    with whole_file(tmp_path / "a") as write, whole_file(tmp_path / "a") as write_other:
        write(b"first")
        write_other(b"second")
        parts = contents(tmp_path)

    assert sorted(parts.values()) == [b"first", b"second"]
    assert contents(tmp_path) == {"a": b"first"}  # that which was done last


def test_no_file_of_another_run_is_removed(tmp_path, monkeypatch):
    """Not even where the random name is taken: another one is drawn."""
    names = iter([b"\0" * 8, b"\0" * 8, b"\1" * 8])
    monkeypatch.setattr("zhnlp.io.whole_files.os.urandom", lambda size: next(names))
    with whole_file(tmp_path / "a"):
        before = contents(tmp_path)
        write_whole(tmp_path / "b", b"content")
        assert contents(tmp_path) == {**before, "b": b"content"}


def test_leftovers_of_other_runs_stay(tmp_path):
    for name in (f".zhnlp.{os.getpid()}.part", f".a.{os.getpid()}.part", "a.part"):
        (tmp_path / name).write_bytes(b"other")
    before = contents(tmp_path)
    write_whole(tmp_path / "a", b"content")

    assert contents(tmp_path) == {**before, "a": b"content"}


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such permissions")
def test_permissions_are_kept_and_those_of_a_new_file_are_the_usual_ones(tmp_path):
    def mode(name):
        return stat.S_IMODE((tmp_path / name).stat().st_mode)

    (tmp_path / "usual").touch()
    write_whole(tmp_path / "new", b"")
    write_whole(tmp_path / "old", b"")
    (tmp_path / "old").chmod(0o640)
    write_whole(tmp_path / "old", b"content")

    assert mode("new") == mode("usual")
    assert mode("old") == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_is_followed(tmp_path, is_there):
    (tmp_path / "folder").mkdir()
    if is_there:
        (tmp_path / "folder" / "a").write_bytes(b"old")
    (tmp_path / "link").symlink_to("folder/a")
    write_whole(tmp_path / "link", b"content")

    assert (tmp_path / "link").is_symlink()
    assert contents(tmp_path / "folder") == {"a": b"content"}


@pytest.mark.parametrize("name", ["none/a", "folder/", "folder"])
def test_what_cannot_be_written_is_an_error(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=r"No such file|folder|[Dd]irectory"):
        write_whole(f"{tmp_path}/{name}", b"content")

    assert list((tmp_path / "folder").iterdir()) == []


# What is written elsewhere: temporary files, files of a run that has a folder of its own, and lines
# that are added to a log.
OTHERS = {
    "batch/folder.py": "in state/scratch, and put in place as here",
    "batch/worker.py": "in state/scratch",
    "cli/stray.py": "the null device",
    "io/whole_files.py": "here",
    "neural/pretraining_state.py": "adds a line to log.jsonl",
    "neural/vectors.py": "in a temporary folder",
}


def writes(path):
    """The lines of a module that open a file to write to it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        modes = [each.value for each in node.args if isinstance(each, ast.Constant)]
        opens = name == "open" and any(isinstance(m, str) and set(m) & set("wax+") for m in modes)
        if opens or name in ("write_text", "write_bytes", "save_file", "copyfile", "mkstemp"):
            yield node.lineno


def test_no_other_module_writes_a_file_in_place():
    folder = Path(zhnlp.__file__).parent
    found = {
        path.relative_to(folder).as_posix(): lines
        for path in folder.rglob("*.py")
        if (lines := list(writes(path)))
    }

    assert {name: lines for name, lines in found.items() if name not in OTHERS} == {}
