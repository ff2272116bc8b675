"""zhnlp view: a page or lines for the terminal, of what a pipeline finds."""

import sys
from xml.etree import ElementTree

import pytest

from zhnlp import Segmenter
from zhnlp.view.lattice import LONGEST
from zhnlp.view.terminal import lattice_picture

TEXT = "我爱北京。"
WORDS = '[[stages]]\nkind = "Segmenter"\nmethod = "unigram"\n'


@pytest.fixture
def view(run, tmp_path):
    """Call `zhnlp view` with a pipeline that is loaded in no time."""
    (tmp_path / "words.toml").write_text(WORDS, "utf-8")
    return lambda *args, **given: run("view", "-p", "words.toml", *args, **given)


def test_a_page_has_a_heading_and_the_words_of_each_record(view, tmp_path):
    (tmp_path / "a.txt").write_text(f"{TEXT}\n你好\n", "utf-8")
    result = view("a.txt", "-o", "page.html")
    tree = ElementTree.fromstring((tmp_path / "page.html").read_text("utf-8"))

    assert (result.exit_code, result.output) == (0, "")
    assert [each.text for each in tree.iter("h2")] == ["a.txt:1", "a.txt:2"]
    assert [each.text for each in tree.iter("span") if each.get("class") == "t"] == [
        *("我", "爱", "北京", "。", "你好")
    ]


def test_names_of_files_are_no_markup(view, tmp_path):
    (tmp_path / "<img src=x onerror=alert(1)>.txt").write_text(TEXT, "utf-8")
    view("*.txt", "-o", "page.html")

    assert "<img" not in (tmp_path / "page.html").read_text("utf-8")


def test_a_page_is_not_touched_where_a_record_is_bad(view, tmp_path):
    (tmp_path / "page.html").write_text("old", "utf-8")
    (tmp_path / "a.jsonl").write_text('{"text": "好"}\n{"text": 1}\n', "utf-8")
    result = view("a.jsonl", "-o", "page.html")

    assert result.exit_code == 1
    assert "a.jsonl:2" in result.stderr
    assert (tmp_path / "page.html").read_text("utf-8") == "old"


def test_a_dash_prints_the_page(view):
    assert view("-t", TEXT, "-o", "-").stdout_bytes.startswith(b"<!DOCTYPE html>")


def test_lines_for_the_terminal_have_no_colours_in_a_pipe(view):
    pytest.importorskip("rich", reason="it comes with zhnlp[view]")
    found = view(stdin=f"{TEXT}\n\n你好\n".encode()).stdout_bytes.decode()

    assert found == "<stdin>:1\nwords  我 | 爱 | 北京 | 。\n\n<stdin>:3\nwords  你好\n"


def test_the_lattice_is_that_of_the_segmenter_of_the_pipeline(view):
    pytest.importorskip("rich", reason="it comes with zhnlp[view]")
    found = view("-t", TEXT, "--lattice").stdout_bytes.decode()

    assert found.endswith(f"\n\n{lattice_picture(Segmenter('unigram').explain(TEXT))}")
    assert "<svg" in view("-t", TEXT, "--lattice", "-o", "-").stdout
    assert "<svg" not in view("-t", "我" * (LONGEST + 1), "--lattice", "-o", "-").stdout


def test_the_lattice_needs_a_segmenter(run, tmp_path):
    (tmp_path / "a.toml").write_text('[[stages]]\nkind = "SentenceSplitter"\n', "utf-8")
    result = run("view", "-p", "a.toml", "--lattice", "-t", "我")

    assert result.exit_code == 2
    assert "--lattice needs a pipeline with a Segmenter." in result.stderr


def test_what_is_left_out_is_said(view):
    pytest.importorskip("rich", reason="it comes with zhnlp[view]")
    texts = [part for _ in range(3) for part in ("-t", TEXT)]
    said = "There are more than 2 records"

    assert said in view(*texts, "--limit", "2").stderr
    assert said in view(*texts, "--limit", "2", "-o", "-").stdout
    assert said not in view(*texts, "--limit", "3", "-o", "-").stdout


def test_a_page_needs_no_rich_and_lines_name_the_extra(view, monkeypatch):
    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setitem(sys.modules, "rich.table", None)

    assert view("-t", TEXT, "-o", "-").exit_code == 0
    result = view("-t", TEXT)
    assert result.exit_code == 1
    assert "pip install 'zhnlp[view]'" in result.stderr
