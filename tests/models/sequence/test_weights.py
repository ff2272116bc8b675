"""Weights: those of a pack, with what its JSON says of them."""

from dataclasses import replace

import pytest

from zhnlp.core import Weights
from zhnlp.errors import PackError
from zhnlp.models.sequence.weights import weights


def test_the_weights_of_a_pack_are_read(word_model):
    assert isinstance(weights(word_model.pack, 4), Weights)


@pytest.mark.parametrize("name", ["first", "last", "scale", "sparse"])
def test_what_the_json_of_a_pack_lacks_is_named(word_model, name):
    about = {key: value for key, value in word_model.about.items() if key != name}
    with pytest.raises(KeyError, match=name):
        weights(replace(word_model.pack, about=about), 4)


@pytest.mark.parametrize("name", ["buckets", "pool", "transitions"])
def test_an_array_that_a_pack_lacks_is_an_error(word_model, name):
    arrays = {key: value for key, value in word_model.pack.arrays.items() if key != name}
    with pytest.raises(PackError, match=f"has no array '{name}'"):
        weights(replace(word_model.pack, arrays=arrays), 4)


def test_a_model_of_another_number_of_labels_is_an_error(word_model):
    with pytest.raises(ValueError, match="transitions"):
        weights(word_model.pack, 5)
