"""Training of linear models of labels: what is learned, what is kept, what is refused."""

import numpy as np
import pytest

pytest.importorskip("sklearn")

from zhnlp.errors import InputError, UsageError
from zhnlp.models.classify.association import scales_of
from zhnlp.models.classify.calibration import calibrate, calibration_error
from zhnlp.models.classify.linear import softmax
from zhnlp.models.classify.settings import METHODS, WEIGHTINGS, LinearSettings, linear_settings
from zhnlp.models.classify.training import N_FOLDS, Task, train_labels, train_vector_labels

GOOD = ["股价大涨", "净利增长", "业绩大增", "获增持", "大幅预增", "中标项目"]
BAD = ["股价大跌", "净利下滑", "业绩大降", "遭减持", "大幅预亏", "被立案调查"]
TEXTS = [f"{front}{text}" for text in GOOD + BAD for front in ("甲公司", "乙公司")]
LABELS = ["好"] * 12 + ["坏"] * 12


def best(model, text):
    found = model.probabilities(text)
    return max(found, key=found.get)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("weights", WEIGHTINGS)
def test_every_method_learns_from_every_weighting(method, weights):
    model = train_labels(TEXTS, LABELS, LinearSettings(method=method, weights=weights))

    assert [best(model, text) for text in TEXTS] == LABELS
    assert best(model, "丙公司业绩大增") == "好"
    assert best(model, "丙公司业绩大降") == "坏"


def test_more_than_two_labels_are_learned():
    labels = [*LABELS, "体育", "体育"]
    model = train_labels([*TEXTS, "国足三比零取胜", "国足取胜"], labels, LinearSettings())

    assert model.labels == ("体育", "坏", "好")
    assert best(model, "国足三比零取胜") == "体育"


def test_the_same_seed_gives_the_same_bytes():
    one, two, other = (train_labels(TEXTS, LABELS, LinearSettings(seed=seed)) for seed in (1, 1, 2))

    assert bytes(one.pack.data) == bytes(two.pack.data)
    assert bytes(one.pack.data) != bytes(other.pack.data)


def test_words_and_their_characters_are_learned_together():
    words = [[text[:3], text[3:5], text[5:]] for text in TEXTS]
    model = train_labels(words, LABELS, LinearSettings(of="characters+words"))

    assert model.of == "words"
    found = model.token_probabilities(["丙公司", "业绩", "大增"])
    assert max(found, key=found.get) == "好"


def test_only_the_n_grams_that_tell_most_are_kept():
    model = train_labels(TEXTS, LABELS, LinearSettings(max_features=10))

    assert len(model.pack.arrays["scales"]) == 10
    kept = {gram for label in model.labels for gram, _ in model.weights_of(label, 99)}
    assert not kept & {"甲", "公司", "⟨"}


def test_an_n_gram_of_few_texts_is_left_out():
    model = train_labels([*TEXTS, "丁"], [*LABELS, "好"], LinearSettings(min_docs=2))

    assert "丁" not in dict(model.weights_of("好", 999))


def test_vectors_are_learned():
    random = np.random.default_rng(0)
    middles = {"好": (2.0, 0.0, 100.0), "坏": (-2.0, 0.0, 100.0)}
    vectors = np.array([middles[label] for label in LABELS], np.float32)
    vectors += random.normal(scale=0.3, size=vectors.shape).astype(np.float32)
    model = train_vector_labels(vectors, LABELS, LinearSettings(of="vector"))

    found = model.vector_probabilities(vectors)
    assert [max(own, key=own.get) for own in found] == LABELS


@pytest.mark.parametrize("texts, labels, message", [
    ([], [], "no texts"),
    (["好", "很好"], ["好", "好"], "all 2 texts have the label '好'"),
    (["", " "], ["好", "坏"], "no n-gram is left"),
])  # fmt: skip
def test_what_cannot_be_learned_is_an_error(texts, labels, message):
    with pytest.raises(UsageError, match=message):
        train_labels(texts, labels, LinearSettings(ngrams=(1, 1)))


