"""Tag sets: which tag of one set is the nearest to a tag of another."""

from __future__ import annotations

from zhnlp.errors import FormatError
from zhnlp.io.tables import read_rows
from zhnlp.resources import dicts


def tag_map() -> dict[str, str]:
    """The nearest UPOS tag of Universal Dependencies for every tag of the PKU set.

    >>> tag_map()["nr"], tag_map()["vn"]
    ('PROPN', 'NOUN')
    """
    path = dicts() / "tags.tsv"
    found: dict[str, str] = {}
    for number, row in read_rows(path, what="table of tags", comment="#"):
        fields = row.split("\t")
        if len(fields) != 3:
            raise FormatError(path, number, f"{row!r} is not 'tag<TAB>UPOS<TAB>meaning'.")
        found[fields[0]] = fields[1]
    return found
