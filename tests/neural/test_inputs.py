"""Rows have an id for each token in every channel; batches lose and add nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("tokenizers")
np = pytest.importorskip("numpy")

from zhnlp.errors import UsageError  # noqa: E402
from zhnlp.neural.folders import read_inputs, write_inputs  # noqa: E402
from zhnlp.neural.inputs import Cut, Inputs, batch_of, by_length, groups  # noqa: E402
from zhnlp.neural.tokenizer import SPECIAL, CharacterTokenizer  # noqa: E402

TOKENIZER = CharacterTokenizer([*SPECIAL, *"苹果涨了"], pieces=False)
CHANNELS = {"bigrams": ["苹果", "了"], "words": ["苹果"], "tags": ["n", "v"], "places": []}
CUT = Cut("苹果涨了", [2, 3, 4], ["n", "v", "u"])


def test_every_channel_has_an_id_for_each_token():
    inputs = Inputs(TOKENIZER, CHANNELS)

    assert inputs.ids(CUT, TOKENIZER.encode(CUT.text)) == {
        "ids": [5, 6, 7, 8],
        "bigrams": [2, 1, 1, 3],
        "words": [2, 2, 1, 1],
        "tags": [2, 2, 3, 1],
        "places": [1, 3, 4, 4],
    }
    assert [inputs.size(name) for name in CHANNELS] == [4, 3, 4, 5]


def test_what_channels_know_survives_saving(tmp_path):
    inputs = Inputs(TOKENIZER, {"bigrams": ["苹果", "a\rb", "\r", "\x85", "\u2028", ""]})

    write_inputs(tmp_path, inputs)
    read = read_inputs(tmp_path, {"channels": ["bigrams"]}, special=False)

    assert read.channels == inputs.channels


def test_an_empty_text_has_no_ids():
    ids = Inputs(TOKENIZER, CHANNELS).ids(Cut("", [], []), TOKENIZER.encode(""))

    assert ids == {name: [] for name in ("ids", *CHANNELS)}


def test_special_tokens_frame_a_part():
    inputs = Inputs(TOKENIZER, {"bigrams": ["苹果"]}, special=True)
    ids = inputs.ids(CUT, TOKENIZER.encode(CUT.text))

    assert inputs.framed(ids, 1, 3) == {"ids": [2, 6, 7, 3], "bigrams": [0, 1, 1, 0]}


def test_a_pair_has_two_segments():
    row = Inputs(TOKENIZER, special=True).pair(TOKENIZER.encode("苹果"), TOKENIZER.encode("涨"))

    assert row == {"ids": [2, 5, 6, 3, 7, 3], "segments": [0, 0, 0, 0, 1, 1]}


rows = st.lists(st.lists(st.integers(1, 99), min_size=1, max_size=9), min_size=1, max_size=9)


@given(rows)
def test_a_batch_holds_its_rows_and_zeros(ids):
    batch = batch_of([{"ids": own} for own in ids])

    assert [row[: len(own)].tolist() for row, own in zip(batch["ids"], ids, strict=True)] == ids
    assert batch["mask"].sum(1).tolist() == [len(own) for own in ids]
    assert not batch["ids"][batch["mask"] == 0].any()


@given(st.lists(st.integers(1, 50)), st.integers(1, 60))
def test_groups_have_each_text_once_and_are_small_enough(lengths, most):
    found = groups(lengths, most, by_length(lengths))

    assert sorted(i for group in found for i in group) == list(range(len(lengths)))
    for group in found:
        assert len(group) == 1 or max(lengths[i] for i in group) * len(group) <= most


def test_a_batch_needs_a_token():
    with pytest.raises(UsageError, match="at least 1"):
        groups([1], 0, [0])
