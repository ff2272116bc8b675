"""Speller: which edits it considers, and what corrections promise whatever it has learned."""

import math
from array import array
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import reference
from reference import speller_of
from zhnlp.core import Language, Trie, char_class, units
from zhnlp.errors import UsageError

SOUND, SHAPE, EDIT, WORD, USER = "sound", "shape", "edit", "word", "user"
SCRIPT = "script"
MOST_EDITS = 8  # that begin at one place
HAN = (
    "汁汗今天明我们他老师再次感谢已经在己恼背离开正在等待喜欢大家北京加此以后添她自己载名列前茅矛景"
)
WRONG = ["我们在次感谢大家。", "他们己经离开北京", "老师再次谢感音乐会！", "今天同学喜欢背景。"]
SIGNS = "3.5kg％１Ａa。！\n“”《》👩\u200d😀\u0301\ud800𠮷 們謝髮かAT&T@/-"
# Sentences with errors between anything.
mixed = st.lists(
    st.sampled_from(WRONG) | st.text(HAN, max_size=6) | st.text() | st.text(SIGNS, max_size=8),
    max_size=5,
).map("".join)
EVERYTHING = -50.0  # log odds that no edit falls below
KINDS = [
    # text               edit             what it shows
    ("我们在次感谢大家。", (2, 3, "再"), "a character that sounds the same"),
    ("他们己经离开北京。", (2, 3, "已"), "a character that looks alike"),
    ("恼师喜欢北京。", (0, 1, "老"), "a character that sounds nearly the same"),
    ("今天我们喜欢背景。", (6, 8, "北京"), "a word of which each character sounds the same"),
    ("我们再次谢感大家。", (4, 6, "感谢"), "two neighbours swapped"),
    ("我们再次感谢大大家。", (6, 8, "大"), "a character typed twice"),
    ("他的成绩名列加茅。", (6, 7, "前"), "another character in a long word"),
    ("他的成绩名列茅。", (6, 7, "前茅"), "a character missing in a long word"),
    ("他的成绩名列大前茅。", (6, 8, "前"), "a character too many in a long word"),
]


@pytest.fixture(scope="module")
def all_edits(settings, weights):
    """All that is considered in a text: spans and what is written there, with the gain."""
    made = speller_of(**settings, **weights)
    return lambda text: {(a, b, right): gain for a, b, right, _, gain in made.edits(text)}


def applied(text, found):
    return reference.edited(text, [each[:3] for each in found])


def spans(found):
    return [each[:2] for each in found]


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


# What is considered


@pytest.mark.parametrize("text, edit, shows", KINDS, ids=[case[2] for case in KINDS])
def test_kinds_of_edits(all_edits, text, edit, shows):
    assert edit in all_edits(text)


@given(st.text(HAN + "。！", max_size=14))
@example("我们在此感谢大家。")
@example("他们己经谢感大大家！名列加茅名列茅")
def test_the_gain_of_an_edit_is_what_the_character_model_says(all_edits, language, text):
    for edit, gain in all_edits(text).items():
        change = language.log_prob(applied(text, [edit])) - language.log_prob(text)

        assert gain == pytest.approx(change, abs=1e-3)


@given(st.text(HAN + "。", max_size=14))
@example("我们在此感谢大家。")
@example("汁天我们喜欢大家")
def test_every_pair_is_considered_that_makes_the_text_likelier(all_edits, language, settings, text):
    """But for those that the model saw beside neither neighbour, and the worst of too many."""
    found = all_edits(text)
    grams = reference.back_off_table(language.pack.arrays, language.order)
    numbers = dict(language.vocabulary.items())
    for edit, seen in reference.single_edits(text, settings, numbers, grams).items():
        gain = language.log_prob(applied(text, [edit])) - language.log_prob(text)
        beside = [other for span, other in found.items() if span[0] == edit[0]]
        crowded = len(beside) >= MOST_EDITS and min(beside) > gain - 1e-3
        if seen and gain > 1e-3 and not crowded:
            assert edit in found
        if not seen:
            assert edit not in found


