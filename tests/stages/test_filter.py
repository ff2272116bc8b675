"""StopwordFilter: which words of a text are terms."""

import pickle
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reference
from zhnlp.core import TermFinder, spans_between
from zhnlp.doc import Doc, Span, Words
from zhnlp.errors import (
    FileError,
    FormatError,
    InputError,
    MissingLayerError,
    PipelineError,
    UsageError,
)
from zhnlp.pipeline import Pipeline
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

WORDS = [
    "我们",
    "在",
    "北京",
    "the",
    "The",
    "ＡＩ",
    "，",
    " ",
    "2024",
    "😀",
    "𠮷",
    "\ud800",
    "①",
    "",
]


def terms(words, *, tags=None, **settings):
    words = [word for word in words if word]
    doc = Doc("".join(words), words=words, tags=tags)
    doc = StopwordFilter(**settings)(doc)
    return [doc.text_of(span) for span in doc.terms]


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.txt"
    path.write_text("# mine\n北京\n", "utf-8")
    return path


def test_terms_are_the_words_that_are_no_stopwords():
    assert terms(["我们", "在", "北京", "开会"]) == ["北京", "开会"]


def test_traditional_stopwords_are_known():
    assert terms(["我們", "對於", "會議", "這個"]) == ["會議"]


def test_words_stay_as_they_are():
    doc = Doc("我在北京", words=["我", "在", "北京"])

    assert StopwordFilter()(doc).words == doc.words


def test_lists_count_together():
    assert terms(["记者", "在", "北京"], lists=("general", "news")) == ["北京"]
    assert terms(["记者", "在", "北京"], lists=("news",)) == ["在", "北京"]
    assert terms(["记者", "在", "北京"], lists=()) == ["记者", "在", "北京"]


def test_a_list_may_be_a_file_of_the_users(own):
    assert terms(["在", "北京"], lists=(str(own),)) == ["在"]
    assert terms(["在", "北京"], lists=(own, "general")) == []


def test_a_path_without_a_separator_is_still_a_file(own, monkeypatch):
    monkeypatch.chdir(own.parent)

    assert terms(["在", "北京"], lists=(Path("own.txt"),)) == ["在"]


def test_words_are_added_and_kept():
    assert terms(["在", "北京", "开会"], add=("开会",), keep=("在",)) == ["在", "北京"]


def test_a_kept_word_is_a_term_whatever_else_is_set():
    assert terms(["好", "。"], tags=["a", "w"], drop_tags=("a", "w"), keep=("好", "。")) == [
        "好",
        "。",
    ]


@pytest.mark.parametrize(
    "word",
    [
        *("IT", "A", "I", "CAN", "OR", "IF", "ITS", "HE", "ＩＴ", "Ａ", "IT'S"),
        *("US", "AND", "THE", "NO", "WHO", "AS"),
    ],
)
def test_words_in_capitals_are_terms(word):
    """In Chinese text they are names: IT基础建设, 维生素A, HE染色."""
    small = word.lower()

    assert terms(["我们", word, "基础"], add=(small,)) == [word, "基础"]
    assert terms(["我们", small, "基础"], add=(small,)) == ["基础"]


def test_a_word_in_capitals_is_a_stopword_if_a_list_has_it_so():
    assert terms(["IT", "it", "It", "ＩＴ"], lists=(), add=("IT",)) == []


def test_latin_words_are_compared_without_regard_to_case_and_width():
    assert terms(["The", "iPhone", "oF", "ｔｈｅ"], add=("IPHONE",)) == []
    assert terms(["The", "of", "ｔｈｅ"], keep=("THE",)) == ["The", "ｔｈｅ"]
    assert terms(["Élan", "éLAn", "ДА"], add=("élan", "да")) == []


def test_settings_may_be_given_as_lists():
    stage = StopwordFilter(lists=["general"], add=["x"])

    assert stage == StopwordFilter(add=("x",))
    assert hash(stage) == hash(StopwordFilter(add=("x",)))


def test_tags_are_dropped_by_how_they_start():
    words, tags = ["北京", "的话", "漂亮"], ["ns", "uj", "a"]

    assert terms(words, tags=tags, drop_tags=("u", "ns"), lists=()) == ["漂亮"]


def test_words_without_a_kept_tag_are_no_terms():
    words, tags = ["研究", "人员", "的", "研究", "很", "快"], ["v", "n", "u", "vn", "d", "a"]

    assert terms(words, tags=tags, keep_tags=("n", "v")) == ["研究", "人员", "研究"]
    assert terms(words, tags=tags, keep_tags=("v",), drop_tags=("vn",)) == ["研究"]
    assert terms(words, tags=tags, keep_tags=("a",), keep=("很",)) == ["很", "快"]
    assert terms(words, tags=tags, keep_tags=("u", "a")) == ["快"]


def test_a_tag_may_be_said_to_end():
    words, tags = ["研究", "研究"], ["v", "vn"]

    assert terms(words, tags=tags, drop_tags=("v",)) == []
    assert terms(words, tags=tags, drop_tags=("v$",)) == ["研究"]
    assert terms(words, tags=["v", "own"], keep_tags=("own$",)) == ["研究"]


