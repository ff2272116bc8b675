"""Categories: a mapping of labels to probabilities that is sorted and never changes."""

import pickle
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.categories import Categories
from zhnlp.errors import InputError, UsageError

PROBABILITIES = st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=6)


@given(PROBABILITIES)
def test_they_are_a_mapping_in_order_of_probability(given_):
    found = Categories(given_)

    assert found == given_
    assert dict(found) == given_
    assert list(found.values()) == sorted(given_.values(), reverse=True)
    assert found.best == next(iter(found), None)
    assert all(found[label] == probability for label, probability in given_.items())


@given(PROBABILITIES, st.randoms())
def test_they_are_values(given_, random):
    """Equal, hashed alike and pickled by what they hold, whatever the order it came in."""
    items = list(given_.items())
    random.shuffle(items)
    one, other = Categories(given_), Categories(dict(items))

    assert (one, hash(one)) == (other, hash(other))
    assert list(pickle.loads(pickle.dumps(one)).items()) == list(one.items())


def test_equal_probabilities_keep_their_order():
    assert list(Categories({"b": 0.5, "a": 0.5, "c": 1})) == ["c", "b", "a"]


def test_nothing_can_be_put_into_them():
    found = Categories({"a": 1.0})
    with pytest.raises(TypeError):
        found["b"] = 0.0


def test_the_top_ones_are_kept():
    assert list(Categories({"a": 0.1, "b": 0.3, "c": 0.6}).top(2)) == ["c", "b"]


@pytest.mark.parametrize(
    "wrong, error, message",
    [
        ({"a": 1.5}, UsageError, "the probability of 'a' is 1.5; it must be between 0 and 1"),
        ({"a": -0.1}, UsageError, "between 0 and 1"),
        ({"a": nan}, UsageError, "between 0 and 1"),
        ({"a": "1"}, UsageError, "between 0 and 1"),
        ({"a": None}, InputError, "the probability of 'a' is None. Give a number"),
        ({1: 0.5}, InputError, "a category is 1"),
        (["a"], InputError, "what categories are made of is"),
        ("a", InputError, "what categories are made of is"),
    ],
)
def test_what_is_no_probability_of_a_label_is_an_error(wrong, error, message):
    with pytest.raises(error, match=message):
        Categories(wrong)
