"""Segmenter("neural"): words by the scores of a network, beside test_segmenter.py."""

import math
from array import array
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from reference import RandomScorer
from zhnlp.core import units
from zhnlp.doc import Doc
from zhnlp.errors import InputError, PackError, UsageError
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.saving import KINDS, load
from zhnlp.stages.segmenter import Segmenter

FLAT = array("f", [0] * 16)
PIECES = [*"甲乙丙丁，·", "12", "3.5", "AI", "甲乙"]
short_texts = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
seeds = st.integers(0, 50)
B, M, E, S = range(4)


class Given:
    """Scores by text, for tests of one text."""

    def __init__(self, scores, transitions=FLAT):
        self.transitions = transitions
        self.given = scores
        self.batches = []

    def scores(self, text):
        return self.given

    def scores_batch(self, texts):
        self.batches.append(list(texts))
        return [self.given for _ in texts]


class Letters(Given):
    """Scores of texts of the letters b, m, e and s, which name the likeliest labels."""

    def __init__(self):
        super().__init__(None)

    def scores(self, text):
        labels = ["bmes".find(char) for char in text]
        return array("f", [0.0 if y == label else -9.0 for label in labels for y in range(4)])

    def scores_batch(self, texts):
        self.batches.append(list(texts))
        return [self.scores(text) for text in texts]


def letters(labels):
    """Scores of the labels that a string of b, m, e and s names."""
    return Letters().scores(labels)


def ends_of(words):
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word))
    return ends[1:]


def best_cuts(scorer, text, forced=()):
    """The best cuts that end words at units, barriers and around `forced`, and not inside it."""
    places = set(units(text)) - {0}
    must = set(reference.barriers(text)) | {len(text)}
    for start, end in forced:
        places -= set(range(start + 1, end))
        must = (must - set(range(start + 1, end))) | {start, end}
    places |= must
    infixes = [i for i in reference.infixes(text) if not any(a <= i < b for a, b in forced)]
    cuts = [
        (total, ends)
        for total, ends in reference.every_cut_by_characters(
            scorer.scores(text), scorer.transitions, sorted(places)
        )
        if must - {0} <= set(ends) and all((i in ends) == (i + 1 in ends) for i in infixes)
    ]
    most = max(total for total, _ in cuts)
    return [ends for total, ends in cuts if total == most]


@given(text=short_texts.filter(bool), seed=seeds)
@example(text="3.5甲AI乙", seed=1)
@example(text="甲12·3.5%", seed=2)
def test_the_cut_is_the_best_of_all_that_keep_units_whole(text, seed):
    """And end words at barriers."""
    scorer = RandomScorer(seed)

    assert ends_of(Segmenter("neural", model=scorer).cut(text)) in best_cuts(scorer, text)


@given(before=short_texts, after=short_texts, seed=seeds)
def test_the_cut_around_a_forced_word_is_the_best(before, after, seed):
    text = before + "己庚AI辛" + after
    scorer = RandomScorer(seed)
    segmenter = Segmenter("neural", model=scorer, lexicon=[("己庚AI辛", "force-inside")])
    if not (before + after).isascii():
        word = len(before), len(before) + 5
        assert ends_of(segmenter.cut(text)) in best_cuts(scorer, text, [word])


def test_labels_decide():
    for labels, words in (
        ("besbme", ["be", "s", "bme"]),
        ("bmmmes", ["bmmme", "s"]),
        ("ssss", ["s"] * 4),
        ("", []),
    ):
        text = "甲乙丙丁戊己"[: len(labels)]
        given = Given(letters(labels))
        cut = Segmenter("neural", model=given).cut(text)

        assert [len(word) for word in cut] == [len(word) for word in words]


def test_transitions_decide_where_scores_do_not():
    apart, together = array("f", FLAT), array("f", FLAT)
    apart[4 * S + S] = together[4 * B + E] = 5.0
    nothing = array("f", [0.0] * 8)

    assert Segmenter("neural", model=Given(nothing, apart)).cut("甲乙") == ["甲", "乙"]
    assert Segmenter("neural", model=Given(nothing, together)).cut("甲乙") == ["甲乙"]


def test_illegal_transitions_are_not_read():
    transitions = array("f", [math.nan] * 16)
    for x, y in ((B, M), (B, E), (M, M), (M, E), (E, B), (E, S), (S, B), (S, S)):
        transitions[4 * x + y] = 0.0

    assert Segmenter("neural", model=Given(letters("bes"), transitions)).cut("甲乙丙") == [
        "甲乙",
        "丙",
    ]


def test_a_split_word_is_cut_where_that_costs_least():
    scores = letters("bme")
    scores[4 * 0 + S], scores[4 * 1 + B] = -1.0, -1.0

    segmenter = Segmenter("neural", model=Given(scores), lexicon=[("甲乙丙", "split")])
    assert segmenter.cut("甲乙丙") == ["甲", "乙丙"]


@pytest.mark.parametrize("method", ["neural", "crf"])
def test_a_pattern_wins_over_a_split_word(method):
    model = RandomScorer() if method == "neural" else None
    segmenter = Segmenter(
        method, model=model, lexicon=[("北京", "split")], patterns=["北京"], strength=1
    )
    assert segmenter.cut("去北京了")[1] == "北京"


def test_a_batch_is_scored_at_once_and_one_text_by_itself():
    scorer = Letters()
    segmenter = Segmenter("neural", model=scorer)
    docs = segmenter.batch([Doc("甲乙"), Doc(""), Doc("甲12乙")])

    assert scorer.batches == [["甲乙", "", "甲12乙"]]
    assert docs == [segmenter(Doc(doc.text)) for doc in docs]
    assert len(scorer.batches) == 1
    assert segmenter.batch([]) == []


