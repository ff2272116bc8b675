"""Places of a text that patterns match; tests/stages/test_user_words.py has their law."""

import re

import pytest

from zhnlp.errors import InputError, UsageError
from zhnlp.models.words.patterns import LONGEST, Patterns


@pytest.mark.parametrize(
    "patterns, text, places",
    [
        (["《[^《》]+》"], "看《流浪地球》", [1, 7]),
        (["[0-9]+", "1号"], "在1号", [1, 2]),
        (["1号", "[0-9]+"], "在1号", [1, 3]),
        (["b", "ab"], "ab", [0, 2]),
        (["x*"], "axxb", [1, 3]),
        (["x*", "ab"], "abxx", [0, 2, 2, 4]),
        (["^我"], "我我", [0, 1]),
        (["a"], "", []),
        ([], "a", []),
        (["a+"], "a" * LONGEST + "b" + "a" * (LONGEST + 1), [0, LONGEST]),
    ],
)
def test_the_leftmost_match_counts_then_the_first_pattern(patterns, text, places):
    assert Patterns(patterns).places(text).tolist() == places


@pytest.mark.parametrize("bad", ["[", "(", "*", "(?P<a", "\\", "a{2,1}", "(?<=a+)b", "(" * 5000])
def test_a_pattern_that_does_not_compile_is_an_error(bad):
    with pytest.raises(UsageError, match=r"^pattern .* is not a regular expression: .*Correct it"):
        Patterns(["a", bad])


def test_an_empty_pattern_is_an_error():
    with pytest.raises(UsageError, match="a pattern is '', which matches nothing"):
        Patterns(["a", ""])


@pytest.mark.parametrize("bad", ["《", None, 5, [5], [re.compile("a")]])
def test_patterns_are_several_strings(bad):
    with pytest.raises(InputError, match="patterns"):
        Patterns(bad)
