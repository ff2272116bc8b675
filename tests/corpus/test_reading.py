"""Any corpus: its format is guessed, and it is read as it comes."""

import gzip

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhnlp import Doc
from zhnlp.corpus import FORMATS, read_corpus, read_numbered
from zhnlp.errors import FileError, FormatError, UsageError, ZhnlpError

CONLL = "1\t我\t_\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\t走\t_\tVERB\tVV\t_\t0\troot\t_\t_\n"
RANGE = "1-2\t我走" + "\t_" * 8 + "\n"

GUESSED = [
    ("words", "我  爱  北京\n他  走\n", "words"),
    ("words", "我爱北京\n", "a text that is not cut"),
    ("words", "北京\n上海\n卡拉ＯＫ\n", "a list of words"),
    ("words", "他 说 ： http://a.cn/b_c 好 的\n", "a word with / and _"),
    ("words", "{ 我 }\n", "a bracket is a word"),
    ("words", "1\t2\n3\n", "tabs between words"),
    ("words", "北京/上海\n天气 好\n", "a slash between words"),
    ("tags", "我/r 爱/v 北京/ns\n", "tags after /"),
    ("tags", "我_PN 爱_VV 。_PU\n", "tags after _"),
    ("tags", "我/r 爱 北京/ns\n", "a tag is missing"),
    ("tags", "19980101-01-001-001/m  [北京/ns  大学/n]nt\n\n", "compounds"),
    ("tags", "我/代词 爱/动词\n", "tags in Chinese"),
    ("conll", CONLL, "CoNLL"),
    ("conll", f"# text = 我走\n# a = b\n{CONLL}", "comments"),
    ("conll", CONLL.replace("\t", " "), "columns between spaces"),
    ("conll", f"{RANGE}{CONLL}", "a range first"),
    ("columns", "我 O\n在 O\n北 B-LOC\n京 I-LOC\n", "entities"),
    ("columns", "我\tS\n北\tB\n京\tE\n", "words by characters"),
    ("columns", "我 O\n在\n北 B_LOC\n京 I_LOC\n", "a tag is missing here"),
    ("cluener", '{"text": "我", "label": {}}\n', "CLUENER"),
    ("cluener", '{"id": 1, "text": "我"}\n{"text": "我", "label": {}}\n', "label on a later line"),
    ("jsonl", '{"text": "我", "entities": []}\n', "entities as JSON"),
    ("jsonl", '{"id": 0, "text": "我"}\n', "texts as JSON"),
    ("jsonl", '{"text": "我", \n', "broken JSON"),
]


@pytest.mark.parametrize("start", ["", "\ufeff", "\n \n"], ids=["plain", "BOM", "blank"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("format, text, shows", GUESSED, ids=[g[2] for g in GUESSED])
def test_the_format_is_guessed(tmp_path, format, text, shows, start, ends):
    """The result is that of naming the format, be it Docs or an error."""
    path = tmp_path / "corpus.txt"
    path.write_bytes((start + text).replace("\n", ends).encode())

    assert outcome(path) == outcome(path, format=format)


def outcome(path, **settings):
    try:
        return list(read_numbered(path, **settings))
    except ZhnlpError as error:
        return str(error)


NOT_GUESSED = [
    "{{location:北京}}的{{time:今天}}\n",
    "<doc>\n我 爱\n",
    "我\t1\n你\t0\n",
    '[{"text": "我"}]\n',
]


@pytest.mark.parametrize("text", NOT_GUESSED)
def test_what_is_in_no_format_is_an_error_that_names_them(read, folder, text):
    with pytest.raises(FormatError) as error:
        read(f"\n{text}")
    place, _, sentence = str(error.value).partition(": ")

    assert place == f"{folder / 'corpus.txt'}:2"
    assert "begins a file of no format that can be guessed. Name its format: words," in sentence


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
        ({"format": "conllu"}, "format 'conllu' is not known. There are: 'words', 'tags'"),
        ({"tag_column": "pos"}, "tag_column 'pos' is not known. There are: 'upos', 'xpos'"),
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
