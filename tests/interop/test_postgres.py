"""Full-text search in PostgreSQL: the strings, and what a server of our own finds by them."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhnlp import Segmenter
from zhnlp.errors import InputError, UsageError
from zhnlp.interop.postgres import tsquery, tsvector
from zhnlp.interop.search import SearchAnalyzer, Term

ANALYZER = SearchAnalyzer(Segmenter("unigram"))
ROWS = [
    "中国科学院今年招收研究生。",
    "明天有雨，臺灣大學停課。",
    "中国的科学，学院与科学家",
    "C++ 与 AT&T，OR 'a\\b' iPhone15",
]


def test_signs_of_a_lexeme_are_escaped():
    terms = [Term("a'b\\c", 0, 5, 0, False)]

    assert tsvector(terms, weight="B") == "'a''b\\\\c':1B"


QUERIES = [
    ("all", "('在科学院' | '在' & '科学院') & 'c++'"),
    ("phrase", "('在科学院' | '在' <-> '科学院') & 'c++'"),
    ("any", "'在科学院' | '在' | '科学院' | '科学' | '学院' | 'c++'"),
]


@pytest.mark.parametrize("match, expected", QUERIES, ids=[query[0] for query in QUERIES])
def test_a_query_is_of_the_whole_part_or_its_words(match, expected):
    assert tsquery(ANALYZER.query("在科学院 C++"), match=match) == expected


def test_a_query_without_words_is_empty():
    assert tsquery(ANALYZER.query("，'")) == ""


def test_arguments_that_cannot_be():
    with pytest.raises(UsageError, match="weight 'E' is not known"):
        tsvector([], weight="E")
    with pytest.raises(UsageError, match="match 'some' is not known"):
        tsquery([], match="some")
    with pytest.raises(InputError, match="Give what SearchAnalyzer"):
        tsvector("大桥")


def programs():
    """The folder of initdb and pg_ctl, or None."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


def somebody():
    """For root, whom PostgreSQL refuses: somebody else to run it as; else None."""
    if not hasattr(os, "geteuid") or os.geteuid():
        return None
    import pwd  # where there is root, there is this

    known = {user.pw_name: user for user in pwd.getpwall()}
    return known.get("postgres") or known.get("nobody") or pytest.skip("no user but root")


@pytest.fixture(scope="module")
def server():
    """A connection to a server of our own, which listens on a socket in its folder."""
    psycopg = pytest.importorskip("psycopg", reason="it comes with zhnlp[test]")
    home = programs() or pytest.skip("PostgreSQL is not installed")
    user = somebody()
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short, as the path of a socket must be
    own = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)

    def run(*command):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run(command, cwd=folder, **quiet, **own).returncode == 0

    data, control = folder / "data", home / "pg_ctl"
    settings = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--username=zhnlp", "--no-sync"]
    options = f"-F -c listen_addresses= -c unix_socket_directories={folder}"
    try:
        if not run(home / "initdb", "-D", data, *settings):
            pytest.skip("initdb cannot make a database here")
        if not run(control, "-D", data, "-l", folder / "log", "-o", options, "-w", "start"):
            pytest.skip("PostgreSQL cannot start here")
        try:
            where = {"host": str(folder), "user": "zhnlp", "dbname": "postgres"}
            with psycopg.connect(**where, autocommit=True) as connection:
                yield connection
        finally:
            run(control, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def news(server):
    """The table of the manual, filled; gives a function that finds in it."""
    server.execute("CREATE TABLE news (id int PRIMARY KEY, body text, terms tsvector)")
    server.execute("CREATE INDEX ON news USING gin (terms)")
    for n, body in enumerate(ROWS, 1):
        insert = "INSERT INTO news VALUES (%s, %s, %s::tsvector)"
        server.execute(insert, (n, body, tsvector(ANALYZER.terms(body))))

    def find(text, match="all"):
        query = tsquery(ANALYZER.query(text), match=match)
        select = """SELECT id FROM news, CAST(%s AS tsquery) AS query WHERE terms @@ query
                    ORDER BY ts_rank(terms, query) DESC, id"""
        return [number for (number,) in server.execute(select, (query,))]

    return find


def test_the_recipe_of_the_manual_finds_and_marks(server):
    page = Path(__file__).parents[2] / "docs" / "search-engines.md"
    programs = re.findall(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    names = {}
    exec(next(program for program in programs if "CREATE INDEX" in program), names)
    server.execute("CREATE SCHEMA manual; SET search_path TO manual")
    names["make_table"](server)
    names["add_news"](server, "天气", "今天下雨，科学院停课。")
    names["add_news"](server, "科学院招生", "中國科學院今年招收研究生。")

    assert names["find_news"](server, "科学院") == [
        (2, "中國<mark>科學院</mark>今年招收研究生。"),
        (1, "今天下雨，<mark>科学院</mark>停课。"),
    ]
    server.execute("SET search_path TO public")


CASES = [
    ("科学院", "all", [1], "a word"),
    ("科学", "all", [3, 1], "a shorter word inside, and a word"),
    ("科学院 今年", "all", [1], "two parts"),
    ("台湾大学", "all", [2], "a query in the other script"),
    ("科学院中国", "all", [1], "words in another order"),
    ("招收今年", "phrase", [], "a phrase in another order"),
    ("中国科学院", "phrase", [1], "a phrase"),
    ("今年招收", "phrase", [1], "a phrase of words"),
    ("c++ at&t iphone", "all", [4], "names with signs"),
    ("'a\\b'", "all", [4], "quotes and slashes"),
    ("下雪", "any", [], "a word that no row has"),
    ("，&|!<->():*", "all", [], "signs only"),
]


@pytest.mark.parametrize("text, match, ids, shows", CASES, ids=[case[3] for case in CASES])
def test_what_a_server_finds(news, text, match, ids, shows):
    assert news(text, match) == ids


def test_a_weight_counts(server):
    ranks = [
        server.execute(
            "SELECT ts_rank(%s::tsvector, %s::tsquery)",
            (tsvector(ANALYZER.terms("大桥"), weight=weight), tsquery(ANALYZER.query("大桥"))),
        ).fetchone()[0]
        for weight in "DCBA"
    ]

    assert ranks == sorted(set(ranks))


def test_long_terms_and_texts_are_taken(server):
    text = "a" * 3000 + "，" + "大桥 " * 20_000 + "南京"
    select = "SELECT %s::tsvector @@ %s::tsquery"
    for query in ("a" * 3000, "南京", "大桥"):
        values = tsvector(ANALYZER.terms(text)), tsquery(ANALYZER.query(query))
        assert server.execute(select, values).fetchone() == (True,)


PIECES = [
    "中国科学院",
    "研究生命",
    "臺灣大學",
    "学院",
    "iPhone15",
    "c++",
    "的",
    "，",
    "'",
    "\\",
    " ",
]
texts = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=3), max_size=10
).map("".join)


@given(texts)
@settings(max_examples=30)
def test_what_is_stored_is_found_by_each_of_its_terms(server, text):
    terms = ANALYZER.terms(text)
    stored = tsvector(terms)
    for term in terms:
        for match in ("all", "any", "phrase"):
            query = tsquery(ANALYZER.query(term.text), match=match)
            select = "SELECT %s::tsvector @@ %s::tsquery"
            assert server.execute(select, (stored, query)).fetchone() == (True,)
