"""One name, one kind in a document: what has strong evidence is so everywhere in it."""

from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.models.entities.agreement import Part, agreed
from zhnlp.span import Span

LABELS = ("LOC", "ORG", "PER")
CASES = [
    # names as found, a letter each with the first of its label or - if it was missed
    ("华O 华O 华P", "华O 华O 华O", "another kind than in most places"),
    ("华O 华O 华-", "华O 华O 华O", "a place where it was missed"),
    ("华O 华P", "华O 华P", "once is no strong evidence"),
    ("华O 华O 华P 华P", "华O 华O 华P 华P", "two kinds alike"),
    ("华O 华O 华- 华- 华-", "华O 华O 华- 华- 华-", "missed more often than found"),
    ("华T 华T 华-", "华T 华T 华-", "no name, but a time"),
    ("华O 华O 明P 明P 明- 华-", "华O 华O 明P 明P 明P 华O", "each name by itself"),
]
FULL = {"O": "ORG", "P": "PER", "L": "LOC", "T": "TIME"}


def part_of(marked):
    """Words of two characters with their labels, one blank between."""
    names, ends, text = [], array("i"), ""
    for word in marked.split():
        start = len(text)
        text += word[0] * 2
        ends.append(len(text))
        if word[1] in FULL:
            names.append(Span(start, len(text), FULL[word[1]]))
        text += "。"
        ends.append(len(text))
    return Part(text, memoryview(ends), names)


def labels_of(part, names):
    """The labels in the form of CASES."""
    by_start = {span.start: span.label[0] for span in names}
    starts = range(0, len(part.text), 3)
    return " ".join(part.text[at] + by_start.get(at, "-") for at in starts)


@pytest.mark.parametrize("found, expected, shows", CASES, ids=[case[2] for case in CASES])
def test_names_agree(found, expected, shows):
    part = part_of(found)

    assert labels_of(part, agreed([part], LABELS)[0]) == expected


def test_the_parts_of_a_document_share_their_evidence():
    parts = [part_of("华O"), part_of("华O 明-"), part_of("华-")]

    assert [
        labels_of(part, own) for part, own in zip(parts, agreed(parts, LABELS), strict=True)
    ] == [*("华O", "华O 明-", "华O")]


@given(st.lists(st.lists(st.sampled_from(["华O", "华P", "华-", "明P", "明-", "张L"]), min_size=1)))
def test_no_name_is_lost_and_none_overlap(documents):
    parts = [part_of(" ".join(words)) for words in documents]
    for part, names in zip(parts, agreed(parts, LABELS), strict=True):
        places = [span[:2] for span in names]

        assert {span[:2] for span in part.names} <= set(places)
        assert all(end <= start for (_, end), (start, _) in pairwise(places))


@given(st.lists(st.lists(st.sampled_from(["华O", "华P", "华-", "明P"]), min_size=1)))
def test_once_is_enough(documents):
    parts = [part_of(" ".join(words)) for words in documents]
    once = agreed(parts, LABELS)
    again = [part._replace(names=names) for part, names in zip(parts, once, strict=True)]

    assert agreed(again, LABELS) == once
