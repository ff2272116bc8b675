"""Train a network: one readable loop for every head.

Each pass goes over all examples in an order that follows from the seed. Texts of similar length
share a batch. The rate rises linearly, then falls linearly to 0. The state after every pass, and
after every few hundred steps, is saved; a training that is resumed gives the same weights as one
that was not interrupted.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from zhnlp.errors import TrainingError, UsageError
from zhnlp.neural.backends import is_out_of_memory
from zhnlp.neural.inputs import Row, batch_of, groups
from zhnlp.neural.network import Network, device_of
from zhnlp.neural.settings import FineTuning
from zhnlp.neural.states import States

Report = Callable[[str], None]
_POOL = 64  # batches that are sorted by length together


class Example(NamedTuple):
    """One text to learn from.

    Attributes:
        row: Its ids.
        gold: What its head should say: a number, a pair of tokens, a row of booleans a token, or
            the tokens of a target.
        weight: How much it counts.
    """

    row: Row
    gold: NDArray[np.generic]
    weight: float = 1.0


@dataclass
class Progress:
    """How far a training is.

    Attributes:
        passed: Complete passes.
        step: Steps of the pass after them.
        best: The pass with the best score.
        value: That score.
    """

    passed: int = 0
    step: int = 0
    best: int = 0
    value: float = -math.inf


def train(
    network: Network,
    examples: Sequence[Example],
    settings: FineTuning,
    *,
    score: Callable[[Network], float] | None = None,
    states: States | None = None,
    report: Report = lambda line: None,
) -> Progress:
    """Train `network` in place; it ends with the weights of the best pass.

    Args:
        network: The network.
        examples: What it learns.
        settings: How.
        score: Rates the network after each pass, the higher the better. Without, the last pass
            is taken.
        states: Stores the state, to resume from.
        report: Called with a line of text for each pass.

    Raises:
        TrainingError: The loss is not a number.
    """
    if not examples:
        raise UsageError("there is nothing to learn: no text has labels. Give labelled texts.")
    device = device_of(settings.device)
    network.to(device)
    torch.manual_seed(settings.seed)
    optimizer = torch.optim.AdamW(_parameter_groups(network, settings), lr=settings.highest)
    progress, best = Progress(), dict[str, Tensor]()
    if states and (restored := states.restore(network, optimizer)):
        progress, best = Progress(**restored.progress), restored.best
        report(f"resuming in pass {progress.passed + 1}, after {progress.step} steps")
    while progress.passed < settings.passes and (
        progress.passed - progress.best < settings.patience or not score
    ):
        loss = _one_pass(network, optimizer, examples, settings, progress, states, best, report)
        progress.passed, progress.step = progress.passed + 1, 0
        value = score(network) if score else float(progress.passed)
        dev_score = f", {value:.4f} on the development set" if score else ""
        report(f"pass {progress.passed}: loss {loss:.4f} a text{dev_score}")
        if value > progress.value:
            progress.best, progress.value = progress.passed, value
            best = {name: each.detach().clone() for name, each in network.state_dict().items()}
        if states:
            states.save(network, optimizer, vars(progress), best)
    network.load_state_dict(best)
    network.eval()
    return progress


def _one_pass(
    network: Network,
    optimizer: torch.optim.Optimizer,
    examples: Sequence[Example],
    settings: FineTuning,
    progress: Progress,
    states: States | None,
    best: Mapping[str, Tensor],
    report: Report,
) -> float:
    """Make the steps of the next pass that are left; the mean loss of a text."""
    steps = _steps(examples, settings, progress.passed)
    total, n_texts = 0.0, 0
    network.train()
    for number, step in enumerate(steps):
        if number < progress.step:
            continue
        share = (progress.passed + number / len(steps)) / settings.passes
        for group in optimizer.param_groups:
            group["lr"] = settings.highest * group["share"] * _height(share, settings.warmup)
        optimizer.zero_grad()
        loss = _gradients(network, examples, step, settings, report)
        if not math.isfinite(loss):
            raise TrainingError(
                f"the loss is {loss} in pass {progress.passed + 1}, step {number + 1}. Lower the "
                f"rate (it is {settings.highest}), or train with precision fp32."
            )
        torch.nn.utils.clip_grad_norm_(network.parameters(), settings.clip)
        optimizer.step()
        total, n_texts = total + loss, n_texts + sum(map(len, step))
        progress.step = number + 1
        if states and progress.step % settings.save_every == 0:
            states.save(network, optimizer, vars(progress), best)
    return total / max(n_texts, 1)


def _gradients(
    network: Network,
    examples: Sequence[Example],
    step: Sequence[list[int]],
    settings: FineTuning,
    report: Report,
) -> float:
    """Add up the gradients of a step; the sum of its losses."""
    n_texts, total = sum(map(len, step)), 0.0
    try:
        for group in step:
            loss = _loss(network, [examples[i] for i in group], settings)
            (loss / n_texts).backward()
            total += loss.item()
    except Exception as error:
        most = max(map(len, step))
        if not is_out_of_memory(error) or most == 1:
            raise
        network.zero_grad()  # a part of them may be there
        half = (most + 1) // 2
        report(f"out of memory with {most} texts: going on with {half} at a time")
        smaller = [group[i : i + half] for group in step for i in range(0, len(group), half)]
        return _gradients(network, examples, smaller, settings, report)
    return total


def _loss(network: Network, examples: Sequence[Example], settings: FineTuning) -> Tensor:
    """The summed loss of some examples."""
    device = next(network.parameters()).device
    batch = {
        name: torch.from_numpy(ids).to(device)
        for name, ids in batch_of([example.row for example in examples]).items()
    }
    gold = torch.from_numpy(_stacked([example.gold for example in examples])).to(device)
    weights = torch.tensor([example.weight for example in examples], device=device)
    with torch.autocast(device.type, torch.bfloat16, enabled=_is_bf16(settings, device)):
        return (network.loss(batch, gold) * weights).sum()


def _stacked(golds: Sequence[NDArray[np.generic]]) -> NDArray[np.generic]:
    """Gold of several texts as one array; shorter rows are padded with zeros."""
    if golds[0].ndim == 0:
        return np.stack(golds)
    longest = max(map(len, golds))
    out = np.zeros((len(golds), longest, *golds[0].shape[1:]), golds[0].dtype)
    for i, gold in enumerate(golds):
        out[i, : len(gold)] = gold
    return out


def _steps(examples: Sequence[Example], settings: FineTuning, number: int) -> list[list[list[int]]]:
    """The steps of pass `number`: groups of examples of similar length."""
    order = list(range(len(examples)))
    shuffle = random.Random(f"{settings.seed}-{number}").shuffle
    shuffle(order)
    lengths = [len(example.row["ids"]) for example in examples]
    mean = max(sum(lengths) / len(lengths), 1)
    pool = int(settings.batch / mean * _POOL) + 1
    batches: list[list[int]] = []
    for first in range(0, len(order), pool):
        part = sorted(order[first : first + pool], key=lambda i: -lengths[i])
        batches += groups(lengths, settings.batch, part)
    shuffle(batches)
    n = settings.accumulate
    return [batches[first : first + n] for first in range(0, len(batches), n)]


def _height(share: float, warmup: float) -> float:
    """The rate at a share of all steps, of the highest."""
    if share < warmup:
        return share / warmup + 1e-3
    return (1 - share) / (1 - warmup)


def _parameter_groups(network: Network, settings: FineTuning) -> list[dict[str, object]]:
    """Parameters with the share of the rate that they get; vectors do not decay."""
    found: dict[tuple[float, float], list[Tensor]] = {}
    layers = [_layer(name) for name, _ in network.named_parameters()]
    n_layers = 1 + max((layer for layer in layers if layer is not None), default=0)
    for name, parameter in network.named_parameters():
        layer = _layer(name)
        depth = 0 if layer is None else n_layers - layer
        is_vector = parameter.ndim < 2 or "embeddings" in name
        decay = 0.0 if is_vector else settings.weight_decay
        found.setdefault((settings.layer_decay**depth, decay), []).append(parameter)
    return [
        {"params": parameters, "share": share, "weight_decay": decay}
        for (share, decay), parameters in found.items()
    ]


def _layer(name: str) -> int | None:
    """The layer of a transformers encoder that a parameter is in; -1 for embeddings."""
    if not name.startswith("encoder."):
        return None
    if "embeddings" in name:
        return -1
    numbers = [int(part) for part in name.split(".") if part.isdigit()]
    return numbers[0] if numbers else None


def _is_bf16(settings: FineTuning, device: torch.device) -> bool:
    if settings.precision != "auto":
        return settings.precision == "bf16"
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return bool(
        torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    )
