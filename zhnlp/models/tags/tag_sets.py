"""Tag sets: convert the tags of one set to the nearest tags of another."""

from __future__ import annotations

from zhnlp.errors import FormatError
from zhnlp.io.tables import read_rows
from zhnlp.resources import dicts


def tag_map() -> dict[str, str]:
    """Every PKU tag with the nearest UPOS tag of Universal Dependencies.

    >>> tag_map()["nr"], tag_map()["vn"]
    ('PROPN', 'NOUN')
    """
    path = dicts() / "tags.tsv"
    upos: dict[str, str] = {}
    for number, row in read_rows(path, what="table of tags", comment="#"):
        fields = row.split("\t")
        if len(fields) != 3:
            raise FormatError(path, number, f"{row!r} is not 'tag<TAB>UPOS<TAB>meaning'.")
        upos[fields[0]] = fields[1]
    return upos
