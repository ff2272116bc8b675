"""Sequence models: what trying every labelling finds, and what training makes of them."""

from array import array
from itertools import pairwise, product
from math import exp, inf, log
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from zhnlp.core import (
    Alphabet,
    Cutter,
    Recognizer,
    SequenceTrainer,
    Tagger,
    Trie,
    UserWords,
    Weights,
    WordLabels,
    WordList,
    find_listed,
    units,
    word_grams,
)

B, M, E, S = range(4)
WORD_STEPS = [(B, M), (B, E), (M, M), (M, E), (E, B), (E, S), (S, B), (S, S)]
PLAIN = Alphabet(array("I", map(ord, "甲乙丙")))
ALPHABET = Alphabet(array("I", map(ord, "甲乙丙")), array("I", map(ord, "丑丙")))  # 丑 is 丙
CHARS = "甲乙丙丁丑1。 "
DICTIONARY = ["甲", "甲乙", "乙丙丁", "丁1", "丙甲乙丙", "1"]
LEXICON = {"乙甲": 0, "甲乙": 3, "丙丙丙": 1, "丁丁": 2}
texts = st.text(CHARS, min_size=1, max_size=6)
randoms = st.integers(0, 2**32).map(Random)
RANDOM_BYTES = st.binary(min_size=1, max_size=64)


def word_cutter(weights=None, *, lexicon=True, grams=None, **more):
    found = LEXICON if lexicon is True else lexicon
    return Cutter(
        "crf",
        WordList(Trie.build(DICTIONARY), array("d", [-1.0] * len(DICTIONARY))),
        model=WordLabels(
            ALPHABET,
            weights,
            Trie.build(found, found.values()) if found else None,
            grams=grams,
        ),
        **more,
    )


def atoms_of(text):
    return [text[a:b] for a, b in pairwise([0, *units(text)])]


def symbol(atom):
    atom = atom.replace("丑", "丙")
    if atom.isdigit():
        return 8 + min(len(atom), 5) - 1
    return {"丁": 1, "。": 2, " ": 3}.get(atom) or 32 + "甲乙丙".index(atom)


def grams_of(text, *, lexicon=True):
    atoms = [atom.replace("丑", "丙") for atom in atoms_of(text)]

    def length(n, word):
        return min(n, 6) if word in DICTIONARY else 0

    def found(n, word):
        return min(n - 1, 3) * 4 - 3 + LEXICON[word] if word in LEXICON else 0

    return reference.word_grams(
        [symbol(atom) for atom in atoms],
        reference.longest_words(atoms, length, 7),
        reference.longest_words(atoms, found, 13) if lexicon else None,
    )


def word_trainer(lessons, *, lexicon=True, min_count=1):
    """A trainer that was taught texts with the ends of their words."""
    trainer = SequenceTrainer(4, min_count=min_count)
    for before, after in WORD_STEPS:
        trainer.allow(before, after)
    cutter = word_cutter(lexicon=lexicon)
    for text, *_ in lessons:
        trainer.count_words(cutter, text)
    trainer.assign_weights()
    for text, ends, *optional in lessons:
        trainer.add_words(cutter, text, array("i", ends), optional=[*optional, ()][0])
    return trainer


def cut_anywhere(rng, text):
    places = units(text)
    return [place for place in places[:-1] if rng.random() < 0.5] + places[-1:]


def lessons_of(rng):
    found = ["".join(rng.choices(CHARS, k=rng.randint(1, 8))) for _ in range(rng.randint(1, 6))]
    return [(text, cut_anywhere(rng, text)) for text in found]


def stirred(trainer, rng):
    """Give `trainer` any weights; labels may begin and end as its lessons did."""
    state = trainer.state()
    for name in ("weights", "transitions"):
        state[name] = array("f", (rng.choice([0, rng.uniform(-2, 2)]) for _ in state[name]))
    trainer.restore(state)
    return trainer


def weights_of(arrays, about, n_labels, sparse):
    settings = {name: about[name] for name in ("first", "last", "scale")}
    return Weights(n_labels, *arrays.values(), sparse=sparse, **settings)


def labellings(text, arrays, about, sparse, *, lexicon=True):
    grams = grams_of(text, lexicon=lexicon)
    blocks = {key: reference.block_of(arrays, sparse, 4 * rows, key) for key, _, rows in grams}
    blocks = {key: block for key, block in blocks.items() if block}
    sums = reference.sums_of(grams, blocks, len(atoms_of(text)), 4)
    steps = {(a, b): arrays["transitions"][4 * a + b] for a, b in WORD_STEPS}
    ways = reference.every_labelling(sums, steps, 0b1001, 0b1100)
    return [way for way in ways if reference.barriers(text) <= {0, *ends_of(text, way[1])}]


def ends_of(text, labels):
    places = units(text)
    return [end for end, label in zip(places, labels, strict=True) if label in (E, S)]


