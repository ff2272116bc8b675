"""Training of small words: from right texts to a pack that says what is meant."""

import pytest

from zhnlp.errors import PackError, UsageError
from zhnlp.models.spelling.small_word_training import (
    RATES,
    SIZES,
    SmallWordSchedule,
    SmallWordSize,
    train_small_words,
)
from zhnlp.models.spelling.small_words import SETS, SmallWordsModel, told_by
from zhnlp.packing import make_pack

TEXTS = [
    *(
        "孩子的书很好，他高兴地跳，跑得很快。",
        "我在家，再来一次，做好工作。",
        "他像账单上的大象，她的帐篷。",
    ),
    *("王先生说他来了，它的书在这里。", "李女士说她再来，认真地做作业。"),
] * 30
CLEAN = ["今天的天气很好。"] * 1000
SMALL = {own.name: SmallWordSize(500, 12, 0.001, -1.0) for own in SETS}


@pytest.fixture(scope="module")
def model():
    return train_small_words(TEXTS, CLEAN, sizes=SMALL, about={"name": "toy"})


def test_a_toy_model_tells_what_is_meant(model):
    check = model.checker("de")

    assert [(each.wrong, each.right) for each in check("他高兴的跳，孩子得书")] == [
        ("的", "地"),
        ("得", "的"),
    ]
    assert check("他高兴地跳，孩子的书") == []


def test_the_same_texts_give_the_same_pack(model):
    again = train_small_words(TEXTS, CLEAN, sizes=SMALL, about={"name": "toy"})

    assert again.about == model.about
    assert again == model


def test_a_pack_survives_its_folder(model, tmp_path):
    model.save_pack(tmp_path / "toy")

    assert SmallWordsModel(tmp_path / "toy").checker("zai")("我再家") == model.checker("zai")(
        "我再家"
    )


def test_higher_rates_have_no_higher_thresholds(model):
    for own in SETS:
        thresholds = [model.threshold(own.name, rate) for rate in RATES]
        assert thresholds == sorted(thresholds, reverse=True)


def test_thresholds_exceed_the_odds_of_any_error():
    """So that correcting twice changes nothing more (core/small_words.hpp, kError)."""
    assert all(size.least_log_odds > -2.303 for size in SIZES.values())
    assert {*SIZES} == {own.name for own in SETS}


def test_a_rate_outside_of_those_counted_is_refused(model):
    with pytest.raises(UsageError, match=r"the check 'zai' can keep rates from 0\.001 to 0\.1"):
        model.checker("zai", 0.5)
    with pytest.raises(UsageError, match=r"the check 'zia' is not known. Did you mean 'zai'\?"):
        model.checker("zia")


@pytest.mark.parametrize("texts, clean", [([], CLEAN), (TEXTS, CLEAN[:10])], ids=["none", "few"])
def test_too_few_texts_are_refused(texts, clean):
    with pytest.raises(UsageError, match="at least 1000 clean ones"):
        train_small_words(texts, clean, schedule=SmallWordSchedule(passes=1), sizes=SMALL)


def test_a_pack_without_a_set_is_refused(model):
    about = {**model.about, "checks": {}}
    pack = make_pack("SmallWordsModel", about, dict(model.pack.arrays))

    with pytest.raises(PackError, match="parts that do not fit together"):
        SmallWordsModel(pack)


def test_words_that_tell_who_is_meant():
    told = told_by([(1, "女士\t她"), (2, "妈\t她"), (3, "先生\t他")])

    assert told["她"].search("他妈妈")
    assert not told["他"].search("李女士")
