"""Looking inside: attention, attributions, vectors of texts as points, and their pictures."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

import numpy as np
import torch
import transformers
from hypothesis import given, settings
from hypothesis import strategies as st
from toys import SENTENCES, SHORT, TINY

from zhnlp.errors import ExtraError, InputError, UsageError, ZhnlpWarning
from zhnlp.neural.attention import attention
from zhnlp.neural.attributions import attributions
from zhnlp.neural.backends import OnnxBackend
from zhnlp.neural.building import Fitting
from zhnlp.neural.encoders import EncoderConfig, albert
from zhnlp.neural.pictures import heat_map, marked_text, scatter
from zhnlp.neural.pooling import pooled
from zhnlp.neural.projection import project, text_vectors
from zhnlp.neural.settings import FineTuning, Shape
from zhnlp.neural.text_training import Labelled, train_labels
from zhnlp.neural.token_training import train_names
from zhnlp.neural.tokenizer import CharacterTokenizer

GOOD = ["电影很好看", "服务好", "味道好极了", "今天天气很好"]
BAD = ["电影很差劲", "服务差", "味道差极了", "今天天气很差"]
SAMPLES = [Labelled(text, "good") for text in GOOD] * 4 + [
    Labelled(text, "bad") for text in BAD
] * 4


def labeller(shape, settings=SHORT):
    return train_labels(SAMPLES, Fitting(shape, settings))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A tiny ALBERT with a vocabulary."""
    folder = tmp_path_factory.mktemp("albert")
    torch.manual_seed(1)
    tokenizer = CharacterTokenizer.train(GOOD + BAD, min_count=1)
    tokenizer.save(folder)
    config = EncoderConfig(
        n_tokens=len(tokenizer), width=16, n_layers=2, n_heads=2, max_length=24, dropout=0
    )
    encoder = albert(config, share="attention")
    with torch.no_grad():
        for weights in encoder.parameters():
            weights *= 8  # so that heads differ
    encoder.save(folder)
    return folder


@pytest.fixture(scope="module")
def transformer(folder):
    return labeller(Shape(str(folder)), FineTuning(passes=1, precision="fp32", device="cpu"))


@pytest.fixture(scope="module", params=["rnn", "lstm", "gru", "cnn", "words", "transformer"])
def model(request, transformer):
    """A classifier with each kind of encoder."""
    if request.param == "transformer":
        return transformer
    kind, channels = request.param, ("bigrams",)
    if kind == "words":
        kind, channels = "gru", ("words", "places")
    return labeller(Shape(kind, channels=channels, embedding=8, width=16, dropout=0.0))


@pytest.fixture(scope="module")
def recurrent():
    return labeller(TINY)


# Attention.


def test_attention_is_that_of_transformers(transformer, tmp_path):
    network = transformer.backend.network
    network.encoder.save(tmp_path)
    found = attention(transformer, "味道 好")
    ids = transformer.inputs.framed(transformer.inputs.tokenizer.encode("味道 好")._asdict())["ids"]
    # plain transformers knows only the sharing of all, so it gets the layers of ours
    plain = transformers.AlbertModel(network.encoder.model.config)
    plain.load_state_dict(network.encoder.model.state_dict())
    plain.set_attn_implementation("eager")
    with torch.no_grad():
        expected = plain.eval()(torch.tensor([ids]), output_attentions=True).attentions

    assert found.tokens == ("[CLS]", "味", "道", " ", "好", "[SEP]")
    assert found.starts == (-1, 0, 1, 2, 3, -1)
    assert found.weights.shape == (2, 2, 6, 6)
    for ours, theirs in zip(found.weights, expected, strict=True):
        np.testing.assert_allclose(ours, theirs[0].numpy(), atol=1e-5)


@settings(max_examples=30)
@given(text=st.text(max_size=10))
def test_the_weights_of_each_token_sum_to_1_and_its_characters_spell_the_text(transformer, text):
    found = attention(transformer, text)
    own = [token for token, start in zip(found.tokens, found.starts, strict=True) if start >= 0]

    np.testing.assert_allclose(found.weights.sum(-1), 1, atol=1e-5)
    assert "".join(own) == text
    ElementTree.fromstring(found.picture())


def test_attention_of_a_pair_has_both_texts(transformer):
    found = attention(transformer, "好", "味道")

    assert found.tokens == ("[CLS]", "好", "[SEP]", "味", "道", "[SEP]")
    assert found.starts == (-1, 0, -1, 0, 1, -1)


