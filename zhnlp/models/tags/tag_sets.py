"""Tag sets: the tags that are known, and the nearest tags of Universal Dependencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhnlp.errors import FormatError, UsageError, did_you_mean
from zhnlp.io.tables import read_rows
from zhnlp.resources import dicts


def tag_map() -> dict[str, str]:
    """Every known tag with the nearest UPOS tag of Universal Dependencies.

    >>> tag_map()["nr"], tag_map()["vn"]
    ('PROPN', 'NOUN')
    """
    return {tag: upos for tag, upos, _ in _rows()}


def need_tags(tags: Iterable[str], name: str) -> None:
    """UsageError if one of `tags`, which are beginnings of tags, can begin no known tag.

    A whole tag, with ``$`` after it, may be any: taggers of users have tags of their own.

    >>> need_tags(["n", "verb"], "keep_tags")
    Traceback (most recent call last):
    zhnlp.errors.UsageError: keep_tags has 'verb', but no known tag begins with it. \
Did you mean 'v'?
    """
    tags = tuple(tags)
    if not tags:
        return
    rows = tuple(_rows())
    known = [tag for tag, _, _ in rows]
    for tag in tags:
        if tag.strip("$") == "":
            raise UsageError(f"{name} has {tag!r}, an empty tag. Leave it out.")
        if tag.endswith("$") or any(each.startswith(tag) for each in known):
            continue
        meant = {meaning: tag for tag, _, meaning in reversed(rows)}
        short = [each for each in known if len(each) == 1 or each.isupper()]
        near = meant.get(tag.lower())
        hint = f"Did you mean {near!r}?" if near else did_you_mean(tag, short)
        raise UsageError(f"{name} has {tag!r}, but no known tag begins with it. {hint}")


def _rows() -> Iterator[tuple[str, str, str]]:
    """Yield the tags of dicts/tags.tsv, each with its UPOS tag and its meaning."""
    path = dicts() / "tags.tsv"
    for number, row in read_rows(path, what="table of tags", comment="#"):
        fields = row.split("\t")
        if len(fields) != 3:
            raise FormatError(path, number, f"{row!r} is not 'tag<TAB>UPOS<TAB>meaning'.")
        yield fields[0], fields[1], fields[2]
