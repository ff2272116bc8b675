"""Docs as samples, and F1."""

import pytest

from zhnlp import Recognizer, Segmenter, Tagger
from zhnlp.corpus.marks import marked_words
from zhnlp.doc import Doc, Span, Words
from zhnlp.errors import InputError, MissingLayerError
from zhnlp.models.sequence.training import Schedule
from zhnlp.stages.learning import key_of, name_f1, samples, word_f1


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


def spans(starts, label="PER"):
    return [Span(ord(start), ord(start) + 1, label) for start in starts]


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
    assert name_f1((spans(gold), spans(found)) for gold, found in pairs) == pytest.approx(expected)


def test_f1_leaves_optional_names_out():
    gold = [*spans("a"), *spans("b", "PER?")]

    assert name_f1([(gold, spans("a"))]) == name_f1([(gold, spans("ab"))]) == 1
    assert name_f1([(gold, spans("ac"))]) == pytest.approx(2 / 3)


def test_f1_of_words_is_that_of_boundaries_if_standards_differ():
    gold = [marked_words("我|爱|对手^戏")]
    plain = [Words.of("我爱对手戏", gold[0])]
    joined, single = (
        Words.of("我爱对手戏", words) for words in (["我", "爱", "对手戏"], "我爱对手戏")
    )

    assert (word_f1(gold, [joined]), word_f1(plain, [joined])) == (1, pytest.approx(4 / 7))
    assert (word_f1(gold, [single]), word_f1(plain, [single])) == (
        pytest.approx(6 / 7),
        pytest.approx(6 / 9),
    )


def test_a_pass_is_chosen_by_the_marks_of_the_development_set():
    """The texts to learn have no word of two characters, and the marks want none."""
    lines = []
    Segmenter().fit(
        [Doc("我爱北京", words=tuple("我爱北京"))] * 3,
        dev=[Doc("我爱北京", words=marked_words("我|爱|北^京"))],
        schedule=Schedule(passes=1, min_count=1),
        report=lines.append,
    )

    assert lines[-1].endswith("1.0000 on the development set")


def test_marks_are_part_of_the_key_of_a_development_set():
    marked = ["对手|戏", "对手^戏", "对手~戏", "对手戏"]

    assert len({key_of([marked_words(each)]) for each in marked}) == 4


@pytest.mark.parametrize("stage", [Segmenter(), Tagger(), Recognizer()], ids=repr)
def test_a_setting_that_fit_does_not_take_is_named(stage):
    with pytest.raises(InputError, match=r"fit takes no 'shedule'\. Did you mean 'schedule'"):
        stage.fit([], shedule=None)
