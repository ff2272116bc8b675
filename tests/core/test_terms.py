"""Items that share the dict of their attributes (TermFinder: tests/stages/test_filter.py)."""

import gc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import bound, filled, untracked_all
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
