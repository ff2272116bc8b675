"""Rows of single texts and pairs, against cases made by hand."""

import pytest

pytest.importorskip("tokenizers")

from zhnlp.errors import UsageError
from zhnlp.neural.inputs import Inputs, batch_of
from zhnlp.neural.tokenizer import CharacterTokenizer, Tokens
from zhnlp.neural.vocabulary import SPECIAL

TOKENIZER = CharacterTokenizer([*SPECIAL, *"今天很热"])  # [CLS] is 2, [SEP] 3, [MASK] 4
INPUTS = Inputs(TOKENIZER, special=True)


def tokens(*ids):
    return Tokens([*ids], [*range(len(ids))])


def test_single_texts():
    found = batch_of([INPUTS.framed({"ids": ids}) for ids in ([5, 6, 7], [8], [])])

    assert found["ids"].tolist() == [[2, 5, 6, 7, 3], [2, 8, 3, 0, 0], [2, 3, 0, 0, 0]]
    assert found["mask"].tolist() == [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 1, 0, 0, 0]]
    assert {array.dtype.name for array in found.values()} == {"int64"}


def test_pairs():
    pairs = [(tokens(5, 6), tokens(7)), (tokens(5), tokens(6, 7, 8))]
    found = batch_of([INPUTS.pair(*pair) for pair in pairs])

    assert found["ids"].tolist() == [[2, 5, 6, 3, 7, 3, 0], [2, 5, 3, 6, 7, 8, 3]]
    assert found["mask"].tolist() == [[1, 1, 1, 1, 1, 1, 0], [1] * 7]
    assert found["segments"].tolist() == [[0, 0, 0, 0, 1, 1, 0], [0, 0, 0, 1, 1, 1, 1]]


def test_no_texts():
    assert batch_of([])["ids"].shape == (0, 0)


def test_pairs_are_those_of_plain_transformers(tmp_path):
    transformers = pytest.importorskip("transformers")
    TOKENIZER.save(tmp_path)
    plain = transformers.AutoTokenizer.from_pretrained(tmp_path)
    firsts, seconds = ["今天", "热"], ["很热", ""]
    expected = plain(firsts, seconds, padding=True)
    pairs = zip(TOKENIZER.encode_batch(firsts), TOKENIZER.encode_batch(seconds), strict=True)
    found = batch_of([INPUTS.pair(*pair) for pair in pairs])

    assert found["ids"].tolist() == expected["input_ids"]
    assert found["mask"].tolist() == expected["attention_mask"]
    assert found["segments"].tolist() == expected["token_type_ids"]


def test_a_vocabulary_without_special_tokens_makes_no_rows():
    with pytest.raises(UsageError, match=r"has no '\[CLS\]', which is needed here"):
        Inputs(CharacterTokenizer(["[UNK]", "我"]), special=True).framed({"ids": [1]})
