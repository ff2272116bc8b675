"""Pages and fragments: nothing of the user's is markup, nothing is loaded, and nothing is lost."""

import re
import shutil
from html.parser import HTMLParser
from itertools import product
from math import inf
from unicodedata import category
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Answer, Correction, Doc, Keyword, Linked, Segmenter, Span
from zhnlp.errors import InputError
from zhnlp.models.words.explanation import Cut, Edge, Explanation
from zhnlp.view.marks import IN_NOTEBOOK, ON_PAGE, marks
from zhnlp.view.page import POLICY, doc_part, page, picture_part
from zhnlp.view.style import DARK, LIGHT, PAIRS
from zhnlp.view.visible import visible, written

EVIL = [
    "<script>alert(1)</script>",
    '<img src="http://evil.example/x" onerror="alert(1)">',
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</style></title></textarea></svg><script>alert(1)</script>",
    "<style>@import url(http://evil.example/)</style>",
    "<!--<script>alert(1)//--></script>]]>",
    "&lt;script&gt;&#60;b&#62;",
    "javascript:alert(1)",
    "<base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example>",
    "\u202e<b>\x00\ud800\ufffe\x1b[31m</b>\u2028",
]
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "article"),
    *("section", "p", "span", "small", "mark", "br", "del", "ins", "ruby", "rt", "div", "table"),
    *("tr", "th", "td", "svg", "text", "path", "g"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "scope", "style", "tabindex"),
    *("xmlns", "width", "height", "role", "aria-label", "font-family", "font-size", "x", "y"),
    *("text-anchor", "d"),
}
NAME = "{http://www.w3.org/2000/svg}"


def full(evil):
    """A Doc with `evil` wherever a user may have a string."""
    n = len(evil)
    doc = Doc(
        evil,
        words=[evil],
        tags=[evil],
        sentences=[Span(0, n, evil)],
        entities=[Span(0, n, evil), Span(0, n, evil)],
        terms=[Span(0, n, evil)],
        corrections=[Correction(0, n, evil, evil + evil, 2.0, evil, ((evil, 1.0),))],
        categories={evil: 0.5},
        topics={evil: 0.5},
        answers=[Answer(0, n, evil)],
        headline=evil,
        links=[Linked(evil, evil, (Span(0, n, evil),))],
        keywords=[Keyword(evil, 1.0)],
        summary=[Span(0, n, evil)],
        vector=[1.0],
    )
    return doc.filled(pinyin=tuple(evil * 2 for _ in evil))


def lattice_of(evil):
    edge = Edge(0, len(evil), evil, -1.0, evil)
    return Explanation(evil, evil, (evil,), (edge,), (Cut((edge,), -1.0),))


def evil_page(evil):
    return "".join(page(evil, [doc_part(full(evil), evil, lattice_of(evil))]))


@pytest.mark.parametrize("number", range(len(EVIL)))
def test_no_string_becomes_markup_wherever_it_stands(number):
    """Elements and attributes are those that are ours, with any text the same number of them."""
    html = evil_page(EVIL[number])
    tree = ElementTree.fromstring(html)
    elements = [*tree.iter()]

    assert html.encode()
    assert {element.tag.removeprefix(NAME) for element in elements} <= TAGS
    assert {key for element in elements for key in element.attrib} <= ATTRIBUTES
    assert len(elements) == len(
        [*ElementTree.fromstring(evil_page("x" * len(EVIL[number]))).iter()]
    )


