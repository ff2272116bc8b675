"""Which edits are considered: the best of a place, whatever stands in other sentences."""

from array import array
from dataclasses import replace
from itertools import accumulate, chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from reference import speller_of
from zhnlp.models.ngrams.model import read_ngram

MOST_EDITS = 8  # that begin at one place
HAN = (
    "汁汗今天明我们他老师再次感谢已经在己恼背离开正在等待喜欢大家北京加此以后添她自己载名列前茅矛景"
)
PHRASES = ("今天我们", "明天他们", "老师", "再次感谢", "大家", "已经离开", "北京", "等待", "喜欢")


@pytest.fixture(scope="module")
def considered(settings, weights):
    """(start, end, right, gain) of every edit of a text, in order."""
    made = speller_of(**settings, **weights)
    return lambda text: [(a, b, right, gain) for a, b, right, _, gain in made.edits(text)]


@given(st.text(HAN, min_size=1, max_size=14))
@example("汁天我们喜欢大家")
def test_the_best_edits_of_a_place_come_first(considered, text):
    edits = considered(text)

    assert edits == sorted(edits, key=lambda edit: (edit[0], -edit[3]))


@pytest.mark.parametrize("text", ["汁天我们喜欢大家", "汁天老师再次感谢大家", "我们汁天"])
def test_of_many_edits_of_a_place_the_best_are_kept(considered, language, settings, text):
    """As many characters are typed for 汁 as for no other, and all make the text likelier."""
    place = text.index("汁")
    grams = reference.back_off_table(language.pack.arrays, language.order)
    numbers = dict(language.vocabulary.items())
    singles = reference.single_edits(text, settings, numbers, grams)
    options = {
        right: language.log_prob(text.replace("汁", right)) - language.log_prob(text)
        for (start, _, right), seen in singles.items()
        if start == place and seen
    }
    likelier = sorted((gain for gain in options.values() if gain > -3), reverse=True)
    kept = [gain for start, end, _, gain in considered(text) if (start, end) == (place, place + 1)]

    assert kept == pytest.approx(likelier[:MOST_EDITS], abs=1e-3)


@pytest.fixture(scope="module")
def any_for_any(settings, language):
    """Settings where each character of the model may be typed for each other one."""
    numbers = dict(language.vocabulary.items())
    han = sorted(number for char, number in numbers.items() if "一" <= char <= "鿿")
    rows = [[meant for meant in han if meant != typed] for typed in range(max(han) + 1)]
    meant = array("H", chain.from_iterable(rows))
    made = type(settings)(settings)
    made["offsets"] = array("I", accumulate(map(len, rows), initial=0))
    made["meant"] = meant
    made["sound"], made["shape"] = array("B", [1]) * len(meant), array("B", [0]) * len(meant)
    return made


@given(st.lists(st.sampled_from([*PHRASES, *HAN]), min_size=1, max_size=4))
@example(["我们在次感谢大加"])
@example(["汁天她在此以后添加"])
@example(["后大此"])  # 背 is likely only after 后 at the start
@example(["他离再"])
def test_no_character_that_is_likely_enough_is_left_out(weights, any_for_any, language, parts):
    """Most are dismissed by what they may gain at most: pairs, and marks of triples, tell that."""
    text = "".join(parts)
    speller = speller_of(**any_for_any, **weights)
    grams = reference.back_off_table(language.pack.arrays, language.order)
    numbers = dict(language.vocabulary.items())
    found: dict[int, dict[tuple[int, str], float]] = {}
    for start, end, right, _, gain in speller.edits(text):
        found.setdefault(start, {})[end, right] = gain
    singles = reference.single_edits(text, any_for_any, numbers, grams)
    for (start, end, right), seen in singles.items():
        meant = text[:start] + right + text[end:]
        gain = language.log_prob(meant) - language.log_prob(text)
        kept = found.get(start, {})
        least = min(kept.values()) if len(kept) == MOST_EDITS else -3

        assert not seen or gain < least + 1e-3 or (end, right) in kept


@pytest.mark.parametrize("order", [1, 2, 3, 4])
@pytest.mark.parametrize(
    "text", ["他们己经离开背京。", "我们在次感谢大加", "汁天她在此以后添加文件"]
)
def test_a_gain_is_what_the_text_is_likelier_by_a_model_of_any_order(
    settings, language, text, order
):
    ngram = language.ngram.cut_to(order)
    found = speller_of(**settings | {"ngram": ngram}).edits(text)

    def log_prob(chars):
        return sum(ngram.log_probs([*map(language.vocabulary.find, chars), 2]))

    for start, end, right, _, gain in found:
        likelier = log_prob(text[:start] + right + text[end:]) - log_prob(text)
        assert gain == pytest.approx(likelier, abs=1e-4)
    assert found or order == 1  # which has no neighbours that a character was seen beside


@given(st.text(HAN, min_size=1, max_size=14))
@example("他们己经离开背京，汁天我们在次感谢")
def test_a_model_of_very_many_words_has_no_table_of_pairs_and_finds_the_same(
    considered, many_words, text
):
    assert many_words(text) == considered(text)


@pytest.fixture(scope="module")
def many_words(settings, weights, language):
    """As `considered`, by a model with 40,000 more words that no text has."""
    pack, more = language.pack, 40_000
    words = array("B", [*pack.arrays["log_probs_0"], *bytes(more)])
    contexts = array("Q", [*pack.arrays["contexts_0"], *([0] * (more // 64))])
    arrays = {"log_probs_0": memoryview(words), "contexts_0": memoryview(contexts)}
    ngram = read_ngram(replace(pack, arrays=pack.arrays | arrays), language.order)
    made = speller_of(**settings | {"ngram": ngram}, **weights)
    return lambda text: [(a, b, right, gain) for a, b, right, _, gain in made.edits(text)]


@given(st.lists(st.text(HAN, min_size=1, max_size=10), max_size=4))  # 。。 ends one
@example(["他们己经离开北京", "汁天我们", "名列加茅", "我们在此谢感大大家"])
def test_edits_of_sentences_are_those_of_each_alone(considered, sentences):
    expected, at = [], 0
    for sentence in sentences:
        expected += [(at + a, at + b, *rest) for a, b, *rest in considered(sentence + "。")]
        at += len(sentence) + 1

    assert considered("".join(f"{each}。" for each in sentences)) == expected


def test_a_very_long_sentence_is_judged_as_one_of_200_characters(speller):
    """No model has learned from longer ones, so their length says nothing."""

    def scores(n):
        return [
            each[3:] for each in speller.edits("他们己经离开北京，" + "今天我们喜欢北京，" * n)[:3]
        ]

    assert scores(5) != scores(30) == scores(300)


def test_an_error_far_from_another_is_corrected_as_alone(speller):
    """A sentence with a correction is read again, but not all of it."""
    near, far = "我们在次感谢大家，", "今天我们喜欢北京，" * 5
    found = speller.correct(f"{near}{far}{near}", (), 0.0)
    starts = [start for start, *_ in found]

    assert [right for _, _, right, *_ in found] == ["再", "再"]
    assert starts == [2, len(near) + len(far) + 2]
