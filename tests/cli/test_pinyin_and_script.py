"""zhnlp pinyin and zhnlp convert: lines in, lines out."""

import json

import pytest

TEXT = "银行行长\n他在iPhone 15上。\n\n"


def output(run, *arguments, stdin=TEXT):
    result = run(*arguments, stdin=stdin.encode())
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes.decode()


def test_one_line_of_readings_for_each_line(run):
    assert output(run, "pinyin") == ("yín háng háng zhǎng\ntā zài iPhone 15 shàng 。\n\n")


def test_style_separator_and_only(run):
    options = ("pinyin", "--style", "numbers", "--separator", "-", "--only")

    assert output(run, *options) == "yin2-hang2-hang2-zhang3\nta1-zai4-shang4\n\n"


def test_umlaut_and_sandhi(run):
    options = ("pinyin", "--style", "plain", "--umlaut", "v")

    assert output(run, *options, stdin="女\n") == "nv\n"
    assert output(run, "pinyin", "--sandhi", stdin="不是\n") == "bú shì\n"


def test_jsonl_has_one_reading_for_each_character(run):
    rows = [json.loads(line) for line in output(run, "pinyin", "--format", "jsonl").splitlines()]

    assert rows[0]["pinyin"] == ["yín", "háng", "háng", "zhǎng"]
    assert all(len(row["pinyin"]) == len(row["text"]) for row in rows)


@pytest.mark.parametrize("option", [("--only",), ("--separator", "-")], ids=["only", "separator"])
def test_options_of_text_are_refused_for_jsonl(run, option):
    result = run("pinyin", "--format", "jsonl", *option)

    assert result.exit_code == 2
    assert "is for --format text" in result.stderr


@pytest.mark.parametrize(
    "script, text, expected",
    [
        ("taiwan", "用鼠标\r\n点软件", "用滑鼠\r\n點軟體"),
        ("traditional", "头发发展\n", "頭髮發展\n"),
        ("hong-kong", "里面\n", "裏面\n"),
        ("simplified", "看著軟體\n", "看着软体\n"),
    ],
)
def test_convert(run, script, text, expected):
    assert output(run, "convert", "--to", script, stdin=text) == expected


def test_threads_do_not_change_the_output(run, tmp_path):
    (tmp_path / "a.txt").write_text("用鼠标点软件，头发。\n" * 20_000, encoding="utf-8")

    assert output(run, "convert", "--to", "taiwan", "-j", "3", "a.txt") == output(
        run, "convert", "--to", "taiwan", "a.txt"
    )


def test_a_script_is_needed(run):
    result = run("convert")

    assert result.exit_code == 2
    assert "--to" in result.stderr
