"""Training of n-gram models: the formulas of the paper, and a pack that says the same."""

import gzip
import json
import math
from array import array
from collections import Counter
from dataclasses import replace
from itertools import pairwise, product
from random import Random

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from zhnlp.core._core import Ngram
from zhnlp.errors import FileError, UsageError
from zhnlp.models import ngram_arrays, ngram_training
from zhnlp.models.ngram_arrays import from_arrays, to_arrays
from zhnlp.models.ngram_corpus import (
    BEGIN,
    END,
    LATIN,
    NUMBER,
    NUMERAL,
    SPECIAL,
    UNKNOWN,
    aliases,
    number,
    read_as,
)
from zhnlp.models.ngram_counts import count, discounts, place, seen_types, smooth
from zhnlp.models.ngram_pruning import least_loss, losses, often_enough, weigh_back_offs
from zhnlp.models.ngram_training import train
from zhnlp.models.quantising import code_book
from zhnlp.models.rare_words import spelling
from zhnlp.packing import read_pack

N_WORDS = 7
WORDS = range(N_WORDS)
orders = st.sampled_from([2, 3, 4])
numbered = st.lists(st.integers(END + 1, N_WORDS - 1) | st.just(UNKNOWN), min_size=1, max_size=6)
corpora = st.lists(numbered, min_size=1, max_size=8)
least_counts = st.tuples(*[st.integers(1, 3)] * 4)
SPARSE = [[3, 4], [3, 4], [3, 4], [3, 4]]  # no count of 1, 2 or 3
SKEWED = [[3, 4]] * 3 + [[5, 6], [5, 3]] * 4 + [[4, w] for w in (3, 4, 5, 6)] * 4


def counted(sentences, order):
    stream = [number for sentence in sentences for number in (BEGIN, *sentence, END)]
    return count(np.array(stream), order, N_WORDS)


def trained(sentences, order, least, good_turing=True):
    """The levels of a model of sentences of numbers."""
    counts = counted(sentences, order)
    seen, kept = seen_types(counts, N_WORDS), often_enough(counts, (1, *least[1:]))
    levels = smooth(counts, seen, kept, N_WORDS, good_turing=good_turing)
    weigh_back_offs(levels)
    return levels


