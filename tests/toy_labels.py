"""Models of labels that are made by hand, so that they need no scikit-learn."""

import numpy as np

from zhnlp.core import Trie
from zhnlp.models.classify.features import Features, Grams
from zhnlp.models.classify.linear import Linear
from zhnlp.models.classify.model import TextLabels, TokenLabels, VectorLabels
from zhnlp.packing import make_pack

GRAMS = ["\x02我", "京", "北京", "好", "差", "我", "爱", "爱北"]
LABELS = ("好评", "差评", "其他")


def toy_features(*kinds, high=2, **settings):
    """Features of the n-grams above: of characters, or of words for False."""
    grams = [Grams(Trie.build(GRAMS), characters, 1, high) for characters in kinds or (True,)]
    scales = np.linspace(0.5, 2, len(GRAMS) * len(grams)).astype(np.float16).astype(np.float32)
    return Features(grams, scales, **settings)


def toy_linear(n_features, labels=LABELS, seed=0):
    """A linear model with weights of a seed."""
    n_columns = 1 if len(labels) == 2 else len(labels)
    random = np.random.default_rng(seed)
    weights = random.normal(size=(n_features, n_columns)).astype(np.float32)
    return Linear.of(labels, weights, np.linspace(-0.1, 0.1, n_columns).astype(np.float32))


def toy_text_labels(labels=LABELS, **settings):
    """A model that sees characters."""
    features = toy_features(**settings)
    return TextLabels(_pack(TextLabels, features, labels, "characters"))


def toy_token_labels(of="words", kinds=(False, True)):
    """A model that sees words or terms, and their characters."""
    return TokenLabels(_pack(TokenLabels, toy_features(*kinds), LABELS, of))


def toy_vector_labels(width=3):
    """A model that sees vectors."""
    about = {"name": "toy", "labels": list(LABELS), "of": "vector"}
    return VectorLabels(make_pack("VectorLabels", about, toy_linear(width).arrays()))


def _pack(kind, features, labels, of):
    linear = toy_linear(len(features.scales), labels)
    about = {"name": "toy", "labels": list(labels), "of": of, "features": features.about}
    return make_pack(kind.KIND, about, {**features.arrays(), **linear.arrays()})
