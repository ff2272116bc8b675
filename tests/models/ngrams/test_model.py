"""NgramModel: a pack's log probabilities, and what they decide."""

import json
import pickle
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from zhnlp import Segmenter
from zhnlp.errors import PackError
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.ngrams.model import NgramModel
from zhnlp.models.ngrams.training import train_ngrams
from zhnlp.packing import read_pack
from zhnlp.saving import load

# After 的 中 is likelier than 中国; after 甲 的 it is the other way round.
PAIRS_AND_TRIPLES = "甲 的 中国 人\n" * 4 + "乙 的 中 国人\n" * 9 + "丙 是 国 。\n丁 是 中国 。\n"
# Names, each seen once: their characters begin or end words.
NAMES = "张伟 说 。\n王伟 说 。\n张芳 说 。\n李芳 来 。\n李娜 来 。\n王娜 来 。\n"
WORDS = ["甲", "的", "中国", "中", "国人", "人", "。", "不在"]
DICTIONARY = Lexicon(tuple((word, "prefer", 10) for word in ("来", "说")))
WEIGHTS = ["lexicon_bias", "lexicon_scale", "hmm_bias", "hmm_scale", "unit_log_prob"]


def trained(folder, corpus, **settings):
    folder.mkdir(exist_ok=True)
    (folder / "corpus.txt").write_text(corpus, "utf-8")
    train_ngrams([folder / "corpus.txt"], **settings).save_pack(folder / "toy")
    return folder / "toy"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return NgramModel(trained(tmp_path_factory.mktemp("toy"), PAIRS_AND_TRIPLES))


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    return NgramModel(trained(tmp_path_factory.mktemp("names"), NAMES))


@pytest.fixture
def pack(tmp_path):
    return trained(tmp_path, PAIRS_AND_TRIPLES, order=2)


def change_json(pack, **changes):
    path = pack / "pack.json"
    about = json.loads(path.read_text("utf-8")) | {"about_crc32": None} | changes
    kept = {name: value for name, value in about.items() if value is not None}
    path.write_text(json.dumps(kept), "utf-8")


# What it gives


def steps(model, order, words):
    """Log probability of each word after the ``order - 1`` before it, by the arrays alone."""
    whole = reference.back_off_table(read_pack(model.pack.folder, "NgramModel").arrays, model.order)
    table = {gram: numbers for gram, numbers in whole.items() if len(gram) <= order}
    context, out = (reference.BEGIN,), []
    for number in [max(model.vocabulary.find(word), reference.UNKNOWN) for word in words]:
        out.append(reference.back_off_log_prob(table, context[1 - order :], number))
        context = (*context, number)
    return out, reference.back_off_log_prob(table, context[1 - order :], reference.END)


@given(words=st.lists(st.sampled_from(WORDS), max_size=6))
def test_a_sentence_is_as_probable_as_its_words_and_its_end_together(model, words):
    parts, end = steps(model, 3, words)

    assert model.log_prob(words) == pytest.approx(sum(parts) + end, abs=1e-4)


@pytest.mark.parametrize("order", [2, 3])
@given(words=st.lists(st.sampled_from(WORDS), max_size=6))
def test_cutters_have_the_n_grams_of_the_order_asked_for(model, order, words):
    numbers = [max(model.vocabulary.find(word), reference.UNKNOWN) for word in words]
    found = model.words(order).ngram.log_probs(numbers)

    assert found == pytest.approx(steps(model, order, words)[0], abs=1e-4)


def test_an_empty_sentence_is_as_probable_as_its_end(model):
    assert model.log_prob([]) < log(0.05)
    assert model.log_prob(["丙", "是", "国", "。"]) > model.log_prob(["国", "是", "丙", "。"])


def test_it_says_what_it_is(model):
    assert (model.order, model.about["kind"], repr(model)) == (3, "NgramModel", "NgramModel('toy')")
    assert model.vocabulary.find("中国") >= 3
    assert {name: getattr(model.words(2).unknown_words, name) for name in WEIGHTS} == {
        name: model.about[name] for name in WEIGHTS
    }


# What it decides


def test_pairs_and_triples_decide_each_by_what_they_saw(model):
    bigram, trigram = (Segmenter(m, model=model, hmm=False) for m in ("bigram", "trigram"))

    assert bigram.cut("丁是中国。") == ["丁", "是", "中国", "。"]
    assert bigram.cut("乙的中国人") == trigram.cut("乙的中国人") == ["乙", "的", "中", "国人"]
    assert bigram.cut("甲的中国人") == ["甲", "的", "中", "国人"]
    assert trigram.cut("甲的中国人") == ["甲", "的", "中国", "人"]


