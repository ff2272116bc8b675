"""Networks learn labels of texts and pairs, and answers to questions."""

import pickle
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from toys import SHORT, TINY  # noqa: E402

from zhnlp.errors import UsageError  # noqa: E402
from zhnlp.neural.building import Fitting  # noqa: E402
from zhnlp.neural.encoders import EncoderConfig, bert  # noqa: E402
from zhnlp.neural.inputs import Inputs  # noqa: E402
from zhnlp.neural.labelling import pair_rows, text_parts  # noqa: E402
from zhnlp.neural.reading import Part, best_span, question_parts  # noqa: E402
from zhnlp.neural.settings import Shape  # noqa: E402
from zhnlp.neural.text_training import Asked, Labelled, train_labels, train_reader  # noqa: E402
from zhnlp.neural.tokenizer import CharacterTokenizer  # noqa: E402

TEXTS = [
    Labelled("酒店很好，喜欢。", "pos"),
    Labelled("房间太差，失望。", "neg"),
    Labelled("好！", "pos"),
    Labelled("差！", "neg"),
] * 6
PAIRS = [
    Labelled("北京在哪", "same", "北京在哪"),
    Labelled("北京在哪", "other", "酒店很好"),
    Labelled("酒店很好", "same", "酒店很好"),
    Labelled("酒店很好", "other", "北京在哪"),
] * 6
ASKED = [
    Asked("中国的首都是北京。", "首都是哪", 6, 8),
    Asked("上海人住在上海。", "住在哪", 5, 7),
] * 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A tiny BERT for rows of 24 tokens, as plain transformers saves it."""
    path = tmp_path_factory.mktemp("bert")
    texts = [text for each in (*TEXTS, *PAIRS, *ASKED) for text in each[:2]]
    tokenizer = CharacterTokenizer.train([*texts, *texts])
    tokenizer.save(path)
    torch.manual_seed(0)
    sizes = {"width": 16, "n_layers": 2, "n_heads": 2, "max_length": 24, "dropout": 0.0}
    bert(EncoderConfig(n_tokens=len(tokenizer), **sizes)).save(path)
    return path


@pytest.mark.parametrize("encoder", ["rnn", "lstm", "gru", "cnn"])
def test_labels_are_learned(encoder):
    model = train_labels(TEXTS, Fitting(replace(TINY, encoder=encoder), SHORT))

    found = model.probabilities_batch([each.text for each in TEXTS[:4]])

    assert [max(own, key=own.get) for own in found] == [each.label for each in TEXTS[:4]]
    assert all(sum(own.values()) == pytest.approx(1) for own in found)


@pytest.mark.parametrize("pooling", ["first", "mean", "pooled"])
def test_every_pooling_can_be_used(pooling):
    model = train_labels(TEXTS, Fitting(replace(TINY, pooling=pooling, hidden=8), SHORT))

    assert model.probabilities("酒店很好，喜欢。")["pos"] > 0.5


def test_a_text_without_characters_has_probabilities():
    model = train_labels(TEXTS, Fitting(TINY, SHORT))

    assert sum(model.probabilities("").values()) == pytest.approx(1)


def test_the_best_score_on_other_texts_is_kept():
    scores = iter([0.2, 0.9, 0.1])
    model = train_labels(
        TEXTS, Fitting(TINY, replace(SHORT, passes=3)), score=lambda _: next(scores)
    )

    assert model.about["training"]["best"] == 2


def test_a_long_text_has_the_mean_of_its_parts(folder):
    model = train_labels(TEXTS, Fitting(Shape(str(folder)), SHORT))
    parts = ["酒店很好，喜欢。" * 2, "房间太差，失望。" * 2]  # of 16 tokens: two do not fit
    one, other = model.probabilities_batch(parts)

    found = model.probabilities("".join(parts))

    assert found == pytest.approx({name: (one[name] + other[name]) / 2 for name in one}, abs=1e-5)


def test_pairs_are_learned(folder):
    settings = replace(SHORT, passes=40, rate=1e-2)
    model = train_labels(PAIRS, Fitting(Shape(str(folder)), settings))

    found = model.pair_probabilities([(each.text, each.other) for each in PAIRS[:4]])

    assert [max(own, key=own.get) for own in found] == [each.label for each in PAIRS[:4]]


def test_answers_are_learned(folder):
    settings = replace(SHORT, passes=40, rate=1e-2)
    model = train_reader(ASKED, Fitting(Shape(str(folder)), settings))

    for each in ASKED[:2]:
        [(start, end, probability)] = model.answers(each.text, [each.question])

        assert (start, end) == (each.start, each.end)
        assert 0 < probability <= 1
    assert model.answers("", ["首都是哪"]) == [None]


TOKENIZER = CharacterTokenizer.train(["一二三四五六七八九。问"] * 2)
INPUTS = Inputs(TOKENIZER, special=True, max_tokens=12)


def test_no_part_of_a_text_is_left_out():
    tokens = TOKENIZER.encode("一二。三四。五六七八九一二三四。")
    parts = text_parts("一二。三四。五六七八九一二三四。", tokens.starts, 7)

    assert parts == [(0, 6), (6, 13), (9, 16)]  # the last window of a long sentence is full


def test_a_pair_that_is_too_long_is_read_in_pairs_of_its_parts():
    rows = pair_rows(INPUTS, "一二三。四五六。", "七。八九一二三。")

    assert len(rows) == 3
    assert max(len(row["ids"]) for row in rows) <= 12
    assert {i for row in rows for i in row["ids"]} >= set(
        TOKENIZER.encode("一二三四五六七八九").ids
    )


def test_a_question_is_asked_of_every_window():
    text = TOKENIZER.encode("一二三四五六七八九一二三")
    parts = question_parts(INPUTS, TOKENIZER.encode("问问"), text)

    assert {i for part in parts for i in range(part.first, part.last)} == set(range(12))
    for part in parts:
        assert len(part.row["ids"]) <= 12
        begin = part.offset
        assert (
            part.row["ids"][begin : begin + part.last - part.first]
            == text.ids[part.first : part.last]
        )


def test_an_answer_ends_where_it_begins_or_later():
    """The best start is behind the best end, so the best legal pair is taken."""
    scores = torch.tensor([[9.0, 9], [0, 5], [2, 0], [6, 1]]).numpy()
    part = Part({"ids": []}, first=10, last=13, offset=1)

    first, last, score, _ = best_span(scores, part)

    assert (first, last, score) == (12, 12, 7)


def test_one_label_is_not_enough():
    with pytest.raises(UsageError, match="1 labels"):
        train_labels(TEXTS[:1], Fitting(TINY, SHORT))


def test_words_are_cut_by_the_default_model():
    """So a network over vectors of words takes plain texts; also after the way to a worker."""
    shape = replace(TINY, channels=("words", "places", "bigrams"))
    model = train_labels(TEXTS, Fitting(shape, SHORT))
    again = pickle.loads(pickle.dumps(model))

    assert model.probabilities("酒店很好，喜欢。")["pos"] > 0.5
    assert again.probabilities("差！") == model.probabilities("差！")


def test_a_network_for_texts_has_no_tags():
    with pytest.raises(UsageError, match="'tags'"):
        train_labels(TEXTS, Fitting(replace(TINY, channels=("tags",)), SHORT))


def test_pairs_and_questions_need_an_encoder_of_transformers():
    for train, samples in ((train_labels, PAIRS), (train_reader, ASKED)):
        with pytest.raises(UsageError, match="need an encoder of transformers"):
            train(samples, Fitting(TINY, SHORT))
