"""Options of how vectors are learned, one for each setting of VectorSettings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from zhnlp.errors import UsageError
from zhnlp.models.vectors.settings import LOSSES, METHODS, VectorSettings

Command = Callable[..., object]
_NAMES = tuple(VectorSettings.__dataclass_fields__)
_DEFAULTS = VectorSettings()


def learning_options(command: Command) -> Command:
    """Add the options of the settings to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def settings_of(options: dict[str, Any]) -> VectorSettings:
    """The settings of these options, which are taken out of them."""
    given = {name: options.pop(name) for name in _NAMES if name in options}
    ngrams = given.pop("lengths")
    try:
        least, _, most = ngrams.partition("-")
        given["lengths"] = (int(least), int(most or least))
    except ValueError:
        raise UsageError(f"--ngrams is {ngrams!r}. Give two numbers, such as 1-3.") from None
    return VectorSettings(**given)


def _number(name: str, *flags: str, text: str) -> Callable[[Command], Command]:
    default = getattr(_DEFAULTS, name)
    kind: click.ParamType[Any] = click.FloatRange(0, 1)
    if isinstance(default, int):
        kind = click.IntRange(min=0 if name == "seed" else 1)
    return click.option(*flags, name, type=kind, default=default, show_default=True, help=text)


_OPTIONS = (
    click.option(
        "-m",
        "--method",
        type=click.Choice(METHODS),
        default=_DEFAULTS.method,
        show_default=True,
        help="skip-gram predicts the words around a word, cbow the word from those around it, "
        "which is almost four times as fast.",
    ),
    click.option(
        "--loss",
        type=click.Choice(LOSSES),
        default=_DEFAULTS.loss,
        show_default=True,
        help="What is made small.",
    ),
    _number("width", "--width", text="How many numbers a vector has."),
    _number("window", "--window", text="How many words on each side count."),
    _number("min_count", "--min-count", text="Rarer words are left out."),
    _number("negative", "--negative", text="Words sampled for each that is predicted."),
    _number("sample", "--sample", text="Words with a greater share are read only sometimes."),
    _number("passes", "--passes", text="How often the text is read."),
    _number("rate", "--rate", text="The step size at the beginning."),
    click.option(
        "--subwords",
        is_flag=True,
        help="Learn character n-grams, too (FastText): words that are not there get a vector.",
    ),
    click.option(
        "--ngrams",
        "lengths",
        default="-".join(map(str, _DEFAULTS.lengths)),
        show_default=True,
        metavar="N-M",
        help="The characters of the shortest and the longest n-gram.",
    ),
    _number("buckets", "--buckets", text="Vectors that the n-grams share: width * 4 bytes each."),
    _number("seed", "--seed", text="Determines what is random."),
    _number("workers", "--threads", text="Threads. With several, each run differs a little."),
)
