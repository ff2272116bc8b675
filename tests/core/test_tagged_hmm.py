"""The model of words and tags finds what a search by the words of jieba's posseg finds."""

from array import array
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import TaggedHmm, Trie
from zhnlp.errors import UsageError

STATES = ("B/n", "B/v", "E/n", "E/v", "M/n", "S/n", "S/v")
CHARS = "甲乙丙"  # known below; 丁 is not
NUMBERS = st.integers(-4, 0).map(float)  # sums are exact, and ties are many
MODELS = st.fixed_dictionaries(
    {
        "start": st.fixed_dictionaries(dict.fromkeys(STATES, NUMBERS)),
        "steps": st.dictionaries(
            st.tuples(st.sampled_from(STATES), st.sampled_from(STATES)), NUMBERS, min_size=1
        ),
        "emission": st.dictionaries(
            st.tuples(st.sampled_from(STATES), st.sampled_from(CHARS)), NUMBERS
        ),
        "listed": st.dictionaries(
            st.sampled_from(CHARS), st.lists(st.sampled_from(STATES), min_size=1, unique=True)
        ),
    }
)


def compiled(model):
    def lists(by_char):
        chars = sorted(by_char)
        ends, states = [], []
        for char in chars:
            states += sorted(map(STATES.index, by_char[char]))
            ends.append(len(states))
        return array("I", map(ord, chars)), array("I", ends), array("B", states)

    emitting = {}
    for state, char in model["emission"]:
        emitting.setdefault(char, []).append(state)
    numbers = [
        model["emission"][state, char]
        for char in sorted(emitting)
        for state in sorted(emitting[char], key=STATES.index)
    ]
    return TaggedHmm(
        "".join(state[0] for state in STATES),
        array("d", (model["start"][state] for state in STATES)),
        array("d", (model["steps"].get((a, b), -inf) for a in STATES for b in STATES)),
        lists(emitting),
        array("d", numbers),
        lists(model["listed"]),
    )


def states_of(model, text):
    """The states of each character: the slow twin, with dicts, as jieba tries them."""
    followers = {a: {b for x, b in model["steps"] if x == a} for a in STATES}
    best, ways = {}, []
    for t, char in enumerate(text):
        expected = set(STATES) if t == 0 else set().union(*(followers[state] for state in best))
        tried = set(model["listed"].get(char, STATES)) & expected or expected or set(STATES)

        def emitted(state, char=char):
            return model["emission"].get((state, char), -3.14e100)

        if t == 0:
            sums = {state: (model["start"][state] + emitted(state), None) for state in tried}
        else:
            before = [state for state in best if followers[state]]
            sums = {
                state: max(
                    (best[a] + model["steps"].get((a, state), -inf) + emitted(state), a)
                    for a in before
                )
                for state in tried
            }
        best = {state: log_prob for state, (log_prob, _) in sums.items()}
        ways.append({state: way for state, (_, way) in sums.items()})
    state, found = max((log_prob, state) for state, log_prob in best.items())[1], []
    for way in reversed(ways):
        found.append(state)
        state = way[state]
    return found[::-1]


def words_of(states):
    """End and state of each word; what is open at the end has the state of its first character."""
    found = [(i, state) for i, state in enumerate(states, 1) if state[0] in "ES"]
    end = found[-1][0] if found else 0
    return found + [(len(states), state) for state in states[end : end + 1]]


@given(model=MODELS, text=st.text(f"{CHARS}丁", min_size=1, max_size=6))
def test_it_finds_what_the_twin_finds(model, text):
    try:
        expected = words_of(states_of(model, text))
    except ValueError:  # no state may follow: jieba stops with this error
        assert compiled(model).cut(text)[-1][0] == len(text)
        return

    assert [(end, STATES[state]) for end, state in compiled(model).cut(text)] == expected


def test_an_empty_text_has_no_words():
    model = {"start": dict.fromkeys(STATES, 0.0), "steps": {}, "emission": {}, "listed": {}}

    assert compiled(model).cut("") == []


@pytest.mark.parametrize(
    "change",
    [
        {"places": "BX"},
        {"places": ""},
        {"start": array("d", [0.0])},
        {"transition": array("d", [0.0] * 3)},
        {"emission": array("d", [0.0])},
        {"emitting": (array("I", [20001]), array("I", [2]), b"\0")},
        {"emitting": (array("I", [20001]), array("I", [1]), b"\2")},
        {"listed": (array("I", [20001, 20002]), array("I", [1, 0]), b"")},
    ],
    ids=str,
)
def test_arrays_that_do_not_fit_are_an_error(change):
    nothing = (array("I"), array("I"), b"")
    fitting = {
        "places": "BE",
        "start": array("d", [0.0] * 2),
        "transition": array("d", [0.0] * 4),
        "emitting": nothing,
        "emission": array("d"),
        "listed": nothing,
    }
    TaggedHmm(**fitting)

    with pytest.raises(UsageError):
        TaggedHmm(**fitting | change)


def test_a_trie_knows_what_its_words_begin_with():
    trie = Trie.build(["北京", "北京市"])

    assert [trie.begins(text) for text in ("", "北", "北京市", "京", "北京市民")] == [
        *(True, True, True),
        *(False, False),
    ]
