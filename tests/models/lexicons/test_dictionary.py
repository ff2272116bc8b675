"""Dictionary: words with log probabilities, of Python's and of a pack."""

import json
import warnings
from math import log
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FormatError, PackError, UsageError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.packing import read_pack
from zhnlp.resources import pack

FREQUENCIES = st.dictionaries(st.text(min_size=1, max_size=128), st.integers(1, 10**9), min_size=1)


@pytest.fixture(scope="module")
def shipped():
    return Dictionary.load(pack("jieba"))


@given(frequencies=FREQUENCIES)
def test_a_probability_is_a_frequency_over_the_sum_of_all(frequencies):
    made = Dictionary.of(frequencies)
    total = sum(frequencies.values())

    for word, frequency in frequencies.items():
        assert made.log_probs[made.trie.find(word)] == log(frequency) - log(total)
    assert made.unknown == -log(total)
    assert made.hmm is None


@given(frequencies=FREQUENCIES)
def test_it_does_not_depend_on_the_order_of_the_words(frequencies):
    made = Dictionary.of(frequencies)
    other = Dictionary.of(dict(sorted(frequencies.items())))

    assert bytes(made.trie.arrays()[0]) == bytes(other.trie.arrays()[0])
    assert bytes(made.log_probs) == bytes(other.log_probs)


def test_no_words_make_no_dictionary():
    with pytest.raises(UsageError, match="a dictionary without words cannot cut anything"):
        Dictionary.of({})


def test_the_shipped_one_has_jieba_s_words_and_probabilities(shipped):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    lines = Path(jieba.__file__).with_name("dict.txt").read_text("utf-8").splitlines()
    numbers = {word: int(frequency) for word, frequency, _ in map(str.split, lines)}
    total = sum(int(line.split(" ")[1]) for line in lines)

    assert shipped.unknown == -log(total)
    for word in list(numbers)[::97]:
        expected = log(numbers[word]) - log(total)
        assert shipped.log_probs[shipped.trie.find(word)] == expected
    assert shipped.trie.find("这不是一个词") == -1


def test_the_shipped_one_has_jieba_s_hidden_markov_model(shipped):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jieba.finalseg import emit_P, start_P, trans_P
    shipped_pack = read_pack(pack("jieba"), "Dictionary")
    start, transition, emission = (
        shipped_pack.array(f"hmm_{name}", "d") for name in ("start", "transition", "emission")
    )
    chars = shipped_pack.array("hmm_chars", "I")

    assert list(start) == [start_P[state] for state in "BEMS"]
    assert [transition[4 * a + b] for a, b in ((0, 1), (0, 2), (1, 3))] == [
        trans_P["B"]["E"], trans_P["B"]["M"], trans_P["E"]["S"],
    ]  # fmt: skip
    for at in range(0, len(chars), 101):
        for number, state in enumerate("BEMS"):
            expected = emit_P[state].get(chr(chars[at]), -3.14e100)
            assert emission[number * len(chars) + at] == expected


def test_a_pack_altered_cut_short_or_of_another_kind_is_an_error(tmp_path):
    arrays, about = "arrays.safetensors", "pack.json"
    content = (pack("jieba") / arrays).read_bytes()
    middle = len(content) // 2
    altered = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    for number, wrong in enumerate((altered, content[:-1], content[:9], b"")):
        copy = copytree(pack("jieba"), tmp_path / str(number))
        (copy / arrays).write_bytes(wrong)
        with pytest.raises(PackError, match=r"is damaged|cannot be read"):
            Dictionary.load(copy)
    copy = copytree(pack("jieba"), tmp_path / "kind")
    manifest = json.loads((copy / about).read_text("utf-8"))
    manifest.pop("about_crc32", None)
    (copy / about).write_text(json.dumps({**manifest, "kind": "NgramModel"}), "utf-8")
    with pytest.raises(PackError, match="is a 'NgramModel', not a 'Dictionary'"):
        Dictionary.load(copy)
    (copy / about).write_text("{", "utf-8")
    with pytest.raises(FormatError, match=r"pack\.json:1"):
        Dictionary.load(copy)
    (copy / arrays).unlink()
    (copy / about).write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(PackError, match="cannot be read"):
        Dictionary.load(copy)


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises((PackError, FormatError)):
        Dictionary.load(tmp_path / "none")


def test_of_words_as_near_the_more_frequent_come_first():
    made = Dictionary.of({"不知所云": 5, "不知所措": 9, "不知": 99, "所措": 1})

    assert made.near("不知所错") == (("不知所措", 1), ("不知所云", 1))
    assert made.near("不知所错", 2) == (("不知所措", 1), ("不知所云", 1), ("不知", 2))
    assert made.near("不知所错", 2, n=1) == (("不知所措", 1),)
    with pytest.raises(UsageError, match="must be 0 or more"):
        made.near("不知", -1)
