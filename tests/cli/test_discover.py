"""zhnlp discover: a corpus in, a lexicon out."""

import json

from zhnlp.models.lexicons.lexicon import Lexicon

LEFT, RIGHT = "我你他她谁爱看听说写读学买卖", "来去好坏大小多少高低红白上下"
TEXT = "".join(f"{a}绯鹮{b}\n{a}瓅鸂{b}\n" for a in LEFT for b in RIGHT)

OPTIONS = ("--min-cohesion", "1", "--min-frequency", "20")


def test_the_output_is_a_lexicon(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    result = run("discover", *OPTIONS, "a.txt", "-o", "new.tsv")

    assert result.exit_code == 0, result.stderr
    assert {entry.word: entry.frequency for entry in Lexicon.read(tmp_path / "new.tsv")} == {
        "绯鹮": 196,
        "瓅鸂": 196,
    }


def test_jsonl_has_scores(run):
    result = run("discover", *OPTIONS, "--format", "jsonl", "--top", "1", stdin=TEXT.encode())
    row = json.loads(result.stdout)

    assert row["frequency"] == 196
    assert row["cohesion"] > 1
    assert row["freedom"] > 2


def test_words_of_the_user_are_not_new(run, tmp_path):
    (tmp_path / "own.txt").write_text("绯鹮\n", encoding="utf-8")
    result = run("discover", *OPTIONS, "--lexicon", "own.txt", stdin=TEXT.encode())

    assert result.stdout.splitlines()[2:] == ["瓅鸂\tprefer\t196"]


def test_bad_bytes_are_named(run):
    result = run("discover", *OPTIONS, stdin="好\n".encode() + b"\xff\n")

    assert result.exit_code == 1
    assert "<stdin>:2: byte 0xff is not UTF-8" in result.stderr
