"""The lattice and max matching: what trying every cut finds."""

from array import array
from itertools import accumulate, pairwise, product
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from zhnlp.core import (
    Cutter,
    Hmm,
    Ngram,
    NgramLevel,
    Trie,
    UnknownWords,
    UserWords,
    WordList,
    WordNgrams,
    char_class,
    units,
)

HAN, LATIN, DIGIT = 1, 2, 3
MATCHING = {name: getattr(reference, name) for name in ("forward", "backward", "bidirectional")}
# Words fall on units and across them ("a1" and "3.1" are units, " " and "，" too).
CHARS = "甲乙丙丁a1.， "
texts = st.text(CHARS, max_size=9)
EXACT = st.integers(-40, -1).map(lambda n: n / 4)  # sums are exact, and ties are many
UNKNOWN = -8.0


def lexicons(log_probs, chars=CHARS):
    return st.dictionaries(st.text(chars, min_size=1, max_size=4), log_probs, max_size=12)


def cutter(method, dictionary, **more):
    return Cutter(
        method,
        WordList(Trie.build(dictionary), array("d", dictionary.values()), UNKNOWN),
        **more,
    )


def ends(made, text):
    return list(memoryview(made.ends(text)).cast("i"))


def places(text):
    return [0, *units(text)]


def unigram_cuts(text, dictionary):
    arcs = reference.unigram_arcs(text, places(text), dictionary, UNKNOWN)
    return reference.every_cut(arcs, 0, len(text))


@given(text=texts, dictionary=lexicons(EXACT))
@example(text="甲乙丙", dictionary={"甲": -1.0, "丙": -1.0, "甲乙": -2.0, "乙丙": -2.0})
@example(text="甲乙丙丁", dictionary={"甲乙": -2.0, "丙丁": -2.0, "甲乙丙": -3.0, "丁": -1.0})
def test_unigram_finds_the_best_of_all_cuts_and_of_equals_the_longer_first_word(text, dictionary):
    assert ends(cutter("unigram", dictionary), text) == max(unigram_cuts(text, dictionary))[1]


@given(
    text=texts,
    dictionary=lexicons(EXACT),
    word=st.text("甲乙丙1，", min_size=1, max_size=3),
    margin=st.integers(-16, 40).map(lambda n: n / 2 + 0.1),
)
@example(text="甲乙丙丁", dictionary={"甲乙": -2.0, "丙丁": -2.0}, word="乙丙", margin=1.9)
@example(text="甲乙丙", dictionary={"甲乙": -2.0, "丙": -2.0, "甲": -3.0}, word="乙丙", margin=9.1)
def test_a_preferred_word_is_made_where_cuts_at_its_ends_cost_little(
    text, dictionary, word, margin
):
    user = UserWords(Trie.build([word]), [("prefer", 0.0)])
    made = cutter("unigram", dictionary, user=user, most_margin=margin)
    arcs = reference.unigram_arcs(text, places(text), dictionary, UNKNOWN)
    last_resort = [
        (start, end, UNKNOWN - 1000)
        for start, end in pairwise(places(text))
        if not any(arc[:2] == (start, end) for arc in arcs)
    ]
    best = max(reference.every_cut(arcs, 0, len(text)))[0]
    cuts = reference.every_cut([*arcs, *last_resort], 0, len(text))
    wanted = reference.wanted_words(text, word, places(text), cuts, best, margin)

    words = made.words(text)
    assert words.count(word) >= len(wanted)
    if not wanted:
        assert words == cutter("unigram", dictionary).words(text)


@given(text=texts, dictionary=lexicons(EXACT), n=st.integers(1, 8))
def test_paths_are_the_best_of_all_cuts(text, dictionary, n):
    cuts = sorted(unigram_cuts(text, dictionary), reverse=True)
    found = cutter("unigram", dictionary).paths(text, n)
    log_probs = {tuple(cut): log_prob for log_prob, cut in cuts}

    assert [log_prob for log_prob, _ in found] == [log_prob for log_prob, _ in cuts[:n]]
    assert len({tuple(path) for _, path in found}) == len(found)
    for log_prob, path in found:
        assert log_prob == log_probs[tuple(end for _, end, _, _ in path)]
        assert log_prob == sum(step for _, _, step, _ in path)
        assert [start for start, *_ in path] == [0, *(end for _, end, _, _ in path)][:-1]


