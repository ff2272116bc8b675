"""Training of n-gram models: files, settings, and a pack that says what it is."""

import gzip
import math
from array import array
from itertools import product
from random import Random

import numpy as np
import pytest

from zhnlp.core import Ngram, NgramLevel
from zhnlp.errors import FileError, UsageError
from zhnlp.models.ngrams import training as ngram_training
from zhnlp.models.ngrams.training import train_ngrams
from zhnlp.models.ngrams.unknown_words import unknown_word_hmm
from zhnlp.models.ngrams.word_corpus import (
    END,
    UNKNOWN,
)
from zhnlp.packing import read_pack

PARTS = ("words", "log_probs", "contexts", "back_offs", "starts", "anchors", "log_prob_book",
         "back_off_book")  # fmt: skip


def compiled(arrays, order):
    return Ngram(NgramLevel(*(arrays.get(f"{name}_{k}") for name in PARTS)) for k in range(order))


# Spelling of rare words


def test_spelling_is_counted_in_rare_words_of_several_characters():
    """甲乙 and 甲丙乙 are rare; 丁戊 is frequent, 己 single, 庚A not all Han."""
    found = unknown_word_hmm([["甲乙", "甲丙乙", "己", "庚A"], *[["丁戊"]] * 4])
    chars = [chr(char) for char in found["hmm_chars"]]
    emission = np.exp(found["hmm_emission"]).reshape(4, len(chars))
    steps = dict(zip(product("BEMS", repeat=2), found["hmm_transition"], strict=True))
    n_added = 0.05 * len(chars)

    assert chars == sorted("甲乙丙丁戊己庚")
    assert emission.sum(axis=1) == pytest.approx(1)
    assert emission[0, chars.index("甲")] == pytest.approx(2.05 / (2 + n_added))
    assert emission[1, chars.index("乙")] == pytest.approx(2.05 / (2 + n_added))
    assert emission[2, chars.index("丙")] == pytest.approx(1.05 / (1 + n_added))
    assert emission[0, chars.index("丁")] == pytest.approx(0.05 / (2 + n_added))
    assert steps["B", "E"] == steps["B", "M"] == math.log(0.5)
    assert steps["M", "E"] == 0
    assert steps["M", "M"] == steps["B", "B"] == -3.14e100


# Files and settings

CORPUS = "我 爱 北京 。\n\n我 爱 12月 的 IBM ， 他 在 ８月\n我 爱 北京 。\n"


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.txt"
    path.write_text(CORPUS, "utf-8")
    return path


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("order", [2, 3])
def test_the_same_input_gives_the_same_bytes(corpus, tmp_path, order):
    for name in "ab":
        train_ngrams([corpus], order=order).save_pack(tmp_path / name)

    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@pytest.mark.parametrize("order", [2, 3])
def test_a_pack_says_what_it_is(corpus, tmp_path, order):
    said = []
    about = train_ngrams([corpus], order=order, about={"data": "无"}, report=said.append).about

    assert (about["kind"], about["order"], about["n_words"]) == ("NgramModel", order, 17)
    assert (about["min_counts"], about["data"]) == ([1, 1, 2][:order], "无")
    assert about["n_grams"] == [13, 13, 4][:order]
    assert said[:2] == ["read 3 lines, 17 words", "vocabulary 13"]
    assert said[-1] == f"order {order}: {about['n_grams'][-1]} n-grams"


TINY = ["我", "a b", "我 爱", "\ufdd4 \ufdd5 我", "12 ８"]


@pytest.mark.parametrize("text", TINY, ids=ascii)
@pytest.mark.parametrize("least", [(1, 1, 1), (1, 1, 2), (9, 9, 9)])
def test_the_smallest_corpora_make_a_pack(tmp_path, text, least):
    (tmp_path / "corpus.txt").write_text(text, "utf-8")
    train_ngrams([tmp_path / "corpus.txt"], min_counts=least).save_pack(tmp_path / "a")
    pack = read_pack(tmp_path / "a", "NgramModel")
    log_probs = compiled({name: array(v.format, v) for name, v in pack.arrays.items()}, 3)

    assert all(math.log(1e-3) < p < 0 for p in log_probs.log_probs([UNKNOWN, END]))


