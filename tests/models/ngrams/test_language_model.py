"""LanguageModel: how much a text reads like the training text."""

import pickle
from array import array
from math import exp, inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from zhnlp import LanguageModel, NgramModel
from zhnlp.errors import PackError, UsageError
from zhnlp.models.ngrams.training import train_characters, train_ngrams
from zhnlp.saving import load

TEXTS = ["今天天气很好。", "明天天气不好。", "他今天买了3.5kg苹果，很好！", "我们明天去公园。"] * 3


@pytest.fixture(scope="module")
def model():
    return train_characters(TEXTS, order=3, min_counts=(1, 1, 1), size=None)


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    (folder / "corpus.txt").write_text("我们 爱 北京\n他 爱 我们\n", "utf-8")
    train_ngrams([folder / "corpus.txt"]).save_pack(folder / "toy")
    return LanguageModel(folder / "toy")


@given(st.text("今天气很好明。a3", max_size=12))
def test_a_text_is_as_probable_as_its_pieces_after_each_other(model, text):
    table = reference.back_off_table(model.pack.arrays, 3)
    numbers = array("I", model._reader.numbers(text))
    expected, context = 0.0, ()
    for number in numbers:
        if number == reference.BEGIN:
            context = (number,)
            continue
        expected += reference.back_off_log_prob(table, context[-2:], number)
        context = (*context, number)
    found = model.measure([text])

    assert found.log_prob == pytest.approx(expected, abs=1e-4)
    assert found.n_units == sum(number != reference.BEGIN for number in numbers)
    assert found.n_unknown == sum(number == reference.UNKNOWN for number in numbers)


def test_what_reads_like_the_training_text_scores_higher(model):
    assert (
        model.score("今天天气很好。") > model.score("今天天汽很好。") > model.score("好很气天天今")
    )
    assert model.score("今天天气很好。") > log(0.3)


def test_the_score_is_the_mean_over_pieces_and_ends_of_sentences(model):
    found = model.measure(["今天。明天"])

    assert found.n_units == 7
    assert model.score("今天。明天") == pytest.approx(model.log_prob("今天。明天") / 7)
    assert model.perplexity(["今天。明天"]) == pytest.approx(exp(-model.score("今天。明天")))


def test_texts_are_measured_together(model):
    one, other, both = (model.measure(texts) for texts in (["今天"], ["明天"], ["今天", "明天"]))

    assert both.log_prob == pytest.approx(one.log_prob + other.log_prob)
    assert both == model.measure(["今天\n明天"]) == model.measure(["今天\r\n明天\n"])


def test_nothing_has_no_perplexity(model):
    assert model.measure([]) == model.measure(["", "\n"]) == (0.0, 0, 0)
    assert (model.perplexity([""]), model.score(""), model.log_prob("")) == (inf, 0.0, 0.0)


@pytest.mark.parametrize("text", ["今天天氣很好。", "今天天气很好。"])
def test_traditional_characters_are_read_as_simplified(model, text):
    assert model.log_prob(text) == model.log_prob("今天天气很好。")


@pytest.mark.parametrize("text", ["买了17苹果", "买了2,000苹果"])
def test_numbers_are_read_as_one(model, text):
    assert model.log_prob(text) == model.log_prob("买了3苹果")


def test_hostile_text_is_measured(model):
    for text in ("\ud800", "\0", "😀" * 10, "e\u0301", "\u2028今天", "a" * 10_000, "的" * 10_000):
        assert -inf < model.log_prob(text) < 0


def test_a_model_of_words_measures_lists_of_words(words):
    assert words.unit == "words"
    assert words.score(["我们", "爱", "北京"]) > words.score(["北京", "我们", "爱"])
    assert words.log_prob(["我们"]) == pytest.approx(NgramModel(words.pack).log_prob(["我们"]))
    assert words.measure([["我们", "谁"]])[1:] == (3, 1)


def test_a_string_is_no_list_of_words(words):
    with pytest.raises(UsageError, match=r"'我们' is a string, but .* Give a list of words"):
        words.log_prob("我们")


def test_a_model_of_characters_reads_words_as_their_text(model):
    assert model.log_prob(["今天", "天气"]) == model.log_prob("今天天气")


def test_it_is_saved_and_pickled_with_its_pack(model, tmp_path):
    model.save_pack(tmp_path)

    for back in (load(tmp_path), LanguageModel(tmp_path), pickle.loads(pickle.dumps(model))):
        assert back == model
        assert back.score("今天") == model.score("今天")


def test_a_pack_of_another_kind_is_an_error():
    with pytest.raises(PackError, match="is a 'Dictionary', not a 'LanguageModel'"):
        LanguageModel("jieba")


def test_a_model_of_characters_segments_nothing(model, tmp_path):
    model.save_pack(tmp_path)
    with pytest.raises(PackError, match="is a 'LanguageModel', not a 'NgramModel'"):
        NgramModel(tmp_path)


def test_the_shipped_model_knows_chinese():
    model = LanguageModel()

    assert (model.unit, model.order, repr(model)) == (
        "characters",
        5,
        "LanguageModel('zh-characters')",
    )
    assert model.score("我在北京工作。") > model.score("我再北京工作。")
    assert model.measure(["我在北京工作。"]).n_unknown == 0
