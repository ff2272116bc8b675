"""Bounds: a number that nothing can count to is refused in one sentence, by every command."""

import math

import click
import pytest

from zhnlp.cli import COMMANDS, main


def commands(group, context, path=()):
    """Every command below `group`, with its path."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, context, (*path, name))
        else:
            yield " ".join((*path, name)), command


NUMBERS = {
    f"{path} {param.opts[0]}": param
    for path, command in commands(main, click.Context(main))
    for param in command.params
    if isinstance(param.type, (click.IntRange, click.FloatRange, type(click.FLOAT)))
}


def test_there_are_options_with_numbers_in_many_commands():
    assert len(NUMBERS) > 60
    assert {name.split()[0] for name in NUMBERS} <= set(COMMANDS)


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_an_option_refuses_what_is_out_of_every_range(name):
    param = NUMBERS[name]
    whole = isinstance(param.type, click.IntRange)
    wrong = ["9" * 30, "4294967296000000000000", "-" + "9" * 30] if whole else ["nan"]
    wrong += [] if whole or not isinstance(param.type, click.FloatRange) else ["inf", "-inf"]
    for value in wrong:
        with pytest.raises(click.BadParameter) as caught:
            param.type.convert(value, param, None)
        assert len(str(caught.value)) < 200


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_an_option_takes_its_default(name):
    default = NUMBERS[name].default
    if isinstance(default, (int, float)) and math.isfinite(default):
        assert NUMBERS[name].type.convert(default, NUMBERS[name], None) == default


def test_a_seed_may_be_longer_than_a_count():
    seed = NUMBERS["train segmenter --seed"]
    assert seed.type.convert("20261127235959", seed, None) == 20261127235959
