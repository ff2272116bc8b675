"""The two tables of characters agree."""

import re

import pytest

from zhnlp.chars import HAN, is_emoji, is_han


def test_the_regex_class_is_what_the_core_calls_han():
    """HAN matches exactly the characters of which is_han is true."""
    matched = {ord(char) for char in re.findall(f"[{HAN}]", "".join(map(chr, range(0x110000))))}

    assert matched == {code for code in range(0x110000) if is_han(chr(code))}


@pytest.mark.parametrize("char", ["中", "〇", "㐀", "𠮷", "𪜀", "𰀀", "龥"])
def test_han_of_every_plane(char):
    """Characters of the extensions are Han like any other."""
    assert is_han(char)


@pytest.mark.parametrize("char", ["a", "１", "，", "の", "한", "😀", "\ud800", "\x00"])
def test_what_is_not_han(char):
    """Letters, digits, signs and lone surrogates are not."""
    assert not is_han(char)


@pytest.mark.parametrize("word", ["😀", "👍🏽", "🇨🇳", "1️⃣", "#️⃣", "☎", "好😀"])
def test_emoji_flags_and_keycaps_are_emoji(word):
    assert is_emoji(word)


@pytest.mark.parametrize("word", ["", "1", "#", "★", "。", "好", "§", "\u200d"])
def test_other_signs_are_not(word):
    assert not is_emoji(word)
