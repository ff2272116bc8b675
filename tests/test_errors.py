"""The hint for a name that was mistyped."""

import pytest

from zhnlp.errors import did_you_mean


@pytest.mark.parametrize(
    "given, known, hint",
    [
        ("unigam", ("unigram", "bigram"), "Did you mean 'unigram'?"),
        ("x", ("unigram", "bigram"), "There are: unigram, bigram."),
        ("x", iter(["bigram"]), "There are: bigram."),
        (None, ("unigram",), "There are: unigram."),
        ("x", (), "There are none."),
    ],
)
def test_the_nearest_name_is_named_or_all(given, known, hint):
    assert did_you_mean(given, known) == hint


def test_a_long_list_can_be_left_out():
    assert did_you_mean("x", ("unigram",), listed=False) == ""
    assert did_you_mean("unigam", ("unigram",), listed=False) == "Did you mean 'unigram'?"