def test_the_lines_of_a_block_are_scored_at_once():
    scorer = Letters()
    data = "甲乙\n丙\r\n丁".encode()

    assert Segmenter("neural", model=scorer).cut_lines(data).replace(b" ", b"") == data
    assert scorer.batches == [["甲乙", "丙", "丁"]]


@given(seed=seeds, text=st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_number_added_to_all_scores_of_a_character_changes_nothing(seed, text):
    plain = RandomScorer(seed)
    scores = array("f", [x + 64 * (i // 4 % 3) for i, x in enumerate(plain.scores(text))])
    moved = Given(scores, plain.transitions)

    words = Segmenter("neural", model=plain).cut(text)
    assert Segmenter("neural", model=moved).cut(text) == words


def test_scores_may_be_a_table():
    scores = memoryview(letters("bes")).cast("B").cast("f", (3, 4))
    steps = memoryview(FLAT).cast("B").cast("f", (4, 4))

    assert Segmenter("neural", model=Given(scores, steps)).cut("甲乙丙") == ["甲乙", "丙"]


EXTREME = [3e38, -3e38, 0.0, 1e-45]


@given(text=short_texts, data=st.data())
def test_extreme_scores_give_words_that_tile_the_text(text, data):
    n = 4 * len(text)
    scores = array("f", data.draw(st.lists(st.sampled_from(EXTREME), min_size=n, max_size=n)))

    assert "".join(Segmenter("neural", model=Given(scores)).cut(text)) == text


BAD = [
    (array("f", [0.0] * 7), UsageError, "7 scores do not fit a text of 2 characters"),
    (array("f", [0.0] * 7 + [math.nan]), UsageError, "a score of character 1 is nan"),
    (array("f", [-math.inf] + [0.0] * 7), UsageError, "a score of character 0 is -inf"),
    (array("d", [0.0] * 8), InputError, "array of float32"),
    (memoryview(array("f", [0.0] * 8)).cast("B").cast("f", (4, 2)), InputError, "2 dimensions"),
    (None, InputError, "scores is None"),
    ([0.0] * 8, InputError, "scores is of type list"),
]


@pytest.mark.parametrize("scores, error, message", BAD, ids=[row[2] for row in BAD])
def test_scores_that_do_not_fit_are_an_error(scores, error, message):
    segmenter = Segmenter("neural", model=Given(scores))
    for call in (segmenter.cut, segmenter.search, segmenter.explain):
        with pytest.raises(error, match=message):
            call("甲乙")
    with pytest.raises(error, match=message):
        segmenter.batch([Doc("甲乙")])


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e9])
def test_transitions_that_are_no_numbers_are_an_error(bad):
    with pytest.raises(UsageError, match="a transition is not a number from -10,000 to 10,000"):
        Segmenter("neural", model=Given(None, array("f", [bad] * 16)))
    with pytest.raises(UsageError, match="4 labels have 16 transitions, not 3"):
        Segmenter("neural", model=Given(None, array("f", [0.0] * 3)))


def test_a_batch_with_a_missing_answer_is_an_error():
    scorer = Letters()
    scorer.scores_batch = lambda texts: [scorer.scores(texts[0])]
    with pytest.raises(UsageError, match="gave 1 answers for a batch of 2 texts"):
        Segmenter("neural", model=scorer).batch([Doc("甲"), Doc("乙")])


def test_without_a_network_it_says_how_to_get_one(tmp_path, word_model):
    with pytest.raises(UsageError, match=r"none ships. Train one with zhnlp train segmenter --enc"):
        Segmenter("neural")
    with pytest.raises(
        UsageError, match=r"is a WordScorer, not .*which has no transitions, scores"
    ):
        Segmenter("neural", model=word_model)
    word_model.save_pack(tmp_path)
    with pytest.raises(PackError, match="holds a WordModel, not a network that scores words"):
        Segmenter("neural", model=tmp_path)
    with pytest.raises(UsageError, match=r"is a WordCutter, not .*which has no ends"):
        Segmenter(model=RandomScorer())


def test_a_folder_of_a_network_is_the_network(tmp_path, monkeypatch):
    monkeypatch.setitem(KINDS, "RandomScorer", RandomScorer.__module__)
    by_itself = Segmenter("neural", model=RandomScorer(5), lexicon=Lexicon(["乙丙"]))
    by_itself.save(tmp_path)

    assert load(tmp_path) == by_itself
    assert Segmenter("neural", model=tmp_path / "model").model == RandomScorer(5)


def periodic(text, n):
    return Segmenter("neural", model=RandomScorer(7)).cut(text * n)


def test_a_long_text_is_cut_as_its_parts_are():
    """A text longer than the pieces that the cutter works in."""
    text = "甲乙丙丁2024，戊己·庚辛。\n"
    once = ends_of(periodic(text, 3))
    inner = [end - len(text) for end in once if len(text) < end <= 2 * len(text)]
    n = 600_000 // len(text)
    found = ends_of(periodic(text, n))

    expected = [k * len(text) + end for k in range(1, n - 1) for end in inner]
    assert [end for end in found if len(text) < end <= (n - 1) * len(text)] == expected


@given(seed=seeds, text=short_texts.filter(bool))
def test_a_chart_has_the_probabilities_of_all_cuts(seed, text):
    scorer = RandomScorer(seed)
    segmenter = Segmenter("neural", model=scorer, rules=False)
    cuts = segmenter.explain(text, n=200).cuts

    assert all(a.log_prob >= b.log_prob for a, b in pairwise(cuts))
    if len(cuts) < 200:
        assert math.fsum(math.exp(cut.log_prob) for cut in cuts) == pytest.approx(1, abs=1e-3)
