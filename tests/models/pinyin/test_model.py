"""PinyinModel: phrases inside words and over them."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import PackError
from zhnlp.models.pinyin.model import PinyinModel, pinyin_pack
from zhnlp.packing import make_pack

CHARACTERS = {"银": ["yín"], "行": ["xíng", "háng"], "长": ["cháng", "zhǎng"], "不": ["bù"]}
PHRASES = {
    "银行": ["yín", "háng"],
    "行长": ["háng", "zhǎng"],
    "银长": ["yín", "cháng"],
    "长不长": ["cháng", "bu", "cháng"],
}
texts = st.text("银行长不a\ud800", max_size=12)


@pytest.fixture(scope="module")
def model():
    return pinyin_pack(CHARACTERS, PHRASES, {"name": "toy"})


def read(model, *words):
    ends, at = [], 0
    for word in words:
        at += len(word)
        ends.append(at)
    readings, covered = model.read("".join(words), ends)
    return " ".join(readings), bytes(covered).hex()[1::2]


def test_the_longest_phrase_in_a_word_is_read(model):
    assert read(model, "银行行长") == ("yín háng háng zhǎng", "1111")


def test_no_phrase_of_two_characters_reaches_over_a_border(model):
    assert read(model, "银", "行") == ("yín xíng", "00")
    assert read(model, "不行", "长") == ("bù xíng cháng", "000")


def test_longer_phrases_may_be_several_words(model):
    assert read(model, "长", "不", "长") == ("cháng bu cháng", "111")
    assert read(model, "行长", "不", "长行") == ("háng zhǎng bù cháng xíng", "11000")


def test_what_characters_say_anyway_is_not_in_the_pack(model):
    assert model.about["n_phrases"] == 3


def test_phrases_of_characters_with_rules_are_kept():
    assert pinyin_pack(CHARACTERS, PHRASES, {}, ruled="长").about["n_phrases"] == 4


def test_what_has_no_reading_stands_for_itself(model):
    assert read(model, "行a", "\ud800")[0] == "xíng a \ud800"


@given(texts, st.data())
def test_there_is_one_reading_a_character(model, text, data):
    cuts = data.draw(st.sets(st.integers(1, max(1, len(text) - 1))))
    ends = sorted({*cuts, len(text)}) if text else []
    readings, covered = model.read(text, ends)

    assert len(readings) == len(covered) == len(text)
    for char, reading, is_covered in zip(text, readings, covered, strict=True):
        assert is_covered or reading == CHARACTERS.get(char, [char])[0]


def test_a_saved_model_is_equal(model, tmp_path):
    model.save_pack(tmp_path)

    assert PinyinModel(tmp_path).read("银行", [2]) == model.read("银行", [2])


def test_parts_that_do_not_fit_are_an_error(model):
    arrays = dict(model.pack.arrays)
    arrays["phrase_starts"] = arrays["phrase_starts"][:-1]
    about = {key: model.about[key] for key in ("syllables", "n_phrases")}
    with pytest.raises(PackError, match="not as many"):
        PinyinModel(make_pack("PinyinModel", about, arrays))


@pytest.mark.parametrize(
    "name, values",
    [("phrase_readings", [9] * 10), ("char_readings", [9] * 4)],
    ids=["phrase", "character"],
)
def test_a_number_without_a_syllable_is_an_error(model, name, values):
    arrays = dict(model.pack.arrays)
    arrays[name] = array("H", values)

    with pytest.raises(PackError, match="toy"):
        PinyinModel(make_pack("PinyinModel", dict(model.about), arrays))


@pytest.mark.parametrize("syllable", ["", "\u0301", 3])
def test_a_syllable_without_letters_is_an_error(model, syllable):
    about = {**model.about, "syllables": [syllable, *model.about["syllables"][1:]]}

    with pytest.raises(PackError, match="toy"):
        PinyinModel(make_pack("PinyinModel", about, dict(model.pack.arrays)))


def test_phrases_of_other_lengths_are_an_error(model):
    arrays = dict(model.pack.arrays)
    starts = array("I", arrays["phrase_starts"])
    starts[1] += 1
    arrays["phrase_starts"] = starts
    damaged = PinyinModel(make_pack("PinyinModel", dict(model.about), arrays))

    with pytest.raises(PackError, match="has 3 readings of '行长'"):
        damaged.read("行长", [2])
