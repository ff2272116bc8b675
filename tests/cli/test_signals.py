"""Signals: every command ends in order, leaves no unfinished file, and keeps what was there."""

import os
import signal
import subprocess
import sys
import threading

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
PATIENCE = 60  # seconds after which a test has failed
TEXT = "我爱北京天安门\n".encode()
SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGXCPU", "SIGUSR1", "SIGALRM", "SIGPROF"]

# Programs in which cutting a line never ends. While C waits for the end of a program that it has
# begun, Python sees no signal.
IN_C = """
import ctypes, sys
from zhnlp.cli import main
from zhnlp.stages.segmenter import Segmenter

class Stream:
    def feed(self, data, is_last):
        ctypes.CDLL(None).system(b"echo working >&2; exec cat")

Segmenter.line_stream = lambda *args, **settings: Stream()
main()
"""
AT_THE_END = """
import sys
from zhnlp.cli import main
from zhnlp.stages.segmenter import Segmenter

class Stream:
    def feed(self, data, is_last):
        try:
            print("working", file=sys.stderr, flush=True)
            while True:
                pass
        finally:
            print("ending", file=sys.stderr, flush=True)
            while True:
                pass

Segmenter.line_stream = lambda *args, **settings: Stream()
main()
"""


@pytest.fixture
def begin(tmp_path):
    """Begin a command, and return it when it waits for its input, a named pipe, and has made -o."""
    os.mkfifo(tmp_path / "input")
    begun, opened = [], []

    def start(*args, program=("-m", "zhnlp"), **settings):
        command = [sys.executable, *program, *args]
        # What runs the tests may ignore signals, as nohup does; a child would, too.
        settings.setdefault("preexec_fn", unignored)
        begun.append(
            subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, **settings)
        )
        opened.append(opened_by(begun[-1], tmp_path / "input"))
        begun[-1].writes = opened[-1]
        return begun[-1]

    yield start
    for file in opened:
        file.close()
    for child in begun:
        child.kill()
        child.communicate(timeout=PATIENCE)


def unignored():
    """Let every signal end this process, which is about to become a command."""
    for name in SIGNALS:
        signal.signal(getattr(signal, name), signal.SIG_DFL)


def opened_by(child, path):
    """A named pipe, open for writing, as soon as the child has opened it for reading."""
    while child.poll() is None:
        try:
            number = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads
            threading.Event().wait(0.01)
            continue
        os.set_blocking(number, True)
        return open(number, "wb", buffering=0)
    raise AssertionError(child.stderr.read())


def contents(folder):
    """The files of a folder, without the input."""
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith("in")
    }


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.parametrize("before", [{}, {"out.txt": b"old"}], ids=["new", "replaced"])
def test_a_signal_leaves_what_was_there(begin, tmp_path, name, before):
    for each, content in before.items():
        (tmp_path / each).write_bytes(content)
    child = begin("segment", "input", "-o", "out.txt")
    assert len(contents(tmp_path)) == len(before) + 1  # the output has been begun
    child.send_signal(getattr(signal, name))

    assert child.wait(PATIENCE) == 128 + getattr(signal, name)
    assert child.stderr.read() == ""
    assert contents(tmp_path) == before


COMMANDS = [
    ("segment", "input", "-j", "2"),
    ("tag", "input"),
    ("entities", "input", "-j", "2"),
    ("correct", "input"),
    ("keywords", "input"),
    ("summarize", "input"),
    ("convert", "input", "--to", "traditional"),
    ("run", "input", "--from", "text"),
    ("discover", "input"),
    ("duplicates", "input", "--from", "text"),
    ("view", "input", "--from", "text"),
    ("train", "segmenter", "input"),
    ("train", "ngrams", "input"),
]


@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_no_command_leaves_an_unfinished_file(begin, tmp_path, args):
    child = begin(*args, "-o", "out.txt")
    child.send_signal(signal.SIGTERM)

    assert child.wait(PATIENCE) == 128 + signal.SIGTERM
    assert contents(tmp_path) == {}


def test_a_signal_that_is_ignored_stays_ignored(begin, tmp_path):
    """As under nohup."""
    child = begin(
        "segment",
        "input",
        "-o",
        "out.txt",
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    child.send_signal(signal.SIGHUP)
    child.writes.write(TEXT)
    child.writes.close()

    assert child.wait(PATIENCE) == 0
    assert contents(tmp_path) == {"out.txt": "我 爱 北京 天安门\n".encode()}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_compiled_code_that_works_on_is_not_waited_for(begin, tmp_path, jobs):
    args = ("segment", "input", "-o", "out.txt", "-j", jobs)
    child = begin(*args, program=("-c", IN_C), stdin=subprocess.PIPE)
    child.writes.write(TEXT)
    child.writes.close()
    assert child.stderr.readline() == "working\n"
    child.send_signal(signal.SIGTERM)

    assert child.wait(PATIENCE) == 128 + signal.SIGTERM
    assert contents(tmp_path) == {}


def test_a_second_signal_ends_the_process_at_once(begin, tmp_path):
    child = begin("segment", "input", "-o", "out.txt", program=("-c", AT_THE_END))
    child.writes.write(TEXT)
    child.writes.close()
    assert child.stderr.readline() == "working\n"
    child.send_signal(signal.SIGTERM)
    assert child.stderr.readline() == "ending\n"
    child.send_signal(signal.SIGHUP)

    assert child.wait(PATIENCE) in (128 + signal.SIGHUP, 128 + signal.SIGTERM)
    assert contents(tmp_path) == {}


def test_signals_are_what_they_were_before_and_after(run):
    numbers = [getattr(signal, name) for name in SIGNALS]
    before = [signal.getsignal(number) for number in numbers]
    fd = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(fd)
    run("info")

    assert [signal.getsignal(number) for number in numbers] == before
    assert signal.set_wakeup_fd(fd) == fd


def test_importing_the_command_line_changes_no_signal():
    code = (
        "import signal, zhnlp.cli.signals; print(signal.getsignal(signal.SIGTERM).name, "
        "signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout == "SIG_DFL True\n"


def test_what_stops_early_does_not_remove_the_files_of_others(begin, tmp_path):
    (tmp_path / ".zhnlp.0123456789abcdef.part").write_bytes(b"of another run")
    child = begin("segment", "input", "-o", "out.txt")
    child.send_signal(signal.SIGTERM)

    assert child.wait(PATIENCE) == 128 + signal.SIGTERM
    assert contents(tmp_path) == {".zhnlp.0123456789abcdef.part": b"of another run"}
