"""``pl.col(…).zhnlp`` and ``series.zhnlp`` of polars."""

import pickle

import pytest

pytest.importorskip("polars", reason="it is a package of the tests")
pytest.importorskip("pyarrow", reason="it comes with zhnlp[batch]")
import polars as pl

import zhnlp.interop.polars  # noqa: F401  # which registers the namespaces
from zhnlp import Corrector, Normalizer, Pipeline, Segmenter, SentenceSplitter
from zhnlp.errors import InputError, UsageError

CUT = Segmenter("unigram")
TITLE = pl.col("title").zhnlp
FRAME = pl.DataFrame({"title": ["我爱北京", None, "王小明在北京。"]})
WORDS = [["我", "爱", "北京"], None, ["王小明", "在", "北京", "。"]]
PLACE = {"start": pl.Int32, "end": pl.Int32}
COLUMNS = [
    (lambda: TITLE.words(), pl.List(pl.String), ["我", "爱", "北京"]),
    (lambda: TITLE.tags(), pl.List(pl.String), ["r", "v", "ns"]),
    (lambda: TITLE.sentences(), pl.List(pl.Struct(PLACE)), [{"start": 0, "end": 4}]),
    (
        lambda: TITLE.entities(),
        pl.List(pl.Struct({**PLACE, "label": pl.String, "text": pl.String})),
        [{"start": 2, "end": 4, "label": "LOC", "text": "北京"}],
    ),
    (lambda: TITLE.pinyin(style="plain"), pl.List(pl.String), ["wo", "ai", "bei", "jing"]),
    (lambda: TITLE.correct(), pl.String, "我爱北京"),
    (lambda: TITLE.correct(Corrector(misspellings={"北京": "南京"}, apply=True)), pl.String,
     "我爱南京"),
    (lambda: TITLE.layers(CUT), pl.Struct({"words": pl.List(pl.String)}), {"words": WORDS[0]}),
    (lambda: TITLE.layers(Normalizer()), pl.Struct({"text": pl.String, "source": pl.String}),
     {"text": "我爱北京", "source": "我爱北京"}),
]  # fmt: skip


@pytest.mark.parametrize("make, dtype, first", COLUMNS)
def test_a_column_has_the_type_that_is_declared(make, dtype, first):
    lazy = FRAME.lazy().select(make())
    found = lazy.collect()

    assert lazy.collect_schema() == found.schema == {"title": dtype}
    assert found["title"].to_list()[0] == first
    assert found["title"].is_null().to_list() == [False, True, False]


def test_keywords_have_weights():
    found = FRAME.select(TITLE.keywords(top=1))["title"]

    assert found.dtype == pl.List(pl.Struct({"text": pl.String, "weight": pl.Float64}))
    assert [each["text"] for each in found.to_list()[0]] == ["北京"]


def test_a_series_gives_what_an_expression_gives():
    assert FRAME["title"].zhnlp.words(CUT).to_list() == WORDS
    assert FRAME["title"].zhnlp.words(CUT).name == "title"


def test_engines_and_processes_give_the_same():
    lazy = FRAME.lazy().with_columns(words=TITLE.words(CUT))

    assert lazy.collect()["words"].to_list() == WORDS
    assert lazy.collect(engine="streaming")["words"].to_list() == WORDS
    assert pickle.loads(pickle.dumps(lazy)).collect()["words"].to_list() == WORDS


def test_layers_can_be_unnested():
    found = FRAME.select(TITLE.layers(Pipeline([SentenceSplitter(), CUT]))).unnest("title")

    assert found.columns == ["words", "sentences"]
    assert found["words"].to_list() == WORDS


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["我爱北京", "王小明在北京。"])])
def test_categories_are_texts(dtype):
    assert FRAME["title"].cast(dtype).zhnlp.words(CUT).to_list() == WORDS


@pytest.mark.parametrize("texts", [[], [None, None]])
def test_a_column_without_texts_has_no_results(texts):
    for dtype in (pl.String, pl.Null):
        found = pl.Series(texts, dtype=dtype).zhnlp.words(CUT)

        assert (found.dtype, found.to_list()) == (pl.List(pl.String), texts)


def test_many_texts_give_what_one_by_one_gives():
    texts = [f"第{number}名" for number in range(5000)]  # more than are held at a time

    assert pl.Series(texts).zhnlp.words(CUT).to_list() == [CUT.cut(text) for text in texts]


ERRORS = [
    (lambda: pl.Series("a", [1]).zhnlp.words(CUT), InputError, "column 'a' has the type Int64. Gi"),
    (lambda: pl.Series(["好"]).zhnlp.words(SentenceSplitter()), UsageError, "not 'words'"),
    (lambda: TITLE.words("new"), UsageError, "there is no pipeline 'new'"),
    (lambda: TITLE.layers(3), InputError, "pipeline is 3, of type int. Give a Pipeline"),
    (lambda: TITLE.layers(Pipeline()), UsageError, "the pipeline fills nothing"),
    (lambda: TITLE.keywords(top=0), UsageError, "top is 0"),
]


@pytest.mark.parametrize("call, error, message", ERRORS, ids=[each[2] for each in ERRORS])
def test_what_does_not_fit_is_an_error(call, error, message):
    with pytest.raises(error, match=message):
        call()
