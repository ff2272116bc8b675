"""Layers as plain values of Python: lists, dicts and strings.

They are the values that the columns of Arrow give back, for batches that are not of Arrow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhnlp.categories import Categories
from zhnlp.doc import Doc, Span


def plain_column(docs: Sequence[Doc], layer: str) -> list[object]:
    """The values of `layer` of each of `docs`, None where it is not filled."""
    plain = _PLAIN.get(layer)
    if plain is None:
        return [getattr(doc, layer) for doc in docs]
    return [None if getattr(doc, layer) is None else plain(doc) for doc in docs]


def _place(span: Span) -> dict[str, object]:
    return {"start": span[0], "end": span[1]}


def _corrections(doc: Doc) -> list[object]:
    return [
        found._asdict()
        | {"alternatives": [{"text": text, "log_odds": odds} for text, odds in found.alternatives]}
        for found in doc.corrections
    ]


def _links(doc: Doc) -> list[object]:
    return [
        {
            **{"id": group.id, "name": group.name, "label": group.label},
            "spans": [{**_place(span), "text": doc.text_of(span)} for span in group.spans],
        }
        for group in doc.links
    ]


def _shares(found: Categories) -> list[object]:
    return [{"label": label, "probability": number} for label, number in found.items()]


_PLAIN: dict[str, Callable[[Doc], list[object]]] = {
    "words": lambda doc: list(doc.words),
    "tags": lambda doc: list(doc.tags),
    "sentences": lambda doc: list(map(_place, doc.sentences)),
    "terms": lambda doc: list(map(_place, doc.terms)),
    "entities": lambda doc: [
        {**_place(span), "label": span.label, "text": span.text} for span in doc.entities
    ],
    "corrections": _corrections,
    "categories": lambda doc: _shares(doc.categories),
    "answers": lambda doc: [
        {**found._asdict(), "text": doc.text_of(found[:2])} for found in doc.answers
    ],
    "links": _links,
    "pinyin": lambda doc: list(doc.pinyin),
    "keywords": lambda doc: [each._asdict() for each in doc.keywords],
    "summary": lambda doc: list(map(_place, doc.summary)),
    "vector": lambda doc: list(doc.vector),
    "topics": lambda doc: _shares(doc.topics),
}