def ends(made, text):
    return list(memoryview(made.ends(text)).cast("i"))


# Every text below may begin with B or S and end with E or S, so that all cuts can be had.
WHOLE = [("甲", [1]), ("甲乙", [2])]


@given(rng=randoms, text=texts, sparse=st.booleans(), lexicon=st.booleans())
@example(rng=Random(1), text="丑乙丙11", sparse=True, lexicon=True)
def test_words_are_those_of_the_best_of_all_labellings(rng, text, sparse, lexicon):
    trainer = stirred(word_trainer(WHOLE + lessons_of(rng), lexicon=lexicon), rng)
    arrays, about = trainer.packed(sparse=sparse, min_weight=0.0)
    made = word_cutter(weights_of(arrays, about, 4, sparse), lexicon=lexicon)
    best = reference.best_labelling(labellings(text, arrays, about, sparse, lexicon=lexicon))

    assert (about["first"], about["last"]) == (0b1001, 0b1100)
    assert ends(made, text) == ends_of(text, best)


@given(
    rng=randoms,
    around=st.tuples(st.text(CHARS, max_size=2), st.text(CHARS, max_size=2)),
    word=st.text("甲乙丙1。", min_size=1, max_size=3),
    margin=st.floats(-4, 2),
)
def test_a_preferred_word_is_made_where_cuts_at_its_ends_cost_little(rng, around, word, margin):
    text = word.join(around)
    trainer = stirred(word_trainer(WHOLE + lessons_of(rng)), rng)
    arrays, about = trainer.packed(sparse=False, min_weight=0.0)
    weights = weights_of(arrays, about, 4, False)
    user = UserWords(Trie.build([word]), [("prefer", 0.0)])
    cuts = [
        (about["scale"] * score, ends_of(text, labels))
        for score, labels in labellings(text, arrays, about, False)
    ]
    best = max(score for score, _ in cuts)
    places = {0, *units(text)}
    wanted = reference.wanted_words(text, word, places, cuts, best, margin)

    words = word_cutter(weights, user=user, most_margin=margin).words(text)
    assert words.count(word) >= len(wanted)
    if not wanted:
        assert words == word_cutter(weights).words(text)


@given(
    rng=randoms, word=st.sampled_from(["乙丁", "丙甲", "甲丁丑", "丑甲乙丁"]), sparse=st.booleans()
)
def test_making_preferred_words_changes_the_others_as_if_they_were_there_before(rng, word, sparse):
    """What is labelled again beside them has the labels that all of the text would get."""
    kinds = {"乙甲": 8, "甲乙": 19, "丙丙丙": 12, "丙甲": 1}  # evidence of three kinds
    lessons = [("".join(rng.choices("甲乙丙丁", k=30)), [*range(2, 31, 2)]), *WHOLE]
    trainer = stirred(word_trainer(lessons, lexicon=kinds), rng)
    arrays, about = trainer.packed(sparse=sparse, min_weight=0.0)
    weights = weights_of(arrays, about, 4, sparse)
    found = rng.choices(CHARS, k=150)
    at = rng.randint(0, len(found))
    for _ in range(rng.randint(1, 4)):  # near each other
        found.insert(at, word)
        at += rng.randint(1, 20)
    text = "".join(found)
    starts = [at for at in range(len(text)) if text.startswith(word, at)]
    fixed = array("I", [place for at in starts for place in (at, at + len(word))])
    user = UserWords(Trie.build([word]), [("prefer", 0.0)])

    made = word_cutter(weights, lexicon=kinds, user=user, most_margin=1e300).words(text)
    plain = word_cutter(weights, lexicon=kinds)
    is_done = plain.words(text).count(word) == len(starts)
    assert made == plain.words(text, None if is_done else fixed)


@given(rng=randoms, text=st.text("甲乙丙丁丑。 ", max_size=20))
def test_the_same_scores_from_outside_give_the_same_words(rng, text):
    """Where every atom is a character."""
    trainer = stirred(word_trainer(WHOLE + lessons_of(rng)), rng)
    arrays, about = trainer.packed(sparse=False, min_weight=0.0)
    grams = grams_of(text)
    blocks = {key: reference.block_of(arrays, False, 4 * rows, key) for key, _, rows in grams}
    blocks = {key: block for key, block in blocks.items() if block}
    sums = reference.sums_of(grams, blocks, len(text), 4)
    scores = array("f", [score / 256 for row in sums for score in row])
    transitions = array("f", [step / 256 for step in arrays["transitions"]])
    words = WordList(Trie.build(DICTIONARY), array("d", [-1.0] * len(DICTIONARY)))
    model = WordLabels(ALPHABET, transitions=transitions)
    given_scores = Cutter("neural", words, model=model)

    expected = word_cutter(weights_of(arrays, about, 4, False)).words(text)
    assert given_scores.words(text, scores=scores) == expected


