"""SpellingModel: a pack, its thresholds, and correctors of a user's settings."""

import json
import math
import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from shutil import copytree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from zhnlp.core import REASONS, units
from zhnlp.correction import Correction
from zhnlp.errors import PackError, UsageError
from zhnlp.models.spelling.model import SpellingModel
from zhnlp.packing import amend_pack, read_pack, write_pack
from zhnlp.saving import load, save

WRONG = ["今天我们在次感谢大家。", "昨天同学以经离开北京。", "用pytohn写的windwos程序"]
mixed = st.lists(
    st.sampled_from(WRONG)
    | st.text()
    | st.text("我们在次再己经pytohn1.😀\ud800\u0301們謝。“” \n", max_size=9),
    max_size=5,
).map("".join)


@pytest.fixture(scope="module")
def model(spelling_pack):
    return SpellingModel(spelling_pack)


@pytest.fixture(scope="module")
def correct(model):
    return model.corrector(max_false_alarms=0.1, known=False)


def applied(text, found):
    return reference.edited(text, [(each.start, each.end, each.right) for each in found])


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


def test_a_correction_says_what_why_and_what_else(correct):
    (found,) = correct(WRONG[0], ())

    assert found[:4] == (4, 5, "在", "再")
    assert found.reason == "sound"
    assert correct("用pytohn写", ())[0][2:4] == ("pytohn", "python")


@given(mixed)
@example(WRONG[0] + "😀\ud800" + WRONG[2] + "們" + WRONG[1])
def test_corrections_are_in_order_and_apart_and_cite_the_text(correct, text):
    found = correct(text, ())

    assert all(one.end <= other.start for one, other in pairwise(found))
    for each in found:
        assert isinstance(each, Correction)
        assert text[each.start : each.end] == each.wrong != each.right
        assert {each.start, each.end} <= {0, *units(text)}
        assert each.reason in REASONS
        assert isinstance(each.alternatives, tuple)
        assert hash(each) == hash(Correction(*each))
    assert found == correct(text, ())


@given(mixed, st.lists(st.integers(0, 40), max_size=6).map(sorted))
def test_kept_spans_are_not_touched(correct, text, places):
    kept = [span for span in zip(places[::2], places[1::2], strict=False) if span[0] < span[1]]

    assert not any(overlap(each[:2], span) for each in correct(text, kept) for span in kept)


@given(mixed)
@example("用pytohn语言写")
@example("pytohn3.5 用pytohn语言写，在次")
def test_protected_words_are_not_touched(model, text):
    """Chinese, Latin or mixed."""
    words = ["pytohn语言", "在次", "己经", "windwos", "次感谢"]
    found = model.corrector(max_false_alarms=0.1, protected=words)(text, ())
    for start in range(len(text)):
        for word in words:
            end = start + len(word)
            if text.startswith(word, start) and {start, end} <= {0, *units(text)}:
                assert not any(overlap(each[:2], (start, end)) for each in found)


def test_latin_words_are_corrected_into_protected_ones(model):
    correct = model.corrector(protected=["PyTorch", "PyTorch"])

    assert correct("用pytorhc写", ())[0][2:5] == ("pytorhc", "PyTorch", math.inf)


def test_misspellings_of_the_users_are_always_made(model):
    lists = {"按装": "安装", "i phone": "iPhone", "在次": "再一次"}
    correct = model.corrector(max_false_alarms=0.001, misspellings=lists)
    text = "我们在次按装了i phone。"

    assert applied(text, correct(text, ())) == "我们再一次安装了iPhone。"
    assert {(each.log_odds, each.reason) for each in correct(text, ())} == {(math.inf, "user")}
    assert correct(text, [(0, len(text))]) == []


def test_what_is_protected_is_protected_from_the_users_misspellings_too(model):
    correct = model.corrector(misspellings={"在次": "再次", "我们在": "x"}, protected=["在次"])

    assert correct("我们在次感谢。", ()) == []


def test_none_is_less_likely_than_the_threshold_of_the_rate(model):
    for rate in (0.001, 0.01, 0.1):
        correct = model.corrector(max_false_alarms=rate)
        for text in WRONG:
            assert all(each.log_odds >= model.threshold(rate) for each in correct(text, ()))


def test_the_threshold_is_that_of_the_highest_rate_measured_that_is_not_higher(
    spelling_pack, tmp_path
):
    folder = copytree(spelling_pack, tmp_path / "copied")
    amend_pack(folder, {"thresholds": [[0.001, 5.0], [0.01, 2.0], [0.1, -1.0]]})
    model = SpellingModel(folder)
    rates = {0.001: 5.0, 0.0099: 5.0, 0.01: 2.0, 0.05: 2.0, 0.1: -1.0}

    assert {rate: model.threshold(rate) for rate in rates} == rates
    assert model.threshold() == model.threshold(model.max_false_alarms) == 2.0


