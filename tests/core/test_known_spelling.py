"""Speller with well-known misspellings and idioms: what it corrects, and what is stronger."""

import math
from array import array

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import reference
from reference import speller_of
from zhnlp.core import Trie, UserSpelling, units
from zhnlp.models.lexicons.dictionary import Dictionary

KNOWN, IDIOM = 12.0, 8.0  # log odds
LONG, LEAST_GAIN = 4, 2.0
LISTS = st.text("在再次感谢己经a1", min_size=1, max_size=5)
RIGHTS = st.text("再次感谢已经", min_size=1, max_size=4) | st.text(max_size=2)
TEXTS = st.text("我们在次再感谢谢己经大家a1。", max_size=14) | st.just("我们在次感谢大家。")
PLACES = st.lists(st.integers(0, 12), max_size=4).map(sorted)
PAIRS = st.dictionaries(LISTS, RIGHTS, max_size=4)


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


@given(TEXTS, PAIRS, st.sets(LISTS, max_size=2), PAIRS, st.sets(LISTS, max_size=3), PLACES)
@example("在次感谢", {"在次感谢": "再次感谢", "次感谢": "3"}, {"感谢"}, {}, set(), [])
@example("我们在次感谢大家。", {"在次": "再次", "次感": "3"}, set(), {}, set(), [])
@example("我们在次感谢大家。", {"在次": "再次"}, {"们在次"}, {}, set(), [])
@example("我们在次感谢大家。", {"在次": "再次"}, set(), {"次": "2"}, {"家"}, [2, 3])
def test_known_misspellings_are_corrected_where_nothing_stronger_is(
    settings, weights, language, text, pairs, exceptions, own, protected, at
):
    """From left to right, the longest first, short ones only where that is likelier."""
    kept = [span for span in zip(at[::2], at[1::2], strict=False) if span[0] < span[1]]
    made = speller_of(
        **settings, **weights, **lists(protected, own), known=known(pairs, exceptions)
    )
    found = made.correct(text, kept, KNOWN)
    stronger = [*places(text, exceptions), *places(text, protected), *kept]
    stronger += [each[:2] for each in found if each[4] == "user"]
    listed = set(places(text, pairs))

    def fits(start, end):
        free = not any(overlap((start, end), span) for span in stronger)
        return free and (start, end) in listed

    def likelier(start, end):
        if end - start >= LONG:
            return True
        right = text[:start] + pairs[text[start:end]] + text[end:]
        assume(set(right) <= set("我们在次再感谢己已经大家a1。"))  # others may end sentences
        gain = language.log_prob(right) - language.log_prob(text)
        assume(abs(gain - LEAST_GAIN) > 1e-3)
        return gain > LEAST_GAIN

    corrected = [each for each in found if each[4] == "known"]
    assert [each[:2] for each in corrected] == reference.known_places(text, fits, likelier)
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
@example("我们在次感谢大家。", {"在次感谢": "x"})
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


def test_a_short_one_that_is_right_in_its_place_stays(settings):
    made = speller_of(**settings, known=known({"己载": "已载"}))

    assert made.correct("自己载入。", (), 0.0) == []


SCRIPTS = [
    # text            misspelling           right        what it shows
    ("我們在次感謝。", ("在次感谢", "再次感谢"), "再次感謝", "what stays is written as it was"),
    ("我们感謝在次。", ("感谢在次", "感谢再次"), "感謝再次", "in whatever script"),
    ("他們學汗语音樂。", ("学汗语音乐", "学汉语音乐"), "學漢语音樂", "new ones as traditional"),
    ("他们学汗语音乐。", ("学汗语音乐", "学汉语音乐"), "学汉语音乐", "but not where none is"),
    ("他們在次感謝。", ("在次感谢", "祟囧"), "祟囧", "characters that the model does not know"),
]


