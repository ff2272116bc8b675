"""The terms of texts and queries for search engines, and the marks in texts."""

import pickle
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Normalizer, Segmenter, StopwordFilter
from zhnlp.errors import InputError, UsageError
from zhnlp.interop.search import QueryPart, SearchAnalyzer

PLAIN = SearchAnalyzer(Segmenter("unigram"))
PIECES = [
    *("中国科学院", "研究生命", "臺灣大學", "刘德华", "南京市长江大桥", "的", "在", "学院", "大"),
    *("iPhone15", "ＣＰＵ", "c++", "AT&T", "2024年", "1,234.5", "３．１４", "https://a.cn/x?b=1"),
    *("，", "。", "“", "”", '"', " ", "  ", "\n", "　", "<b>", "&", "😀", "\ud800"),
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)


def spelled(text):
    return [(term.text, term.start, term.end, term.position) for term in PLAIN.terms(text)]


def test_a_word_and_the_shorter_words_inside_it_have_one_position():
    assert spelled("在科学院，学") == [
        ("在", 0, 1, 0),
        ("科学院", 1, 4, 1),
        ("科学", 1, 3, 1),
        ("学院", 2, 4, 1),
        ("学", 5, 6, 2),
    ]


CASES = [
    ("iPhone15", ["iphone15", "iphone", "15"], "letters and digits"),
    ("卡拉OK", ["卡拉ok", "卡拉", "ok"], "letters and Han"),
    ("AT&T", ["at&t", "at"], "no part of one character"),
    ("1,234.5", ["1,234.5"], "a number has no parts"),
    ("ＣＰＵ", ["cpu"], "full width"),
    ("臺灣", ["台湾"], "traditional script"),
    ("C++ 和 c#", ["c++", "和", "c#"], "signs of names"),
    ("，。！😀 ", [], "no letter, digit or Han character"),
    ("", [], "an empty text"),
]


@pytest.mark.parametrize("text, terms, shows", CASES, ids=[case[2] for case in CASES])
def test_terms_of_a_text(text, terms, shows):
    assert [term.text for term in PLAIN.terms(text)] == terms


def test_offsets_are_those_of_the_text_as_given():
    text = "　Ａ＆ｌｔ；臺灣\u200b大學"

    assert [(text[term.start : term.end], term.text) for term in PLAIN.terms(text)][-2:] == [
        ("臺灣", "台湾"),
        ("大學", "大学"),
    ]


def test_parts_of_a_query_are_divided_by_white_space():
    assert PLAIN.query("在科学院　Apps") == [
        QueryPart("在科学院", ("在", "科学院"), ("在", "科学院", "科学", "学院")),
        QueryPart("apps", ("apps",), ("apps",)),
    ]


def test_a_word_with_a_blank_is_one_part():
    analyzer = SearchAnalyzer(Segmenter("unigram", lexicon=[("New York", "force")]))

    assert [part.whole for part in analyzer.query("New York 大桥")] == ["new york", "大桥"]
    assert analyzer.columns("在New York") == ("在 new␣york", "new york")


def test_stopwords_are_no_terms():
    analyzer = SearchAnalyzer(Segmenter("unigram"), stopwords=StopwordFilter())

    assert [(term.text, term.position) for term in analyzer.terms("我们的大桥")] == [("大桥", 0)]
    assert analyzer.query("我们的") == []


def test_stems_meet():
    pytest.importorskip("snowballstemmer")
    analyzer = SearchAnalyzer(Segmenter("unigram"), latin="stem")

    assert analyzer.highlight("两台phones", "phone", "[", "]") == "两台[phones]"


def test_without_a_normalizer_characters_stay():
    analyzer = SearchAnalyzer(Segmenter("unigram"), normalizer=None)

    assert [term.text for term in analyzer.terms("ＣＰＵ")] == ["ｃｐｕ"]


MARKED = [
    ("all", "在[科学院]工作，科学家", "the words of the query"),
    ("any", "在[科学院]工作，[科学]家", "shorter words inside them, too"),
]


@pytest.mark.parametrize("match, marked, shows", MARKED, ids=[case[0] for case in MARKED])
def test_what_is_marked(match, marked, shows):
    found = PLAIN.highlight("在科学院工作，科学家", "科学院", "[", "]", match=match)

    assert found == marked


def test_words_of_a_phrase_are_marked_where_they_follow_on_each_other():
    text = "在中国科学院，科学院在中国"

    assert PLAIN.highlight(text, "中国科学院", "[", "]", match="phrase") == (
        "在[中国科学院]，科学院在中国"
    )


