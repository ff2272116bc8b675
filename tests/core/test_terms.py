"""Items that share the dict of their attributes; strings in a text. Terms: see test_filter.py."""

import gc
from array import array
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import (
    bound,
    cut_words,
    filled,
    inside_words,
    marked,
    merged,
    occurrences,
    untracked_all,
)
from zhnlp.doc import Doc, Span
from zhnlp.errors import InputError, UsageError

ITEMS = st.lists(
    st.builds(Span, st.integers(0, 9), st.integers(0, 9)) | st.text(max_size=2) | st.just((0, 1))
)


@given(ITEMS, ITEMS)
def test_items_of_the_class_share_the_dict_and_others_stay(first, second):
    one, two = {"of": "我"}, {"of": "爱"}
    early = bound(first, one, Span)
    late = bound([*early, *second], two, Span)

    assert early == tuple(first)
    assert late == (*first, *second)
    assert all(vars(item) is one for item in early if isinstance(item, Span))
    assert all(vars(item) is two for item in late if isinstance(item, Span))


def test_items_with_equal_attributes_are_not_copied():
    (span,) = bound([Span(0, 1)], {"of": "我"}, Span)

    assert bound((span,), {"of": "我"}, Span)[0] is span


@pytest.mark.parametrize("wrong", [(3, {}, Span), ([], None, Span), ([], {}, int)], ids=repr)
def test_arguments_of_a_wrong_type_are_refused(wrong):
    with pytest.raises((InputError, TypeError)):
        bound(*wrong)


def test_filled_are_copies_with_their_own_of_each_column():
    docs = [Doc("我爱", words=["我", "爱"]), Doc("北京")]
    made = filled(Doc, docs, ["tags", "summary"], [[("r", "v"), None], [None, ()]])

    assert made == [replace(docs[0], tags=("r", "v")), replace(docs[1], summary=())]
    assert docs[0].tags is None


def test_what_nobody_else_has_is_filled_in_place():
    docs = [Doc("我爱"), Doc("北京")]
    held, number = docs[0], id(docs[1])
    made = filled(Doc, docs, ["tags"], [[("r", "v"), ["n"]]], alone=True)

    assert [doc.tags for doc in made] == [("r", "v"), ["n"]]
    assert (made[0] is held, held.tags, id(made[1])) == (False, None, number)
    assert gc.is_tracked(made[1])


def test_the_garbage_collector_does_not_look_at_what_has_only_simple_values():
    tags = ("r",)
    gc.collect()  # does not look at such a tuple again
    simple, other = filled(Doc, [Doc("我")] * 2, ["tags"], [[tags, ["r"]]])
    (again,) = filled(Doc, [simple], ["text"], [["爱"]])

    assert [gc.is_tracked(doc) for doc in (simple, other, again)] == [False, True, False]
    assert not gc.is_tracked(vars(simple))


def test_objects_that_are_not_collected_are_the_same_objects():
    items = [{1: []}, 1, ("我",)]
    made = untracked_all(items)

    assert all(own is item for own, item in zip(made, items, strict=True))
    assert not any(map(gc.is_tracked, made))


def test_spans_of_filled_know_their_text():
    (made,) = filled(Doc, [Doc("我爱")], ["entities"], [[[Span(1, 2, "PER")]]], Span)

    assert [span.text for span in made.entities] == ["爱"]


def test_columns_of_another_length_are_an_error():
    with pytest.raises(UsageError, match="2 items, but 1 values for tags"):
        filled(Doc, [Doc("我"), Doc("爱")], ["tags"], [[()]])


@pytest.mark.parametrize("kind", [int, object, type("Number", (int,), {}), 1])
def test_objects_without_attributes_of_their_own_cannot_be_filled(kind):
    with pytest.raises(InputError, match="kind"):
        filled(kind, [], ["tags"], [[]])


