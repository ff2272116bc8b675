"""Options of the commands that train: a network in place of a linear model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import click

from zhnlp.cli.options import SeveralOf, several
from zhnlp.neural.settings import RECURRENT, WIDTHS, FineTuning, Shape

Command = Callable[..., object]
Option = Callable[[Command], Command]
_SHAPE = ("width", "n_layers", "embedding", "hidden", "dropout", "pooling", "max_tokens")
_OF_NEW = ("width", "n_layers", "embedding", "dropout")  # those of a folder are in its files
_COUNT = click.IntRange(min=1)
_FACTOR = click.FloatRange(0, 1, min_open=True)


def network_options(command: Command) -> Command:
    """Add the options of a network to a command."""
    for option in reversed((*_shape_options(), *_tuning_options())):
        command = option(command)
    return command


def _number(name: str, kind: click.ParamType[Any], about: str) -> Option:
    return click.option(_flag(name), name, type=kind, help=about)


def _shape_options() -> tuple[Option, ...]:
    return (
        click.option(
            "--encoder",
            metavar="KIND|FOLDER",
            help=f"Train a network: {', '.join(RECURRENT)}, or the folder of a BERT, ALBERT or "
            "other encoder of transformers. All options below are for networks.",
        ),
        click.option(
            "--channel",
            "channels",
            multiple=True,
            type=SeveralOf(tuple(WIDTHS)),
            callback=several,
            help="What a network that is not of transformers reads beside characters; one or more, "
            "with commas.  "
            "[default: what suits the task]",
        ),
        _number("width", _COUNT, "Width of its states.  [default: 256]"),
        _number("n_layers", _COUNT, "Recurrent layers.  [default: 1]"),
        _number("embedding", _COUNT, "Width of the vector of a character.  [default: 100]"),
        _number("hidden", click.IntRange(min=0), "Width of a layer before the labels."),
        _number(
            "dropout",
            click.FloatRange(0, 1, max_open=True),
            "Share of numbers that training leaves out.  [default: 0.5]",
        ),
        _number(
            "max_tokens",
            click.IntRange(min=8),
            "Most tokens that are read at once.  [default: 512]",
        ),
        click.option("--no-crf", is_flag=True, help="Choose the label of each token by itself."),
    )


def _tuning_options() -> tuple[Option, ...]:
    return (
        _number(
            "rate",
            click.FloatRange(min=0, min_open=True),
            "Highest step size of AdamW.  [default: 0.002; 5e-5 with a FOLDER]",
        ),
        _number("batch", _COUNT, "Tokens of a step.  [default: 2048]"),
        _number("accumulate", _COUNT, "Batches of a step.  [default: 1]"),
        _number("warmup", click.FloatRange(0, 1), "Share of the steps in which the rate rises."),
        _number("layer_decay", _FACTOR, "Factor on the rate from layer to layer."),
        _number("weight_decay", click.FloatRange(min=0), "Of AdamW.  [default: 0.01]"),
        _number("patience", _COUNT, "Passes without a better score before it stops.  [default: 3]"),
        click.option(
            "--precision",
            type=click.Choice(("auto", "fp32", "bf16")),
            help="Of the numbers in training.  [default: auto]",
        ),
        click.option("--device", metavar="NAME", help="cpu, cuda …  [default: a GPU if there is]"),
    )


def network_of(options: dict[str, Any]) -> Shape | None:
    """The shape that the options give; None for a linear model.

    Takes out of `options` all that are not for the schedule.

    Raises:
        click.UsageError: Options of a network without ``--encoder``, or of a linear model with it;
            sizes of a network that is not made here.
    """
    encoder, channels = options.pop("encoder"), options.pop("channels")
    no_crf = options.pop("no_crf")
    shape = {name: options.pop(name, None) for name in _SHAPE}
    given = {name: value for name, value in shape.items() if value is not None}
    tuning = {each.name for each in fields(FineTuning)} - {"passes", "seed"}
    if encoder is None:
        wrong = [*given, *(name for name in tuning if options.get(name) is not None)]
        if wrong or channels or no_crf:
            name = (wrong or ["channel" if channels else "no_crf"])[0]
            raise click.UsageError(f"{_flag(name)} is for networks. Give --encoder, too.")
        for name in tuning:
            options.pop(name, None)
        return None
    for name in ("min_count", "min_weight", "l2"):
        if options.pop(name, None) is not None:
            raise click.UsageError(f"{_flag(name)} is for linear models. Leave --encoder out.")
    own = [name for name in _OF_NEW if name in given]
    if own and encoder not in RECURRENT:
        kinds = ", ".join(RECURRENT)
        raise click.UsageError(
            f"{_flag(own[0])} is for networks that are made here ({kinds}). Leave it out."
        )
    return Shape(encoder, channels=channels or None, crf=not no_crf, **given)


def shape_of(options: dict[str, Any]) -> Shape:
    """The shape that the options give where there is no linear model; an LSTM by default."""
    options["encoder"] = options["encoder"] or Shape().encoder
    shape = network_of(options)
    assert shape is not None
    return shape


def _flag(name: str) -> str:
    return "--" + name.removeprefix("n_").replace("_", "-")
