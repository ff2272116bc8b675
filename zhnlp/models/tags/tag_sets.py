"""Tag sets: convert the tags of one set to the nearest tags of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from zhnlp.errors import FormatError, UsageError, did_you_mean
from zhnlp.io.tables import read_rows
from zhnlp.resources import dicts

_UPOS_ALONE = ("AUX", "DET", "SCONJ", "SYM")  # the nearest of no PKU tag


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
    return frozenset({*upos, *upos.values(), *_UPOS_ALONE, *jieba_tags()})


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


def need_tags(tags: Iterable[str], name: str) -> None:
    """UsageError if one of `tags`, which are beginnings of tags, can begin no known tag.

    A whole tag, with ``$`` after it, may be any: taggers of users have tags of their own.

    >>> need_tags(["n", "verb"], "keep_tags")
    Traceback (most recent call last):
    zhnlp.errors.UsageError: keep_tags has 'verb', but no known tag begins with it. \
Did you mean 'v'?
    """
    for tag in tags:
        if tag.strip("$") == "":
            raise UsageError(f"{name} has {tag!r}, an empty tag. Leave it out.")
        if tag.endswith("$") or any(each.startswith(tag) for each in known_tags()):
            continue
        rows = _rows("tags.tsv", "tag<TAB>UPOS<TAB>meaning")
        near = {meaning: each for each, _, meaning in reversed(rows)}.get(tag.lower())
        short = sorted(each for each in known_tags() if len(each) == 1 or each.isupper())
        hint = f"Did you mean {near!r}?" if near else did_you_mean(tag, short)
        raise UsageError(f"{name} has {tag!r}, but no known tag begins with it. {hint}")


def _rows(name: str, columns: str) -> list[tuple[str, ...]]:
    path = dicts() / name
    rows = []
    for number, row in read_rows(path, what="table of tags", comment="#"):
        rows.append(tuple(row.split("\t")))
        if len(rows[-1]) != len(columns.split("<TAB>")):
            raise FormatError(path, number, f"{row!r} is not '{columns}'.")
    return rows
