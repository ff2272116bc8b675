"""Colours: parts of speech and labels of entities on a terminal.

Output to files and pipes has no colours, nor has any output if the environment variable
NO_COLOR has a value (no-color.org).
"""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click

# By the beginning of a PKU or UPOS tag, the longer first: names before other nouns.
_TAGS = {
    "nr": "magenta",
    "ns": "magenta",
    "nt": "magenta",
    "nz": "magenta",
    "PROPN": "magenta",
    "n": "cyan",
    "NOUN": "cyan",
    "v": "green",
    "VERB": "green",
    "a": "yellow",
    "ADJ": "yellow",
    "m": "blue",
    "q": "blue",
    "t": "blue",
    "NUM": "blue",
    "w": "bright_black",
    "u": "bright_black",
    "PUNCT": "bright_black",
}
_LABELS = {
    "PER": "magenta",
    "name": "magenta",
    "LOC": "green",
    "address": "green",
    "scene": "green",
    "ORG": "yellow",
    "company": "yellow",
    "government": "yellow",
    "organization": "yellow",
}
_OTHER_LABEL = "cyan"


def has_colours(target: str | None) -> bool:
    """Whether output to `target` goes to a terminal, and NO_COLOR is not set."""
    return target in (None, "-") and shows_colours(sys.stdout)


def shows_colours(stream: TextIO | None) -> bool:
    """Whether a stream goes to a terminal, and NO_COLOR is not set."""
    return stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")


def coloured_tags(line: str) -> str:
    """A line of ``word/tag`` with each word in the colour of its tag."""
    return " ".join(map(_coloured, line.split(" "))) if line else line


def coloured_entity(text: str, label: str) -> str:
    """`text` in the colour of `label`."""
    return click.style(text, fg=_LABELS.get(label, _OTHER_LABEL))


def _coloured(word: str) -> str:
    tag = word.rpartition("/")[2]
    colour = next((colour for start, colour in _TAGS.items() if tag.startswith(start)), None)
    return click.style(word, fg=colour) if colour else word
