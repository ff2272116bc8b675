"""Tokens tile every text, and plain transformers finds the same ones."""

import json
import unicodedata
from itertools import pairwise

import pytest

pytest.importorskip("tokenizers")

from hypothesis import given
from hypothesis import strategies as st

from reference import pieces as slow
from zhnlp.errors import InputError, PackError, UsageError
from zhnlp.neural.tokenizer import CharacterTokenizer
from zhnlp.neural.vocabulary import SPECIAL

VOCABULARY = (*SPECIAL, *"我爱北京天今𠮷。i5a한", "iph", "caf", "e", "##one", "##15", "##e", "##a")
PIECES = CharacterTokenizer(VOCABULARY)
CHARACTERS = CharacterTokenizer(VOCABULARY, pieces=False)
CASED = CharacterTokenizer(VOCABULARY, lowercase=False)
KINDS = pytest.mark.parametrize(
    "tokenizer", [PIECES, CHARACTERS, CASED], ids=["pieces", "characters", "cased"]
)

CASES = [
    # text         tokens                              starts            what it shows
    ("我爱北京", ["我", "爱", "北", "京"], [0, 1, 2, 3], "one character, one token"),
    ("爱iPhone15", ["爱", "iph", "##one", "##15"], [0, 1, 4, 7], "a Latin run is pieces"),
    ("我xyz。", ["我", "[UNK]", "。"], [0, 1, 4], "an unknown run is one token"),
    ("我 😀\n爱", ["我", *["[UNK]"] * 3, "爱"], [0, 1, 2, 3, 4], "a blank, an emoji, a line end"),
    ("𠮷。", ["𠮷", "。"], [0, 1], "a character beyond the basic plane"),
    ("Café", ["caf", "##e"], [0, 3], "an accent is not read"),
    ("Cafe\u0301。", ["caf", "##e", "。"], [0, 3, 5], "a combining accent is its letter's"),
    ("\u0301\u0302我", ["我"], [0], "an accent at the start is the next character's"),
    ("\u0301", ["[UNK]"], [0], "accents alone are one unknown token"),
    ("한我", ["한", "我"], [0, 1], "a syllable of Hangul is one token"),
    ("\u1112\u1161\u11ab我", ["한", "我"], [0, 3], "also one typed as its letters"),
    ("\ud800我", ["[UNK]", "我"], [0, 1], "half of a pair of surrogates"),
    ("\0我", ["[UNK]", "我"], [0, 1], "a control character"),
    ("[MASK]", None, [0, 1, 5], "a text cannot write special tokens"),
    ("", [], [], "an empty text has no tokens"),
]


def written(tokens):
    return [VOCABULARY[number] for number in tokens.ids]


@pytest.mark.parametrize("text, tokens, starts, shows", CASES, ids=[case[3] for case in CASES])
def test_the_tokens_of_a_text(text, tokens, starts, shows):
    found = PIECES.encode(text)

    assert found.starts == starts
    assert tokens in (None, written(found))
    assert not {"[MASK]", "[CLS]", "[SEP]"} & set(written(found))


def test_without_pieces_each_letter_is_a_token():
    assert written(CHARACTERS.encode("我iPa 5")) == ["我", "i", "[UNK]", "a", "[UNK]", "5"]


def test_a_cased_tokenizer_reads_letters_as_they_are():
    assert written(CASED.encode("iph I")) == ["iph", "[UNK]", "[UNK]"]


@KINDS
@given(text=st.text())
def test_tokens_tile_any_text(tokenizer, text):
    ids, starts = tokenizer.encode(text)

    assert len(ids) == len(starts)
    assert starts[:1] == [0] * (len(text) > 0)
    assert all(a < b for a, b in pairwise([*starts, len(text)]))


@KINDS
@given(texts=st.lists(st.text(max_size=9), max_size=4))
def test_a_batch_is_one_text_after_the_other(tokenizer, texts):
    assert tokenizer.encode_batch(texts) == [tokenizer.encode(text) for text in texts]


@KINDS
@given(text=st.text("我爱北 \n😀iphone15aAÉe\u0301ä５Ａの한℃①[]豈"))
def test_tokens_are_those_of_the_slow_twin(tokenizer, text):
    expected = slow.tokens(text, VOCABULARY, lowercase=tokenizer.lowercase, pieces=tokenizer.pieces)
    if text and not expected[0]:
        expected = [1], [0]

    assert tokenizer.encode(text) == expected


