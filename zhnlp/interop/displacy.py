"""displaCy: the dictionaries that ``spacy.displacy.render(…, manual=True)`` takes.

They need no spaCy to be made, and no Doc of spaCy: a program that draws may run elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from zhnlp.arguments import need_text
from zhnlp.core import merged
from zhnlp.doc import Doc, Span, need
from zhnlp.stage import need_doc


def displacy_ents(doc: Doc, *, title: str | None = None) -> dict[str, object]:
    """The entities of `doc` for ``style="ent"``, the longest of those that overlap.

    Args:
        doc: A Doc with entities. Those in its links have the id of their link as ``kb_id``.
        title: The heading of the picture.

    Raises:
        MissingLayerError: It has no entities.

    >>> displacy_ents(Doc("在北京", entities=[Span(1, 3, "LOC")]))
    {'text': '在北京', 'ents': [{'start': 1, 'end': 3, 'label': 'LOC'}], 'title': None}
    """
    entities = need(need_doc(doc).entities, "entities")
    if any(second.start < first.end for first, second in pairwise(entities)):
        longest = sorted(entities, key=lambda span: (span.start - span.end, span.start))
        entities = ()
        for span in longest:
            entities = tuple(merged(entities, [span]))
    drawn = [_drawn(doc, span) for span in entities]
    return {"text": doc.text, "ents": drawn, "title": _title(title)}


def displacy_spans(doc: Doc, *, title: str | None = None) -> dict[str, object]:
    """The entities of `doc` for ``style="span"``, which draws those that overlap, too.

    One that begins or ends inside a word covers all of it there.

    Args:
        doc: A Doc with words and entities.
        title: The heading of the picture.

    Raises:
        MissingLayerError: It has no words or no entities.

    >>> doc = Doc("在北京大学", words=["在", "北京", "大学"], entities=[Span(1, 5, "ORG")])
    >>> displacy_spans(doc)["spans"]
    [{'start': 1, 'end': 5, 'label': 'ORG', 'start_token': 1, 'end_token': 3}]
    """
    words = need(need_doc(doc).words, "words")
    ends = words.ends
    drawn = [
        {
            **_drawn(doc, span),
            "start_token": bisect_right(ends, span.start),
            "end_token": bisect_left(ends, span.end) + 1,
        }
        for span in need(doc.entities, "entities")
        if span.start < span.end
    ]
    return {"text": doc.text, "spans": drawn, "tokens": list(words), "title": _title(title)}


def _drawn(doc: Doc, span: Span) -> dict[str, object]:
    drawn: dict[str, object] = {"start": span.start, "end": span.end, "label": span.label}
    for group in doc.links or ():
        if span in group.spans:
            drawn["kb_id"] = group.id
    return drawn


def _title(title: str | None) -> str | None:
    return None if title is None else need_text(title, "title")