def test_a_label_with_one_text_is_learned_and_named():
    said = []
    texts = [*TEXTS, "国足取胜", ""]
    model = train_labels(texts, [*LABELS, "体育", "好"], LinearSettings(), report=said.append)

    assert best(model, "国足取胜") == "体育"
    assert any("'体育' has one text" in line for line in said)


def test_labels_with_one_text_each_are_learned_without_scores():
    said = []
    model = train_labels(["股市", "球队"], ["财", "体"], LinearSettings(), report=said.append)

    assert best(model, "股市") == "财"
    assert "held_out" not in model.about["training"]
    assert said[-1] == "each label has one text, so none is held out"


def test_labels_with_one_text_are_named_in_one_line():
    said = []
    more = [("国足取胜", "体育"), ("票房大卖", "娱乐"), ("新机发布", "科技"), ("高考放榜", "教育")]
    texts, labels = [*TEXTS, *(text for text, _ in more)], [*LABELS, *(label for _, label in more)]
    train_labels(texts, labels, LinearSettings(), report=said.append)

    [line] = [line for line in said if "one text" in line]
    assert line.startswith("4 labels have one text each ('体育', '娱乐', '教育' …): how well")


def test_an_empty_text_has_the_probabilities_of_the_labels_as_such():
    labels = ["好"] * 12 + ["坏"] * 4
    model = train_labels(TEXTS[:16], labels, LinearSettings())

    assert best(model, "") == "好"
    assert model.probabilities("") == model.probabilities("𠮷")


@pytest.mark.parametrize("given", [
    {"method": "svn"}, {"of": "word"}, {"weights": "tf"}, {"ngrams": (2, 1)}, {"ngrams": 3},
    {"ngrams": (0, 1)}, {"min_docs": 0}, {"max_features": 0}, {"cost": 0}, {"cost": -1},
    {"cost": float("nan")}, {"cost": float("inf")}, {"seed": -1}, {"metod": "svm"},
    {"of": "vector", "method": "bayes"}, {"cost": "1"},
])  # fmt: skip
def test_a_setting_out_of_range_is_an_error(given):
    with pytest.raises((UsageError, InputError)):
        linear_settings(given)


def test_each_label_is_spread_over_the_folds():
    """A label with one text is never held out."""
    task = Task.of(["a"] * 10 + ["b"] * 5 + ["c"], LinearSettings(), lambda line: None)
    folds = task.folds()

    assert sorted(folds[:10].tolist()) == sorted([*range(N_FOLDS)] * 2)
    assert sorted(folds[10:15].tolist()) == [*range(N_FOLDS)]
    assert folds[15] == -1


def test_an_n_gram_of_one_label_weighs_more_than_one_of_all():
    from scipy.sparse import csr_matrix

    counts = csr_matrix(np.array([[1, 1], [1, 1], [0, 1], [0, 1]], np.float32))
    settings = LinearSettings()
    scales = scales_of(counts, np.array([0, 0, 1, 1]), 2, settings)

    assert scales[0] > scales[1]


def test_calibration_finds_the_temperature():
    """Labels drawn with the probabilities of three times the scores."""
    random = np.random.default_rng(0)
    scores = random.normal(size=(4000, 3)).astype(np.float32)
    chances = softmax(scores * 3)
    right = np.array([random.choice(3, p=own) for own in chances])

    calibration = calibrate(scores, right)

    assert calibration.factor == pytest.approx(3, rel=0.1)
    found = softmax(calibration(scores))
    assert calibration_error(found, right) < 0.03 < calibration_error(softmax(scores), right)


def test_few_texts_do_not_make_it_sure():
    scores = np.array([[1, 0], [0, 1]] * 4, np.float32)
    calibration = calibrate(scores, np.array([0, 1] * 4))

    assert 0.7 < softmax(calibration(scores)).max() < 0.9


def test_the_calibration_error_is_the_gap_of_probability_and_accuracy():
    found = np.array([[0.8, 0.2]] * 4)

    assert calibration_error(found, np.array([0, 0, 0, 1])) == pytest.approx(0.05)
    assert calibration_error(np.zeros((0, 2)), np.zeros(0, np.int64)) == 0
