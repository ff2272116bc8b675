"""pandas, polars, DuckDB and pyarrow read a Parquet part back with equal values."""

import pytest

from zhnlp import Answer, Correction, Doc, Linked, Span
from zhnlp.batch.parquet_part import ParquetPart, carried_schema
from zhnlp.doc import LAYERS

pytest.importorskip("pyarrow", reason="it comes with zhnlp[batch]")

RECORDS = [
    {"id": 7, "text": "王小明在北京。", "views": 1.5, "is_new": True, "url": "a"},
    {"id": 2**40, "text": "😀Ａ\n", "views": None, "is_new": False, "url": None},
    {"text": "", "tags_of_site": ["财经"]},
    {"id": 9, "text": "北京很大，北京很好。", "views": "many"},
]
DOCS = [
    Doc(
        "王小明在北京。",
        words=["王小明", "在", "北京", "。"],
        sentences=[Span(0, 7)],
        tags=["nr", "p", "ns", "w"],
        entities=[Span(0, 3, "PER"), Span(4, 6, "LOC")],
        terms=[Span(0, 3), Span(4, 6)],
        corrections=[Correction(3, 4, "在", "再", 0.5, "sound", (("载", -1.5), ("", 0.0)))],
        categories={"时政": 0.75, "财经": 0.25},
        answers=[Answer(4, 6, "在哪？", 0.5)],
        headline="小明在京",
        links=[Linked("王小明", "PER", (Span(0, 3, "PER"),))],
        pinyin=["wáng", "xiǎo", "míng", "zài", "běi", "jīng", "。"],
        keywords=[("王小明", 0.5), ("北京", 0.25)],
        summary=[Span(0, 7)],
        vector=[0.5, -0.25],
        topics={"财经": 0.5},
    ),
    Doc(
        "😀Ａ\n",
        words=["😀", "Ａ", "\n"],
        sentences=[Span(0, 3)],
        tags=["w", "x", "w"],
        entities=(),
        corrections=[Correction(1, 2, "Ａ", "B", float("inf"), "user")],
    ),
    Doc("", words=(), sentences=(), tags=(), entities=(), terms=(), corrections=(), answers=()),
    Doc("北京很大，北京很好。", entities=[Span(0, 2, "LOC"), Span(5, 7, "LOC")]),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("part") / "part.parquet"
    with open(path, "wb") as file:
        part = ParquetPart(file, carried_schema(RECORDS[:2], LAYERS, text_field="text"))
        assert part.write(list(zip(RECORDS, DOCS, strict=True))) == []
        part.close()
    return str(path)


@pytest.fixture(scope="module")
def expected(path):
    """The rows, by pyarrow."""
    from pyarrow.parquet import read_table

    return read_table(path).to_pylist()


def test_pyarrow_reads_every_value(expected):
    first, second, third, fourth = expected

    assert list(first) == ["id", "text", "views", "is_new", "url", *LAYERS, "extra"]
    assert [row["text"] for row in expected] == [doc.text for doc in DOCS]
    assert [row["words"] for row in expected] == [*(list(doc.words) for doc in DOCS[:3]), None]
    assert first["entities"] == [
        {"start": 0, "end": 3, "label": "PER", "text": "王小明"},
        {"start": 4, "end": 6, "label": "LOC", "text": "北京"},
    ]
    assert second["corrections"][0]["log_odds"] == float("inf")
    assert (third["extra"], fourth["extra"]) == ('{"tags_of_site": ["财经"]}', '{"views": "many"}')


def test_polars_reads_equal_values(path, expected):
    polars = pytest.importorskip("polars")

    assert polars.read_parquet(path).to_dicts() == expected
    assert polars.scan_parquet(path).collect().to_dicts() == expected


def test_pandas_reads_equal_values(path, expected):
    pandas = pytest.importorskip("pandas")
    rows = pandas.read_parquet(path).to_dict("records")

    assert [plain(row) for row in rows] == expected
    assert pandas.read_parquet(path, dtype_backend="pyarrow").to_dict("records") is not None


def plain(value):
    """What pandas gives, with lists for arrays and None for what is missing."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [plain(each) for each in value]
    return None if value != value else value


def test_duckdb_reads_equal_values(path, expected):
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{path}'")
        names = [column[0] for column in found.description]

        assert [dict(zip(names, row, strict=True)) for row in found.fetchall()] == expected


FLAT = "(SELECT id, text, unnest(entities) AS e FROM part)"
QUERIES = [
    (f"SELECT e.text, count(*) FROM {FLAT} GROUP BY 1 ORDER BY 2", [("王小明", 1), ("北京", 3)]),
    (f"SELECT DISTINCT text[e.start + 1 : e.end] FROM {FLAT} WHERE id = 9", [("北京",)]),
    ("SELECT sum(len(words)) FROM part", [(7,)]),
    ("SELECT id FROM part WHERE list_contains(words, '在')", [(7,)]),
    ("SELECT extra ->> 'views' FROM part WHERE id = 9", [("many",)]),
]


@pytest.mark.parametrize("query, rows", QUERIES, ids=[query for query, _ in QUERIES])
def test_duckdb_queries_layers(query, rows, path):
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW part AS SELECT * FROM '{path}'")

        assert connection.execute(query).fetchall() == rows


def test_duckdb_reads_the_json_of_what_has_no_column(tmp_path):
    """Even NaN, which JSON lacks, and whole numbers of any size."""
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "part.parquet"
    odd = {"text": "我", "a": [float("nan"), 2**70], "": {"c": None}}
    with open(path, "wb") as file:
        part = ParquetPart(file, carried_schema([], (), text_field="text"))
        part.write([(odd, Doc("我"))])
        part.close()
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT extra ->> 'a' FROM '{path}'").fetchall()

    assert found == [("[NaN,1180591620717411303424]",)]
