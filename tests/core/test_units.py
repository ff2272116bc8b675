"""Units: what no cut may break, by a table, and what holds for every text."""

import re
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import char_class, units

HAN, LATIN, DIGIT, SPACE, MARK, LETTER = 1, 2, 3, 4, 5, 10
DIGITS = "0123456789０１２３４５６７８９"
TABLE = Path(__file__).parent.parent / "cases" / "units.tsv"
ESCAPE = re.compile(r"\\(?:[rn]|u[0-9a-f]{4}|U[0-9a-f]{8})")


def unescaped(field):
    return ESCAPE.sub(lambda found: found[0].encode().decode("unicode_escape"), field)


CASES = [
    (unescaped(text), unescaped(expected), shows)
    for text, expected, shows in (
        line.split("\t")
        for line in TABLE.read_text("utf-8").split("\n")
        if line and not line.startswith("# ")
    )
]
HOSTILE = [
    "a@", "a@a", "a@a.", "1:", "1:11:", "10:10", ".", "a.", "1.", "http://", "http://a", "www.",
    "-1", "a-", "1-", "2026-1-", "2026/", "1,111,", "1,", "&a", "a&", "+", "a+", "C++", "a#", "'",
    "a'a", "%", "1%", "_", "\u0301", "e\u0301", "\n\u0301", "\r", "\r\n", "👩\u200d", "🇨", "かカ",
    "中", "ａ．", "１，", "a%b+c-d_e.",
]  # fmt: skip
MIXED = "aZ１Ａ19中…. ,:;-/&'’+#%@_\r\n\u0301\u200d👩🇨かк＋．："
texts = st.text(MIXED) | st.text() | st.lists(st.sampled_from(HOSTILE)).map("".join)


def spelled(text):
    """The units of `text`, once its ends are found to tile it."""
    ends = units(text)
    assert ends == sorted({*ends}), "ends must rise"
    assert (ends or [0])[-1] == len(text)
    return [text[start:end] for start, end in pairwise([0, *ends])]


@pytest.mark.parametrize("text, expected, shows", CASES, ids=[case[2] for case in CASES])
def test_units(text, expected, shows):
    assert "|".join(spelled(text)) == expected


@given(text=texts)
def test_units_tile_the_text(text):
    assert all(spelled(text))


@given(text=texts)
def test_no_unit_begins_with_a_mark_but_after_a_line_break(text):
    for before, unit in pairwise(["\n", *spelled(text)]):
        assert char_class(unit[0]) != MARK or before[-1] in "\r\n"


@given(text=texts)
def test_a_run_of_letters_or_of_digits_is_not_cut(text):
    """But after per cent and at the end of an address, which is of ASCII."""
    for before, unit in pairwise(spelled(text)):
        if not re.search("[%％@]|://|www[.]", before, re.IGNORECASE):
            assert not {char_class(before[-1]), char_class(unit[0])} <= {LATIN, DIGIT}


@given(text=texts)
def test_a_han_character_is_a_unit(text):
    for unit in spelled(text):
        if any(char_class(char) == HAN for char in unit):
            assert [char_class(char) for char in unit[1:]] == [MARK] * (len(unit) - 1)


@given(text=texts, more=st.text("中，。\n ", min_size=1, max_size=1), rest=texts)
def test_what_stands_after_a_han_character_or_sign_changes_no_unit_before_it(text, more, rest):
    whole = spelled(text + more + rest)

    if not text.endswith("\r"):
        assert whole[: len(spelled(text))] == spelled(text)


@pytest.mark.parametrize("shape", HOSTILE, ids=ascii)
def test_hostile_shapes_are_cut_like_any_text(shape):
    for text in (shape * (100_000 // len(shape)), "a" + shape * 1000, shape * 1000 + "1"):
        assert all(spelled(text))


def test_marks_letters_and_spaces_are_what_unicode_says():
    """As far as this Python's tables reach; half-width voice marks extend like others."""
    strange = []
    for char in map(chr, range(sys.maxunicode + 1)):
        category, found = unicodedata.category(char), char_class(char)
        if category in ("Mn", "Me"):
            right = found == MARK
        elif category == "Nd":
            right = found == (DIGIT if char in DIGITS else LETTER)
        elif category[0] == "L":
            right = found not in (0, SPACE) and (found != MARK or char in "\u0e33\u0eb3ﾞﾟ")
        elif category[0] == "Z":
            right = found == SPACE
        else:
            right = found not in (LATIN, DIGIT) or char in "_＿" or category == "Cn"
        if not right:
            strange.append((hex(ord(char)), category, found))

    assert strange == []


def test_every_han_character_is_han():
    """Unified and compatibility ideographs, the iteration mark and zero, in every plane."""
    names = ("CJK UNIFIED IDEOGRAPH-", "CJK COMPATIBILITY IDEOGRAPH-")
    chars = [c for c in map(chr, range(0x3000, 0x40000))
             if unicodedata.name(c, "").startswith(names)]  # fmt: skip

    assert len(chars) > 90_000
    assert {char for char in (*chars, "々", "〇") if char_class(char) != HAN} == set()
