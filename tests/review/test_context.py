"""Context: the word and the phrase around a correction."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Correction
from zhnlp.core import units
from zhnlp.review import stretches

WORDS = re.compile("再次|感谢|大家|他们|未来|不紊|有条不紊|北京|问题|[A-Za-z]+|.", re.DOTALL)


def found_in(text, wrong, right, nth=0):
    start = [match.start() for match in re.finditer(re.escape(wrong), text)][nth]
    return Correction(start, start + len(wrong), wrong, right, 1.0, "sound")


CASES = [
    # text, wrong, right, word, phrase, what it shows
    ("我想在次感谢大家。", "在", "再", "在次", "我想在次感谢", "words around"),
    ("他门来", "门", "们", "他门", "他门来", "no more than there is"),
    ("我在来。", "在", "再", "我在来", "我在来。", "a word of one character gets its neighbours"),
    ("“在”", "在", "再", "在”", "“在”", "a sign, if there is nothing else"),
    ("好，末来 很好", "末", "未", "末来", "好，末来 很好", "only a word ends at a sign or a space"),
    ("好。在 ", "在", "再", "在", "好。在", "no white space at the end"),
    ("大家有条紊地", "紊", "不紊", "有条紊", "大家有条紊地", "a missing character"),
    ("在北京京。", "京京", "京", "北京京", "在北京京。", "an extra character"),
    ("看a.b在来", "在", "再", "在来", "a.b在来", "no unit is cut"),
    ("在", "在", "再", "在", "在", "nothing around"),
]


@pytest.mark.parametrize(
    "text, wrong, right, word, phrase, shows", CASES, ids=[c[5] for c in CASES]
)
def test_the_word_and_the_phrase(text, wrong, right, word, phrase, shows):
    around = stretches(text, found_in(text, wrong, right), (), WORDS.findall)

    assert text[slice(*around.word)] == word
    assert text[slice(*around.phrases[0])] == phrase


def test_another_correction_ends_it():
    text = "我想在次感谢大家"
    around = stretches(text, found_in(text, "在", "再"), [(1, 2), (4, 5)], WORDS.findall)

    assert (around.word, around.phrases) == ((2, 4), ((2, 4),))


@given(st.text(st.sampled_from("我在次，。 \n.aA👨\u200d👩")), st.data())
def test_each_has_the_correction_and_whole_units(text, data):
    ends = [0, *units(text)]
    start = data.draw(st.sampled_from(ends[:-1] or [0]))
    end = next((each for each in ends if each > start), start)
    others = [(a, b) for a, b in pairwise(ends) if data.draw(st.booleans())]
    others = [(a, b) for a, b in others if b <= start or a >= end]
    if start == end:
        return
    found = Correction(start, end, text[start:end], "再", 1.0, "sound")
    around = stretches(text, found, others, WORDS.findall)

    assert around.phrases[-1] == around.word
    for low, high in around.phrases:
        assert low <= start < end <= high
        assert {low, high} <= {*ends}
        assert all(b <= low or a >= high for a, b in others)
        assert text[start:end] != text[start:end].strip() or text[low:high] == text[low:high].strip(
            " \n"
        )
