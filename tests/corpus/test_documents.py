"""Raw texts, document by document."""

import gzip

import pytest

from zhnlp.corpus.documents import leave_out, read_documents, read_sentences
from zhnlp.errors import FileError, FormatError

FILES = [
    ("a.txt", "一\n二\n\n\n 三 \n", [["一", "二"], ["三"]]),
    ("a.txt", "一\n二\n", [["一"], ["二"]]),
    ("a.txt", "\n\n一\n二", [["一"], ["二"]]),
    ("a.txt", "一\n二\n\n", [["一", "二"]]),
    ("a.txt", "\n", []),
    ("a.jsonl", '{"title": "题", "text": "一\\n\\n二"}\n\n{"text": ""}\n', [["一", "二"]]),
    ("a.tsv", "2020-01-01\t一个题目\n2020-01-02\t另一个\n", [["一个题目"], ["另一个"]]),
    (
        "a.json",
        '{"version": "1", "data": [{"paragraphs": [{"context": "一\\n二", "qas": ['
        '{"id": "1", "question": "几", "answers": []}, {"id": "2", "question": "谁", "answers": []}'
        ']}, {"context": "三", "qas": [{"id": "3", "question": "几", "answers": []}]}]}]}',
        [["一", "二"], ["三"]],
    ),
    ("a.conll", "1\t今天\t_\tN\tN\t_\t0\t_\t_\t_\n2\t好\t_\tA\tA\t_\t0\t_\t_\t_\n", [["今天好"]]),
    ("a.txt", "\n今\tB\n天\tE\n好\tS\n\n他\tS\n", [["今天好"], ["他"]]),
    ("a.train", "王0\tB-PER\n明1\tO\n\n好0\tI-PER\n", [["王明"], ["好"]]),
    ("a.csv", 'label,review\n1,"好，\n""很""好"\n0,差\n', [["好，", '"很"好'], ["差"]]),
]


@pytest.mark.parametrize("name, content, documents", FILES)
def test_a_file_has_documents_of_paragraphs(tmp_path, name, content, documents):
    (tmp_path / name).write_text(content, "utf-8", newline="")
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content.encode()))

    assert list(read_documents(tmp_path / name)) == documents
    assert list(read_documents(tmp_path / f"{name}.gz")) == documents


def test_a_single_document_with_a_blank_line_before_its_end_is_one(tmp_path):
    (tmp_path / "a.txt").write_text("一\n二\n\n", "utf-8")

    assert list(read_documents(tmp_path / "a.txt")) == [["一", "二"]]


@pytest.mark.parametrize("line", ["x", "[]", "{}", '{"text": 1}', "1", "[" * 100_000])
def test_a_line_that_is_no_document_is_an_error(tmp_path, line):
    (tmp_path / "a.jsonl").write_text('{"text": "一"}\n' + line, "utf-8")
    with pytest.raises(FormatError, match=r'a\.jsonl:2: this is not a JSON object with a "text"'):
        list(read_documents(tmp_path / "a.jsonl"))


def test_a_field_too_long_for_a_table_is_an_error(tmp_path):
    (tmp_path / "a.csv").write_text("好\n" + '"' + "好" * 200_000, "utf-8")
    with pytest.raises(FormatError, match=r"a\.csv:2: .*field larger than"):
        list(read_documents(tmp_path / "a.csv"))


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileError, match="cannot read corpus"):
        list(read_documents(tmp_path / "a.csv"))


def test_every_nth_document_is_left_out():
    documents = [[str(number)] for number in range(1, 8)]

    assert list(leave_out(documents, every=3)) == [["1"], ["2"], ["4"], ["5"], ["7"]]
    assert list(leave_out(documents)) == documents


def test_known_sentences_are_left_out_whatever_signs_they_have(tmp_path):
    (tmp_path / "test.jsonl").write_text('{"source": "今天天气真的很好啊。你好。"}\n', "utf-8")
    known = set(read_sentences(tmp_path / "test.jsonl"))
    document = ["他说：今天天气真的很好啊。", "今天天气，真的很好啊！我们走。", "你好。"]

    assert known == {"今天天气真的很好啊", "今天天气真的很好啊你好"}
    assert list(leave_out([document], known=known)) == [
        ["他说：今天天气真的很好啊。", "我们走。", "你好。"]
    ]
