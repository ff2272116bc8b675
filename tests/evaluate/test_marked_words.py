"""Words against gold data that mark where standards differ."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.marks import text_of, word_faults
from zhnlp.corpus.marks import marked_words
from zhnlp.errors import AlignmentError, InputError
from zhnlp.evaluate import score_marked_words

MARKS = st.sampled_from(["", "|", "^", "~"])


@st.composite
def sentences(draw):
    """A marked text, and a cut of it, which may be without its white space."""
    marked = draw(st.text("我爱北京 A𠮷\n", min_size=1, max_size=1))
    for char in draw(st.text("我爱北京 A𠮷\n", max_size=8)):
        marked += draw(MARKS) + char
    text = text_of(marked)
    if draw(st.booleans()):
        text = "".join(text.split())
    places = draw(st.lists(st.integers(0, len(text)), max_size=6))
    ends = sorted({*places, 0, len(text)})
    words = [text[start:end] for start, end in pairwise(ends)]
    return marked, words


@given(st.lists(sentences(), max_size=5))
def test_scores_are_those_of_looking_at_every_place(sentences):
    scores = score_marked_words(
        [marked_words(marked) for marked, _ in sentences],
        [words for _, words in sentences],
        n_samples=2,
    )
    faults = [word_faults(marked, words) for marked, words in sentences]
    n = {
        (mark, is_cut): sum(own.get((mark, is_cut), 0) for own in faults)
        for mark in ("", "|", "^", "~")
        for is_cut in (False, True)
    }
    found, wanted = n["|", True], n["|", True] + n["|", False]
    split, others = n["~", True], n["", True] + n["|", True] + n["^", True]
    cuts, wrong = others + split, n["", True] + split
    whole = [not {("", True), ("~", True), ("|", False)} & set(own) for own in faults]

    boundaries = scores.boundaries
    assert (scores.n_texts, boundaries.n_gold, boundaries.n_predicted) == (
        len(faults),
        wanted,
        cuts,
    )
    assert (scores.n_wrong, scores.n_split) == (wrong, split)
    assert scores.whole == share(sum(whole), len(whole), 0)
    assert boundaries.recall == share(found, wanted, 0)
    assert boundaries.precision == pytest.approx(share(cuts - wrong, cuts, 1))
    assert boundaries.f1 == harmonic(boundaries.precision, boundaries.recall)
    apart = scores.apart_from_names
    assert apart.recall == boundaries.recall
    assert apart.precision == pytest.approx(share(others - n["", True], others, 1))
    assert apart.f1 == harmonic(apart.precision, apart.recall)


def share(part, all_, empty):
    return part / all_ if all_ else empty


def harmonic(p, r):
    return pytest.approx(2 * p * r / (p + r) if p + r else 0)


@given(st.lists(st.lists(st.tuples(MARKS, st.sampled_from("我爱")), min_size=1), min_size=1))
def test_the_gold_words_have_no_fault(texts):
    gold = [marked_words("".join(map("".join, text)).lstrip("|^~")) for text in texts]

    assert score_marked_words(gold, gold, n_samples=2).whole == 1


CASES = [
    # marked       words                    whole  split  P    R    what it shows
    ("我|爱^你", ["我", "爱", "你"], 1, 0, 1, 1, "an optional boundary may be cut"),
    ("我|爱^你", ["我", "爱你"], 1, 0, 1, 1, "or not"),
    ("我|爱^你", ["我爱", "你"], 0, 0, 1, 0, "a wanted one may not be left out"),
    ("金~世佳|来", ["金", "世佳", "来"], 0, 1, 0.5, 1, "a name is whole"),
    ("金~世佳|来", ["金世", "佳", "来"], 0, 0, 0.5, 1, "a fault inside a name splits no name"),
    ("我 爱", ["我爱"], 0, 0, 1, 0, "words end at white space"),
    ("我 爱", ["我 爱"], 1, 0, 1, 1, "which is no part of a word"),
    ("我|爱", ["我", " ", "爱"], 1, 0, 1, 1, "nor a word"),
]


@pytest.mark.parametrize(
    "marked, words, whole, split, p, r, shows", CASES, ids=[c[6] for c in CASES]
)
def test_a_cut_has_its_scores(marked, words, whole, split, p, r, shows):
    scores = score_marked_words([marked_words(marked)], [words])

    assert (scores.whole, scores.names_split) == (whole, split)
    assert (scores.boundaries.precision, scores.boundaries.recall) == (p, r)


def test_the_last_lines_are_the_headlines():
    gold = [marked_words("金~世佳|来"), marked_words("对手^戏")]
    scores = score_marked_words(gold, [["金", "世佳", "来"], ["对手戏"]])

    assert str(scores).splitlines() == [
        "2 texts, 1 boundaries wanted, 2 cuts, 1 wrong of which 1 split names",
        "whole texts from 0.0000 to 1.0000 with 95 % confidence",
        "whole texts 0.5000, names split 1.0000",
        "apart from names P 1.0000 R 1.0000 F1 1.0000",
        "P 0.5000 R 1.0000 F1 0.6667",
    ]


def test_the_interval_is_around_the_score_and_the_same_for_a_seed():
    gold = [marked_words("我|爱")] * 50 + [marked_words("我爱")] * 50
    predicted = [["我", "爱"]] * 100
    scores = score_marked_words(gold, predicted, seed=1)
    low, high = scores.whole_interval

    assert low < scores.whole < high
    assert scores == score_marked_words(gold, predicted, seed=1)
    assert scores != score_marked_words(gold, predicted, seed=2)


@pytest.mark.parametrize(
    "gold, predicted, error, message",
    [
        (["我|爱"], [["我"]], AlignmentError, "text 0: the text differs from the gold text at"),
        (["我|爱"], [], AlignmentError, "1 gold texts and 0 predicted ones"),
        (["我|爱"], ["我爱"], InputError, "predicted words is '我爱', of type str"),
    ],
)
def test_other_texts_cannot_be_scored(gold, predicted, error, message):
    with pytest.raises(error, match=message):
        score_marked_words(list(map(marked_words, gold)), predicted)


def test_gold_words_without_marks_are_named():
    with pytest.raises(InputError, match=r"the gold words of a text is \['我'\], of type list"):
        score_marked_words([["我"]], [["我"]])