@given(st.text(HAN + "。", max_size=14))
@example("汁天我们喜欢大家")
def test_few_edits_begin_at_a_place(all_edits, text):
    places = [start for start, _, _ in all_edits(text)]

    assert max(map(places.count, places), default=0) <= MOST_EDITS
    assert places.count(0) == MOST_EDITS or text != "汁天我们喜欢大家"


@given(mixed)
def test_edits_are_of_han_characters_only(all_edits, text):
    ends = [0, *units(text)]
    for start, end, right in all_edits(text):
        assert 0 <= start < end <= len(text)
        assert {start, *range(start, end + 1)} <= {*ends}, "no edit is inside a unit"
        assert all(char_class(char) == 1 for char in text[start:end] + right)
        assert right != text[start:end]


# What is corrected


@given(mixed)
@example("我们在次😀感谢大家。\ud8003.5kg他们己\u0301经己经離開北京")
def test_corrections_are_in_order_apart_and_of_han_characters(speller, text):
    found = speller.correct(text, (), 0.0)

    assert all(0 <= start < end <= len(text) for start, end in spans(found))
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    for start, end, right, log_odds, reason, others in found:
        typed = text[start:end]
        assert right != typed
        assert all(char_class(char) == 1 for char in typed + right)
        assert log_odds >= 0
        assert reason in (SOUND, SHAPE, EDIT, WORD, SCRIPT)
        rights = [other for other, _ in others]
        assert len({right, typed, *rights}) == len(rights) + 2
        assert [odds for _, odds in others] == sorted((odds for _, odds in others), reverse=True)


def test_a_learned_error_is_corrected_and_right_text_left_alone(speller, wrong):
    fixed = sum(applied(text, speller.correct(text, (), 0.0)) == right for text, right in wrong)
    touched = sum(bool(speller.correct(right, (), 0.0)) for _, right in wrong)

    assert fixed > 0.97 * len(wrong)
    assert touched < 0.03 * len(wrong)


REASONS = [
    ("我们在次感谢大家。", SOUND),
    ("他们己经离开北京。", SHAPE),
    ("我们再次谢感大家。", EDIT),
    ("我们再次感谢大大家。", EDIT),
    ("今天我们喜欢背景。", WORD),
]


@pytest.mark.parametrize("text, reason", REASONS)
def test_the_reason_is_what_makes_the_two_alike(settings, weights, text, reason):
    """Of everything that is considered, one at a time."""
    found = speller_of(**settings, **weights).correct(text, (), EVERYTHING)

    assert reason in [each[4] for each in found]


@given(mixed, st.floats(-9, 9, width=32))
def test_no_correction_is_less_likely_than_the_threshold(speller, text, threshold):
    found = speller.correct(text, (), threshold)

    assert all(each[3] >= threshold for each in found)


@given(st.sampled_from(WRONG) | st.text(HAN, max_size=12), st.floats(-5, 5, width=32))
def test_the_likeliest_edit_is_made_where_it_reaches_the_threshold(speller, text, threshold):
    """Log odds are against all that may stand there, the text as it is included."""
    odds = reference.log_odds(speller.edits(text))
    best = max(odds.values(), default=-math.inf)
    found = speller.correct(text, (), threshold)
    assume(abs(best - threshold) > 1e-3)

    assert bool(found) == (best > threshold)
    if found:
        assert min(abs(each[3] - best) for each in found) < 1e-3


def test_nothing_reaches_an_infinite_threshold(speller, wrong):
    assert all(not speller.correct(text, (), math.inf) for text, _ in wrong)
    assert all(not speller.correct(text, (), math.nan) for text, _ in wrong)


