"""``series.zhnlp`` of pandas."""

import json

import pytest

pytest.importorskip("pandas", reason="it is a package of the tests")
import pandas

import zhnlp.interop.pandas  # noqa: F401  # which registers the accessor
from zhnlp import Corrector, Doc, Normalizer, Pipeline, Segmenter, SentenceSplitter
from zhnlp.errors import InputError, UsageError

CUT = Segmenter("unigram")
MISSING = [None, float("nan"), pandas.NA, pandas.NaT]


@pytest.fixture
def titles():
    return pandas.Series(["我爱北京", None, "王小明在北京。"], index=["a", "b", "b"], name="title")


def test_words_are_lists_and_the_index_and_the_name_stay(titles):
    words = titles.zhnlp.words(CUT)

    assert words.tolist() == [["我", "爱", "北京"], None, ["王小明", "在", "北京", "。"]]
    assert (list(words.index), words.name) == (["a", "b", "b"], "title")


@pytest.mark.parametrize("missing", MISSING, ids=repr)
def test_a_missing_text_has_missing_results(missing):
    series = pandas.Series([missing, "好。"], dtype=object)

    assert series.zhnlp.words(CUT).tolist() == [None, ["好", "。"]]
    assert series.zhnlp.sentences().tolist() == [None, [{"start": 0, "end": 2}]]
    assert series.zhnlp.docs(CUT).tolist() == [None, Doc("好。", words=["好", "。"])]
    assert series.zhnlp.correct().isna().tolist() == [True, False]
    assert series.zhnlp.apply(CUT)["words"].tolist() == [None, ["好", "。"]]


@pytest.mark.parametrize("dtype", [object, "str", "string", "category"])
def test_texts_of_every_type_are_read(dtype):
    series = pandas.Series(["好", None], dtype=dtype)

    assert series.zhnlp.words(CUT).tolist() == [["好"], None]


def test_a_column_without_texts_has_no_results():
    for series in (pandas.Series([], dtype=object), pandas.Series([float("nan")])):
        assert series.zhnlp.words(CUT).tolist() == [None] * len(series)
        assert list(series.zhnlp.apply(CUT).columns) == ["words"]


def test_every_layer_is_what_the_default_stages_give(titles):
    found = titles.zhnlp

    assert found.words()["a"] == ["我", "爱", "北京"]
    assert found.tags()["a"] == ["r", "v", "ns"]
    assert found.entities()["a"] == [{"start": 2, "end": 4, "label": "LOC", "text": "北京"}]
    assert [each["text"] for each in found.keywords(top=1)["a"]] == ["北京"]
    assert found.pinyin(style="plain")["a"] == ["wo", "ai", "bei", "jing"]


def test_texts_are_corrected(titles):
    own = Corrector(misspellings={"北京": "南京"}, apply=True)

    assert titles.zhnlp.correct()["a"] == "我爱北京"
    assert titles.zhnlp.correct(own).tolist()[::2] == ["我爱南京", "王小明在南京。"]


def test_a_pipeline_gives_a_frame_of_its_layers(titles):
    pipeline = Pipeline([SentenceSplitter(), CUT])
    found = titles.zhnlp.apply(pipeline)

    assert list(found.columns) == ["words", "sentences"]
    assert list(found.index) == list(titles.index)
    assert found["words"].tolist() == titles.zhnlp.words(CUT).tolist()


def test_a_rewritten_text_comes_with_its_source():
    found = pandas.Series(["ＡＢ"]).zhnlp.apply(Normalizer())

    assert found.to_dict("records") == [{"text": "AB", "source": "ＡＢ"}]


def test_many_texts_give_what_one_by_one_gives():
    texts = [f"第{number}名" for number in range(600)]  # more than a batch

    assert pandas.Series(texts).zhnlp.words(CUT).tolist() == [CUT.cut(text) for text in texts]


def test_results_are_written_as_json_and_parquet(titles, tmp_path):
    pytest.importorskip("pyarrow", reason="it comes with zhnlp[batch]")
    found = titles.reset_index(drop=True).zhnlp.apply("news")
    found.to_parquet(tmp_path / "found.parquet")
    again = pandas.read_parquet(tmp_path / "found.parquet")

    assert json.loads(found.to_json())["words"]["0"] == ["我", "爱", "北京"]
    assert list(again["words"][0]) == ["我", "爱", "北京"]
    assert again["entities"][1] is None
    assert again["entities"][2][0]["text"] == "王小明"


ERRORS = [
    (["好", 3], "words", (), InputError, "row 1 of None is 3, of type int. Give a str, or nothing"),
    ([b"x"], "docs", (), InputError, "row 0 of None is b'x', of type bytes"),
    ([["好"]], "words", (), InputError, r"row 0 of None is \['好'\]"),
    (["好"], "words", (SentenceSplitter(),), UsageError, "fills sentences, not 'words'"),
    (["好"], "correct", (CUT,), UsageError, "fills words, not 'text'"),
    (["好"], "apply", (3,), InputError, "pipeline is 3, of type int. Give a Pipeline"),
]


@pytest.mark.parametrize(
    "texts, name, given, error, message", ERRORS, ids=[each[4] for each in ERRORS]
)
def test_what_does_not_fit_is_an_error(texts, name, given, error, message):
    series = pandas.Series(texts, dtype=object)
    with pytest.raises(error, match=message):
        getattr(series.zhnlp, name)(*given)


def test_wrong_settings_are_errors(titles):
    with pytest.raises(UsageError, match="top is 0"):
        titles.zhnlp.keywords(top=0)
    with pytest.raises(UsageError, match="style 'loud' is not known"):
        titles.zhnlp.pinyin(style="loud")
