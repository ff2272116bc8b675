"""Usual mistakes of the shell each get one sentence with the next step."""

import gzip
import io
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

TABLE = Path(__file__).parents[1] / "cases" / "cli_mistakes.tsv"
ROWS = [
    line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")
]
FILES = {
    "text.txt": "我爱北京\n".encode(),
    "words.txt": "我 爱 北京\n".encode(),
    "empty.txt": b"",
    "gbk.txt": "我爱北京\n".encode("gbk"),
    "utf16.txt": "我爱北京\n".encode("utf-16"),
    "a.png": b"\x89PNG\r\n\x1a\n\0\0",
    "a.pdf": b"%PDF-1.7\n",
    "a.db": b"SQLite format 3\0",
    "cut.gz": gzip.compress(b"abc", mtime=0)[:-6],
    "bad.tsv": "云计算\tforce\tx\n".encode(),
    "list.json": b'[\n{"text": "a"}\n]\n',
    "news.csv": "title,body\n我,爱\n".encode(),
}


@pytest.fixture
def folder(tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder").mkdir()
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("document.xml", "我")
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO())
    return tmp_path


@pytest.mark.parametrize("command, codes, sentence", ROWS, ids=[row[0] for row in ROWS])
def test_a_mistake_is_answered_in_one_sentence_with_the_next_step(
    run, folder, command, codes, sentence
):
    before = {path.name for path in folder.iterdir()}
    result = run(*command.split())
    errors = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]

    assert str(result.exit_code) in codes.split("|")
    assert [*errors[:1], result.stdout] == [result.stderr.splitlines()[-1], ""]
    assert len(errors) == 1
    assert re.search(sentence, errors[0]), errors[0]
    assert {path.name for path in folder.iterdir()} == before
