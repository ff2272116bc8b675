"""Segmenter("crf"): what holds for its trained model, beside test_segmenter.py."""

import pickle
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhnlp.core import units
from zhnlp.doc import Doc
from zhnlp.errors import PackError, UsageError
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.sequence.training import Schedule
from zhnlp.models.words.model import WordModel
from zhnlp.resources import dicts
from zhnlp.saving import load
from zhnlp.stages.segmenter import Segmenter

KNOWN = "王小明李雷韩梅北京上海南市大学方公司喜欢来到住在爱的桥生三百。"
# The full-width stop is left out: it joins digits, as in ３．５, but not letters.
WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F) if chr(code) != "."}
MODELS = ["toy", "pku-words", "modern-words"]
texts = st.text(KNOWN + "，a1 漢\n", max_size=30) | st.text()
known_texts = st.text(KNOWN + "AI2026.%:-", max_size=30)


@pytest.fixture(scope="session", params=MODELS)
def make(request, word_model):
    model = word_model if request.param == "toy" else request.param
    return lambda **settings: Segmenter("crf", model=model, **settings)


@pytest.fixture(scope="session")
def segmenter(make):
    return make()


@given(text=texts)
def test_words_tile_the_text(segmenter, text):
    doc = segmenter(Doc(text))

    assert "".join(doc.words) == text
    assert all(doc.words)
    assert list(doc.words) == segmenter.cut(text)


@given(text=texts)
def test_words_are_made_of_whole_units(segmenter, text):
    assert set(segmenter(Doc(text)).words.ends) <= set(units(text))


def ends(segmenter, text):
    return list(segmenter(Doc(text)).words.ends)


@given(text=known_texts)
@example(text="2026年，AI喜欢3.5%的王小明(北京)!")
def test_wide_letters_and_digits_are_cut_as_narrow_ones_are(segmenter, text):
    assert ends(segmenter, text.translate(WIDE)) == ends(segmenter, text)


@pytest.fixture(scope="session")
def traditional(segmenter):
    """Traditional characters for simplified ones, but for those the model knows itself."""
    lines = (dicts() / "traditional.tsv").read_text("utf-8").splitlines()
    pairs = [line.split() for line in lines if not line.startswith("#")]
    own = set(map(chr, segmenter.model.word_labels.alphabet.arrays()[0]))
    return {new: old for old, new in pairs if old not in own and new in own}


@given(data=st.data())
def test_traditional_characters_are_cut_as_simplified_ones_are(segmenter, traditional, data):
    chars = [*traditional, *KNOWN]
    text = data.draw(st.lists(st.sampled_from(chars), max_size=20).map("".join))
    old = "".join(traditional.get(char, char) for char in text)

    assert ends(segmenter, old) == ends(segmenter, text)


def test_the_shipped_model_reads_traditional_script():
    segmenter = Segmenter("crf")

    for old, new in (("他們來到長江", "他们来到长江"), ("開發經濟，", "开发经济，")):
        assert ends(segmenter, old) == ends(segmenter, new)


def periodic_ends(segmenter, text, n):
    """Where words end in the inner repetitions of `n`, and as seven of them tell."""
    size = len(text)
    middle = [end - 3 * size for end in ends(segmenter, text * 7) if 3 * size < end <= 4 * size]
    inside = [end for end in ends(segmenter, text * n) if 3 * size < end <= (n - 3) * size]
    return inside, [k * size + end for k in range(3, n - 3) for end in middle]


LONG = ["王小明住在北京。", "南京大学的学生爱上海。李雷来到北方公司。\n"]


