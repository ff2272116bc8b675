"""The page for browsers, in Chromium, against the real service on a port of this machine.

Without playwright or Chromium there is nothing to see, and the tests skip. They wait for what
is to appear, never for a time.
"""

import ast
import contextlib
import io
import json
import re
import shlex
import shutil
import socket
import subprocess
import threading
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhnlp.serve
from zhnlp.resources import dicts
from zhnlp.stages.keywords import Method as KeywordMethod
from zhnlp.stages.segmenter import Method

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright comes with zhnlp[test]")
for package in ("fastapi", "prometheus_client", "httptools"):
    pytest.importorskip(package, reason="it comes with zhnlp[serve]")
uvicorn = pytest.importorskip("uvicorn", reason="it comes with zhnlp[serve]")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None:
    pytest.skip("Chromium is not installed: apt-get install chromium", allow_module_level=True)

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PAGE = Path(zhnlp.serve.__file__).parent / "page"
FILES = sorted(PAGE.iterdir())
VIEWS = ["words", "entities", "correct", "keywords", "classify", "lattice", "compare"]
METHODS = {*get_args(Method), *get_args(KeywordMethod)} - {"neural"}
REASONS = {"sound", "shape", "edit", "user"}  # those of a Correction but "word"
SOURCES = {"sourceUser", "sourceModel", "sourceDictionary", "sourceRule"}  # and of an Edge
KEY = "a-key-of-the-tests"
EVIL = [
    '<img src=x onerror="window.hacked=1">',
    "<script>window.hacked=1</script>",
    '"><svg onload=window.hacked=1>',
    "javascript:window.hacked=1",
    "</textarea><iframe src=//evil.example>",
    "'); window.hacked=1; //",
    "${window.hacked=1}{{7*7}}<a href=//evil.example>x</a>",
]


@contextlib.contextmanager
def served(settings):
    """The address of a service in a thread."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = zhnlp.serve.make_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture(scope="module")
def address():
    with served(zhnlp.serve.Settings(log=False)) as url:
        yield url


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextlib.contextmanager
def tab(browser, address, **settings):
    """A page that is open, and must neither complain nor ask another host."""
    settings = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 900}, **settings}
    expected, link = settings.pop("expected", ""), settings.pop("link", address)
    context = browser.new_context(**settings)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address.rstrip("/"))
    page = context.new_page()
    page.set_default_timeout(30_000)
    complaints, asked = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(link)
    try:
        yield page
        hacked = page.evaluate("window.hacked")
    finally:
        context.close()

    assert [each for each in complaints if not expected or expected not in each] == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert hacked is None


@pytest.fixture
def page(browser, address):
    with tab(browser, address) as page:
        page.wait_for_selector("#output [data-word]")
        yield page


@pytest.fixture(scope="module")
def modules(browser, address):
    """A page whose modules are called one by one."""
    with tab(browser, address) as page:
        yield page


def write(page, text, sent=None):
    """Put `text` in the field, and wait for results of what is to be sent, by default all of it."""
    body = """async (text) => {
        const {json, shell} = await import("/page/quoting.js");
        return shell(`"text":${json(text)}`).slice(1, -1);
    }"""
    expected = page.evaluate(body, sent or text)
    page.fill("#text", text)
    page.wait_for_function(
        """(body) => document.querySelector("#panel[aria-busy=false] code.curl")
            ?.textContent.includes(body)""",
        arg=expected,
    )


def first(text):
    """The first sentence, which the lattice shows."""
    return re.match(r"[^;！!]*[;！!]*|.*", text)[0]


def view(page, name):
    page.click(f"#tab-{name}")
    page.wait_for_selector(f"#panel[aria-labelledby=tab-{name}][aria-busy=false] #code pre")


def words(page, inside="#output"):
    return page.eval_on_selector_all(
        f"{inside} [data-word]", "all => all.map((each) => each.dataset.word)"
    )


def wait_for_words(page, expected, inside="#output"):
    page.wait_for_function(
        """([inside, expected]) => expected === JSON.stringify(
            [...document.querySelectorAll(`${inside} [data-word]`)].map((e) => e.dataset.word))""",
        arg=[inside, json.dumps(expected, ensure_ascii=False, separators=(",", ":"))],
    )


def run(source):
    """What a program prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "page", "exec"), {"__name__": "page"})
    return printed.getvalue()


