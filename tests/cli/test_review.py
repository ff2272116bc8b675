"""zhnlp correct --review: questions, answers, and what is written where."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

import toy_spelling
from zhnlp import SpellingProject

TEXT = "他们发现了问提。\r\n今天的天汽很好。\n\n他门来了。你门来了"
PROJECT = "zhnlp-spelling.txt"
TOY = Path(toy_spelling.__file__)


@pytest.fixture(autouse=True)
def model(monkeypatch):
    monkeypatch.setitem(sys.modules, "zhnlp.models.spelling.model", toy_spelling.MODULE)


@pytest.fixture
def review(run, tmp_path):
    """Review draft.txt with these answers."""
    (tmp_path / "draft.txt").write_bytes(TEXT.encode())

    def call(answers, *args, files=("draft.txt",)):
        stdin = "".join(f"{answer}\n" for answer in answers).encode()
        return run("correct", "--review", *files, *args, stdin=stdin)

    return call


def text_of(result):
    """What it has printed, with its line ends."""
    return result.stdout_bytes.decode()


def decided(path=PROJECT):
    return [tuple(each) for each in SpellingProject.read(path)]


def test_only_what_is_accepted_is_corrected(review):
    result = review(["y", "n", "a", "n"])

    assert result.exit_code == 0
    assert text_of(result) == TEXT.replace("问提", "问题").replace("他门", "他们")
    assert decided() == [
        ("发现了问提。", "发现了问题。"),
        ("今天的天汽很好", "今天的天汽很好"),
        ("他门", "他们"),
        ("了。你门来了", "了。你门来了"),
    ]
    assert result.stderr.endswith(f"4 answers are in {PROJECT}.\n")
    assert Path("draft.txt").read_bytes() == TEXT.encode()


def test_a_question_shows_the_place_the_text_and_the_candidates(review):
    shown = review(["q"]).stderr

    assert shown == (
        "\ndraft.txt:1:7 (sound, odds 7.4), 3 more\n  他们发现了问[提→题]。\n  or 1 体  2 踢\n"
        "Correct 提 → 题? [y,n,a,N,1,2,e,s,u,q,?] stopped; 4 questions are open in draft.txt.\n"
    )


@pytest.mark.parametrize("answer, text", [("s", "他来了，，好。"), ("y", "他来了，好。")])
def test_what_a_check_finds_is_corrected_only_if_accepted(review, answer, text):
    Path("marks.txt").write_text("他来了，，好。", "utf-8")
    result = review([answer], "--check", "punctuation", files=("marks.txt",))

    assert (result.exit_code, text_of(result)) == (0, text)


def test_checks_stay_with_what_a_project_decided(run):
    Path("spelling.txt").write_text("天汽\n", "utf-8")
    result = run(
        *("correct", "--project", "spelling.txt", "--check", "punctuation"),
        stdin="天汽，，好。\n".encode(),
    )

    assert result.stdout == "天汽，好。\n"


def test_a_second_review_asks_nothing_and_gives_the_same(review):
    first = review(["y", "n", "a", "N"])
    second = review([])

    assert second.stdout == first.stdout
    assert second.stderr == "no question is open.\n"


def test_what_was_decided_holds_in_other_texts_without_a_question(review, run):
    review(["a", "n", "a", "N"])
    stdin = "有问提。他门在。你门在。天汽".encode()

    assert (
        run("correct", "--project", PROJECT, stdin=stdin).stdout == "有问题。他们再。你门再。天气"
    )


ANSWERS = [
    (["1"], "发现了问体。"),
    (["2"], "发现了问踢。"),
    (["e", "题目"], "发现了问题目。"),
    (["e", "", "e", "提", "y"], "发现了问题。"),
    (["", "?", "x", "Y"], "发现了问题。"),
    (["ｙ"], "发现了问题。"),
    (["yes"], "发现了问题。"),
    (["s"], "发现了问提。"),
    (["y", "u", "n"], "发现了问提。"),
    (["s", "u", "y"], "发现了问题。"),
    (["u", "y"], "发现了问题。"),
    (["e", "a\tb", "y"], "发现了问题。"),
]


@pytest.mark.parametrize("answers, line", ANSWERS, ids=[" ".join(a).strip() for a, _ in ANSWERS])
def test_what_the_answers_do(review, answers, line):
    assert text_of(review([*answers, "q"])) == TEXT.replace("发现了问提。", line)


def test_a_review_in_which_all_is_skipped_says_nothing_of_open_questions(review):
    result = review("ssss")

    assert text_of(result) == TEXT
    assert "no question is open" not in result.stderr
    assert not Path(PROJECT).exists()


def test_the_end_of_the_answers_stops(review):
    result = review(["y"])

    assert result.exit_code == 0
    assert text_of(result) == TEXT.replace("问提", "问题")
    assert result.stderr.endswith(
        "1 answer is in zhnlp-spelling.txt.\nstopped; 3 questions are open in draft.txt.\n"
    )


def test_the_most_certain_come_first_on_request(review):
    shown = review(["n"] * 4, "--sort", "certainty").stderr

    assert re.findall("Correct (.)", shown) == ["门", "门", "提", "汽"]


def test_equal_questions_are_asked_once(review):
    Path("more.txt").write_text("他门来了。\n对。\n他门去了。\n", "utf-8")
    result = review(["y"], files=["more.txt"])

    assert "more.txt:1:2 (sound, odds 20, 2 times: lines 1, 3)\n" in result.stderr
    assert result.stdout == "他们来了。\n对。\n他们去了。\n"


def test_what_one_file_has_decided_is_not_asked_in_the_next(review):
    Path("more.txt").write_text("他门去了。", "utf-8")
    result = review(["n", "n", "a", "n"], files=["draft.txt", "more.txt"])

    assert text_of(result) == TEXT.replace("他门", "他们") + "\n他们去了。"


def test_a_text_that_is_given_can_be_reviewed(review):
    result = review(["y"], "--text", "有问提", files=())

    assert (result.stdout, result.exit_code) == ("有问题\n", 0)
    assert "<text>:1:3" in result.stderr


def test_other_formats_have_what_is_accepted(review):
    def shown(form):
        return review(["y", "n", "n", "n"], "--format", form).stdout

    assert shown("lines") == "draft.txt:1:3: 发现了问提。 → 发现了问题。 (user)\n"
    assert shown("diff").count("\n+") == 2
    assert shown("csv").count("\n") == 2
    assert shown("jsonl").count('"source"') == 1


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("is_review", [True, False])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_in_place_changes_the_accepted_characters_and_no_other_byte(
    review, run, encoding, is_review
):
    before = TEXT + "\x85\u2028\x1b\0"
    Path("draft.txt").write_bytes(before.encode(encoding))
    options = ("--in-place", "--encoding", encoding.removesuffix("-sig"))
    if is_review:
        result = review("ynaq", *options)
        after = before.replace("问提", "问题").replace("他门", "他们")
    else:
        result = run("correct", "draft.txt", *options)
        after = before.translate(str.maketrans("提汽门", "题气们"))

    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("draft.txt").read_bytes() == after.encode(encoding)


def test_a_byte_order_mark_decides_the_order_and_stays(review):
    before = ("\ufeff" + TEXT).encode("utf-16-be")
    Path("draft.txt").write_bytes(before)
    review("aaaa", "--in-place", "--encoding", "utf-16")

    after = TEXT.translate(str.maketrans("提汽门", "题气们"))
    assert Path("draft.txt").read_bytes() == ("\ufeff" + after).encode("utf-16-be")


def test_a_file_in_which_nothing_is_accepted_is_left_alone(review):
    before = os.stat("draft.txt")
    review("nnnn", "--in-place")
    after = os.stat("draft.txt")

    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_files_after_the_last_answer_are_left_alone(review):
    for name in ("one", "two"):
        Path(f"{name}.txt").write_text("他门来了。天汽。", "utf-8")
    result = review("aq", "--in-place", files=["one.txt", "two.txt"])

    assert result.exit_code == 0
    assert Path("one.txt").read_text("utf-8") == "他们来了。天汽。"
    assert Path("two.txt").read_text("utf-8") == "他门来了。天汽。"


def test_a_character_that_the_encoding_lacks_is_an_error(review):
    Path("draft.txt").write_bytes("有问提".encode("gb2312"))
    result = review(["e", "𠮷"], "--in-place", "--encoding", "gb2312")

    assert result.exit_code == 1
    assert "cannot write 'draft.txt': '𠮷' is not in gb2312. Convert" in result.stderr
    assert Path("draft.txt").read_bytes() == "有问提".encode("gb2312")


FAULTS = [
    ((), ["--review"], 2, "--review reads the answers from standard input, so the text cannot"),
    (("-",), ["--review"], 2, "--review reads the answers from standard input"),
    (("draft.txt", "-"), ["--review"], 2, "--review reads the answers from standard input"),
    (("pipe",), ["--review"], 1, "cannot review 'pipe': it is no file, and it is read twice."),
    (("none.txt",), ["--review"], 1, "cannot read 'none.txt': No such file"),
    (("draft.txt",), ["--review", "--project", "draft.txt"], 2, "is both read and written"),
    (("draft.txt",), ["--review", "-o", PROJECT], 2, "is the file of the project"),
    (("draft.txt",), ["--review", "--project", "folder"], 1, "cannot write 'folder': it is a f"),
    (("draft.txt",), ["--review", "--project", "no/x.txt"], 1, "there is no folder"),
    (("draft.txt",), ["--review", "--project", "bad.txt"], 1, "bad.txt:1: '帐号 账号' has a space"),
    (
        ("draft.txt",),
        ["--review", "--project", "byte.txt"],
        1,
        "byte.txt:2: byte 0xff is not UTF-8",
    ),
    (("draft.txt",), ["--project", "bad.txt"], 1, "bad.txt:1: '帐号 账号' has a space"),
    (("draft.txt",), ["--project", "none.txt"], 1, "cannot read project 'none.txt'"),
    (("draft.txt",), ["--sort", "place"], 2, "--sort is for --review and for --format lines and"),
    ((), ["--in-place"], 2, "--in-place writes into FILES. Name them."),
    (("-",), ["--in-place"], 2, "--in-place writes into FILES. Name them."),
    ((), ["--in-place", "-t", "好"], 2, "--in-place writes into FILES. Name them."),
    (("draft.txt",), ["--in-place", "-o", "x"], 2, "--in-place and --output are two places"),
    (("draft.txt",), ["--in-place", "--format", "diff"], 2, "--format diff has no effect."),
    (("draft.txt",), ["--in-place", "--errors", "replace"], 2, "--errors replace does not."),
    (("draft.txt.gz",), ["--in-place"], 1, "cannot correct 'draft.txt.gz' in place: it is packed."),
    (("byte.txt",), ["--in-place"], 1, "byte.txt:2: byte 0xff is not utf-8. Name its encoding"),
    (("byte.txt",), ["--review"], 1, "byte.txt:2: byte 0xff is not UTF-8."),
]


@pytest.mark.parametrize("files, args, code, problem", FAULTS)
def test_what_cannot_be_is_an_error_and_nothing_changes(review, files, args, code, problem, run):
    os.mkfifo("pipe")
    os.mkdir("folder")
    Path("bad.txt").write_text("帐号 账号\n", "utf-8")
    Path("byte.txt").write_bytes("好\n".encode() + b"\xff\n")
    Path("draft.txt.gz").write_bytes(b"\x1f\x8b")
    before = {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    result = run("correct", *files, *args, stdin=b"y\ny\ny\ny\n")

    assert (result.exit_code, result.stdout) == (code, "")
    assert problem in result.stderr
    assert {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()} == before


def test_bad_lines_of_a_project_can_be_left_out(review):
    Path("mine.txt").write_text("帐号 账号\n", "utf-8")
    result = review("ynnn", "--project", "mine.txt", "--skip-bad-lines")

    assert result.exit_code == 0
    assert result.stderr.count("The line is left out.") == 1
    assert Path("mine.txt").read_text("utf-8").startswith("帐号 账号\n发现了问提。\t")


def test_what_would_undo_an_answer_is_not_decided(review):
    Path("more.txt").write_text("他门来了。\n你说他门在。", "utf-8")
    Path("mine.txt").write_text("他门来\t他们来\n", "utf-8")
    result = review(["N", "n", "n"], "--project", "mine.txt", files=["more.txt"])

    assert "that would undo '他门来' → '他们来'." in result.stderr
    assert result.stdout == "他们来了。\n你说他门在。"


def test_controls_of_a_text_do_not_reach_the_terminal(review):
    Path("more.txt").write_text("\x1b[2J\r有问提\x1b]0;x\x07", "utf-8")
    result = review("q", files=["more.txt"])

    assert "␛[2J␍有问[提→题]␛]0;x␇" in result.stderr
    assert "\x1b" not in result.stderr


@contextmanager
def begun(folder, *args, **streams):
    """A review in a process of its own, which is killed in the end if it goes on."""
    command = [sys.executable, str(TOY), "correct", "--review", "draft.txt", *args]
    environment = {**os.environ, "NO_COLOR": ""}
    with subprocess.Popen(command, cwd=folder, env=environment, **streams) as child:
        try:
            yield child
        finally:
            child.kill()


def read_until(number, wanted):
    """What a file gives until these bytes come."""
    seen = b""
    while wanted not in seen and (data := os.read(number, 1 << 12)):
        seen += data
    return seen


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_an_interrupted_review_keeps_its_answers_and_changes_no_file(review, tmp_path):
    pipe = subprocess.PIPE
    with begun(tmp_path, "--in-place", stdin=pipe, stdout=pipe, stderr=pipe) as child:
        read_until(child.stderr.fileno(), b"?] ")
        os.write(child.stdin.fileno(), b"a\n")
        read_until(child.stderr.fileno(), b"?] ")
        child.send_signal(signal.SIGINT)

        assert child.wait(60) == 130
    assert decided() == [("问提", "问题")]
    assert Path("draft.txt").read_bytes() == TEXT.encode()
    assert {path.name for path in tmp_path.iterdir()} == {"draft.txt", PROJECT}


@pytest.mark.skipif(os.name != "posix", reason="terminals of POSIX")
def test_a_terminal_shows_colours_and_takes_the_answers(review, tmp_path):
    ours, theirs = os.openpty()
    with begun(tmp_path, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs) as child:
        os.close(theirs)
        shown = read_until(ours, b"?] ")
        os.write(ours, "e\n题\nq\n".encode())
        text = child.stdout.read()
    os.close(ours)

    assert "问[\x1b[31m提\x1b[0m→\x1b[32m题\x1b[0m]。".encode() in shown
    assert text == TEXT.replace("问提", "问题").encode()


def test_corrections_are_a_table_on_request(run):
    Path("draft.txt").write_text("\n有问提，“天汽”\n", "utf-8")
    shown = run("correct", "draft.txt", "--format", "csv").stdout_bytes.decode()

    assert shown == (
        "\ufeffpath,line,column,wrong,right,reason,log_odds,alternatives,text\n"
        "draft.txt,2,3,提,题,sound,2.00,体 踢,有问提，“天汽”\n"
        "draft.txt,2,7,汽,气,sound,1.00,,有问提，“天汽”\n"
    )
    assert run("correct", "--format", "csv").stdout.count("\n") == 1


@pytest.mark.parametrize("jobs", [1, 3])
def test_places_are_sorted_by_certainty_file_by_file(run, jobs):
    Path("one.txt").write_text("天汽\n" * 5 + "他门\n", "utf-8")
    Path("two.txt").write_text("他门\n问提\n我门", "utf-8")
    args = ("correct", "one.txt", "two.txt", "-j", jobs, "--sort", "certainty")
    lines = run(*args, "--format", "lines").stdout.splitlines()

    assert [line.split()[0] for line in lines] == [
        "one.txt:6:2:",
        *(f"one.txt:{number}:2:" for number in range(1, 6)),
        *("two.txt:1:2:", "two.txt:3:2:", "two.txt:2:2:"),
    ]