@given(rng=randoms, text=st.text(CHARS + "ab子", max_size=60))
def test_sparse_and_dense_weights_give_the_same_answer(rng, text):
    trainer = stirred(word_trainer(WHOLE + lessons_of(rng)), rng)
    one, other = (
        word_cutter(weights_of(*trainer.packed(sparse=sparse, min_weight=0.5), 4, sparse))
        for sparse in (False, True)
    )

    assert one.words(text) == other.words(text)


@given(rng=randoms, text=texts)
def test_small_weights_are_left_out_and_the_others_are_near_what_they_were(rng, text):
    trainer = stirred(word_trainer([(text, cut_anywhere(rng, text))]), rng)
    state, keys = trainer.state(), sorted({gram[0] for gram in grams_of(text)})
    arrays, about = trainer.packed(sparse=True, min_weight=1.0)
    rows = {key: rows for key, _, rows in grams_of(text)}
    at = n_kept = 0
    for key in keys:
        own = state["weights"][at : at + 4 * rows[key]]
        at += len(own)
        found = reference.block_of(arrays, True, len(own), key)
        n_kept += found is not None
        kept = [weight if abs(weight) >= 1.0 else 0.0 for weight in own]
        assert [about["scale"] * weight for weight in found or [0] * len(own)] == pytest.approx(
            kept, abs=0.51 * about["scale"]
        )
    assert at == len(state["weights"])
    assert n_kept == about["n_features"]


# The chart.


@given(rng=randoms, text=texts)
def test_a_chart_has_the_probabilities_of_words_and_cuts(rng, text):
    """Of a cut, that of its labels; of a word, the sum of all cuts that have it."""
    arrays, about = stirred(word_trainer(WHOLE + lessons_of(rng)), rng).packed(
        sparse=False, min_weight=0.0
    )
    made = word_cutter(weights_of(arrays, about, 4, False))
    ways = [
        (about["scale"] * score, labels) for score, labels in labellings(text, arrays, about, False)
    ]
    total = reference.log_sum([score for score, _ in ways])
    expected = {tuple(ends_of(text, labels)): score - total for score, labels in ways}
    words, cuts = made.chart(text, 1000, -inf)
    found = {tuple(end for _, end, _, _ in path): log_prob for log_prob, path in cuts}

    assert found == pytest.approx(expected, abs=1e-9)
    assert sum(map(exp, found.values())) == pytest.approx(1)
    log_probs = [log_prob for log_prob, _ in cuts]
    assert log_probs == sorted(log_probs, reverse=True)
    for log_prob, path in cuts:
        assert [start for start, *_ in path] == [0, *(end for _, end, _, _ in path)][:-1]
        assert log_prob == pytest.approx(sum(step for _, _, step, _ in path), abs=1e-9)
    probabilities = {(start, end): exp(log_prob) for start, end, log_prob, _ in words}
    for start, end in probabilities:
        having = [exp(p) for cut, p in found.items() if (start, end) in pairwise([0, *cut])]
        assert probabilities[start, end] == pytest.approx(sum(having), abs=1e-9)
    assert set(probabilities) == {word for cut in found for word in pairwise([0, *cut])}


@given(rng=randoms, text=texts, n=st.integers(1, 5))
def test_a_chart_of_fewer_cuts_and_words_is_a_part_of_the_whole(rng, text, n):
    trainer = stirred(word_trainer(WHOLE + lessons_of(rng)), rng)
    made = word_cutter(weights_of(*trainer.packed(sparse=False, min_weight=0.0), 4, False))
    words, cuts = made.chart(text, 1000, -inf)
    likely, best = made.chart(text, n, log(0.1))

    assert [p for p, _ in best] == pytest.approx([p for p, _ in cuts[:n]])
    assert likely == [word for word in words if word[2] >= log(0.1)]
    totals = [p for p, _ in cuts[:2]]
    if len(totals) == 1 or totals[0] - totals[1] > 1e-6:
        assert [end for _, end, _, _ in best[0][1]] == ends(made, text)


def test_only_a_trained_model_has_a_chart():
    for made in (word_cutter(), Cutter("unigram")):
        with pytest.raises(ValueError, match="only the method crf with a trained model"):
            made.chart("甲", 1, 0.0)
    trainer = word_trainer(WHOLE)
    made = word_cutter(weights_of(*trainer.packed(sparse=False, min_weight=0.0), 4, False))
    assert made.chart("", 3, 0.0) == ([], [(0.0, [])])


# Training.


def some_of(rng, word_ends):
    """Some word ends of a text, but not the last."""
    return [end for end in word_ends[:-1] if rng.random() < 0.5]


