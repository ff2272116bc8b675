"""Full-text search in SQLite's FTS5."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhnlp import Segmenter
from zhnlp.errors import InputError, UsageError
from zhnlp.interop.search import SearchAnalyzer

pytest.importorskip("sqlite3", reason="this Python has no SQLite")
from zhnlp.interop.sqlite import FtsTable

ANALYZER = SearchAnalyzer(Segmenter("unigram"))
ROWS = [
    ("科学院招生", "中国科学院今年招收研究生。"),
    ("天氣", "明天有雨，臺灣大學停課。"),
    ("中国的科学", "学院与科学家"),
    ("C++ 与 AT&T", 'OR "NEAR" iPhone15'),
]


@pytest.fixture
def connection():
    with_errors = sqlite3.connect(":memory:")
    yield with_errors
    with_errors.close()


@pytest.fixture
def table(connection):
    table = FtsTable(connection, "news", ("title", "body"), analyzer=ANALYZER)
    table.add(ROWS)
    return table


def found(table, query, **settings):
    return [hit.rowid for hit in table.search(query, **settings)]


CASES = [
    ("科学院", {}, [1], "a word"),
    ("科学", {}, [3, 1], "a shorter word inside, and a word"),
    ("中国科学院", {}, [1], "several words"),
    ("科学院 今年", {}, [1], "words of several columns"),
    ("台湾大学", {}, [2], "a query in the other script"),
    ("天气", {}, [2], "a title in the other script"),
    ("科学院", {"match": "any"}, [1, 3], "any of the words inside, the best first"),
    ("中国科学院", {"match": "phrase"}, [1], "a phrase"),
    ("今年招收", {"match": "phrase"}, [1], "a phrase of words"),
    ("招收今年", {"match": "phrase"}, [], "a phrase in another order"),
    ("招收今年", {}, [1], "the same, not as a phrase"),
    ("科学院", {"columns": ["title"]}, [1], "a column"),
    ("研究生", {"columns": ["title"]}, [], "a column that has it not"),
    ("研究生", {"columns": []}, [], "no column"),
    ("c++", {}, [4], "a name with signs"),
    ("at&t iphone", {}, [4], "a name in other letters, and a part of one"),
    ("科学", {"limit": 1}, [3], "a limit"),
    ("下雪", {}, [], "a word that no row has"),
    ("", {}, [], "an empty query"),
    ("，*\"' ", {}, [], "a query without words"),
]


@pytest.mark.parametrize("query, settings, rowids, shows", CASES, ids=[case[3] for case in CASES])
def test_what_is_found(table, query, settings, rowids, shows):
    assert found(table, query, **settings) == rowids


def test_a_hit_has_its_places_in_the_texts_as_given(table):
    (hit,) = table.search("大学 天气")

    assert hit.score > 0
    assert hit.spans == {"title": [(0, 2, "天气")], "body": [(7, 9, "大学")]}
    assert table.texts(hit.rowid)["body"][7:9] == "大學"


def test_a_column_may_count_more(table):
    table.add([("学院", ""), ("", "学院")])
    first = [found(table, "学院", weights={column: 9})[0] for column in ("title", "body")]

    assert (first[0], first[1]) != (first[1], first[0])


SIGNS = ['"', "'", "a AND", "NOT", "NEAR(a b)", "a*", "^a", "-a", "a:b", "{title}:x", "(", ")"]
SIGNS += ["\0", "+", ";--", "title : 科学"]


@pytest.mark.parametrize("query", SIGNS)
@pytest.mark.parametrize("match", ["all", "any", "phrase"])
def test_signs_in_a_query_are_text(table, query, match):
    assert isinstance(table.search(query, match=match), list)


def test_a_query_of_a_whole_text_is_answered(table):
    text = "".join(chr(0x4E00 + n) for n in range(3000))

    assert table.search(text) == table.search(text.replace("", " ")) == []
    assert found(table, text, match="any") == [3, 4]


def test_an_updated_row_is_found_by_its_new_text(table):
    table.update(2, {"title": "地震"})

    assert (found(table, "天气"), found(table, "地震"), found(table, "停课")) == ([], [2], [2])


def test_a_deleted_row_is_not_found(table):
    assert table.delete([1, 99]) == 1
    assert found(table, "科学院") == []
    assert table.delete([]) == 0


def test_rows_may_be_mappings(table):
    assert table.add([{"body": "沙漠"}]) == [5]
    assert table.texts(5) == {"title": None, "body": "沙漠"}
    assert found(table, "沙漠") == [5]


def test_many_rows_are_added_at_once(connection):
    table = FtsTable(connection, "many", ("text",), analyzer=ANALYZER)

    assert table.add((f"第{n}号大桥",) for n in range(600)) == list(range(1, 601))
    assert len(table.search("大桥", limit=1000)) == 600
    table.rebuild()
    assert len(table.search("大桥", limit=1000)) == 600


def test_a_table_is_there_when_the_file_is_opened_again(tmp_path):
    for n in (1, 2):
        connection = sqlite3.connect(tmp_path / "news.db")
        table = FtsTable(connection, "news", ("title", "body"), analyzer=ANALYZER)
        assert len(found(table, "科学院")) == n - 1
        table.add(ROWS)
        connection.close()


def test_a_table_of_yours_is_indexed(connection):
    connection.execute("CREATE TABLE posts (id INTEGER PRIMARY KEY, author TEXT, text TEXT)")
    connection.execute("INSERT INTO posts VALUES (70, '李', '南京大桥')")
    table = FtsTable(connection, "posts", ("text",), analyzer=ANALYZER)

    assert found(table, "大桥") == [70]
    connection.execute("INSERT INTO posts VALUES (71, '王', '大桥')")
    table.rebuild()
    assert sorted(found(table, "大桥")) == [70, 71]
    assert table.add([("沙漠",)]) == [72]
    assert connection.execute("SELECT * FROM posts WHERE id = 72").fetchone() == (72, None, "沙漠")


def test_names_may_have_any_character(connection):
    table = FtsTable(connection, "a\"b'; DROP", ('x"', "order", "标题"), analyzer=ANALYZER)
    table.add([("大桥", "南京", "大学")])

    assert found(table, "大桥 南京 大学") == [1]
    assert found(table, "大桥", columns=['x"']) == [1]


def test_rows_are_added_all_or_none(table):
    with pytest.raises(InputError, match=r"'body' of row 1 is 3, of type int"):
        table.add([("沙漠", "沙漠"), ("沙漠", 3)])
    with pytest.raises(InputError, match=r"'body' of row 600 is 3"):
        table.add([*[("沙漠", "沙漠")] * 600, ("沙漠", 3)])  # after others are written
    assert found(table, "沙漠") == []
    assert table.add([("沙漠", "")]) == [5]


def test_a_change_belongs_to_the_transaction_that_is_open(table, connection):
    connection.execute("BEGIN")
    table.add([("沙漠", "")])
    connection.rollback()

    assert found(table, "沙漠") == []
    assert not connection.in_transaction


def test_a_row_factory_of_yours_changes_nothing(connection):
    connection.row_factory = sqlite3.Row
    table = FtsTable(connection, "news", ("title", "body"), analyzer=ANALYZER)
    table.add(ROWS)

    assert found(table, "研究生") == [1]


def test_a_word_is_found_that_is_cut_otherwise_when_it_stands_alone(connection):
    analyzer = SearchAnalyzer(Segmenter("unigram", hmm=False, patterns=["(?<=在)鼠钩"]))
    table = FtsTable(connection, "news", ("text",), analyzer=analyzer)
    table.add([("我在鼠钩",), ("鼠，钩",)])

    assert analyzer.query("鼠钩")[0].words == ("鼠", "钩")
    assert sorted(found(table, "鼠钩")) == sorted(found(table, "鼠钩", match="phrase")) == [1, 2]


def test_a_word_may_have_quotes_and_blanks(connection):
    words = [('say "hi" AND', "force"), ("it's", "force")]
    analyzer = SearchAnalyzer(Segmenter("unigram", lexicon=words))
    table = FtsTable(connection, "news", ("text",), analyzer=analyzer)
    table.add([('他们say "hi" AND',), ("it's",)])

    assert (found(table, 'say "hi" and'), found(table, "it's")) == ([1], [2])


class WithoutFts5(sqlite3.Connection):
    def cursor(self):
        return super().cursor(CursorWithoutFts5)


class CursorWithoutFts5(sqlite3.Cursor):
    def execute(self, sql, values=()):
        return super().execute(sql.replace("USING fts5", "USING fts6"), values)


def test_an_sqlite_without_fts5_is_said():
    connection = sqlite3.connect(":memory:", factory=WithoutFts5)
    with pytest.raises(UsageError, match=r"this SQLite, 3\..*, has no FTS5\. Use a Python"):
        FtsTable(connection, "news", ("title",), analyzer=ANALYZER)
    connection.close()


MISTAKES = [
    (lambda table: table.search(3), InputError, "the query is 3, of type int. Give a str"),
    (lambda table: table.search("\ud800"), InputError, "the query has half a surrogate pair"),
    (lambda table: table.search("大", limit=0), UsageError, "limit is 0"),
    (lambda table: table.search("大", match="some"), UsageError, "match 'some' is not known"),
    (lambda table: table.search("大", columns=["titel"]), UsageError, "Did you mean 'title'"),
    (lambda table: table.search("大", weights={"x": 1}), UsageError, "weights has 'x'"),
    (lambda table: table.search("大", weights={"body": -1}), UsageError, "a weight is -1.0"),
    (lambda table: table.search("大", weights=3), InputError, "weights is 3"),
    (lambda table: table.add(3), InputError, "rows is 3"),
    (lambda table: table.add(["大桥"]), InputError, "row 0 is '大桥', of type str"),
    (lambda table: table.add([("大桥",)]), UsageError, "row 0 has 1 texts for 2 columns"),
    (lambda table: table.add([{"titel": ""}]), UsageError, "Did you mean 'title'"),
    (
        lambda table: table.add([("\ud800", "")]),
        InputError,
        "'title' of row 0 has half a surrogate",
    ),
    (lambda table: table.update(99, {"title": ""}), UsageError, "there is no row 99 in 'news'"),
    (lambda table: table.update(1, [""]), InputError, "row is"),
    (lambda table: table.delete(["a"]), InputError, "a rowid is 'a'"),
    (lambda table: table.texts(2**70), UsageError, "at most 64 bits"),
]


@pytest.mark.parametrize("call, error, said", MISTAKES, ids=[case[2] for case in MISTAKES])
def test_mistakes_are_said(table, call, error, said):
    with pytest.raises(error) as raised:
        call(table)
    assert said in str(raised.value)


TABLES = [
    (("news", ("titel",)), UsageError, "table 'news' has no column 'titel'. Did you mean 'title'"),
    (("news", ("body", "title")), UsageError, "the index 'news_fts' has the columns title words"),
    (("", ("title",)), UsageError, "name is ''"),
    (("news", ()), UsageError, "give one or several"),
    (("news", ("a", "A")), UsageError, "each once"),
    (("news", ("rowid",)), UsageError, "not named"),
    (("news", "title"), InputError, "Give several strings"),
]


@pytest.mark.parametrize("names, error, said", TABLES, ids=[case[2] for case in TABLES])
def test_tables_that_cannot_be(table, connection, names, error, said):
    with pytest.raises(error) as raised:
        FtsTable(connection, *names, analyzer=ANALYZER)
    assert said in str(raised.value)


def test_a_connection_must_be_one_of_sqlite():
    with pytest.raises(InputError, match=r"connection is 'news\.db'.*Give a Connection"):
        FtsTable("news.db", "news", ("title",))


PIECES = [
    "中国科学院",
    "研究生命",
    "臺灣大學",
    "刘德华",
    "学院",
    "iPhone15",
    "ＣＰＵ",
    "c++",
    "的",
    "，",
]
PIECES += ["1,234.5", '"', " ", "　", "\n", "*", "\0", "😀"]
texts = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=3), max_size=10
).map("".join)


@given(st.lists(texts, min_size=1, max_size=3))
@settings(max_examples=30)
def test_what_is_added_is_found_by_each_of_its_terms(rows):
    connection = sqlite3.connect(":memory:")
    table = FtsTable(connection, "news", ("text",), analyzer=ANALYZER)
    table.add([(text,) for text in rows])
    for rowid, text in enumerate(rows, 1):
        for term in ANALYZER.terms(text):
            for match in ("all", "any", "phrase"):
                hits = {hit.rowid: hit for hit in table.search(term.text, match=match)}
                assert rowid in hits
                assert (term.start, term.end, term.text) in hits[rowid].spans["text"]
    connection.close()


@given(texts, texts)
def test_what_is_found_has_a_mark(text, query):
    connection = sqlite3.connect(":memory:")
    table = FtsTable(connection, "news", ("text",), analyzer=ANALYZER)
    table.add([(text,)])
    for match in ("all", "any", "phrase"):
        for hit in table.search(query, match=match):
            assert hit.spans["text"]
    connection.close()
