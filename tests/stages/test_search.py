"""SearchIndex: Docs that are most like a query."""

import pytest

from zhnlp.doc import Doc, Span
from zhnlp.errors import InputError, MissingLayerError, UsageError
from zhnlp.stages.search import Match, SearchIndex
from zhnlp.vector import Vector

TEXTS = [["股市", "上涨"], ["足球", "比赛"], ["股市", "足球", "银行", "GDP"], []]


def doc(words):
    text, spans = "".join(words), []
    for word in words:
        start = spans[-1].end if spans else 0
        spans.append(Span(start, start + len(word)))
    return Doc(text, words=words, terms=spans, vector=Vector([len(words), 1 - len(words)]))


@pytest.fixture(params=["bm25", "vectors"])
def index(request):
    return SearchIndex.fit(map(doc, TEXTS), method=request.param, ids=["a", "b", "c", "d"])


def test_the_documents_with_the_rarest_words_of_a_query_are_found():
    index = SearchIndex.fit(map(doc, TEXTS))

    found = index.search(doc(["股市", "上涨"]))

    assert [match.number for match in found] == [0, 2]
    assert [match.id for match in found] == [None, None]
    assert found[0].score > found[1].score > 0
    assert index.search(doc(["股市", "上涨"]), n=1) == found[:1]


def test_latin_words_are_compared_in_small_letters():
    assert SearchIndex.fit(map(doc, TEXTS)).search(doc(["gdp"]))[0].number == 2


def test_a_document_finds_itself_by_its_vector():
    index = SearchIndex.fit(map(doc, TEXTS), method="vectors")

    assert index.search(doc(TEXTS[2]), n=1) == [Match(2, pytest.approx(1), None)]


def test_an_index_survives_the_disk(index, tmp_path):
    index.save(tmp_path / "index")
    back = SearchIndex.load(tmp_path / "index")

    assert (back, len(back)) == (index, 4)
    for words in TEXTS:
        assert back.search(doc(words)) == index.search(doc(words))


def test_characters_need_no_words():
    index = SearchIndex.fit([Doc("股市 上涨"), Doc("足球")], of="characters")

    assert [match.number for match in index.search(Doc("市 "))] == [0]


def test_it_says_what_is_missing(index):
    with pytest.raises(InputError, match=r"Give a Doc with the layer that was indexed, as in sear"):
        index.search("股市")
    with pytest.raises(MissingLayerError):
        index.search(Doc("股市"))
    with pytest.raises(UsageError, match=r"there are no documents"):
        SearchIndex.fit([])
    with pytest.raises(UsageError, match=r"b is 2; give 0 to 1."):
        SearchIndex.fit([], b=2)
    with pytest.raises(UsageError, match=r"k1 is -1; give 0 or more."):
        SearchIndex.fit([], k1=-1)