@given(text=texts, dictionary=lexicons(EXACT))
def test_arcs_are_the_words_that_may_stand(text, dictionary):
    expected = reference.unigram_arcs(text, places(text), dictionary, UNKNOWN)
    found = cutter("unigram", dictionary).arcs(text)

    assert [arc[:3] for arc in found] == expected
    for start, end, _, source in found:
        assert source == ("dictionary" if text[start:end] in dictionary else "rule")


@pytest.mark.parametrize("method", MATCHING)
@given(text=texts, dictionary=lexicons(EXACT))
@example(text="甲乙丙丁", dictionary={"甲乙": -1.0, "乙丙丁": -1.0, "丙丁": -1.0})
@example(text="甲乙丙", dictionary={"甲乙": -1.0, "乙丙": -1.0})
def test_max_matching_is_what_ten_lines_give(method, text, dictionary):
    expected = MATCHING[method](text, places(text), dictionary)

    assert ends(cutter(method, dictionary), text) == expected


@pytest.mark.parametrize("method", ["unigram", *MATCHING])
@given(text=texts, dictionary=lexicons(EXACT))
def test_without_rules_every_character_may_be_cut(method, text, dictionary):
    all_places = range(len(text) + 1)
    found = ends(cutter(method, dictionary, rules=False), text)
    if method == "unigram":
        arcs = reference.unigram_arcs(text, all_places, dictionary, UNKNOWN)
        assert found == max(reference.every_cut(arcs, 0, len(text)))[1]
    else:
        assert found == MATCHING[method](text, all_places, dictionary)


@pytest.mark.parametrize("method", ["forward", "unigram"])
@pytest.mark.parametrize("text", ["甲", "甲乙", "甲乙丙乙", "甲1.5a，"])
def test_a_long_text_is_cut_as_its_parts_are(method, text):
    """Texts longer than the pieces that the cutter works in."""
    made = cutter(method, {"甲乙": -1.0, "乙丙": -1.5, "乙": -2.0, "1.5a": -1.0})
    n = 600_000 // len(text)

    if len(made.words(text * 2)) == 2 * len(made.words(text)):
        assert made.words(text * n) == made.words(text) * n
    assert ends(made, text * n)[-1] == len(text) * n


def test_a_block_without_a_safe_place_is_closed_somewhere():
    """Words that all overlap: memory stays bounded, and the text is cut all the same."""
    dictionary = {"甲" * n: -float(n) for n in range(2, 9)}
    for method in ("unigram", "backward", "bidirectional", "bigram"):
        found = ends(cutter(method, dictionary), "甲" * 300_000)
        assert found[-1] == 300_000
        assert all(b - a <= 8 for a, b in pairwise([0, *found]))


# A toy model of word pairs and triples beside the dictionary.

SPECIAL = ("\ufdd3", "\ufdd4", "\ufdd5")  # unknown, begin, end
NUMBER, LATIN_WORD, NUMERAL = "\ufdd0", "\ufdd1", "\ufdd2"
BEGIN, END = 1, 2
WEIGHTS = {
    "lexicon_bias": 1.5, "lexicon_scale": 0.5, "hmm_bias": 2.0, "hmm_scale": 0.75,
    "unit_log_prob": -6.0,
}  # fmt: skip
MIXED = "甲乙丙一二1a\u0301"
mixed = st.text(MIXED, max_size=7)
# Drawn from a seed, for so many numbers would keep Hypothesis busy for minutes.
randoms = st.integers(0, 2**32).map(Random)


def log_prob(rng):
    """One that a float32 holds exactly."""
    return -rng.randrange(12 * 64) / 64


def parts(rng, text, most):
    """Some of the words that might stand in `text`, and some others."""
    found = ["".join(rng.choices(MIXED, k=rng.randint(1, 3))) for _ in range(rng.randrange(4))]
    for _ in range(rng.randrange(most) if text else 0):
        start = rng.randrange(len(text))
        found.append(text[start : start + rng.randint(1, 4)])
    return found


def toy_model(rng, order, text=""):
    """The vocabulary, and log probability and back-off weight by n-gram."""
    words = {rng.choice(readings(part, 0, len(part))) for part in parts(rng, text, 20)}
    vocabulary = [*SPECIAL, *sorted(words)]
    grams = {(number,): (log_prob(rng), log_prob(rng)) for number in range(len(vocabulary))}
    above = list(grams)
    for _ in range(order - 1):
        above = [
            (*gram, number)
            for gram in above
            for number in sorted(rng.sample(range(len(vocabulary)), rng.randrange(4)))
        ]
        grams.update({gram: (log_prob(rng), log_prob(rng)) for gram in above})
    return vocabulary, grams


