"""Tagger: a tag for every word, whatever the words are."""

import pickle
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhnlp.core import char_class
from zhnlp.doc import Doc
from zhnlp.errors import AlignmentError, InputError, MissingLayerError, PackError, UsageError
from zhnlp.models.sequence.training import Schedule
from zhnlp.models.tags.tag_sets import tag_map
from zhnlp.pipeline import Pipeline
from zhnlp.saving import load
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

SPACE = 4
CONTENT = {"HAN", "LATIN", "DIGIT", "KANA", "HANGUL", "LETTER"}
SIGNS = Path(__file__).parents[1] / "cases" / "signs.tsv"
MODELS = ["toy", "modern-tags", "pku-tags", "ud-tags"]
SOME = ["王小明", "北京", "爱", "来到", "的", "。", "2026年", "三百", "AI", "漢字", " ", "\n", "，"]
words_lists = st.lists(st.sampled_from(SOME) | st.text(min_size=1, max_size=40), max_size=20)


@pytest.fixture(scope="session", params=MODELS)
def tagger(request, tag_model):
    return Tagger(tag_model if request.param == "toy" else request.param)


def doc_of(words):
    return Doc("".join(words), words=tuple(words))


@given(words=words_lists)
@example(words=["中" * 5000, "\ud800", "\0", "\u0301"])
def test_every_word_has_a_tag_of_the_model(tagger, words):
    tags = tagger(doc_of(words)).tags

    assert len(tags) == len(words)
    assert set(tags) <= set(tagger.model.labels)
    assert tagger.tag(words) == list(tags)


def is_blank(word):
    return all(char_class(char) == SPACE for char in word)


@given(words=words_lists)
def test_blanks_have_the_tag_of_signs_and_do_not_come_between(tagger, words):
    spaced = [part for word in words for part in (word, "\u3000 ")]
    tags = tagger.tag(spaced)

    assert set(tags[1::2]) <= {tagger.model.about["blank"]}
    solid = [word for word in words if not is_blank(word)]
    kept = [tag for word, tag in zip(words, tags[::2], strict=True) if not is_blank(word)]
    assert kept == tagger.tag(solid)


@given(words=words_lists)
def test_wide_letters_are_tagged_as_narrow_ones_are(tagger, words):
    wide = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})

    assert tagger.tag([word.translate(wide) for word in words]) == tagger.tag(words)


@pytest.fixture(scope="session")
def shipped():
    """The taggers that ship, by pack; and those that convert."""
    own = {name: Tagger(name) for name in ("modern-tags", "pku-tags", "ud-tags")}
    turned = [Tagger(tag_set="ud"), Tagger("pku-tags", tag_set="ud")]
    return own, turned


@pytest.mark.parametrize("char", "龘囍龦")
@pytest.mark.parametrize("pack", ["modern-tags", "pku-tags"])
def test_a_character_that_the_training_texts_lack_is_a_name_after_a_surname_only(
    shipped, pack, char
):
    tagger = shipped[0][pack]

    assert "nr" not in (tagger.tag([char])[0], tagger.tag(["今天", char, "很", "好吃"])[1])
    if pack == "pku-tags":  # whose surnames are words
        assert tagger.tag(["王", char]) == ["nr", "nr"]


@pytest.mark.parametrize(
    "before, word, pku, ud, shows",
    [row.split("\t") for row in SIGNS.read_text("utf-8").splitlines() if row[0] != "#"],
)
def test_signs_and_rare_characters(shipped, before, word, pku, ud, shows):
    words = [*before.split(), word]
    own, turned = shipped

    for name, tag in (("modern-tags", pku), ("pku-tags", pku), ("ud-tags", ud)):
        assert own[name].tag(words)[-1] == tag, (name, shows)
    if ud == "SYM":
        assert [tagger.tag(words)[-1] for tagger in turned] == ["SYM", "SYM"]


def test_the_tags_of_a_lexicon_win_over_those_of_signs():
    tagger = Tagger(lexicon={"😀": "v", "𠮷野家": "nt"})

    assert tagger.tag(["今天", "😀", "👍", "𠮷野家"]) == ["t", "v", "w", "nt"]


def is_content(word):
    return any(char_class(char).name in CONTENT and char not in "_＿" for char in word)


