"""Models of labels: probabilities, explanations, packs."""

import pickle
from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toy_labels import (
    LABELS,
    toy_features,
    toy_linear,
    toy_text_labels,
    toy_token_labels,
    toy_vector_labels,
)
from zhnlp.errors import PackError, UsageError
from zhnlp.models import TextLabeller, TokenLabeller, VectorLabeller
from zhnlp.models.classify.linear import softmax
from zhnlp.models.classify.model import TextLabels
from zhnlp.packing import make_pack
from zhnlp.saving import load, save

MODEL = toy_text_labels()
TOKENS = toy_token_labels()
VECTORS = toy_vector_labels()
TEXTS = st.text("我爱北京好差 ", max_size=12) | st.text(max_size=6)
ODD = ["", " ", "👩‍👩‍👧", "半个\ud800字", "a\0b", "\x02\x03", "𠮷野家"]


@given(st.lists(TEXTS, max_size=5))
def test_many_texts_give_the_same_as_one_by_one(texts):
    assert MODEL.probabilities_batch(texts) == [MODEL.probabilities(text) for text in texts]


@given(st.lists(st.lists(st.sampled_from(["北京", "好", "爱", "x"]), max_size=6), max_size=5))
def test_many_token_sequences_give_the_same_as_one_by_one(sequences):
    expected = [TOKENS.token_probabilities(tokens) for tokens in sequences]

    assert TOKENS.token_probabilities_batch(sequences) == expected


@given(st.lists(st.tuples(*[st.floats(-5, 5, width=32)] * 3), max_size=5))
def test_many_vectors_give_the_same_as_one_by_one(vectors):
    expected = [VECTORS.vector_probabilities([vector])[0] for vector in vectors]

    assert VECTORS.vector_probabilities(vectors) == expected


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_any_text_has_probabilities_that_sum_to_1(text):
    for model in (MODEL, toy_text_labels(LABELS[:2]), toy_text_labels(counted=True, unit=False)):
        found = model.probabilities(text)

        assert set(found) == set(model.labels)
        assert sum(found.values()) == pytest.approx(1)


def test_they_fit_their_protocols():
    for model, protocol in (
        (MODEL, TextLabeller),
        (TOKENS, TokenLabeller),
        (VECTORS, VectorLabeller),
    ):
        fits = [isinstance(model, each) for each in (TextLabeller, TokenLabeller, VectorLabeller)]
        assert fits.count(True) == 1
        assert isinstance(model, protocol)


def test_probabilities_are_those_of_a_twin():
    """Weights times values, summed up by hand."""
    features = toy_features()
    linear = toy_linear(len(features.scales))
    rows = features.rows(["我爱北京"])
    logits = np.array(linear.biases, float)
    for number, value in zip(rows.indices, rows.data, strict=True):
        logits += linear.weights[number] * linear.steps * value
    expected = softmax(logits[None])[0]

    assert list(MODEL.probabilities("我爱北京").values()) == pytest.approx(expected, rel=1e-4)


def test_two_labels_need_one_column():
    model = toy_text_labels(("差", "好"))

    assert len(model.pack.arrays["weights"]) == 8
    up, down = model.weights_of("好", 8), model.weights_of("差", 8)
    assert [gram for gram, _ in up] == [gram for gram, _ in reversed(down)]


def test_weights_tell_what_speaks_for_a_label():
    best = MODEL.weights_of(LABELS[0], 3)

    assert [weight for _, weight in best] == sorted((w for _, w in best), reverse=True)
    assert {gram for gram, _ in MODEL.weights_of(LABELS[0], 100)} >= {"⟨我", "北京"}
    alone = {gram: MODEL.probabilities(gram)[LABELS[0]] for gram, _ in MODEL.weights_of(LABELS[0])}
    assert alone[best[0][0]] == max(alone.values())


def test_a_label_that_there_is_not_has_no_weights():
    with pytest.raises(UsageError, match="There are: 好评, 差评, 其他"):
        MODEL.weights_of("负")


@pytest.mark.parametrize("model", [MODEL, TOKENS, VECTORS], ids=lambda own: own.KIND)
def test_a_model_survives_save_and_load_and_pickle(model, tmp_path):
    save(model, tmp_path / "pack")

    assert load(tmp_path / "pack") == model
    assert pickle.loads(pickle.dumps(model)) == model


@pytest.mark.parametrize(
    "name, changed",
    [
        ("weights", np.zeros(5, np.int8)),
        ("weights", np.zeros(9, np.int8)),
        ("steps", np.zeros(2, np.float32)),
        ("biases", np.full(3, np.nan, np.float32)),
        ("scales", np.zeros(3, np.uint16)),
        ("scales", np.full(8, 0x7C00, np.uint16)),
        ("nodes_0", array("Q")),
        ("weights", np.full(24, np.nan, np.float32)),
    ],
)
def test_a_pack_whose_parts_do_not_fit_is_an_error(name, changed):
    arrays = {**MODEL.pack.arrays, name: changed}

    with pytest.raises(PackError):
        TextLabels(make_pack("TextLabels", MODEL.about, arrays))


@pytest.mark.parametrize(
    "labels", ["ab", [], ["a"], ["a", "a", "b"], ["a", "b", 3], ["a", "b", ["c"]]], ids=str
)
def test_labels_that_are_not_different_strings_are_an_error(labels):
    with pytest.raises(PackError, match="labels"):
        TextLabels(make_pack("TextLabels", {**MODEL.about, "labels": labels}, MODEL.pack.arrays))


def test_a_vocabulary_that_cannot_be_listed_is_an_error():
    nodes = np.asarray(MODEL.pack.arrays["nodes_0"])[::-1].copy()
    damaged = make_pack("TextLabels", MODEL.about, {**MODEL.pack.arrays, "nodes_0": nodes})

    with pytest.raises(PackError):
        TextLabels(damaged).weights_of(LABELS[0])


@pytest.mark.parametrize("part", ["labels", "features"])
def test_a_pack_without_a_part_is_an_error(part):
    about = {name: value for name, value in MODEL.about.items() if name != part}

    with pytest.raises(PackError):
        TextLabels(make_pack("TextLabels", about, MODEL.pack.arrays))


@pytest.mark.parametrize("vector", [(1.0,), (1.0,) * 4, ()])
def test_a_vector_of_another_width_is_an_error(vector):
    with pytest.raises(UsageError, match="vectors with 3"):
        VECTORS.vector_probabilities([vector])
