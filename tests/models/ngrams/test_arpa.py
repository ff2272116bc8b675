"""ARPA files: models that other programs wrote, and ours for them."""

import errno
import gzip
import math
import os
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import LanguageModel, NgramModel, Segmenter, read_arpa, write_arpa
from zhnlp.errors import FileError, FormatError, UsageError
from zhnlp.models.ngrams.training import train_characters, train_ngrams

# As KenLM writes them; 天 气 was pruned.
ARPA = """\
\\data\\
ngram 1=6
ngram 2=4
ngram 3=1

\\1-grams:
-1.5\t<unk>\t0
0\t<s>\t-0.5
-0.7\t</s>\t0
-0.6\t天\t-0.25
-0.9\t气\t-0.1
-1.1\t<number>\t0

\\2-grams:
-0.3\t<s> 天\t-0.2
-0.4\t天 天\t-0.7
-0.2\t气 </s>
-1.2\t天 </s>

\\3-grams:
-0.05\t<s> 天 天

\\end\\
"""
MANY = [chr(0x4E00 + number) for number in range(300)]
WEIGHTS = [1 / (number + 1) for number in range(300)]  # Zipf
TEXTS = ["今天天气很好。", "明天天气不好。", "他今天买了3.5 kg苹果，很好！"] * 3


def written(folder, content=ARPA, name="a.arpa"):
    (folder / name).write_text(content, "utf-8")
    return folder / name


@pytest.fixture
def model(tmp_path):
    return read_arpa(written(tmp_path))


LOG_PROBS = [
    ("天", -0.3 - 0.2 - 1.2),
    ("天天", -0.3 - 0.05 - 0.7 - 1.2),
    ("天气", -0.3 - 0.2 - 0.25 - 0.9 - 0.2),
    ("气", -0.5 - 0.9 - 0.2),
    ("天5", -0.3 - 0.2 - 0.25 - 1.1 - 0.7),
    ("谁", -0.5 - 1.5 - 0.7),
]


@pytest.mark.parametrize("text, log10", LOG_PROBS)
def test_probabilities_are_those_of_the_file(model, text, log10):
    assert model.log_prob(text) == pytest.approx(log10 * math.log(10), abs=1e-5)


def test_it_says_what_it_is(model):
    assert (model.unit, model.order, model.about["n_grams"]) == ("characters", 3, [7, 4, 1])


@pytest.fixture(scope="module")
def read_again(tmp_path_factory):
    """A model, and what is read again of it."""
    path = tmp_path_factory.mktemp("arpa") / "a.arpa"
    model = train_characters(TEXTS, order=4, min_counts=(1,) * 4, size=None)
    write_arpa(model, path)
    return model, read_arpa(path)


@given(st.text("今天气很好。苹3a 谁", max_size=12))
def test_what_is_written_is_read_again(read_again, text):
    model, back = read_again

    assert back.log_prob(text) == pytest.approx(model.log_prob(text), abs=1e-3)


def test_a_model_of_words_comes_back_as_one_that_segments(tmp_path):
    (tmp_path / "corpus.txt").write_text("我们 爱 北京\n12月 他 在 IBM\n" * 3, "utf-8")
    train_ngrams([tmp_path / "corpus.txt"]).save_pack(tmp_path / "mine")
    write_arpa(LanguageModel(tmp_path / "mine"), tmp_path / "a.arpa")
    back = read_arpa(tmp_path / "a.arpa", unit="words")
    back.save_pack(tmp_path / "back")
    words = ["３月", "我们", "爱", "Google"]
    model = NgramModel(tmp_path / "back")

    assert "<number>月" in (tmp_path / "a.arpa").read_text("utf-8")
    assert back.unit == "words"
    assert model.log_prob(words) == pytest.approx(
        NgramModel(tmp_path / "mine").log_prob(words), abs=1e-3
    )
    assert Segmenter("trigram", model=model).cut("我们爱北京") == ["我们", "爱", "北京"]


def test_a_packed_file_is_read(tmp_path, model):
    (tmp_path / "b.arpa.gz").write_bytes(gzip.compress(ARPA.encode()))

    assert read_arpa(tmp_path / "b.arpa.gz").log_prob("天气") == model.log_prob("天气")


def test_words_that_are_no_characters_are_left_out_with_their_n_grams(tmp_path):
    content = ARPA.replace("<number>", "天气").replace("<s> 天\t-0.2", "<s> 天气\t-0.2")
    content = content.replace("-0.05\t<s> 天 天", "-0.05\t<s> 天气 天")

    assert read_arpa(written(tmp_path, content)).about["n_grams"] == [7, 3, 0]


def test_an_unknown_word_that_is_missing_is_as_probable_as_the_rarest(tmp_path):
    content = ARPA.replace("-1.5\t<unk>\t0\n", "").replace("1=6", "1=5")
    model = read_arpa(written(tmp_path, content))

    assert model.log_prob("谁") == pytest.approx((-0.5 - 1.1 - 0.7) * math.log(10), abs=1e-5)


