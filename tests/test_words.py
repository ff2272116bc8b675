"""Words go where lists of strings go: into JSON, arrays of numpy, pandas and Arrow."""

import json

import pytest

from zhnlp.doc import Doc, Span
from zhnlp.errors import InputError
from zhnlp.words import Words

CUT = ["我", "爱", "北京"]
DOC = Doc("我爱北京", words=CUT, tags=["r", "v", "ns"], entities=[Span(2, 4, "LOC")])


@pytest.fixture
def words():
    return Words.of("我爱北京", CUT)


def test_json_takes_them_as_a_list(words):
    assert json.loads(json.dumps(list(words))) == CUT
    assert json.loads(json.dumps(DOC.to_dict()))["words"] == CUT


def test_numpy_makes_an_array_of_strings_of_them(words):
    numpy = pytest.importorskip("numpy")

    assert numpy.array(words).tolist() == CUT
    assert numpy.array([words, words]).shape == (2, 3)
    assert numpy.array(words.ends).tolist() == [1, 2, 4]


def test_pandas_makes_a_series_of_them(words):
    pandas = pytest.importorskip("pandas")

    assert pandas.Series(words).tolist() == CUT


def test_pandas_holds_them_in_a_cell_and_explodes_it(words):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"words": [words, words]})

    assert frame["words"][1] == words
    assert frame.explode("words")["words"].tolist() == 2 * CUT


def test_pandas_writes_them_as_it_writes_a_series(words):
    pandas = pytest.importorskip("pandas")
    written = pandas.DataFrame({"cell": [words, pandas.Series(CUT)]}).to_json()

    cells = json.loads(written)["cell"]
    assert cells["0"] == cells["1"] == {"0": "我", "1": "爱", "2": "北京"}


def test_pandas_writes_the_layers_of_a_doc_as_lists():
    pandas = pytest.importorskip("pandas")
    written = pandas.DataFrame([DOC.to_dict()]).to_json(orient="records")

    assert json.loads(written) == [DOC.to_dict()]


def test_arrow_makes_an_array_of_them_and_lists_where_it_is_told_the_type(words):
    arrow = pytest.importorskip("pyarrow")

    assert arrow.array(words).to_pylist() == CUT
    assert arrow.array([words], arrow.list_(arrow.string())).to_pylist() == [CUT]


def test_arrow_takes_the_layers_of_docs():
    arrow = pytest.importorskip("pyarrow")
    rows = [{name: DOC.to_dict()[name] for name in ("text", "words", "tags")}]

    assert arrow.Table.from_pylist(rows).to_pylist() == rows


def test_places_that_are_no_list_are_named():
    with pytest.raises(InputError, match=r"optional is None\. Give several places"):
        Words("我爱", Words.of("我爱", "我爱").ends.tobytes(), optional=None)
