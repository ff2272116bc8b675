"""The recipes of docs/search-engines.md, as they stand there."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhnlp import Segmenter
from zhnlp.interop.search import SearchAnalyzer

PAGE = Path(__file__).parents[2] / "docs" / "search-engines.md"
ANALYZER = SearchAnalyzer(Segmenter("unigram"))
MATCHES = ("all", "any", "phrase")


def recipe(heading):
    """What the program below a heading of the page defines."""
    _, section = PAGE.read_text("utf-8").split(f"\n## {heading}\n")
    section, *_ = section.split("\n## ")
    programs = re.findall(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    names = {"analyzer": ANALYZER}
    exec(next(program for program in programs if ">>>" not in program), names)
    return names | {"analyzer": ANALYZER}


PIECES = ["中国科学院", "研究生命", "臺灣大學", "学院", "iPhone15", "c++", "的", "，", " ", '"']
texts = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=3), max_size=10
).map("".join)


@pytest.fixture(scope="module")
def tantivy():
    """The functions of the recipe, with the analyzer of this file."""
    pytest.importorskip("tantivy", reason="it comes with zhnlp[test]")
    names = recipe("Tantivy")
    for each in names.values():
        if callable(each) and hasattr(each, "__globals__"):
            each.__globals__["analyzer"] = ANALYZER
    return names


def index_of(tantivy, rows):
    index = tantivy["Index"](tantivy["schema_of"]("body"))
    writer = index.writer(heap_size=15_000_000, num_threads=1)
    for text in rows:
        writer.add_document(tantivy["document"]("body", text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


ROWS = ["中国科学院今年招收研究生。", "明天有雨，臺灣大學停課。", "科学，C++ 与 iPhone15"]
CASES = [
    ("科学院", "all", ["中国科学院今年招收研究生。"], "a word"),
    ("科学", "all", ["科学，C++ 与 iPhone15", "中国科学院今年招收研究生。"], "a word inside"),
    ("台湾大学", "all", ["明天有雨，臺灣大學停課。"], "the other script"),
    ("今年招收", "phrase", ["中国科学院今年招收研究生。"], "a phrase"),
    ("招收今年", "phrase", [], "a phrase in another order"),
    ("招收今年", "all", ["中国科学院今年招收研究生。"], "the same, not as a phrase"),
    ("c++ iphone", "all", ["科学，C++ 与 iPhone15"], "two parts"),
    ("下雪", "any", [], "a word that no text has"),
    ("，", "all", [], "no word"),
    ("，", "any", [], "no word of any"),
]


@pytest.mark.parametrize("query, match, found, shows", CASES, ids=[case[3] for case in CASES])
def test_what_tantivy_finds(tantivy, query, match, found, shows):
    marked = tantivy["find"](index_of(tantivy, ROWS), "body", query, match=match)

    assert all("<mark>" in text for text in marked)
    plain = [text.replace("<mark>", "").replace("</mark>", "") for text in marked]
    assert sorted(plain) == sorted(found)


@given(texts)
@settings(max_examples=15)
def test_tantivy_finds_a_text_by_each_of_its_terms(tantivy, text):
    index = index_of(tantivy, [text])
    for term in ANALYZER.terms(text):
        for match in MATCHES:
            assert len(tantivy["find"](index, "body", term.text, match=match)) == 1


# No server of Elasticsearch can be had here: what follows is about the shape of the JSON alone.


def test_every_field_that_is_asked_for_is_mapped_and_filled():
    elastic = recipe("Elasticsearch and OpenSearch")
    mapped = elastic["mapping"]("title", "body")["mappings"]["properties"]
    filled = elastic["source"](title="科学院", body="在大桥")

    assert set(filled) == set(mapped)
    assert (filled["title_words"], filled["title_inner"]) == ("科学院", "科学 学院")
    for match in MATCHES:
        asked = elastic["search_body"]("科学院 大桥", "title", "body", match=match)
        assert {field for each in clauses(asked) for field in each["fields"]} <= set(mapped)
        assert json.loads(json.dumps(asked)) == asked


def test_a_phrase_is_asked_for_in_the_words_alone():
    elastic = recipe("Elasticsearch and OpenSearch")
    asked = elastic["search_body"]("在科学院", "body", match="phrase")

    assert [each for each in clauses(asked) if each.get("type") == "phrase"] == [
        {"query": "在 科学院", "type": "phrase", "fields": ["body_words"]}
    ]


def test_a_query_without_words_asks_for_nothing():
    elastic = recipe("Elasticsearch and OpenSearch")

    assert elastic["search_body"]("，", "body") == {"query": {"match_none": {}}}


def clauses(asked):
    """Every multi_match of a query."""
    if isinstance(asked, list):
        return [found for each in asked for found in clauses(each)]
    if not isinstance(asked, dict):
        return []
    own = [asked["multi_match"]] if "multi_match" in asked else []
    return own + [found for each in asked.values() for found in clauses(each)]