@pytest.mark.parametrize("text, pair, right, shows", SCRIPTS, ids=[case[3] for case in SCRIPTS])
def test_misspellings_are_found_in_either_script(settings, text, pair, right, shows):
    found = speller_of(**settings, known=known(dict([pair]))).correct(text, (), 0.0)

    assert [each[2] for each in found] == [right]


def test_exceptions_hold_in_either_script(settings):
    made = speller_of(**settings, known=known({"再次感谢": "x"}, ["再次感谢汉语"]))

    assert made.correct("再次感谢汉语，再次感謝漢語。", (), 0.0) == []
    assert len(made.correct("再次感谢汉，再次感謝漢。", (), 0.0)) == 2


def test_many_of_them_are_no_burden(settings, weights):
    pairs = {"再" * 500 + chr(0x4E00 + i): "x" for i in range(1000)}
    made = speller_of(**settings, **weights, known=known(pairs, ["次" * 500 + "x"]))

    assert made.correct("再" * 20_000 + "次" * 20_000, (), 99.0) == []


def test_every_misspelling_has_a_right_side():
    with pytest.raises(ValueError, match="every misspelling needs a right word"):
        UserSpelling(None, Trie.build(["在次"]), [])


# Idioms


@pytest.fixture(scope="module")
def doubtful(settings, weights):
    """A speller that has learned nothing, where only idioms are corrected."""
    dictionary = Dictionary.of(dict.fromkeys(["再次感谢", "名列前茅", "我们", "大家"], 9))
    words = {"dictionary": dictionary.trie, "log_probs": dictionary.log_probs}
    dense = array("f", bytes(4 * len(weights["dense"])))
    dense[-1] = -5.0
    ranker = {"dense": dense, "names": array("b", [0])}
    marks = bytes([1]) * len(dictionary.log_probs)

    def made(idioms=marks):
        return speller_of(**{**settings, **words}, **ranker, idioms=idioms)

    return made


IDIOMS = [
    # text              correction              what it shows
    ("我们在次感谢大家。", (2, 3, "再", IDIOM), "a character that sounds alike"),
    ("我们再次感感谢大家。", (4, 6, "感", IDIOM), "a character typed twice"),
]


@pytest.mark.parametrize("text, edit, shows", IDIOMS, ids=[case[2] for case in IDIOMS])
def test_one_wrong_character_in_an_idiom_is_corrected(doubtful, text, edit, shows):
    assert [each[:4] for each in doubtful().correct(text, (), 3.0)] == [edit]


@pytest.mark.parametrize(
    "text, threshold",
    [
        ("他的成绩名列前茅。", 3.0),  # right
        ("他的成绩名列茅。", 3.0),  # a missing character
        ("他的成绩名列大前茅。", 3.0),  # another one too many
        ("《我们在次感谢》", 3.0),  # a title
        ("我们再次感谢大加。", 3.0),  # no idiom
        ("我们在次感谢大家。", 8.1),  # more is asked for
    ],
)
def test_what_makes_no_idiom_is_left_to_the_model(doubtful, text, threshold):
    assert doubtful().correct(text, (), threshold) == []


@pytest.mark.parametrize("idioms", [None, b"", bytes(100)])
def test_without_idioms_none_is_corrected(doubtful, idioms):
    assert doubtful(idioms).correct("我们在次感谢大家。", (), 3.0) == []


@given(TEXTS | st.text("他的成绩名列前前茅矛加。", max_size=12))
def test_idioms_have_no_other_log_odds(doubtful, text):
    assert all(each[3] == IDIOM for each in doubtful().correct(text, (), 3.0))


@pytest.mark.parametrize("text", ["\r\r", "\r", "我们\r\r", "我们。\r\r", "\r\r我们"])
def test_a_misspelling_may_be_line_breaks_after_all_tokens(settings, weights, language, text):
    """These are no tokens, and a text may have no other characters."""
    pairs = {"\r\r": "再", "\r": "次"}
    found = speller_of(**settings, **weights, known=known(pairs)).correct(text, [], KNOWN)
    assert all(text[start:end] in pairs for start, end, *_ in found)
