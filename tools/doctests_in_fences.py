"""An extension of griffe for the manual: doctests of docstrings as blocks of code.

Markdown takes ``>>>`` for three quotations inside each other.
"""

from __future__ import annotations

import re

import griffe

# The examples of one place, with what they print: up to a blank line and text without a prompt.
DOCTESTS = re.compile(r"^( *)>>> .*(?:\n+\1>>> .*|\n\1(?! *$).*)*", re.MULTILINE)


class DoctestsInFences(griffe.Extension):
    """Put each run of doctests into a fence."""

    def on_object(self, *, obj: griffe.Object, **_: object) -> None:
        if obj.docstring:
            obj.docstring.value = in_fences(obj.docstring.value)


def in_fences(docstring: str) -> str:
    """`docstring` with its doctests in fences.

    >>> print(in_fences("Add one. As in:\\n\\n>>> 1 + 1\\n2\\n\\nThat is all.").replace("`", "~"))
    Add one. As in:
    <BLANKLINE>
    ~~~pycon
    >>> 1 + 1
    2
    ~~~
    <BLANKLINE>
    That is all.
    """
    return DOCTESTS.sub(lambda run: f"{run[1]}```pycon\n{run[0]}\n{run[1]}```", docstring)