def test_no_character_becomes_two_tokens_and_only_marks_become_none():
    chars = [chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000]
    parts = [chars[at : at + 1000] for at in range(0, len(chars), 1000)]

    texts = ["我" + "我".join(part) for part in parts]

    for part, text, (_, starts) in zip(parts, texts, PIECES.encode_batch(texts), strict=True):
        found = set(starts)
        missing = [part[at // 2] for at in range(1, len(text), 2) if at not in found]
        marks = [char for char in missing if unicodedata.category(char).startswith("M")]

        assert len(starts) == len(found) == len(text) - len(missing)
        assert set(missing) - set(marks) <= set("\u1cf2\u1cf3")  # were marks before Unicode 12


def test_a_run_of_any_length_is_a_token():
    assert PIECES.encode("a" * 100_000) == ([1], [0])
    assert CHARACTERS.encode("a" * 1000).starts == list(range(1000))


@KINDS
def test_plain_transformers_loads_what_was_saved_and_finds_the_same_ids(tmp_path, tokenizer):
    transformers = pytest.importorskip("transformers")
    tokenizer.save(tmp_path)
    texts = [case[0] for case in CASES if case[0] not in ("\u0301", "\ud800我")]

    for kind in (transformers.AutoTokenizer, transformers.PreTrainedTokenizerFast):
        plain = kind.from_pretrained(tmp_path)
        found = plain(texts, add_special_tokens=False)["input_ids"]
        assert found == [tokens.ids for tokens in tokenizer.encode_batch(texts)]
        pair = plain("我爱", "北")
        assert pair["input_ids"] == [2, 5, 6, 3, 7, 3]
        assert pair["token_type_ids"] == [0, 0, 0, 0, 1, 1]
        assert (plain.mask_token_id, plain.pad_token_id, plain.unk_token_id) == (4, 0, 1)


@KINDS
def test_a_saved_tokenizer_is_the_same_when_loaded(tmp_path, tokenizer):
    tokenizer.save(tmp_path)
    loaded = CharacterTokenizer.from_pretrained(tmp_path)

    for name in ("vocabulary", "lowercase", "pieces", "special"):
        assert getattr(loaded, name) == getattr(tokenizer, name)


def saved(folder, name, content):
    data = content if isinstance(content, (bytes, str)) else json.dumps(content)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


@pytest.mark.parametrize(
    "content, tokens",
    [
        (b"[UNK]\r\n\xe6\x88\x91\r\n", ["[UNK]", "我"]),
        (b"\xef\xbb\xbf[UNK]\n\xe6\x88\x91", ["[UNK]", "我"]),
        (b"[UNK]\n\xe6\x88\x91\n\n\n", ["[UNK]", "我"]),
        ("[UNK]\t0\n我\t1\n", ["[UNK]", "我"]),
        ("[UNK]\n我\n爱\n我\n", ["[UNK]", "[twice 1]", "爱", "我"]),
        ("[UNK]\n\u2028\n\u3000\n", ["[UNK]", "\u2028", "\u3000"]),
    ],
    ids=["CRLF", "byte order mark", "empty lines", "ids as in ERNIE", "twice", "odd line ends"],
)
def test_a_vocabulary_is_read_as_transformers_reads_it(tmp_path, content, tokens):
    saved(tmp_path, "vocab.txt", content)

    assert list(CharacterTokenizer.from_pretrained(tmp_path).vocabulary) == tokens
    assert len(CharacterTokenizer.from_pretrained(tmp_path / "vocab.txt")) == len(tokens)


def test_settings_and_special_tokens_are_those_of_the_config(tmp_path):
    saved(tmp_path, "vocab.txt", "<pad>\n<unk>\n<s>\n</s>\nA\n")
    config = {"cls_token": "<s>", "sep_token": {"content": "</s>"}, "unk_token": "<unk>"}
    saved(tmp_path, "tokenizer_config.json", {**config, "do_lower_case": False})
    tokenizer = CharacterTokenizer.from_pretrained(tmp_path)

    assert [tokenizer.id_of(name) for name in ("[UNK]", "[CLS]", "[SEP]")] == [1, 2, 3]
    assert tokenizer.encode("A我").ids == [4, 1]


def test_a_tokenizer_json_of_word_pieces_is_enough(tmp_path):
    content = {
        "model": {"type": "WordPiece", "vocab": {"[UNK]": 0, "A": 2, "我": 1}},
        "added_tokens": [{"content": "[MASK]", "id": 3}, {"content": "[UNK]", "id": 0}],
        "normalizer": {"type": "BertNormalizer", "lowercase": False},
    }
    saved(tmp_path, "tokenizer.json", content)
    tokenizer = CharacterTokenizer.from_pretrained(tmp_path)

    assert (tokenizer.vocabulary, tokenizer.lowercase) == (("[UNK]", "我", "A", "[MASK]"), False)


WORD_PIECE = {"type": "WordPiece", "vocab": {"[UNK]": 0, "我": 1}}
DAMAGED = [
    ({}, "has no vocab.txt and no tokenizer.json. Give the folder"),
    ({"vocab.txt": ""}, "is empty"),
    ({"vocab.txt": "我\n"}, r"has no '\[UNK\]'"),
    ({"vocab.txt": b"[UNK]\n\xff\n"}, "vocab.txt:2: not UTF-8"),
    ({"vocab.txt": "[UNK]\n", "tokenizer_config.json": '{\n"a'}, "config.json:2: not JSON"),
    ({"vocab.txt": "[UNK]\n", "tokenizer_config.json": "[]"}, "is not a JSON object"),
    ({"vocab.txt": "[UNK]\n", "tokenizer_config.json": "[" * 200_000}, "nested too deep"),
    ({"vocab.txt": "[UNK]\n", "tokenizer_config.json": {"do_lower_case": "no"}}, "true or false"),
    ({"tokenizer.json": {"model": {"type": "BPE", "vocab": {}}}}, "is BPE. zhnlp reads"),
    ({"tokenizer.json": {"model": {"type": "Unigram", "vocab": []}}}, "Take an encoder that has"),
    ({"tokenizer.json": {}}, "is unknown"),
    ({"tokenizer.json": {"model": {**WORD_PIECE, "vocab": {"[UNK]": 0, "a": 2}}}}, "not 0, 1, 2"),
    ({"tokenizer.json": {"model": {**WORD_PIECE, "vocab": {"[UNK]": []}}}}, "not 0, 1, 2"),
    ({"spiece.model": b""}, "sentence pieces or bytes. zhnlp reads"),
    ({"vocab.json": "{}", "merges.txt": ""}, "sentence pieces or bytes. zhnlp reads"),
]


@pytest.mark.parametrize("files, message", DAMAGED, ids=[message for _, message in DAMAGED])
def test_a_folder_without_a_good_vocabulary(tmp_path, files, message):
    for name, content in files.items():
        saved(tmp_path, name, content)

    with pytest.raises(PackError, match=message):
        CharacterTokenizer.from_pretrained(tmp_path)


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(PackError, match=r"there is no vocabulary .* Check the path"):
        CharacterTokenizer.from_pretrained(tmp_path / "none")


def test_training_keeps_what_occurs_often_enough():
    tokenizer = CharacterTokenizer.train(["我爱A我", "a 爱", "\ud800京"], min_count=2)

    assert tokenizer.vocabulary == (*SPECIAL, "a", "我", "爱")
    assert not tokenizer.pieces


def test_training_learns_pieces_of_words():
    texts = ["我用iphone", "iphone和IPHONE", "phones"] * 3
    tokenizer = CharacterTokenizer.train(iter(texts), n_pieces=30)

    assert "iphone" in tokenizer.vocabulary
    assert tokenizer.encode("我iphone").starts == [0, 1]
    assert 1 not in tokenizer.encode("我和hen").ids  # of letters, where no longer piece fits


@pytest.mark.parametrize("vocabulary, message", [(["[UNK]", "我", "我"], "twice"), (["我"], "UNK")])
def test_a_vocabulary_that_cannot_be(vocabulary, message):
    with pytest.raises(UsageError, match=message):
        CharacterTokenizer(vocabulary)


def test_what_is_not_a_text():
    with pytest.raises(InputError, match="text is None"):
        PIECES.encode(None)
    with pytest.raises(InputError, match="Give a list of strings"):
        PIECES.encode_batch("我")
    with pytest.raises(UsageError, match=r"no '\[B\]'"):
        PIECES.id_of("[B]")
