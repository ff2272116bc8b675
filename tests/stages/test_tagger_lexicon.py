"""Tagger with a lexicon: its words have its tags, whatever the model and the tag set."""

import pickle
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhnlp.doc import Doc
from zhnlp.errors import FormatError, UsageError
from zhnlp.models import WordTagger
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.tags.model import TagModel
from zhnlp.models.tags.tag_sets import jieba_tags, tag_map
from zhnlp.pipeline import Pipeline
from zhnlp.saving import load
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

SOME = [
    "王小明",
    "北京",
    "爱",
    "来到",
    "的",
    "。",
    "2026年",
    "三百",
    "AI",
    "漢字",
    "ＡＩ",
    "👍",
    "的" * 30,
]
words_lists = st.lists(st.sampled_from(SOME) | st.text(min_size=1, max_size=9), max_size=20)
NOUNS = {tag for tag, upos in tag_map().items() if upos == "NOUN"}


@pytest.fixture(scope="session", params=["modern-tags", "pku-tags", "ud-tags"])
def model(request):
    return TagModel(request.param)


def is_word(word):
    return word == word.strip() and len(word.splitlines()) == 1 and "\t" not in word


@given(words=words_lists, data=st.data())
def test_words_of_the_lexicon_have_its_tags_and_the_others_tags_of_the_model(model, words, data):
    labels = st.sampled_from(model.labels)
    own = {
        word: data.draw(labels) for word in {*words} if is_word(word) and data.draw(st.booleans())
    }
    tags = Tagger(model, lexicon=own).tag(words)

    assert set(tags) <= {*model.labels}
    assert all(tag == own.get(word, tag) for word, tag in zip(words, tags, strict=True))


@given(words=words_lists)
def test_tags_that_the_model_would_give_change_nothing(model, words):
    """So the others are the best beside those of the lexicon. A word may have one tag only."""
    tags = Tagger(model).tag(words)
    own = {word: {tag for w, tag in zip(words, tags, strict=True) if w == word} for word in words}
    assume(all(len(found) == 1 for found in own.values()))
    helped = model.with_tags({word: sorted(found) for word, found in own.items()})

    assert Tagger(helped).tag(words) == tags


def test_the_words_around_profit():
    words = ["他", "蔚来", "研究"]

    assert Tagger("pku-tags").tag(words) == ["r", "n", "vn"]
    assert Tagger("pku-tags", lexicon={"蔚来": "v"}).tag(words) == ["r", "v", "v"]


@pytest.mark.parametrize(
    "given_lexicon",
    [[("宁德时代", "force", 100, "nt")], {"宁德时代": "nt"}, Lexicon({"宁德时代": "nt"})],
)
def test_a_lexicon_may_be_a_list_a_mapping_or_a_lexicon(given_lexicon):
    assert Tagger(lexicon=given_lexicon).tag(["宁德时代", "上涨"]) == ["nt", "v"]


def test_one_file_serves_segmenter_and_tagger(tmp_path):
    (tmp_path / "mine.txt").write_text("宁德时代 100 nt\nAAA 5 nz\n北京\n", "utf-8")
    nlp = Pipeline(
        [Segmenter(lexicon=tmp_path / "mine.txt"), Tagger(lexicon=tmp_path / "mine.txt")]
    )
    doc = nlp("宁德时代在北京评为AAA。")

    assert [*zip(doc.words, doc.tags, strict=True)][::2] == [
        ("宁德时代", "nt"), ("北京", "ns"), ("AAA", "nz"),
    ]  # fmt: skip


def test_a_word_is_meant_as_it_is_written():
    tagger = Tagger(lexicon={"AI": "nr"})

    assert tagger.tag(["AI", "Ai", "ＡＩ", "AI "])[0] == "nr"
    assert "nr" not in tagger.tag(["Ai", "ＡＩ"])


@pytest.mark.parametrize("tag", sorted({*tag_map(), *jieba_tags()}))
def test_tags_of_pku_and_of_jieba_fit_every_model(model, tag):
    given_tag = Tagger(model, lexicon={"的": tag}).tag(["的"])[0]
    pku = jieba_tags().get(tag, tag)

    upos = tag_map()[pku]
    other = "X" if tag == "e" else upos  # ud-tags has no INTJ
    assert given_tag in (tag, pku, upos, other) or tag_map()[given_tag] == upos


@pytest.mark.parametrize("pack, letters", [("modern-tags", "x"), ("pku-tags", "nx")])
def test_jiebas_tags_mean_the_nearest_of_a_pack(pack, letters):
    lexicon = {"easy_install": "eng", "韩玉赏鉴": "nz", "贾宝玉": "nrfg", "在于": "vi"}

    assert Tagger(pack, lexicon=lexicon).tag(list(lexicon)) == [letters, "nz", "nr", "v"]


@pytest.mark.parametrize("tag_set", ["own", "ud"])
def test_a_tag_of_universal_dependencies_leaves_the_tags_of_pku_that_it_stands_for(tag_set):
    tag = Tagger("pku-tags", tag_set=tag_set, lexicon={"爱": "NOUN"}).tag(["我", "爱", "你"])[1]

    assert tag in NOUNS if tag_set == "own" else tag == "NOUN"


@pytest.mark.parametrize("tag, hint", [("brand", ""), ("nzz", "Did you mean 'nz'? "), ("甲", "")])
@pytest.mark.parametrize("pack, first", [("modern-tags", "a, ad, an, b,"), ("pku-tags", "Ag, Bg,")])
def test_a_tag_that_no_model_has_is_an_error(pack, first, tag, hint):
    problem = f"lexicon word '云' has the tag '{tag}', which TagModel('{pack}') does not know. "
    with pytest.raises(
        UsageError, match=re.escape(f"{problem}{hint}Give it one of these: {first}")
    ):
        Tagger(pack, lexicon={"云": tag})


def test_a_bad_line_of_its_file_is_an_error(tmp_path):
    (tmp_path / "mine.txt").write_text("云 -5 n\n", "utf-8")
    with pytest.raises(FormatError, match=r"mine\.txt:1: frequency '-5'"):
        Tagger(lexicon=tmp_path / "mine.txt")


class AllNouns(WordTagger):
    labels = ("n",)

    def tags(self, text, ends):
        return ("n",) * (memoryview(ends).nbytes // 4)


def test_a_model_of_your_own_takes_no_tags():
    with pytest.raises(UsageError, match=r"the tags of a lexicon have no effect on .*AllNouns"):
        Tagger(AllNouns(), lexicon={"云": "n"})
    assert Tagger(AllNouns(), lexicon=["云"])(Doc("云", words=("云",))).tags == ("n",)


@pytest.mark.parametrize("carry", ["pickle", "save"])
def test_it_is_the_same_after_a_trip(carry, tmp_path):
    tagger = Tagger(lexicon={"宁德时代": "nt", "云": "nrt"})
    if carry == "save":
        tagger.save(tmp_path)
    back = load(tmp_path) if carry == "save" else pickle.loads(pickle.dumps(tagger))

    assert back == tagger
    assert back.tag(["宁德时代", "云"]) == tagger.tag(["宁德时代", "云"]) == ["nt", "nr"]
