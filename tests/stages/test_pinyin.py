"""Pinyin: readings by words, tags and entities."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.doc import Doc, Span
from zhnlp.errors import MissingLayerError, UsageError
from zhnlp.io.tables import read_rows
from zhnlp.stages.pinyin import Pinyin
from zhnlp.stages.segmenter import Segmenter

CASES = Path(__file__).parents[1] / "cases" / "polyphones.tsv"
_MARKS = re.compile(r"\{([a-z]+[1-5])\}")


@pytest.fixture(scope="module")
def pinyin():
    return Pinyin(style="numbers", umlaut="v")


def read(pinyin, *words, **layers):
    return " ".join(pinyin(Doc("".join(words), words=words, **layers)).pinyin)


def test_words_decide(pinyin):
    assert read(pinyin, "银行", "行长") == "yin2 hang2 hang2 zhang3"
    assert read(pinyin, "步行", "很", "长") == "bu4 xing2 hen3 chang2"


def test_what_has_no_reading_stands_for_itself(pinyin):
    assert pinyin(Doc("A股。\n", words=["A", "股", "。", "\n"])).pinyin == ("A", "gu3", "。", "\n")


def test_tags_decide_what_words_do_not(pinyin):
    assert read(pinyin, "种", tags=["q"]) == "zhong3"
    assert read(pinyin, "种", tags=["v"]) == "zhong4"


def test_names_of_persons_have_readings_of_their_own(pinyin):
    words = ("曾", "来")

    assert read(pinyin, *words) == "ceng2 lai2"
    assert read(pinyin, *words, tags=["nr", "v"]) == "zeng1 lai2"
    assert read(pinyin, *words, entities=[Span(0, 2, "PER")]) == "zeng1 lai2"
    assert read(pinyin, *words, entities=[Span(0, 2, "ORG")]) == "ceng2 lai2"


def test_traditional_text_is_read(pinyin):
    assert read(pinyin, "銀行", "行長") == "yin2 hang2 hang2 zhang3"
    assert read(pinyin, "頭髮", "乾隆") == "tou2 fa4 qian2 long2"


def test_sentences_written_by_hand_are_nearly_all_read_rightly(pinyin):
    """The part that rules were made with is read without an error, the other nearly so."""
    segmenter = Segmenter()
    wrong = {"dev": 0, "test": 0}
    for _, row in read_rows(CASES, what="table of sentences"):
        part, marked = row.split("\t")
        doc = pinyin(segmenter(Doc(_MARKS.sub("", marked))))
        for match in _MARKS.finditer(marked):
            at = len(_MARKS.sub("", marked[: match.start()])) - 1
            wrong[part] += doc.pinyin[at] != match[1]

    assert wrong["dev"] == 0
    assert wrong["test"] <= 4


BORDERS = [
    # words, a character of them, and its reading
    ("提供|职位", 1, "gong1"),
    ("不少|年轻人", 1, "shao3"),
    ("好处|在于", 1, "chu4"),
    ("馆藏|文物", 1, "cang2"),
    ("期间|接受", 1, "jian1"),
    ("大量|具有", 1, "liang4"),
    ("太空|出舱", 1, "kong1"),
    ("疏散|居民", 1, "san4"),
    ("品牌|和|产品", 2, "he2"),
    ("更|正确", 0, "geng4"),
    ("要|离开", 0, "yao4"),
    ("很|冲动", 1, "chong1"),
    ("将|领导", 0, "jiang1"),
    ("应|考虑", 0, "ying1"),
    ("没|落实", 0, "mei2"),
]


@pytest.mark.parametrize("words, at, reading", BORDERS, ids=[row[0] for row in BORDERS])
def test_no_rule_takes_neighbours_for_one_word(pinyin, words, at, reading):
    assert read(pinyin, *words.split("|")).split()[at] == reading


def test_it_needs_words():
    with pytest.raises(MissingLayerError, match="words"):
        Pinyin()(Doc("好"))


@pytest.mark.parametrize("setting", [{"style": "tones"}, {"umlaut": "u"}], ids=str)
def test_unknown_settings_are_refused(setting):
    with pytest.raises(UsageError, match="is not known"):
        Pinyin(**setting)


@given(text=st.text() | st.text("长行得地银 一不A\n\ud800", max_size=20))
def test_there_is_one_reading_a_character(pinyin, text):
    doc = pinyin(Doc(text, words=tuple(text)))

    assert len(doc.pinyin) == len(text)
    assert all(doc.pinyin)


def test_pypinyin_is_not_imported():
    """The readings are in a pack; the package is needed to make it only."""
    code = "import sys; from zhnlp import Pinyin; Pinyin(); print('pypinyin' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