def python(page):
    return page.text_content("code.python")


# What it shows


def test_typing_shows_words_with_tags_and_their_meanings(page):
    page.fill("#text", "")
    page.wait_for_selector("text=还没有文本")
    page.locator("#text").press_sequentially("我爱北京天安门")

    wait_for_words(page, ["我", "爱", "北京", "天安门"])
    assert page.locator(".tile").nth(2).text_content() == "北京ns 地名"
    assert page.text_content("#status") == "4 个词"


def test_other_methods_cut_their_own_words(page):
    page.select_option("#controls select", "unigram")
    write(page, "南京市长江大桥")

    assert words(page) == ["南京市", "长江大桥"]
    assert "method=unigram" in page.url


def test_entities_are_named_in_text(page):
    view(page, "entities")
    write(page, "王小明昨天在北京大学。")

    shown = page.eval_on_selector_all("mark", "all => all.map((each) => each.textContent)")
    assert shown == ["王小明人名 PER", "昨天时间 TIME", "北京大学机构 ORG"]
    page.uncheck("text=时间 TIME")
    page.wait_for_selector("#status:text('2 个实体')")


def test_corrections_are_a_diff_with_reason_odds_and_alternatives(page):
    view(page, "correct")
    write(page, "𠮷野家说他们发现了问提。")

    assert page.text_content("#output del") == "删去提"
    assert page.text_content("#output ins") == "改为题"
    row = page.locator("#output tbody tr").text_content()
    assert re.fullmatch(r"提题读音相近[\d,]+ : 1.+1 : [\d,]+.*10–11", row)


def test_the_lattice_marks_the_chosen_cut_by_more_than_colour(page):
    view(page, "lattice")
    page.select_option("#controls select", "bigram")
    write(page, "南京市长江大桥")

    chosen = "all => all.map((each) => each.textContent)"
    assert page.eval_on_selector_all(".chosen .word", chosen) == ["✓南京市", "✓长江", "✓大桥"]
    page.click("fieldset.best li:nth-child(2) label")
    assert page.eval_on_selector_all(".chosen .word", chosen) == ["✓南京市", "✓长江大桥"]
    assert page.get_attribute("svg[role=img]", "aria-label") == "词图：南京市 | 长江大桥"
    page.click("summary:has-text('我的词')")
    add_word(page, "长江大桥", "force")
    page.wait_for_selector("text=✓☆长江大桥")
    page.click("summary:text('候选词表')")
    assert page.locator("#output tbody tr").count() == page.locator("g.edge").count()


def test_the_lattice_can_be_made_larger_and_shows_one_sentence_at_a_time(page):
    view(page, "lattice")
    write(page, "今天下雨。明天天晴。", "今天下雨。")
    width = page.locator("svg.lattice").bounding_box()["width"]
    page.click("button[aria-label=放大]")

    assert page.locator("svg.lattice").bounding_box()["width"] == pytest.approx(1.5 * width, abs=2)
    page.select_option("#controls select >> nth=1", "1")
    page.wait_for_selector("svg[aria-label*=明天]")


def test_two_methods_are_compared_and_the_boundaries_of_one_are_marked(page):
    view(page, "compare")
    page.select_option("#controls select >> nth=0", "unigram")
    write(page, "南京市长江大桥")
    page.select_option("#controls select >> nth=1", "crf")
    wait_for_words(page, ["南京市", "长江", "大桥"], ".side:nth-child(2)")

    assert words(page, ".side:nth-child(1)") == ["南京市", "长江大桥"]
    assert page.text_content("#status") == "1 处切分不同"
    assert page.locator(".side:nth-child(1) .only").count() == 0
    assert page.text_content(".side:nth-child(2) .only") == "‖（只有这里切开）"