def test_a_picture_shows_one_layer_and_one_head_or_the_mean_of_all(transformer):
    found = attention(transformer, "味道")

    assert found._repr_html_() == found.picture(layer=1) != found.picture(layer=0)
    assert found.picture(head=0) == heat_map(found.tokens, found.tokens, found.weights[1, 0])


WRONG = [
    # call, message
    (lambda bert, lstm: attention(lstm, "好"), "a 'lstm', which has no attention"),
    (lambda bert, lstm: attention(bert, "好" * 30), "has 30 tokens, and the network reads 22 at"),
    (lambda bert, lstm: attention(bert, "好" * 12, "好" * 12), "24 tokens, and .* reads 21"),
    (lambda bert, lstm: attention(bert, "好").picture(layer=2), "there is no layer 2. .* 0 to 1"),
    (lambda bert, lstm: attention(bert, "好").picture(head=-1), "there is no head -1. .* 0 to 1"),
    (lambda bert, lstm: attributions(lstm, ""), "an empty text has no tokens"),
    (lambda bert, lstm: attributions(lstm, "好", "god"), "label 'god' is not known"),
    (lambda bert, lstm: attributions(lstm, "好", steps=0), "steps"),
    (lambda bert, lstm: project([[1, float("nan")]]), "finite numbers"),
    (lambda bert, lstm: project([1, 2]), "rows of the same length"),
    (lambda bert, lstm: project([[1, 2]], ["a", "b"]), "2 names for 1 vectors"),
    (lambda bert, lstm: project([[1, 2]], kinds=["a", "b"]), "2 kinds for 1 vectors"),
    (lambda bert, lstm: project([[1, 2]], method="umap"), "method 'umap'"),
]  # fmt: skip


@pytest.mark.parametrize("call, message", WRONG, ids=[message for _, message in WRONG])
def test_what_cannot_be_shown_says_why(call, message, transformer, recurrent):
    with pytest.raises(UsageError, match=message):
        call(transformer, recurrent)


def test_a_text_must_be_a_string(transformer):
    with pytest.raises(InputError, match="text"):
        attention(transformer, None)


def test_an_exported_network_cannot_be_looked_into(transformer):
    backend = object.__new__(OnnxBackend)
    exported = type(transformer)(
        transformer.inputs, transformer.config, transformer.labels, backend
    )

    with pytest.raises(UsageError, match=r"attention cannot be seen in .*, which is exported"):
        attention(exported, "好")


# Attributions.


@pytest.mark.parametrize("label", ["good", "bad"])
@pytest.mark.parametrize("text", ["味道很差 ", "好", "天气"])
def test_attributions_sum_to_what_the_text_changes(model, text, label):
    """Completeness (Sundararajan et al., 2017, proposition 1); log odds are those of the answer."""
    found = attributions(model, text, label, steps=256)
    probability = model.probabilities(text)[label]

    assert found.tokens == tuple(text)
    assert found.starts == tuple(range(len(text)))
    assert found.values.sum() == pytest.approx(found.log_odds - found.without, abs=5e-3)
    assert found.log_odds == pytest.approx(np.log(probability / (1 - probability)), abs=1e-5)


@pytest.mark.parametrize("text", [*GOOD, *BAD])
def test_the_word_that_decides_has_the_greatest_attribution(recurrent, text):
    found = attributions(recurrent, text)

    assert found.label == ("good" if "好" in text else "bad")
    assert found.tokens[found.values.argmax()] in "好差"


def test_looking_inside_leaves_a_model_as_it_is(model):
    answer = model.probabilities("味道好")
    attributions(model, "味道好", steps=2)
    text_vectors(model, ["味道好"])

    assert model.probabilities("味道好") == answer


# Vectors and points.


def test_the_vector_of_a_text_is_what_the_head_of_a_classifier_sees(model):
    texts = ["味道好", "", "服务差极了"]
    vectors = text_vectors(model, texts)
    layers = model.backend.network.head.layers
    scores = layers(torch.from_numpy(vectors[[0, 2]])).detach().softmax(-1)

    for text, own in zip(["味道好", "服务差极了"], scores, strict=True):
        assert own.tolist() == pytest.approx(list(model.probabilities(text).values()), abs=1e-5)


def test_the_vector_of_a_long_text_is_the_mean_of_its_parts(transformer):
    parts = ["好" * 21 + "。", "差" * 10]
    whole = text_vectors(transformer, ["".join(parts)])
    weights = np.array([24, 12]) / 36  # tokens, special ones included

    np.testing.assert_allclose(whole[0], weights @ text_vectors(transformer, parts), atol=1e-5)


