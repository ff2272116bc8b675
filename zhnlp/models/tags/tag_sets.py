"""Tag sets: convert the tags of one set to the nearest tags of another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from zhnlp.errors import FormatError
from zhnlp.io.tables import read_rows
from zhnlp.resources import dicts


def tag_map() -> dict[str, str]:
    """Every PKU tag with the nearest UPOS tag of Universal Dependencies.

    >>> tag_map()["nr"], tag_map()["vn"]
    ('PROPN', 'NOUN')
    """
    return {tag: upos for tag, upos, _ in _rows("tags.tsv", "tag<TAB>UPOS<TAB>meaning")}


def jieba_tags() -> dict[str, str]:
    """Every tag of jieba that is not one of PKU, with the nearest that is.

    >>> jieba_tags()["eng"], jieba_tags()["nrt"]
    ('nx', 'nr')
    """
    return {row[0]: row[1] for row in _rows("jieba_tags.tsv", "tag<TAB>pku")}


@cache
def known_tags() -> frozenset[str]:
    """The tags of all sets: PKU, Universal Dependencies and jieba."""
    upos = tag_map()
    return frozenset({*upos, *upos.values(), *jieba_tags()})


def nearest_labels(tag: str, labels: Sequence[str]) -> tuple[str, ...]:
    """Which of the labels of a model mean `tag`, whichever set it is from; perhaps none.

    >>> nearest_labels("eng", ["n", "nx", "v"]), nearest_labels("nz", ["NOUN", "PROPN"])
    (('nx',), ('PROPN',))
    >>> nearest_labels("NOUN", ["n", "nx", "vn"])
    ('n', 'vn')
    """
    upos = tag_map()
    pku = jieba_tags().get(tag, tag)
    wide = upos.get(pku, pku)
    for name in (tag, pku, wide):
        if name in labels:
            return (name,)
    same = tuple(label for label in labels if upos.get(label) == wide)
    return same or tuple({"X"} & {*labels} if wide in upos.values() else ())  # X: any other


def _rows(name: str, columns: str) -> list[tuple[str, ...]]:
    path = dicts() / name
    rows = []
    for number, row in read_rows(path, what="table of tags", comment="#"):
        rows.append(tuple(row.split("\t")))
        if len(rows[-1]) != len(columns.split("<TAB>")):
            raise FormatError(path, number, f"{row!r} is not '{columns}'.")
    return rows
