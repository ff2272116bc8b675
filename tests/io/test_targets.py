"""What the name of an output leads to, and how it is written."""

import os
import socket
import stat
import threading

import pytest

from zhnlp.errors import UsageError
from zhnlp.io.whole_files import write_whole

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and devices of POSIX")
root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may do this")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def pipe():
    """Both ends of a pipe: what was written is read from the first."""
    ends = os.pipe()
    yield ends
    for number in ends:
        os.close(number)


@pytest.mark.parametrize("name", ["/dev/fd/{}", "/proc/self/fd/{}", "/proc/{pid}/fd/{}"])
def test_an_open_pipe_is_written_to(pipe, name):
    name = name.format(pipe[1], pid=os.getpid())
    if not os.path.exists(os.path.dirname(name)):
        pytest.skip("this system has no such folder")
    write_whole(name, b"content")

    assert os.read(pipe[0], 100) == b"content"


def test_so_is_a_pipe_behind_a_link(pipe, tmp_path):
    (tmp_path / "link").symlink_to(f"/dev/fd/{pipe[1]}")
    (tmp_path / "other").symlink_to("link")
    write_whole(tmp_path / "other", b"content")

    assert os.read(pipe[0], 100) == b"content"
    assert names(tmp_path) == ["link", "other"]


def test_an_open_socket_is_written_to():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        write_whole(f"/dev/fd/{theirs.fileno()}", b"content")
        assert ours.recv(100) == b"content"


def test_an_open_file_goes_on_where_it_is_and_is_not_replaced(tmp_path):
    """As with ``> out.txt`` in a shell, to which other commands write, too."""
    with open(tmp_path / "out.txt", "wb", buffering=0) as file:
        file.write(b"before ")
        write_whole(f"/dev/fd/{file.fileno()}", b"content")
        file.write(b" after")

    assert (tmp_path / "out.txt").read_bytes() == b"before content after"
    assert names(tmp_path) == ["out.txt"]


def test_an_open_file_that_was_removed_is_written_to(tmp_path):
    with open(tmp_path / "out.txt", "w+b", buffering=0) as file:
        (tmp_path / "out.txt").unlink()
        write_whole(f"/dev/fd/{file.fileno()}", b"content")
        file.seek(0)

        assert file.read() == b"content"
    assert names(tmp_path) == []


def test_a_named_pipe_is_written_to(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    writing = threading.Thread(target=write_whole, args=(tmp_path / "pipe", b"content"))
    writing.start()
    content = (tmp_path / "pipe").read_bytes()
    writing.join()

    assert content == b"content"
    assert names(tmp_path) == ["pipe"]


def test_a_device_is_written_to():
    write_whole(os.devnull, b"content")

    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize(
    "name, problem",
    [
        ("loop", "symbolic links"),
        ("to-nowhere", "No such file"),
        ("folder", "Is a directory"),
        ("to-folder", "Is a directory"),
        ("file/a", "Not a directory"),
        ("socket", "it is a socket. Give a file or a pipe"),
        ("a" * 300, "cannot name a file"),
    ],
    ids=lambda value: value[:20],
)
def test_what_cannot_be_written_is_left_as_it_is(tmp_path, monkeypatch, name, problem):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_bytes(b"content")
    (tmp_path / "folder").mkdir()
    for link, end in (("loop", "loop"), ("to-nowhere", "no/where"), ("to-folder", "folder")):
        (tmp_path / link).symlink_to(end)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
    before = names(tmp_path)
    with pytest.raises((OSError, UsageError), match=problem):
        write_whole(name, b"new")

    assert names(tmp_path) == before
    assert (tmp_path / "loop").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"content"


def test_an_open_file_that_is_not_there_is_an_error(pipe):
    spare = os.dup(pipe[0])
    os.close(spare)
    with pytest.raises(OSError, match="Bad file descriptor"):
        write_whole(f"/dev/fd/{spare}", b"content")


@pytest.mark.parametrize("name", ["a\nb", os.fsdecode(b"a\xff"), " ", "-", "~", "a" * 255])
def test_any_name_of_a_file_is_right(tmp_path, name):
    write_whole(f"{tmp_path}/{name}", b"content")

    assert names(tmp_path) == [name]


def test_a_hard_link_keeps_the_old_content_under_its_other_name(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    os.link(tmp_path / "a", tmp_path / "other")
    write_whole(tmp_path / "a", b"new")

    assert ((tmp_path / "a").read_bytes(), (tmp_path / "other").read_bytes()) == (b"new", b"old")


def test_rights_to_run_as_its_owner_end_with_the_old_content(tmp_path):
    (tmp_path / "a").touch()
    (tmp_path / "a").chmod(0o6755)
    write_whole(tmp_path / "a", b"new")

    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o755


def test_a_file_that_is_write_protected_is_left(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o444)
    if os.access(tmp_path / "a", os.W_OK):
        pytest.skip("this user may write everything")
    with pytest.raises(OSError, match="it is write-protected"):
        write_whole(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


@root
def test_the_owner_stays(tmp_path):
    (tmp_path / "a").touch()
    os.chown(tmp_path / "a", 12345, 23456)
    (tmp_path / "a").chmod(0o640)
    write_whole(tmp_path / "a", b"new")
    found = (tmp_path / "a").stat()

    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12345, 23456, 0o640)


def test_where_the_group_cannot_stay_it_gets_no_rights_but_those_of_all(tmp_path, monkeypatch):
    """The group of the new file may be another one."""
    status = os.stat_result((0o100664, 1, 1, 1, 54321, 54321, 0, 0, 0, 0))
    (tmp_path / "a").touch()

    def refuse(*args):
        raise PermissionError

    monkeypatch.setattr("zhnlp.io.whole_files.os.chown", refuse)
    from zhnlp.io.targets import Target
    from zhnlp.io.whole_files import _keep_access

    _keep_access(Target(str(tmp_path / "a"), status), status, str(tmp_path / "a"))
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o644


def test_in_a_sticky_folder_the_file_of_another_is_refused_at_once(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")
    tmp_path.chmod(0o1777)
    monkeypatch.setattr("zhnlp.io.targets.os.geteuid", lambda: os.getuid() + 1)
    with pytest.raises(PermissionError, match="only its owner can replace it in this folder"):
        write_whole(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]
