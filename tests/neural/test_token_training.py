"""Networks learn words, tags and names of a few sentences, and survive saving."""

import pickle
from array import array
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")

from toys import SENTENCES, SHORT, TINY, sample  # noqa: E402

from zhnlp.errors import PackError, UsageError  # noqa: E402
from zhnlp.models.sequence.training import Sample  # noqa: E402
from zhnlp.neural.building import Fitting  # noqa: E402
from zhnlp.neural.cutting import NeuralCutter  # noqa: E402
from zhnlp.neural.names import NeuralNames  # noqa: E402
from zhnlp.neural.settings import Shape  # noqa: E402
from zhnlp.neural.tagging import NeuralTagger  # noqa: E402
from zhnlp.neural.token_training import train_names, train_tags, train_words  # noqa: E402
from zhnlp.saving import load, save  # noqa: E402

FITTING = Fitting(TINY, SHORT)
ALL = Shape("gru", channels=("bigrams", "words", "places", "tags"), embedding=8, width=16)


@pytest.fixture(scope="module")
def names():
    return train_names(SENTENCES, FITTING)


@pytest.fixture(scope="module")
def cutter():
    return train_words(SENTENCES, FITTING)


def test_channels_know_nothing_that_a_file_of_lines_cannot_hold(tmp_path):
    text = "我\n们\r在\ud800家"
    samples = [Sample(text, memoryview(array("i", [len(text)])), ("r",), ())] * 2
    shape = replace(ALL, channels=("bigrams", "words"))

    model = train_names([*samples, *SENTENCES[:4]], Fitting(shape, replace(SHORT, passes=1)))
    save(model, tmp_path / "mine")

    known = model.inputs.channels
    assert {"上海", "海。"} <= {*known["bigrams"], *known["words"]}
    assert not {*"\n\r\ud800"} & {*"".join([*known["bigrams"], *known["words"]])}
    assert load(tmp_path / "mine").inputs.channels == known


@pytest.fixture(scope="module")
def tagger():
    return train_tags(SENTENCES, Fitting(TINY, replace(SHORT, passes=60)))


def test_names_are_learned(names):
    for each in SENTENCES[:4]:
        assert tuple(names.find(each.text, each.ends, each.tags)) == each.names
    assert names.labels == ("LOC", "PER")


def test_a_name_does_not_cross_the_end_of_a_sentence(names):
    text = "".join(each.text for each in SENTENCES[:4])
    shifts = [sum(len(each.text) for each in SENTENCES[:i]) for i in range(4)]

    found = names.find(text, memoryview(array("i", [len(text)])), ("x",))

    assert found == [
        (start + shift, end + shift, label)
        for shift, each in zip(shifts, SENTENCES, strict=False)
        for start, end, label in each.names
    ]


def test_tags_are_learned(tagger):
    for each in SENTENCES[:4]:
        assert tagger.tags(each.text, each.ends) == each.tags
    assert tagger.tags("", b"") == ()


def test_words_have_the_best_labels(cutter):
    for each in SENTENCES[:4]:
        scores = torch.tensor(cutter.scores(each.text).tolist())
        ends = [i + 1 for i, label in enumerate(scores.argmax(1).tolist()) if label in (2, 3)]

        assert ends == list(each.ends)


def test_all_channels_can_be_used_and_texts_may_be_empty():
    model = train_names([*SENTENCES, sample("")], Fitting(ALL, SHORT))
    each = SENTENCES[0]

    assert tuple(model.find(each.text, each.ends, each.tags)) == each.names
    assert model.find("", memoryview(array("i")), ()) == []


@pytest.mark.parametrize("which", ["names", "cutter", "tagger"])
@pytest.mark.parametrize("way", ["saved", "pickled"])
def test_a_model_survives_saving_and_pickling(which, way, request, tmp_path):
    model = request.getfixturevalue(which)
    if way == "saved":
        save(model, tmp_path)
        again = load(tmp_path)
    else:
        again = pickle.loads(pickle.dumps(model))
    text, ends, tags = SENTENCES[0][:3]
    answers = {
        NeuralNames: lambda each: each.find(text, ends, tags),
        NeuralTagger: lambda each: each.tags(text, ends),
        NeuralCutter: lambda each: each.scores(text).tolist(),
    }[type(model)]

    assert answers(again) == answers(model)
    assert type(again) is type(model)


