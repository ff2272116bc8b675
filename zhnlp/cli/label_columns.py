"""Options that say where a file of labelled texts has its texts and labels."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from zhnlp.corpus import LabelledPair, read_labels, read_pairs
from zhnlp.corpus.tables import Column
from zhnlp.doc import Doc

Command = Callable[..., object]
Option = Callable[[Command], Command]
# Spaces but for those between two Latin words or numbers.
_BETWEEN_WORDS = re.compile(r"(?<![0-9A-Za-z]) +| +(?![0-9A-Za-z])")


def _column(context: click.Context, option: click.Parameter, given: str | None) -> Column | None:
    """A column by its number or its name."""
    return int(given) if given is not None and given.isdecimal() else given


def _renamed(
    context: click.Context, option: click.Parameter, given: tuple[str, ...]
) -> dict[str, str]:
    """Names by labels."""
    names = {}
    for each in given:
        label, sign, name = each.partition("=")
        if not (sign and label.strip() and name.strip()):
            raise click.BadParameter(f"{each!r} is not LABEL=NAME.", context, option)
        names[label.strip()] = name.strip()
    return names


def column_options(command: Command) -> Command:
    """Add ``--text-column``, ``--other-column``, ``--label-column``, ``--header``, ``--rename`` and
    ``--segmented``."""
    for option in reversed((*_places(), *_changes())):
        command = option(command)
    return command


def _places() -> tuple[Option, ...]:
    return (
        click.option(
            "--text-column",
            callback=_column,
            metavar="COLUMN",
            default="1",
            show_default=True,
            help="The column of the text: its number, the first is 1, or its name in the first "
            "row. By a number, a first row of names is a text, unless --header is given.",
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


def _changes() -> tuple[Option, ...]:
    return (
        click.option(
            "--rename",
            multiple=True,
            callback=_renamed,
            metavar="LABEL=NAME",
            help="What a label of the file is called: --rename 1=positive. Can be repeated.",
        ),
        click.option(
            "--segmented",
            is_flag=True,
            help="The texts have spaces between words; they are left out.",
        ),
    )


@dataclass(frozen=True)
class Columns:
    """The values of these options."""

    text_column: Column
    other_column: Column | None
    label_column: Column | None
    header: bool
    rename: dict[str, str]
    segmented: bool

    @classmethod
    def of(cls, options: dict[str, Any]) -> Columns:
        """From all options of a command; its own are taken out."""
        return cls(**{name: options.pop(name) for name in cls.__annotations__})

    def read(self, path: str) -> tuple[list[Doc], list[LabelledPair]]:
        """The texts of a file with their labels, or its pairs."""
        label = self.label_column or (2 if self.other_column is None else 3)
        text, header = self.text_column, self.header
        if self.other_column is None:
            docs = list(read_labels(path, text=text, label=label, header=header))
            return [
                self._changed(doc) for doc in docs
            ] if self.rename or self.segmented else docs, []
        other = self.other_column
        pairs = read_pairs(path, text=text, other=other, label=label, header=header)
        return [], [self._changed_pair(pair) for pair in pairs]

    def _changed(self, doc: Doc) -> Doc:
        label = doc.categories.best or ""
        return Doc(self._joined(doc.text), categories={self.rename.get(label, label): 1.0})

    def _changed_pair(self, pair: LabelledPair) -> LabelledPair:
        label = self.rename.get(pair.label, pair.label)
        return LabelledPair(self._joined(pair.text), self._joined(pair.other), label)

    def _joined(self, text: str) -> str:
        return _BETWEEN_WORDS.sub("", text.strip()) if self.segmented else text
