"""WordContexts: how well words fit their contexts, beside a slow twin; and how this is learned."""

from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import speller_of
from zhnlp.core import WordContexts, WordContextTrainer
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.dictionary import Dictionary

WIDE, FAR = 48, 12
KNOWN = ["我们", "今天", "再次", "在", "感谢", "大家", "北京", "背景", "。", "喜欢"]
PIECES = ["我们", "今天", "感谢", "大家", "北京", "。", "喜欢", "老"]  # apart in any order
texts = st.lists(st.sampled_from(PIECES), max_size=30)


class Arrays(dict):
    """Tests that fail show no hundreds of numbers."""

    def __repr__(self):
        return f"Arrays of {', '.join(self)}"


@pytest.fixture(scope="module")
def vectors():
    """Arrays of `WordContexts` for `KNOWN`, by name, all of them drawn."""
    draw = np.random.default_rng(7)
    n = len(KNOWN)
    return Arrays(
        {
            "names": "".join(f"{word}\n" for word in KNOWN),
            "targets": array("b", draw.integers(-127, 128, n * WIDE, np.int8).tobytes()),
            "contexts": array("b", draw.integers(-127, 128, n * WIDE, np.int8).tobytes()),
            "biases": array("f", draw.normal(size=n).astype(np.float32).tobytes()),
            "places": array("f", (draw.normal(size=5 * WIDE) * 1e-3).astype(np.float32).tobytes()),
        }
    )


@pytest.fixture(scope="module")
def speller(settings, vectors, language):
    return speller_of(**settings, contexts=WordContexts(language.vocabulary, **vectors))


def slow_fit(vectors, words, at, word):
    """The fit of `word` for words[at]: the words around it, one after another."""
    rows = {each: i for i, each in enumerate(KNOWN)}
    u, v = (np.array(vectors[name], float).reshape(-1, WIDE) for name in ("targets", "contexts"))
    d = np.array(vectors["places"], float).reshape(5, WIDE)
    beside = {at - 2: 0, at - 1: 1, at + 1: 2, at + 2: 3}
    near = range(max(at - FAR, 0), min(at + FAR + 1, len(words)))
    far = [i for i in near if i != at and i not in beside]
    sums = np.zeros(WIDE)
    for i in near:
        if i != at and words[i] in rows:
            scale = 1.0 if i in beside else 1 / np.sqrt(len(far) + 1)
            sums += scale * d[beside.get(i, 4)] * v[rows[words[i]]]
    return float(u[rows[word]] @ sums + vectors["biases"][rows[word]])


@given(texts, st.sampled_from(KNOWN), st.data())
def test_a_fit_is_what_its_formula_says(speller, vectors, words, word, data):
    """In a sentence, which ends after all its 。; its words are those of the dictionary."""
    words = [*words, "再次"]
    at = data.draw(st.integers(0, len(words) - 1))
    ends = [i + 1 for i in range(len(words) - 1) if words[i] == "。" != words[i + 1]]
    begin = max((end for end in ends if end <= at), default=0)
    end = min((end for end in ends if end > at), default=len(words))
    start = sum(map(len, words[:at]))
    sentence, place = words[begin:end], at - begin

    fit = speller.fit("".join(words), start, start + len(words[at]), word)

    assert fit == pytest.approx(slow_fit(vectors, sentence, place, word), abs=2e-2, rel=1e-3)


NONE = [(0, 2, "老师"), (0, 9, "大家"), (5, 5, "大家"), (2, 1, "大家")]


@pytest.mark.parametrize("start, end, word", NONE)
def test_what_has_no_fit(speller, start, end, word):
    assert speller.fit("我们喜欢。大", start, end, word) is None


def test_without_contexts_nothing_has_a_fit(settings):
    assert speller_of(**settings).fit("我们", 0, 2, "大家") is None


@pytest.mark.parametrize("name", ["names", "targets", "contexts", "biases", "places"])
def test_arrays_of_other_lengths_are_refused(vectors, language, name):
    with pytest.raises(UsageError):
        WordContexts(language.vocabulary, **{**vectors, name: vectors[name][:-1]})


@pytest.fixture
def learned(settings, language):
    """A trainer and a speller that have learned from texts; 在, 再 and 载 are confused."""
    known = Dictionary.of(dict.fromkeys([*KNOWN, "再", "载", "音乐会", "同学"], 100))
    own = {**settings, "dictionary": known.trie, "log_probs": known.log_probs}

    def call(sentences, passes=20, seed=1):
        trainer = WordContextTrainer(speller_of(**own))
        for text in sentences:
            trainer.add(text)
        trainer.choose(1, 1000)
        for done in range(passes):
            trainer.run(seed + done, 0.1, 0.1, 3)
        ids = {number: char for char, number in language.vocabulary.items()}
        names = "".join("".join(ids[i] for i in word) + "\n" for word in trainer.words())
        *vectors, biases, places = trainer.weights()
        largest = max(abs(each) for vector in vectors for each in vector) or 1.0
        whole = [array("b", (round(x / largest * 127) for x in vector)) for vector in vectors]
        scaled = array("f", (x * (largest / 127) ** 2 for x in places))
        contexts = WordContexts(language.vocabulary, names, *whole, biases, scaled)
        return trainer, speller_of(**own, contexts=contexts)

    return call


def test_words_fit_where_they_were_seen(learned):
    """On the far side of others, which no pair of neighbours tells apart."""
    texts = ["音乐会老师喜欢大家在。", "北京同学喜欢大家再。"]
    _, speller = learned(texts * 40)

    for text, right, wrong in ((texts[0], "在", "再"), (texts[1], "再", "在")):
        at = len(text) - 2
        assert speller.fit(text, at, at + 1, right) > speller.fit(text, at, at + 1, wrong)


def test_the_same_texts_and_seed_give_the_same_weights(learned):
    sentences = ["我们在大家。", "老师再感谢。", "自己载入。"] * 5

    one, other, another = (learned(sentences, 2, seed)[0] for seed in (1, 1, 5))

    assert one.weights() == other.weights() != another.weights()


def test_steps_in_another_order_are_errors(settings):
    trainer = WordContextTrainer(speller_of(**settings))
    with pytest.raises(UsageError, match="choose"):
        trainer.run(1, 0.1, 0.1, 3)
    trainer.choose(1, 10)
    for step in (lambda: trainer.add("我们"), lambda: trainer.choose(1, 10)):
        with pytest.raises(UsageError, match="chosen"):
            step()
