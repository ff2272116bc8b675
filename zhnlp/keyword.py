"""Keyword: a word or phrase that tells what a text is about, and its weight.

It is not in doc.py because models find keywords, too, and never see a Doc.
"""

from __future__ import annotations

from typing import NamedTuple


class Keyword(NamedTuple):
    """A word or phrase and its weight.

    Attributes:
        text: The word or phrase.
        weight: How much it tells of the text, 0 or more; only weights of one text by one method
            can be compared.
    """

    text: str
    weight: float
