"""Training: what gensim learns, from any iterable, kept whole to go on with."""

import logging
from random import Random

import numpy as np
import pytest

from zhnlp import VectorSettings, VectorTraining, WordVectors, train_vectors
from zhnlp.errors import InputError, PackError, UsageError
from zhnlp.packing import make_pack

gensim = pytest.importorskip("gensim.models")

KINDS = [
    ("skip-gram", "negative-sampling", False),
    ("cbow", "negative-sampling", False),
    ("skip-gram", "hierarchical-softmax", False),
    ("cbow", "hierarchical-softmax", False),
    ("skip-gram", "negative-sampling", True),
    ("cbow", "hierarchical-softmax", True),
]


def sentences(seed, words):
    rng = Random(seed)
    return [[rng.choice(words) for _ in range(9)] for _ in range(60)]


class Said(logging.Handler):
    """What is logged, but for what is below a warning."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.records = []

    def emit(self, record):
        self.records.append(record)


WORDS = [f"{a}{b}" for a in "北京南东" for b in "京方城市"]
FIRST, MORE = sentences(0, WORDS), sentences(1, [*WORDS, "新词", "新的"])


def small(method="skip-gram", loss="negative-sampling", subwords=False, **other):
    return VectorSettings(
        method=method, loss=loss, subwords=subwords, width=6, min_count=2, passes=2, seed=3,
        buckets=50, **other,
    )  # fmt: skip


def twin(method, loss, subwords):
    """gensim's own model with the same settings."""
    is_tree = loss == "hierarchical-softmax"
    settings = {
        "vector_size": 6, "min_count": 2, "epochs": 2, "seed": 3, "workers": 1, "window": 5,
        "sg": int(method == "skip-gram"), "hs": int(is_tree), "negative": 0 if is_tree else 5,
    }  # fmt: skip
    if subwords:
        return gensim.FastText(FIRST, min_n=1, max_n=3, bucket=50, **settings)
    return gensim.Word2Vec(FIRST, **settings)


@pytest.mark.parametrize("kind", KINDS, ids=range(len(KINDS)))
def test_it_learns_what_gensim_learns_and_goes_on_after_saving(tmp_path, kind):
    model = twin(*kind)
    training = VectorTraining.start(iter(FIRST), small(*kind))
    vectors = training.vectors()

    assert list(vectors) == model.wv.index_to_key
    assert np.array_equal(vectors.matrix, model.wv.vectors)
    assert vectors.counts.tolist() == [model.wv.get_vecattr(w, "count") for w in vectors]

    with_new = kind[1] == "negative-sampling"
    if with_new:
        model.build_vocab(MORE, update=True)
    model.train(MORE, total_examples=60, total_words=540, epochs=2, start_alpha=0.025)
    training.save_pack(tmp_path)
    later = VectorTraining.load_pack(tmp_path).train(MORE, new_words=with_new)
    vectors = later.vectors()

    assert list(vectors) == model.wv.index_to_key
    assert ("新词" in vectors) == with_new
    assert np.array_equal(vectors.matrix, model.wv.vectors)
    if kind[2]:
        assert np.allclose(vectors.vector("南新"), model.wv["南新"])


def test_going_on_twice_after_saving_is_as_going_on_at_once(tmp_path):
    training = VectorTraining.start(FIRST, small()).train(MORE, passes=1)
    training.save_pack(tmp_path)

    at_once = training.train(FIRST).vectors()
    later = VectorTraining.load_pack(tmp_path).train(FIRST).vectors()

    assert np.array_equal(at_once.matrix, later.matrix)
    assert training.vectors() == VectorTraining(tmp_path).vectors()


def test_the_seed_determines_the_vectors():
    one, again = (train_vectors(FIRST, small()) for _ in range(2))
    settings = VectorSettings(width=6, min_count=2, passes=2, seed=4, buckets=50)

    assert one == again
    assert one != train_vectors(FIRST, settings)


def test_the_pack_tells_settings_and_data():
    vectors = train_vectors(FIRST, small(), about={"name": "toy", "licence": "none"})

    assert (vectors.about["name"], vectors.about["licence"]) == ("toy", "none")
    assert vectors.about["settings"]["method"] == "skip-gram"
    assert vectors.about["words_read"] == 540
    assert vectors.about["kind"] == "WordVectors"