@pytest.mark.parametrize("method", ["bigram", "trigram"])
def test_unknown_words_are_spelled_by_the_hidden_markov_model(names, method):
    with_hmm = Segmenter(method, model=names, dictionary=DICTIONARY)
    without = Segmenter(method, model=names, dictionary=DICTIONARY, hmm=False)

    assert names.vocabulary.find("李伟") == -1
    assert with_hmm.cut("李伟说。") == ["李伟", "说", "。"]
    assert without.cut("李伟说。") == ["李", "伟", "说", "。"]
    assert with_hmm.cut("张伟说。") == without.cut("张伟说。") == ["张伟", "说", "。"]


# Saving


@pytest.mark.parametrize("method", ["bigram", "trigram"])
def test_it_is_saved_with_its_segmenter(model, tmp_path, method):
    segmenter = Segmenter(method, model=model)
    segmenter.save(tmp_path / "saved")
    back = Segmenter.load(tmp_path / "saved")

    assert back == segmenter
    assert back.model.pack.folder != model.pack.folder
    for text in ("甲的中国人", "乙的中国人"):
        assert back.cut(text) == segmenter.cut(text)


def test_its_pack_loads_by_itself(model, tmp_path):
    model.save_pack(tmp_path)

    assert load(tmp_path) == model == NgramModel(str(tmp_path))
    for name in ("pack.json", "arrays.safetensors"):
        assert (tmp_path / name).read_bytes() == (model.pack.folder / name).read_bytes()


def test_it_is_pickled_as_the_place_of_its_pack(model):
    data = pickle.dumps(model)
    back = pickle.loads(data)

    assert len(data) < 1000
    assert (back, hash(back), back.pack.folder) == (model, hash(model), model.pack.folder)
    assert back.log_prob(WORDS) == model.log_prob(WORDS)


def test_models_are_equal_when_their_packs_are(model, names, pack):
    same = NgramModel(pack)

    assert (same == NgramModel(pack), same == model, model == names) == (True, False, False)
    assert model != "pku-ngrams"


# Packs that are not right


def test_a_shipped_pack_is_found_by_name():
    assert NgramModel("pku-ngrams") == NgramModel()


def test_an_unknown_name_is_an_error_that_names_the_nearest():
    with pytest.raises(PackError, match=r"no pack 'pku-ngram'\. Did you mean 'pku-ngrams'\?"):
        NgramModel("pku-ngram")


def test_an_unknown_folder_is_an_error(tmp_path):
    with pytest.raises(PackError, match=r"there is no pack in '.*none': that is not a folder"):
        NgramModel(tmp_path / "none")


def test_a_pack_of_another_kind_is_an_error():
    with pytest.raises(PackError, match="is a 'Dictionary', not a 'NgramModel'"):
        NgramModel("jieba")


def test_an_order_too_high_is_an_error_that_says_how_to_train_it(pack):
    model = NgramModel(pack)

    assert Segmenter("bigram", model=model).cut("甲") == ["甲"]
    with pytest.raises(PackError, match=r"has order 2, not 3\. Train one with .* --order 3"):
        Segmenter("trigram", model=model)


@pytest.mark.parametrize("order", [None, 0, 7, "2", 2.0])
def test_an_order_that_no_model_has_is_an_error(pack, order):
    change_json(pack, order=order)
    with pytest.raises(PackError, match=rf"order {order!r} is not 1 to 6"):
        NgramModel(pack)


def test_an_order_beyond_the_arrays_is_an_error(pack):
    change_json(pack, order=3)
    with pytest.raises(PackError, match="no array 'starts_1' of type U16 or U32"):
        NgramModel(pack)


@pytest.mark.parametrize("name", ["aliases", *WEIGHTS])
def test_a_pack_that_lacks_a_setting_is_an_error(pack, name):
    change_json(pack, **{name: None})
    with pytest.raises(PackError, match=rf"'.*toy' has no '{name}'\. Make it again\."):
        NgramModel(pack)


@pytest.mark.parametrize("place", [0, 9, -1])
def test_one_altered_byte_of_the_arrays_is_noticed(pack, place):
    content = bytearray((pack / "arrays.safetensors").read_bytes())
    content[place] ^= 1
    (pack / "arrays.safetensors").write_bytes(content)
    with pytest.raises(PackError, match=r"is damaged: .* Install or make it again"):
        NgramModel(pack)
