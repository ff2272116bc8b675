"""Every input of every command is unpacked by its first bytes, whatever it is called."""

import gzip
from pathlib import Path

import click
import pytest

from commands import every_command

TABLE = Path(__file__).parents[1] / "cases" / "inputs.tsv"
ROWS = [
    [*line.split("\t"), ""][:3]
    for line in TABLE.read_text("utf-8").splitlines()
    if not line.startswith("#")
]
NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢"
FILES = {
    "text.txt": "我爱北京。\n小明在北京大学学习，帐号丢了。\n",
    "words.txt": "我 爱 北京\n小明 在 北京 大学\n" * 4,
    "tags.txt": "我/r 爱/v 北京/ns\n小明/nr 在/p 北京大学/nt\n" * 4,
    "bio.txt": "小 B-PER\n明 I-PER\n在 O\n\n" * 4,
    "pairs.txt": "帐号丢了\t账号丢了\n我爱北京\t我爱北京\n",
    "labels.tsv": "酒店很好\tpos\n房间太差\tneg\n好\tpos\n差\tneg\n" * 3,
    "questions.json": '{"data": [{"paragraphs": [{"context": "小明在", "qas": [{"id": "1", '
    '"question": "谁？", "answers": [{"text": "小明", "answer_start": 0}]}]}]}]}',
    "found.json": "{}",
    "clean.txt": "".join(f"今天{a}和{b}都来了。\n" for a in NAMES for b in NAMES),
}
CUT_OFF = gzip.compress("我爱北京\n".encode(), mtime=0)[:10]  # nothing of the text is in it
# What is no input, or is read by the same code as in another command, which the table has.
SAME = {
    *("--pipeline", "--text-field", "--id-field", "--date-field", "--encoding", "--device"),
    *("--font", "--output", "--arpa", "--max-texts"),
}
SAME_COMMANDS = {"summarize", "topics score", "topics plot"}  # the model comes first
AFTER_TRAINING = {  # a network, or for minutes; they are read as CORPUS is
    *("train corrector --score", "train reader --dev", "train reader --score"),
    *("train summarizer --dev", "train summarizer --score"),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """All files, and a jieba of two words: trainings read its words first, for half a minute."""
    words = {"北京": (50, "ns"), "学习": (40, "v")}, 90
    for place in ("lexicons.jieba", "tags.training"):
        monkeypatch.setattr(f"zhnlp.models.{place}.jieba_words", lambda: words)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("option, command, package", ROWS, ids=[row[1] for row in ROWS])
def test_an_input_is_unpacked_whatever_it_is_called(run, folder, option, command, package):
    if package:
        pytest.importorskip(package, reason="it comes with an extra")
    (folder / "packed.txt").write_bytes(CUT_OFF)
    result = run(*command.replace("X", "packed.txt").split())

    assert result.exit_code == 1, result.output
    assert "it ends too early. Compress it with gzip again." in result.stderr
    assert "Traceback" not in result.stderr


PATHS = ("FILE", "FILES", "CORPUS", "NEWS", "INPUT", "GOLD")


def test_the_table_has_every_input():
    have = {(command.partition(" X")[0], option) for option, command, _ in ROWS}
    names = [
        f"{' '.join(path)} {param.opts[-1]}"
        for path, command in every_command()
        for param in command.params
        if (param.metavar or param.name or "").strip("[].").upper() in PATHS
        and param.opts[-1] not in SAME
        and " ".join(path) not in SAME_COMMANDS
        and not any(
            row.startswith(" ".join(path))
            and option.strip("-").lower() in (param.opts[-1].strip("-"), _metavar(param))
            for row, option in have
        )
    ]

    assert {*names} - AFTER_TRAINING == set()


def _metavar(param):
    name = (param.metavar or param.name or "").strip("[].").lower()
    return name if isinstance(param, click.Argument) else None