def test_each_step_is_reported_and_gensim_is_silent():
    lines, said = [], Said()
    logging.getLogger().addHandler(said)
    try:
        train_vectors(FIRST, small(), report=lines.append)
    finally:
        logging.getLogger().removeHandler(said)

    assert lines == [
        "read 60 sentences, 540 words",
        "vocabulary 16",
        "pass 1 of 2",
        "pass 2 of 2",
    ]
    assert not said.records


def test_settings_reach_gensim():
    vectors = train_vectors(FIRST, small(lengths=(2, 2), subwords=True, sample=0.0, window=2))

    assert vectors.subwords.lengths == (2, 2)
    assert vectors.subwords.vectors.shape == (50, 6)
    assert vectors.about["settings"]["window"] == 2


@pytest.mark.parametrize("text", [[], [[]], [[" "]], [["一", "二", "三"]]], ids=range(4))
def test_a_text_without_frequent_words_is_an_error(text):
    with pytest.raises(UsageError, match="no word occurs 2 times"):
        train_vectors(text, small())


def test_going_on_with_nothing_known_is_an_error():
    training = VectorTraining.start(FIRST, small())

    with pytest.raises(UsageError, match="none of the 1 words is known"):
        training.train([["新词"]])
    with pytest.raises(UsageError, match="none of the 3 words is known"):
        training.train([["新词"] * 3], new_words=False)


def test_hierarchical_softmax_cannot_take_new_words():
    training = VectorTraining.start(FIRST, small(loss="hierarchical-softmax"))

    with pytest.raises(UsageError, match="new_words=False"):
        training.train(MORE)


def test_strange_words_are_kept_as_far_as_they_can_be():
    strange = ["New York", "\ud800", "a\0b", "𠮷", "😀", "e\u0301"]
    vectors = train_vectors([strange] * 5, small(subwords=True))

    assert set(vectors) == {"New_York", "?", "a\0b", "𠮷", "😀", "e\u0301"}


def test_a_sentence_that_is_a_string_is_an_error():
    with pytest.raises(InputError, match="Give a list of words"):
        train_vectors(["我爱北京"], small())


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"method": "glove"}, "method 'glove' is not known"),
        ({"loss": "softmax"}, "loss 'softmax' is not known"),
        ({"width": 0}, "width is 0"),
        ({"sample": 1}, "sample is 1"),
        ({"rate": 0}, "rate is 0"),
        ({"lengths": (3, 1)}, "the least length must come first"),
        ({"seed": -1}, "seed is -1"),
    ],
    ids=str,
)
def test_settings_that_cannot_be_right_are_errors(settings, message):
    with pytest.raises(UsageError, match=message):
        VectorSettings(**settings)


def test_a_pack_that_does_not_fit_together_is_an_error():
    pack = VectorTraining.start(FIRST, small()).pack
    arrays = {name: array for name, array in pack.arrays.items() if name != "hidden"}
    damaged = VectorTraining(make_pack("VectorTraining", pack.about, arrays))

    with pytest.raises(PackError, match="do not fit together"):
        damaged.vectors()
    with pytest.raises(PackError):
        VectorTraining(WordVectors.of(["a"], [[1]]).pack)


@pytest.mark.parametrize(
    "name, damage",
    [
        ("hidden", lambda array: array * np.nan),
        ("inputs", lambda array: array + np.float32(1e30)),
        ("counts", lambda array: array * 0),
        ("sampled", lambda array: array[:-1]),
        ("random", lambda array: array[:0]),
        ("random", lambda array: array | 1024),
    ],
    ids=["hidden", "inputs", "counts", "sampled", "random", "place"],
)
def test_arrays_that_would_end_the_process_are_an_error(name, damage):
    """gensim's compiled code reads beside its tables where a number is not finite."""
    pack = VectorTraining.start(FIRST, small()).pack
    arrays = {**pack.arrays, name: damage(np.asarray(pack.arrays[name]))}
    damaged = VectorTraining(make_pack("VectorTraining", pack.about, arrays))

    with pytest.raises(PackError):
        damaged.vectors()
