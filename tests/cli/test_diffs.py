"""Diffs: what patch makes of a file is what the command prints of it."""

import gzip
import re
import shutil
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhnlp.cli import diffs
from zhnlp.cli.correct import text_line
from zhnlp.cli.diffs import Change, LineChanger, Lines, header_name, unified
from zhnlp.cli.formats import LineWriter
from zhnlp.doc import Doc
from zhnlp.io.blocks import Block, read_blocks, whole_lines

WRONG = {"因该": "应该", "在来": "再来", "得得": "得"}
PATTERN = re.compile("|".join(WRONG))
BOM = "\ufeff".encode()
LINES = st.one_of(
    st.sampled_from(
        [b"", "没有错".encode(), "他因该在来".encode(), "得得".encode(), b"\xff", b"\r"]
    ),
    st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])).map(str.encode),
)
ENDS = st.sampled_from([b"\n", b"\n", b"\r\n"])
TEXTS = st.builds(
    lambda mark, lines, last: mark + b"".join(map(b"".join, lines)) + last,
    st.sampled_from([b"", b"", BOM]),
    st.lists(st.tuples(LINES, ENDS), max_size=30),
    st.one_of(st.just(b""), LINES),
)
patch = pytest.mark.skipif(not shutil.which("patch"), reason="needs the program patch")
git = pytest.mark.skipif(not shutil.which("git"), reason="needs the program git")


def change(text):
    new = PATTERN.sub(lambda match: WRONG[match[0]], text)
    return Change(new) if new != text else None