@pytest.mark.parametrize("score", [30.0, 40.0, 60.0, 100.0])
def test_log_odds_of_what_is_learned_are_finite(settings, weights, score):
    """However sure it is: infinite are those of the user's pairs alone."""
    dense = array("f", bytes(4 * len(weights["dense"])))
    dense[-1] = score
    made = speller_of(**settings, dense=dense, names=array("b", [0]))
    found = made.correct("我们在次感谢大家。", (), 0.0)

    assert found
    assert all(math.isfinite(each[3]) for each in found)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "all Latin, 100 %", "\ud800", "😀", "。。。", "甲"]
)
def test_where_nothing_can_be_wrong_nothing_is_found(speller, text):
    assert speller.correct(text, (), EVERYTHING) == []
    assert speller.edits(text) == []


def test_an_error_is_found_between_emoji_and_numbers(speller):
    text = "😀😀我们在次感谢大家。3.5kg \ud800 今天他们己经离开北京。👩\u200d👩"
    right = "😀😀我们再次感谢大家。3.5kg \ud800 今天他们已经离开北京。👩\u200d👩"

    assert applied(text, speller.correct(text, (), 0.0)) == right


def test_sentences_that_share_no_character_are_corrected_as_if_alone(speller):
    one, other = "我们在次感谢音乐会。", "昨天老师己经离开北京。"
    first, second = (speller.correct(text, (), EVERYTHING) for text in (one, other))
    moved = [(start + len(one), end + len(one), *rest) for start, end, *rest in second]

    assert first
    assert second
    assert speller.correct(one + other, (), EVERYTHING) == first + moved


# Script


TRADITIONAL = [
    # text               edit            what it shows
    ("我們再次謝感大家。", (4, 6, "感謝"), "traditional characters"),
    ("他們學習汗語。", (4, 5, "漢"), "the traditional form of what is meant"),
    ("他們學習汗语。", (4, 5, "漢"), "likewise where only others are traditional"),
    ("我們在次感謝大家。", (2, 3, "再"), "no ideograph that is there for compatibility"),
    ("我們再次感謝大加。", (7, 8, "家"), "no traditional form of another meaning (傢)"),
    ("頭髮，初發。", (3, 4, "出"), "nor one of a measure word (齣)"),
    ("我们在次感谢大家。", (2, 3, "再"), "simplified ones where the text is simplified"),
    ("他们汗语。", (2, 3, "汉"), "likewise where the two differ"),
]


@pytest.mark.parametrize("text, edit, shows", TRADITIONAL, ids=[case[2] for case in TRADITIONAL])
def test_corrections_are_written_in_the_script_of_the_text(all_edits, text, edit, shows):
    assert edit in all_edits(text)


@pytest.mark.parametrize("text", ["出髮髮。", "頭髮髮，他們離開。", "他們謝感大家，頭頭髮。"])
def test_characters_that_stay_are_written_as_they_were(all_edits, text):
    """Also where two traditional ones are read as the same: 髮 is not made 发 or 發."""
    typed = {edit: sorted(text[edit[0] : edit[1]]) for edit in all_edits(text)}
    moved = [edit for edit in typed if len(typed[edit]) == 2 and len(edit[2]) < 3]

    assert moved
    assert all(set(edit[2]) <= set(typed[edit]) for edit in moved)


# What is not touched


@given(mixed, st.lists(st.integers(0, 40), max_size=6).map(sorted))
def test_kept_spans_are_not_touched(speller, text, places):
    kept = [span for span in zip(places[::2], places[1::2], strict=False) if span[0] < span[1]]
    found = speller.correct(text, kept, -3.0)

    assert not any(overlap(span, other) for span in spans(found) for other in kept)


def test_what_is_not_kept_is_corrected_as_before(speller):
    text = "我们在次感谢大家。他们己经离开北京。"

    assert spans(speller.correct(text, (), 0.0)) == [(2, 3), (11, 12)]
    assert spans(speller.correct(text, [(0, 5)], 0.0)) == [(11, 12)]
    assert spans(speller.correct(text, [(2, 2), (11, 99)], 0.0)) == [(2, 3)]
    assert speller.correct(text, [(0, len(text))], EVERYTHING) == []


