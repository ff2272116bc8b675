"""Processes that train one network together, each on some rows of every step.

On a processor, two processes of one thread are faster than one of two threads, which wait for
each other at every product. They are started by ``torchrun``, which tells each its number, and
add their gradients up with torch.distributed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

import torch
from torch import Tensor, distributed, nn

from zhnlp.neural.pretraining_data import Example


class Peers:
    """This process among those that train together; it may be the only one.

    Attributes:
        n: Number of processes.
        first: Whether this one writes and reports.
    """

    def __init__(self) -> None:
        self.n = int(os.environ.get("WORLD_SIZE", "1"))
        self._rank = int(os.environ.get("RANK", "0"))
        self.first = self._rank == 0
        if self.n > 1 and not distributed.is_initialized():
            distributed.init_process_group("gloo")

    def own(self, parts: Iterable[Example]) -> Iterator[Example]:
        """Those of `parts` that this process takes."""
        return islice(parts, self._rank, None, self.n)

    def add_up(self, parameters: Iterable[nn.Parameter], loss: Tensor) -> None:
        """Replace the gradients of `parameters`, and `loss`, by their sums over all processes."""
        if self.n == 1:
            return
        tensors = [loss]
        for each in parameters:
            each.grad = torch.zeros_like(each) if each.grad is None else each.grad
            tensors.append(each.grad)
        flat = torch.cat([each.reshape(-1) for each in tensors])
        distributed.all_reduce(flat)
        sums = flat.split([each.numel() for each in tensors])
        for each, total in zip(tensors, sums, strict=True):
            each.copy_(total.view_as(each))

    def agreed(self, number: float) -> float:
        """What the first process gives as `number`."""
        if self.n == 1:
            return number
        shared = torch.tensor([number], dtype=torch.float64)
        distributed.broadcast(shared, 0)
        return float(shared.item())


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch use one thread in the block."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