def test_it_is_pruned_to_a_size(tmp_path):
    rng = Random(0)
    texts = ["".join(rng.choices(MANY, WEIGHTS, k=12)) for _ in range(3000)]
    model = train_characters(texts, order=4, min_counts=(1,) * 4, size=None)
    write_arpa(model, tmp_path / "a.arpa")
    whole = read_arpa(tmp_path / "a.arpa")
    small = read_arpa(tmp_path / "a.arpa", size=0.05)

    assert 40_000 < len(small.pack.data) <= 50_000 < len(whole.pack.data)
    assert whole.perplexity(texts) < small.perplexity(texts) < 100


# Files that are not right

CUTS = [1, 3, 5, 6, 9, 14, 18, 20, 22]


@pytest.mark.parametrize("n_lines", CUTS)
def test_a_file_cut_short_is_an_error_at_its_last_line(tmp_path, n_lines):
    path = written(tmp_path, "".join(ARPA.splitlines(keepends=True)[:n_lines]))
    with pytest.raises(FormatError, match=rf"a\.arpa:{n_lines}: the file is truncated: .* follow"):
        read_arpa(path)


WRONG = [
    ("\\data\\", "data", 23, "truncated"),
    ("ngram 2=4", "ngram 3=4", 3, "the number of n-grams of order 2 should be here"),
    ("\\1-grams:", "1-grams", 6, "should be here, not '1-grams'"),
    ("ngram 1=6", "ngram 1=5", 12, r"\\2-grams: should be here, not '-1.1"),
    ("-0.6\t天\t-0.25", "-0.6 天 -0.25", 10, "is not an n-gram of order 1: a number, 1 words"),
    ("-0.6\t天\t-0.25", "x\t天\t-0.25", 10, "is not an n-gram of order 1"),
    ("-0.6\t天\t-0.25", "0.6\t天\t-0.25", 10, "0.6 is not the log of a probability"),
    ("-0.6\t天\t-0.25", "nan\t天\t-0.25", 10, "nan is not the log of a probability"),
    ("-0.6\t天\t-0.25", "-0.6\t天\tinf", 10, "inf not that of a weight"),
    ("-0.9\t气\t-0.1", "-0.9\t天\t-0.1", 11, "'天' is repeated"),
    ("-0.4\t天 天\t-0.7", "-0.4\t天 谁\t0", 16, "'谁' is not among the n-grams of order 1"),
    ("-0.4\t天 天\t-0.7", "-0.4\t天 天 天\t0", 16, "is not an n-gram of order 2"),
    ("-0.4\t天 天\t-0.7", "-0.4\t天 </s>\t0", 18, "this n-gram is repeated"),
    ("<s> 天 天", "气 天 天", 21, "its first 2 words are not among the n-grams"),
    ("\\end\\", "-1\t<s>", 23, r"\\end\\ should be here"),
    ("0\t<s>\t-0.5", "0\t<S>\t-0.5", 12, "there is no '<s>' among the words"),
]


@pytest.mark.parametrize("right, wrong, line, problem", WRONG, ids=[w[3] for w in WRONG])
def test_a_line_that_does_not_fit_is_an_error(tmp_path, right, wrong, line, problem):
    path = written(tmp_path, ARPA.replace(right, wrong, 1))
    with pytest.raises(FormatError, match=rf"a\.arpa:{line}: .*{problem}"):
        read_arpa(path)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileError, match="cannot read ARPA file"):
        read_arpa(tmp_path / "none.arpa")


def test_a_file_that_cannot_be_written_is_an_error(tmp_path, model):
    with pytest.raises(FileError, match="cannot write"):
        write_arpa(model, tmp_path / "no" / "a.arpa")


def test_more_words_than_the_order_can_number_are_an_error(tmp_path):
    names = [f"词{number}" for number in range(8000)]
    lines = "".join(f"-4\t{name}\n" for name in ("<s>", "</s>", *names))
    content = (
        f"\\data\\\nngram 1=8002\nngram 2=0\nngram 3=0\nngram 4=0\nngram 5=0\n\n\\1-grams:\n{lines}"
    )
    with pytest.raises(UsageError, match="8,003 words, too many for n-grams of order 5"):
        read_arpa(written(tmp_path, content), unit="words")


def test_a_file_that_cannot_be_completed_leaves_the_old_one(model, tmp_path, monkeypatch):
    def text(levels, names):
        yield "\\data\\\n" * 10_000
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = written(tmp_path, "old", "b.arpa")
    before = sorted(each.name for each in tmp_path.iterdir())
    monkeypatch.setattr("zhnlp.models.ngrams.arpa._text", text)
    with pytest.raises(FileError, match=r"cannot write '.*b.arpa': No space left on device."):
        write_arpa(model, path)

    assert path.read_text("utf-8") == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == before