def test_labels_and_keywords_have_their_numbers_as_text(page):
    write(page, "房间很干净，服务热情，下次还来住这家酒店。")
    view(page, "classify")
    assert re.fullmatch(r"正面 positive[\d.]+%", page.text_content(".bars li:nth-child(1)"))
    view(page, "keywords")
    assert re.fullmatch(r"\D+0\.\d+", page.text_content(".bars li:nth-child(1)"))


def test_short_forms_are_linked_to_their_names(page):
    view(page, "entities")
    write(page, "王小明毕业于北京大学（以下简称北大）。")
    page.check("text=把简称连到全称")

    page.wait_for_selector("td:text('北京大学 · 北大')")


# The user's own words


def add_word(page, word, mode="prefer", label=""):
    page.fill("#own-words form .field:nth-child(1) input", word)
    page.select_option("#own-words form select", mode)
    page.fill("#own-words form .field:nth-child(4) input", label)
    page.click("#own-words button.main")


def test_words_of_the_user_change_all_results_until_they_are_removed(page):
    write(page, "泡泡玛特上市")
    page.click("summary:has-text('我的词')")
    before = words(page)
    add_word(page, "泡泡玛特", label="BRAND")

    wait_for_words(page, ["泡泡玛特", "上市"])
    view(page, "entities")
    assert page.text_content("mark") == "泡泡玛特BRAND"
    view(page, "words")
    page.select_option("select[aria-label='“泡泡玛特”的方式']", "split")
    page.wait_for_selector("[data-word=泡泡]")
    page.click("button[aria-label='删除“泡泡玛特”']")
    wait_for_words(page, before)


def test_a_bad_word_is_not_taken_and_the_service_says_why(browser, address):
    with tab(browser, address, expected="422") as page:  # the browser tells of the status, too
        page.click("summary:has-text('我的词')")
        add_word(page, "好", mode="split")

        page.wait_for_selector("#own-words [role=alert]:has-text('cannot be split')")
        assert page.locator(".own-words li").count() == 0
        assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


# The same in code

NASTY = "他说：\"it's\" \\n '''好'''\n$(id) `x` 𠮷😀\u202e\u200b!"


@pytest.mark.parametrize("method", ["crf", "bigram", "jieba"])
def test_the_code_for_words_gives_what_the_page_shows(page, method):
    page.select_option("#controls select", method)
    page.click("summary:has-text('我的词')")
    add_word(page, "it's", "force")
    page.wait_for_selector(".own-words li")
    write(page, NASTY)

    given = ast.literal_eval(run(python(page)))
    assert [word if isinstance(word, str) else word[0] for word in given] == words(page)
    if method == "crf":
        tags = page.eval_on_selector_all("[data-tag]", "all => all.map((each) => each.dataset.tag)")
        assert [tag for word, tag in given if word.strip()] == tags


def test_the_code_for_names_gives_what_the_page_shows(page):
    page.click("summary:has-text('我的词')")
    add_word(page, "小爱同学", "force", "PRODUCT")
    page.wait_for_selector(".own-words li")
    view(page, "entities")
    page.check("text=把简称连到全称")
    write(page, "𠮷野家的王小明昨天在北京大学（以下简称北大）见了小爱同学。")

    found = ast.literal_eval(run(python(page)).splitlines()[0])
    shown = page.eval_on_selector_all(
        "mark .name", "all => all.map((each) => [each.textContent, each.dataset.label])"
    )
    assert found == [tuple(each) for each in shown]
    assert ("小爱同学", "PRODUCT") in found


def test_the_code_for_corrections_keywords_and_labels_gives_what_the_page_shows(page):
    write(page, "他们发现了问提，马上向领导报告。酒店房间很干净。")
    view(page, "correct")
    page.select_option("#controls select", "0.05")
    page.wait_for_selector("code.python:has-text('0.05')")
    text, *changes = run(python(page)).splitlines()
    assert text.startswith("他们发现了问题")
    assert len(changes) == page.locator("#output del").count() > 0

    view(page, "keywords")
    names = page.eval_on_selector_all(".bars .name", "all => all.map((each) => each.textContent)")
    assert [line.split(" ")[0] for line in run(python(page)).splitlines()] == names

    view(page, "classify")
    page.select_option("#controls select", "news-topics")
    page.wait_for_selector(".bars li:nth-child(18)")
    printed = dict(line.split(" ") for line in run(python(page)).splitlines())
    best = max(printed, key=lambda label: float(printed[label]))
    assert page.text_content(".bars li:nth-child(1) .name") == best


