"""Vectors are learned of what raw text has often enough."""

import pytest

pytest.importorskip("gensim")

from zhnlp.neural.vectors import RawText, train_vectors


@pytest.mark.parametrize("n_texts", [0, 1, 19])
def test_raw_text_can_be_too_small_for_vectors(n_texts):
    lines = []

    found = train_vectors([RawText("我们", ["我们"])] * n_texts, {"words": 4}, report=lines.append)

    assert found == {"words": {}}
    assert lines == ["raw text has nothing 20 times: no vectors of words"]


def test_what_is_there_20_times_has_a_vector():
    found = train_vectors([RawText("我们", ["我们"])] * 20, {"ids": 4, "words": 4})

    assert sorted(found["ids"]) == ["们", "我"]
    assert found["words"]["我们"].shape == (4,)