@pytest.mark.parametrize("text", LONG)
def test_a_long_text_is_cut_as_its_parts_are(segmenter, text):
    """Texts longer than the pieces that the cutter works in."""
    found, expected = periodic_ends(segmenter, text, 300_000 // len(text))

    assert found == expected


def test_a_long_text_is_cut_alike_on_both_sides_of_a_piece():
    found, expected = periodic_ends(Segmenter(), "。。。。。三北市。\n", 30_000)

    assert found == expected


def test_words_longer_than_a_piece_are_cut_on():
    for text in ("a" * 600_000, "王小明" * 90_000 + "b" * 300_000 + "王小明"):
        assert "".join(Segmenter().cut(text)) == text


def test_a_dictionary_helps_with_unknown_words_and_forces_none(word_model):
    """The words of a field are evidence, without training."""
    text = "李雷喜欢天津市。"
    plain = Segmenter("crf", model=word_model)
    helped = Segmenter("crf", model=word_model, dictionary=Lexicon(["雷喜欢天", "的"]))

    assert "李雷" in plain.cut(text)
    assert "李雷" in helped.cut(text)
    shipped = Segmenter()
    with_words = Segmenter(dictionary=Lexicon(["阿昔洛韦乳膏"]))
    assert "阿昔洛韦乳膏" not in shipped.cut("医生给他开了阿昔洛韦乳膏。")
    assert "阿昔洛韦乳膏" in with_words.cut("医生给他开了阿昔洛韦乳膏。")


def test_an_empty_dictionary_changes_nothing(make):
    text = "王小明住在南京市的大桥。"

    assert make(dictionary=Lexicon()).cut(text) == make().cut(text)


def test_it_learns_the_words_of_texts(toy_docs):
    segmenter = Segmenter("unigram").fit(toy_docs, schedule=Schedule(passes=8, min_count=1))

    assert segmenter.method == "crf"
    for doc in toy_docs:
        assert segmenter(Doc(doc.text)).words == doc.words


def test_fit_keeps_the_settings_of_the_segmenter(toy_docs):
    lexicon = Lexicon([("小明住", "force")])
    segmenter = Segmenter("forward", lexicon=lexicon, rules=False).fit(toy_docs)

    assert (segmenter.lexicon, segmenter.rules) == (lexicon, False)
    assert "小明住" in segmenter.cut("王小明住在北京")


def test_a_model_may_be_a_pack_s_name_its_folder_or_itself(word_model, tmp_path):
    word_model.save_pack(tmp_path)
    by_itself, by_folder = Segmenter(model=word_model), Segmenter(model=tmp_path)

    assert by_itself == by_folder == Segmenter(model=str(tmp_path))
    assert Segmenter(model="pku-words") != by_itself
    assert repr(Segmenter()) == repr(Segmenter(model="modern-words"))
    assert "WordModel('toy-words')" in repr(by_itself)


@pytest.mark.parametrize("carry", ["pickle", "save"])
def test_it_is_the_same_after_a_trip(word_model, carry, tmp_path):
    segmenter = Segmenter(model=word_model, lexicon=Lexicon([("明住", "force")]))
    if carry == "save":
        segmenter.save(tmp_path)
    back = load(tmp_path) if carry == "save" else pickle.loads(pickle.dumps(segmenter))

    assert back == segmenter
    assert back.cut("王小明住在北京。") == segmenter.cut("王小明住在北京。")


def test_what_is_no_model_of_words_is_an_error(tag_model):
    with pytest.raises(PackError, match=re.escape("is a 'TagModel', not a 'WordModel'")):
        Segmenter(model="pku-tags")
    with pytest.raises(UsageError, match=r"is a WordCutter, not .*which has no ends"):
        Segmenter(model=tag_model)
    with pytest.raises(UsageError, match="method 'unigram' uses no model"):
        Segmenter("unigram", model="pku-words")
    with pytest.raises(PackError, match=re.escape("there is no pack 'pku-word'. Did you mean")):
        Segmenter(model="pku-word")


def test_there_must_be_something_to_learn():
    with pytest.raises(UsageError, match="nothing to learn words from"):
        Segmenter().fit([Doc("", words=())])
    with pytest.raises(UsageError, match="no character occurs twice"):
        Segmenter().fit([Doc("我爱", words=("我", "爱"))])


@given(text=texts)
@example(text=" 1大雷市梅")
@example(text="\u0300A \U00020000A")
@example(text="喜学大学")
def test_an_explanation_has_probabilities(segmenter, text):
    """The cut that is made is the best one, or one of several that are as good."""
    found = segmenter.explain(text, n=20)
    best = [cut for cut in found.cuts if cut.log_prob >= found.cuts[0].log_prob - 1e-9]

    assert list(found.words) == segmenter.cut(text)
    assert found.words in [tuple(edge.word for edge in cut.words) for cut in best]
    assert all(edge.log_prob <= 0 for edge in found.edges)


def test_a_text_that_begins_as_none_was_seen_to_begin_is_explained(word_model):
    """All texts that the small model has learned begin with a word of several characters."""
    assert Segmenter(model=word_model).explain("1").cuts


def test_known_models_are_the_same_model():
    assert WordModel() == WordModel("modern-words") != WordModel("msr-words")