def test_the_code_for_the_lattice_and_the_comparison_gives_what_the_page_shows(page):
    write(page, "研究生命的起源")
    view(page, "lattice")
    chosen = page.get_attribute("svg", "aria-label").removeprefix("词图：")
    assert run(python(page)).startswith(f"crf: {chosen}\n")

    view(page, "compare")
    first, second = run(python(page)).splitlines()
    assert first == f"crf {words(page, '.side:nth-child(1)')}"
    assert second == f"jieba {words(page, '.side:nth-child(2)')}"


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_command_for_curl_gives_what_the_page_shows(page):
    write(page, NASTY)
    done = subprocess.run(
        ["/bin/sh", "-c", page.text_content("code.curl")], capture_output=True, check=True
    )

    assert json.loads(done.stdout)["words"] == words(page)


def test_code_is_copied(page):
    write(page, "今天天气很好")
    page.click("button[aria-label='复制 Python 代码']")
    page.wait_for_selector(".said:text('已复制')")

    assert page.evaluate("navigator.clipboard.readText()") == python(page)


@given(text=st.text())
def test_quoted_strings_are_read_back_as_they_were(modules, text):
    source = """async (text) => {
        const code = await import("/page/quoting.js");
        return [code.python(text), code.shell(text), code.json({text})];
    }"""
    in_python, in_shell, in_json = modules.evaluate(source, text)

    assert ast.literal_eval(in_python) == text
    assert "\0" in text or shlex.split(in_shell) == [text]
    assert json.loads(in_json) == {"text": text}


# Characters are those of Python


def test_emoji_and_rare_characters_do_not_shift_what_is_marked(page):
    text = "😀👨‍👩‍👧𠮷野家的王小明在北京大学🎉"
    view(page, "entities")
    write(page, text)
    names = page.eval_on_selector_all("mark .name", "all => all.map((each) => each.textContent)")

    assert {"王小明", "北京大学"} <= set(names)
    page.click("summary:text('实体列表')")
    at = text.index("王小明")
    assert page.locator(f"td:text('{at}–{at + 3}')").count() == 1


@given(words=st.lists(st.text(min_size=1)), most=st.integers(1, 9))
def test_positions_count_code_points(modules, words, most):
    source = """async ([words, most]) => {
        const {characters, ends, pieces} = await import("/page/text.js");
        return [characters(words.join("")).length, ends(words), pieces(words.join(""), most)];
    }"""
    length, ends, pieces = modules.evaluate(source, [words, most])

    assert length == len("".join(words))
    assert ends == [len("".join(words[: at + 1])) for at in range(len(words))]
    assert all(0 < len(piece) <= most for piece in pieces)


# Nothing of the user's is run


@pytest.mark.parametrize("text", EVIL, ids=range(len(EVIL)))
def test_markup_in_a_text_stays_text(page, text):
    for name in VIEWS:
        view(page, name)
        write(page, evil := f"王小明说{text}问提", first(evil) if name == "lattice" else evil)
        assert page.locator("#panel img, #panel script, #panel iframe, #panel a").count() == 0
    view(page, "words")
    assert "".join(words(page)) == evil


def test_markup_in_words_and_labels_of_the_user_stays_text(page):
    page.click("summary:has-text('我的词')")
    write(page, f"王小明说{EVIL[0]}{EVIL[1]}问提")
    for at, evil in enumerate(EVIL[:2]):
        add_word(page, evil, "force", "<b>x</b>")
        page.wait_for_selector(f".own-words li:nth-child({at + 1})")
    wait_for_words(page, ["王小明", "说", *EVIL[:2], "问", "提"])
    view(page, "entities")

    assert page.locator("mark .kind >> text=<b>x</b>").count() == 2
    assert page.locator("#own-words img, #own-words script, mark b").count() == 0