@given(
    st.sets(st.text("甲乙\U00014e59", max_size=3), max_size=6),
    st.text("甲乙\U00014e59", max_size=12),
    st.sets(st.integers(1, 12)),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.just("")), max_size=3),
)
def test_strings_occur_where_words_do_outside_of_spans(strings, text, ends, spans):
    ends = sorted(end for end in ends if end <= len(text))
    spans = [span for span in spans if max(span[:2]) <= len(text)]
    starts = [0, *ends]
    inside = {at for start, end, _ in spans for at in range(start, end)}
    expected = [
        (start, end, starts.index(start))
        for start, end in product(starts, ends)
        if text[start:end] in strings and start < end and inside.isdisjoint(range(start, end))
    ]

    found = occurrences(strings, text, array("i", ends), spans)
    assert found == sorted(expected, key=lambda each: (each[0] - each[1], each[0]))


@pytest.mark.parametrize("ends, span", [([2, 1], (0, 1, "")), ([3], (0, 1, "")), ([1], (0, 3, ""))])
def test_words_and_spans_outside_of_the_text_are_an_error(ends, span):
    with pytest.raises(UsageError):
        occurrences(["我"], "我爱", array("i", ends), [span])


def test_words_are_cut_at_places_and_both_parts_have_their_tag():
    ends, tags = cut_words(array("i", [2, 3, 6]), ("n", "v", "r"), [1, 4, 5])

    assert array("i", ends).tolist() == [1, 2, 3, 4, 5, 6]
    assert tags == ("n", "n", "v", "r", "r", "r")
    assert cut_words(array("i"), (), []) == (b"", ())


@pytest.mark.parametrize("places", [[0], [2], [6], [9], [1, 1], [4, 1]], ids=str)
def test_places_that_are_not_inside_words_are_an_error(places):
    with pytest.raises(UsageError, match="not inside a word"):
        cut_words(array("i", [2, 6]), ("n", "v"), places)


@st.composite
def spans_in_order(draw):
    """Spans that do not overlap; some are empty."""
    places = sorted(draw(st.lists(st.integers(0, 20), max_size=12)))
    return [Span(*pair, "X") for pair in zip(places[::2], places[1::2], strict=False)]


@given(spans_in_order(), spans_in_order())
def test_of_two_lists_of_spans_the_second_has_what_overlaps_none_of_the_first(first, second):
    def overlap(one, other):
        return one.start < other.end and other.start < one.end

    inner = [span for span in second if not any(overlap(span, other) for other in first)]
    found = merged(first, second)

    assert [span for span in found if span.start < span.end] == sorted(
        span for span in [*first, *inner] if span.start < span.end
    )
    assert [id(span) for span in found if any(span is other for other in first)] == list(
        map(id, first)
    )


@given(st.sets(st.integers(1, 20)), st.lists(st.tuples(*[st.integers(0, 20)] * 2)))
def test_borders_inside_words_come_in_order_and_once(ends, spans):
    cut = array("i", sorted(ends))
    borders = {0, *ends}

    found = inside_words(cut, [Span(*span) for span in spans])
    assert found == sorted({place for span in spans for place in span} - borders)
    assert inside_words(cut.tobytes(), [Span(*span) for span in spans]) == found


@given(st.text(st.characters(exclude_categories=()), min_size=20, max_size=24), spans_in_order())
def test_marks_are_where_python_puts_them(text, spans):
    parts, at = [], 0
    for start, end, label in spans:
        parts += text[at:start], f"[{text[start:end]} {label}]"
        at = end

    assert marked(text, spans) == "".join([*parts, text[at:]])
    assert marked("a", [Span(0, 1, "人")]) == "[a 人]"  # wider than the text


@pytest.mark.parametrize(
    "spans", [[(0, 3, "X")], [(1, 0, "X")], [(1, 2, "X"), (0, 1, "X")]], ids=str
)
def test_spans_that_cannot_be_marked_are_an_error(spans):
    with pytest.raises(UsageError):
        marked("我爱", spans)
