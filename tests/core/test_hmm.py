"""The hidden Markov model: the words of the most probable states, ties as in jieba."""

import warnings
from array import array
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from reference import BEFORE, STATES, most_probable_states
from zhnlp.core import Cutter, Hmm, Trie, WordList

CHARS = "甲乙丙丁"  # known to the models below; 戊 and 㐀 are not
WHOLE = st.integers(-3, 0).map(float)  # sums are exact, and ties are many
REAL = st.floats(-30, 0) | WHOLE


def models(numbers):
    """Start by state, transition by two states, emission by state and character."""
    pairs = [a + b for a in STATES for b in STATES]
    emitted = [state + char for state in STATES for char in CHARS]
    return st.tuples(
        *(st.fixed_dictionaries(dict.fromkeys(keys, numbers)) for keys in (STATES, pairs, emitted))
    )


def cutter(model, method="unigram", dictionary=None):
    start, transition, emission = model
    dictionary = dictionary or {}
    return Cutter(
        method,
        WordList(Trie.build(dictionary), array("d", dictionary.values())),
        hmm=Hmm(
            array("d", (start[state] for state in STATES)),
            array("d", (transition[a + b] for a in STATES for b in STATES)),
            array("I", map(ord, CHARS)),
            array("d", (emission[state + char] for state in STATES for char in CHARS)),
        ),
    )


def words(text, states):
    """`text` cut after every state E and S."""
    cut = "".join(c + "\n" * (s in "ES") for c, s in zip(text, states, strict=True))
    return cut.split("\n")[:-1] if cut else []


@given(model=models(WHOLE), text=st.text(CHARS, min_size=1, max_size=6))
def test_the_twin_finds_the_best_of_all_ways(model, text):
    start, transition, emission = model

    def log_prob(states):
        steps = pairwise(states)
        emitted = sum(emission[s + c] for s, c in zip(states, text, strict=True))
        return start[states[0]] + emitted + sum(transition[a + b] for a, b in steps)

    ways = [
        "".join(states)
        for states in product(STATES, repeat=len(text))
        if states[-1] in "ES" and all(a in BEFORE[b] for a, b in pairwise(states))
    ]
    best = max(ways, key=lambda states: (log_prob(states), states[::-1]))

    assert most_probable_states(text, model) == best


@given(model=models(REAL), text=st.text(CHARS + "戊㐀", min_size=1, max_size=12))
def test_it_cuts_single_characters_as_the_twin_does(model, text):
    assert cutter(model).words(text) == words(text, most_probable_states(text, model))


@given(model=models(WHOLE), text=st.text(CHARS, min_size=1, max_size=12))
def test_its_ties_are_those_of_jieba(model, text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jieba.finalseg import viterbi
    start, transition, emission = model
    by_state = {s: {c: emission[s + c] for c in CHARS} for s in STATES}
    steps = {a: {b: transition[a + b] for b in STATES} for a in STATES}
    states = viterbi(text, STATES, start, steps, by_state)[1]

    assert cutter(model).words(text) == words(text, states)
    assert "".join(states) == most_probable_states(text, model)


@given(
    model=models(REAL),
    runs=st.lists(st.text(CHARS + "戊", min_size=1, max_size=5), min_size=1, max_size=4),
    between=st.sampled_from(["，", " ", "a1", "\n", "か", "子丑"]),
)
def test_it_joins_no_characters_over_anything_between_them(model, runs, between):
    """Signs, other scripts and words of the dictionary end a run."""
    given_dictionary = {"子丑": -1.0}
    expected = [[*words(run, most_probable_states(run, model)), between] for run in runs]

    assert cutter(model, dictionary=given_dictionary).words(between.join([*runs, ""])) == [
        word for group in expected for word in group
    ]


@given(model=models(REAL), text=st.text(CHARS, min_size=2, max_size=5))
def test_a_run_that_the_dictionary_knows_stays_apart_where_the_lattice_left_it_so(model, text):
    """As in jieba: the lattice has weighed the word already."""
    made = cutter(model, dictionary={text: -1000.0, **dict.fromkeys(text, -1.0)})

    assert made.words(text) == list(text)
