"""ErrorMaker: the errors it puts into right texts are those that people make."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from zhnlp.chars import is_han
from zhnlp.models.spelling.errors import ErrorMaker
from zhnlp.models.spelling.sounds import Sound

VOCABULARY = [*"在再他她它四是己已未末大家京北鲸", "？"]
PAIRS = {
    # meant: typed, sound, shape
    "在": [("再", Sound.SAME_TONE, 0)],
    "再": [("在", Sound.SAME_TONE, 0)],
    "他": [("她", Sound.SAME_TONE, 0), ("它", Sound.SAME_TONE, 0)],
    "是": [("四", Sound.NEAR_SYLLABLE, 0)],
    "已": [("己", Sound.NONE, 228)],
    "未": [("末", Sound.NONE, 237)],
}
FREQUENCY = [0.01] * len(VOCABULARY)
FREQUENCY[VOCABULARY.index("它")] = 0.0001  # a hundredth of 她
WORDS = {
    "大家未知": 1,
    "在家": 100,
    "再加": 90,
    "京都": 50,
    "北京": 30,
    "背景": 20,
    "他": 900,
    "罕见": 4,
    "汉剑": 9,
}
READINGS = {
    "在家": "zai jia",
    "再加": "zai jia",
    "北京": "bei jing",
    "背景": "bei jing",
    "罕见": "han jian",
    "汉剑": "han jian",
}
RIGHT = "他在家是已未知的，北京3.5kg。"
texts = st.text(RIGHT + "再她abc 😀\ud800", max_size=20)


def table():
    arrays = {"offsets": [0], "meant": [], "sound": [], "shape": []}
    for char in VOCABULARY:
        for other, sound, shape in PAIRS.get(char, ()):
            arrays["meant"].append(VOCABULARY.index(other))
            arrays["sound"].append(sound)
            arrays["shape"].append(shape)
        arrays["offsets"].append(len(arrays["meant"]))
    return arrays


def cut(text):
    """Words where there are some, and characters."""
    start = 0
    while start < len(text):
        end = next((start + n for n in (4, 2) if text[start : start + n] in WORDS), start + 1)
        yield text[start:end]
        start = end


def maker(seed=0):
    reading = READINGS.get
    return ErrorMaker(
        VOCABULARY, table(), FREQUENCY, WORDS, lambda w: reading(w, w), cut, seed=seed
    )


def with_errors(text, n=3000):
    made = maker()
    return [made.add_errors(text) for _ in range(n)]


@given(texts, st.integers(0, 99))
@example("", 0)
@example("a", 0)
@example("他", 0)
def test_only_han_characters_are_changed(text, seed):
    wrong = maker(seed).add_errors(text)

    assert [c for c in wrong if not is_han(c)] == [c for c in text if not is_han(c)]
    assert abs(len(wrong) - len(text)) <= 3


@given(texts, st.integers(0, 99))
def test_errors_are_few(text, seed):
    """Three at most, of which each changes a word of four characters at most."""
    assert reference.edit_distance(text, maker(seed).add_errors(text)) <= 3 * 4


def test_errors_are_of_the_kinds_that_people_make():
    assert "在" in with_errors("再"), "the same sound"
    assert "四" in with_errors("是"), "nearly the same sound"
    assert "己" in with_errors("已"), "alike in shape"
    assert "背景" in with_errors("北京"), "a word that sounds the same"
    assert "京北" in with_errors("北京"), "two neighbours swapped"
    assert "北北京" in with_errors("北京"), "a character typed twice"
    assert "大家未" in with_errors("大家未知"), "a character missing in a long word"
    found = {*with_errors("大家未知")}
    assert found & {f"大{char}未知" for char in "在是京北鲸"}, "another one there"
    assert found & {f"大家{char}未知" for char in "在是京北鲸"}, "one too many"


def test_a_word_is_typed_for_another_in_use():
    """Neither a rare one, nor one that sounds otherwise."""
    made = {*with_errors("汉剑", 500), *with_errors("京都", 500)}

    assert not {"罕见", "北京"} & made


def test_what_is_more_often_used_is_more_often_typed_by_mistake():
    counts = Counter(with_errors("他"))

    assert counts["她"] > 5 * counts["它"] > 0


def test_most_texts_get_one_error_and_few_get_three():
    text = "他" * 30
    n_errors = Counter(
        sum(a != b for a, b in zip(text, wrong, strict=True))
        for wrong in with_errors(text)
        if len(wrong) == len(text)
    )

    assert n_errors[1] > 2 * n_errors[2] > 2 * n_errors[3] > 0
    assert max(n_errors) == 3


def test_a_seed_gives_the_same_errors_again():
    def made(seed):
        one = maker(seed)
        one.learn([("他再家", "他在家")])
        return [(one.add_errors(RIGHT), one.add_learned_errors(RIGHT)) for _ in range(20)]

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_where_no_error_fits_the_text_stays():
    assert {*with_errors("abc 3.5。", 100), *with_errors("", 10)} == {"abc 3.5。", ""}


# Errors like those that were learned


PAIRS_SEEN = [("他再家", "他在家")] * 3 + [("他在加", "他在家"), ("大", "太大"), ("a", "b")]


def learned(text, n=3000, pairs=PAIRS_SEEN):
    made = maker()
    made.learn(pairs)
    return [made.add_learned_errors(text) for _ in range(n)]


def test_characters_that_went_wrong_go_wrong_again_as_often():
    """在 three times in four, 家 once in four, and all others hardly ever."""
    counts = Counter(
        i
        for wrong in learned("他在家")
        for i, (a, b) in enumerate(zip("他在家", wrong, strict=True))
        if a != b
    )

    assert counts[1] > 2 * counts[2] > 10 * counts[0]


def test_what_was_typed_is_typed_again():
    seen = Counter(wrong[2] for wrong in learned("他在家"))

    assert set(seen) == {"家", "加"}


@given(texts)
@example("")
@example("知")
def test_learned_errors_keep_the_length_and_what_is_not_han(text):
    for wrong in learned(text, 3):
        assert len(wrong) == len(text)
        assert all(a == b or (is_han(a) and is_han(b)) for a, b in zip(text, wrong, strict=True))
        assert sum(a != b for a, b in zip(text, wrong, strict=True)) <= 3


@pytest.mark.parametrize("pairs", [[], [("他在家", "他在家")], [("大", "太大")], [("", "")]])
def test_where_no_error_was_learned_the_text_stays_or_gets_a_usual_one(pairs):
    assert all(len(wrong) == 3 for wrong in learned("他在家", 50, pairs))


def test_what_is_learned_replaces_what_was_learned():
    made = maker()
    made.learn([("他在加", "他在家")])
    made.learn([("他再家", "他在家")])

    assert all("加" not in made.add_learned_errors("他在家") for _ in range(500))


def test_neighbours_are_swapped_only_where_both_are_han():
    assert all(
        (a, b) != (",", "他") for wrong in with_errors("他,", 500) for a, b in pairwise(wrong)
    )