def test_files_are_read_one_after_the_other_and_unpacked(tmp_path):
    (tmp_path / "a.txt").write_bytes("\ufeff我 爱\r\n".encode())
    (tmp_path / "b.gz").write_bytes(gzip.compress("北京\u3000。".encode()))
    train_ngrams([tmp_path / "a.txt", tmp_path / "b.gz"]).save_pack(tmp_path / "both")
    (tmp_path / "c.txt").write_text("我 爱\n北京 。\n", "utf-8")
    train_ngrams([tmp_path / "c.txt"]).save_pack(tmp_path / "one")

    assert contents(tmp_path / "both") == contents(tmp_path / "one")


PACKED = gzip.compress("我 爱 北京\n".encode() * 9, mtime=0)
UNREADABLE = [
    ("a.txt", None, "No such file or directory"),
    ("a.gz", None, "No such file or directory"),
    ("a.gz", PACKED[:-9], "it ends too early. Compress it with gzip again"),
    (
        "a.gz",
        PACKED[:10] + b"\xff" * 20,
        r"its compressed data are damaged \(.*\)\. Compress it with gzip again",
    ),
    ("a.gz", "我 爱".encode(), r"it is not a valid gzip file \(.*\)\. Compress it again"),
]


@pytest.mark.parametrize("name, content, reason", UNREADABLE, ids=[r[2] for r in UNREADABLE])
def test_a_file_that_cannot_be_read_is_an_error(tmp_path, name, content, reason):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=rf"cannot read corpus '.*{name}': {reason}\.$"):
        train_ngrams([tmp_path / name])


def test_a_folder_is_no_corpus(tmp_path):
    with pytest.raises(FileError, match="cannot read corpus"):
        train_ngrams([tmp_path])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "\n \n\u3000\n"])
def test_a_corpus_without_words_is_an_error(tmp_path, text):
    (tmp_path / "corpus.txt").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"no words in the corpus\. Give text segmented"):
        train_ngrams([tmp_path / "corpus.txt"]).save_pack(tmp_path / "pack")


WRONG = [{"order": n} for n in (-1, 0, 1, 6)]
WRONG += [{"min_counts": c} for c in ((), (1, 1), (0, 1, 1), (1, 1, -2))]


@pytest.mark.parametrize("settings", WRONG, ids=str)
def test_settings_out_of_range_are_an_error(corpus, tmp_path, settings):
    with pytest.raises(UsageError, match=r"the order must be 2 to 5, with a minimum count of 1 or"):
        train_ngrams([corpus], **settings)


MANY = [chr(0x4E00 + number) for number in range(300)]
WEIGHTS = [1 / (number + 1) for number in range(300)]  # Zipf


@pytest.mark.parametrize("size", [0, -1, math.inf, math.nan])
def test_a_size_that_is_none_is_an_error(corpus, tmp_path, size):
    with pytest.raises(UsageError, match="it must be a number of megabytes above 0"):
        train_ngrams([corpus], size=size)


def test_a_size_smaller_than_the_vocabulary_is_an_error(corpus, tmp_path):
    with pytest.raises(UsageError, match=r"size is 0\.001 MB, but the vocabulary alone takes"):
        train_ngrams([corpus], size=0.001)


def test_a_model_is_pruned_to_its_size(tmp_path):
    rng = Random(0)
    lines = (" ".join(rng.choices(MANY, WEIGHTS, k=12)) for _ in range(6000))
    (tmp_path / "corpus.txt").write_text("\n".join(lines), "utf-8")
    sizes = {}
    for size in (None, 0.1, 0.08):
        train_ngrams([tmp_path / "corpus.txt"], order=4, size=size).save_pack(tmp_path / str(size))
        sizes[size] = (tmp_path / str(size) / "arrays.safetensors").stat().st_size

    assert sizes[None] > 110_000
    assert 90_000 < sizes[0.1] <= 100_000
    assert 70_000 < sizes[0.08] <= 80_000


def test_more_words_than_a_pack_can_number_are_an_error(corpus, tmp_path, monkeypatch):
    class Full:
        @staticmethod
        def build(words):
            raise ValueError("too many words for a trie.")

    monkeypatch.setattr(ngram_training, "Trie", Full)
    with pytest.raises(UsageError, match=r"has 13 words, too many .* Raise min_counts\[0\]\."):
        train_ngrams([corpus])
