"""Docs as samples, and F1."""

import pytest

from zhnlp import Recognizer, Segmenter, Tagger
from zhnlp.corpus.marks import marked_words
from zhnlp.doc import Doc, Span
from zhnlp.errors import InputError, MissingLayerError
from zhnlp.stages.learning import f1, samples


def test_a_sample_holds_the_layers_asked_for():
    doc = Doc("我爱", words=("我", "爱"), tags=("r", "v"), entities=(Span(0, 1, "PER"),))
    (words,) = samples([doc], ["words"])
    (every,) = samples([doc], ["words", "tags", "entities"])

    assert (words.words, words.tags, words.names) == (("我", "爱"), (), ())
    assert (every.tags, every.names) == (("r", "v"), (Span(0, 1, "PER"),))
    assert words.key() != every.key()


def test_a_sample_has_the_optional_ends_and_a_weight():
    words = marked_words("对手^戏|了")
    (plain,) = samples([Doc("对手戏了", words=tuple(words))], ["words"])
    (marked,) = samples([Doc("对手戏了", words=words)], ["words"])
    (heavy,) = samples([Doc("对手戏了", words=words)], ["words"], weight=3)

    assert (plain.optional, marked.optional, heavy.weight) == (frozenset(), {2}, 3)
    assert len({plain.key(), marked.key(), heavy.key()}) == 3


@pytest.mark.parametrize("layer", ["words", "tags", "entities"])
def test_a_layer_that_is_missing_is_named(layer):
    layers = {"words": ("我",), "tags": ("r",), "entities": ()}
    doc = Doc("我", **{name: value for name, value in layers.items() if name != layer})

    with pytest.raises(MissingLayerError, match=f"doc.{layer} has not been filled"):
        samples([doc], list(layers))


@pytest.mark.parametrize(
    "pairs, expected",
    [
        ([("ab", "ab")], 1.0),
        ([("ab", "acd")], 0.4),
        ([("a", "bc"), ("d", "d")], 0.4),
        ([("ab", "")], 0.0),
        ([], 0.0),
    ],
)
def test_f1_counts_over_all_texts(pairs, expected):
    assert f1(pairs) == pytest.approx(expected)


@pytest.mark.parametrize("stage", [Segmenter(), Tagger(), Recognizer()], ids=repr)
def test_a_setting_that_fit_does_not_take_is_named(stage):
    with pytest.raises(InputError, match=r"fit takes no 'shedule'\. Did you mean 'schedule'"):
        stage.fit([], shedule=None)
