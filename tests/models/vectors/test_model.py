"""WordVectors: found by word, compared by angle, kept in packs."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import WordVectors
from zhnlp.errors import InputError, PackError, UsageError
from zhnlp.models.vectors.subwords import Subwords, buckets, ngrams
from zhnlp.packing import make_pack
from zhnlp.saving import load

ROYAL = WordVectors.of(
    ["国王", "女王", "男人", "女人", "香蕉", "王"],
    [[1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 1], [-1, 0.1, 0.1], [1, 0, 0]],
    counts=[9, 8, 7, 6, 5, 4],
)
NUMBERS = st.floats(-100, 100, width=16)
STORES = st.integers(1, 4).flatmap(
    lambda width: st.dictionaries(
        st.text(max_size=4), st.lists(NUMBERS, min_size=width, max_size=width), min_size=1
    )
)


@given(STORES, st.booleans())
def test_every_word_has_its_vector(words, half):
    vectors = WordVectors.of(words, list(words.values()), half=half)

    assert list(vectors) == list(words) == [vectors.words[row] for row in range(len(vectors))]
    for row, (word, numbers) in enumerate(words.items()):
        assert word in vectors
        assert vectors[word].tolist() == numbers
        assert vectors[word].dtype == np.float32
        assert vectors.words[row - len(vectors)] == word
    assert vectors.rows([*words, "not there"]).tolist() == [*range(len(words)), -1]


@given(STORES, st.booleans(), st.integers(0, 5), st.data())
def test_the_nearest_are_those_of_a_search_one_by_one(words, half, n, data):
    vectors = WordVectors.of(words, list(words.values()), half=half)
    query = data.draw(st.sampled_from(list(words)))

    found = vectors.most_similar(query, n=n)

    others = [word for word in words if word != query]
    expected = sorted((vectors.similarity(query, word) for word in others), reverse=True)[:n]
    assert [round(each.similarity, 4) for each in found] == [
        pytest.approx(each, abs=2e-4) for each in expected
    ]
    assert query not in [each.word for each in found]


@given(STORES)
def test_similarity_is_the_cosine(words):
    vectors = WordVectors.of(words, list(words.values()))
    (first, one), (second, other) = [*words.items(), *words.items()][:2]
    length = np.linalg.norm(one) * np.linalg.norm(other)
    expected = np.dot(one, other) / length if length else 0

    assert vectors.similarity(first, second) == pytest.approx(expected, abs=1e-5)


def test_an_analogy_is_completed():
    best, *_ = ROYAL.analogy("男人", "国王", "女人", n=2)

    assert best.word == "女王"
    assert ROYAL.most_similar(["国王", "女人"], "男人")[0] == best


def test_of_equally_near_words_the_first_comes_first():
    vectors = WordVectors.of([*"abcd"], [[1, 0], [0, 1], [0, 2], [0, 3]])

    assert [word for word, _ in vectors.most_similar("a", n=2)] == ["b", "c"]


UNKNOWN = [
    ("国王女人", [0.5, 0.5, 0.5], "two words"),
    ("小国王的女人", [0.5, 0.5, 0.5], "characters between them do not count"),
    ("王国", [1, 0, 0], "one part"),
    ("小", [0, 0, 0], "no part"),
    ("", [0, 0, 0], "an empty word"),
    ("\ud800\0", [0, 0, 0], "what is no character"),
]


@pytest.mark.parametrize("word, expected, shows", UNKNOWN, ids=[each[2] for each in UNKNOWN])
def test_a_word_that_is_not_there_is_the_mean_of_its_parts(word, expected, shows):
    assert ROYAL.vector(word).tolist() == expected
    assert ROYAL.vector(word, unknown="zero").tolist() == [0, 0, 0]


def test_a_word_that_is_not_there_is_an_error_that_names_one_like_it():
    for ask in (
        lambda: ROYAL["女国王"],
        lambda: ROYAL.similarity("国王", "女国王"),
        lambda: ROYAL.most_similar("女国王"),
        lambda: ROYAL.analogy("女国王", "国王", "女王"),
    ):
        with pytest.raises(UsageError, match=r"'女国王'. Did you mean '女王'\? Or give unknown="):
            ask()
    assert "女国王" not in ROYAL
    assert 3 not in ROYAL
    assert ROYAL.most_similar("国王女人", n=1, unknown="parts")[0].word == "国王"


def test_ngrams_give_a_vector_to_a_word_that_is_not_there():
    grams = np.arange(20, dtype=np.float32).reshape(10, 2)
    vectors = WordVectors.of(["北京"], [[1, 1]], subwords=Subwords((1, 2), grams))
    rows = buckets("南京", (1, 2), 10)

    assert ngrams("南京", (1, 2)) == ["<南", "南", "南京", "京", "京>"]
    assert vectors.vector("南京").tolist() == grams[rows].mean(0).tolist()
    assert vectors["北京"].tolist() == [1, 1]
    assert "南京" not in vectors


def test_ngrams_are_those_of_gensim():
    fasttext = pytest.importorskip("gensim.models.fasttext")
    for word in ("北京", "a", "𠮷野家", "naïve", "", "很长的一个词"):
        for lengths in ((1, 3), (3, 6), (2, 2)):
            expected = fasttext.ft_ngram_hashes(word, *lengths, 1000)
            assert buckets(word, lengths, 1000) == list(expected)


@pytest.mark.parametrize("half", [False, True])
def test_they_are_kept_in_a_pack_and_sent_to_other_processes(tmp_path, half):
    vectors = WordVectors.of(["a", "b"], [[1, 2], [3, 4.5]], counts=[2, 1], half=half)
    vectors.save_pack(tmp_path)

    for again in (WordVectors(tmp_path), load(tmp_path), pickle.loads(pickle.dumps(vectors))):
        assert again == vectors
        assert again.matrix.tolist() == [[1, 2], [3, 4.5]]
        assert again.counts.tolist() == [2, 1]
    again = WordVectors(tmp_path)
    assert len(pickle.dumps(again)) < 500  # the folder alone
    assert not again.matrix.flags.writeable


def test_vectors_in_half_the_memory_are_nearly_the_same():
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(50, 20))
    words = [str(number) for number in range(50)]
    whole, half = (WordVectors.of(words, matrix, half=each) for each in (False, True))

    assert half.matrix.nbytes == whole.matrix.nbytes / 2
    assert half.similarity("0", "1") == pytest.approx(whole.similarity("0", "1"), abs=1e-3)
    assert half.most_similar("0", n=3)[0].word == whole.most_similar("0", n=3)[0].word


def test_a_damaged_pack_is_an_error(tmp_path):
    ROYAL.save_pack(tmp_path)
    path = tmp_path / "arrays.safetensors"
    path.write_bytes(path.read_bytes()[:-4])

    with pytest.raises(PackError, match="damaged"):
        WordVectors(tmp_path)


@pytest.mark.parametrize("left_out", ["words", "rows", "vectors", "norms", "width"])
def test_arrays_that_do_not_fit_together_are_an_error(left_out):
    arrays = {name: array for name, array in ROYAL.pack.arrays.items() if name != left_out}
    about = {"width": 3} if left_out != "width" else {"width": 5}
    pack = make_pack("WordVectors", about, arrays)

    with pytest.raises(PackError):
        WordVectors(pack)


DAMAGES = [
    {"rows": np.full(6, 6, np.uint32)},
    {"hashes": np.arange(6, 0, -1, dtype=np.uint32)},
    {"ends": np.array([33, 0, 0, 0, 0, 33], np.uint32)},
    {"counts": np.ones(5, np.ulonglong)},
    {"counts": np.ones(6, np.uint32)},
    {"vectors": np.full(18, np.nan, np.float32)},
    {"norms": np.full(6, np.inf, np.float32)},
    {"ngrams": np.empty(0, np.float32)},
]


@pytest.mark.parametrize("change", DAMAGES, ids=lambda change: next(iter(change)))
def test_arrays_that_cannot_be_are_an_error(change):
    about = {"width": 3, "lengths": [1, 3]}
    pack = make_pack("WordVectors", about, {**ROYAL.pack.arrays, **change})

    with pytest.raises(PackError):
        WordVectors(pack)


def test_words_that_are_not_text_are_an_error():
    arrays = {**ROYAL.pack.arrays, "words": np.full(33, 255, np.uint8)}
    damaged = WordVectors(make_pack("WordVectors", {"width": 3}, arrays))

    with pytest.raises(PackError):
        list(damaged)


def test_a_word_may_occur_more_often_than_a_32_bit_number_says():
    counted = WordVectors.of(["的"], [[1]], counts=[5_000_000_000])

    assert counted.counts.tolist() == [5_000_000_000]


WRONG = [
    ({"words": ["a", "a"], "vectors": [[1], [2]]}, "'a' has several vectors"),
    ({"words": ["a"], "vectors": [[1], [2]]}, r"1 words, and the vectors have the shape \(2, 1\)"),
    ({"words": ["a"], "vectors": [[]]}, "the shape"),
    ({"words": ["a"], "vectors": [["x"]]}, "not rows of numbers"),
    ({"words": ["a", "b"], "vectors": [[1], [1, 2]]}, "not rows of numbers"),
    ({"words": ["a"], "vectors": [[float("nan")]]}, "not finite"),
    ({"words": ["a"], "vectors": [[1e30]], "half": True}, "too large"),
    ({"words": ["a"], "vectors": [[1]], "counts": [1, 2]}, "1 words and 2 counts"),
]


@pytest.mark.parametrize("given, message", WRONG, ids=[each[1] for each in WRONG])
def test_what_cannot_be_vectors_is_an_error(given, message):
    with pytest.raises(UsageError, match=message):
        WordVectors.of(**given)


def test_wrong_questions_are_errors():
    with pytest.raises(UsageError, match="Give at least one"):
        ROYAL.most_similar([])
    with pytest.raises(UsageError, match="3 finite numbers"):
        ROYAL.nearest([1, 2])
    with pytest.raises(InputError, match="word is 3"):
        ROYAL[3]
    with pytest.raises(UsageError, match="unknown 'chars' is not known"):
        ROYAL.vector("国王", unknown="chars")


def test_a_vocabulary_without_words_answers_nothing():
    vectors = WordVectors.of([], np.empty((0, 3)))

    assert len(vectors) == 0
    assert vectors.nearest([1, 0, 0]) == []
    assert vectors.vector("北京").tolist() == [0, 0, 0]


def test_gensim_has_the_same_vectors():
    pytest.importorskip("gensim")
    keyed = ROYAL.to_gensim()

    assert keyed.index_to_key == list(ROYAL)
    ours = ROYAL.most_similar("国王", n=3)
    assert [word for word, _ in keyed.most_similar("国王", topn=3)] == [word for word, _ in ours]
    again = WordVectors.from_gensim(keyed)
    assert (list(again), again.matrix.tolist()) == (list(ROYAL), ROYAL.matrix.tolist())
    assert again.counts.tolist() == ROYAL.counts.tolist()