def test_markup_in_answers_and_links_stays_text(browser, address):
    evil = EVIL[0]
    answers = {
        "tag": {"text": evil, "words": [evil], "tags": [evil]},
        "entities": {"text": evil, "entities": [[0, 4, evil]]},
        "correct": {
            "text": "x",
            "corrections": [
                {"start": 0, "end": 1, "wrong": evil, "right": evil, "log_odds": None}
                | {"reason": evil, "alternatives": [[evil, 1.0]]}
            ],
        },
        "keywords": {"text": evil, "keywords": [[evil, 1.0]]},
        "classify": {"text": evil, "categories": {evil: 1.0, "__proto__": 0}},
    }
    link = f"#view=<b>&method={evil}&model={evil}&labels={evil}&text={evil}"
    words = json.dumps([{"word": evil, "mode": "force"}, {"word": 1}, None])
    with tab(browser, f"{address}") as page:
        page.route(
            "**/v1/*",
            lambda route: (
                route.fulfill(json=answers[route.request.url.rpartition("/")[2]])
                if route.request.url.rpartition("/")[2] in answers
                else route.continue_()
            ),
        )
        page.goto("about:blank")  # else the page stays, and only the fragment changes
        page.goto(f"{address}{link}&words={words}")
        page.wait_for_selector("#output .tile")
        for name in VIEWS[:5]:
            view(page, name)
            page.wait_for_selector("#output >> text=<img")
        assert page.locator("#panel img, #own-words img").count() == 0
        assert page.input_value("#text") == evil


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_make_no_markup_of_strings_keep_nothing_and_name_no_host(path):
    source = path.read_text("utf-8")
    refused = r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|"
    refused += r"localStorage|sessionStorage|indexedDB|document\.cookie|style=|\bon\w+=[\"']"

    assert re.findall(refused, source) == []
    hosts = {"http://www.w3.org/2000/svg"}  # a name, which no browser asks
    assert set(re.findall(r"(?:https?:)?//[\w.]+\.\w+[\w./]*", source)) <= hosts
    assert len(source.splitlines()) <= 300


# States


def test_what_the_service_refuses_is_shown_in_its_sentence(browser, address):
    with tab(browser, address, expected="status of 4") as page:
        page.wait_for_selector("#output [data-word]")
        page.fill("#text", "好" * 100_001)

        page.wait_for_selector("#trouble:has-text('100000')")
        assert page.text_content("#status") == "没能得到结果"
        assert page.locator("#output > *").count() == 0
        page.fill("#text", "好了")
        page.wait_for_selector("#output [data-word]")
        assert page.locator("#trouble > *").count() == 0


def test_a_service_that_is_gone_is_told_and_can_be_tried_again(browser, address):
    with tab(browser, address, expected="ERR_FAILED") as page:
        page.wait_for_selector("#output [data-word]")
        page.route("**/v1/tag", lambda route: route.abort())
        page.fill("#text", "今天天气很好")
        page.wait_for_selector("#trouble:has-text('连接不上服务')")
        page.unroute("**/v1/tag")
        page.click("#trouble button")

        wait_for_words(page, ["今天", "天气", "很", "好"])


def test_an_old_answer_never_follows_a_newer_one(page):
    held = []

    def hold_first(route):
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/v1/tag", hold_first)
    page.fill("#text", "旧的文本")
    with page.expect_request("**/v1/tag"):
        pass
    page.fill("#text", "新的句子")
    page.wait_for_selector("[data-word=句子]")
    with contextlib.suppress(sync_api.Error):  # the browser may have given it up
        held[0].fulfill(json={"text": "旧的文本", "words": ["旧的文本"], "tags": ["n"]})
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

    assert words(page) == ["新", "的", "句子"]


