"""One vector of a text, by hand-made cases."""

import pytest

pytest.importorskip("torch")

import torch

from zhnlp.errors import UsageError
from zhnlp.neural.encoded import Encoded
from zhnlp.neural.pooling import LayerMix, pooled

STATES = torch.tensor([[[1.0, 2], [3, 6], [torch.nan, 9]], [[5.0, 7], [9, 9], [9, 9]]])
MASK = torch.tensor([[1, 1, 0], [1, 0, 0]])
TEXT = torch.tensor([[0.5, 0.5], [0.25, 0.75]])


@pytest.mark.parametrize(
    "how, expected",
    [
        ("first", [[1, 2], [5, 7]]),
        ("mean", [[2, 4], [5, 7]]),
        ("pooled", [[0.5, 0.5], [0.25, 0.75]]),
    ],
)
def test_pooling(how, expected):
    assert pooled(Encoded(STATES, pooled=TEXT), MASK, how).tolist() == expected


def test_without_a_pooler_the_first_token_stands_for_the_text():
    assert pooled(Encoded(STATES), MASK).tolist() == [[1, 2], [5, 7]]


def test_the_mean_of_no_tokens_is_zero():
    assert pooled(Encoded(STATES), torch.zeros_like(MASK), "mean").tolist() == [[0, 0]] * 2


def test_a_pooling_that_does_not_exist():
    with pytest.raises(UsageError, match="pooling 'max' is not known"):
        pooled(Encoded(STATES), MASK, "max")


def test_a_mix_of_layers_starts_as_their_mean_and_learns_their_weights():
    layers = tuple(torch.full((1, 2, 3), float(n)) for n in (1, 2, 6))
    mix = LayerMix(3)
    assert torch.allclose(mix(Encoded(layers[-1], layers)), torch.full((1, 2, 3), 3.0))

    with torch.no_grad():
        mix.weights.copy_(torch.tensor([0.0, 1, 2]))
        mix.scale.fill_(2)
    shares = [1, 2.718281828, 7.389056099]
    expected = 2 * (1 * shares[0] + 2 * shares[1] + 6 * shares[2]) / sum(shares)
    assert torch.allclose(mix(Encoded(layers[-1], layers)), torch.full((1, 2, 3), expected))

    mix(Encoded(layers[-1], layers)).sum().backward()
    assert mix.weights.grad.abs().min() > 0
    assert mix.scale.grad != 0


def test_a_mix_needs_all_layers():
    with pytest.raises(UsageError, match=r"over 3 layers, but .* returned 0\. .*layers=True"):
        LayerMix(3)(Encoded(STATES))
