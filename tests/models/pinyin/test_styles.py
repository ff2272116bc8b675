"""Styles of pinyin, and tone sandhi."""

import pytest

from zhnlp.doc import Doc
from zhnlp.models.pinyin.sandhi import apply_sandhi
from zhnlp.models.pinyin.styles import STYLES, styled, tone_of
from zhnlp.stages.pinyin import Pinyin

CASES = [
    # marks    numbers    plain     initials  letters
    ("zhǎng", "zhang3", "zhang", "zh", "z"),
    ("lǜ", "lü4", "lü", "l", "l"),
    ("de", "de5", "de", "d", "d"),
    ("ài", "ai4", "ai", "a", "a"),
    ("ér", "er2", "er", "e", "e"),
    ("shuāng", "shuang1", "shuang", "sh", "s"),
]


@pytest.mark.parametrize("written", CASES, ids=[case[1] for case in CASES])
def test_each_style(written):
    assert tuple(styled(written[0], style) for style in STYLES) == written


def test_ü_can_be_v():
    assert styled("nǚ", "numbers", umlaut="v") == "nv3"
    assert styled("nǚ", "plain", umlaut="v") == "nv"


def test_every_syllable_of_the_pack_has_one_tone_and_a_letter():
    for syllable in Pinyin()._reader._model.about["syllables"]:
        assert styled(syllable, "numbers")[:-1].isalpha() or syllable[0] in "ḿm̀"
        assert tone_of(syllable) in (1, 2, 3, 4, 5)


SANDHI = [
    ("不是", "bú shì"),
    ("不好", "bù hǎo"),
    ("一个人", "yí gè rén"),
    ("一天", "yì tiān"),
    ("一起", "yì qǐ"),
    ("第一次", "dì yī cì"),
    ("十一月", "shí yī yuè"),
    ("一百", "yì bǎi"),
    ("一二三", "yī èr sān"),
    ("统一", "tǒng yī"),
]


@pytest.mark.parametrize("text, expected", SANDHI, ids=[case[0] for case in SANDHI])
def test_sandhi_of_yi_and_bu(text, expected):
    doc = Pinyin(sandhi=True)(Doc(text, words=[text]))

    assert " ".join(doc.pinyin) == expected


def test_without_sandhi_both_are_as_in_dictionaries():
    assert Pinyin()(Doc("一个不是", words=["一个", "不是"])).pinyin == ("yī", "gè", "bù", "shì")


def test_before_what_is_not_read_nothing_changes():
    readings = ["bù", "A"]
    apply_sandhi("不A", readings)

    assert readings == ["bù", "A"]
