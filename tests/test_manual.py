"""Pages of the manual that follow the code, and docstrings that need no page beside them.

test_docs.py runs the examples of pages, this file those of docstrings.
"""

import doctest
import importlib
import inspect
import pydoc
import re
import sys
from pathlib import Path

import pytest

import zhnlp
from zhnlp import errors
from zhnlp.errors import ExtraError
from zhnlp.extras import extra

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs"
SHOWN = re.compile(r"^::: (\S+)$", re.MULTILINE)  # a name on a page of the API
EXCEPTIONS = [
    name
    for name, each in vars(errors).items()
    if inspect.isclass(each) and issubclass(each, Exception)
]


def shown():
    """The names that the pages of the API show."""
    pages = sorted((MANUAL / "api").glob("*.md"))
    return [name for page in pages for name in SHOWN.findall(page.read_text("utf-8"))]


def with_examples():
    """The modules of zhnlp whose docstrings have examples."""
    home = Path(zhnlp.__file__).parent
    for path in sorted(home.rglob("*.py")):
        if ">>> " in path.read_text("utf-8"):
            parts = path.relative_to(home.parent).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__")
    yield "zhnlp.core._edits"


class Runner(doctest.DocTestRunner):
    """Runs examples; what needs a package that is not installed is skipped."""

    def report_unexpected_exception(self, out, test, example, exc_info):
        if issubclass(exc_info[0], ImportError):
            pytest.skip(str(exc_info[1]))
        super().report_unexpected_exception(out, test, example, exc_info)


@pytest.mark.parametrize("name", list(with_examples()))
def test_examples_of_docstrings_give_what_they_show(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        pytest.skip(str(error))
    said = []
    runner = Runner()
    for test in doctest.DocTestFinder(exclude_empty=True).find(module):
        runner.run(test, out=said.append)

    assert runner.summarize(verbose=False).failed == 0, "".join(said)
    assert runner.tries > 0


def test_the_api_shows_every_public_name_once():
    assert sorted(set(shown())) == sorted(shown())
    assert {f"zhnlp.{name}" for name in zhnlp.__all__} <= set(shown())


@pytest.mark.parametrize("name", shown())
def test_what_the_api_shows_is_there(name):
    if "sklearn" in name:
        pytest.importorskip("sklearn", reason="it comes with zhnlp[learn]")

    assert pydoc.locate(name) is not None


def test_the_contents_of_the_api_name_what_its_pages_show():
    contents = (MANUAL / "api" / "index.md").read_text("utf-8")
    named = re.findall(r"`([\w.]+)`", contents)

    assert sorted(f"zhnlp.{name}" for name in named) == sorted(shown())


def documented():
    """What the API shows, and the members of its classes, with their docstrings."""
    for name in shown():
        try:
            thing = pydoc.locate(name)
        except pydoc.ErrorDuringImport:  # it needs a package that is not installed
            continue
        yield name, inspect.getdoc(thing)
        for member, value in inspect.getmembers(thing) if inspect.isclass(thing) else ():
            code = value.fget if isinstance(value, property) else value
            ours = getattr(code, "__module__", None) or ""
            if callable(code) and ours.startswith("zhnlp") and not member.startswith("_"):
                yield f"{name}.{member}", inspect.getdoc(value)


def test_what_the_api_shows_has_docstrings():
    assert [name for name, docstring in documented() if not docstring] == []


def test_docstrings_of_the_api_stand_on_their_own():
    """``help()`` shows no other docstring and no file beside them."""
    elsewhere = re.compile(r"\b(above|below)\b|\w\.(py|pyx|hpp)\b")
    found = [(name, elsewhere.search(docstring or "")) for name, docstring in documented()]

    assert [(name, match[0]) for name, match in found if match] == []


@pytest.mark.parametrize("name", [name for name in EXCEPTIONS if name != "ZhnlpError"])
def test_every_exception_has_a_chapter_and_a_row(name):
    page = (MANUAL / "errors.md").read_text("utf-8")
    kind = getattr(errors, name).__mro__[2 if name != "ZhnlpWarning" else 1].__name__

    assert f"## {name}\n" in page
    assert f"| [`{name}`](#{name.lower()}) | `{kind}` |" in page


def test_the_page_of_errors_shows_what_is_said_of_a_missing_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "gensim", None)

    with pytest.raises(ExtraError) as told:
        extra("gensim", "training topics")

    assert f"```text\n{told.value}\n```" in (MANUAL / "errors.md").read_text("utf-8")


def test_the_figures_of_a_choice_are_those_of_the_readme():
    """Rows of tables word for word, and every other number with a decimal point."""
    page, readme = ((ROOT / path).read_text("utf-8") for path in ("docs/choosing.md", "README.md"))
    rows = [line for line in page.splitlines() if line.startswith("|")]
    figures = [row for row in rows if re.search(r"\d\.\d", re.sub(r"`.*?`", "", row))]

    assert len(figures) > 30
    assert [row for row in figures if row not in readme] == []
    prose = re.sub(r"`[^`]*`|```.*?```", "", page, flags=re.DOTALL)
    assert set(re.findall(r"\d+\.\d+", prose)) <= set(re.findall(r"\d+\.\d+", readme))