LISTS = st.text("在再次感谢己经a1", min_size=1, max_size=3)


def with_lists(settings, weights, protected=(), misspellings=None):
    misspellings = misspellings or {}
    return speller_of(
        **settings,
        **weights,
        protected=Trie.build(protected) if protected else None,
        misspellings=Trie.build(misspellings) if misspellings else None,
        rights=list(misspellings.values()),
    )


def in_units(text, start, end):
    return {start, end} <= {0, *units(text)}


@given(
    text=st.text("我们在次再感谢己经大家a1。", max_size=14) | st.just("我们在次感谢大家。"),
    protected=st.sets(LISTS, max_size=4),
    misspellings=st.dictionaries(LISTS, st.text(max_size=3), max_size=4),
)
@example("我们在次感谢大家。", {"次感"}, {"在次": "再次"})
@example("在次感", {"在次", "次感"}, {"感": "x"})
def test_protected_words_are_not_touched(settings, weights, text, protected, misspellings):
    made = with_lists(settings, weights, protected, misspellings)
    found = spans(made.correct(text, (), -3.0))
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            if text[start:end] in protected and in_units(text, start, end):
                assert not any(overlap(span, (start, end)) for span in found)


@given(
    text=st.text("在次再感谢a1", max_size=12),
    misspellings=st.dictionaries(LISTS, st.text(max_size=3), max_size=5),
    places=st.lists(st.integers(0, 12), max_size=4).map(sorted),
)
@example("在次感谢", {"在": "1", "在次": "2", "次感谢": "3", "谢": "4"}, [])
@example("a1在1a1", {"a": "x", "1": "y", "a1": "z"}, [])
@example("在次感谢", {"在次感": "1", "次感": "2"}, [2, 3])
def test_misspellings_of_the_users_are_made_from_left_to_right_the_longest_first(
    settings, weights, text, misspellings, places
):
    kept = list(zip(places[::2], places[1::2], strict=False))
    kept = [span for span in kept if span[0] < span[1]]
    found = with_lists(settings, weights, (), misspellings).correct(text, kept, math.inf)

    def fits(start, end):
        free = not any(overlap((start, end), span) for span in kept)
        return free and text[start:end] in misspellings and in_units(text, start, end)

    assert spans(found) == reference.leftmost_longest(text, fits)
    for start, end, right, log_odds, reason, others in found:
        assert right == misspellings[text[start:end]]
        assert (log_odds, reason, others) == (math.inf, USER, [])


def test_a_misspelling_of_the_users_is_corrected_as_the_list_says(settings, weights):
    made = with_lists(settings, weights, (), {"在次": "\ud800😀"})

    assert made.correct("我们在次感谢大家。", (), 0.0)[0][:3] == (2, 4, "\ud800😀")


# Size, threads, and arrays that say nothing sensible


@pytest.mark.parametrize("piece", ["我们在次感谢大家", "在", "己经", "a", "1.", "名列", "“"])
def test_a_sentence_of_100_000_characters_is_corrected(speller, piece):
    text = (piece * 100_000)[:100_000]
    found = speller.correct(text, (), 0.0)

    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert len(found) > 10_000 or "次" not in piece


def test_many_lists_and_kept_spans_are_no_burden(settings, weights):
    made = with_lists(settings, weights, {"再" * 1000, "己"}, {"次" * 1000 + "x": "y"})
    text = "再" * 20_000 + "次" * 20_000

    assert made.correct(text, [(i, i + 1) for i in range(0, 40_000, 2)], 99.0) == []


def test_threads_share_a_speller(settings, weights, wrong):
    shared = speller_of(**settings, **weights)
    texts = [text * 5 for text, _ in wrong]
    expected = [shared.correct(text, (), 0.0) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: shared.correct(text, (), 0.0), texts * 3)) == expected * 3


