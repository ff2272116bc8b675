"""Items that share the dict of their attributes (TermFinder: tests/stages/test_filter.py)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import bound
from zhnlp.doc import Span
from zhnlp.errors import InputError

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
