"""Alignment: positions in a rewritten text and in its source."""

from __future__ import annotations

import pickle
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reference import (
    edited,
    fate_of_each_character,
    smallest_cover,
    source_of_each_character,
)
from zhnlp.alignment import Alignment, Edit
from zhnlp.changes import collected
from zhnlp.errors import AlignmentError

Step = tuple[str, list[Edit]]
Way = Callable[[int, int], tuple[int, int]]
ANY_TEXT = st.text(st.characters(), max_size=12)  # lone surrogates included
REPLACEMENT = st.text(st.sampled_from("甲乙aA \u200b\ud800𠮷"), max_size=3)


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Any edits that fit `text`."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = zip(places[::2], places[1::2], strict=False)
    return [(start, end, draw(REPLACEMENT)) for start, end in spans]


@st.composite
def chains(draw: st.DrawFn, n_steps: int, texts: st.SearchStrategy[str] = ANY_TEXT) -> list[Step]:
    """A text and its edits, the edited text and its edits, and so on."""
    text, steps = draw(texts), []
    for _ in range(n_steps):
        edits = draw(edits_of(text))
        steps.append((text, edits))
        text = edited(text, edits)
    return steps


@pytest.fixture(params=[4096, 1], ids=["few changes", "many changes"], scope="module", autouse=True)
def few(request: pytest.FixtureRequest) -> Iterator[None]:
    """All holds for changes in a tuple, and for those in columns."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zhnlp.changes._FEW", request.param)
        yield


def spans_in(length: int) -> list[tuple[int, int]]:
    return list(combinations_with_replacement(range(length + 1), 2))


CASES = [
    # source      edits                          span    in source  what it shows
    ("我爱北京", [], (1, 3), (1, 3), "nothing changed"),
    ("ＡＢ好", [(0, 1, "A"), (1, 2, "B")], (1, 2), (1, 2), "each replaced character has its own"),
    ("㎏糖", [(0, 1, "kg")], (1, 2), (0, 1), "a part of a replacement is all of it"),
    ("㎏糖", [(0, 1, "kg")], (1, 3), (0, 2), "a span covers what its characters map to"),
    ("北京好", [(2, 2, "很")], (2, 3), (2, 2), "inserted text is a point"),
    ("北京好", [(2, 2, "很")], (1, 4), (1, 3), "a span around inserted text"),
    ("北\u200b京", [(1, 2, "")], (0, 1), (0, 1), "deleted text stays outside, behind"),
    ("北\u200b京", [(1, 2, "")], (1, 2), (2, 3), "deleted text stays outside, before"),
    ("北\u200b京", [(1, 2, "")], (0, 2), (0, 3), "deleted text within"),
    ("北\u200b京", [(1, 2, "")], (1, 1), (1, 1), "an empty span follows the character before"),
    ("\u200b京", [(0, 1, "")], (0, 0), (0, 0), "the start is the start"),
    ("好", [(0, 1, "")], (0, 0), (0, 0), "an emptied text"),
]


@pytest.mark.parametrize("text, edits, span, source, shows", CASES, ids=[c[4] for c in CASES])
def test_to_source(
    text: str, edits: list[Edit], span: tuple[int, int], source: tuple[int, int], shows: str
) -> None:
    assert Alignment.of(text, edits)[0].to_source(*span) == source


BAD_EDITS = [
    ([(0, 3, "x")], "does not lie in a text of 2 characters"),
    ([(-1, 1, "x")], "does not lie in a text of 2 characters"),
    ([(2, 1, "x")], "does not lie in a text of 2 characters"),
    ([(0, 2, "x"), (1, 2, "y")], "starts before 2, the end of the previous edit"),
    ([(1, 2, "x"), (0, 1, "y")], "Sort the edits by start"),
    ([(0, 1)], "is not of the form"),
    ([(0, 1.0, "x")], "is not of the form"),
    ([(0, 1, b"x")], "is not of the form"),
    ([7], "is not of the form"),
]


@pytest.mark.parametrize("edits, message", BAD_EDITS, ids=[str(e) for e, _ in BAD_EDITS])
def test_edits_that_do_not_fit_are_an_error(edits: list[Edit], message: str) -> None:
    with pytest.raises(AlignmentError, match=message):
        Alignment.of("我爱", edits)


@pytest.mark.parametrize("span", [(-1, 1), (0, 3), (2, 1), (3, 3)], ids=str)
def test_spans_outside_the_text_are_an_error(span: tuple[int, int]) -> None:
    way = Alignment.of("我爱你", [(0, 1, "")])[0]
    with pytest.raises(AlignmentError, match="does not lie in a text of 2 characters"):
        way.to_source(*span)
    with pytest.raises(AlignmentError, match="does not lie in a text of 3 characters"):
        way.from_source(span[0] * 5, span[1] * 5 + 1)


def test_alignments_that_do_not_meet_cannot_be_composed() -> None:
    first = Alignment.of("我爱", [(0, 1, "")])[0]
    with pytest.raises(AlignmentError, match=r"source of 2 .* text of 1"):
        first.then(first)


def test_an_alignment_has_edits_only_where_something_changed() -> None:
    way, text = Alignment.of("我爱", [(0, 1, "我"), (1, 1, ""), (1, 2, "恨")])
    assert (text, len(way.edits)) == ("我恨", 1)
    assert not Alignment.of("我爱", [(0, 2, "我爱")])[0].edits


@given(chains(1))
def test_makes_the_edits(steps: list[Step]) -> None:
    ((text, edits),) = steps
    way, new = Alignment.of(text, edits)
    assert new == edited(text, edits)
    assert (way.length, way.source_length) == (len(new), len(text))


@given(chains(1))
def test_maps_as_each_character_maps(steps: list[Step]) -> None:
    """Every span maps to the smallest span covering what its characters map to."""
    ((text, edits),) = steps
    way, new = Alignment.of(text, edits)
    sources, fates = source_of_each_character(text, edits), fate_of_each_character(text, edits)
    for start, end in spans_in(len(new)):
        before = sources[start - 1][1] if start else 0
        expected = smallest_cover(sources, start, end) if start < end else (before, before)
        assert way.to_source(start, end) == expected
    for start, end in spans_in(len(text)):
        after = fates[start][0] if start < len(text) else len(new)
        expected = smallest_cover(fates, start, end) if start < end else (after, after)
        assert way.from_source(start, end) == expected


@given(chains(1))
def test_unchanged_characters_map_to_equal_ones(steps: list[Step]) -> None:
    ((text, edits),) = steps
    way, new = Alignment.of(text, edits)
    changed = {i for start, end, _, _ in way.edits for i in range(start, end)}
    for i in set(range(len(new))) - changed:
        start, end = way.to_source(i, i + 1)
        assert text[start:end] == new[i]
        assert way.from_source(start, end) == (i, i + 1)


# Short texts crowd the edits, and rare meetings of three of them need many examples.
CROWDED = chains(4, st.sampled_from(["我爱", "我爱北", "我爱北京"]))
HALF_DELETED: list[Step] = [
    ("我爱", [(0, 1, "甲乙")]),
    ("甲乙爱", [(1, 2, "")]),
    ("甲爱", [(1, 1, "丙"), (1, 2, "")]),
    ("甲丙", []),
]
OVERLAPPING: list[Step] = [
    ("我爱", [(0, 1, "甲乙丙")]),
    ("甲乙丙爱", [(0, 1, ""), (1, 4, "丁戊")]),
    ("丁戊", [(0, 1, "")]),
    ("戊", []),
]
DELETED_INSIDE: list[Step] = [
    ("我爱北", [(0, 1, "")]),
    ("爱北", [(0, 0, "甲")]),
    ("甲爱北", [(0, 2, "")]),
    ("北", []),
]


@example(HALF_DELETED)
@example(OVERLAPPING)
@example(DELETED_INSIDE)
@settings(max_examples=500)
@given(CROWDED)
def test_composing_equals_mapping_twice(steps: list[Step]) -> None:
    """For every character; a span covers what mapping it twice gives."""
    first, second, third, later = (Alignment.of(*step)[0] for step in steps)
    earlier = first.then(second).then(third)
    composed = earlier.then(later)
    _check_composed(composed.to_source, later.to_source, earlier.to_source, composed.length)
    _check_composed(
        composed.from_source, earlier.from_source, later.from_source, composed.source_length
    )


def _check_composed(way: Way, outer: Way, inner: Way, length: int) -> None:
    chars = [way(i, i + 1) for i in range(length)]
    for start, end in spans_in(length):
        found, expected = way(start, end), inner(*outer(start, end))
        if end - start > 1:
            assert found == smallest_cover(chars, start, end)
        if found == expected:
            continue
        assert start < end, "points map exactly"
        edges = outer(start, start + 1), outer(end - 1, end)
        assert any(a == b for a, b in edges), "only for what leads to a point"
        assert found[0] <= expected[0]
        assert expected[1] <= found[1]
        if end - start == 1:
            assert found == _common(inner, edges[0][0])


def _common(way: Way, place: int) -> tuple[int, int]:
    """What the characters on both sides of `place` both map to: all of a replacement."""
    start, end = way(place, place + 1)[0], way(place - 1, place)[1]
    assert start < end
    return start, end


@example(HALF_DELETED)
@example(OVERLAPPING)
@example(DELETED_INSIDE)
@settings(max_examples=300)
@given(CROWDED)
def test_composed_edits_stay_few_and_in_order(steps: list[Step]) -> None:
    ways = [Alignment.of(*step)[0] for step in steps]
    edits = ways[0].then(ways[1]).then(ways[2]).then(ways[3]).edits
    assert len(edits) <= 2 * sum(len(way.edits) for way in ways)
    for column in range(4):
        values = [edit[column] for edit in edits]
        assert values == sorted(values)


@given(chains(2))
def test_an_empty_step_changes_nothing(steps: list[Step]) -> None:
    (text, edits), (new, _) = steps
    way = Alignment.of(text, edits)[0]
    assert Alignment.of(text, [])[0].then(way) == way
    assert way.then(Alignment.of(new, [])[0]) == way


@given(chains(1))
def test_equal_alignments_are_interchangeable(steps: list[Step]) -> None:
    way, again = Alignment.of(*steps[0])[0], Alignment.of(*steps[0])[0]
    assert way == again
    assert hash(way) == hash(again)
    assert pickle.loads(pickle.dumps(way)) == way


def test_characters_in_the_place_of_characters_map_to_themselves() -> None:
    first, text = Alignment.of("ＡＢ臺灣" * 9000, ((4 * i, 4 * i + 1, "A") for i in range(9000)))
    later, _ = Alignment.of(text, ((i, i + 1, "台") for i in range(0, 36_000, 2)))

    changed = sorted({*range(0, 36_000, 4), *range(0, 36_000, 2)})
    assert list(first.then(later).edits) == [(i, i + 1, i, i + 1) for i in changed]


def test_composed_changes_take_few_bytes() -> None:
    n = 200_000
    first, text = Alignment.of("Ａ" * n, ((i, i + 1, "A") for i in range(n)))
    later, _ = Alignment.of(text, ((i, i + 1, "a") for i in range(n)))
    tracemalloc.start()
    try:
        both = first.then(later)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(both.edits) == n
    assert peak < n * 40


def test_many_changes_take_few_bytes() -> None:
    n = 50_000
    tracemalloc.start()
    try:
        way, text = Alignment.of("ＡＢ" * n, ((i, i + 1, "ab"[i % 2]) for i in range(2 * n)))
        now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (len(way.edits), len(text)) == (2 * n, 2 * n)
    assert now < 2 * n * 40
    assert peak < 2 * n * 60


def test_positions_beyond_four_bytes_are_kept() -> None:
    far = 1 << 40
    changes = [(i, i + 1, i, i + 1) for i in (*range(5000), *range(far, far + 5000))]

    assert list(collected(changes)) == changes
    assert list(reversed(collected(changes))) == changes[::-1]
    assert list(collected(changes)[-5:]) == changes[-5:]
    assert repr(collected(changes)) == repr(tuple(changes))