def all_right_labels(text, word_ends, optional):
    """The labels of every cut that is right, with and without each of the optional ends."""
    ways = product(*[(True, False)] * len(optional))
    left_out = [{end for end, made in zip(optional, way, strict=True) if not made} for way in ways]
    return [right_labels(text, [end for end in word_ends if end not in out]) for out in left_out]


def right_labels(text, word_ends):
    atoms_ends = units(text)
    begins, labels = {0, *word_ends}, []
    for start, end in pairwise([0, *atoms_ends]):
        first, last = start in begins, end in word_ends
        labels.append((S if last else B) if first else (E if last else M))
    return labels


def log_prob_of_lesson(state, text, right):
    """Of any of the right labels by the weights of `state`, over all labels that may be."""
    grams, blocks, at = grams_of(text), {}, 0
    for key in sorted({key for key, _, _ in grams}):
        n = next(4 * rows for own, _, rows in grams if own == key)
        blocks[key] = state["weights"][at : at + n]
        at += n
    sums = reference.sums_of(grams, blocks, len(atoms_of(text)), 4)
    steps = {(a, b): state["transitions"][4 * a + b] for a, b in WORD_STEPS}
    first, last = ({1 << labels[at] for labels in right} for at in (0, -1))
    ways = reference.every_labelling(sums, steps, sum(first), sum(last))
    scores = [score for score, labels in ways if list(labels) in right]
    return reference.log_sum(scores) - reference.log_sum([score for score, _ in ways])


@given(rng=randoms, text=texts)
def test_the_loss_is_the_log_probability_of_the_right_labels(rng, text):
    word_ends = cut_anywhere(rng, text)
    optional = some_of(rng, word_ends)
    trainer = stirred(word_trainer([(text, word_ends, optional)]), rng)
    right = all_right_labels(text, word_ends, optional)
    expected = log_prob_of_lesson(trainer.state(), text, right)

    assert trainer.run(1, 0.1) * len(right[0]) == pytest.approx(-expected, abs=1e-4)


@given(rng=randoms, text=texts)
def test_a_step_goes_up_the_slope_of_that_probability(rng, text):
    """AdaGrad: the pace of a weight grows by the square of its slope, the weight by the
    slope over the root of the pace. The slope is measured here by nudging the weight.
    A feature that stands in a text several times makes as many steps; those are left out."""
    word_ends = cut_anywhere(rng, text)
    optional = some_of(rng, word_ends)
    trainer = stirred(word_trainer([(text, word_ends, optional)]), rng)
    right = all_right_labels(text, word_ends, optional)
    before = trainer.state()
    trainer.run(1, 0.5)
    after = trainer.state()

    def log_prob(state):
        return log_prob_of_lesson(state, text, right)

    grams = grams_of(text)
    keys = [key for key, _, _ in grams]
    owners = [key for key, rows in sorted({gram[::2] for gram in grams}) for _ in range(4 * rows)]
    alone = [at for at, key in enumerate(owners) if keys.count(key) == 1]
    sampled = [("weights", "pace", at) for at in rng.sample(alone, min(4, len(alone)))]
    sampled += [("transitions", "transition_pace", at) for at in rng.sample(range(16), 4)]
    for name, pace, at in sampled:
        slope = 0.0
        for sign in (1, -1):
            nudged = {**before, name: array("d", before[name])}
            nudged[name][at] += sign * 1e-4
            slope += sign * log_prob(nudged) / 2e-4
        assert after[pace][at] == pytest.approx(1 + slope**2, rel=1e-3, abs=1e-4)
        step = 0.5 * slope / (1 + slope**2) ** 0.5
        assert after[name][at] - before[name][at] == pytest.approx(step, rel=1e-2, abs=1e-4)


LONG_TEXTS = st.text(CHARS, min_size=1, max_size=300)


def cutters_of(rng, *, lexicon, user):
    """Cutters with the same weights, found each in another way: one block after the other, by
    hash in registers, by grams in registers."""
    trainer = stirred(word_trainer(WHOLE + lessons_of(rng), lexicon=lexicon), rng)
    for sparse, by_grams in ((True, False), (False, False), (False, True)):
        weights = weights_of(*trainer.packed(sparse=sparse, min_weight=0.0), 4, sparse)
        grams = word_grams(weights, trainer.keys(), 3) if by_grams else None
        yield word_cutter(weights, lexicon=lexicon, user=user, grams=grams)


@given(rng=randoms, text=LONG_TEXTS, lexicon=st.booleans(), mode=st.sampled_from(["", "split"]))
def test_all_ways_to_find_weights_make_the_same_cuts(rng, text, lexicon, mode):
    user = UserWords(Trie.build(["甲乙", "丙1"]), [(mode, 0.0)] * 2) if mode else None
    one, *others = (ends(made, text) for made in cutters_of(rng, lexicon=lexicon, user=user))

    assert others == [one, one]


