"""Options that say where a file of labelled texts has its texts and labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from zhnlp.corpus import LabelledPair, read_labels, read_pairs
from zhnlp.corpus.tables import Column
from zhnlp.doc import Doc

Command = Callable[..., object]


def _column(context: click.Context, option: click.Parameter, given: str | None) -> Column | None:
    """A column by its number or its name."""
    return int(given) if given is not None and given.isdecimal() else given


def column_options(command: Command) -> Command:
    """Add ``--text-column``, ``--other-column``, ``--label-column`` and ``--header``."""
    for option in reversed(
        (
            click.option(
                "--text-column",
                callback=_column,
                metavar="COLUMN",
                default="1",
                show_default=True,
                help="The column of the text: its number, or its name in the first row.",
            ),
            click.option(
                "--other-column",
                callback=_column,
                metavar="COLUMN",
                help="That of the second text, for pairs.",
            ),
            click.option(
                "--label-column",
                callback=_column,
                metavar="COLUMN",
                help="That of the label. By default 2, for pairs 3.",
            ),
            click.option(
                "--header", is_flag=True, help="The first row has names of columns, and no text."
            ),
        )
    ):
        command = option(command)
    return command


@dataclass(frozen=True)
class Columns:
    """The values of these options."""

    text_column: Column
    other_column: Column | None
    label_column: Column | None
    header: bool

    @classmethod
    def of(cls, options: dict[str, Any]) -> Columns:
        """From all options of a command; its own are taken out."""
        return cls(**{name: options.pop(name) for name in cls.__annotations__})

    def read(self, path: str) -> tuple[list[Doc], list[LabelledPair]]:
        """The texts of a file with their labels, or its pairs."""
        label = self.label_column or (2 if self.other_column is None else 3)
        text, header = self.text_column, self.header
        if self.other_column is None:
            return list(read_labels(path, text=text, label=label, header=header)), []
        other = self.other_column
        return [], list(read_pairs(path, text=text, other=other, label=label, header=header))
