"""Small words in the compiled core: what is found, and that finding it twice finds nothing."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import SmallWordReader, SmallWords, SmallWordTrainer, Trie
from zhnlp.errors import InputError, UsageError

WORDS = ["高兴", "认真", "孩子", "跑", "跳", "研究", "书"]
MEMBERS = "的地得"
TAUGHT = ["孩子的书。", "高兴地跳。", "认真地研究。", "跑得高兴。", "他的书。", "跑得认真。"] * 20
TEXTS = st.text("高兴认真孩子跑跳研究书他的地得。再在ａ1\n", max_size=40) | st.text(max_size=20)
LEAST = -2.0  # above the log odds that a member is wrong before its neighbours are looked at


def reader(members=MEMBERS):
    pairs = array("I", (ord(char) for member in members for char in (member, members[0])))
    return SmallWordReader(Trie.build(WORDS), array("B", range(len(WORDS))), pairs)


def learned(*, most=1000, bits=12, wide=False):
    trainer = SmallWordTrainer(reader(), MEMBERS, bits=bits, wide=wide)
    for _ in range(2):
        for text in TAUGHT:
            trainer.learn(text, 0.5)
        if most:
            trainer.select(most)
            most = 0
    return trainer


def words(*, wide=False, **settings):
    starts, in_bucket, weights, scale = learned(wide=wide, **settings).pack()
    return SmallWords(reader(), MEMBERS, starts, in_bucket, weights, scale=scale, wide=wide)


OWN, WIDE = words(), words(wide=True)


def corrected(small, text, threshold):
    chars = list(text)
    for at, meant, _ in small.find(text, threshold):
        chars[at] = meant
    return "".join(chars)


def test_what_is_meant_is_learned_from_right_texts():
    assert [each[:2] for each in OWN.find("高兴的跳，跑的高兴，孩子得书", 0.0)] == [
        (2, "地"),
        (6, "得"),
        (12, "的"),
    ]
    assert OWN.find("".join(TAUGHT), LEAST) == []


@given(TEXTS)
def test_only_members_are_found_and_another_is_meant(text):
    found = OWN.find(text, -100.0)

    assert [at for at, _, _ in found] == [at for at, char in enumerate(text) if char in MEMBERS]
    assert all(meant in MEMBERS and meant != text[at] for at, meant, _ in found)


@given(TEXTS, st.floats(LEAST, 10), st.booleans())
def test_correcting_twice_changes_nothing_more(text, threshold, wide):
    small = WIDE if wide else OWN
    once = corrected(small, text, threshold)

    assert small.find(once, threshold) == []


@given(TEXTS, st.floats(-20, 20), st.floats(0, 20))
def test_a_higher_threshold_finds_fewer(text, threshold, more):
    found = OWN.find(text, threshold)

    assert OWN.find(text, threshold + more) == [
        each for each in found if each[2] >= array("f", [threshold + more])[0]
    ]


@given(TEXTS)
def test_what_is_typed_nearby_does_not_count(text):
    """The features of a place read all members as one."""
    same = text.translate(str.maketrans(MEMBERS, "的的的"))

    for each in OWN.find(text, -100.0):
        at = each[0]
        alone = same[:at] + text[at] + same[at + 1 :]
        assert each in OWN.find(alone, -100.0)


def test_the_same_texts_give_the_same_bytes():
    first, second = learned().pack(), learned().pack()

    assert first == second


def test_few_features_can_be_kept():
    _, in_bucket, weights, _ = learned(most=5).pack()

    assert len(in_bucket) <= 5
    assert len(weights) == 2 * len(in_bucket)


def test_members_are_two_or_more():
    with pytest.raises(UsageError, match="there are 1 members"):
        SmallWordTrainer(reader(), "的")


def test_arrays_must_fit_each_other():
    starts, in_bucket, weights, _ = learned().pack()
    with pytest.raises(UsageError, match="starts, not 2"):
        SmallWords(reader(), MEMBERS, starts[:-1], in_bucket, weights)
    with pytest.raises(UsageError, match="weights"):
        SmallWords(reader(), MEMBERS, starts, in_bucket, weights[:-1])
    with pytest.raises(InputError):
        SmallWords(None, MEMBERS, starts, in_bucket, weights)


@given(st.binary(min_size=68, max_size=68), TEXTS)
def test_altered_starts_give_wrong_words_and_no_wrong_access(raw, text):
    _, in_bucket, weights, _ = learned(bits=12).pack()
    starts = array("I")
    starts.frombytes(raw)

    SmallWords(reader(), MEMBERS, starts, in_bucket, weights).find(text, -100.0)
