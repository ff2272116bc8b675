"""Layers as plain values, which JSON, pandas and Arrow take; see ``Doc.to_dict``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite

from zhnlp.answer import Answer
from zhnlp.correction import Correction
from zhnlp.keyword import Keyword
from zhnlp.linked import Linked
from zhnlp.span import Span


def plain_layer(layer: object) -> object:
    """A layer as values that ``json.dumps`` takes; see `Doc.to_dict`."""
    if isinstance(layer, Mapping):
        return dict(layer)
    if isinstance(layer, str) or not isinstance(layer, Iterable):
        return layer
    return [_plain(item) for item in layer]


def _plain(item: object) -> object:
    if isinstance(item, Span):
        return list(item) if item.label else [item.start, item.end]
    if isinstance(item, Correction):
        odds = item.log_odds if isfinite(item.log_odds) else None
        return {
            **item._asdict(),
            "log_odds": odds,
            "alternatives": [list(each) for each in item.alternatives],
        }
    if isinstance(item, Keyword):
        return list(item)
    if isinstance(item, Linked):
        places = [[start, end] for start, end, _ in item.spans]
        return {"id": item.id, "name": item.name, "label": item.label, "spans": places}
    return item._asdict() if isinstance(item, Answer) else item
