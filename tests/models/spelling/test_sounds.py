"""Sounds: how near they are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.models.spelling.sounds import (
    NEAR_FINALS,
    NEAR_INITIALS,
    RELATED_INITIALS,
    Sound,
    beside,
    nearness,
    spelled,
)

SOUNDS = [
    # one and other, nearness, what it shows
    ("zai4", "zai4", Sound.SAME_TONE, "在 and 再"),
    ("de5", "de2", Sound.SAME_SYLLABLE, "the neutral tone is one of five"),
    ("na4", "na3", Sound.SAME_SYLLABLE, "那 and 哪"),
    ("shi4", "si4", Sound.NEAR_SYLLABLE, "the tongue curled or flat, whatever the tones"),
    ("lan2", "nan2", Sound.NEAR_SYLLABLE, "l and n"),
    ("fei1", "hui1", Sound.NEAR_SYLLABLE, "f and h, before which dialects drop the u"),
    ("xin1", "xing1", Sound.NEAR_SYLLABLE, "endings in n and ng"),
    ("lu4", "lv4", Sound.NEAR_SYLLABLE, "u and ü, which is typed v"),
    ("zheng4", "zen3", Sound.NEAR_SYLLABLE, "a near initial and a near final"),
    ("ying2", "yin2", Sound.NEAR_SYLLABLE, "a syllable without a consonant"),
    ("an4", "ang2", Sound.NEAR_SYLLABLE, "one without an initial"),
    ("ma5", "mai3", Sound.NEAR_SPELLING, "a letter more"),
    ("gou4", "guo4", Sound.NEAR_SPELLING, "two letters swapped"),
    ("da4", "sa4", Sound.NEAR_SPELLING, "a key beside"),
    ("bao4", "pao4", Sound.NEAR_SPELLING, "b and p, which differ in breath"),
    ("jin1", "qin1", Sound.NEAR_SPELLING, "j and q"),
    ("wo3", "ni3", Sound.NONE, "nothing in common"),
    ("gao1", "gou3", Sound.NONE, "a and o are not beside each other"),
]


@pytest.mark.parametrize("one, other, sound, shows", SOUNDS, ids=[case[3] for case in SOUNDS])
def test_how_near_two_sounds_are_is_the_same_both_ways(one, other, sound, shows):
    assert nearness(one, other) is sound
    assert nearness(other, one) is sound


syllables = st.tuples(
    st.sampled_from(["", *"bpmfdtnlgkhjqxrzcsyw", "zh", "ch", "sh"]),
    st.sampled_from(
        ["a", "ai", "an", "ang", "e", "en", "eng", "ian", "in", "ing", "ong", "u", "v"]
    ),
).map("".join)


@given(syllables, syllables, st.sampled_from("12345"), st.sampled_from("12345"))
def test_nearness_is_symmetric_and_only_the_class_of_the_same_syllable_knows_tones(a, b, x, y):
    assert nearness(a + x, b + y) is nearness(b + y, a + x)
    if a != b:
        assert nearness(a + x, b + y) is nearness(f"{a}1", f"{b}1")


@given(syllables)
def test_initial_and_final_spell_the_syllable(syllable):
    assert "".join(spelled(syllable)) == syllable


@pytest.mark.parametrize("pair", sorted(NEAR_INITIALS | NEAR_FINALS | RELATED_INITIALS))
def test_a_pair_of_the_tables_is_two_parts_in_the_order_of_the_alphabet(pair):
    one, other = pair.split()

    assert one < other


@given(st.sampled_from("qwertyuiopasdfghjklzxcvbnm"))
def test_a_key_lies_beside_those_that_lie_beside_it(key):
    assert all(key in beside(other) for other in beside(key))
    assert key not in beside(key)


def test_the_classes_are_numbered_from_the_nearest():
    nearest_first = [Sound.SAME_TONE, Sound.SAME_SYLLABLE, Sound.NEAR_SYLLABLE, Sound.NEAR_SPELLING]

    assert all(a < b for a, b in pairwise(nearest_first))
