"""Scores of tags."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc
from zhnlp.corpus import read_corpus, tags_line
from zhnlp.errors import AlignmentError, MissingLayerError, UsageError
from zhnlp.evaluate import score_tags

WORDS = st.tuples(st.integers(1, 3), st.sampled_from("nvr"))
CUTS = st.lists(WORDS, max_size=6)


def tagged(text, cuts):
    """`text` cut into words of some lengths, with tags; what is left over is one word."""
    words, tags = [], []
    for length, tag in [*cuts, (len(text), "n")]:
        if word := text[:length]:
            words.append(word)
            tags.append(tag)
        text = text[length:]
    return Doc("".join(words), words=words, tags=tuple(tags))


PAIRS = st.lists(
    st.tuples(st.text("我爱北京 ", max_size=9), CUTS, CUTS).map(
        lambda three: (tagged(three[0], three[1]), tagged(three[0], three[2]))
    ),
    max_size=5,
)


def places(doc):
    """(text before, word, tag) of every word, without white space."""
    solid = [("".join(w.split()), t) for w, t in zip(doc.words, doc.tags, strict=True) if w.strip()]
    return [("".join(w for w, _ in solid[:i]), word, tag) for i, (word, tag) in enumerate(solid)]


@given(PAIRS, st.sets(st.sampled_from(["我", "爱", "北京"])))
def test_scores_are_those_of_counting_one_by_one(pairs, known):
    gold, predicted = [a for a, _ in pairs], [b for _, b in pairs]
    scores = score_tags(gold, predicted, known=known, n_samples=1)
    right = cut_right = n_gold = n_predicted = n_unknown = n_found = 0
    for a, b in zip(map(places, gold), map(places, predicted), strict=True):
        n_gold, n_predicted = n_gold + len(a), n_predicted + len(b)
        cut_right += sum(word[:2] in [other[:2] for other in b] for word in a)
        right += sum(word in b for word in a)
        n_unknown += sum(word[1] not in known for word in a)
        n_found += sum(word in b for word in a if word[1] not in known)

    assert (scores.n_gold, scores.n_predicted, scores.n_cut_right) == (
        n_gold,
        n_predicted,
        cut_right,
    )
    assert scores.accuracy == (right / cut_right if cut_right else 0)
    assert scores.precision == (right / n_predicted if n_predicted else 0)
    assert scores.recall == (right / n_gold if n_gold else 0)
    assert scores.f1 == (2 * right / (n_gold + n_predicted) if n_gold else 0)
    assert scores.unknown_rate == (n_unknown / n_gold if n_gold else 0)
    assert scores.unknown_recall == (n_found / n_unknown if n_unknown else 0)
    assert sum(of.n_gold for of in scores.tags.values()) == n_gold
    assert sum(of.n_predicted for of in scores.tags.values()) == n_predicted


@given(PAIRS)
def test_scores_of_lines_written_and_read_are_those_of_the_docs(tmp_path_factory, pairs):
    folder = tmp_path_factory.getbasetemp()
    for name, docs in (("gold", [a for a, _ in pairs]), ("mine", [b for _, b in pairs])):
        (folder / name).write_text("\n".join(map(tags_line, docs)), "utf-8")
    read = [list(read_corpus(folder / name, format="tags")) for name in ("gold", "mine")]
    pairs = [(a, b) for a, b in pairs if a.text.strip()]

    assert score_tags(*read) == score_tags([a for a, _ in pairs], [b for _, b in pairs])


GOLD = tagged("我爱北京", [(1, "r"), (1, "v"), (2, "n")])
MINE = tagged("我爱北京", [(1, "r"), (1, "n"), (1, "n"), (1, "n")])


def test_the_headline_comes_last():
    text = str(score_tags([GOLD], [MINE], known={"我"}))

    assert text.splitlines() == [
        "1 texts, 3 gold words, 4 predicted, 2 cut right",
        "accuracy from 0.5000 to 0.5000 with 95 % confidence",
        "unknown words 0.6667 of all, recall 0.0000",
        "tag accuracy on words cut right 0.5000",
        "joint P 0.2500 R 0.3333 F1 0.2857",
    ]


def test_every_tag_is_scored_apart():
    scores = score_tags([GOLD], [MINE])
    found = json.loads(json.dumps(scores.to_dict()))

    assert {tag: (of.recall, of.n_gold, of.n_predicted) for tag, of in scores.tags.items()} == {
        "n": (0, 1, 3),
        "r": (1, 1, 1),
        "v": (0, 1, 0),
    }
    assert found["tags"]["r"]["f1"] == 1
    assert (scores.unknown_rate, found["unknown_recall"]) == (None, None)


def test_the_interval_is_around_the_accuracy_and_the_same_for_a_seed():
    gold, predicted = [GOLD, MINE] * 50, [MINE, MINE] * 50
    scores = score_tags(gold, predicted, seed=1)
    low, high = scores.accuracy_interval

    assert low < scores.accuracy < high
    assert scores == score_tags(gold, predicted, seed=1)
    assert len({score_tags(gold, predicted, seed=i).accuracy_interval for i in range(5)}) > 1


def test_no_texts_score_nothing():
    assert score_tags([], []).accuracy == 0


@pytest.mark.parametrize(
    "predicted, error, message",
    [
        ([GOLD, Doc("我", words=["我"], tags=("r",))], AlignmentError, "text 1: the text differs"),
        ([GOLD], AlignmentError, "2 gold texts and 1 predicted"),
        ([GOLD, replace(GOLD, tags=None)], MissingLayerError, "doc.tags"),
        ([GOLD, Doc("我爱北京")], MissingLayerError, "doc.words"),
    ],
)
def test_other_texts_and_texts_without_tags_cannot_be_scored(predicted, error, message):
    with pytest.raises(error, match=message):
        score_tags([GOLD, GOLD], predicted)


def test_no_samples_are_too_few():
    with pytest.raises(UsageError, match="n_samples is 0"):
        score_tags([], [], n_samples=0)