def unpacked(grams, n):
    """The numbers of n-grams as tuples of the numbers of words."""
    return [tuple(int(gram) // N_WORDS**k % N_WORDS for k in reversed(range(n))) for gram in grams]


def probability(levels):
    """P(word | context) by the levels of a back-off model, before they are rounded."""
    table = {}
    for level in levels:
        rows = zip(unpacked(level.grams, level.n), level.probs, level.back_offs, strict=True)
        for gram, prob, weight in rows:
            table[gram] = math.log(prob) if prob else -math.inf, math.log(weight)
    return lambda context, word: math.exp(reference.back_off_log_prob(table, context, word))


def contexts(order):
    return [context for n in range(order) for context in product(WORDS, repeat=n)]


def everywhere(prob, order):
    return np.array([[prob(context, word) for word in WORDS] for context in contexts(order)])


@given(corpora, orders)
def test_counts_are_those_of_the_n_grams_between_begin_and_end(sentences, order):
    for n, (grams, times) in enumerate(counted(sentences, order), 1):
        expected = sorted(reference.count_grams(sentences, n).items())

        assert list(zip(unpacked(grams, n), times.tolist(), strict=True)) == expected


@pytest.mark.parametrize("good_turing", [True, False])
@given(corpora, orders)
@example(SPARSE, 3)
@example(SKEWED, 3)
def test_probabilities_are_those_of_the_formulas(good_turing, sentences, order):
    """Without Good-Turing they are KenLM's, with which they were compared."""
    levels = trained(sentences, order, (1,) * order, good_turing)
    expected = reference.kneser_ney(sentences, order, N_WORDS, good_turing=good_turing)

    for level in levels:
        grams = unpacked(level.grams, level.n)
        assert level.probs == pytest.approx([expected(gram[:-1], gram[-1]) for gram in grams])


@given(corpora, orders)
@example(SKEWED, 3)
def test_without_pruning_backing_off_is_interpolation_for_every_word(sentences, order):
    found = everywhere(probability(trained(sentences, order, (1,) * order)), order)
    expected = everywhere(reference.kneser_ney(sentences, order, N_WORDS), order)

    assert found == pytest.approx(expected, abs=1e-7)


@given(corpora, orders, least_counts)
@example(SKEWED, 3, (1, 5, 4, 1))
def test_the_words_after_every_context_share_a_probability_of_1(sentences, order, least):
    for pruned in ((1, 1, 1, 1), least):
        found = everywhere(probability(trained(sentences, order, pruned)), order)

        assert found.sum(axis=1) == pytest.approx(1, abs=1e-7)


@given(corpora, orders, least_counts)
@example(SKEWED, 3, (1, 5, 4, 1))
def test_what_is_pruned_is_shared_as_the_shorter_context_says(sentences, order, least):
    kept = reference.kept_grams(sentences, order, least)
    smoothed = reference.kneser_ney(sentences, order, N_WORDS)
    expected = everywhere(reference.backed_off(smoothed, kept, N_WORDS), order)
    found = everywhere(probability(trained(sentences, order, least)), order)

    assert found == pytest.approx(expected, abs=1e-7)


@given(corpora, orders, least_counts)
def test_n_grams_seen_often_enough_are_kept_with_their_contexts_and_endings(
    sentences, order, least
):
    levels = trained(sentences, order, least)
    grams = {gram for level in levels[1:] for gram in unpacked(level.grams, level.n)}

    assert grams == reference.kept_grams(sentences, order, least)
    assert {part for gram in grams if len(gram) > 2 for part in (gram[1:], gram[:-1])} <= grams


@given(st.lists(st.lists(st.integers(END + 1, N_WORDS - 1), min_size=1, max_size=6), min_size=1))
@example(SPARSE)
@example(SKEWED)
def test_no_context_rules_out_a_word(sentences):
    """However small or odd the corpus, each context leaves something for words not seen there."""
    found = everywhere(probability(trained(sentences, 3, (1, 1, 1))), 3)
    possible = [word for word in WORDS if word != BEGIN]

    assert (found[:, possible] > 1e-7).all()


def test_the_unknown_word_is_as_probable_as_words_seen_once():
    """Good and Turing: of eight words and ends of sentences, two are words seen once."""

    def unknown(sentences):
        return trained(sentences, 2, (1, 1))[0].probs[UNKNOWN]

    assert unknown([[3, 4, 5], [3, 4, 6]]) == 2 / 8
    assert unknown([[3, 4], [3, 4]]) == 1 / 6  # none: as if one
    assert unknown([[3, 0, 0], [3, 4, 0]]) == (3 + 1) / 8


def test_a_vocabulary_too_large_for_the_order_is_an_error():
    with pytest.raises(UsageError, match="7,200 words, too many for n-grams of order 5"):
        count(np.array([BEGIN, END]), 5, 7200)
    assert len(count(np.array([BEGIN, END]), 5, 7000)) == 5


# Pruning


def pruned(sentences, order, share):
    """The model, and the one that keeps a share of its longer n-grams, smoothed again."""
    counts = counted(sentences, order)
    kept = often_enough(counts, (1,) * order)
    draft = smooth(counts, [raw for _, raw in counts], kept, N_WORDS)
    weigh_back_offs(draft)
    found = losses(draft)
    every = sorted(loss for level in found for loss in level)
    least = every[int((len(every) - 1) * share)]
    for is_kept, loss in zip(kept[1:], found, strict=True):
        is_kept[is_kept] = loss > least
    seen = seen_types(counts, N_WORDS, kept)
    levels = smooth(counts, seen, kept, N_WORDS, shared=True)
    weigh_back_offs(levels)
    return draft, found, levels


shares = st.sampled_from([0, 0.3, 0.8, 1])


@given(corpora, orders, shares)
@example(SKEWED, 4, 0.5)
def test_a_pruned_model_keeps_contexts_and_endings_and_sums_to_1(sentences, order, share):
    _, _, levels = pruned(sentences, order, share)
    found = everywhere(probability(levels), order)

    for shorter, level in pairwise(levels[1:]):
        for part in (level.contexts(), level.endings()):
            assert place(part, shorter.grams)[1].all()
    assert found.sum(axis=1) == pytest.approx(1, abs=1e-7)
    assert (found[:, END:] > 1e-9).all()


@given(corpora)
@example(SKEWED)
def test_a_loss_is_the_relative_entropy_between_the_models(sentences):
    """Stolcke: of the model and of the one without the n-gram, by the counts of contexts."""
    draft, found, _ = pruned(sentences, 2, 1)
    words, pairs = draft
    before = probability(draft)
    for i in range(len(pairs.grams)):
        less = [replace(words), pairs.select(np.arange(len(pairs.grams)) != i)]
        weigh_back_offs(less)
        after = probability(less)
        (context, _), times = unpacked(pairs.grams, 2)[i], words.counts
        rows = [(before((context,), word), after((context,), word)) for word in WORDS]
        entropy = sum(p * math.log(p / q) for p, q in rows if p > 0)
        assert found[0][i] == pytest.approx(times[context] * entropy, abs=1e-5)


def test_what_is_left_out_counts_for_its_ending():
    """b is seen after 5 and 6, 3 times each: two types, but three times and a type without 5 b."""
    counts = counted([[5, 3], [6, 3]] * 3, 2)
    kept = often_enough(counts, (1, 1))
    assert seen_types(counts, N_WORDS)[0][counts[0][0] == 3] == 2

    kept[1] &= counts[1][0] != 5 * N_WORDS + 3
    assert seen_types(counts, N_WORDS, kept)[0][counts[0][0] == 3] == 3 + 1


@given(corpora, orders, st.integers(0, 200))
def test_what_is_above_the_least_loss_fits(sentences, order, n_bytes):
    draft, found, _ = pruned(sentences, order, 0)
    least = least_loss(draft, found, n_bytes)
    kept = [level.select(loss > least) for level, loss in zip(draft[1:], found, strict=True)]
    size = sum(len(level.grams) * 3 for level in kept)

    assert size <= n_bytes


def test_discounts_stay_within_the_counts():
    for seen in ([1], [1, 1, 2], [5, 9], [1, 2, 3, 3, 4, 4, 4, 4]):
        taken = discounts(np.array(seen))

        assert taken[0] == 0
        assert (taken[1:] > 0).all()
        assert (taken[1:] < [1, 2, 3]).all()


# The arrays of a pack


PARTS = ("words", "log_probs", "contexts", "back_offs", "starts", "anchors", "log_prob_book",
         "back_off_book")  # fmt: skip


def compiled(arrays, order):
    return Ngram([tuple(arrays.get(f"{name}_{k}") for name in PARTS) for k in range(order)])


@given(corpora, orders, least_counts, st.lists(st.sampled_from(WORDS), max_size=8))
def test_the_compiled_model_walks_the_arrays(sentences, order, least, words):
    arrays = to_arrays(trained(sentences, order, least))
    table = reference.back_off_table(arrays, order)
    context, expected = (BEGIN,), []
    for word in words:
        expected.append(reference.back_off_log_prob(table, context[1 - order :], word))
        context = (*context, word)

    assert compiled(arrays, order).log_probs(words) == pytest.approx(expected, abs=1e-4)


@given(corpora, orders, least_counts)
def test_the_arrays_hold_the_levels(sentences, order, least):
    """A corpus so small has few different values, and none is rounded to another."""
    levels = trained(sentences, order, least)
    found = reference.back_off_table(to_arrays(levels), order)
    prob = probability(levels)

    assert set(found) == {gram for level in levels for gram in unpacked(level.grams, level.n)}
    for gram, (log_prob, _) in found.items():
        if gram != (BEGIN,):
            assert math.exp(log_prob) == pytest.approx(prob(gram[:-1], gram[-1]), rel=1e-5)
    others = [found[(word,)][0] for word in WORDS if word != BEGIN]
    assert found[(BEGIN,)][0] == min(others)


@given(corpora, orders, least_counts)
def test_levels_come_back_from_their_arrays(sentences, order, least):
    levels = trained(sentences, order, least)
    back = from_arrays(to_arrays(levels), order)

    for level, other in zip(levels, back, strict=True):
        assert (level.grams == other.grams).all()
        assert other.probs[2:] == pytest.approx(level.probs[2:], rel=1e-5)
        assert other.back_offs == pytest.approx(level.back_offs, rel=1e-5)


def test_many_children_are_counted_from_anchors_of_32_bits(monkeypatch):
    """A start that 16 bits behind its anchor cannot hold makes all of 32 bits."""
    levels = trained(SKEWED, 3, (1, 1, 1))
    usual = to_arrays(levels)
    monkeypatch.setattr(ngram_arrays, "_FAR", 2)
    wide = to_arrays(levels)

    assert (usual["starts_0"].dtype, "anchors_0" in usual) == (np.uint16, True)
    assert (wide["starts_0"].dtype, "anchors_0" in wide) == (np.uint32, False)
    words = [3, 4, 5, 6, 5, 3, 4, 4]
    assert compiled(wide, 3).log_probs(words) == compiled(usual, 3).log_probs(words)
    assert len(from_arrays(wide, 3)[2].grams) == len(levels[2].grams)


# Quantising

floats = st.floats(-30, 5, width=32)


@given(st.lists(floats, min_size=1, max_size=256), st.integers(1, 9))
@example([value**3 / 2**20 for value in range(256)], 1)
def test_up_to_256_different_values_are_kept(values, n_times):
    codes, book = code_book(np.array(values * n_times, dtype=float))

    assert book[codes].tolist() == values * n_times
    assert (codes.dtype, book.dtype, len(book)) == (np.uint8, np.float32, 256)


@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 100, 10**9]))
def test_of_more_values_none_leaves_its_bin(seed, fineness):
    values = np.random.default_rng(seed).gamma(2, 2, 2000)
    values = np.round(values * fineness) / fineness
    codes, book = code_book(values)
    bins = [values[codes == code] for code in np.unique(codes)]

    for lower, upper in pairwise(bins):
        assert lower.max() < upper.min()
    for code, members in zip(np.unique(codes), bins, strict=True):
        assert members.min() - 1e-5 <= book[code] <= members.max() + 1e-5
    assert np.abs(book[codes] - values).mean() < 0.02


