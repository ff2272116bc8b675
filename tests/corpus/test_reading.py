"""Any corpus is read as it comes, or is an error with its place."""

import gzip

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhnlp import Doc
from zhnlp.corpus import FORMATS, read_corpus, read_numbered
from zhnlp.errors import FileError, FormatError, UsageError

CONLL = "1\t我\t_\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\t走\t_\tVERB\tVV\t_\t0\troot\t_\t_\n"


@pytest.mark.parametrize("format", [None, *FORMATS])
@pytest.mark.parametrize("text", ["", "\ufeff", "\n\r\n \n\u3000\n"])
def test_a_file_without_text_has_no_docs(read, text, format):
    assert read(text, format=format) == []


@example("我/r [爱/v 你/r]n", "tags")
@given(
    st.lists(st.sampled_from([*'{}[]":,/_\t\n #1我', '"text"', '"label"', "B-", "O"])).map("".join),
    st.sampled_from([None, *FORMATS]),
)
def test_any_file_is_read_or_is_an_error_with_its_place(read, text, format):
    try:
        docs = read(text, format=format)
    except FormatError as error:
        line = error.place[1]
    else:
        line = 1
        assert all(isinstance(doc, Doc) for doc in docs)

    assert 1 <= line <= text.count("\n") + 1


def test_docs_come_with_the_lines_they_begin_in(tmp_path):
    (tmp_path / "a").write_text("\n我 爱\n\n你\n", "utf-8")
    (tmp_path / "b").write_text(f"# a\n{CONLL}\n\n\n# b\n{CONLL}", "utf-8")
    (tmp_path / "c").write_text("\n我 O\n你 O\n\n他 O\n", "utf-8")

    assert [number for number, _ in read_numbered(tmp_path / "a")] == [2, 4]
    assert [number for number, _ in read_numbered(tmp_path / "b")] == [2, 8]
    assert [number for number, _ in read_numbered(tmp_path / "c")] == [2, 5]


def test_a_corpus_is_read_as_it_comes(tmp_path):
    """What stands before a fault is given, and no more than needed is read."""
    (tmp_path / "long.txt").write_bytes(b"a b\n" * 1000 + b"\xff")
    docs = read_corpus(tmp_path / "long.txt")

    assert [next(docs).words for _ in range(1000)] == [("a", "b")] * 1000
    with pytest.raises(FormatError, match=r"long\.txt:1001: byte 0xff"):
        next(docs)


def test_a_packed_corpus_is_unpacked(tmp_path):
    (tmp_path / "words.txt.gz").write_bytes(gzip.compress("我 爱".encode()))

    assert [doc.words for doc in read_corpus(tmp_path / "words.txt.gz")] == [("我", "爱")]
    assert [doc.words for doc in read_corpus(str(tmp_path / "words.txt.gz"))] == [("我", "爱")]


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(FileError, match="cannot read corpus"):
        list(read_corpus(tmp_path / "none.txt"))


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"format": "conllu"}, "format 'conllu' is not known. Did you mean 'conll'"),
        ({"tag_column": "pos"}, "tag_column 'pos' is not known. Did you mean 'xpos'"),
    ],
)
def test_a_setting_that_is_not_known_is_an_error_at_once(settings, message):
    with pytest.raises(UsageError, match=message):
        read_corpus("none.txt", **settings)


def test_words_are_separated_by_any_white_space(read):
    docs = read("我  爱\t北京\u3000。\r\n\n天安门", format="words")

    assert docs == [
        Doc("我爱北京。", words=("我", "爱", "北京", "。")),
        Doc("天安门", words=("天安门",)),
    ]
