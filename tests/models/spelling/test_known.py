"""The table of well-known misspellings, and what the default corrector makes of it."""

from pathlib import Path

import pytest

from zhnlp import Corrector, Doc, Span
from zhnlp.chars import is_han
from zhnlp.errors import FormatError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.spelling.known import KnownMisspelling, known_misspellings, known_spelling
from zhnlp.models.spelling.model import idioms
from zhnlp.resources import pack

CASES = Path(__file__).parents[2] / "cases" / "known_misspellings.tsv"
SENTENCES = [
    line.split("\t") for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")
]


@pytest.fixture(scope="module")
def table():
    return list(known_misspellings())


@pytest.fixture(scope="module")
def corrector():
    return Corrector()


def test_the_table_that_ships_is_sound(table):
    """As the reader checks it; and it has Han characters only."""
    assert len(table) > 2_500
    assert all(is_han(char) for row in table for char in row.wrong + row.right)


def test_what_a_pair_writes_has_no_known_misspelling(table):
    wrongs = {row.wrong for row in table}
    lengths = sorted(set(map(len, wrongs)))
    for _, right, exceptions in table:
        found = {
            right[i : i + n]
            for n in lengths
            for i in range(len(right))
            if right[i : i + n] in wrongs
        }
        assert not found or any(phrase in right for phrase in exceptions), right


def test_the_quick_reader_reads_the_table(table):
    assert known_spelling() is not None
    assert KnownMisspelling("必竟", "毕竟") in table


BAD = [
    ("必竟", "'必竟' is not 'wrong<TAB>right'"),
    ("a\tb\tc\td", "is not 'wrong<TAB>right'"),
    ("必竟\t", "has a side that is empty"),
    ("必 竟\t毕竟", "has a blank in it"),
    ("毕竟\t毕竟", "'毕竟' is on both sides. Remove the row."),
    ("必竟\t毕竟\n必竟\t必经", "'必竟' is there twice. Remove one of the rows."),
    ("按装\t安装\t装修", "the exception '装修' does not contain '按装' and more."),
    ("按装\t安装\t按装", "the exception '按装' does not contain '按装' and more."),
]


@pytest.mark.parametrize("rows, problem", BAD)
def test_a_bad_row_is_an_error_that_names_it(tmp_path, rows, problem):
    path = tmp_path / "table.tsv"
    path.write_text(f"# a comment\n{rows}\n", "utf-8")
    line = 2 + rows.count("\n")
    with pytest.raises(FormatError, match=rf"table\.tsv:{line}: ") as caught:
        list(known_misspellings(path))

    assert problem in str(caught.value)


def test_rows_are_pairs_with_exceptions(tmp_path):
    path = tmp_path / "table.tsv"
    path.write_text("# x\n按装\t安装\t按装修 按装机\n必竟\t毕竟\n", "utf-8")

    assert list(known_misspellings(path)) == [
        ("按装", "安装", ("按装修", "按装机")),
        ("必竟", "毕竟", ()),
    ]


def test_at_least_nine_in_ten_sentences_are_corrected_and_none_made_worse(corrector):
    assert len(SENTENCES) >= 120
    found = [(corrector.correct(wrong), wrong, right) for wrong, right in SENTENCES]
    missed = [wrong for got, wrong, right in found if got == wrong]

    assert all(got in (wrong, right) for got, wrong, right in found)
    assert len(missed) <= 0.1 * len(SENTENCES)


def test_right_sentences_stay(corrector):
    for _, right in SENTENCES:
        assert corrector.correct(right) == right


RIGHT = [
    "来自已有的数据。",
    "请按装修图做。",
    "公司统一但不集中地管理。",
    "毕竟争论没有用。",
    "会议分布署名文章。",
    "这里的条件十分脏乱。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_the_same_characters_of_other_words_stay(corrector, text):
    assert [each for each in corrector(text).corrections if each.reason == "known"] == []


def test_known_misspellings_are_left_where_the_user_says_so():
    text = "必竟他来了。"
    assert Corrector().correct(text) == "毕竟他来了。"
    assert Corrector()(text).corrections[0][2:6] == ("必竟", "毕竟", 12.0, "known")
    assert Corrector(misspellings={"必竟": "终究"}).correct(text) == "终究他来了。"
    assert Corrector(protected=["必竟"]).correct(text) == text
    assert Corrector()(Doc(text, entities=(Span(0, 3, "PER"),))).corrections == ()
    assert Corrector().correct("见http://a.cn/必竟") == "见http://a.cn/必竟"
    found = Corrector(known=False)(text).corrections
    assert all(each.reason != "known" for each in found)


def test_idioms_are_words_that_are_tagged_so_and_not_rare():
    dictionary = Dictionary.load(pack("jieba"))
    marks = idioms(dictionary)

    assert len(marks) == len(dictionary.log_probs)
    for word, is_idiom in {"再接再厉": 1, "川流不息": 1, "北京大学": 0, "今天": 0}.items():
        assert marks[dictionary.trie.find(word)] == is_idiom


@pytest.mark.parametrize(
    "text",
    [
        "校长高锋昨天出席了会议。",
        "他住在华桥村三组。",
        "刀具的抗振能力很强。",
        "他晕迷不醒。",
        "我以经济学家的身份说。",
        "我们以经营为生。",
        "他们因该公司亏损而离开。",
        "我现在试一次。",
        "要做为学生服务的人。",
        "大家因该公司亏损而离开。",
    ],
)
def test_names_variants_and_words_side_by_side_are_not_known_misspellings(corrector, text):
    assert "known" not in [each.reason for each in corrector(Doc(text)).corrections]
