"""Plain files: what is read of a saved folder is inside of it, plain and bounded."""

import os
import socket
import stat

import pytest

from zhnlp.errors import PackError
from zhnlp.io.plain_files import (
    is_name,
    need_folder,
    open_plain,
    read_given,
    read_plain,
    write_files,
)

needs_links = pytest.mark.skipif(os.name == "nt", reason="making links needs rights on Windows")
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
MOST = 100


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "in" / "file").write_bytes(b"content")
    return tmp_path / "in"


def test_a_plain_file_is_read(folder):
    assert read_plain(folder, "file", most=7) == b"content"
    assert read_given(folder / "file", most=7) == b"content"


def test_a_file_in_a_folder_inside_is_read(folder):
    (folder / "deep").mkdir()
    (folder / "deep" / "file").write_bytes(b"x")

    assert read_plain(folder, "deep/file", most=MOST) == b"x"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(folder):
    with open(folder / "file", "wb") as file:
        file.truncate(1 << 40)  # without blocks on the disk
    with pytest.raises(PackError, match="has 1,099,511,627,776 bytes, more than the 100"):
        read_plain(folder, "file", most=MOST)


@pytest.mark.parametrize(
    "name", ["../secret", "..", ".", "", "/etc/passwd", "a/../../secret", "\0"]
)
def test_a_name_that_leads_outside_is_refused(folder, name):
    with pytest.raises(PackError, match="outside"):
        open_plain(folder, name)


@needs_links
def test_a_link_is_refused_wherever_it_leads(folder):
    (folder / "out").symlink_to("../secret")
    (folder / "inside").symlink_to("file")
    (folder / "nowhere").symlink_to("none")
    (folder / "up").symlink_to("..")
    for name in ("out", "inside", "nowhere", "up/secret"):
        with pytest.raises(PackError, match="is a link"):
            open_plain(folder, name)
    with pytest.raises(PackError, match="is a link"):
        need_folder(folder, "up")


@needs_links
def test_the_folder_itself_may_be_a_link_and_so_may_a_file_that_the_user_gives(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "file").symlink_to(folder / "file")

    assert read_plain(tmp_path / "link", "file", most=MOST) == b"content"
    assert read_given(tmp_path / "file", most=MOST) == b"content"


@needs_pipes
def test_a_pipe_is_refused_and_not_waited_for(folder):
    os.mkfifo(folder / "pipe")
    for read in (read_plain(folder, "file", most=MOST), None):
        assert read in (b"content", None)
    with pytest.raises(PackError, match="is not a plain file"):
        read_plain(folder, "pipe", most=MOST)
    with pytest.raises(PackError, match="is not a plain file"):
        read_given(folder / "pipe", most=MOST)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="the system has no /dev/zero")
def test_a_device_is_refused():
    with pytest.raises(PackError, match="is not a plain file"):
        read_given("/dev/zero", most=MOST)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the system has no such sockets")
def test_a_socket_and_a_folder_are_refused(folder, monkeypatch):
    monkeypatch.chdir(folder)  # paths of sockets are short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        with pytest.raises((PackError, OSError)):
            read_plain(folder, "socket", most=MOST)
    (folder / "deep").mkdir()
    with pytest.raises((PackError, OSError)):
        read_plain(folder, "deep", most=MOST)


def test_a_name_is_one_on_every_system():
    assert all(map(is_name, ("lexicon", "stages-0", "我", "a.b")))
    for name in ("", ".", "..", "a/b", "a\\b", "C:", "a\0", "x" * 256, "我" * 86, None, 5, ["a"]):
        assert not is_name(name)


def test_files_are_written_together_or_not_at_all(folder, monkeypatch):
    def fail(*args):
        raise OSError(28, "No space left on device")

    write_files(folder, {"a": b"1", "b": b"2"})
    monkeypatch.setattr("zhnlp.io.plain_files.os.replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_files(folder, {"a": b"3", "b": b"4"})

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "file": b"content",
        "a": b"1",
        "b": b"2",
    }


@needs_links
def test_a_planted_link_is_replaced_and_not_followed(folder, tmp_path):
    (folder / "a").symlink_to("../secret")
    write_files(folder, {"a": b"new"})

    assert (tmp_path / "secret").read_bytes() == b"secret"
    assert (folder / "a").read_bytes() == b"new"
    assert not (folder / "a").is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_replaced_file_keeps_its_permissions(folder):
    os.chmod(folder / "file", 0o640)
    write_files(folder, {"file": b"new"})

    assert stat.S_IMODE((folder / "file").stat().st_mode) == 0o640
