"""All commands together: help, exit codes, errors as one sentence, streams that fail."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from zhnlp import __version__, resources
from zhnlp.cli import COMMANDS

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX streams and signals")
full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")

PATHS = [(name,) for name in COMMANDS]
PATHS += [("lexicon", "check"), ("train", "ngrams")]
PATHS += [("evaluate", layer) for layer in ("words", "tags", "entities")]


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_command_explains_itself(run, path):
    result = run(*path, "--help")

    assert result.exit_code == 0
    assert "Usage: " in result.stdout
    if path[0] not in ("lexicon", "evaluate", "topics", "train") or len(path) > 1:
        assert f"Example: zhnlp {' '.join(path)}" in result.stdout


def test_the_version_is_that_of_the_package(run):
    assert __version__ in run("--version").stdout


@pytest.mark.parametrize(
    "args, meant",
    [(["segmnt"], "segment"), (["lexicon", "chek"], "check"), (["train", "ngram"], "ngrams")],
)
def test_a_misspelled_command_is_answered_with_the_right_one(run, args, meant):
    result = run(*args)

    assert result.exit_code == 2
    assert f"no such command {args[-1]!r}. Did you mean {meant!r}?" in result.stderr


WRONG = [
    (["segment", "--method", "bigrma"], 2, "'bigrma' is not one of"),
    (["segment", "--jobs", "0"], 2, "--jobs"),
    (["segment", "--colour"], 2, "--colour"),
    (["segment", "--encoding", "gb18031"], 2, "Did you mean 'gb18030'?"),
    (["segment", "--encoding", "base64"], 2, "no text encoding 'base64'"),
    (["segment", "--encoding", "idna"], 2, "no text encoding 'idna'"),
    (["segment", "--stopwords", "genral"], 2, "Did you mean 'general'?"),
    (["segment", "--stopwords", "./none.txt"], 1, "cannot read stopword list"),
    (["segment", "--model", "pku-ngrams"], 1, "is a 'NgramModel', not a 'WordModel'"),
    (["segment", "--method", "unigram", "--model", "pku-ngrams"], 2, "uses no model"),
    (["segment", "--method", "bigram", "--model", "none"], 1, "there is no pack 'none'"),
    (["segment", "--method", "bigram", "--model", "./none"], 1, "there is no pack in"),
    (["segment", "--format", "jsonl", "--separator", "/"], 2, "Leave it out."),
    (["segment", "--format", "conll", "--search"], 2, "Leave --search out."),
    (["segment", "--tags", "--search"], 2, "Leave --search out."),
    (["segment", "--tags", "--stopwords", "general"], 2, "Leave --stopwords out."),
    (["segment", "--tags", "--separator", "/"], 2, "Leave --separator out."),
    (["segment", "--tagger-model", "pku-tags"], 2, "no effect without --tags."),
    (["tag", "--model", "none"], 1, "there is no pack 'none'"),
    (["tag", "--model", "pku-words"], 2, "Give it as --segmenter-model pku-words; for --model"),
    (
        ["tag", "--tagger-model", "ud-tags"],
        2,
        "is --model here, because the command is named for it. Write --model ud-tags.",
    ),
    (["tag", "none.txt"], 1, "cannot read 'none.txt': No such file or directory."),
    (["entities", "--model", "none"], 1, "there is no pack 'none'"),
    (["entities", "--gazetteer", "none.tsv"], 1, "cannot read gazetteer 'none.tsv'"),
    (["entities", "none.txt"], 1, "cannot read 'none.txt': No such file or directory."),
    (["segment", "--lexicon", "none.tsv"], 1, "cannot read lexicon 'none.tsv': No such file"),
    (["segment", "none.txt"], 1, "cannot read 'none.txt': No such file or directory."),
    (["segment", "-", "none.txt"], 1, "cannot read 'none.txt'"),
    (["segment", "-o", "none/out.txt"], 1, "out.txt': No such file or directory."),
    (["segment", "-o", "none/"], 1, "cannot write 'none/': it is a folder."),
    (["explain", "我", "-n", "0"], 2, "--top"),
    (["explain", "我", "--lexicon", "none.tsv"], 1, "none.tsv"),
    (["lexicon", "check"], 2, "Missing argument"),
    (["lexicon", "check", "none.tsv"], 1, "cannot read lexicon 'none.tsv'"),
    (["evaluate", "words", "none.txt"], 1, "cannot read corpus 'none.txt'"),
    (["evaluate", "tags", "none.txt"], 1, "cannot read corpus 'none.txt'"),
    (["evaluate", "entities", "none.txt"], 1, "cannot read corpus 'none.txt'"),
    (["evaluate", "words", "x", "--gold-format", "bio"], 2, "'bio' is not one of"),
    (["compare", "none.txt", "-m", "jieba"], 1, "cannot read corpus 'none.txt'"),
    (["compare", "none.txt"], 2, "Missing option '-m'"),
    (["compare", "none.txt", "-m", "jibea"], 2, "Did you mean 'jieba'?"),
    (["compare", "none.txt", "-m", "bigram="], 2, "'bigram=' is not METHOD or METHOD=PACK."),
    (["compare", "none.txt", "-m", "bigram=none"], 1, "there is no pack 'none'"),
    (["train", "ngrams", "none.txt", "-o", "pack"], 1, "cannot read corpus 'none.txt'"),
    (["train", "ngrams", "none.txt"], 2, "--output"),
]


@pytest.mark.parametrize("args, code, sentence", WRONG, ids=[" ".join(w[0]) for w in WRONG])
def test_what_is_wrong_is_said_in_one_sentence(run, args, code, sentence):
    result = run(*args)
    last = result.stderr.rstrip().rpartition("\n")[2]

    assert result.exit_code == code
    assert last.startswith("Error: ")
    assert sentence in last
    assert result.stdout == ""


@posix
@pytest.mark.parametrize("args", [["segment"], ["segment", "-o"], ["segment", "-l"]], ids=" ".join)
def test_a_folder_in_place_of_a_file_is_an_error(run, tmp_path, args):
    result = run(*args, tmp_path)

    assert result.exit_code == 1
    assert "it is a folder." in result.stderr or "Is a directory." in result.stderr


@posix
def test_a_file_that_may_not_be_read_is_an_error(process, tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("我")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")

    done = process("segment", path)

    assert (done.returncode, done.stdout) == (1, b"")
    assert b"Permission denied." in done.stderr


LOUD = [["segment", "in.txt"], ["segment", "in.txt", "--jobs", "2"], ["explain", "我"], ["info"]]


@full
@pytest.mark.parametrize("args", [*LOUD, ["--help"]], ids=" ".join)
def test_a_full_disk_behind_standard_output_is_an_error(process, tmp_path, args):
    (tmp_path / "in.txt").write_text("我爱北京\n", "utf-8")
    with open("/dev/full", "wb") as full_disk:
        done = process(*args, stdout=full_disk)

    assert done.returncode == 1
    assert re.fullmatch(rb"Error: cannot write .*: No space left on device\.\n", done.stderr)


@full
def test_a_full_disk_behind_an_output_file_is_an_error(run):
    result = run("segment", "-o", "/dev/full", stdin="我爱北京\n".encode())

    assert result.exit_code == 1
    assert result.stderr == "Error: cannot write '/dev/full': No space left on device.\n"


@posix
@pytest.mark.parametrize("before", [None, b"old"], ids=["new", "replaced"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_disk_that_becomes_full_leaves_what_was_there(process, tmp_path, before, jobs):
    import resource

    (tmp_path / "in.txt").write_bytes("我爱北京天安门\n".encode() * 1000)
    if before is not None:
        (tmp_path / "out.txt").write_bytes(before)
    done = process(
        *("segment", "in.txt", "-o", "out.txt", "--jobs", jobs),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
    )

    assert (done.returncode, done.stderr) == (
        1,
        b"Error: cannot write 'out.txt': File too large.\n",
    )
    assert sorted(os.listdir(tmp_path)) == ["in.txt", *(["out.txt"] if before else [])]
    assert before is None or (tmp_path / "out.txt").read_bytes() == before


@posix
@pytest.mark.parametrize("args", [["--format", "text"], ["--format", "jsonl", "--jobs", "2"]])
def test_a_reader_that_goes_away_is_no_error(tmp_path, args):
    """As in ``zhnlp segment big.txt | head -1``: quiet, and 141 as a shell counts SIGPIPE."""
    (tmp_path / "big.txt").write_bytes("我爱北京天安门\n".encode() * 100_000)
    command = [sys.executable, "-m", "zhnlp", "segment", "big.txt", *args]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=tmp_path, **pipes) as child:
        assert child.stdout.readline()
        child.stdout.close()
        child.wait(60)

        assert (child.returncode, child.stderr.read()) == (141, b"")


@posix
def test_a_pipe_closed_from_the_beginning_is_no_error(tmp_path):
    """Nothing is left to be written, and to fail, when the process ends."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-m", "zhnlp", "info"]
    done = subprocess.run(
        command, cwd=tmp_path, stdout=write_end, stderr=subprocess.PIPE, timeout=60
    )
    os.close(write_end)

    assert (done.returncode, done.stderr) == (141, b"")