def test_a_highlight_is_safe_html():
    assert PLAIN.highlight("<b>大桥 & 学", '大桥 <"') == "&lt;b&gt;<mark>大桥</mark> &amp; 学"


def test_a_snippet_is_the_stretch_with_the_most_terms():
    text = "大桥。" + "人" * 50 + "大桥在南京" + "人" * 50

    assert PLAIN.snippet(text, "大桥 南京", "[", "]", width=9) == "…人人[大桥]在[南京]人人…"


def test_of_equal_stretches_a_snippet_is_the_first():
    assert PLAIN.snippet("大桥" + "人" * 20 + "大桥", "大桥", "[", "]", width=4) == "[大桥]人人…"


def test_a_snippet_may_be_shorter_than_a_term():
    assert PLAIN.snippet("在科学院", "科学院", "[", "]", width=1) == "…[学]…"


def test_a_snippet_without_terms_is_the_beginning():
    assert PLAIN.snippet("人" * 9 + "大", "南京", width=3) == "人人人…"


@given(texts)
def test_offsets_lie_inside_the_text_and_positions_count_words(text):
    terms = PLAIN.terms(text)
    words = [term for term in terms if not term.inner]

    assert all(0 <= term.start < term.end <= len(text) for term in terms)
    assert [word.position for word in words] == list(range(len(words)))
    assert all(
        words[term.position].start <= term.start and term.end <= words[term.position].end
        for term in terms
    )


@given(texts)
def test_every_term_of_a_text_marks_it(text):
    for term in PLAIN.terms(text):
        spans = PLAIN.spans(text, term.text)
        assert (term.start, term.end, term.text) in spans


@given(texts, texts)
def test_every_span_spells_a_term_of_the_query_up_to_folding(text, query):
    wanted = {term.text for term in PLAIN.terms(query)}
    wanted |= {part.whole for part in PLAIN.query(query)}
    terms = {(term.start, term.end, term.text) for term in PLAIN.terms(text)}
    for match in ("all", "any", "phrase"):
        for span in PLAIN.spans(text, query, match=match):
            assert span.label in wanted
            assert span in terms


@given(texts, texts, st.integers(1, 30))
def test_marks_change_no_character(text, query, width):
    assert PLAIN.highlight(text, query, "", "") == escape(text)
    snippet = PLAIN.snippet(text, query, "", "", width=width)
    assert snippet.strip("…") in escape(text)
    assert len(unescape(snippet).strip("…")) <= width


SENTENCES = [
    "刘德华2024年3月5日参观北京大学人工智能研究院，买了iPhone15和Ｔ恤。",
    "臺灣大學的資訊工程學系與ＡＴ＆Ｔ合作，花了￥１，２３４．５。",
    "乒乓球拍卖完了，毕业于中国科学院的研究生命令部下。",
]


@pytest.mark.parametrize("text", SENTENCES, ids=["names", "traditional", "ambiguous"])
def test_a_term_is_found_by_its_characters_in_the_text(text):
    """With the default segmenter, which looks at the characters around a word."""
    analyzer = SearchAnalyzer()
    for term in analyzer.terms(text):
        spans = analyzer.spans(text, text[term.start : term.end])
        assert (term.start, term.end, term.text) in spans


SETTINGS = [
    ({"stopwords": StopwordFilter(drop_tags=("u",))}, UsageError, "needs tags"),
    ({"latin": "small"}, UsageError, "latin 'small' is not known"),
    ({"segmenter": "crf"}, InputError, "Give a Segmenter"),
    ({"normalizer": "no"}, InputError, "Give a Normalizer"),
]


@pytest.mark.parametrize("settings, error, said", SETTINGS, ids=[case[2] for case in SETTINGS])
def test_settings_that_cannot_be(settings, error, said):
    with pytest.raises(error, match=said):
        SearchAnalyzer(**settings)


def test_arguments_that_cannot_be():
    with pytest.raises(InputError, match=r"a text is 3, of type int\. Give a str"):
        PLAIN.terms(3)
    with pytest.raises(UsageError, match="match 'some' is not known"):
        PLAIN.spans("大", "大", match="some")


def test_an_analyzer_comes_back_from_a_pickle():
    analyzer = SearchAnalyzer(Segmenter("unigram"), Normalizer())

    assert pickle.loads(pickle.dumps(analyzer)) == analyzer
