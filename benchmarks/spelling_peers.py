"""pycorrector: its way to score a corrector, what it has published by it, and itself.

Its statistical corrector needs kenlm, and a language model of characters in the
format ARPA or KenLM's own. Its published figures come from one of 2.8 GB.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from typing import Any, NamedTuple

import click

Pair = tuple[str, str]
Correct = Callable[[str], str]
NEEDED = ("pycorrector", "kenlm", "ahocorasick")
NAME = "pycorrector"


class Measure(NamedTuple):
    """The figures that pycorrector prints: shares, and sentences a second."""

    accuracy: float
    precision: float
    recall: float
    f1: float
    per_second: float


PUBLISHED = {  # examples/evaluate_models/evaluate_models.py, "total num: 707"
    "pycorrector, n-grams of 2.8 GB (p)": Measure(0.5502, 0.8022, 0.1957, 0.3147, 707 / 37.28),
    "pycorrector, MacBERT on a GPU (p)": Measure(0.8388, 0.9274, 0.7534, 0.8314, 707 / 4.26),
}


def measure(pairs: Sequence[Pair], predicted: Sequence[str], *, seconds: float) -> Measure:
    """What pycorrector's ``eval_model_batch`` (utils/evaluate_utils.py, 1.1.4) says.

    A right result for a wrong sentence is a true positive, any other a false
    negative; a right sentence that is changed is a false positive. So, unlike in
    the strict measure, a wrong sentence that is changed in a wrong way costs no
    precision.

    Args:
        pairs: Sources with their targets.
        predicted: What was made of each source.
        seconds: How long that took.
    """
    tp = fn = tn = fp = 0
    for (source, target), guess in zip(pairs, predicted, strict=True):
        is_right = guess == target
        if source == target:
            tn, fp = tn + is_right, fp + (not is_right)
        else:
            tp, fn = tp + is_right, fn + (not is_right)
    precision, recall = (tp / max(1, tp + other) for other in (fp, fn))
    f1 = 2 * precision * recall / (precision + recall) if tp else 0.0
    n_pairs = len(pairs)
    return Measure((tp + tn) / max(1, n_pairs), precision, recall, f1, n_pairs / seconds)


def find_pycorrector(language_model: str) -> Correct | None:
    """pycorrector's corrector on that language model; None, with a message, where it cannot run."""
    missing = [module for module in NEEDED if find_spec(module) is None]
    if missing:
        click.echo(f"{', '.join(missing)} not installed: pycorrector is left out.", err=True)
        return None
    made = _without_torch("corrector").Corrector(language_model_path=language_model)
    made.correct("今天天气很好")  # it reads its dictionaries with the first sentence
    return lambda text: str(made.correct(text)["target"])


def _without_torch(name: str) -> Any:
    """That module of pycorrector; its ``__init__``, which imports torch, is passed over."""
    found = find_spec(NAME)
    if NAME not in sys.modules and found is not None:
        empty = ModuleSpec(NAME, None, is_package=True)
        empty.submodule_search_locations = found.submodule_search_locations
        sys.modules[NAME] = module_from_spec(empty)
    return import_module(f"{NAME}.{name}")