def test_letters_of_an_input_method_are_not_sent(page):
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.fill("#text", "")
    page.wait_for_selector("text=还没有文本")
    keyboard = page.context.new_cdp_session(page)
    page.focus("#text")
    page.clock.install()
    for letters in ("bei", "beijing"):
        given = {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        keyboard.send("Input.imeSetComposition", given)
        page.clock.run_for(1000)  # of the page's own time
    keyboard.send("Input.insertText", {"text": "北京"})
    page.clock.run_for(1000)

    wait_for_words(page, ["北京"])
    assert not any("bei" in body for body in sent)


def test_a_key_is_asked_for_and_kept_in_memory_only(browser):
    with (
        served(zhnlp.serve.Settings(log=False, api_keys=(KEY,))) as own,
        tab(browser, own, expected="401") as page,
    ):
        page.fill("#trouble input", "a wrong one")
        page.click("#trouble button")
        page.wait_for_selector("#trouble input")
        page.fill("#trouble input", KEY)
        page.click("#trouble button")
        page.wait_for_selector("#output [data-word]")

        assert KEY not in page.text_content("body")
        assert KEY not in page.url
        assert "$ZHNLP_KEY" in page.text_content("code.curl")
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
            *(0, 0),
            "",
        ]


def test_the_address_has_the_settings_and_the_text_only_on_request(browser, address):
    with tab(browser, address) as page:
        page.click("summary:has-text('我的词')")
        add_word(page, "云计算平台", "force")
        page.wait_for_selector(".own-words li")
        page.select_option("#controls select", "bigram")
        write(page, "𠮷野家的云计算平台&#=%")
        assert page.url == f"{address}#method=bigram"
        shown = words(page)
        page.click("#share")
        page.wait_for_selector("#shared:has-text('链接已复制')")
        link = page.evaluate("navigator.clipboard.readText()")
    with tab(browser, address, link=link) as page:
        wait_for_words(page, shown)
        assert page.input_value("#text") == "𠮷野家的云计算平台&#=%"
        assert page.url == f"{address}#method=bigram"


# For everybody


def test_it_speaks_the_language_of_the_browser_or_the_one_chosen(browser, address):
    with tab(browser, address, locale="en-GB") as page:
        page.wait_for_selector("#tab-words:text('Words')")
        assert page.get_attribute("html", "lang") == "en"
        page.click("text=中文")

        assert page.get_attribute("html", "lang") == "zh-Hans"
        assert page.text_content("#tab-words") == "分词与词性"
        assert page.get_attribute("[data-lang=zh]", "aria-pressed") == "true"
        page.reload()
        page.wait_for_selector("#tab-words:text('分词与词性')")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sentence_is_there_in_both_languages(modules, lang):
    """What the files ask for has words, and what has words is asked for."""
    source = "".join(path.read_text("utf-8") for path in FILES if path.name != "strings.js")
    known = re.findall(r'^  "?([\w-]+)"?: \[', (PAGE / "strings.js").read_text("utf-8"), re.M)
    asked = set(re.findall(r'(?:\bt\(|data-(?:say|label)=)"([\w-]+)"', source))
    say = f'async (key) => (await import("/page/strings.js")).speaker("{lang}")(key)'

    assert asked <= set(known)
    assert set(known) >= METHODS | REASONS | SOURCES
    assert {key for key in known if key not in source} <= METHODS | REASONS | SOURCES
    assert [key for key in known if not modules.evaluate(say, key).strip()] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_tag_label_and_classifier_has_a_name(modules, lang):
    rows = (dicts() / "tags.tsv").read_text("utf-8").splitlines()
    tags = [row.split("\t")[0] for row in rows if row and not row.startswith("#")]
    unnamed = """async ([tags, lang]) => {
        const about = await (await fetch("/v1/about")).json();
        const names = await import("/page/tags.js");
        return [
            ...tags.filter((tag) => !names.meaningOf(tag, lang)),
            ...about.labels.filter((label) => !names.labelName(label, lang)),
            ...Object.keys(about.classifiers).filter(
                (name) => names.classifierName(name, lang) === name),
        ];
    }"""

    assert len(tags) > 40
    assert modules.evaluate(unnamed, [tags, lang]) == []


def test_tabs_are_reached_by_arrow_keys(page):
    page.focus("#tab-words")
    names = []
    for key in ("ArrowRight", "ArrowRight", "End", "ArrowRight", "ArrowLeft", "Home"):
        page.keyboard.press(key)
        names.append(page.evaluate("document.activeElement.id"))
    picked = "[...document.querySelectorAll('[aria-selected=true][tabindex=\"0\"]')].map(e => e.id)"

    assert names == [f"tab-{VIEWS[at]}" for at in (1, 2, -1, 0, -1, 0)]
    assert page.evaluate(picked) == ["tab-words"]
    assert page.get_attribute("#panel", "aria-labelledby") == "tab-words"