def toy_hmm(rng):
    return (
        {state: log_prob(rng) for state in reference.STATES},
        {a + b: log_prob(rng) for a, b in product(reference.STATES, repeat=2)},
        {state + char: log_prob(rng) for state, char in product(reference.STATES, "甲乙一")},
    )


def compiled(grams, order):
    """The same model as the core reads it: sorted levels, with a code book each."""
    levels = []
    for n in range(1, order + 1):
        level = sorted(gram for gram in grams if len(gram) == n)
        longer = sorted(gram[:-1] for gram in grams if len(gram) == n + 1)
        probs, prob_codes = book(grams[gram][0] for gram in level)
        last = array("I", (gram[-1] for gram in level)) if n > 1 else None
        if n == order:
            levels.append((last, prob_codes, None, None, None, None, probs, None))
            continue
        contexts = array("Q", bytes(8 * (-(-len(level) // 64))))
        used = [i for i, gram in enumerate(level) if gram in longer or grams[gram][1]]
        for i in used:
            contexts[i // 64] |= 1 << i % 64
        weights, weight_codes = book(grams[level[i]][1] for i in used)
        starts = array("I", accumulate((longer.count(level[i]) for i in used), initial=0))
        inner = (contexts, weight_codes, *started(starts, n), probs, weights)
        levels.append((last, prob_codes, *inner))
    return Ngram([NgramLevel(*level) for level in levels])


def started(starts, n):
    """The starts of contexts as 16 bits and anchors at pairs, as 32 bits elsewhere."""
    if n != 2:
        return starts, None
    anchors = starts[::64]
    return array("H", (start - anchors[i // 64] for i, start in enumerate(starts))), anchors


def book(values):
    values = list(values)
    used = sorted(set(values))
    codes = array("B", (used.index(value) for value in values))
    return array("f", used + [0.0] * (256 - len(used))), codes


def classes(text):
    """Start, end and class of the numbers, Latin words and runs of numerals in `text`."""
    found, start = {}, 0
    for end in units(text):
        kinds = set(map(char_class, text[start:end]))
        if kinds & {LATIN, DIGIT}:
            found[start] = end, LATIN_WORD if LATIN in kinds else NUMBER
        start = end
    for start, char in enumerate(text):
        end = start
        while end < len(text) and text[end] in "一二":
            end += 1
        ends_here = end - start > 1 and end in units(text)
        if ends_here and text[start - 1 : start] not in ("一", "二"):
            found[start] = end, NUMERAL
        assert char in MIXED
    return found


def readings(text, start, end):
    """The ways to read ``text[start:end]``: each class before what is written."""
    if start == end:
        return [""]
    out = []
    if start in classes(text) and classes(text)[start][0] <= end:
        stop, name = classes(text)[start]
        out += [name + rest for rest in readings(text, stop, end)]
    return out + [text[start] + rest for rest in readings(text, start + 1, end)]


def ngram_arcs(text, vocabulary, dictionary, hmm):
    """Start, end, number of the word and what it adds to the unknown word's log probability."""
    arcs, closed = [], reference.barriers(text)
    for start, unit_end in zip(places(text), units(text), strict=False):
        run = next(
            (n for n in range(4) if char_class(text[start + n : start + n + 1] or " ") != HAN), 4
        )
        spelled = reference.unknown_word_log_probs(text[start : start + run], hmm) if hmm else ()
        for end in (end for end in units(text) if end > start):
            known = [vocabulary.index(r) for r in readings(text, start, end) if r in vocabulary]
            if not closed.isdisjoint(range(start + 1, end)):
                known = []
            unknown = [
                *(
                    WEIGHTS["hmm_bias"] + WEIGHTS["hmm_scale"] * log_prob
                    for length, log_prob in spelled
                    if length == end - start
                ),
                *([WEIGHTS["unit_log_prob"]] if end == unit_end else []),
            ]
            if text[start:end] in dictionary:
                log_prob = dictionary[text[start:end]]
                unknown = [WEIGHTS["lexicon_bias"] + WEIGHTS["lexicon_scale"] * log_prob]
            if known:
                arcs.append((start, end, known[0], 0.0))
            elif unknown:
                arcs.append((start, end, 0, unknown[0]))
    return arcs


def scored_cuts(text, arcs, grams, order):
    """Log probability and word ends of every cut by the model, the end of the text included."""

    def after(start, context):
        if start == len(text):
            yield reference.back_off_log_prob(grams, context, END), []
        for a, b, word, extra in arcs:
            if a == start:
                step = extra + reference.back_off_log_prob(grams, context, word)
                for rest, cut in after(b, (*context, word)[1 - order :]):
                    yield step + rest, [b, *cut]

    return sorted(after(0, (BEGIN,)), reverse=True)


@pytest.mark.parametrize("order", [2, 3])
@given(text=mixed, rng=randoms, with_hmm=st.booleans())
def test_ngrams_find_the_best_of_all_cuts(order, text, rng, with_hmm):
    vocabulary, grams = toy_model(rng, order, text)
    dictionary = {word: log_prob(rng) for word in parts(rng, text, 8)}
    hmm = toy_hmm(rng) if with_hmm else None
    made = ngram_cutter(vocabulary, grams, order, dictionary, hmm)
    arcs = ngram_arcs(text, vocabulary, dictionary, hmm)
    cuts = scored_cuts(text, arcs, grams, order)
    log_probs = {tuple(cut): total for total, cut in cuts}
    best = [total for total, _ in cuts[:6]]
    found = made.paths(text, 6) if text else [(best[0], [])]

    assert sorted(arc[:2] for arc in made.arcs(text)) == sorted(arc[:2] for arc in arcs)
    assert log_probs[tuple(ends(made, text))] == pytest.approx(best[0], abs=1e-3)
    assert [total for total, _ in found] == pytest.approx(best, abs=1e-3)
    for total, path in found:
        cut = tuple(end for _, end, _, _ in path)
        assert total == pytest.approx(log_probs[cut], abs=1e-3)


@pytest.mark.parametrize("order", [2, 3])
@given(rng=randoms, with_hmm=st.booleans())
def test_the_cut_of_a_long_text_is_the_best_that_is_explained(order, rng, with_hmm):
    text = "".join(rng.choices(MIXED, k=rng.randint(1, 60)))
    vocabulary, grams = toy_model(rng, order, text)
    dictionary = {word: log_prob(rng) for word in parts(rng, text, 20)}
    hmm = toy_hmm(rng) if with_hmm else None
    made = ngram_cutter(vocabulary, grams, order, dictionary, hmm)
    ((_, path),) = made.paths(text, 1)

    assert ends(made, text) == [end for _, end, _, _ in path]


def test_a_model_of_more_than_triples_cuts_no_words():
    rng = Random(1)
    vocabulary, grams = toy_model(rng, 4, "甲乙丙")
    with pytest.raises(ValueError, match=r"up to three levels. Take these by cut_to\(3\)"):
        ngram_cutter(vocabulary, grams, 4, {"甲": -1.0}, None)


def ngram_cutter(vocabulary, grams, order, dictionary, hmm):
    given_hmm = hmm and Hmm(
        *(array("d", part.values()) for part in hmm[:2]),
        array("I", map(ord, "甲乙一")),
        array("d", hmm[2].values()),
    )
    return cutter(
        "bigram",
        dictionary,
        model=WordNgrams(
            compiled(grams, order),
            Trie.build(vocabulary),
            unknown_words=UnknownWords(**WEIGHTS),
        ),
        hmm=given_hmm,
    )


@pytest.mark.parametrize("order", [1, 2, 3])
@given(rng=randoms)
def test_a_model_gives_the_log_probabilities_of_its_twin(order, rng):
    vocabulary, grams = toy_model(rng, order, "甲乙丙一二1a丙乙甲")
    words = rng.choices(range(len(vocabulary)), k=rng.randrange(12))
    context, expected = (BEGIN,), []
    for word in words:
        expected.append(
            reference.back_off_log_prob(grams, context[len(context) - order + 1 :], word)
        )
        context = (*context, word)
    model = compiled(grams, order)

    assert model.log_probs(words) == pytest.approx(expected, abs=1e-4)
    short = model.cut_to(1).log_probs(words)
    assert short == pytest.approx([grams[(word,)][0] for word in words], abs=1e-5)


EMPTY = None, b"", None, None, None, None, array("f", [0.0] * 256), None


@pytest.mark.parametrize("levels", [[], [NgramLevel(*EMPTY)] * 2])
def test_arrays_that_make_no_model_are_an_error(levels):
    with pytest.raises(ValueError, match="an n-gram model has 1 to 6 levels and 3 words or more"):
        Ngram(levels)
