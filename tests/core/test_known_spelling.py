"""Speller with well-known misspellings: what it corrects for sure, and what is stronger."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from reference import speller_of
from zhnlp.core import Trie, UserSpelling, units

KNOWN = 12.0  # log odds
LISTS = st.text("在再次感谢己经a1", min_size=1, max_size=3)
TEXTS = st.text("我们在次再感谢谢己经大家a1。", max_size=14) | st.just("我们在次感谢大家。")
SPANS = st.lists(st.integers(0, 12), max_size=4).map(
    lambda at: [
        span for span in zip(sorted(at)[::2], sorted(at)[1::2], strict=False) if span[0] < span[1]
    ]
)
PAIRS = st.dictionaries(LISTS, st.text(max_size=3), max_size=4)


def trie(words):
    return Trie.build(words) if words else None


def known(misspellings, exceptions=()):
    if not misspellings:
        return None
    return UserSpelling(trie(exceptions), trie(misspellings), list(misspellings.values()))


def lists(protected, misspellings):
    return {
        "protected": trie(protected),
        "misspellings": trie(misspellings),
        "rights": list(misspellings.values()),
    }


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


def places(text, words):
    """Where words stand in a text, not inside a unit."""
    ends = {0, *units(text)}
    return [
        (start, end)
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if text[start:end] in words and {start, end} <= ends
    ]


@given(TEXTS, PAIRS, st.sets(LISTS, max_size=2), PAIRS, st.sets(LISTS, max_size=3), SPANS)
@example("在次感谢", {"在": "1", "在次": "2", "次感谢": "3", "谢": "4"}, {"感谢"}, {}, set(), [])
@example("在次感谢", {"在次感": "1", "次感": "2", "感": "3"}, set(), {}, {"感"}, [(2, 3)])
@example("在次在次", {"在次": "1"}, {"在次在"}, {"次": "2"}, set(), [])
def test_known_misspellings_are_corrected_where_nothing_stronger_is(
    settings, weights, text, pairs, exceptions, own, protected, kept
):
    """From left to right, the longest first, outside of exceptions and the user's words."""
    made = speller_of(
        **settings, **weights, **lists(protected, own), known=known(pairs, exceptions)
    )
    found = made.correct(text, kept, KNOWN)
    users = [each for each in found if each[4] == "user"]
    corrected = [each for each in found if each[4] == "known"]
    stronger = [*places(text, exceptions), *places(text, protected), *kept]
    stronger += [each[:2] for each in users]
    listed = set(places(text, pairs))

    def fits(start, end):
        free = not any(overlap((start, end), span) for span in stronger)
        return free and (start, end) in listed

    assert [each[:2] for each in corrected] == reference.leftmost_longest(text, fits)
    for start, end, right, log_odds, _, others in corrected:
        assert (right, log_odds, others) == (pairs[text[start:end]], KNOWN, [])


@given(TEXTS, PAIRS, PAIRS)
def test_the_words_of_the_user_are_corrected_as_without_known_ones(
    settings, weights, text, own, pairs
):
    alone = speller_of(**settings, **weights, **lists((), own)).correct(text, (), math.inf)
    both = speller_of(**settings, **weights, **lists((), own), known=known(pairs))
    found = both.correct(text, (), 0.0)

    assert [each for each in found if each[4] == "user"] == alone


@given(TEXTS, PAIRS)
@example("我们在次感谢大家。", {"在次感": "x"})
def test_a_known_misspelling_is_stronger_than_what_is_learned(settings, weights, text, pairs):
    found = speller_of(**settings, **weights, known=known(pairs)).correct(text, (), -3.0)
    fixed = [each[:2] for each in found if each[4] == "known"]
    learned = [each[:2] for each in found if each[4] not in ("known", "user")]

    assert not any(overlap(one, other) for one in fixed for other in learned)


def test_no_edit_of_the_model_is_made_inside(settings, weights):
    before = speller_of(**settings, **weights).correct("我们在次感谢大家。", (), 0.0)
    made = speller_of(**settings, **weights, known=known({"在次感谢": "再次感谢"}))

    assert [each[:3] for each in before] == [(2, 3, "再")]
    assert made.correct("我们在次感谢大家。", (), 0.0) == [(2, 6, "再次感谢", KNOWN, "known", [])]


@pytest.mark.parametrize("threshold", [12.1, math.inf, math.nan])
def test_where_more_is_asked_for_than_known_ones_have_none_is_corrected(settings, threshold):
    made = speller_of(**settings, known=known({"在次": "再次"}))

    assert len(made.correct("我们在次感谢大家。", (), KNOWN)) == 1
    assert made.correct("我们在次感谢大家。", (), threshold) == []


SCRIPTS = [
    # text            misspelling       right      what it shows
    ("他們在次感謝。", ("在次", "再次"), "再次", "characters without a traditional form"),
    ("他們感謝在次。", ("感谢在", "感谢再"), "感謝再", "what stays is written as it was"),
    ("他们感謝在次。", ("感谢在", "感谢再"), "感謝再", "in whatever script"),
    ("他們學汗語。", ("汗语", "汉语"), "漢語", "what is new in traditional characters"),
    ("他们学汗语。", ("汗语", "汉语"), "汉语", "but not in a simplified text"),
    ("頭髮發。", ("头发发", "发头"), "髮頭", "a character that moves as it was, the first of two"),
    ("他們在次。", ("在次", "祟囧"), "祟囧", "characters that the model does not know"),
]


@pytest.mark.parametrize("text, pair, right, shows", SCRIPTS, ids=[case[3] for case in SCRIPTS])
def test_misspellings_are_found_in_either_script(settings, text, pair, right, shows):
    found = speller_of(**settings, known=known(dict([pair]))).correct(text, (), 0.0)

    assert [each[2] for each in found] == [right]


def test_exceptions_hold_in_either_script(settings):
    made = speller_of(**settings, known=known({"感谢": "x"}, ["感谢汉语"]))

    assert made.correct("感谢汉语，感謝漢語。", (), 0.0) == []
    assert len(made.correct("感谢汉，感謝漢。", (), 0.0)) == 2


def test_many_of_them_are_no_burden(settings, weights):
    pairs = {"再" * 500 + chr(0x4E00 + i): "x" for i in range(1000)}
    made = speller_of(**settings, **weights, known=known(pairs, ["次" * 500 + "x"]))

    assert made.correct("再" * 20_000 + "次" * 20_000, (), 99.0) == []


def test_every_misspelling_has_a_right_side():
    with pytest.raises(ValueError, match="every misspelling needs a right word"):
        UserSpelling(None, Trie.build(["在次"]), [])
