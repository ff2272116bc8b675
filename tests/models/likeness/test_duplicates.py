"""Near duplicates: groups of texts that are equal or nearly so."""

from random import Random

import pytest

from zhnlp.errors import UsageError
from zhnlp.models.likeness.duplicates import near_duplicates

pytest.importorskip("rensa")
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 500)]


def text(seed, length=300):
    return "".join(Random(seed).choices(HAN, k=length))


def test_copies_and_near_copies_are_in_a_group():
    near = text(1)[:200] + "误" + text(1)[201:]

    found = near_duplicates(iter([text(1), text(2), near, text(3), text(1), text(3)]))

    assert [group.numbers for group in found] == [(0, 2, 4), (3, 5)]
    assert found[0].likeness[0] == found[0].likeness[2] == 1
    assert 0.8 < found[0].likeness[1] < 1
    assert found[1].likeness == (1, 1)


def test_short_texts_are_found_only_if_they_are_equal():
    found = near_duplicates(["今天下雨了。", "", "今天下雨了", "", "今天下雨了。", "\ud800"])

    assert [tuple(group) for group in found] == [((0, 4), (1, 1)), ((1, 3), (1, 1))]


def test_a_lower_limit_finds_texts_that_are_less_alike():
    half = text(1)[:200] + text(2)[:100]  # half of all 5-grams are in both

    assert near_duplicates([text(1), half]) == ()
    found = near_duplicates([text(1), half], least_likeness=0.3)
    assert [group.numbers for group in found] == [(0, 1)]
    assert near_duplicates([text(1), text(2)], least_likeness=0.3) == ()


def test_groups_do_not_depend_on_what_stands_between():
    many = [text(seed, 80) for seed in range(2000)]

    found = near_duplicates([*many, *many[::500]])

    assert [group.numbers for group in found] == [
        (0, 2000),
        (500, 2001),
        (1000, 2002),
        (1500, 2003),
    ]


def test_without_texts_there_are_no_groups():
    assert near_duplicates([]) == near_duplicates([text(1)]) == ()


@pytest.mark.parametrize("least", [0.2, 1.1, float("nan")])
def test_a_limit_out_of_range_is_refused(least):
    with pytest.raises(UsageError, match=r"least_likeness is .*; it must be between 0.3 and 1."):
        near_duplicates([], least_likeness=least)
