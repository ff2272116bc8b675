"""Heads have a layer between, of the width that is asked for."""

import pytest

torch = pytest.importorskip("torch")

from zhnlp.neural.config import NetworkConfig  # noqa: E402
from zhnlp.neural.network import Network  # noqa: E402


@pytest.mark.parametrize("task", ["text", "tags", "span"])
def test_every_head_can_have_a_hidden_layer(task):
    config = NetworkConfig("lstm", task, 9, 2, embedding=4, width=8, hidden=6, crf=False)
    network = Network(config)

    shapes = [tuple(each.shape) for each in network.head.parameters()]
    scores = network(torch.tensor([[1, 2, 3]]), torch.ones(1, 3, dtype=torch.int64))

    assert shapes == [(6, 8), (6,), (2, 6), (2,)]
    assert tuple(scores.shape) == ((1, 2) if task == "text" else (1, 3, 2))