@pytest.mark.parametrize("place", [-9.0, 0.5, 9.0])
def test_a_value_apart_from_many_others_keeps_its_place(place):
    """Such as the unknown word's probability among those of the words seen once."""
    values = np.append(np.repeat(np.linspace(1, 2, 300), range(300, 0, -1)), place)
    codes, book = code_book(values)

    assert book[codes[-1]] == pytest.approx(place, abs=0.01)


def test_no_values_make_an_empty_array():
    codes, book = code_book(np.empty(0))

    assert (len(codes), len(book)) == (0, 256)


# Words and classes

FORMS = [
    ("12月", NUMBER + "月"),
    ("１２月", NUMBER + "月"),
    ("３．１４", NUMBER),
    ("IBM", LATIN),
    ("ＩＢＭ", LATIN),
    ("MP3", LATIN),
    ("卡拉OK", "卡拉" + LATIN),
    ("A股", LATIN + "股"),
    ("，", ","),
    ("％", "%"),
    ("二十", "二十"),
    ("北京", "北京"),
]


@pytest.mark.parametrize("word, form", FORMS)
def test_a_word_is_read_as(word, form):
    assert read_as(word) == form


def test_words_of_one_form_are_one_word():
    vocabulary, stream = number([["12月", "８月", "北京"], ["北京", "３月"]], 1)

    assert vocabulary == [*SPECIAL, NUMBER + "月", "北京"]
    assert stream == [BEGIN, 3, 3, 4, END, BEGIN, 4, 3, END]


