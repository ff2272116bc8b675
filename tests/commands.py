"""All commands of the program, found as its users find them."""

import click

from zhnlp.cli import main


def every_command(command=main, path=()):
    """Yield (path, command) for each command that is no group; the path is a tuple of names."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        yield from every_command(command.get_command(context, name), (*path, name))


def every_group(command=main, path=()):
    """Yield (path, group) for each group of commands, the whole program first."""
    if isinstance(command, click.Group):
        yield path, command
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from every_group(command.get_command(context, name), (*path, name))
