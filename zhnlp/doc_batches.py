"""Batches of Docs, of any number of texts, which are taken when they are needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal, TypeAlias, TypeVar, cast

from zhnlp.arguments import is_missing, wrong_type
from zhnlp.doc import Doc
from zhnlp.errors import InputError
from zhnlp.filling import Fresh, docs_of
from zhnlp.stage import numbered_doc

Item = TypeVar("Item")
OnMissing: TypeAlias = Literal["raise", "skip", "empty"]


def batches_of_docs(
    texts: Iterable[object], on_missing: OnMissing, size: int
) -> Iterator[list[Doc]]:
    """The Docs of `texts`, in batches; missing texts as for `Pipeline.batch`."""
    given, first = iter(texts), 0
    fault: InputError | None = None
    while fault is None:
        several: list[object] = []
        try:
            several.extend(islice(given, size))
        except InputError as error:
            fault = error  # what came before is not lost
        if {*map(type, several)} == {str}:
            yield Fresh(docs_of(cast("list[str]", several)))
        elif several:
            pairs = numbered(several, on_missing, first=first)
            yield from batches((doc for doc, _ in pairs), size)
        elif fault is None:
            return
        first += len(several)
    raise fault


def numbered(
    texts: Iterable[object], on_missing: OnMissing, *, first: int = 0, as_tuples: bool = False
) -> Iterator[tuple[Doc, object]]:
    """The Docs of `texts`, of which errors number the first with `first`, and what is theirs."""
    for number, given in enumerate(texts, first):
        text, context = _pair(number, given) if as_tuples else (given, None)
        if on_missing != "raise" and is_missing(text):
            if on_missing == "skip":
                continue
            text = ""
        yield numbered_doc(number, text), context


def _pair(number: int, pair: object) -> tuple[object, object]:
    if isinstance(pair, (tuple, list)) and len(pair) == 2:
        return pair[0], pair[1]
    advice = "Give (text, context), or leave out as_tuples"
    raise wrong_type(pair, f"pair {number} (counted from 0)", advice)


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """`items` in lists of `size`; those before an InputError come before it."""
    batch: list[Item] = []
    try:
        for item in items:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
    except InputError:
        if batch:
            yield batch  # what came before is not lost
        raise
    if batch:
        yield batch