@pytest.mark.parametrize("times, word", [(4, NUMERAL + "年"), (5, "二十年")])
def test_chinese_numerals_are_a_class_where_they_are_rare(times, word):
    vocabulary, _ = number([["二十年"]] * times, 1)

    assert vocabulary == [*SPECIAL, word]


def test_a_single_chinese_numeral_is_written_out():
    assert number([["一", "三"]], 1)[0] == [*SPECIAL, "一", "三"]


def test_rare_words_are_unknown():
    vocabulary, stream = number([["甲", "乙", "甲"]], 2)

    assert (vocabulary, stream) == ([*SPECIAL, "甲"], [BEGIN, 3, UNKNOWN, 3, END])


def test_signs_that_stand_for_begin_and_end_are_unknown_words():
    vocabulary, stream = number([[SPECIAL[BEGIN], "甲", SPECIAL[END]]], 1)

    assert (vocabulary, stream) == ([*SPECIAL, "甲"], [BEGIN, UNKNOWN, 3, UNKNOWN, END])


@given(st.lists(st.lists(st.text("甲乙1", min_size=1, max_size=2)), max_size=5), st.integers(1, 3))
def test_numbers_follow_frequency_and_spell_the_corpus(sentences, least):
    vocabulary, stream = number(sentences, least)
    forms = Counter(read_as(word) for sentence in sentences for word in sentence)
    expected = [form for form in forms if forms[form] >= least]

    assert vocabulary[3:] == sorted(expected, key=lambda form: (-forms[form], form))
    words = [read_as(word) for sentence in sentences for word in [None, *sentence, None] if word]
    assert [vocabulary[n] for n in stream if n not in (BEGIN, END)] == [
        form if forms[form] >= least else SPECIAL[UNKNOWN] for form in words
    ]


def test_aliases_lead_from_full_width_to_the_signs_in_use():
    assert aliases(["100%", "a", "北京"]) == ["％%", "０0", "１1", "ａa"]


# Spelling of rare words