@pytest.mark.parametrize("setting", ["drop_tags", "keep_tags"])
def test_tags_that_are_needed_must_be_there(setting):
    stage = StopwordFilter(**{setting: ("n",)})

    assert stage.requires == ("words", "tags")
    with pytest.raises(MissingLayerError, match=r"doc\.tags has not been filled"):
        stage(Doc("北京", words=["北京"]))
    with pytest.raises(PipelineError, match=r"StopwordFilter .* needs 'tags'"):
        Pipeline([Segmenter("unigram"), stage])
    with pytest.raises(PipelineError, match="Move Tagger before it"):
        Pipeline([Segmenter("unigram"), stage, Tagger()])


def test_words_without_letter_digit_or_han_are_dropped_unless_asked():
    words = ["北京", "，", " ", "😀", "5", "A", "①", "〇八"]

    assert terms(words, lists=()) == ["北京", "5", "A", "①", "〇八"]
    assert terms(words, lists=(), punctuation=True) == words


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"lists": ("genral",)}, "no stopword list 'genral'. Did you mean 'general'"),
        ({"lists": ("zzz",)}, "There are: general, news. For a file of your own, give './zzz'"),
        ({"lists": "news"}, "give a tuple, as in lists=('news',)"),
        ({"add": "的"}, "give a tuple, as in add=('的',)"),
        ({"drop_tags": ("",)}, "drop_tags has '', an empty tag. Leave it out"),
        ({"keep_tags": ("$",)}, "keep_tags has '$', an empty tag"),
        ({"keep_tags": "n"}, "give a tuple, as in keep_tags=('n',)"),
        ({"drop_tags": ("u", "verb")}, "no known tag begins with it. Did you mean 'v'?"),
        ({"keep_tags": ("NOUNS",)}, "keep_tags has 'NOUNS', but no known tag begins with it"),
        ({"keep_tags": ("ö",)}, "There are: ADJ, ADP"),
    ],
)
def test_settings_that_cannot_be_right_are_errors(settings, message):
    with pytest.raises(UsageError) as error:
        StopwordFilter(**settings)
    assert message in str(error.value)


def test_a_list_that_is_missing_is_an_error(tmp_path):
    with pytest.raises(FileError, match=r"cannot read stopword list '.*no\.txt'"):
        StopwordFilter(lists=(tmp_path / "no.txt",))


def test_a_list_that_is_not_utf8_is_an_error_with_its_line(own):
    own.write_bytes("北京\n上海\n".encode() + "的".encode("gb18030"))
    with pytest.raises(FormatError, match=r"own\.txt:3: byte 0xb5 is not UTF-8"):
        StopwordFilter(lists=(own,))


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=3)), st.booleans())
def test_terms_are_words_in_order_each_where_it_stands(words, punctuation):
    words = [word for word in words if word]
    doc = StopwordFilter(punctuation=punctuation)(Doc("".join(words), words=words))
    places = [span[:2] for span in doc.words.spans()]

    assert [span[:2] for span in doc.terms] == [p for p in places if (*p, "") in doc.terms]
    assert len(set(doc.terms)) == len(doc.terms)


@given(st.lists(st.text(min_size=1, max_size=3)), st.lists(st.text(min_size=1, max_size=3)))
def test_a_stopword_more_never_makes_a_term_more(words, added):
    fewer = terms(words, add=tuple(added))
    left = iter(terms(words))

    assert all(word in left for word in fewer)
    assert not set(fewer) & set(added)


CHARS = "aAzZＡａéÉßİſ_1我IT①，😀"
some = st.lists(st.text(CHARS, min_size=1, max_size=2) | st.text(min_size=1, max_size=2))


@given(words=some, listed=some, kept=some, punctuation=st.booleans(), data=st.data())
def test_the_compiled_terms_are_those_of_its_twin(words, listed, kept, punctuation, data):
    flags = st.lists(st.booleans(), min_size=len(words), max_size=len(words))
    wanted = data.draw(st.none() | flags)
    own = Words.of("".join(words), words)
    finder = TermFinder(listed, kept, punctuation=punctuation)
    flags = None if wanted is None else [bytes(wanted), b""]
    places, none = finder.find_batch([own.text, ""], [own.ends, Words.of("", []).ends], flags)
    found = spans_between(memoryview(places).cast("I"), Span)

    assert found == tuple(reference.terms(words, listed, kept, wanted, punctuation))
    assert all(type(span) is Span for span in found)
    assert none == b""


def test_wrong_arguments_of_the_core_are_errors():
    finder = TermFinder(["a"])
    ends = Words.of("ab", ["a", "b"]).ends
    with pytest.raises(UsageError, match="1 flags do not fit 2 words"):
        finder.find_batch(["ab"], [ends], [b"\1"])
    with pytest.raises(UsageError, match="there are 1 texts, but 0 wanted"):
        finder.find_batch(["ab"], [ends], [])
    with pytest.raises(UsageError, match="must rise"):
        finder.find_batch(["a"], [ends])
    with pytest.raises(InputError, match="give a class of named tuples"):
        spans_between(array("I", [0, 1]), list)


def test_terms_are_the_same_before_and_after_they_were_asked_for():
    asked, other = StopwordFilter().batch([Doc("北京。", words=["北京", "。"])] * 2)
    first = asked.terms

    assert first == (Span(0, 2),)
    assert first[0].text == "北京"
    assert asked.terms is first
    assert pickle.loads(pickle.dumps(other)) == asked == other
    assert vars(pickle.loads(pickle.dumps(other))).keys() == vars(Doc("")).keys()
    assert asked.filled(terms=None).terms is None
    assert other.filled(tags=("ns", "w")).terms == first
    assert StopwordFilter(punctuation=True)(asked).terms == (Span(0, 2), Span(2, 3))
