"""Models of topics: packs, labels and what they refuse."""

from array import array

import numpy as np
import pytest

from reference import toy_topics
from zhnlp.errors import PackError, UsageError
from zhnlp.models.topics.model import TopicModel, labels_of
from zhnlp.packing import make_pack


def test_labels_are_the_first_words_and_differ():
    weights = np.array([[3, 2, 1, 0.5], [3, 2, 1, 0.4], [-9, 0, 1, 2]])

    assert labels_of(weights, "甲乙丙丁") == ["甲 乙 丙", "甲 乙 丙 丁", "甲 丁 丙"]


def test_a_topic_can_be_given_a_name_of_its_own():
    model = toy_topics()
    named = model.with_labels(["财经", "体育"])

    assert named.labels == ("财经", "体育")
    assert (model.labels, model == named) == (("even", "odd"), False)
    assert [*named.shares(["京"])] == ["财经", "体育"]


@pytest.mark.parametrize("labels", [["财经"], ["财经", "财经"], ["财经", ""], []])
def test_labels_that_do_not_tell_topics_apart_are_refused(labels):
    with pytest.raises(UsageError, match=r"Give 2 different names, one for each topic."):
        toy_topics().with_labels(labels)


@pytest.mark.parametrize("topic", [-1, 2])
def test_a_topic_that_does_not_exist_is_refused(topic):
    with pytest.raises(UsageError, match=r"topic is -1|there is no topic 2; the last one is 1."):
        toy_topics().words_of(topic)


def test_a_model_answers_what_its_method_has():
    with pytest.raises(UsageError, match=r"a model of lda has no coordinates. Ask for its shares."):
        toy_topics("lda").coordinates(["京"])
    with pytest.raises(UsageError, match=r"a model of lsa has no shares. Ask for its coordinates."):
        toy_topics("lsa").shares(["京"])


@pytest.mark.parametrize(
    "change",
    [
        {"method": "pca"},
        {"labels": ["a"]},
        {"labels": None},
        {"labels": [1, 2]},
        {"labels": [["a"], "b"]},
        {"labels": ["a", "a"]},
        {"latin": 3},
    ],
    ids=str,
)
def test_parts_that_do_not_fit_are_a_pack_error(change):
    pack = toy_topics().pack
    about = {**{key: pack.about[key] for key in ("method", "of", "latin", "labels")}, **change}

    with pytest.raises(PackError):
        TopicModel(make_pack("TopicModel", about, dict(pack.arrays)))


@pytest.mark.parametrize("number", [0.0, -1.0, float("nan"), float("inf")])
def test_parameters_of_topics_that_are_none_are_a_pack_error(number):
    pack = toy_topics().pack
    arrays = {**pack.arrays, "alpha": array("f", [number, number])}

    with pytest.raises(PackError):
        TopicModel(make_pack("TopicModel", pack.about, arrays))


def test_an_array_that_is_missing_is_a_pack_error():
    pack = toy_topics().pack
    arrays = {name: array for name, array in pack.arrays.items() if name != "alpha"}

    with pytest.raises(PackError, match=r"has no array 'alpha'"):
        TopicModel(make_pack("TopicModel", pack.about, arrays))