def test_what_was_corrected_before_makes_no_difference(settings, weights, wrong):
    used = speller_of(**settings, **weights)
    texts = [text for text, _ in wrong[::7]]

    assert [used.correct(text, (), EVERYTHING) for text in texts] == [
        speller_of(**settings, **weights).correct(text, (), EVERYTHING) for text in texts
    ]


ALTERED = ["offsets", "meant", "sound", "shape", "dense", "names", "log_probs", "folding_pairs"]


@pytest.mark.parametrize("name", ALTERED)
@given(seed=st.integers(0, 999))
def test_altered_arrays_give_wrong_answers_at_worst(settings, weights, name, seed):
    random = Random(seed)
    whole = {**settings, **weights}
    data = bytearray(bytes(memoryview(whole[name]).cast("B")))
    for _ in range(random.choice([1, 5, len(data)])):
        data[random.randrange(len(data))] = random.randrange(256)
    changed = array(memoryview(whole[name]).format, bytes(data))
    speller = speller_of(**{**whole, name: changed})
    text = "".join(random.choices(WRONG, k=3)) + "名列茅，在次在次他們謝感。"
    for found in (speller.correct(text, (), -3.0), speller.correct(text, [(1, 3)], 9.0)):
        assert all(0 <= start < end <= len(text) for start, end in spans(found))
        assert all(one[1] <= other[0] for one, other in pairwise(found))


def test_what_is_no_character_is_written_by_no_correction(settings, weights):
    """An alias that an altered array made of 再, in a text of traditional characters."""
    changed = array("I", [0x110000, ord("再"), ord("謝"), ord("谢")])
    speller = speller_of(**{**settings, **weights, "folding_pairs": changed})

    assert speller.correct("我们在次感謝大家。", (), 0.0)[0][2] == "再"


LENGTHS = [
    ("offsets", 0),
    ("offsets", 1),
    ("offsets", 9),
    ("meant", 0),
    ("meant", 3),
    ("sound", 3),
    ("shape", 3),
    ("log_probs", 0),
    ("dense", 0),
    ("dense", 7),
    ("names", 0),
    ("names", 3),
    ("names", 1000),
    ("folding_pairs", 3),
]


@pytest.mark.parametrize("name, length", LENGTHS)
def test_arrays_of_another_length_are_refused_or_read_as_far_as_they_go(
    settings, weights, wrong, name, length
):
    whole = {**settings, **weights}
    view = memoryview(whole[name])
    short = array(view.format, view.tolist()[:length])
    try:
        speller = speller_of(**{**whole, name: short})
    except ValueError:
        return
    for text, _ in wrong[::17]:
        speller.correct(text, (), -3.0)
        speller.edits(text)


def test_sounds_and_shapes_are_as_many_as_pairs(settings, weights):
    for name in ("sound", "shape"):
        with pytest.raises(ValueError, match=r"unequal length"):
            speller_of(**{**settings, **weights, name: array("B", [0])})
    with pytest.raises(ValueError, match=r"power of two"):
        speller_of(**{**settings, **weights, "names": array("b", bytes(3))})


def test_without_weights_edits_are_found_and_none_is_made(settings):
    bare = speller_of(**settings)

    assert (2, 3, "再") in [edit[:3] for edit in bare.edits("我们在次感谢大家。")]
    assert bare.correct("我们在次感谢大家。", (), 0.0) == []


def test_weights_come_together(settings, weights):
    with pytest.raises((TypeError, ValueError)):
        speller_of(**settings, dense=weights["dense"])


def test_a_vocabulary_that_numbers_billions_of_tokens_is_refused(language):
    """A root that tells narrow bases and codes leaves 48 bits for values: see trie.hpp."""
    root, child = 1 << 63 | 8 << 57 | 8 << 51 | 1, 1 << 40 << 16 | 1 << 8
    altered = Trie(array("Q", [root, 0, child]), array("I", [ord("今")]))
    with pytest.raises(UsageError, match="tokens at most"):
        Language(altered, language.ngram, array("I"))
