"""zhnlp correct and zhnlp evaluate spelling: formats, options, and what lines become."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from zhnlp import Correction
from zhnlp.cli.correct import before_and_after
from zhnlp.cli.reasons import reason
from zhnlp.doc import Doc
from zhnlp.errors import UsageError

TEXT = "他因该在来。\n\n　没有错 \r\n得得，在来"
FIXED = "他应该再来。\n\n　没有错 \r\n得，再来"
WRONG = {"因该": "应该", "在来": "再来", "得得": "得"}


class SpellingModel:
    """Corrects the pairs of WRONG; stands in for the real one, which needs a pack."""

    def __init__(self, name="default"):
        self.rights = WRONG if name == "default" else {"来": name}

    def corrector(self, *, max_false_alarms, misspellings, protected):
        if max_false_alarms is not None and not 0 < max_false_alarms <= 0.1:
            raise UsageError(f"max_false_alarms is {max_false_alarms}; give 0 to 0.1.")
        rights = {**self.rights, **misspellings}
        safe = "|".join(map(re.escape, protected))
        wrong = re.compile("|".join(map(re.escape, rights)))

        def correct(text, kept):
            if safe and re.search(safe, text):
                return []
            return [
                Correction(*match.span(), match[0], rights[match[0]], 2.0, "sound", (("在", -1.0),))
                for match in wrong.finditer(text)
                if all(match.end() <= start or end <= match.start() for start, end in kept)
            ]

        return correct


@pytest.fixture(autouse=True)
def model(monkeypatch):
    module = SimpleNamespace(SpellingModel=SpellingModel)
    monkeypatch.setitem(sys.modules, "zhnlp.models.spelling.model", module)


@pytest.fixture
def write(tmp_path):
    """Write files, by name."""

    def call(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.txt").write_bytes(text.encode())

    return call


def test_lines_stay_lines_and_what_is_right_stays_as_it_is(run):
    result = run("correct", stdin=TEXT.encode())

    assert result.exit_code == 0
    assert result.stdout_bytes.decode() == FIXED


@pytest.mark.parametrize("text", ["", "\n", " \n\r\n", "没有错", "\0\x1b[31m😀\u2028\x85对\n"])
def test_what_is_right_is_printed_as_it_is(run, text):
    assert run("correct", stdin=text.encode()).stdout_bytes == text.encode()


def test_json_lines_have_the_text_the_source_and_the_corrections(run):
    result = run("correct", "--format", "jsonl", stdin=TEXT.encode())
    first, second, third, last = map(json.loads, result.stdout_bytes.decode().split("\n")[:-1])

    assert (second, third) == (
        {"text": "", "corrections": []},
        {"text": "　没有错 ", "corrections": []},
    )
    assert (last["text"], last["source"]) == ("得，再来", "得得，在来")
    assert [last["text"][c["start"] : c["end"]] for c in last["corrections"]] == ["得", "再来"]
    assert first["corrections"][0] == {
        "start": 1,
        "end": 3,
        "wrong": "因该",
        "right": "应该",
        "log_odds": 2.0,
        "reason": "sound",
        "alternatives": [["在", -1.0]],
    }


def test_a_diff_has_the_lines_that_change_with_those_around(run, write):
    write(one=TEXT, two="没有错\n得得\n", three="没有错\n")
    result = run("correct", "--format", "diff", "one.txt", "two.txt", "three.txt")

    assert result.stdout_bytes.decode() == (
        "--- one.txt\n+++ one.txt\n@@ -1,4 +1,4 @@\n"
        "-他因该在来。\n+他应该再来。\n \n 　没有错 \r\n"
        "-得得，在来\n\\ No newline at end of file\n+得，再来\n\\ No newline at end of file\n"
        "--- two.txt\n+++ two.txt\n@@ -1,2 +1,2 @@\n 没有错\n-得得\n+得\n"
    )
    assert run("correct", "--format", "diff", stdin=b"\n").stdout_bytes == b""
    assert run("correct", "--format", "diff", stdin="得得".encode()).stdout[:11] == "--- <stdin>"


@pytest.mark.skipif(not shutil.which("patch"), reason="needs the program patch")
@pytest.mark.parametrize("jobs", [1, 3])
def test_patch_makes_of_files_what_the_command_prints(run, write, tmp_path, jobs):
    write(one="\ufeff" + TEXT, two=f"{TEXT}\r\n" * 50, 三="没有错\n" * 9 + "在来\n")
    names = ("one.txt", "two.txt", "三.txt")
    printed = {name: run("correct", name).stdout_bytes for name in names}
    diff = run("correct", "--format", "diff", "-j", jobs, *names).stdout_bytes
    command = ["patch", "-p0", "--binary"]
    subprocess.run(command, cwd=tmp_path, input=diff, stdout=subprocess.DEVNULL, check=True)

    assert {name: (tmp_path / name).read_bytes() for name in names} == printed


def test_a_diff_does_not_fit_a_file_in_another_encoding(run):
    result = run("correct", "--format", "diff", "--encoding", "gb18030")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "a diff is UTF-8, so it does not fit files in gb18030. Convert them" in result.stderr


def test_a_line_for_each_correction_has_its_place_in_characters(run, write):
    write(one="\ufeff" + TEXT, two="😀在来\n")
    result = run("correct", "--format", "lines", "one.txt", "two.txt")

    assert result.stdout_bytes.decode() == (
        "one.txt:1:2: 因该 → 应该 (sound, odds 7.4)\n"
        "one.txt:1:4: 在来 → 再来 (sound, odds 7.4)\n"
        "one.txt:4:1: 得得 → 得 (sound, odds 7.4)\n"
        "one.txt:4:4: 在来 → 再来 (sound, odds 7.4)\n"
        "two.txt:1:2: 在来 → 再来 (sound, odds 7.4)\n"
    )
    assert run("correct", "--format", "lines", stdin="没有错".encode()).stdout == ""


@pytest.mark.parametrize(
    "log_odds, shown",
    [
        (0.0, "sound, odds 1"),
        (-2.0, "sound, odds 0.14"),
        (2.5, "sound, odds 12"),
        (10.0, "sound, odds 22000"),
        (14.0, "sound, odds over 1000000"),
        (800.0, "sound, odds over 1000000"),
        (float("inf"), "sound"),
    ],
)
def test_odds_are_rounded_to_what_can_be_read(log_odds, shown):
    assert reason(Correction(0, 1, "在", "再", log_odds, "sound")) == shown


@pytest.mark.skipif(not shutil.which("vim"), reason="needs the program vim")
def test_an_editor_reads_the_lines(run, write, tmp_path):
    write(one=TEXT)
    run("correct", "--format", "lines", "one.txt", "-o", "found.txt")
    script = "call writefile(map(getqflist(), {_, e -> bufname(e.bufnr) . e.lnum}), 'read.txt')"
    command = ["vim", "-Nu", "NONE", "-es", "-c", r"set errorformat=%f:%l:%c:\ %m"]
    command += ["-c", "cgetfile found.txt", "-c", script, "-c", "qa!"]
    subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, timeout=60)

    read = (tmp_path / "read.txt").read_text("utf-8").split()
    assert read == ["one.txt1", "one.txt1", "one.txt4", "one.txt4"]


def test_names_are_kept_on_request(run):
    """The models that ship find the name."""
    name = "王小明在来了"
    text = f"{name}，{name}\n".encode()
    args = ("correct", "--misspellings", "mine.txt")
    Path("mine.txt").write_text("小明\t晓明\n", "utf-8")

    assert run(*args, stdin=text).stdout == "王晓明再来了，王晓明再来了\n"
    kept = run(*args, "--keep-names", stdin=text)
    assert kept.stdout == "王小明再来了，王小明再来了\n"
    found = json.loads(run(*args, "--keep-names", "--format", "jsonl", stdin=text).stdout)
    assert [*found] == ["text", "source", "corrections"]


def test_a_diff_is_coloured_by_characters_on_a_terminal():
    doc = Doc("我在来呢", corrections=(Correction(1, 2, "在", "再", 1.0, "sound"),))
    plain, coloured = (before_and_after(doc, in_colour=each) for each in (False, True))

    assert plain == ("我在来呢", "我再来呢")
    assert coloured == ("我\x1b[31m在\x1b[0m来呢", "我\x1b[32m再\x1b[0m来呢")


def test_what_is_missing_or_too_much_has_colour_on_one_side_only():
    missing = Correction(1, 1, "", "了", 1.0, "edit")
    spare = Correction(2, 3, "的", "", 1.0, "edit")

    assert before_and_after(Doc("少字的", corrections=(missing, spare)), in_colour=True) == (
        "少字\x1b[31m的\x1b[0m",
        "少\x1b[32m了\x1b[0m字",
    )


@pytest.mark.parametrize("form", ["text", "jsonl", "diff", "lines"])
def test_any_number_of_threads_gives_the_same_bytes(run, form):
    stdin = "".join(f"第{i}行，他因该在来。\n" for i in range(300)).encode()
    one, four = (run("correct", "--format", form, "-j", n, stdin=stdin) for n in (1, 4))

    assert one.exit_code == 0
    assert one.stdout_bytes == four.stdout_bytes


def test_options_choose_and_set_up_the_corrector(run, write):
    write(mine="# mine\n没有错\t没错\n", kept="得得\n")
    text = TEXT.encode()

    assert "没错" in run("correct", "--misspellings", "mine.txt", stdin=text).stdout
    assert run("correct", "--protect", "kept.txt", stdin=text).stdout.endswith("得得，在来")
    assert run("correct", "--model", "./去", stdin=b"\xe6\x9d\xa5").stdout == "./去"
    assert run("correct", "--max-false-alarms", "0.05", stdin=text).stdout_bytes == FIXED.encode()


def test_a_file_appears_whole_or_not_at_all(run, write, tmp_path):
    write(bad="他因该在来\n")
    (tmp_path / "bad.txt").write_bytes("在来\n".encode() + b"\xff\n")
    result = run("correct", "bad.txt", "-o", "out.txt")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: bad.txt:2: byte 0xff is not UTF-8.")
    assert not (tmp_path / "out.txt").exists()
    assert run("correct", "bad.txt", "--errors", "replace").stdout == "再来\n\ufffd\n"
    diff = run("correct", "bad.txt", "--errors", "replace", "--format", "diff")
    assert diff.stdout_bytes.endswith("-在来\n+再来\n-".encode() + b"\xff\n+\xef\xbf\xbd\n")


def test_other_encodings_can_be_read(run):
    stdin = "在来\n".encode("gb18030")

    assert run("correct", "--encoding", "gb18030", stdin=stdin).stdout == "再来\n"


FAULTS = [
    (
        ("--misspellings", "mine.txt"),
        1,
        "mine.txt:2: '在坐' has one column. Write wrong<TAB>right.",
    ),
    (("--misspellings", "none.txt"), 1, "cannot read misspellings 'none.txt'"),
    (("--protect", "none.txt"), 1, "cannot read lexicon 'none.txt'"),
    (("--max-false-alarms", "0.5"), 2, "max_false_alarms is 0.5; give 0 to 0.1."),
    (("--max-false-alarms", "few"), 2, "'few' is not a number."),
    (("none.txt",), 1, "cannot read 'none.txt'"),
]


@pytest.mark.parametrize("args, code, problem", FAULTS)
def test_what_cannot_be_is_an_error_and_nothing_is_written(run, write, args, code, problem):
    write(mine="帐号\t账号\n在坐\n")
    result = run("correct", *args, stdin=TEXT.encode())

    assert (result.exit_code, result.stdout) == (code, "")
    assert problem in result.stderr


PAIRS = "1\t我在来\t我再来\n1\t你因改来\t你应该来\n0\t得得\t得得\n0\t他来\t他来\n"


def test_the_sources_are_corrected_and_scored(run, write):
    write(gold=PAIRS)
    lines = run("evaluate", "spelling", "gold.txt").stdout.splitlines()
    found = json.loads(run("evaluate", "spelling", "gold.txt", "--format", "json").stdout)

    assert lines[0] == "4 sentences, 2 with errors, 2 changed"
    assert lines[3] == "sentence correction  P 0.5000 R 0.5000 F1 0.5000"
    assert lines[-1] == "false alarms 0.5000 of 2 right sentences"
    assert (found["correction"]["f1"], found["characters"]["recall"]) == (0.5, 1 / 3)


def test_the_corrector_that_is_scored_can_be_set_up(run, write):
    write(gold=PAIRS, mine="因改\t应该\n", kept="得得\n")
    args = ("--misspellings", "mine.txt", "--protect", "kept.txt", "--max-false-alarms", "0.01")
    found = run("evaluate", "spelling", "gold.txt", *args).stdout

    assert "sentence correction  P 1.0000 R 1.0000 F1 1.0000" in found
    assert "false alarms 0.0000 of 2 right sentences" in found


def test_names_are_kept_in_what_is_scored(run, write):
    write(gold="0\t王小明来了\t王小明来了\n1\t我在来\t我再来\n", mine="小明\t晓明\n")
    args = ("evaluate", "spelling", "gold.txt", "--misspellings", "mine.txt")

    assert "false alarms 1.0000 of 1" in run(*args).stdout
    assert "false alarms 0.0000 of 1" in run(*args, "--keep-names").stdout


def test_a_result_is_scored_line_by_line(run, write):
    write(gold=PAIRS, mine="我再来\r\n你应该来\n得得\n他来\n\n")
    lines = run("evaluate", "spelling", "gold.txt", "--predicted", "mine.txt").stdout.splitlines()

    assert lines[0] == "4 sentences, 2 with errors, 2 changed"
    assert lines[2:5] == [
        "sentence detection   P 1.0000 R 1.0000 F1 1.0000",
        "sentence correction  P 1.0000 R 1.0000 F1 1.0000",
        "character correction P 1.0000 R 1.0000 F1 1.0000",
    ]


def test_what_correct_writes_of_the_sources_can_be_scored(run, write):
    write(gold=PAIRS, sources="".join(row.split("\t")[1] + "\n" for row in PAIRS.splitlines()))
    run("correct", "sources.txt", "-o", "mine.txt")
    scored = run("evaluate", "spelling", "gold.txt", "--predicted", "mine.txt").stdout

    assert scored == run("evaluate", "spelling", "gold.txt").stdout


def test_a_format_that_is_named_is_not_guessed(run, write):
    write(gold="1\t2\n3\t4\n")

    assert run("evaluate", "spelling", "gold.txt").exit_code == 0
    result = run("evaluate", "spelling", "gold.txt", "--gold-format", "sighan")
    assert result.stderr.startswith("Error: gold.txt:1: '1\\t2' has 2 columns. Write n<TAB>source")


WRONG_FILES = [
    (PAIRS, "我再来\n", "mine.txt:1: the file has 1 lines, the gold file has 4 pairs. Give the"),
    (PAIRS, "", "mine.txt:1: the file has 0 lines, the gold file has 4 pairs."),
    ("在\t再\n", "再\n再\n", "mine.txt:2: the file has 2 lines, the gold file has 1 pairs."),
    ("\n", "再\n", "gold.txt:1: the file has no pairs. Give a corpus to score against."),
    ("我再来\n", "再\n", "gold.txt:1: cannot guess the format of pairs"),
]


@pytest.mark.parametrize("gold, mine, sentence", WRONG_FILES)
def test_what_cannot_be_scored_is_an_error_with_its_place(run, write, gold, mine, sentence):
    write(gold=gold, mine=mine)
    result = run("evaluate", "spelling", "gold.txt", "--predicted", "mine.txt")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {sentence}")


@pytest.mark.parametrize(
    "option", ["model", "max-false-alarms", "misspellings", "protect", "keep-names"]
)
def test_an_option_without_effect_is_not_ignored_in_silence(run, option):
    value = () if option == "keep-names" else ("sighan-spelling" if option == "model" else "0.1",)
    result = run("evaluate", "spelling", "gold.txt", "--predicted", "x", f"--{option}", *value)

    assert result.exit_code == 2
    assert f"--{option} has no effect" in result.stderr