@posix
@pytest.mark.parametrize("stream, number", [("input", 0), ("output", 1)])
def test_a_closed_standard_stream_is_an_error(tmp_path, stream, number):
    shell = shutil.which("sh")
    command = f'"$0" -m zhnlp segment {number}{"<" if number == 0 else ">"}&-'
    done = subprocess.run(
        [shell, "-c", command, sys.executable],
        cwd=tmp_path,
        input=b"x\n",
        capture_output=True,
        timeout=60,
    )

    assert done.returncode == 1
    assert f"standard {stream}: it is closed." in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@posix
@pytest.mark.parametrize("args", ["none.txt", "--bad", "none.txt -o out.txt", "in.txt -o out.txt"])
def test_with_standard_error_closed_no_message_goes_elsewhere(tmp_path, args):
    (tmp_path / "in.txt").write_text("我爱\n", "utf-8")
    command = f'"$0" -m zhnlp segment {args} 2>&-'
    shell = [shutil.which("sh"), "-c", command, sys.executable]
    done = subprocess.run(shell, cwd=tmp_path, stdout=subprocess.PIPE, timeout=60)
    is_right = args.startswith("in.txt")

    assert done.stdout == b""
    assert (done.returncode == 0) == is_right
    found = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert found == {"in.txt": "我爱\n", **({"out.txt": "我 爱\n"} if is_right else {})}


