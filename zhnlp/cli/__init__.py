"""The command line: the group of all commands, and their errors and exit codes.

Each file or folder beside this one defines a `command`, a folder a group of them; it is
imported only when it is used. Commands parse, call and print. Exit codes:

=== ===========================================================
0   done
1   an error, reported on standard error in one sentence
2   wrong usage
130 interrupted from the keyboard
141 the output is no longer read (what shells return for SIGPIPE)
143 ended by SIGTERM; other signals likewise, 128 + their number
=== ===========================================================
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from zhnlp import __version__
from zhnlp.cli.bounds import bound_numbers
from zhnlp.cli.outputs import silence, warnings_as_sentences
from zhnlp.cli.signals import orderly_end
from zhnlp.cli.stray import occupy_closed_streams, read_error
from zhnlp.errors import UsageError, ZhnlpError, did_you_mean

COMMANDS = (
    "batch",
    "classify",
    "compare",
    "completion",
    "convert",
    "correct",
    "discover",
    "duplicates",
    "entities",
    "evaluate",
    "explain",
    "export",
    "info",
    "keywords",
    "lexicon",
    "perplexity",
    "pinyin",
    "pretrain",
    "run",
    "segment",
    "serve",
    "summarize",
    "tag",
    "topics",
    "train",
    "vectors",
    "view",
)
INTERRUPTED, BROKEN_PIPE = 130, 141


def _check_packs(command: click.Command) -> None:
    """Let all options of `command` that take a pack refuse one of another stage."""
    for param in command.params:
        if param.metavar == "PACK" and param.callback is None:
            param.callback = _check_pack


def _check_pack(context: click.Context, param: click.Parameter, given: object) -> object:
    if given is None:
        return None
    from zhnlp.cli.option_hints import check_kind  # only a pack that is named needs it

    return check_kind(context, param, given)


class Commands(click.Group):
    """A group that suggests the right command for a mistyped name.

    Args:
        package: The package with one file for each command, which defines `command`.
        names: The names of the commands, equal to those of the files.
    """

    def __init__(
        self, *args: Any, package: str = "", names: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.package, self.names = package, names

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.names, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        command = super().get_command(ctx, name)
        if name in self.names:
            command = import_module(f"{self.package}.{name}").command
        if command is not None:
            bound_numbers(command)
            _check_packs(command)
        if ctx.resilient_parsing and command is not None:  # a shell asks for completions
            from zhnlp.cli.completing import let_complete

            let_complete(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and name[:1].isalnum():
            ctx.fail(f"no such command {name!r}. {self.hint(name, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)

    def hint(self, name: str, known: Sequence[str]) -> str:
        """What to do instead of calling the command `name`, which is not one of `known`."""
        if len(known) == 1 and not did_you_mean(name, known, listed=False):
            return f"Write {known[0]!r} before it."
        from zhnlp.cli.hints import part_hint  # only mistakes need it

        return part_hint(self.package, name, known)


class Zhnlp(Commands):
    """All commands. Only here do errors become sentences and exit codes."""

    def hint(self, name: str, known: Sequence[str]) -> str:
        from zhnlp.cli.hints import command_hint  # only mistakes need it

        return command_hint(name, known)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with warnings_as_sentences():
                return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
        except click.BadParameter as error:
            from zhnlp.cli.option_hints import improved  # only mistakes need it

            raise improved(error) from error
        except BrokenPipeError:
            ctx.exit(BROKEN_PIPE)
        except ZhnlpError as error:
            raise click.ClickException(str(error)) from error
        except MemoryError as error:
            raise click.ClickException(
                "out of memory. Give less text at once, or fewer --jobs."
            ) from error
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        occupy_closed_streams()
        _tolerate(sys.stdout, sys.stderr)
        try:
            with orderly_end():
                return super().main(*args, **kwargs)
        except OSError as error:  # from click's own printing; commands name their files
            silence(sys.stdout)
            problem = f"cannot write the output: {error.strerror or error}."
            click.echo(f"Error: {read_error(error) or problem}", err=True)
            sys.exit(1)


def _tolerate(*streams: Any) -> None:
    """Let Chinese in help texts pass through a terminal that cannot show it."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@click.command(
    cls=Zhnlp,
    package=__name__,
    names=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: echo 我爱北京天安门 | zhnlp segment",
)
@click.version_option(__version__, prog_name="zhnlp")
def main() -> None:
    """Chinese text in, exact structure out: words, tags, entities, corrected spelling.

    Data go to standard output, everything else to standard error. Output is
    always UTF-8, whatever the terminal's encoding.
    """
