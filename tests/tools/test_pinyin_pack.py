"""The program that makes the pack of readings."""

import pytest

import pinyin_pack
from zhnlp.models.pinyin.model import PinyinModel


def test_sandhi_is_undone():
    given = {"一个不是": [["yí"], ["gè"], ["bú"], ["shì"]], "好": [["hǎo"]], "好好": [["hǎo"]]}

    assert pinyin_pack.phrases_of(given) == {"一个不是": ["yī", "gè", "bù", "shì"]}


def test_the_pack_that_ships_is_made_by_it(tmp_path):
    pypinyin = pytest.importorskip("pypinyin")
    shipped = PinyinModel("pinyin")
    if not shipped.about["data"].endswith(f" {pypinyin.__version__}"):
        pytest.skip("another version of pypinyin")
    pinyin_pack.main([str(tmp_path)])

    assert PinyinModel(tmp_path).about == shipped.about
