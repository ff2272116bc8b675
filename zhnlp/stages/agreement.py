"""Agreement: one name has one kind in all parts of a document; see models/entities/agreement.py."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from zhnlp.doc import Doc, need
from zhnlp.models.entities.agreement import Part, agreed
from zhnlp.stages.entity_borders import sentence_places


def agreeing(docs: Sequence[Doc], labels: Collection[str]) -> list[Doc]:
    """The parts of one document, with entities that agree; `labels` are those of their model."""
    parts = [
        Part(doc.text, words.ends, need(doc.entities, "entities"), sentence_places(doc))
        for doc in docs
        for words in [need(doc.words, "words")]
    ]
    return [
        doc.filled(entities=tuple(names))
        for doc, names in zip(docs, agreed(parts, labels), strict=True)
    ]