def test_everything_is_done_with_the_keyboard_alone(page):
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"  # the link that skips
    page.focus("#own summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("长江大桥")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-word=长江大桥]")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


ROLES = {"button", "textbox", "combobox", "checkbox", "radio", "tab", "tabpanel", "link"}
ROLES |= {"region", "group", "image", "table", "tablist", "radiogroup", "list"}


def test_every_control_has_a_name_in_the_tree_of_screen_readers(page):
    page.click("summary:has-text('我的词')")
    add_word(page, "云计算", "force")
    page.wait_for_selector(".own-words li")
    write(page, "王小明在北京大学发现了问提。他很好。")
    tree = page.context.new_cdp_session(page)
    for name in VIEWS:
        view(page, name)
        nodes = tree.send("Accessibility.getFullAXTree")["nodes"]
        nodes = [(each["role"]["value"], each) for each in nodes if not each["ignored"]]
        named = [(role, each.get("name", {}).get("value")) for role, each in nodes if role in ROLES]
        without = [role for role, name in named if not name and role not in {"list", "group"}]

        assert without == [], name
        found = {role for role, _ in nodes}
        assert {"main", "banner", "contentinfo", "tab", "tabpanel", "status", "textbox"} <= found
        assert "table" in found or name not in {"correct", "compare"}


CONTRAST = """() => {
    const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
    const light = (color) => {
        const part = color.slice(0, 3).map((c) => c / 255)
            .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
    };
    const ground = (node) => {
        for (let at = node; at; at = at.parentElement) {
            const color = rgb(getComputedStyle(at).backgroundColor);
            if (color.length === 3 || color[3] === 1) return color;
        }
        return [255, 255, 255];
    };
    const low = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !node.checkVisibility()) continue;
        if (node.closest(".spoken, noscript, option, script")) continue;
        const style = getComputedStyle(node);
        const chosen = node.closest(".chosen")?.querySelector("rect");
        const behind = chosen ? rgb(getComputedStyle(chosen).fill) : ground(node);
        const color = rgb(node.closest("svg") ? style.fill : style.color);
        const [a, b] = [light(color), light(behind)].sort((x, y) => y - x);
        const ratio = (a + 0.05) / (b + 0.05);
        if (ratio < 4.5) low.push([texts.currentNode.data, ratio]);
    }
    return low;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out_from_what_is_behind_them(browser, address, scheme):
    with tab(browser, address, color_scheme=scheme, expected="422") as page:
        page.wait_for_selector("#output [data-word]")
        page.click("summary:has-text('我的词')")
        add_word(page, "好", "split")
        page.wait_for_selector("#own-words [role=alert]:not(:empty)")
        for sample in range(6):
            page.click(f"#samples button >> nth={sample}")
            for name in VIEWS:
                view(page, name)
                assert page.evaluate(CONTRAST) == [], name


@pytest.mark.parametrize("width", [320, 390, 640])
def test_narrow_screens_are_not_scrolled_sideways(browser, address, width):
    """640 is a screen of 1280 at twice the size."""
    with tab(browser, address, viewport={"width": width, "height": 844}) as page:
        page.wait_for_selector("#output [data-word]")
        page.click("summary:has-text('我的词')")
        add_word(page, "Supercalifragilisticexpialidocious" * 2, "force")
        page.wait_for_selector(".own-words li")
        for text in (
            "王小明说" + "https://example.com/" + "a" * 200 + "，问提",
            "南京市长江大桥" * 5,
        ):
            write(page, text)
            for name in VIEWS:
                view(page, name)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_the_page_does_not_move_where_users_want_it_still(browser, address):
    with tab(browser, address, reduced_motion="reduce") as page:
        page.wait_for_selector("#output [data-word]")
        assert page.evaluate(
            """document.getAnimations().length === 0
            && matchMedia("(prefers-reduced-motion: reduce)").matches"""
        )