class Found(HTMLParser):
    """The tags and attributes as a parser of HTML, not of XML, sees them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_comment(self, data):
        self.tags.append("a comment")


@pytest.mark.parametrize("number", range(len(EVIL)))
def test_html_has_the_same_structure_as_xml(number):
    found = Found(evil_page(EVIL[number]))

    assert set(found.tags) <= TAGS
    assert found.attributes <= {name.lower() for name in ATTRIBUTES}


def test_a_page_forbids_scripts_and_loads_nothing():
    html = "".join(page("x", [doc_part(full("好"), "a.txt:1", Segmenter().explain("我爱北京"))]))
    without = html.replace("http://www.w3.org/2000/svg", "")

    assert f'content="{POLICY}"' in html
    assert POLICY == "default-src 'none'; style-src 'unsafe-inline'"
    assert not re.search(r"https?:|//|url\(|@import|src=|href=|<script|<link|\bon\w+=", without)
    assert "prefers-color-scheme:dark" in html
    assert 'lang="zh"' in html


STRINGS = st.text(st.sampled_from("我爱<>&\"' a\n\r\x00\u202e\ud800\u3000"), max_size=20)
SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=8)


@given(STRINGS, SPANS, st.integers(1, 25))
def test_every_line_spells_the_text(text, places, longest):
    """Up to where it is shortened; controls are signs."""
    spans = sorted(
        Span(start, min(start + size, len(text)), "标<")
        for start, size in places
        if start < len(text)
    )
    doc = Doc(text, words=[*text], tags=["x"] * len(text), entities=spans, terms=spans[:1])
    doc = doc.filled(
        corrections=tuple(
            Correction(s.start, s.end, text[s.start : s.end], "对", 1.0, "sound") for s in spans
        ),
        pinyin=tuple("读" for _ in text),
    )
    html = marks(doc, longest=longest)
    tree = ElementTree.fromstring(f"<div>{html}</div>")
    lines = [
        "".join("".join(each.itertext()) for each in line.iter() if each.get("class") == "t")
        for line in tree.iter("p")
        if line.get("class") == "text"
    ]

    assert len(lines) >= 2
    assert set(lines) == {visible(text[:longest])}
    assert ("are shown" in html) == (len(text) > longest)


UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text())
def test_what_is_visible_can_be_written_anywhere(text):
    shown = visible(text)
    shown.encode()
    assert not {category(char) for char in shown if char != "\u200d"} & UNSEEN
    assert visible(shown) == shown
    ElementTree.fromstring(f"<p>{written(text)}</p>")


def test_spans_that_overlap_are_on_several_lines():
    doc = Doc("北京大学", entities=[Span(0, 2, "LOC"), Span(0, 4, "ORG"), Span(2, 4, "N")])
    lines = re.findall(r'<p class="text">(.*?)</p>', marks(doc))

    assert [re.findall(r"<small>(.*?)</small>", line) for line in lines] == [["LOC", "N"], ["ORG"]]


def test_a_correction_is_a_diff_before_and_after_it_is_made():
    found = Correction(1, 2, "门", "们", 3.5, "sound", (("闷", -2.0),))
    before, after = (marks(Doc(text, corrections=[found])) for text in ("我门", "我们"))

    assert '<del><span class="t">门</span></del><ins>们</ins>' in before
    assert '<del>门</del><ins><span class="t">们</span></ins>' in after
    assert "(sound, log odds 3.5; or 闷 -2)" in before
    sure = Correction(2, 2, "", "。", inf, "user")
    assert "log odds ∞" in marks(Doc("我们", corrections=[sure]))


def test_every_filled_layer_has_a_heading_and_an_empty_one_says_so():
    headings = re.findall(r"<h3[^>]*>(.*?)</h3>", marks(full("好")))

    assert headings == [
        *("words", "entities", "corrections", "sentences", "terms", "summary", "pinyin"),
        *("headline", "keywords", "categories", "topics", "answers", "links", "vector"),
    ]
    assert marks(Doc("好", entities=(), keywords=())).count("none found") == 2


def test_a_text_that_was_rewritten_is_shown_as_it_was_given():
    assert "as it was given" in marks(Doc("Ａ").rewrite([(0, 1, "A")]))


@pytest.mark.parametrize("words", [["我爱"] * 200_000, ["我爱" * 200_000]], ids=["many", "one"])
def test_a_long_text_is_shortened_with_a_note(words):
    doc = Doc("".join(words), words=words, tags=["n"] * len(words))
    fragment, whole = doc._repr_html_(), doc.to_html()

    assert f"The first {IN_NOTEBOOK:,} of 400,000 characters are shown." in fragment
    assert f"The first {ON_PAGE:,} of 400,000 characters are shown." in whole
    assert len(fragment) < 300_000
    assert len(whole) < 2_000_000


def test_a_fragment_styles_only_itself():
    fragment = Doc("好")._repr_html_()
    style = re.search(r"<style>(.*?)</style>", fragment)[1]
    inner = re.sub(r"@media[^{]*\{", "", style)

    assert fragment.startswith('<div class="zhnlp"')
    assert all(part.strip("}").split("{")[0].startswith(".zhnlp") for part in
               re.findall(r"[^{}]+\{[^{}]*\}", inner))  # fmt: skip


def test_attention_can_stand_on_a_page():
    np = pytest.importorskip("numpy")
    heat_map = pytest.importorskip("zhnlp.neural.pictures").heat_map
    drawn = heat_map(["我", "<爱>"], ["我", "<爱>"], np.eye(2))
    tree = ElementTree.fromstring("".join(page("x", [picture_part(drawn, "注意")])))

    assert len([*tree.iter(f"{NAME}rect")]) == 2


def test_the_title_is_a_text():
    assert "<title>甲&lt;乙</title>" in Doc("好").to_html(title="甲<乙")
    for each in (Doc("好"), Segmenter().explain("好")):
        with pytest.raises(InputError, match="title"):
            each.to_html(title=1)


@pytest.mark.parametrize("palette, pair", [*product((LIGHT, DARK), PAIRS)])
def test_what_is_read_stands_out_from_its_ground(palette, pair):
    """By WCAG 2, 4.5 to 1."""
    high, low = sorted((luminance(palette[name]) for name in pair), reverse=True)

    assert (high + 0.05) / (low + 0.05) >= 4.5


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


EXPLAINED = Segmenter("unigram").explain("研究生命起源，南京市长江大桥，乒乓球拍卖完了")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium")
def test_a_browser_runs_nothing_and_asks_for_nothing(tmp_path):
    sync_api = pytest.importorskip("playwright.sync_api", reason="it comes with zhnlp[test]")
    parts = [doc_part(full(evil), evil, lattice_of(evil)) for evil in EVIL]
    path = tmp_path / "page.html"
    path.write_text("".join(page(EVIL[0], parts)), "utf-8")
    told = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        tab = browser.new_page(viewport={"width": 390, "height": 800})
        tab.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: told.append(request.url))
        tab.on("console", lambda message: told.append(message.text))
        tab.goto(path.as_uri())
        counted = tab.locator("script, img, iframe, link, base, [onload], [onerror]").count()
        shown = tab.locator("h2").all_inner_texts()
        path.write_text(
            "".join(page("好", [doc_part(full("我爱"), "a.txt:1", EXPLAINED)])), "utf-8"
        )
        tab.reload()
        width = tab.evaluate("document.documentElement.scrollWidth")
        browser.close()

    assert told == [path.as_uri()] * 2
    assert counted == 0
    assert shown == [visible(evil) for evil in EVIL]
    assert width <= 390
