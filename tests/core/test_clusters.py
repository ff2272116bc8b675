"""Clusters of words: what stands beside the same words is together."""

import pytest

from zhnlp.core import word_clusters
from zhnlp.errors import InputError, UsageError

TEXT = "".join(
    f"他 在 {place} {does} 了 很 久\n她 去 {place} {does} 了\n"
    for place in ("北京", "上海", "广州", "深圳")
    for does in ("工作", "学习", "生活")
)


def test_words_beside_the_same_words_are_in_one_cluster():
    """Words with the same neighbours, equally often, have the same clusters."""
    found = word_clusters([TEXT], min_count=2)

    assert len({found[place] for place in ("北京", "上海", "广州", "深圳")}) == 1
    assert len({found[does] for does in ("工作", "学习", "生活")}) == 1
    assert found["北京"] % 1024 != found["工作"] % 1024
    assert found["北京"] // 1024 != found["工作"] // 1024


def test_frequent_words_come_first_and_rare_ones_are_left_out():
    found = word_clusters([TEXT, "罕见 的 词\n"], min_count=2)

    assert next(iter(found)) == "了"
    assert "罕见" not in found
    assert all(0 <= number < 1 << 20 for number in found.values())


def test_blocks_are_one_text():
    """How the text is divided into blocks of lines makes no difference."""
    lines = TEXT.splitlines(keepends=True)

    assert word_clusters(lines, min_count=2) == word_clusters([TEXT], min_count=2)


def test_words_are_counted_by_their_form():
    """Numbers are one form, and long words have none."""
    found = word_clusters(["第 1998 个\n第 2024 个\n" + "长" * 30 + "\n"], min_count=2)

    assert len(found) == 3


@pytest.mark.parametrize("blocks", [[], [""], ["\n \n"]])
def test_no_words_have_no_clusters(blocks):
    assert word_clusters(blocks, min_count=1) == {}


def test_wrong_values_are_refused():
    with pytest.raises(InputError):
        word_clusters([b"bytes"], min_count=1)
    with pytest.raises(UsageError):
        word_clusters([TEXT], min_count=0)