def test_spelling_is_counted_in_rare_words_of_several_characters():
    """甲乙 and 甲丙乙 are rare; 丁戊 is frequent, 己 single, 庚A not all Han."""
    found = spelling([["甲乙", "甲丙乙", "己", "庚A"], *[["丁戊"]] * 4])
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
        train([corpus], tmp_path / name, order=order)

    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@pytest.mark.parametrize("order", [2, 3])
def test_a_pack_says_what_it_is(corpus, tmp_path, order):
    said = []
    train([corpus], tmp_path / "a", order=order, about={"data": "无"}, report=said.append)
    about = json.loads((tmp_path / "a" / "pack.json").read_text("utf-8"))

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
    train([tmp_path / "corpus.txt"], tmp_path / "a", min_counts=least)
    pack = read_pack(tmp_path / "a", "NgramModel")
    log_probs = compiled({name: array(v.format, v) for name, v in pack.arrays.items()}, 3)

    assert all(math.log(1e-3) < p < 0 for p in log_probs.log_probs([UNKNOWN, END]))


def test_files_are_read_one_after_the_other_and_unpacked(tmp_path):
    (tmp_path / "a.txt").write_bytes("\ufeff我 爱\r\n".encode())
    (tmp_path / "b.gz").write_bytes(gzip.compress("北京\u3000。".encode()))
    train([tmp_path / "a.txt", tmp_path / "b.gz"], tmp_path / "both")
    (tmp_path / "c.txt").write_text("我 爱\n北京 。\n", "utf-8")
    train([tmp_path / "c.txt"], tmp_path / "one")

    assert contents(tmp_path / "both") == contents(tmp_path / "one")


PACKED = gzip.compress("我 爱 北京\n".encode() * 9, mtime=0)
UNREADABLE = [
    ("a.txt", None, "No such file or directory"),
    ("a.gz", None, "No such file or directory"),
    ("a.gz", PACKED[:-9], "Compressed file ended before the end-of-stream marker was reached"),
    ("a.gz", PACKED[:10] + b"\xff" * 20, "Error -3 while decompressing data: .*"),
    ("a.gz", "我 爱".encode(), r"Not a gzipped file \(.*\)"),
]


@pytest.mark.parametrize("name, content, reason", UNREADABLE, ids=[r[2] for r in UNREADABLE])
def test_a_file_that_cannot_be_read_is_an_error(tmp_path, name, content, reason):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=rf"cannot read corpus '.*{name}': {reason}\. Give a text"):
        train([tmp_path / name], tmp_path / "pack")


def test_a_folder_is_no_corpus(tmp_path):
    with pytest.raises(FileError, match="cannot read corpus"):
        train([tmp_path], tmp_path / "pack")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "\n \n\u3000\n"])
def test_a_corpus_without_words_is_an_error(tmp_path, text):
    (tmp_path / "corpus.txt").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"no words in the corpus\. Give text segmented"):
        train([tmp_path / "corpus.txt"], tmp_path / "pack")


WRONG = [{"order": n} for n in (-1, 0, 1, 6)]
WRONG += [{"min_counts": c} for c in ((), (1, 1), (0, 1, 1), (1, 1, -2))]


@pytest.mark.parametrize("settings", WRONG, ids=str)
def test_settings_out_of_range_are_an_error(corpus, tmp_path, settings):
    with pytest.raises(UsageError, match=r"the order must be 2 to 5, with a least count of 1 or"):
        train([corpus], tmp_path / "pack", **settings)


MANY = [chr(0x4E00 + number) for number in range(300)]
WEIGHTS = [1 / (number + 1) for number in range(300)]  # Zipf


@pytest.mark.parametrize("size", [0, -1, math.inf, math.nan])
def test_a_size_that_is_none_is_an_error(corpus, tmp_path, size):
    with pytest.raises(UsageError, match="it must be some megabytes, more than 0"):
        train([corpus], tmp_path / "pack", size=size)


def test_a_size_smaller_than_the_vocabulary_is_an_error(corpus, tmp_path):
    with pytest.raises(UsageError, match=r"size is 0\.001 MB, less than the vocabulary takes"):
        train([corpus], tmp_path / "pack", size=0.001)


def test_a_model_is_pruned_to_its_size(tmp_path):
    rng = Random(0)
    lines = (" ".join(rng.choices(MANY, WEIGHTS, k=12)) for _ in range(6000))
    (tmp_path / "corpus.txt").write_text("\n".join(lines), "utf-8")
    sizes = {}
    for size in (None, 0.1, 0.08):
        train([tmp_path / "corpus.txt"], tmp_path / str(size), order=4, size=size)
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
        train([corpus], tmp_path / "pack")
