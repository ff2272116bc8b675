"""One name, one kind: names that a document has with strong evidence are so everywhere in it.

    华为发布新机。…… 华为说 …… 任正非谈华为          华为 is ORG twice: the third one is, too

The evidence for a name is strong if it was found at least twice with one label, with that in
at least two of three cases where it was found, and in at least half of the places where it
stands. Then other labels of it are changed to that one, and where it was not found and
overlaps no other name, it is added (after Krishnan and Manning, 2006).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from zhnlp.core import merged
from zhnlp.models import Ends
from zhnlp.models.entities.dictionary_names import ListedNames
from zhnlp.span import Span

_MIN_FOUND = 2
_SHARE_OF_FOUND = 2 / 3
_SHARE_OF_PLACES = 1 / 2
_SHORTEST = 2  # characters: 中 and 美 are too often no names


class Part(NamedTuple):
    """A part of a document: a text with the ends of its words, and its names in order.

    A name does not hold one of `cuts`, where a sentence begins or ends.
    """

    text: str
    ends: Ends
    names: Sequence[Span]
    cuts: Ends | None = None

    def name(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]


def agreed(parts: Sequence[Part], labels: Collection[str]) -> list[list[Span]]:
    """The names of each part of a document, which agree with those of the others.

    Args:
        parts: The parts.
        labels: Those of names; spans with others stay as they are, as times do.

    >>> from array import array
    >>> names = [Span(0, 2, "ORG"), Span(3, 5, "ORG"), Span(6, 8, "PER")]
    >>> ends = memoryview(array("i", [2, 3, 5, 6, 8, 9, 11]))
    >>> agreed([Part("华为、华为、华为和华为", ends, names)], ["ORG", "PER"])[0][2:]
    [Span(start=6, end=8, label='ORG'), Span(start=9, end=11, label='ORG')]
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for part in parts:
        for span in part.names:
            if span.label in labels:
                found[part.name(span)][span.label] += 1
    strong = {name: label for name, own in sorted(found.items()) if (label := _strong(name, own))}
    if not strong:
        return [list(part.names) for part in parts]
    lists = ListedNames(strong)
    missed = [_missed(part, lists) for part in parts]
    n_missed = Counter(
        part.name(span) for part, spans in zip(parts, missed, strict=True) for span in spans
    )
    sure = {
        name: label
        for name, label in strong.items()
        if found[name][label] >= _SHARE_OF_PLACES * (found[name].total() + n_missed[name])
    }
    return [_with(part, spans, sure, labels) for part, spans in zip(parts, missed, strict=True)]


def _strong(name: str, found: Counter[str]) -> str:
    """The label that a name has wherever it was found, almost; empty if there is none."""
    label, n = found.most_common(1)[0]
    is_strong = n >= _MIN_FOUND and n >= _SHARE_OF_FOUND * found.total()
    return label if is_strong and len(name) >= _SHORTEST else ""


def _missed(part: Part, lists: ListedNames) -> list[Span]:
    """Where one of the lists stands and overlaps no name."""
    kept = set(part.names)
    listed = lists.find(part.text, part.ends, part.cuts)
    return [span for span in merged(part.names, listed) if span not in kept]


def _with(
    part: Part, missed: Sequence[Span], sure: dict[str, str], labels: Collection[str]
) -> list[Span]:
    """The names of a part with the right labels, and those of `missed` that are sure."""
    own = [
        span._replace(label=sure.get(part.name(span), span.label)) if span.label in labels else span
        for span in part.names
    ]
    return merged(own, [span for span in missed if part.name(span) in sure])