def test_vectors_without_memory_are_made_in_halves_with_a_warning(model, monkeypatch):
    texts = ["味道好", "服务差极了", "好"]
    wanted = text_vectors(model, texts)

    def hungry(encoded, mask, how):
        if len(mask) > 2:
            raise RuntimeError("CUDA out of memory")
        return pooled(encoded, mask, how)

    monkeypatch.setattr("zhnlp.neural.projection.pooled", hungry)
    with pytest.warns(ZhnlpWarning, match="out of memory with 3 texts at once: going on with 2"):
        found = text_vectors(model, texts)
    np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_a_network_that_reads_tags_says_so():
    names = train_names(SENTENCES, Fitting(replace(TINY, channels=("tags",)), SHORT))

    with pytest.raises(UsageError, match="reads the tags of words"):
        text_vectors(names, ["王明"])


@given(st.lists(st.tuples(*[st.floats(-9, 9)] * 3), min_size=3, max_size=9))
def test_pca_keeps_the_distances_of_what_lies_in_a_plane(rows):
    """Three numbers whose third is 0, turned and moved, lie in a plane."""
    vectors = np.array(rows) * [1, 1, 0]
    turn = np.linalg.qr(np.arange(9).reshape(3, 3) % 4 + 1.0)[0]
    points = project(vectors @ turn + [5, -7, 9]).points
    gaps = np.linalg.norm(vectors[:, None] - vectors, axis=-1)

    np.testing.assert_allclose(np.linalg.norm(points[:, None] - points, axis=-1), gaps, atol=1e-9)


@pytest.mark.parametrize("vectors", [np.zeros((0, 3)), [[1.0, 2.0]], [[1.0], [3.0]], [[2.0]] * 2])
def test_few_vectors_have_points_too(vectors):
    found = project(vectors)

    assert found.points.shape == (len(vectors), 2)
    ElementTree.fromstring(found.picture())


def test_tsne_keeps_groups_together():
    pytest.importorskip("sklearn")
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(30, 8)) + 20 * (np.arange(30) % 2)[:, None]
    points = project(vectors, method="tsne").points
    near = np.linalg.norm(points[:, None] - points, axis=-1) + 1e9 * np.eye(30)

    assert (near.argmin(1) % 2 == np.arange(30) % 2).all()
    np.testing.assert_array_equal(points, project(vectors, method="tsne").points)


def test_tsne_without_scikit_learn_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sklearn", None)
    monkeypatch.delitem(__import__("sys").modules, "sklearn.manifold", raising=False)

    with pytest.raises(ExtraError, match=r"t-SNE needs sklearn.* 'zhnlp\[learn\]'"):
        project(np.eye(4), method="tsne")


# Pictures.


@given(st.lists(st.tuples(st.text(), st.floats(-5, 5)), max_size=6))
def test_a_picture_is_well_formed_whatever_the_text(pairs):
    names = [name for name, _ in pairs]
    values = np.array([value for _, value in pairs])
    images = [
        marked_text(names, values),
        heat_map(names, names, np.abs(values)[:, None] * np.ones(len(names)) / 5),
        scatter(np.outer(values, [1, 2]), names, names),
    ]

    for image in images:
        ElementTree.fromstring(image.encode("utf-8"))


def test_marked_text_is_red_where_it_speaks_for_the_label_and_blue_where_against():
    image = marked_text(["好", "<", " "], np.array([2.0, -1.0, 0.0]))

    assert 'rgba(214,39,40,1.00)">好<' in image
    assert 'rgba(31,119,180,0.50)">&lt;<' in image
    assert '0.00)">␣<' in image


def test_a_heat_map_has_a_square_for_each_value_that_can_be_seen():
    image = heat_map(["我", "你"], ["a", "b"], np.array([[1.0, 0.0], [0.25, 0.75]]))

    assert image.count("<rect") == 3
    assert 'fill-opacity="0.25"><title>你 → a 0.25</title>' in image


def test_points_of_a_kind_have_a_colour_and_long_names_are_cut():
    image = scatter(np.eye(2), ["一二三四五六七八九十甲", "短"], ["x", "y"])

    assert "<title>一二三四五六七八九十甲</title>" in image
    assert ">一二三四五六七八九…</text>" in image
    assert ">短</text>" in image
    assert image.count('fill="#1f77b4"') == image.count('fill="#d62728"') == 2  # and in the legend
