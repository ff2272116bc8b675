"""Learning of log odds: the loss that is told, steps that lower it, and what is counted."""

import math
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from zhnlp.core import SpellerTrainer

RIGHT = "今天我们再次感谢大家。"
WRONG = "今天我们在次感谢大家。"
ONE_PLACE = "己经", "已经"  # the only edits are of the first character
OTHER_LENGTH = [("我们再次感谢大大家。", "我们再次感谢大家。"), ("名列茅", "名列前茅")]


@pytest.fixture
def trainer(settings):
    return SpellerTrainer(reference.speller_of(**settings), bits=8)


@pytest.fixture
def score(settings):
    """The mean loss by what a Speller with these weights says of all edits."""

    def loss(pairs, dense):
        speller = reference.speller_of(**settings, dense=dense, names=array("b", [0]))
        losses = [
            place for text, right in pairs for place in reference.losses(speller.edits(text), right)
        ]
        return sum(losses) / len(losses)

    return loss


def test_the_loss_is_the_mean_of_negative_log_probabilities(trainer, score, wrong):
    pairs = [*wrong[::40], (RIGHT, RIGHT)]
    for text, right in pairs:
        trainer.add(text, right)

    assert trainer.run(1, 0.0, 0.0) == pytest.approx(score(pairs, trainer.weights()[0]), abs=1e-4)


@pytest.mark.parametrize("right", ONE_PLACE)
def test_a_step_goes_down_the_slope_of_the_loss(trainer, score, right):
    """Each weight of the numbers moves against the slope that differences tell."""
    pairs = [(ONE_PLACE[0], right)]
    trainer.add(*pairs[0])
    before = trainer.weights()[0]
    assert trainer.sizes[0] == 1
    trainer.run(1, 1e-4, 0.0)
    after = trainer.weights()[0]
    n_checked = 0
    for i in range(0, len(before), 7):
        slope = 0.0
        for step in (0.01, -0.01):
            moved = array("f", before)
            moved[i] += step
            slope += score(pairs, moved) / (2 * step)
        if slope == 0:
            assert before[i] == after[i]
        if abs(slope) > 1e-3:
            n_checked += 1
            assert math.copysign(1, before[i] - after[i]) == math.copysign(1, slope)
            assert before[i] != after[i]

    assert n_checked > 20


@pytest.mark.parametrize("rates", [(0.002, 0.0), (0.0, 0.02), (0.002, 0.02)])
def test_passes_lower_the_loss(trainer, wrong, rates):
    for text, right in wrong[::40]:
        trainer.add(text, right)
        trainer.add(right, right)
    losses = [trainer.run(seed, *rates) for seed in range(6)]

    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < 0.9 * losses[0]


def test_each_rate_moves_its_own_weights(trainer):
    dense, names = trainer.weights()
    assert not any(names)
    trainer.add(WRONG, RIGHT)
    trainer.run(1, 0.0, 0.1)
    assert trainer.weights()[0] == dense
    assert any(trainer.weights()[1])


def test_the_same_lessons_and_seeds_give_the_same_weights(settings, wrong):
    def learned(seed):
        trainer = SpellerTrainer(reference.speller_of(**settings), bits=8)
        for text, right in wrong[::20]:
            trainer.add(text, right)
        loss = trainer.run(seed, 0.05, 0.1)
        return loss, *(weights.tobytes() for weights in trainer.weights())

    assert learned(1) == learned(1)
    assert learned(1) != learned(2)


@pytest.mark.parametrize("text, right", OTHER_LENGTH)
def test_an_error_is_learned_whose_text_has_another_length(trainer, settings, text, right):
    """Of the edits, one makes the target: a character left out, or put in."""
    trainer.add(text, right)
    for seed in range(60):
        loss = trainer.run(seed, 0.01, 0.0)
    speller = reference.speller_of(**settings, dense=trainer.weights()[0], names=array("b", [0]))
    found = speller.correct(text, (), 0.0)

    assert loss < 0.1
    assert reference.edited(text, [each[:3] for each in found]) == right


@given(
    st.text("今天我们在再次己已经。a1😀\ud800", max_size=12),
    st.text("再次已经今天。a1", max_size=12),
)
def test_any_two_texts_are_learned_from(settings, text, target):
    trainer = SpellerTrainer(reference.speller_of(**settings), bits=4)
    trainer.add(text, target)

    assert math.isfinite(trainer.run(1, 0.1, 0.1))
    assert all(map(math.isfinite, trainer.weights()[0]))


def test_there_are_2_to_the_power_of_bits_names(settings):
    for bits in (0, 1, 10):
        trainer = SpellerTrainer(reference.speller_of(**settings), bits=bits)
        trainer.add(WRONG, RIGHT)
        trainer.run(1, 0.1, 0.1)
        assert len(trainer.weights()[1]) == 2**bits
    for bits in (-1, 40, 64, 99):
        with pytest.raises((ValueError, OverflowError)):
            SpellerTrainer(reference.speller_of(**settings), bits=bits)


def test_nothing_is_learned_of_nothing(trainer):
    before = trainer.weights()

    assert trainer.sizes == (0, 0)
    assert trainer.run(1, 0.1, 0.1) == 0.0
    assert trainer.weights() == before


def test_places_are_counted_with_their_edits(trainer, settings):
    trainer.add(WRONG, RIGHT)
    edits = reference.speller_of(**settings).edits(WRONG)
    assert trainer.sizes == (len({start for start, *_ in edits}), len(edits))
    trainer.add(WRONG, RIGHT)
    assert trainer.sizes == (2 * len({start for start, *_ in edits}), 2 * len(edits))
