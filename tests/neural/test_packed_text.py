"""Packed text: a corpus as rows of ids with the places where words begin."""

import lzma

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("tokenizers")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from zhnlp.errors import PackError, UsageError  # noqa: E402
from zhnlp.neural.packed_text import (  # noqa: E402
    WIDTH,
    PackedText,
    character_vocabulary,
    is_packed_text,
    pack_text,
    read_packed,
)
from zhnlp.neural.tokenizer import SPECIAL, CharacterTokenizer  # noqa: E402

TOKENIZER = CharacterTokenizer([*SPECIAL, *"甲乙丙丁。1", "ab", "##c"])


@pytest.fixture(autouse=True, scope="module")
def few_words_of_jieba():
    """Which readings are in use follows from jieba's words, all of which take seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zhnlp.models.spelling.confusions.jieba_frequencies", lambda: {"甲乙": 9})
        yield


def twos(texts):
    """Word ends after every second character."""
    return [np.array([*range(2, len(text), 2), len(text)], np.int32).tobytes() for text in texts]


def packed(texts, folder, tokenizer=TOKENIZER) -> PackedText:
    pack_text(texts, tokenizer, twos, folder)
    return read_packed(folder)


def slow_rows(texts, tokenizer):
    """The rows of ids and the word begins, token by token."""
    ids, begins = [], []
    for text in texts:
        tokens = tokenizer.encode(text)
        for number, start in zip(tokens.ids, tokens.starts, strict=True):
            ids.append(number)
            begins.append(start % 2 == 0)
        ids.append(tokenizer.id_of("[SEP]"))
        begins.append(True)
    body = WIDTH - 1
    firsts = range(0, len(ids) - body + 1, body)
    rows = [[tokenizer.id_of("[CLS]"), *ids[i : i + body]] for i in firsts]
    return rows, [[True, *begins[i : i + body]] for i in firsts]


@given(st.lists(st.text("甲乙丙丁戊。1abc ", min_size=1, max_size=300), min_size=4, max_size=9))
def test_rows_hold_the_tokens_of_the_text_in_order(tmp_path_factory, texts):
    rows, begins = slow_rows(texts, TOKENIZER)
    folder = tmp_path_factory.mktemp("packed")
    if not rows:
        with pytest.raises(UsageError, match="does not fill a row of 128 tokens"):
            packed(texts, folder)
        assert not is_packed_text(folder)
        return
    found = packed(texts, folder)

    assert found.rows.tolist() == rows
    assert found.begins.tolist() == begins
    assert (found.n_tokens, found.about["n_rows"]) == (WIDTH * len(rows), len(rows))


def test_blocks_do_not_show(tmp_path, monkeypatch):
    texts = [f"甲乙丙{'丁' * (i % 7)}。" for i in range(400)]
    whole = packed(texts, tmp_path / "whole")
    monkeypatch.setattr("zhnlp.neural.packed_text._TEXTS", 7)
    parts = packed(texts, tmp_path / "parts")

    assert (parts.rows == whole.rows).all()
    assert (parts.begins == whole.begins).all()


def test_the_characters_typed_for_each_other_and_the_vocabulary_come_along(tmp_path):
    tokenizer = CharacterTokenizer([*SPECIAL, *"在再我"])
    found = packed(["在再我" * 60], tmp_path, tokenizer)
    offsets, meant = found.confusions["offsets"], found.confusions["meant"]

    at = tokenizer.ids["在"]
    assert list(meant[offsets[at] : offsets[at + 1]]) == [tokenizer.ids["再"]]
    assert found.tokenizer.vocabulary == tokenizer.vocabulary


def test_it_refuses_a_vocabulary_whose_ids_do_not_fit(tmp_path):
    tokenizer = CharacterTokenizer([*SPECIAL, *(f"w{i}" for i in range(32768))])

    with pytest.raises(UsageError, match=r"32773 tokens is too large to pack.*at most 32768"):
        packed(["甲" * 200], tmp_path, tokenizer)


def test_a_vocabulary_is_filled_up_to_a_multiple_of_64():
    tokenizer = character_vocabulary(["甲甲乙乙丙"], min_count=2)

    assert tokenizer.vocabulary[:7] == (*SPECIAL, "乙", "甲")
    assert (len(tokenizer), tokenizer.vocabulary[-1]) == (64, "[unused56]")
    assert tokenizer.encode("甲[unused56]").ids[1:] == [tokenizer.ids["[UNK]"]] * 10


def test_damage_is_noticed(tmp_path):
    packed(["甲乙丙" * 100], tmp_path)
    with pytest.raises(PackError, match=r"nothing was saved there"):
        read_packed(tmp_path / "nothing")
    whole = (tmp_path / "rows.xz").read_bytes()
    (tmp_path / "rows.xz").write_bytes(whole[:-1])
    with pytest.raises(PackError, match=r"is damaged.*Make it again"):
        read_packed(tmp_path)
    (tmp_path / "rows.xz").write_bytes(whole)
    (tmp_path / "vocab.txt").write_text("[UNK]\n甲\n", "utf-8")
    with pytest.raises(PackError, match="ids that are not in the vocabulary"):
        read_packed(tmp_path)


def test_rows_are_small(tmp_path):
    """Text of real words compresses; this one repeats itself."""
    found = packed(["甲乙丙丁。1" * 40] * 100, tmp_path)

    assert (tmp_path / "rows.xz").stat().st_size < found.n_tokens / 20
    assert len(lzma.decompress((tmp_path / "rows.xz").read_bytes())) == 2 * found.n_tokens