def test_a_file_of_zhnlp_that_is_not_there_is_not_told_as_the_output(run, monkeypatch):
    def gone(*args, **settings):
        raise FileNotFoundError(2, "No such file or directory", f"{resources.dicts()}/x.tsv")

    monkeypatch.setattr("zhnlp.stages.segmenter.Segmenter.line_stream", gone)
    result = run("segment", "-t", "我")

    assert result.exit_code == 1
    assert "x.tsv': No such file or directory. Install zhnlp again.\n" in result.stderr
    assert result.stderr.startswith("Error: cannot read ")


def test_an_interrupt_is_quiet_and_leaves_nothing(run, tmp_path, monkeypatch):
    def interrupt(*args, **settings):
        assert os.listdir(tmp_path) != []  # the output has been begun
        raise KeyboardInterrupt

    monkeypatch.setattr("zhnlp.stages.segmenter.Segmenter.line_stream", interrupt)
    result = run("segment", "-o", "out.txt", stdin="我们\n".encode())

    assert (result.exit_code, result.stderr) == (130, "")
    assert os.listdir(tmp_path) == []


def test_memory_that_is_used_up_is_an_error(run, monkeypatch):
    def use_up(*args):
        raise MemoryError

    monkeypatch.setattr("zhnlp.cli.info.about", use_up)
    result = run("info")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: out of memory.")


def test_a_terminal_without_chinese_gets_utf_8_and_readable_help(process):
    """Data do not depend on the locale; what it cannot show of a help text is escaped."""
    env = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }

    assert process("segment", input="我\n".encode(), env=env).stdout == "我\n".encode()
    assert process("--help", env=env).returncode == 0


def test_no_heavy_package_is_imported_to_segment(process, tmp_path):
    """numpy alone would take longer than the rest of the start."""
    done = process("segment", input="我\n".encode(), env={"PYTHONPROFILEIMPORTTIME": "1"})

    assert b"zhnlp.stages.segmenter" in done.stderr
    for package in HEAVY:
        assert package not in done.stderr


def test_public_names_import_no_heavy_package():
    code = "from zhnlp import *; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert b"zhnlp.pipeline" in done.stdout
    for package in HEAVY:
        assert package not in done.stdout


HEAVY = (
    *(b"numpy", b"pyarrow", b"ray.", b"pandas", b"torch", b"multiprocessing"),
    *(b"gensim", b"sklearn", b"scipy", b"matplotlib", b"opencc", b"pypinyin"),
)


def test_the_module_is_the_program(process):
    done = process("segment", "-t", "我爱北京")
    wrong = process("segmnt")

    assert (done.returncode, done.stdout.decode()) == (0, "我 爱 北京\n")
    assert b"Usage: python -m zhnlp [OPTIONS]" in process("--help").stdout
    assert wrong.returncode == 2
    assert b"Usage: python -m zhnlp" in wrong.stderr


def test_a_process_ends_only_after_what_was_to_be_done_at_its_end(tmp_path):
    code = (
        "import atexit; atexit.register(print, 'the end'); from zhnlp.__main__ import main; main()"
    )
    command = [sys.executable, "-c", code, "segment", "-t", "我爱北京", "--method", "unigram"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "我 爱 北京\nthe end\n"


def test_a_profiler_sees_a_command_to_its_end(tmp_path):
    command = [sys.executable, "-m", "cProfile", "-m", "zhnlp", "--version"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)

    assert done.stdout.startswith(b"zhnlp, version")
    assert b"function calls" in done.stdout


def test_a_process_waits_for_threads_that_still_work(tmp_path):
    code = (
        "import threading, zhnlp.__main__\n"
        "def work():\n"
        "    threading.main_thread().join()\n"
        "    print('worked', flush=True)\n"
        "threading.Thread(target=work).start()\n"
        "zhnlp.__main__.main()"
    )
    command = [sys.executable, "-c", code, "segment", "-t", "我爱北京", "--method", "unigram"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "我 爱 北京\nworked\n"
