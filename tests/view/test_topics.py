"""Topics by month: the figures, and that they can be drawn."""

import pytest

from zhnlp.errors import ExtraError, UsageError
from zhnlp.view.figures import cjk_font
from zhnlp.view.topics import draw_topics, topic_months

DATED = [
    ("2023-12-01", {"股市": 1.0}),
    ("2024年2月3日", {"股市": 0.5, "足球": 0.5}),
    ("2024-02-04T08:00", {"足球": 0.8}),
    ("昨天", {"足球": 1.0}),
    ("2024-02-05", {}),
    (None, {"足球": 1.0}),
]


def test_shares_are_means_over_the_documents_of_a_month():
    found = topic_months(iter(DATED))

    assert found.months == ("2023-12", "2024-01", "2024-02")
    assert found.n_documents == (1, 0, 2)
    assert found.labels == ("股市", "足球")
    assert found.shares == (pytest.approx((1, 0)), (0, 0), pytest.approx((0.25, 0.65)))
    assert found.n_left_out == 3


@pytest.mark.parametrize("documents", [[], DATED[3:]], ids=["none", "without dates or topics"])
def test_documents_without_dates_or_topics_are_refused(documents):
    with pytest.raises(UsageError, match=r"none of . documents has a date and a topic. Say which"):
        topic_months(documents)


def test_a_picture_is_the_same_each_time(tmp_path):
    pytest.importorskip("matplotlib")
    try:
        cjk_font()
    except ExtraError:
        pytest.skip("this machine has no font with Chinese characters")
    found = topic_months([*DATED, ("2024-03-01", {"$x\0😀": 1.0})])
    for name in ("a.svg", "b.svg"):
        draw_topics(found, tmp_path / name, top=1)

    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    with pytest.raises(UsageError, match=r"Give a name that ends in .png or .svg."):
        draw_topics(found, tmp_path / "a.gif")
