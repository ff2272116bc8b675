"""Pre-train a BERT on packed text: one loop, which goes on where it was stopped.

Muon (Jordan et al., 2024) trains the matrices inside layers, AdamW the rest. The rate rises, stays,
and falls linearly to 0. Everything random follows from the seed and the number of the step, so a
training of a number of steps that was stopped and resumed gives the weights of one that was not,
bit for bit; one of a number of minutes does not, because its rates follow the clock.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_

from zhnlp.errors import ExtraError, TrainingError
from zhnlp.neural.masking import IGNORED, Fate
from zhnlp.neural.network import device_of
from zhnlp.neural.packed_text import PackedText
from zhnlp.neural.pretraining_data import Example, Examples
from zhnlp.neural.pretraining_model import Batch, Predicted, PretrainingModel
from zhnlp.neural.pretraining_parallel import Peers, one_thread
from zhnlp.neural.pretraining_settings import Pretraining
from zhnlp.neural.pretraining_state import PretrainingState
from zhnlp.packing import About

_CLIP = 1.0
_MUON = {"weight_decay": 0.03, "momentum": 0.95, "adjust_lr_fn": "match_rms_adamw"}
_BETAS = (0.9, 0.98)
_LOG_EVERY = 20  # steps
_ROWS_ON_CPU = 8

Report = Callable[[str], None]


def pretrain(
    text: PackedText,
    settings: Pretraining,
    folder: str | os.PathLike[str],
    *,
    save_every: float = 300,
    stop_after: float = math.inf,
    about: About | None = None,
    report: Report = lambda line: None,
) -> bool:
    """Train, and write the network to `folder`, for `transformers` to load; whether it is done.

    Beside it are ``log.jsonl``, the course of the training, and in ``FOLDER.part`` the state of
    a training that is not done, from which the same call goes on.

    Args:
        text: What to learn.
        settings: How.
        folder: Where the network goes. It is written with every state.
        save_every: Seconds between two states.
        stop_after: Seconds after which to save the state and return.
        about: Goes into ``pretraining.json``, beside the settings.
        report: Called with a line of text now and then.

    Raises:
        TrainingError: The loss is not a number.
    """
    with one_thread():
        return _trained(
            _Trainer(text, settings, Peers(), report),
            PretrainingState(folder, text, settings, about or {}),
            save_every=save_every,
            stop_after=stop_after,
        )


def _trained(
    trainer: _Trainer, state: PretrainingState, *, save_every: float, stop_after: float
) -> bool:
    """Make the steps that are left, and write states; whether the training is done."""
    report, peers = trainer.report, trainer.peers
    if restored := state.restore(trainer.model, trainer.optimizers, trainer.device):
        trainer.step, trainer.seconds = restored
        report(f"resuming after step {trainer.step:,}")
        if trainer.share() >= 1 and peers.first:  # it ended before the network was written
            state.save_network(trainer.model, trainer.step, trainer.seconds)
    elif state.exists():
        report("the state in the folder is of another training. This one begins anew.")
    begun = saved = peers.agreed(time.monotonic())
    before = trainer.seconds
    for entry in trainer.steps():
        now = peers.agreed(time.monotonic())
        trainer.seconds = before + now - begun
        done = trainer.share() >= 1
        stopped = now - begun >= stop_after
        if entry and peers.first:
            state.log({"step": trainer.step, "seconds": round(trainer.seconds, 1), **entry})
        if (done or stopped or now - saved >= save_every) and peers.first:
            entry = trainer.measured()
            state.log({"step": trainer.step, "seconds": round(trainer.seconds, 1), **entry})
            report(_line(trainer, entry))
            state.save(trainer.model, trainer.optimizers, trainer.step, trainer.seconds)
            saved = time.monotonic()
        if stopped and not done:
            return False
    if peers.first:
        state.done()
    return True


def _line(trainer: _Trainer, entry: dict[str, float]) -> str:
    shown = ", ".join(f"{name.replace('_', ' ')} {value:.3f}" for name, value in entry.items())
    at = f"step {trainer.step:,}, {trainer.seconds / 60:.1f} min"
    return f"{at}: {shown}" if shown else at


class _Trainer:
    """A network with its optimizers and examples."""

    def __init__(
        self, text: PackedText, settings: Pretraining, peers: Peers, report: Report
    ) -> None:
        if not hasattr(torch.optim, "Muon"):
            raise ExtraError("pre-training needs torch 2.9 or newer: pip install -U torch.")
        schedule = settings.schedule
        self.schedule, self.peers = schedule, peers
        self.report = report if peers.first else lambda line: None
        self.device = device_of(settings.device)
        self.bf16 = _has_bf16(self.device)
        self.model = PretrainingModel(
            settings.shape,
            len(text.tokenizer),
            pairs=settings.pairs != "none",
            neighbours=settings.neighbours,
            # Two products and a softmax learn faster on a processor than what fuses them.
            attention="eager" if self.device.type == "cpu" else "sdpa",
            seed=schedule.seed,
        ).to(self.device)
        self.optimizers: tuple[torch.optim.Optimizer, ...] = (
            torch.optim.Muon(self.model.matrices(), lr=schedule.rate, **_MUON),
            torch.optim.AdamW(
                self.model.others(), lr=schedule.rate, betas=_BETAS, weight_decay=0.0
            ),
        )
        self.examples = Examples(
            text, settings.masking, settings.pairs, batch=schedule.batch, seed=schedule.seed
        )
        # On a processor, the states of few rows stay in its cache.
        is_cpu = self.device.type == "cpu"
        self.rows_at_once = _ROWS_ON_CPU if is_cpu else self.examples.rows_of_step
        self.step, self.seconds = 0, 0.0

    def share(self) -> float:
        """How much of the training is done."""
        return self.schedule.share(self.step, self.seconds)

    def steps(self) -> Iterator[dict[str, float]]:
        """Make the steps that are left; after each, yield what to log."""
        losses: list[float] = []
        example = self.examples.step(self.step)
        while (share := self.share()) < 1:
            rate = self.schedule.rate_at(self.step, share)
            for optimizer in self.optimizers:
                for group in optimizer.param_groups:
                    group["lr"] = rate
            loss = self._learn(example)
            self.step += 1
            example = self.examples.step(self.step)  # while the device is busy
            losses.append(loss.item())
            if not math.isfinite(losses[-1]):
                raise TrainingError(
                    f"the loss is {losses[-1]} in step {self.step}. Lower the rate, which is "
                    f"{self.schedule.rate:g}."
                )
            if self.step % _LOG_EVERY:
                yield {}
            else:
                yield {"rate": rate, "loss": round(float(np.mean(losses)), 4)}
                losses = []

    def measured(self) -> dict[str, float]:
        """Loss and accuracy on the held-out rows, by what happened to the token."""
        example = self.examples.held_out()
        if example is None:
            return {}
        with torch.no_grad():
            found = [self._predict(part) for part in example.parts(self.rows_at_once)]
        losses = torch.cat([each.losses for each in found]).cpu().numpy()
        right = torch.cat([each.right for each in found]).cpu().numpy()
        fates = example.fates[example.gold != IGNORED]
        entry = {}
        for fate in (Fate.HIDDEN, Fate.CONFUSED, Fate.KEPT):
            if (own := fates == fate).any():
                name = fate.name.lower()
                entry[f"{name}_loss"] = round(float(losses[own].mean()), 4)
                entry[f"{name}_accuracy"] = round(float(right[own].mean()), 4)
        return entry

    def _learn(self, example: Example) -> Tensor:
        """Make a step; its loss."""
        while True:
            try:
                loss = self._gradients(example)
                break
            except (torch.OutOfMemoryError, MemoryError, RuntimeError) as error:
                if "memory" not in str(error).lower() or self.rows_at_once == 1 or self.peers.n > 1:
                    raise
            self.rows_at_once = (self.rows_at_once + 1) // 2
            self.report(f"out of memory: from now on {self.rows_at_once} rows at once.")
        clip_grad_norm_(self.model.parameters(), _CLIP)
        for optimizer in self.optimizers:
            optimizer.step()
        return loss

    def _gradients(self, example: Example) -> Tensor:
        """Set the gradients of a step; its loss, without gradient."""
        for optimizer in self.optimizers:
            optimizer.zero_grad()
        total = float(example.weights.sum())
        loss = torch.zeros((), device=self.device)
        for part in self.peers.own(example.parts(self.rows_at_once)):
            predicted = self._predict(part)
            weights = torch.from_numpy(part.weights[part.gold != IGNORED]).to(self.device)
            own = (predicted.losses * weights).sum() / max(total, 1.0)
            own = own + predicted.pair_losses.sum() / len(example.ids)
            own.backward()
            loss += own.detach()
        self.peers.add_up(self.model.parameters(), loss)
        return loss

    def _predict(self, part: Example) -> Predicted:
        gold = part.gold.reshape(-1)
        places = np.flatnonzero(gold != IGNORED)
        tensors = [
            None if each is None else torch.from_numpy(each).to(self.device, non_blocking=True)
            for each in (part.ids, places, gold[places], part.segments, part.labels)
        ]
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bf16):
            predicted: Predicted = self.model(Batch(*tensors))
        return predicted


def _has_bf16(device: torch.device) -> bool:
    """Whether matrices of bfloat16 are multiplied faster than others."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return device.type == "cpu" and bool(torch.cpu._is_avx512_bf16_supported())
