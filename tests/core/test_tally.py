"""Counting in the compiled core gives what a Counter of the strings would."""

from array import array
from collections import Counter
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import Tally
from zhnlp.errors import InputError, UsageError

WORDS = st.lists(st.text(min_size=1, max_size=3), max_size=30)
ROWS = st.lists(st.tuples(st.text(min_size=1, max_size=3), st.sampled_from(["", "n", "v", "nr"])))


def add(tally, words, tags=None):
    """Let `tally` count these words."""
    tally.add_words("".join(words), array("i", accumulate(map(len, words))), tags)


def rows(tally, n=10_000):
    """What is counted, in order: string, mark and count."""
    text, lengths, marks, counts = tally.most(n)
    strings = [text[start:end] for start, end in pairwise([0, *accumulate(lengths)])]
    return list(zip(strings, marks, counts, strict=True))


@given(st.lists(ROWS))
def test_counts_are_those_of_a_counter(texts):
    tally = Tally()
    for each in texts:
        add(tally, [word for word, _ in each], [tag for _, tag in each])
    found = {(word, tally.labels[mark]): count for word, mark, count in rows(tally)}

    assert found == Counter(row for each in texts for row in each)
    assert tally.missing == 0


@given(st.lists(st.tuples(st.integers(-3, 12), st.integers(-3, 12), st.sampled_from("甲乙"))))
def test_spans_are_counted_if_they_lie_in_the_text(spans):
    text = "我爱北京天安门我爱"
    inside = [span for span in spans if 0 <= span[0] < span[1] <= len(text)]
    tally = Tally()

    assert tally.add_spans(text, spans, 3) == len(inside)
    found = {(string, *divmod(mark, 256)): count for string, mark, count in rows(tally)}
    expected = Counter(
        (text[start:end], 3, tally.labels.index(label)) for start, end, label in inside
    )
    assert found == expected


@given(WORDS)
def test_the_most_frequent_come_first(words):
    tally = Tally()
    add(tally, words)

    assert [count for *_, count in rows(tally, 5)] == sorted(Counter(words).values())[::-1][:5]


@given(st.lists(st.text("甲乙丙丁戊，", min_size=1, max_size=2), max_size=60))
def test_no_count_is_too_high_or_too_low_by_more_than_is_said(words):
    """However few strings are in memory; and the number of all is right."""
    tally = Tally(held=4)
    for at in range(0, len(words), 7):
        add(tally, words[at : at + 7])

    assert tally.n_content == sum(word[0].isalnum() for word in words)
    found = {word: count for word, _, count in rows(tally, 4)}
    for word, count in Counter(words).items():
        assert 0 <= count - found.get(word, 0) <= tally.missing


@given(st.lists(WORDS), st.lists(WORDS))
def test_what_is_counted_does_not_depend_on_what_was_counted_before(first, second):
    """So that the same texts give the same bytes."""
    one, other = Tally(), Tally()
    for words in [*first, *second]:
        add(one, words)
    for words in [*second, *first]:
        add(other, words)

    assert rows(one) == rows(other)
    assert one.distinct() == other.distinct()


def test_counting_goes_on_after_asking():
    tally = Tally()
    add(tally, ["我", "们", "我"])
    assert rows(tally, 1) == [("我", 0, 2)]
    add(tally, ["我", "你"])

    assert rows(tally) == [("我", 0, 3), ("你", 0, 1)]
    assert tally.missing == 1


def test_long_strings_count_for_nothing_but_the_number_of_all():
    tally = Tally()
    add(tally, ["长" * 41, "短", "字" * 40])

    assert rows(tally) == [(word, 0, 1) for word, *_ in rows(tally)]
    assert {word for word, *_ in rows(tally)} == {"短", "字" * 40}
    assert tally.n_content == 3


def test_many_distinct_strings_are_all_counted_and_their_hashes_spread():
    """The 4,096 smallest of 20,000 hashes reach to about a fifth of their range."""
    words = [chr(0x4E00 + n % 20000) + chr(0x4E00 + n // 20000) for n in range(20000)]
    tally = Tally()
    add(tally, words * 2 + ["，", "。"])
    distinct = tally.distinct()

    assert Counter(count for *_, count in rows(tally, 30000)) == {2: 20000, 1: 2}
    assert len(distinct) == 4096
    assert list(distinct) == sorted(set(distinct))
    assert distinct[-1] / 2**64 == pytest.approx(4096 / 20000, rel=0.06)


def test_strings_that_were_forgotten_are_still_among_the_distinct():
    tally = Tally(held=10)
    for first in range(0, 100, 5):
        add(tally, [chr(0x4E00 + first + n) for n in range(5)])

    assert len(tally.distinct()) == 100


def test_tags_that_do_not_fit_the_words_do_not_count():
    tally = Tally()
    add(tally, ["我", "爱"], ["r"])

    assert rows(tally) == sorted([("我", 0, 1), ("爱", 0, 1)], key=rows(tally).index)


def test_labels_are_told_apart_by_what_they_say_not_by_which_objects_they_are():
    tally = Tally()
    for n in range(2000):
        tally.add_spans("北京", [(0, 2, "".join(["LO", "C"])), (0, 1, f"x{n % 3}")])

    assert tally.labels == ["", "LOC", "x0", "x1", "x2"]
    assert rows(tally)[0] == ("北京", 1, 2000)


def test_too_many_labels_have_the_number_0():
    tally = Tally()
    tally.add_spans("北", [(0, 1, f"x{n}") for n in range(300)])

    assert len(tally.labels) == 256
    assert rows(tally)[0] == ("北", 0, 45)


@pytest.mark.parametrize(
    "call, error",
    [
        (lambda: Tally(held=0), UsageError),
        (lambda: Tally(held="many"), InputError),
        (lambda: Tally().add_words(b"a", array("i", [1])), InputError),
        (lambda: Tally().add_words("a", array("i", [2])), UsageError),
        (lambda: Tally().add_words("a", array("i", [1]), [None]), InputError),
        (lambda: Tally().add_spans("a", [(0, 1, 5)]), InputError),
        (lambda: Tally().add_spans("a", [(0, 1)]), InputError),
        (lambda: Tally().add_spans("a", [(0.5, 1, "x")]), InputError),
        (lambda: Tally().add_spans("a", 5), InputError),
        (lambda: Tally().add_spans("a", [], -1), UsageError),
        (lambda: Tally().most(-1), UsageError),
    ],
)
def test_values_of_the_wrong_kind_are_refused(call, error):
    with pytest.raises(error):
        call()
