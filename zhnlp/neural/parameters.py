"""Count the parameters of a network, and show where they are."""

from __future__ import annotations

from torch import nn


def count_parameters(network: nn.Module) -> int:
    """The number of weights; those that several parts share count once.

    A network on torch's device ``"meta"`` takes no memory, whatever its size.
    """
    return sum(weights.numel() for weights in network.parameters())


def parameter_table(network: nn.Module, *, depth: int = 2) -> str:
    """A table of the number of weights of each part, and of all.

    Args:
        network: Any network.
        depth: Parts of parts to show: 1 for those of the network alone.
    """
    rows: dict[str, int] = {}
    for name, weights in network.named_parameters():  # shared ones come under their first name
        part = ".".join(name.split(".")[:-1][:depth]) or name
        rows[part] = rows.get(part, 0) + weights.numel()
    rows["all"] = sum(rows.values())
    width = max(map(len, rows))
    return "".join(f"{part:<{width}} {n:>13,}\n" for part, n in rows.items())
