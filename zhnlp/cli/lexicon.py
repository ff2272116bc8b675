"""zhnlp lexicon check: find errors and conflicts in user lexicons."""

from __future__ import annotations

import click

from zhnlp.cli import Commands
from zhnlp.cli.outputs import output
from zhnlp.io.opening import StandardInput
from zhnlp.models.lexicons.conflicts import Conflict, conflicts
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.resources import pack


@click.group("lexicon", cls=Commands)
def command() -> None:
    """Work with lexicons: your own words for a segmenter."""


@command.command(
    "check",
    short_help="Print the errors and conflicts of lexicons.",
    epilog="Example: zhnlp lexicon check names.tsv",
)
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
def check(files: tuple[str, ...]) -> None:
    """Print each error and each conflict in FILES, or in - for standard input, as path:line:
    sentence.

    Errors are lines that --lexicon refuses; the exit code is then 1. Conflicts
    are words that affect each other or have no effect: forced words that overlap,
    words inside forced ones, and so on. You may want them, so the exit code is 0.
    """
    dictionary = Dictionary.load(pack("jieba")).trie
    n_entries = n_errors = n_conflicts = 0
    with output(None) as write:
        for path in files:
            path = StandardInput() if path == "-" else path
            found = Lexicon.check(path)
            entries = list(found.entries.values())
            errors = [Conflict(error.place[1], error.problem) for error in found.errors]
            n_errors += len(errors)
            n_entries += len(entries)
            in_file = [
                *conflicts(entries, dictionary),
                *(Conflict(note.place[1], note.problem) for note in found.repeated),
            ]
            n_conflicts += len(in_file)
            for line, sentence in sorted([*errors, *in_file], key=lambda conflict: conflict.line):
                write(f"{path}:{line}: {sentence}\n".encode("utf-8", "backslashreplace"))
    click.echo(
        f"{n_entries} entries, {n_errors} errors, {n_conflicts} conflicts in {len(files)} files.",
        err=True,
    )
    if n_errors:
        raise SystemExit(1)
