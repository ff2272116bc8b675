"""Bounds: the numbers that an option takes, where the command sets none.

A whole number goes to compiled code and to arrays, which count to 2^31 - 1, a seed to 2^63 - 1.
A number of a range is finite. The help shows the range of the command only.
"""

from __future__ import annotations

from math import isfinite, isnan
from typing import Any

import click

MOST, MOST_SEED = 2**31 - 1, 2**63 - 1


class _Whole(click.IntRange):
    """A range of whole numbers that ends at `most` at the latest."""

    def __init__(self, of: click.IntRange, most: int) -> None:
        super().__init__(of.min, of.max, of.min_open, of.max_open, of.clamp)
        self.most = most

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        number = super().convert(value, param, ctx)
        if abs(number) > self.most:
            self.fail(f"{_cut(value)} is too large; give {self.most} at most.", param, ctx)
        return number


class _Finite(click.FloatRange):
    """A range of numbers without NaN and infinity."""

    def __init__(self, of: click.FloatRange) -> None:
        super().__init__(of.min, of.max, of.min_open, of.max_open, of.clamp)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        number = super().convert(value, param, ctx)
        if not isfinite(number):
            self.fail(f"{_cut(value)} is not a finite number. Give another.", param, ctx)
        return number


class _Number(type(click.FLOAT)):  # type: ignore[misc]  # click does not name its class
    """Any number but NaN."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        number = super().convert(value, param, ctx)
        if isnan(number):
            self.fail(f"{_cut(value)} is not a number. Give one.", param, ctx)
        return number


def _cut(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def bound_numbers(command: click.Command) -> None:
    """Give every numeric option of `command` that has no bounds of its own these."""
    for param in command.params:
        kind = param.type
        if isinstance(kind, (_Whole, _Finite, _Number)):
            continue
        if isinstance(kind, click.IntRange):
            param.type = _Whole(kind, MOST_SEED if param.name == "seed" else MOST)
        elif isinstance(kind, click.FloatRange):
            param.type = _Finite(kind)
        elif kind is click.FLOAT:
            param.type = _Number()
