"""Filling: the Docs of a batch get their layers at once.

``Doc.filled`` runs Python code for each Doc; this takes half of its time.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import repeat

from zhnlp import core
from zhnlp.doc import Doc, Span, Words
from zhnlp.layer_checks import SPANS, need
from zhnlp.words import packed_ends, words_found

_NO_TEXT = Doc("")


class Fresh(list[Doc]):
    """Docs on their way through a pipeline: `filled` changes those that nobody else has.

    A Doc that is copied for each of its layers is made and freed again four times in
    words, tags and names: a twentieth of their time. A pipeline gives such a list to
    stages of zhnlp only, which keep none of it.
    """


def filled(docs: Sequence[Doc], **columns: Sequence[object]) -> list[Doc]:
    """Each of `docs` with its own of each of `columns`, unchecked: layers other than links."""
    spans = None if SPANS.isdisjoint(columns) else Span
    alone = type(docs) is Fresh
    return core.filled(Doc, docs, [*columns], [*columns.values()], spans, alone=alone)


def docs_of(texts: Sequence[str]) -> list[Doc]:
    """``Doc(text)`` for each of `texts`, which are plain strings."""
    return filled([_NO_TEXT] * len(texts), text=texts, source=texts)


def words_of(
    texts: Sequence[str], ends: Sequence[bytes], own: tuple[Container[str], ...]
) -> list[Words]:
    """`words_found` for each of `texts`; the garbage collector need not look at them."""
    return core.untracked_all(map(words_found, texts, ends, repeat(own)))


def ends_of(docs: Sequence[Doc]) -> list[bytes]:
    """The ends of the words of each of `docs`, as bytes: models of zhnlp take these, too."""
    words = [doc.words for doc in docs]
    if {*map(type, words)} != {Words}:
        words = [need(own, "words") for own in words]
    return packed_ends(words)
