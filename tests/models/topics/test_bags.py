"""Bags of words in a temporary file."""

from collections import Counter
from tempfile import TemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import UsageError
from zhnlp.models.topics import bags
from zhnlp.models.topics.bags import BagFile

DOCUMENTS = [["股市", "上涨", "股市"], [], ["股市", "足球"], ["足球", "进球"]]
documents = st.lists(st.lists(st.text("ab\ud800\0我", min_size=1, max_size=2), max_size=6))


@pytest.fixture
def file():
    with TemporaryFile() as room:
        yield BagFile(room, DOCUMENTS)


def test_bags_can_be_read_again_and_again(file):
    found = file.bags(["上涨", "股市", "足球"])

    assert [*found] == [*found] == [[(0, 1), (1, 2)], [(1, 1), (2, 1)], [(2, 1)]]
    assert len(found) == 3


@given(documents)
def test_bags_are_what_counting_gives(several):
    with TemporaryFile() as room:
        file = BagFile(room, several)
        if not any(several):
            return
        words = file.vocabulary(1, 1.0, 100)
        found = [*file.bags(words)]

    names = [*words]
    assert names == sorted({word for tokens in several for word in tokens})
    assert words == {word: sum(word in tokens for tokens in several) for word in names}
    assert [{names[n]: count for n, count in bag} for bag in found] == [
        Counter(tokens) for tokens in several if tokens
    ]


def test_a_vocabulary_leaves_out_what_is_rare_or_everywhere(file):
    assert file.vocabulary(2, 1.0, 10) == {"股市": 2, "足球": 2}
    assert file.vocabulary(1, 0.4, 10) == {"上涨": 1, "进球": 1}
    assert file.vocabulary(1, 1.0, 1) == {"股市": 2}


@pytest.mark.parametrize(
    "several, message",
    [
        ([], "0 documents have 0 different words: there is nothing to learn from. Give more text"),
        ([[], []], "2 documents have 0 different words: there is nothing"),
        (DOCUMENTS, r"4 documents have 4 different words, of which none is in at least 3 doc"),
    ],
    ids=["no documents", "empty documents", "rare words"],
)
def test_without_a_word_there_is_nothing_to_learn_from(several, message):
    with TemporaryFile() as room, pytest.raises(UsageError, match=message):
        BagFile(room, several).vocabulary(3, 1.0, 10)


def test_of_too_many_words_the_rarest_are_forgotten(monkeypatch):
    monkeypatch.setattr(bags, "_HELD", 4)
    with TemporaryFile() as room:
        file = BagFile(room, [["a", "b"], ["a", "b"], ["c"], ["d"], ["e"], ["a", "c"]])
        found = file.vocabulary(1, 1.0, 10)
        assert found == {"a": 3, "b": 2, "c": 1}
        assert [*file.bags(found)] == [[(0, 1), (1, 1)]] * 2 + [[(0, 1), (2, 1)]]
