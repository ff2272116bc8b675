"""ScriptConverter: OpenCC's conversion as edits."""

import opencc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from growth import RATIO, assert_linear_time
from zhnlp.alignment import Alignment
from zhnlp.models.scripts.converter import SCRIPTS, ScriptConverter

CONFIGS = {"simplified": "tw2s", "traditional": "s2t", "taiwan": "s2twp", "hong-kong": "s2hk"}
WORDS = [
    "软件",
    "鼠标",
    "信息",
    "打印机",
    "后面",
    "皇后",
    "头发",
    "发展",
    "干净",
    "乾隆",
    "里程",
    "着急",
    "看著",
    "軟體",
    "滑鼠",
    "複雜",
    "仿佛",
]
prose = st.lists(st.sampled_from(WORDS) | st.text("的了，。 a\n"), max_size=30).map("".join)
texts = prose | st.text()


@pytest.fixture(scope="module")
def converters():
    return {script: ScriptConverter(script) for script in SCRIPTS}


CASES = [
    ("traditional", "头发发展", "頭髮發展", [(0, "頭"), (1, "髮"), (2, "發")]),
    ("hong-kong", "里面", "裏面", [(0, "裏")]),
    ("simplified", "看著軟體裡", "看着软体里", [(1, "着"), (2, "软"), (3, "体"), (4, "里")]),
]


@pytest.mark.parametrize("script, text, new, edits", CASES, ids=[case[0] for case in CASES])
def test_characters_are_edits_of_their_own(converters, script, text, new, edits):
    assert converters[script].convert(text) == new
    assert converters[script].edits(text) == [(at, at + 1, char) for at, char in edits]


def test_a_word_of_taiwan_is_one_edit(converters):
    assert converters["taiwan"].edits("用鼠标点打印机") == [
        (1, 3, "滑鼠"),
        (3, 4, "點"),
        (4, 6, "印表"),
        (6, 7, "機"),
    ] or converters["taiwan"].edits("用鼠标点打印机") == [
        (1, 3, "滑鼠"),
        (3, 4, "點"),
        (4, 7, "印表機"),
    ]


def test_nul_and_lone_surrogates_part_the_text(converters):
    text = "头\0发\ud800发展\udc00"

    assert converters["traditional"].convert(text) == "頭\0發\ud800發展\udc00"
    assert Alignment.of(text, converters["traditional"].edits(text))[1] == "頭\0發\ud800發展\udc00"


@pytest.mark.parametrize("script", SCRIPTS)
@given(text=texts)
@example(text="")
@example(text="软件鼠标信息打印机" * 40)
def test_edits_make_what_opencc_makes(converters, script, text):
    """Edits are sorted, change something each, and make the conversion of the whole text."""
    converter = converters[script]
    edits = converter.edits(text)
    _, new = Alignment.of(text, edits)

    assert new == converter.convert(text)
    assert all(text[start:end] != other for start, end, other in edits)
    for start, end, other in edits:
        assert not other or not text[start:end] or start + 1 == end or text[start] != other[0]
    if not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text):
        assert new == opencc.OpenCC(CONFIGS[script]).convert(text)


@given(text=prose)
def test_characters_that_stay_map_to_themselves(converters, text):
    converter = converters["traditional"]
    alignment, new = Alignment.of(text, converter.edits(text))

    assert len(new) == len(text)
    assert all(alignment.to_source(i, i + 1) == (i, i + 1) for i in range(len(new)))


@pytest.mark.slow
def test_time_is_linear(converters):
    text = "用鼠标点软件，"

    assert_linear_time(converters["taiwan"].edits, text * 2000, text * 2000 * RATIO)
