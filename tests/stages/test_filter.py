"""StopwordFilter: which words of a text are terms."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.doc import Doc
from zhnlp.errors import FileError, FormatError, UsageError
from zhnlp.stages.filter import StopwordFilter

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


def test_latin_words_are_compared_without_regard_to_case():
    assert terms(["The", "iPhone", "OF"], add=("IPHONE",)) == []
    assert terms(["The", "OF"], keep=("THE",)) == ["The"]


def test_settings_may_be_given_as_lists():
    stage = StopwordFilter(lists=["general"], add=["x"])

    assert stage == StopwordFilter(add=("x",))
    assert hash(stage) == hash(StopwordFilter(add=("x",)))


def test_tags_are_dropped_by_how_they_start():
    words, tags = ["北京", "的话", "漂亮"], ["ns", "uj", "a"]

    assert terms(words, tags=tags, drop_tags=("u", "ns"), lists=()) == ["漂亮"]


def test_drop_tags_does_nothing_where_a_text_has_no_tags():
    assert terms(["北京", "漂亮"], drop_tags=("ns",)) == ["北京", "漂亮"]


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
        ({"drop_tags": ("",)}, "drop_tags contains an empty tag"),
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
    assert not {word.casefold() for word in fewer} & {word.casefold() for word in added}