def test_the_grams_of_other_characters_are_an_error():
    trainer = word_trainer(LESSONS)
    weights = weights_of(*trainer.packed(sparse=False, min_weight=0.0), 4, False)
    cells, starts, nexts = word_grams(weights, trainer.keys(), 3)
    for wrong in (
        (cells, starts[1:], nexts),
        (cells[:8], starts, nexts),
        (cells, starts, nexts[:0]),
    ):
        with pytest.raises(ValueError, match="must lead to their cells"):
            WordLabels(PLAIN, weights, grams=wrong)


LESSONS = [
    ("甲乙丙1", [2, 3, 4]),
    ("甲乙。丙丁", [2, 3, 5]),
    ("丙丁甲乙丙丁", [2, 4, 6]),
    ("甲 丙丁", [1, 2, 4]),
]


def test_the_loss_falls_and_the_lessons_are_learned():
    trainer = word_trainer(LESSONS)
    losses = [trainer.run(seed, 0.5) for seed in range(30)]
    made = word_cutter(weights_of(*trainer.packed(sparse=True, min_weight=0.0), 4, True))

    assert all(later < earlier for earlier, later in pairwise(losses))
    assert losses[-1] < 0.1 * losses[0]
    assert [ends(made, text) for text, _ in LESSONS] == [right for _, right in LESSONS]


def test_a_text_of_twice_the_weight_makes_steps_of_twice_the_slope():
    """The pace of a weight grows by the square of its slope, from 1."""

    def paces(weight):
        trainer, cutter = SequenceTrainer(4), word_cutter()
        for before, after in WORD_STEPS:
            trainer.allow(before, after)
        trainer.count_words(cutter, "甲丙")
        trainer.assign_weights()
        trainer.add_words(cutter, "甲丙", array("i", [1, 2]), weight=weight)
        trainer.run(1, 0.1)
        return trainer.state()["transition_pace"]

    assert [pace - 1 for pace in paces(2.0)] == pytest.approx([4 * (p - 1) for p in paces(1.0)])


@pytest.mark.parametrize("weight", [0.0, -1.0, float("inf"), float("nan")])
def test_a_weight_is_above_zero(weight):
    with pytest.raises(ValueError, match=r"weight is .*must be above 0|weight"):
        word_trainer(LESSONS).add_words(word_cutter(), "甲", array("i", [1]), weight=weight)


def test_the_same_lessons_and_seeds_give_the_same_weights():
    def learned(seed):
        trainer = word_trainer(LESSONS)
        for n in range(3):
            trainer.run(seed + n, 0.1, 0.01)
        return {name: bytes(values) for name, values in trainer.state().items()}

    assert learned(1) == learned(1)
    assert learned(1) != learned(9)


def test_a_restored_state_goes_on_as_if_nothing_had_been():
    one, other = word_trainer(LESSONS), word_trainer(LESSONS)
    one.run(1, 0.1)
    other.restore(one.state())
    for trainer in (one, other):
        trainer.run(2, 0.1)

    assert one.state() == other.state()
    assert one.packed(sparse=True, min_weight=0.01) == other.packed(sparse=True, min_weight=0.01)


def test_l2_keeps_weights_small():
    def size(l2):
        trainer = word_trainer(LESSONS)
        for n in range(20):
            trainer.run(n, 0.5, l2)
        return sum(weight**2 for weight in trainer.state()["weights"])

    assert size(1.0) < size(0.1) < size(0.0)


def test_features_seen_less_often_than_asked_get_no_weights():
    def counted(least):
        trainer = SequenceTrainer(4, min_count=least)
        for text, _ in LESSONS:
            trainer.count_words(word_cutter(), text)
        return trainer.assign_weights()

    times = [gram[0] for text, _ in LESSONS for gram in grams_of(text)]
    for least in (1, 2, 3, 50):
        assert counted(least) == sum(times.count(key) >= least for key in set(times))


def test_cuts_inside_an_atom_are_counted_and_not_learned():
    trainer = SequenceTrainer(4)
    trainer.count_words(word_cutter(), "甲123")
    trainer.assign_weights()

    assert trainer.add_words(word_cutter(), "甲123", array("i", [1, 2, 3, 4])) == 2
    assert trainer.add_words(word_cutter(), "甲123", array("i", [1, 4])) == 0


# The hidden Markov model, and names.

TWO_KINDS = 9  # labels: none, and four of each kind


def name_steps():
    """What may follow what: 0, then B I E S of the first kind and of the second."""
    between = [(a, b) for a in (0, 3, 7, 4, 8) for b in (0, 1, 5, 4, 8)]
    inside = [(kind + a, kind + b) for kind in (0, 4) for a in (1, 2) for b in (2, 3)]
    return between + inside


def name_recognizer(weights=None):
    return Recognizer(
        Trie.build(["甲"]),
        b"\1",
        PLAIN,
        weights,
        symbols_only=True,
    )


