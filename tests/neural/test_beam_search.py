"""Beam search finds the best continuation that its settings allow."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

np = pytest.importorskip("numpy")

from zhnlp.errors import UsageError  # noqa: E402
from zhnlp.neural.beam_search import Beam, Marks, beam_search  # noqa: E402

BEGIN, END = 0, 1
MARKS = Marks(BEGIN, END, never=[BEGIN])


class Table:
    """A model whose next token depends on the text and all tokens before, by fixed numbers."""

    def __init__(self, seed, n_tokens):
        self.seed, self.n_tokens, self.steps = seed, n_tokens, 0

    def log_probs(self, text, tokens):
        random = np.random.default_rng([self.seed, text, *tokens])
        scores = random.normal(size=self.n_tokens) * 2
        return scores - np.log(np.exp(scores).sum())

    def step(self, states, parents, tokens):
        self.steps += 1
        new = [(*states[row], int(token)) for row, token in zip(parents, tokens, strict=True)]
        return np.stack([self.log_probs(row[0], row[1:]) for row in new]), new


def repeats(tokens, length):
    grams = [tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1)]
    return bool(length) and len(set(grams)) < len(grams)


def exhaustive(model, text, beam):
    """The best of all continuations, one by one."""
    best, best_score = (), -math.inf
    for length in range(beam.min_length, beam.max_length + 1):
        for tokens in product(range(2, model.n_tokens), repeat=length):
            if repeats(tokens, beam.no_repeat):
                continue
            total = sum(
                model.log_probs(text, (BEGIN, *tokens[:i]))[token]
                for i, token in enumerate((*tokens, END))
            )
            score = total / ((5 + length + 1) / 6) ** beam.length_penalty
            if score > best_score:
                best, best_score = tokens, score
    return best


@given(
    st.integers(0, 10**6),
    st.integers(3, 5),
    st.integers(0, 4),
    st.integers(0, 4),
    st.sampled_from([0.0, 0.6, 1.0, 3.0]),
    st.integers(0, 3),
)
def test_a_wide_beam_equals_exhaustive_search(seed, n_tokens, shortest, more, penalty, no_repeat):
    beam = Beam(1000, min(shortest + more, 4), min(shortest, 4), penalty, no_repeat)
    model = Table(seed, n_tokens)
    found = beam_search(model.step, [(0,), (1,)], 2, beam, MARKS)

    assert [each.tokens for each in found] == [exhaustive(model, text, beam) for text in (0, 1)]


@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(0, 3))
def test_texts_together_equal_texts_one_by_one(seed, width, no_repeat):
    beam = Beam(width, 6, 2, no_repeat=no_repeat)
    model = Table(seed, 6)
    together = beam_search(model.step, [(text,) for text in range(3)], 3, beam, MARKS)

    assert together == [beam_search(model.step, [(text,)], 1, beam, MARKS)[0] for text in range(3)]


@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(0, 5), st.integers(1, 3))
def test_lengths_and_repeats_are_kept_and_marks_left_out(seed, width, shortest, no_repeat):
    beam = Beam(width, 5, shortest, no_repeat=no_repeat)
    [found] = beam_search(Table(seed, 9).step, [(0,)], 1, beam, MARKS)

    assert shortest <= len(found.tokens) <= 5
    assert not repeats(found.tokens, no_repeat)
    assert not {BEGIN, END} & set(found.tokens)


@pytest.mark.parametrize("penalty, score", [(0.0, -6.0), (1.0, -3.0), (2.0, -1.5)])
def test_the_score_is_that_of_wu_et_al(penalty, score):
    assert Beam(length_penalty=penalty).score(-6.0, 7) == pytest.approx(score)


def test_a_long_continuation_wins_where_the_penalty_is_high():
    def step(states, parents, tokens):
        n = states + 1
        ends = 0.5 if n < 5 else 1 - 1e-9  # at each step it ends or goes on, until it must end
        return np.log(np.tile([1e-12, ends, 1 - ends], (len(parents), 1))), n

    def length(penalty):
        return len(beam_search(step, 0, 1, Beam(4, 4, 0, penalty, 0), MARKS)[0].tokens)

    # the sums are 1, 2, 3, 4 and 4 times log 0.5
    assert (length(0.0), length(1.0), length(10.0)) == (0, 0, 4)
    assert length(3.0) == 4


def test_a_beam_of_one_takes_the_best_token_at_each_step():
    model = Table(3, 6)
    [found] = beam_search(model.step, [(0,)], 1, Beam(1, 4, 4, no_repeat=0), MARKS)
    greedy = ()
    for _ in range(4):
        log_probs = model.log_probs(0, (BEGIN, *greedy))
        greedy += (2 + int(log_probs[2:].argmax()),)

    assert found.tokens == greedy


def test_a_wider_beam_finds_what_a_greedy_one_misses():
    table = {(): [0.0, 0.01, 0.5, 0.49], (2,): [0, 0.1, 0.45, 0.45], (3,): [0, 0.98, 0.01, 0.01]}

    def step(states, parents, tokens):
        new = [(*states[row], int(token)) for row, token in zip(parents, tokens, strict=True)]
        rows = [table.get(tokens[1:], [0, 0.98, 0.01, 0.01]) for tokens in new]
        return np.log(np.array(rows) + 1e-12), new

    def best(width):
        return beam_search(step, [()], 1, Beam(width, 2, 0, 0.0, 0), MARKS)[0].tokens

    assert best(1) != (3,)
    assert best(2) == (3,)


def test_the_search_stops_when_nothing_longer_can_win():
    def step(states, parents, tokens):
        rows = np.full((len(parents), 4), math.log(1e-9))
        rows[:, END] = math.log(1 - 3e-9)
        calls.append(len(parents))
        return rows, states

    calls = []
    beam_search(step, None, 1, Beam(4, 40, 0), MARKS)

    assert calls == [1]


def test_nothing_is_found_where_nothing_is_allowed():
    [found] = beam_search(Table(0, 3).step, [(0,)], 1, Beam(4, 5, 2, no_repeat=1), MARKS)

    assert (found.tokens, found.log_prob) == ((), -math.inf)


@pytest.mark.parametrize(
    "settings, problem",
    [
        ({"width": 0}, "width is 0"),
        ({"min_length": 5, "max_length": 4}, "min_length is 5, max_length 4"),
        ({"length_penalty": -1}, "length_penalty is -1"),
        ({"length_penalty": math.nan}, "length_penalty is nan"),
    ],
)
def test_settings_that_cannot_be_are_errors(settings, problem):
    with pytest.raises(UsageError, match=problem):
        Beam(**settings)
