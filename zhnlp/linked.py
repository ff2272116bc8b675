"""Linked: all mentions of one person, place or organisation in a text, and their id.

It is not in doc.py because models link names, too, and never see a Doc.
"""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import normalize

from zhnlp.span import Span

_ID_DIGITS = 16  # 64 bits: among 100 million names two share an id with a chance of 1 in 3,700


class Linked(NamedTuple):
    """All mentions of one person, place or organisation in a text.

    Attributes:
        name: The fullest of its names.
        label: The label of all spans.
        spans: The mentions, in order.
    """

    name: str
    label: str
    spans: tuple[Span, ...]

    @property
    def id(self) -> str:
        """The id of its name; see `name_id`."""
        return name_id(self.name, self.label)


def name_id(name: str, label: str) -> str:
    """Sixteen hexadecimal digits that depend on a name and its label alone.

    They are the same in all documents, runs and versions: the beginning of the SHA-256 of the
    label, a line feed and the name in the form NFKC (Ａ is A), in UTF-8. They tell names
    apart, not persons: two persons of one name share an id, and one person has
    two where a text has only the short form of the name.

    >>> name_id("北京大学", "ORG")
    'b5fca6588df6cb61'
    """
    from hashlib import sha256  # takes 3 ms and 4 MB, and only this needs it

    text = f"{label}\n{normalize('NFKC', name)}"
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_DIGITS]
