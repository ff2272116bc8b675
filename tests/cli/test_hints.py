"""Hints: near misses are answered with what was meant; a text can be given as such."""

import json

import pytest

from commands import every_command
from zhnlp.cli.hints import DOING, MEANT

TAKERS = [
    " ".join(path)
    for path, command in every_command()
    if any("--text" in param.opts for param in command.params)
]
NEEDS = {"view": "rich"}  # what is not always installed
ALONE = [name for name in TAKERS if name not in ("classify", "convert")]  # need no other option


@pytest.mark.parametrize("name", MEANT)
def test_a_name_that_people_use_leads_to_a_command_that_is_there(run, name):
    result = run(name)
    meant = MEANT[name]

    assert result.exit_code == 2
    assert f"no such command {name!r}. Did you mean 'zhnlp {meant}'?" in result.stderr
    assert run(*meant.split(), "--help").exit_code == 0


def test_a_mistyped_name_still_leads_to_the_nearest(run):
    assert "Did you mean 'keywords'?" in run("keyword").stderr
    assert "There are: batch, " in run("xyzzy").stderr
    assert "Did you mean 'zhnlp entities'?" in run("NER").stderr


def test_a_text_in_place_of_a_command_is_answered_with_one(run):
    assert "write: zhnlp segment -t '我爱 北京'" in run("我爱 北京").stderr


@pytest.mark.parametrize("command", ALONE)
def test_a_text_in_place_of_a_file_is_answered_with_the_option(run, command):
    result = run(command, "我爱 北京。")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "cannot read '我爱 北京。': No such file or directory. To " in result.stderr
    assert f" a text given as such, use -t: main {command} -t '我爱 北京。'" in result.stderr


@pytest.mark.parametrize("name", ["新闻.txt", "文件夹/新闻", "news"])
def test_a_name_of_a_file_that_is_not_there_is_no_text(run, name):
    assert "-t" not in run("segment", name).stderr


def test_a_file_with_the_name_of_a_text_is_read(run, tmp_path):
    (tmp_path / "我爱北京").write_text("他来\n", "utf-8")

    assert run("segment", "我爱北京").stdout == "他 来\n"


def test_the_words_for_what_is_done_are_of_commands():
    assert set(DOING) <= set(TAKERS)


def test_the_commands_that_read_lines_and_run_take_a_text():
    assert {*TAKERS} >= {
        *("segment", "tag", "entities", "correct", "pinyin", "keywords", "classify", "convert"),
        *("summarize", "run", "view"),
    }


@pytest.mark.parametrize("command", ALONE)
def test_a_text_is_what_a_line_of_standard_input_is(run, command):
    if command in NEEDS:
        pytest.importorskip(NEEDS[command], reason="it comes with zhnlp[view]")
    texts = ("他因该在来。", "我爱北京\n天安门\n", "")
    args = [part for text in texts for part in ("-t", text)]
    stdin = "他因该在来。\n我爱北京\n天安门\n\n".encode()

    given, read = run(command, *args), run(command, stdin=stdin)
    assert given.exit_code == 0
    assert given.stdout.replace("<text>", "<stdin>").count("\n") == read.stdout.count("\n")
    if command not in ("run", "view"):  # each text begins with line 1
        assert given.stdout == read.stdout


def test_run_says_that_a_text_was_given(run):
    found = json.loads(run("run", "-t", "我爱北京").stdout)

    assert (found["path"], found["line"], found["words"]) == ("<text>", 1, ["我", "爱", "北京"])


def test_each_text_is_a_document(run):
    args = ("keywords", "--documents", "file", "-t", "北京下雨\n北京", "-t", "上海")

    assert len(run(*args).stdout.splitlines()) == 2


def test_a_place_in_a_text_names_it(run):
    result = run("correct", "--format", "lines", "-t", "没有错", "-t", "今天的天汽很好")

    assert result.stdout.startswith("<text>:1:5: 汽 → 气 (")


@pytest.mark.parametrize("args", [("-t", "我", "in.txt"), ("in.txt", "--text", "我")])
def test_a_text_and_files_are_too_much(run, args):
    result = run("segment", *args)

    assert result.exit_code == 2
    assert "FILES and --text are two inputs. Leave one out." in result.stderr


def test_a_text_is_not_in_the_encoding_of_files(run):
    assert run("segment", "-t", "我爱", "--encoding", "gb18030").stdout == "我 爱\n"