def blocks_of(data, size):
    """The lines of `data` as blocks of `size` lines."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    lines[-1] = lines[-1].removesuffix(b"\n")
    lines = [line for line in lines if line]
    for at in range(0, len(lines), size):
        yield Block(b"".join(lines[at : at + size]), "in.txt", at + 1)


def diff_of(data, size=4):
    pieces = map(LineChanger(change, "replace"), blocks_of(data, size))
    return b"".join(unified(pieces, in_colour=False))


def corrected(data):
    """What `zhnlp correct` prints of `data`."""
    changed = LineWriter(
        lambda text, end: text_line(Doc(getattr(change(text), "new", text)), end), "replace"
    )
    return changed(Block(data.removeprefix(BOM), "in.txt", 1))


def applied(diff, data):
    """What a diff of one file makes of it: the plainest reader of diffs."""
    old = re.findall(rb"[^\n]*\n|[^\n]+", data)
    new, at = [], 0
    lines = re.findall(rb"[^\n]*\n", diff)[2:]
    for number, line in enumerate(lines):
        sign, rest = line[:1], line[1:]
        if number + 1 < len(lines) and lines[number + 1][:1] == b"\\":
            rest = rest.removesuffix(b"\n")
        if sign == b"@":
            start, n_old = re.match(rb"@@ -(\d+)(?:,(\d+))? ", line).groups()
            start = int(start) - (n_old != b"0")
            new += old[at:start]
            at = start
        elif sign in b" -":
            assert old[at] == rest
            at += 1
        if sign in b" +":
            new.append(rest)
    return b"".join([*new, *old[at:]])


@given(TEXTS, st.integers(1, 40))
@example(BOM, 1)
@example(BOM + "得得".encode(), 1)
@example("得得\n".encode() + "对\n".encode() * 6 + "得得".encode(), 3)
@example("得得\n".encode() + "对\n".encode() * 7 + "得得".encode(), 3)
def test_a_diff_makes_of_a_file_what_the_command_prints(data, size):
    assert applied(diff_of(data, size), data) == corrected(data)


@given(TEXTS, st.integers(1, 40))
def test_a_diff_does_not_depend_on_the_blocks(data, size):
    assert diff_of(data, size) == diff_of(data, 1)


@patch
def test_patch_makes_of_a_file_what_the_command_prints(tmp_path):
    @given(TEXTS)
    @example(BOM)
    @example(BOM + "得得".encode())
    @example(b"".join(b"%d\n" % n + "在来\n".encode() * (n % 9 == 0) for n in range(90)))
    def check(data):
        (tmp_path / "in.txt").write_bytes(data)
        command = ["patch", "-p0", "--binary", "--quiet", "--no-backup-if-mismatch"]
        diff = diff_of(data)
        done = subprocess.run(command, cwd=tmp_path, input=diff, capture_output=True, timeout=60)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        path = tmp_path / "in.txt"
        assert (path.read_bytes() if path.exists() else b"") == corrected(data)

    check()


@git
def test_git_takes_the_diff_of_several_files(tmp_path):
    texts = {
        "草稿.txt": "得得\r\n对\n".encode() * 9,
        "my draft.txt": "对\n在来".encode(),
        'a"b\\\t.txt': "因该\n".encode(),
    }
    found = b""
    for name, data in texts.items():
        (tmp_path / name).write_bytes(data)
        pieces = whole_lines(read_blocks([str(tmp_path / name)], exact=True))
        named = map(LineChanger(change, "strict"), (each._replace(path=name) for each in pieces))
        found += b"".join(unified(named, in_colour=False))
    command = ["git", "apply", "-p0", "--whitespace=nowarn"]
    done = subprocess.run(command, cwd=tmp_path, input=found, capture_output=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, b"")
    for name, data in texts.items():
        assert (tmp_path / name).read_bytes() == corrected(data)


def test_changes_that_are_near_are_in_one_hunk_as_in_diff_u():
    near, far = ("得得\n" + "对\n" * n + "得得\n" for n in (6, 7))

    assert diff_of(near.encode()).count(b"@@ -") == 1
    assert diff_of(far.encode()).decode() == (
        "--- in.txt\n+++ in.txt\n@@ -1,4 +1,4 @@\n-得得\n+得\n 对\n 对\n 对\n"
        "@@ -6,4 +6,4 @@\n 对\n 对\n 对\n-得得\n+得\n"
    )


def test_a_long_hunk_waits_on_disk(monkeypatch):
    monkeypatch.setattr(diffs, "_IN_MEMORY", 10)
    data = "得得\n".encode() * 100

    assert applied(diff_of(data), data) == corrected(data)


def test_what_does_not_change_has_no_diff():
    assert diff_of("没有错\n对".encode()) == diff_of(b"") == b""
    assert list(unified([Lines("a", 1, []), Lines("b", 1, [])], in_colour=False)) == []


def test_heads_and_signs_have_colours_on_a_terminal_and_context_has_none():
    changed = LineChanger(lambda text: Change("得", ("\x1b[31m得得\x1b[0m", "得")), "strict")
    [piece] = map(changed, [Block("得得\n".encode(), "in.txt", 1)])
    found = b"".join(unified([piece], in_colour=True)).decode()

    assert found == (
        "\x1b[1m--- in.txt\n+++ in.txt\x1b[0m\n\x1b[36m@@ -1 +1 @@\x1b[0m\n"
        "\x1b[31m-\x1b[0m\x1b[31m得得\x1b[0m\n\x1b[32m+\x1b[0m得\n"
    )


@pytest.mark.parametrize(
    "path, name",
    [("a.txt", "a.txt"), ("草 稿.txt", "草 稿.txt\t"), ("a\n.txt", '"a\\012.txt"'), ("a.xz", "a")],
)
def test_a_name_can_be_read_by_patch(path, name):
    assert header_name(path) == name.encode()


def test_the_diff_of_a_packed_file_is_for_the_unpacked_one(tmp_path):
    path = tmp_path / "in.txt.gz"
    path.write_bytes(gzip.compress("得得".encode()))
    pieces = map(LineChanger(change, "strict"), read_blocks([str(path)], exact=True))

    assert b"".join(unified(pieces, in_colour=False)).splitlines()[0].endswith(b"/in.txt")
