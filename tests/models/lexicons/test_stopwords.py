"""Stopword lists: the reader, and the lists that ship."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FileError, FormatError
from zhnlp.models.lexicons.stopwords import read_stopwords, stopword_lists
from zhnlp.resources import dicts


def lines_of(name):
    return (dicts() / "stopwords" / f"{name}.txt").read_text("utf-8").splitlines()


@pytest.fixture(scope="session")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("lists") / "list.txt"


def test_comments_empty_lines_and_white_space_do_not_count(path):
    path.write_bytes("\ufeff# mine\r\n 的 \r\n\r\nof course\n #x\n的".encode())

    assert read_stopwords(path) == {"的", "of course"}


def test_an_empty_file_has_no_words(path):
    path.write_bytes(b"")

    assert read_stopwords(path) == frozenset()


@given(st.sets(st.text("的了ab 　#", min_size=1).map(str.strip).filter(len)))
def test_what_was_written_is_read(path, words):
    path.write_text("\n".join(words), "utf-8")

    assert read_stopwords(path) == {word for word in words if word[0] != "#"}


def test_a_file_that_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(FileError, match="No such file"):
        read_stopwords(tmp_path / "none.txt")
    with pytest.raises(FileError, match="folder"):
        read_stopwords(tmp_path)


def test_a_line_that_is_not_utf8_is_cited(path):
    path.write_bytes(b"a\r\nb\r\n\xff\n")
    with pytest.raises(FormatError, match=r"list\.txt:3: byte 0xff is not UTF-8. Convert"):
        read_stopwords(path)


def test_the_lists_that_ship_are_named():
    assert stopword_lists() == ("general", "news")


@pytest.mark.parametrize("name", stopword_lists())
def test_a_shipped_list_says_how_it_was_made_and_its_licence(name):
    head = "\n".join(line for line in lines_of(name)[:5] if line.startswith("#"))

    assert "Made: " in head
    assert "Licence: Apache-2.0" in head


@pytest.mark.parametrize("name", stopword_lists())
def test_a_shipped_list_has_each_word_once(name):
    words = [line for line in lines_of(name) if line and not line.startswith("#")]

    assert sorted(words) == sorted(read_stopwords(dicts() / "stopwords" / f"{name}.txt"))


def test_every_shipped_list_is_in_the_readme():
    readme = (dicts() / "README.md").read_text("utf-8")

    assert all(f"`stopwords/{name}.txt`" in readme for name in stopword_lists())
