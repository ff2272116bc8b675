"""IdfTable: how rare words are."""

import pickle
from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc, IdfTable
from zhnlp.errors import FileError, FormatError, InputError, PackError, UsageError
from zhnlp.models.keywords.idf import idf_of
from zhnlp.packing import make_pack
from zhnlp.saving import load, save

documents = st.lists(st.lists(st.text(st.characters(), min_size=1), min_size=1), min_size=1)


def test_a_word_has_the_root_of_the_logarithm_of_one_and_its_rarity():
    table = IdfTable.fit([["我", "爱"], ["我"], ["你", "ＡＩ"], ["你"]])

    assert table["我"] == pytest.approx(sqrt(log(1 + 4 / 2)))
    assert table["ai"] == table["AI"] == pytest.approx(sqrt(log(1 + 4)))
    assert table["他"] == table.unknown == pytest.approx(sqrt(log(1 + 4)))
    assert dict(table.items()).keys() == {"我", "爱", "你", "ai"}
    assert len(table) == 4


def test_traditional_characters_are_read_as_simplified_ones():
    table = IdfTable.fit([["经济"], ["经济"], ["他"], ["東"], ["东"], ["东"]])

    assert table["經濟"] == table["经济"] < table.unknown
    assert table["東"] > table["东"]


def test_words_of_few_documents_are_left_out():
    assert dict(IdfTable.fit([["我", "爱"], ["我"]], min_docs=2).items()).keys() == {"我"}


def test_words_of_a_doc_are_taken_as_they_are():
    doc = Doc("我爱AI！", ["我", "爱", "AI", "！"])

    assert IdfTable.fit([doc.words]) == IdfTable.fit([["我", "爱", "AI", "！"]])


@given(documents)
def test_values_are_above_zero_and_finite(given_documents):
    if any(char.isalnum() for words in given_documents for word in words for char in word):
        table = IdfTable.fit(given_documents)
        values = [*dict(table.items()).values(), table.unknown]
        assert all(0 < value < 1000 for value in values)


@pytest.mark.parametrize("given_documents", [[], [[]], [["！", "\ud800"]]])
def test_without_words_there_is_no_table(given_documents):
    with pytest.raises(UsageError, match=r"there is no document|no word is in 1 of 1 documents"):
        IdfTable.fit(given_documents)


def test_a_text_is_no_list_of_documents():
    with pytest.raises(InputError, match="documents"):
        IdfTable.fit("我爱北京")
    with pytest.raises(InputError, match="words of a document"):
        IdfTable.fit(["我爱北京"])


def test_a_table_survives_saving_and_the_trip_to_another_process(tmp_path):
    table = IdfTable.fit([["我", "爱"], ["我"]])
    save(table, tmp_path / "mine")

    for back in (load(tmp_path / "mine"), pickle.loads(pickle.dumps(table))):
        assert back == table
        assert dict(back.items()) == dict(table.items())


def test_a_table_in_the_format_of_jieba_is_read(tmp_path):
    path = tmp_path / "idf.txt"
    path.write_text("北京 4.5\r\n\nmachine learning 7\n我 1.25\n", "utf-8")
    table = IdfTable.read(path)

    assert [table[word] for word in ("北京", "machine learning", "我")] == [4.5, 7.0, 1.25]
    assert table["上海"] == 4.5  # the median
    assert idf_of(path) == table


BAD_TABLES = [
    ("我 1\n北京", "idf.txt:2: '北京' is not a word"),
    ("我 -1", "idf.txt:1: '我 -1' is not a word"),
    ("我 nan", "idf.txt:1: '我 nan' is not a word"),
    ("我 1001", "from 0 to 1000"),
    (" 3", "idf.txt:1: ' 3' is not a word"),
    ("\n", "idf.txt:1: there is no word in the table"),
]


@pytest.mark.parametrize("content, problem", BAD_TABLES, ids=[case[0] for case in BAD_TABLES])
def test_a_bad_line_is_named(tmp_path, content, problem):
    (tmp_path / "idf.txt").write_text(content, "utf-8")

    with pytest.raises(FormatError, match=problem):
        IdfTable.read(tmp_path / "idf.txt")


def test_a_missing_table_is_an_error(tmp_path):
    with pytest.raises(FileError, match=r"none\.txt"):
        IdfTable.read(tmp_path / "none.txt")
    with pytest.raises(PackError, match="not a folder"):
        idf_of(tmp_path / "none.txt")
    with pytest.raises(PackError, match="there is no pack 'none'"):
        idf_of("none")


def test_a_pack_that_was_altered_is_an_error():
    pack = IdfTable.fit([["我", "爱"], ["我"]]).pack
    arrays = {**pack.arrays, "idf": pack.arrays["idf"][:1]}
    with pytest.raises(PackError, match="more words than values"):
        IdfTable(make_pack("IdfTable", {"unknown": 1.0}, arrays))
    with pytest.raises(PackError, match="unknown"):
        IdfTable(make_pack("IdfTable", {}, pack.arrays))
