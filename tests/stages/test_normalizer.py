"""Normalizer: one way of writing, and an exact way back to the text as it was given."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from growth import RATIO, assert_linear_time
from zhnlp.doc import Doc, Span
from zhnlp.errors import UsageError
from zhnlp.stages.normalizer import Addresses, Normalizer


def escaped(char: str, times: int) -> str:
    """A digit as a reference whose last digit is a reference whose last digit …"""
    return f"&#x3{escaped(char, times - 1)};" if times else char


WIDTHS = Path(__file__).parents[1] / "cases" / "widths.tsv"


def unescaped(text: str) -> str:
    return text.encode("latin-1", "backslashreplace").decode("unicode-escape")


CASES = [
    # text                     normalised               what it shows
    ("", "", "an empty text"),
    ("我爱北京，真的！", "我爱北京，真的！", "ordinary text stays"),
    ("ＡＩ２．０", "AI2.0", "full-width letters, digits and the stop between them"),
    ("５％＋３＠＃", "5%+3@#", "full-width signs"),
    ("，。！？：；（）“”～…—、《》", "，。！？：；（）“”～…—、《》", "Chinese punctuation stays"),
    ("完．第１．", "完．第1．", "a full-width stop that ends a sentence stays"),
    ("１２：３０，１，０００", "12:30，1，000", "Chinese punctuation stays among digits"),
    ("金\uf90a⼀", "金金一", "compatibility ideographs and radicals"),
    ("ﬁ\uff76\uff9e𝐀ｱ｡", "fiガAア。", "ligatures, half-width kana, mathematical letters"),
    ("①Ⅳ½㎏℃㈠️", "①Ⅳ½㎏℃㈠️", "signs that mean more than their plain forms stay"),
    ("ni\u030c ha\u030co が", "nǐ hǎo が", "pinyin typed as letters and accents"),
    ("か\u3099\u1112\u1161\u11ab", "が한", "voiced kana and hangul are composed"),
    ("a" + "\u0301" * 31, "a" + "\u0301" * 31, "a heap of marks stays"),
    ("北\u200b京\ufeff\xad\u202e\x00\x7f", "北京", "controls and zero-width characters go"),
    ("a\tb\nc", "a b\nc", "tabs are blanks, line ends stay"),
    ("葛\U000e0100城\ufe00", "葛城", "variation selectors of Han go"),
    ("❤\ufe0f1\ufe0f\u20e3", "❤\ufe0f1\ufe0f\u20e3", "selectors in emoji stay"),
    ("👩\u200d💻❤\ufe0f\u200d🔥", "👩\u200d💻❤\ufe0f\u200d🔥", "joiners in emoji stay"),
    ("👍🏽\u200d", "👍🏽", "a joiner that joins nothing goes"),
    ("می\u200cخواهم क्\u200d", "می\u200cخواهم क्\u200d", "joiners stay in scripts that need them"),
    ("好\u200d人 a\u200cb", "好人 ab", "joiners between Han or Latin go"),
    ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f", "flag tags stay"),
    ("好\U000e0067\U000e0062\U000e007f", "好", "hidden tags go"),
    ("我  爱\u3000\u3000北\xa0京", "我 爱 北 京", "blanks become one space"),
    ("  一行 \r\n\r\n　　二行\u2028\r三", "一行\n\n二行\n\n三", "lines and empty lines stay"),
    ("&lt;b&gt;&nbsp;&#x4e2d;&#25991;", "<b> 中文", "references"),
    ("&amp;amp;lt;&amp;foo;", "<&foo;", "references escaped several times"),
    ("&#&#51;8;lt;", "<", "references built from references"),
    (escaped("5", 4), "5", "references four deep"),
    (escaped("5", 6) + "&lt;", escaped("5", 6) + "&lt;", "all stay if some are deeper"),
    ("Ａ\u0301", "Á", "a full-width letter is composed"),
    ("&l\u200bt;&l&#x200b;t;", "<<", "references broken by invisible characters"),
    ("AT&T &foo; &lt x&copy=1", "AT&T &foo; &lt x&copy=1", "what only looks like a reference"),
    ("&#xd800;&#0;&#x110000;&#128;", "\ufffd\ufffd\ufffd€", "numbers as browsers read them"),
    ("&" + "#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";", "a number beyond all bounds stays"),
    ("见http://a.cn/?x&lt;b&amp;c=1。", "见http://a.cn/?x<b&c=1。", "a reference ends a URL"),
    ("见http://a.cn/?b&amp;c。&amp;", "见http://a.cn/?b&amp;c。&", "URLs are kept"),
    ("http://a.cn/e\u0301", "http://a.cn/é", "an accented letter is not part of a URL"),
    ("\ud800Ａ\udc00", "\ud800A\udc00", "lone surrogates stay"),
]


@pytest.mark.parametrize("text, normal, shows", CASES, ids=[c[2] for c in CASES])
def test_normalizer(text: str, normal: str, shows: str) -> None:
    assert Normalizer()(Doc(text)).text == normal


@pytest.mark.parametrize(
    "text, normal, without_blanks, shows",
    [
        list(map(unescaped, row.split("\t")))
        for row in WIDTHS.read_text("utf-8").splitlines()
        if row[0] != "#"
    ],
)
def test_addresses_times_and_amounts_have_half_width(
    text: str, normal: str, without_blanks: str, shows: str
) -> None:
    for stage, wanted in ((Normalizer(), normal), (Normalizer(han_blanks=True), without_blanks)):
        assert stage(Doc(text)).text == wanted.replace("=", normal, wanted == "="), shows


MARKED = [
    ("见http://a.cn/?b&amp;c。", "见<url>。", "a URL, its references included"),
    ("1.http://a.cn/x).", "1.<url>).", "punctuation behind a URL is not part of it"),
    ("FTP://a.cn，WWW.a.cn&nbsp;好", "<url>，<url> 好", "all kinds of URLs"),
    ("写信到ａ＠b.com.cn。", "写信到<email>。", "a mail address, full-width"),
    ("me&#64;www.a.com", "<email>", "a mail address at a host called www"),
    ("http:// www. a@b @c.de", "http:// www. a@b @c.de", "what is no address"),
    ("a@b.com_c@d.org", "<email><email>", "addresses run together"),
]


@pytest.mark.parametrize("text, normal, shows", MARKED, ids=[c[2] for c in MARKED])
def test_addresses_can_be_marked(text: str, normal: str, shows: str) -> None:
    assert Normalizer(addresses="mark")(Doc(text)).text == normal


SWITCHES = [
    (Normalizer(width=False), "Ａ　Ｂ", "Ａ　Ｂ"),
    (Normalizer(compatibility=False), "⼀e\u0301", "⼀e\u0301"),
    (Normalizer(controls=False), "a\u200bb", "a\u200bb"),
    (Normalizer(blanks=False), " a  b\r\n", " a  b\r\n"),
    (Normalizer(entities=False), "&lt;", "&lt;"),
    (Normalizer(addresses="off"), "http://a.cn/?b&amp;c", "http://a.cn/?b&c"),
    (Normalizer(width=False), "１０：３０，１，２３４元", "１０：３０，１，２３４元"),
    (Normalizer(han_blanks=False), "2025 年", "2025 年"),
    (Normalizer(width=False, blanks=False, han_blanks=True), "１ \t年　Ａ", "１年Ａ"),
]


@pytest.mark.parametrize("stage, text, normal", SWITCHES, ids=[repr(s[0]) for s in SWITCHES])
def test_every_rule_can_be_switched_off(stage: Normalizer, text: str, normal: str) -> None:
    assert stage(Doc(text)).text == normal


def test_settings_are_checked() -> None:
    with pytest.raises(UsageError, match="width is 'no'; it must be True or False"):
        Normalizer(width="no")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"addresses 'drop' is not known\. There are: keep, mark"):
        Normalizer(addresses="drop")  # type: ignore[arg-type]


# Pieces that the rules and their exceptions are about, so that they meet each other.
PIECES = st.sampled_from(
    [
        *"ａＡ２％．　，；＆＃ \t\n\r\x00\x0b\x85\xa0\u200b\u200c\u200d\u2028\ufeff\ufe00\ufe0f",
        *"aw1中葛⼀\uf90a金ｶ\uff9e\u3099か\u0301\u0316eﬁ𝐀\u1112\u1161\u11abك\u094dक❤👩🏽🏴",
        *"\U000e0067\U000e0001\U000e0100\ud800\udc00&#;@.:/-_<>38x",
        *("amp;", "lt;", "&lt;", "&amp;", "&#38;", "&#51;", "&#x200b;", "&#65313;", "&nbsp;"),
        *"：／？＼～￥，１３元０",
        *("０００", "，０００", "：３０", "ｈｔｔｐ", "：／／", "2025 年", "5% "),
        *("http://", "www.", "www.a", "@b.com", "a@", "&copy;", "&#768;", "&#13;", "ftp://a"),
    ]
)
TEXTS = st.text(st.characters(), max_size=15) | st.lists(PIECES, max_size=15).map("".join)
ON = st.booleans()
ADDRESSES: st.SearchStrategy[Addresses] = st.sampled_from(["keep", "mark", "off"])
STAGES = st.builds(
    Normalizer,
    width=ON,
    compatibility=ON,
    controls=ON,
    blanks=ON,
    entities=ON,
    addresses=ADDRESSES,
    han_blanks=ON,
)


@example(Normalizer(), "Ａ\u0301")
@example(Normalizer(), escaped("5", 6))
@example(Normalizer(addresses="mark"), "me&#64;www.a.cn/&amp;lt;")
@given(STAGES, TEXTS)
def test_normalising_twice_is_normalising_once(stage: Normalizer, text: str) -> None:
    once = stage(Doc(text))
    assert stage(once) is once
    assert stage(Doc(once.text)).text == once.text


@given(STAGES, TEXTS)
def test_every_span_lies_in_the_source(stage: Normalizer, text: str) -> None:
    doc = stage(Doc(text))
    assert doc.source == text
    for start in range(len(doc.text) + 1):
        for end in range(start, len(doc.text) + 1):
            span = doc.in_source(Span(start, end))
            assert 0 <= span.start <= span.end <= len(text)


@given(STAGES, TEXTS)
def test_what_is_not_an_edit_is_not_changed(stage: Normalizer, text: str) -> None:
    """Characters between the edits map one to one to equal characters."""
    doc = stage(Doc(text))
    edits = doc.alignment.edits if doc.alignment else ()
    changed = {i for start, end, _, _ in edits for i in range(start, end)}
    for i, char in enumerate(doc.text):
        if i not in changed:
            assert source_of(doc, i) == char


def test_every_change_leads_back_to_just_what_it_replaced() -> None:
    text = "ＡＩ\u200b好&amp;lt;e\u0301  &#xFF22;。"
    doc = Normalizer()(Doc(text))
    sources = [doc.text_of((i, i + 1)) + source_of(doc, i) for i in range(len(doc.text))]
    assert sources == ["AＡ", "IＩ", "好好", "<&amp;lt;", "ée\u0301", "   ", "B&#xFF22;", "。。"]


def source_of(doc: Doc, i: int) -> str:
    start, end, _ = doc.in_source(Span(i, i + 1))
    return doc.source[start:end]


@given(st.text("我爱北京天安门，。！？；（）“”《》…—、abcXYZ019\n"))
def test_plain_text_comes_back_itself(text: str) -> None:
    doc = Doc(text, words=list(text))
    assert Normalizer()(doc) is doc


@given(st.lists(PIECES, max_size=10).map("".join))
def test_urls_are_kept_whole(text: str) -> None:
    doc = Normalizer()(Doc(f"{text} http://a.cn/?b&amp;c&lang;=1 {text}"))
    assert "http://a.cn/?b&amp;c&lang;=1" in doc.text


HOSTILE: dict[str, Callable[[int], str]] = {
    "stops": lambda n: "a." * n,
    "at": lambda n: "@" * (2 * n),
    "names at": lambda n: "a@" * n,
    "half addresses": lambda n: "a@" + "b." * n,
    "addresses": lambda n: "a@b.co_" * (n // 3),
    "ampersands": lambda n: "&" * (2 * n),
    "amp": lambda n: "&" + "amp;" * (n // 2),
    "zeros": lambda n: "&#" + "0" * (2 * n),
    "deep references": lambda n: "&#" * (n // 2) + "51;" + "1;" * (n // 2),
    "spaces": lambda n: " " * (2 * n),
    "schemes": lambda n: "http://" * (n // 3),
    "URL ends": lambda n: "www.a" + "&." * n,
    "marks": lambda n: "a" + "\u0301\u0316" * n,
    "reversed marks": lambda n: "\u1dc0" * n + "\u0316",
    "zero-width": lambda n: "\u200b" * (2 * n),
    "joiners": lambda n: "\u200d" * n,
    "full-width": lambda n: "Ａ" * n,
    "full-width thousands": lambda n: "１" + "，０００" * (n // 2),
    "full-width schemes": lambda n: "ａ：／／" * (n // 2),
    "full-width URL": lambda n: "ｈｔｔｐ：／／ａ" + "？ａ" * n,
    "full-width times": lambda n: "１：０" * n,
}


@pytest.mark.parametrize("mode", ["keep", "mark"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(text: Callable[[int], str], mode: Addresses) -> None:
    assert_linear_time(Normalizer(addresses=mode), Doc(text(5_000)), Doc(text(5_000 * RATIO)))


def test_a_normalizer_is_a_value() -> None:
    stage = Normalizer(addresses="mark", width=False)
    assert pickle.loads(pickle.dumps(stage)) == stage
    assert stage.provides == ("text",)
    assert stage.requires == ()


def test_script_is_converted_after_everything_else():
    doc = Normalizer(script="taiwan")(Doc("Ｖ２　用鼠标&amp;软件"))

    assert doc.text == "V2 用滑鼠&軟體"
    assert doc.in_source((4, 6)) == Span(4, 6)
    assert doc.in_source((6, 7)) == Span(6, 11)


def test_an_unknown_script_is_refused():
    with pytest.raises(
        UsageError, match=r"script 'taiwanese' is not known\. Did you mean 'taiwan'"
    ):
        Normalizer(script="taiwanese")
