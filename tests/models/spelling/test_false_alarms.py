"""False alarms: the lowest thresholds that keep each rate on each kind of text that is held."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import UsageError
from zhnlp.models.spelling.false_alarms import (
    RATES,
    alarms,
    count_false_alarms,
    held_kinds,
    strongest,
    thresholds,
)
from zhnlp.models.spelling.latin import LatinSpelling

NO_LATIN = LatinSpelling({})


class Told:
    """A Speller that finds one correction, with log odds that are the text."""

    def correct(self, text, kept, least):
        return [(0, 1, "x", float(text), 0, [])] if float(text) >= least else []


class Following:
    """A Speller whose first correction, with log odds of 1, brings about one with 5."""

    def correct(self, text, kept, least):
        return [(0, 1, "x", 1.0, 0, []), (2, 3, "y", 5.0, 0, [])] if least <= 1 else []


def counted(clean, held):
    return count_false_alarms(Told(), NO_LATIN, clean, held, lambda line: None)


@pytest.mark.parametrize("scores", [range(2000), [0.5] * 1000, range(-2000, -1000), [5.0] * 1500])
def test_thresholds_are_as_low_as_the_rates_allow(scores):
    """They fall with the rates; one step lower, and a sentence too many is changed."""
    table = counted([str(score) for score in scores], None)["thresholds"]

    assert [rate for rate, _ in table] == list(RATES)
    assert [odds for _, odds in table] == sorted((odds for _, odds in table), reverse=True)
    for rate, odds in table:
        assert sum(score >= odds for score in scores) <= rate * len(scores)
        assert odds < -2.99 or sum(score >= odds - 2e-4 for score in scores) > rate * len(scores)


KINDS = st.dictionaries(
    st.sampled_from(["news", "official", "forum"]),
    st.lists(st.floats(-4, 9), min_size=1, max_size=40).map(lambda some: sorted(some * 40)[::-1]),
    min_size=2,
)


@given(KINDS, st.data())
def test_every_rate_is_kept_on_every_kind_that_is_held(found, data):
    """Thresholds are the highest of those of the kinds alone; the others do not count."""
    held = data.draw(st.lists(st.sampled_from(sorted(found)), min_size=1, unique=True))
    table = thresholds(found, held)
    alone = [thresholds({kind: found[kind]}, [kind]) for kind in held]

    assert table == [max(each) for each in zip(*alone, strict=True)]
    for kind, told in alarms(found, held, table).items():
        assert told["held"] == (kind in held)
        assert not told["held"] or all(share <= rate for rate, share in told["rates"])


def test_what_only_another_correction_brings_about_does_not_count():
    """Above 1, the text stays as it is."""
    assert strongest(Following(), NO_LATIN, ["他在家"]) == [1.0]


def test_addresses_and_paths_do_not_count():
    class Kept:
        def correct(self, text, kept, least):
            return [] if kept else [(0, 1, "x", 2.0, 0, [])]

    assert strongest(Kept(), NO_LATIN, ["见 www.a.cn/问提", "问提"]) == [2.0, float("-inf")]


def test_thresholds_of_what_is_never_changed_are_the_lowest():
    table = counted(["-9"] * 1000, ["text"])["thresholds"]

    assert max(odds for _, odds in table) < -2.99


def test_all_kinds_are_held_unless_some_are_named():
    clean = {"news": ["a"] * 1000, "forum": ["b"] * 1000}

    assert held_kinds(clean, None) == ("news", "forum")
    assert held_kinds({**clean, "few": ["c"]}, ["forum", "news", "forum"]) == ("forum", "news")


@pytest.mark.parametrize(
    "clean, held, said",
    [
        ({"news": ["a"] * 999}, None, "of the kind 'news': 999. Give 1,000 or more"),
        (
            {"news": ["a"] * 1000, "few": []},
            ["news"],
            "of the kind 'few': 0. Give 1 or more",
        ),
        ({"news": ["a"] * 1000}, ["new"], "of the kind 'new'. Did you mean 'news'?"),
        ({"news": ["a"] * 1000}, [], "no kind of clean text is held. Name one"),
        ({}, None, "no kind of clean text is held. Name one"),
    ],
    ids=["few", "none", "mistyped", "none held", "nothing"],
)
def test_kinds_that_cannot_be_held_are_refused(clean, held, said):
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        held_kinds(clean, held)