def name_trainer(lessons):
    trainer = SequenceTrainer(TWO_KINDS)
    for before, after in name_steps():
        trainer.allow(before, after)
    core = name_recognizer()
    for text, _ in lessons:
        trainer.count_entities(core, text, array("i", units(text)), bytes(len(units(text))))
    trainer.assign_weights()
    for text, names in lessons:
        word_ends = array("i", units(text))
        trainer.add_entities(core, text, word_ends, bytes(len(word_ends)), names)
    return trainer


NAME_LESSONS = [
    ("甲乙丙", [(0, 2, 0)]),
    ("丙甲", [(1, 2, 1)]),
    ("乙乙丙甲乙", [(0, 1, 0), (2, 5, 1)]),
    ("丁1", []),
]


def labels_of(text, names):
    labels = [0] * len(text)
    for start, end, kind in names:
        labels[start:end] = [4 * kind + 2] * (end - start)
        labels[start], labels[end - 1] = 4 * kind + 1, 4 * kind + 3
        if end - start == 1:
            labels[start] = 4 * kind + 4
    return labels


def test_a_hidden_markov_model_is_estimated_by_counting():
    trainer = name_trainer(NAME_LESSONS)
    trainer.estimate()
    state = trainer.state()
    labelled = [(text, labels_of(text, names)) for text, names in NAME_LESSONS]
    pairs = [pair for text, labels in labelled for pair in zip(text, labels, strict=True)]
    follow = [pair for _, labels in labelled for pair in pairwise(labels)]
    times = [sum(label == own for _, label in pairs) for own in range(TWO_KINDS)]
    symbols = sorted({symbol(char) for char, _ in pairs})

    assert list(state["weights"]) == pytest.approx(
        [
            log((sum((symbol(c), y) == (own, label) for c, y in pairs) + 1)
                / (times[label] + len(symbols)))
            for own in symbols
            for label in range(TWO_KINDS)
        ]
    )  # fmt: skip
    assert list(state["transitions"]) == pytest.approx(
        [
            log((follow.count((a, b)) + 1) / (times[a] + TWO_KINDS))
            for a in range(TWO_KINDS)
            for b in range(TWO_KINDS)
        ]
    )


def names_of(labels):
    names, start = [], 0
    for i, label in enumerate(labels):
        kind, part = divmod(label - 1, 4)
        if label and part in (0, 3):
            start = i
        if label and part in (2, 3):
            names.append((start, i + 1, kind))
    return names


@given(rng=randoms, text=st.text("甲乙丙丁", min_size=1, max_size=5), sparse=st.booleans())
def test_names_are_those_of_the_best_of_all_labellings(rng, text, sparse):
    trainer = stirred(name_trainer(NAME_LESSONS), rng)
    arrays, about = trainer.packed(sparse=sparse, min_weight=0.0)
    blocks = {
        key: block
        for key in (1 << 56 | symbol(char) for char in text)
        if (block := reference.block_of(arrays, sparse, TWO_KINDS, key))
    }
    grams = [(1 << 56 | symbol(char), i, 1) for i, char in enumerate(text)]
    sums = reference.sums_of(grams, blocks, len(text), TWO_KINDS)
    steps = {(a, b): arrays["transitions"][TWO_KINDS * a + b] for a, b in name_steps()}
    ways = reference.every_labelling(sums, steps, about["first"], about["last"])
    made = name_recognizer(weights_of(arrays, about, TWO_KINDS, sparse))
    found = made.find(text, array("i", units(text)), bytes(len(units(text))), (0, 1), tuple)

    if ways:  # else nothing that may be fits, and anything is found
        assert found == names_of(reference.best_labelling(ways))


@given(rng=randoms, text=st.text("甲乙丙丁", min_size=1, max_size=8), times=st.integers(1, 60))
def test_names_of_a_long_text_are_those_of_the_best_labelling(rng, text, times):
    """Their sums are too large for the numbers that short texts are decoded with."""
    trainer = stirred(name_trainer(NAME_LESSONS), rng)
    arrays, about = trainer.packed(sparse=False, min_weight=0.0)
    keys = {char: 1 << 56 | symbol(char) for char in text}
    blocks = {key: reference.block_of(arrays, False, TWO_KINDS, key) for key in keys.values()}
    own = {char: blocks[key] or [0] * TWO_KINDS for char, key in keys.items()}
    text *= times
    steps = {(a, b): arrays["transitions"][TWO_KINDS * a + b] for a, b in name_steps()}
    sums = [own[char] for char in text]
    labels = reference.best_by_places(sums, steps, about["first"], about["last"])
    made = name_recognizer(weights_of(arrays, about, TWO_KINDS, False))
    found = made.find(text, array("i", units(text)), bytes(len(units(text))), (0, 1), tuple)

    if labels:
        assert found == names_of(labels)


