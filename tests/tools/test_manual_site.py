"""The site of the manual: its links, the docstrings in it, and that it asks no other host."""

import json
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

pytest.importorskip("material", reason="mkdocs-material comes with zhnlp[docs]")
pytest.importorskip("mkdocstrings", reason="it comes with zhnlp[docs]")

from doctests_in_fences import in_fences
from manual import (
    included,
    place_in_repository,
    place_in_site,
    with_joined_lines,
    with_links_of_the_site,
    with_prompts,
)

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# What a browser loads by itself, unlike a link.
LOADED = re.compile(r'(?:src|<link[^>]*href)="((?:https?:)?//[^"]*)"')


@pytest.mark.parametrize(
    "page, written, shown",
    [
        ("cli.md", "[tags](tagging.md#sets)", "[tags](tagging.md#sets)"),
        ("zh/start.md", "[scale](../scale.md)", "[scale](../scale.md)"),
        ("cli.md", "[new](../CHANGELOG.md)", "[new](repository/CHANGELOG.md)"),
        ("zh/start.md", "[new](../../CHANGELOG.md#a)", "[new](../repository/CHANGELOG.md#a)"),
        ("repository/README.md", "[start](docs/start.md)", "[start](../start.md)"),
        ("repository/README.md", "[doc.py](zhnlp/doc.py)", "`zhnlp/doc.py`"),
        ("cli.md", "[`zhnlp/doc.py`](../zhnlp/doc.py)", "`zhnlp/doc.py`"),
        ("cli.md", "[a stage](../zhnlp/stage.py)", "a stage (`zhnlp/stage.py`)"),
        ("cli.md", "[none](nothere.md) [x](https://a.b)", "[none](nothere.md) [x](https://a.b)"),
        ("cli.md", "weights[label](text)", "weights[label](text)"),
    ],
)
def test_links_lead_to_pages_and_files_become_code(page, written, shown):
    assert with_links_of_the_site(written, page) == shown


def test_every_included_page_has_a_place_of_its_own():
    assert {"README.md", "CHANGELOG.md", "dicts/README.md"} <= set(included())
    assert all(place_in_repository(place_in_site(path)) == path for path in included())


def test_lines_of_chinese_text_are_joined_outside_of_code():
    text = "分词，\n词性。\n- 实体\nNER\n\n```text\n一\n二\n```\n三\n四"

    joined = with_joined_lines(text)

    assert joined == "分词，词性。\n- 实体\nNER\n\n```text\n一\n二\n```\n三四"


def test_sessions_of_python_are_named_so():
    assert with_prompts("```python\n>>> 1\n1\n```\n") == "```pycon\n>>> 1\n1\n```\n"
    assert with_prompts("```python\nx = 1\n```\n") == "```python\nx = 1\n```\n"


def test_doctests_are_put_into_fences():
    docstring = "Add one.\n\nArgs:\n    n: A number.\n\n>>> f(1)\n2\n>>> f(2)\n3\n\nThat is all."

    assert in_fences(docstring) == (
        "Add one.\n\nArgs:\n    n: A number.\n\n"
        "```pycon\n>>> f(1)\n2\n>>> f(2)\n3\n```\n\nThat is all."
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir"]
    done = subprocess.run(
        [*command, str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.slow
def test_the_site_is_built_without_warnings(site):
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in manual_pages()}

    assert [str(page) for page in pages if not (site / page).is_file()] == []


def manual_pages():
    return (ROOT / "docs").rglob("*.md")


@pytest.mark.slow
def test_no_page_loads_anything_from_another_host(site):
    loaded = {
        url for page in site.rglob("*.html") for url in LOADED.findall(page.read_text("utf-8"))
    }

    assert loaded == set()


@pytest.mark.slow
def test_docstrings_look_like_text(site):
    """No prompt outside of code, and no mark of reStructuredText."""
    for page in (site / "api").glob("*.html"):
        text = re.sub(r"<(pre|code)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r"&gt;&gt;&gt;|<blockquote>|``|====", text), page.name


@pytest.mark.slow
def test_chinese_words_are_found(site):
    """Words are parted by zero-width spaces, as the search expects them."""
    pytest.importorskip("jieba")
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    texts = [each["text"] + each["title"] for each in index["docs"]]

    assert any("\u200b分词\u200b" in text for text in texts)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Nothing: the test says what is wrong."""


@pytest.fixture(scope="module")
def address(site):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_finds_chinese_words_and_asks_no_other_host(address):
    """Also: nothing is wider than the screen of a phone."""
    playwright = pytest.importorskip("playwright.sync_api", reason="it comes with zhnlp[test]")
    asked = []
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}choosing.html")
        wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        page.locator("label[for=__search]").first.click()
        field = page.locator(".md-search__input")
        field.fill("用户词典")
        field.press("End")
        page.locator(".md-search-result__item").first.wait_for()
        browser.close()

    assert not wider
    assert [url for url in asked if not url.startswith((address, f"blob:{address}", "data:"))] == []