def test_the_model_says_how_often_it_changes_each_kind_of_text(spelling_pack, tmp_path):
    folder = copytree(spelling_pack, tmp_path / "copied")
    news = {"held": True, "sentences": 1000, "rates": [[0.001, 0.0], [0.01, 0.009], [0.1, 0.1]]}
    forum = {"held": False, "sentences": 9, "rates": [[0.001, 0.0], [0.01, 0.333333], [0.1, 1]]}
    amend_pack(folder, {"false_alarms": {"news": news, "forum": forum}})
    model = SpellingModel(folder)

    assert model.false_alarms() == {"news": 0.009, "forum": 0.333333}
    assert model.false_alarms(0.005) == {"news": 0.0, "forum": 0.0}
    assert model.false_alarms(0.1) == {"news": 0.1, "forum": 1.0}
    with pytest.raises(UsageError, match=r"max_false_alarms is 0.5"):
        model.false_alarms(0.5)


def test_a_model_of_a_pack_that_counted_no_false_alarms_says_nothing(copied):
    path = copied / "pack.json"
    about = json.loads(path.read_text("utf-8"))
    del about["about_crc32"], about["false_alarms"]
    path.write_text(json.dumps(about), "utf-8")

    assert SpellingModel(copied).false_alarms() == {}


def test_false_alarms_that_are_nonsense_are_an_error(copied):
    for wrong in ("x", {"news": 3}, {"news": {"rates": [["a", 1]]}}):
        amend_pack(copied, {"false_alarms": wrong})
        with pytest.raises(PackError, match=r"do not fit together"):
            SpellingModel(copied).false_alarms()


@pytest.mark.parametrize("rate", [0, 0.0009, 0.11, 1, -1, math.inf, math.nan])
def test_a_rate_that_was_not_measured_is_refused(model, rate):
    message = r"max_false_alarms is .*; this model can keep rates from 0.001 to 0.1"
    with pytest.raises(UsageError, match=message):
        model.corrector(max_false_alarms=rate)


def test_threads_share_a_corrector(correct):
    texts = [f"{n}。{text}" for n in range(30) for text in WRONG]
    expected = [correct(text, ()) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: correct(text, ()), texts * 4)) == expected * 4


@pytest.mark.parametrize("piece", [WRONG[0][:-1], WRONG[2], "pytohn ", "a", "😀"])
def test_a_sentence_of_100_000_characters_is_corrected(correct, piece):
    text = (piece * 100_000)[:100_000]
    found = correct(text, ())

    assert all(each.wrong == text[each.start : each.end] for each in found)
    assert len(found) > 5_000 or piece in "a😀"


def test_nothing_is_found_in_nothing(correct):
    assert correct("", ()) == correct(" \n", ()) == correct("\ud800", ()) == []


# The pack


def test_a_model_survives_saving_and_the_trip_to_another_process(model, tmp_path):
    save(model, tmp_path / "saved")
    for other in (load(tmp_path / "saved"), pickle.loads(pickle.dumps(model))):
        assert other == model
        assert other.corrector()(WRONG[0], ()) == model.corrector()(WRONG[0], ())


def test_what_is_no_spelling_model_is_refused(language):
    with pytest.raises(PackError, match=r"LanguageModel"):
        SpellingModel(language.pack.folder)
    with pytest.raises(PackError):
        SpellingModel("no-such-spelling")


@pytest.fixture
def copied(spelling_pack, tmp_path):
    return copytree(spelling_pack, tmp_path / "copied")


def test_another_character_model_than_the_one_trained_with_is_refused(copied):
    amend_pack(copied, {"language_model_sha256": "0" * 64})

    with pytest.raises(PackError, match=r"was trained with another .* Train it again"):
        SpellingModel(copied)


def test_a_character_model_that_is_gone_is_an_error_that_names_it(copied):
    amend_pack(copied, {"language_model": "gone-characters"})

    with pytest.raises(PackError, match=r"gone-characters"):
        SpellingModel(copied)


@pytest.mark.parametrize(
    "entry",
    ["language_model", "language_model_sha256", "thresholds", "max_false_alarms", "name_scale"],
)
def test_an_entry_that_is_missing_or_nonsense_is_an_error(copied, entry):
    path = copied / "pack.json"
    about = json.loads(path.read_text("utf-8"))
    del about["about_crc32"]
    for wrong in ({}, {entry: "x"}, {entry: None}, {entry: []}):
        changed = {name: value for name, value in about.items() if name != entry}
        path.write_text(json.dumps(changed | wrong), "utf-8")
        with pytest.raises((PackError, UsageError)):
            SpellingModel(copied).corrector()


@pytest.mark.parametrize(
    "name",
    ["offsets", "meant", "sound", "shape", "dense", "names", "latin_words", "latin_counts"],
)
def test_arrays_that_do_not_fit_are_an_error(copied, name):
    """None, another type, and one item less, which the others do not have."""
    pack = read_pack(copied, "SpellingModel")
    arrays = {
        key: memoryview(bytes(view)).cast("B").cast(view.format)
        for key, view in pack.arrays.items()
    }
    about = {
        key: value for key, value in pack.about.items() if key not in ("format", "kind", "sha256")
    }
    short = arrays[name][:-1] if name != "latin_words" else arrays[name][:1]
    other = memoryview(bytes(8)).cast("Q")
    for wrong in ({name: short}, {name: other}, None):
        changed = arrays | wrong if wrong else {k: v for k, v in arrays.items() if k != name}
        write_pack(copied, "SpellingModel", about, changed)
        if wrong and wrong[name] is short and name == "offsets":
            SpellingModel(copied).corrector()(WRONG[0], ())  # the last character has no pairs
            continue
        with pytest.raises(PackError):
            SpellingModel(copied)