def every_naming(start, end):
    """Every way to have names of one kind in the places from `start` to `end`."""
    if start >= end:
        return [[]]
    return every_naming(start + 1, end) + [
        [(start, stop, 0), *rest]
        for stop in range(start + 1, end + 1)
        for rest in every_naming(stop, end)
    ]


def tagged_recognizer(weights=None):
    return Recognizer(Trie.build(["甲", "乙丙"]), b"\1\2", PLAIN, weights)


def naming_trainer(text, word_ends, tags, names, seed):
    """A trainer of one kind, with weights of -1, 0 and 1, which packing leaves as they are."""
    trainer = SequenceTrainer(5)
    for before, after in name_steps():
        if max(before, after) < 5:
            trainer.allow(before, after)
    core = tagged_recognizer()
    trainer.count_entities(core, text, word_ends, tags)
    trainer.assign_weights()
    trainer.add_entities(core, text, word_ends, tags, names)
    trainer.allow_at_ends((0, 1, 4), (0, 3, 4))
    state, rng = trainer.state(), Random(seed)
    for name in ("weights", "transitions"):
        state[name] = array("f", (rng.choice([-1, 0, 1]) for _ in state[name]))
    trainer.restore(state)
    return trainer


@given(
    seed=st.integers(0, 2**32), rng=randoms, text=st.text("甲乙丙丁", min_size=1, max_size=4),
    sparse=st.booleans(),
)  # fmt: skip
def test_names_in_tagged_words_are_as_probable_as_any(seed, rng, text, sparse):
    """The trainer looks each feature up; a recognizer adds sums that it has kept."""
    word_ends = array("i", cut_anywhere(rng, text))
    tags = bytes(rng.randrange(3) for _ in word_ends)
    trainer = naming_trainer(text, word_ends, tags, [], seed)
    made = tagged_recognizer(weights_of(*trainer.packed(sparse=sparse, min_weight=0.0), 5, sparse))
    found = made.find(text, word_ends, tags, ("X",), tuple)
    losses = {
        tuple(names): naming_trainer(text, word_ends, tags, names, seed).run(1, 0.1)
        for names in every_naming(0, len(text))
    }

    assert losses[tuple((a, b, 0) for a, b, _ in found)] == pytest.approx(
        min(losses.values()), abs=1e-4
    )
    assert made.find(text, word_ends, tags, ("X",), tuple) == found


def test_without_weights_nothing_is_found():
    assert name_recognizer().find("甲乙", array("i", [1, 2]), bytes(2), (), tuple) == []
    assert word_cutter().words("甲乙丙") == ["甲乙", "丙"]  # the method forward


LISTED = {"甲": 1, "甲乙": 2, "乙丙": 1, "丙1": 3, "甲乙丙丁": 0}


@given(rng=randoms, text=st.text("甲乙丙丁1", max_size=8))
def test_listed_names_are_the_longest_between_words_from_the_left(rng, text):
    word_ends = cut_anywhere(rng, text) if text else []
    places = {0, *word_ends}

    def fits(start, end):
        return {start, end} <= places and text[start:end] in LISTED

    labels = ("LOC", "PER", "", "ORG")
    trie = Trie.build(LISTED, LISTED.values())
    found = find_listed(trie, text, array("i", word_ends), labels, tuple)
    expected = (
        (a, b, labels[LISTED[text[a:b]]]) for a, b in reference.leftmost_longest(text, fits)
    )
    assert found == [name for name in expected if name[2]]


def test_listed_names_need_a_label_for_each_value():
    with pytest.raises(ValueError, match="values up to 3, but there are 2 labels"):
        find_listed(
            Trie.build(LISTED, LISTED.values()), "甲", array("i", [1]), ("LOC", "PER"), tuple
        )


# Bad input, and arrays that are wrong.


def test_what_cannot_be_learned_is_an_error():
    trainer, cutter, names = SequenceTrainer(4), word_cutter(), name_recognizer()
    with pytest.raises(ValueError, match="call assign_weights first"):
        trainer.add_words(cutter, "甲乙", array("i", [2]))
    trainer.assign_weights()
    fifth = SequenceTrainer(5)
    fifth.assign_weights()
    with pytest.raises(ValueError, match="words have 4 labels, not 5"):
        fifth.add_words(cutter, "甲乙", array("i", [2]))
    with pytest.raises(ValueError, match="a label is 4; give a whole number from 0 to 3"):
        trainer.allow_at_ends((4,), ())
    for wrong in ([2, 1], [0, 1], [1, 1], [3], [-1]):
        with pytest.raises(ValueError, match="must rise and lie in the text"):
            trainer.add_words(cutter, "甲乙", array("i", wrong))
        with pytest.raises(ValueError, match="must rise and lie in the text"):
            names.find("甲乙", array("i", wrong), bytes(len(wrong)), (0, 1), tuple)
        with pytest.raises(ValueError, match="must rise and lie in the text"):
            find_listed(Trie.build(["甲"]), "甲乙", array("i", wrong), ("PER",), tuple)
    with pytest.raises(ValueError, match="2 words have 1 tags"):
        names.find("甲乙", array("i", [1, 2]), b"\0", (0, 1), tuple)
    with pytest.raises(ValueError, match="a label is 4; give a whole number from 0 to 3"):
        trainer.allow(4, 0)
    for name in ((0, 0, 0), (1, 0, 0), (0, 3, 0), (0, 1, 1)):
        with pytest.raises(ValueError, match="does not fit its text or the labels"):
            trainer.add_entities(names, "甲乙", array("i", [2]), b"\0", [name])
    for n_labels in (0, 65):
        with pytest.raises(ValueError, match=r"n_labels is .* from 1 to 64"):
            SequenceTrainer(n_labels)
    with pytest.raises(ValueError, match=r"weights has \d+ numbers, not \d+"):
        word_trainer(LESSONS).restore(word_trainer(WHOLE).state())


