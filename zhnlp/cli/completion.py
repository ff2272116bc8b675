"""zhnlp completion: the script by which a shell completes commands, options and their values."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from zhnlp.cli.outputs import print_text

SHELLS = ("bash", "zsh", "fish")
_PROGRAM, _VARIABLE = "zhnlp", "_ZHNLP_COMPLETE"


@click.command(
    "completion",
    short_help="Let the shell complete commands, options and names.",
    epilog="Example: zhnlp completion bash > ~/.zhnlp-completion.bash",
)
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print a script for SHELL, by which it completes commands, options, names of packs and files.

    \b
    bash: echo 'source ~/.zhnlp-completion.bash' >> ~/.bashrc, after the example
    zsh:  zhnlp completion zsh > a file named _zhnlp in a folder of $fpath
    fish: zhnlp completion fish > ~/.config/fish/completions/zhnlp.fish

    bash must be 4.4 or newer.
    """
    kind = get_completion_class(shell)
    if kind is not None:
        root = click.get_current_context().find_root().command
        # not source() of bash itself, which starts one to ask for its version
        print_text(ShellComplete.source(kind(root, {}, _PROGRAM, _VARIABLE)).strip("\n"))