@given(
    words=st.lists(
        st.text("😀🇨★_@#~℃\u200d\ufe0f\u20e3👍🏽☎—…①", min_size=1) | st.sampled_from(SOME)
    )
)
def test_words_of_signs_have_tags_of_signs(shipped, words):
    """But for units and numbers: ℃, ①."""
    for name, tagger in shipped[0].items():
        signs = {"PUNCT", "SYM"} if name == "ud-tags" else {"w", "q", "m"}
        pairs = zip(words, tagger.tag(words), strict=True)
        assert all(is_content(word) or tag in signs for word, tag in pairs)


@pytest.mark.parametrize("n", [3000, 8000])
def test_a_long_text_is_tagged_as_its_parts_are(tagger, toy_docs, n):
    """Texts of more words than the pieces that the tagger works in."""
    words = [word for doc in toy_docs[:2] for word in doc.words]
    few = tagger.tag(words * 11)
    middle = few[5 * len(words) : 6 * len(words)]
    found = tagger.tag(words * n)

    assert found[: 5 * len(words)] == few[: 5 * len(words)]
    assert found[5 * len(words) : -5 * len(words)] == middle * (n - 10)
    assert found[-5 * len(words) :] == few[-5 * len(words) :]


def test_it_learns_the_tags_of_texts(toy_docs, known):
    tagger = Tagger().fit(toy_docs, known=known, schedule=Schedule(passes=8, min_count=1))

    for doc in toy_docs:
        assert tagger(Doc(doc.text, words=doc.words)).tags == doc.tags


def test_a_model_of_more_words_can_be_its_base(toy_docs, tag_model, known):
    schedule = Schedule(passes=4, min_count=1)
    tagger = Tagger().fit(toy_docs[:10], base=tag_model, known=known, schedule=schedule)

    assert tagger.tag(["韩梅梅", "住在", "天津"])[1] == "v"
    assert len(tag_model.classes()) >= 5


@pytest.fixture(scope="session", params=["modern-tags", "pku-tags"])
def both(request):
    """Taggers with the tags of PKU, and with those of Universal Dependencies for them."""
    return Tagger(request.param), Tagger(request.param, tag_set="ud")


@given(words=words_lists)
def test_tags_can_be_those_of_universal_dependencies(both, words):
    own, mapped = (tagger.tag(words) for tagger in both)

    assert [tag.replace("SYM", "PUNCT") for tag in mapped] == [tag_map()[tag] for tag in own]
    assert not any(
        upos == "SYM" and word.isascii() for upos, word in zip(mapped, words, strict=True)
    )


@pytest.mark.parametrize("carry", ["pickle", "save"])
def test_it_is_the_same_after_a_trip(tag_model, carry, tmp_path):
    tagger = Tagger(tag_model, tag_set="ud")
    if carry == "save":
        tagger.save(tmp_path)
    back = load(tmp_path) if carry == "save" else pickle.loads(pickle.dumps(tagger))

    assert back == tagger
    assert back.tag(SOME) == tagger.tag(SOME)


def test_it_tags_what_a_segmenter_cuts():
    doc = Pipeline([Segmenter(), Tagger()])("我爱北京天安门。")

    assert len(doc.tags) == len(doc.words)
    assert doc.tags[:2] == ("r", "v")


def test_wrong_settings_are_errors(word_model):
    with pytest.raises(UsageError, match=r"tag_set 'ctb' is not known\. There are: own, ud"):
        Tagger(tag_set="ctb")
    with pytest.raises(UsageError, match="that is a WordTagger, not WordModel"):
        Tagger(word_model)
    with pytest.raises(PackError, match=re.escape("is a 'WordModel', not a 'WordTagger'")):
        Tagger("pku-words")
    with pytest.raises(MissingLayerError, match="words"):
        Tagger()(Doc("我"))
    with pytest.raises(AlignmentError, match="is empty"):
        Tagger().tag(["我", ""])


def test_raw_text_is_what_a_function_returns(toy_docs, known):
    with pytest.raises(InputError, match=r"raw is 'a\.txt', of type str\. Give a function that "):
        Tagger().fit(toy_docs, known=known, raw="a.txt")


def test_there_must_be_tags_to_learn(known):
    with pytest.raises(UsageError, match="have 0 different tags"):
        Tagger().fit([Doc("", words=(), tags=())], known=known)
    many = [Doc("我我", words=("我", "我"), tags=(f"a{n}", "b")) for n in range(60)]
    with pytest.raises(UsageError, match="have 61 different tags; there must be from 1 to 51"):
        Tagger().fit(many, known=known)
    with pytest.raises(UsageError, match="no character occurs twice"):
        Tagger().fit([Doc("我", words=("我",), tags=("r",))], known=known)