def test_an_optional_name_is_neither_demanded_nor_wrong():
    text = sample("王明 好 。", ["nr", "a", "w"], [(0, 2, "PER?")])
    learned = train_names([*SENTENCES, *[text] * 40], FITTING)
    each = SENTENCES[3]

    assert tuple(learned.find(each.text, each.ends, each.tags)) == each.names


def test_what_is_missing_is_said():
    with pytest.raises(UsageError, match="no names"):
        train_names([sample("我 爱")], FITTING)
    with pytest.raises(UsageError, match="no tags"):
        train_tags([sample("我 爱")], FITTING)


def test_scores_of_word_pieces_are_those_of_their_characters(tmp_path):
    """Inside a token no word ends, and its labels are those that its characters can have."""
    pytest.importorskip("transformers")
    from zhnlp.neural.encoders import EncoderConfig, bert
    from zhnlp.neural.tokenizer import CharacterTokenizer

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "我", "用", "ipho", "##ne"]
    CharacterTokenizer(vocabulary).save(tmp_path)
    config = EncoderConfig(n_tokens=9, width=8, n_layers=1, n_heads=2, max_length=20)
    bert(config).save(tmp_path)
    settings = replace(SHORT, passes=1)
    cutter = train_words([sample("我 用 iphone")] * 2, Fitting(Shape(str(tmp_path)), settings))

    scores = torch.tensor(cutter.scores("我用iPhone").tolist())

    assert scores.shape == (8, 4)
    legal = scores > -20
    assert legal[2:].tolist() == [
        [True, True, False, False],  # i: B or M
        [False, True, False, False],
        [False, True, False, False],
        [False, True, True, False],  # o: M, or E if ##ne were a word
        [True, True, False, False],
        [False, False, True, False],  # the end of the text
    ]


def test_a_description_that_was_altered_is_an_error(names, tmp_path):
    save(names, tmp_path)
    path = tmp_path / "pack.json"
    path.write_text(path.read_text("utf-8").replace('"B-PER"', '"B-XXX"'), "utf-8")

    with pytest.raises(PackError, match="about_crc32"):
        load(tmp_path)


def test_saving_over_an_exported_network_leaves_nothing_of_it(names, tagger, tmp_path):
    """Or the old network would be used: an exported one comes first."""
    pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    from zhnlp.neural.export import export

    export(names, tmp_path)
    save(tagger, tmp_path)

    assert not (tmp_path / "network.onnx").exists()
    assert load(tmp_path).tags(SENTENCES[0].text, SENTENCES[0].ends) == SENTENCES[0].tags


@pytest.mark.parametrize("train, name", [(train_words, "words"), (train_tags, "tags")])
def test_a_channel_that_gives_the_answer_away_is_refused(train, name):
    shape = replace(TINY, channels=(name,))

    with pytest.raises(UsageError, match=f"no channel '{name}'"):
        train(SENTENCES, Fitting(shape, SHORT))


def test_a_misspelled_kind_of_encoder_has_a_hint():
    with pytest.raises(UsageError, match="Did you mean 'lstm'"):
        train_words(SENTENCES, Fitting(Shape("lsmt"), SHORT))


def test_a_name_that_is_cut_by_a_window_teaches_nothing_illegal():
    """A sentence longer than a row: the losses stay those of legal labels."""
    long = sample("王明王明王明王明王明", ["nr"], [(0, 10, "PER")])
    lines = []
    fitting = Fitting(replace(TINY, max_tokens=8), SHORT, report=lines.append)
    train_names([long, *SENTENCES], fitting)

    assert all(float(line.split()[3]) < 100 for line in lines if line.startswith("pass"))


def test_another_development_set_begins_anew(tmp_path):
    """Or the best pass and its score would be those of the old one."""
    lines = []
    fitting = Fitting(
        TINY, replace(SHORT, passes=2), states=tmp_path, keep_states=True, report=lines.append
    )
    train_words(SENTENCES, replace(fitting, dev_key="one"))
    train_words(SENTENCES, replace(fitting, dev_key="two"))
    assert not [line for line in lines if "resuming" in line]

    train_words(SENTENCES, replace(fitting, dev_key="two"))
    assert [line for line in lines if "resuming" in line]


def test_characters_of_raw_text_alone_are_known():
    """With their vectors, though the training texts do not have them."""
    pytest.importorskip("gensim")
    from zhnlp.neural.vectors import RawText

    texts = [RawText("龘字在北京上海。" * 2, ())] * 20
    fitting = Fitting(TINY, replace(SHORT, passes=1), raw=lambda: texts)

    assert "龘" in train_words(SENTENCES, fitting).inputs.tokenizer.ids