def test_a_trainer_without_features_can_be_restored():
    trainer = word_trainer(WHOLE, min_count=99)
    state = trainer.state()
    trainer.restore(state)

    assert trainer.state() == state


WRONG_WEIGHTS = [
    (0, {}, "n_labels is 0; give a whole number from 1 to 64"),
    (65, {}, "n_labels is 65; give a whole number from 1 to 64"),
    (3, {}, "3 labels have 9 transitions, not 16"),
    (4, {"buckets": array("I", [0] * 15)}, "buckets of 16 numbers"),
    (4, {"buckets": array("I")}, "buckets of 16 numbers"),
    (4, {"pool": array("B")}, "one weight or more"),
]


@pytest.mark.parametrize("n_labels, wrong, sentence", WRONG_WEIGHTS)
def test_arrays_that_make_no_weights_are_an_error(n_labels, wrong, sentence):
    arrays, about = word_trainer(WHOLE).packed(sparse=True, min_weight=0.0)
    with pytest.raises(ValueError, match=sentence):
        weights_of({**arrays, **wrong}, about, n_labels, True)


def test_a_model_of_words_has_four_labels():
    trainer = name_trainer(NAME_LESSONS)
    weights = weights_of(*trainer.packed(sparse=True, min_weight=0.0), TWO_KINDS, True)
    with pytest.raises(ValueError, match="a model of words has 4 labels, not 9"):
        word_cutter(weights)


words_32 = st.integers(0, 2**32 - 1) | st.integers(0, 80)


@st.composite
def any_weights(draw, n_labels):
    """Weights of arrays that hold anything."""
    n_buckets = draw(st.integers(1, 4))
    numbers = draw(st.lists(words_32, min_size=16 * n_buckets, max_size=16 * n_buckets))
    steps = st.lists(st.integers(-(2**24), 2**24), min_size=n_labels**2, max_size=n_labels**2)
    return Weights(
        n_labels,
        array("I", numbers),
        array("B", draw(RANDOM_BYTES)),
        array("i", draw(steps)),
        first=draw(st.integers(0, 2**64 - 1)),
        last=draw(st.integers(0, 2**64 - 1)),
        scale=draw(st.floats()),
        sparse=draw(st.booleans()),
    )


@given(weights=any_weights(4), text=st.text(CHARS) | st.text())
def test_any_weights_cut_words_that_tile_the_text(weights, text):
    made = word_cutter(weights)

    assert "".join(made.words(text)) == text
    made.chart(text, 3, -5.0)


@given(weights=st.sampled_from([5, 9, 13, 17]).flatmap(any_weights), text=st.text("甲乙丙1。"))
def test_any_weights_find_names_in_the_text(weights, text):
    word_ends = array("i", units(text))
    found = name_recognizer(weights).find(text, word_ends, bytes(len(word_ends)), range(4), tuple)
    places = [place for name in found for place in name[:2]]

    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@given(data=st.data(), words=st.lists(st.text(CHARS + "a", min_size=1, max_size=30), max_size=8))
def test_any_arrays_tag_every_word_with_some_label(data, words):
    known = data.draw(st.lists(words_32, min_size=2, max_size=2))
    rows = data.draw(st.lists(st.integers(0, 2**64 - 1), min_size=16, max_size=20))
    tagger = Tagger(
        Trie.build(["甲", "甲乙"]),
        array("I", known),
        array("Q", rows),
        ALPHABET,
        data.draw(any_weights(3)),
    )
    text = "".join(words)
    word_ends = array("i", [len("".join(words[: n + 1])) for n in range(len(words))])
    found = tagger.tags(text, word_ends, 2)

    assert len(found) == len(words)
    assert all(label < 3 for label in found)
    assert all(label == 2 for word, label in zip(words, found, strict=True) if word.isspace())
