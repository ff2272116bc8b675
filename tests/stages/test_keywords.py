"""Keywords: the words and phrases that tell what a text is about."""

import pytest

from zhnlp import Doc, IdfTable, Keywords, Pipeline, Segmenter, StopwordFilter
from zhnlp.errors import MissingLayerError, PackError, PipelineError, UsageError
from zhnlp.pipeline_file import read_pipeline

TABLE = IdfTable.fit([["今天", "北京", "汽车"], ["今天", "天气"], ["今天"], ["今天", "汽车"]])
WORDS = ["今天", "新能源", "汽车", "在", "北京", "，", "新能源", "汽车", "好"]
TERMS = [0, 1, 2, 4, 6, 7]


def doc_of(words=WORDS, terms=TERMS):
    """A Doc with these words, some of which, by number, are terms."""
    doc = Doc("".join(words), words)
    spans = doc.words.spans()
    return doc.filled(terms=tuple(spans[number] for number in terms))


def texts(doc):
    return [keyword.text for keyword in doc.keywords]


def test_frequent_and_rare_words_come_first():
    assert texts(Keywords(idf=TABLE)(doc_of())) == ["新能源", "汽车", "北京", "今天"]
    assert texts(Keywords(idf=TABLE, top=1)(doc_of())) == ["新能源"]


def test_weights_of_tfidf_are_shares_times_idf():
    found = dict(Keywords(idf=TABLE)(doc_of()).keywords)

    assert found["汽车"] == pytest.approx(2 / 6 * TABLE["汽车"])


def test_textrank_needs_no_table():
    stage = Keywords("textrank")

    assert stage.idf is None
    assert set(texts(stage(doc_of()))[:2]) == {"汽车", "新能源"}


def test_textrank_sees_only_words_within_the_window():
    doc = doc_of(["北京", "的", "上海", "，", "，", "广州"], [0, 2, 5])

    assert [w for _, w in Keywords("textrank", window=6)(doc).keywords] == pytest.approx(
        [1 / 3] * 3
    )
    near = dict(Keywords("textrank", window=3)(doc).keywords)
    assert near["北京"] == near["上海"] > near["广州"] > 0


def test_phrases_are_runs_of_terms_that_occur_twice():
    assert texts(Keywords("phrases", idf=TABLE)(doc_of())) == ["新能源汽车", "北京", "今天"]
    assert "新能源汽车" not in texts(Keywords("phrases", idf=TABLE, longest=1)(doc_of()))


def test_latin_words_have_blanks_between_and_case_makes_no_difference():
    doc = doc_of(["Deep", " ", "Learning", "和", "deep", " ", "learning"], [0, 2, 4, 6])

    assert texts(Keywords("phrases", idf=TABLE)(doc)) == ["Deep Learning"]
    assert texts(Keywords(idf=TABLE)(doc)) == ["Deep", "Learning"]
    assert len(Keywords(idf=TABLE, like_jieba=True)(doc).keywords) == 4


def test_short_words_are_left_out():
    doc = doc_of(["北京", "好"], [0, 1])

    assert texts(Keywords(idf=TABLE)(doc)) == ["北京"]
    assert texts(Keywords(idf=TABLE, min_length=1)(doc)) == ["北京", "好"]


def test_of_equal_weights_the_first_in_the_text_comes_first():
    doc = doc_of(["广州", "上海", "南京"], [0, 1, 2])

    for method in ("tfidf", "phrases", "textrank"):
        settings = {} if method == "textrank" else {"idf": TABLE}
        found = texts(Keywords(method, window=3, **settings)(doc))
        assert found == ["广州", "上海", "南京"]


@pytest.mark.parametrize("method", ["tfidf", "textrank", "phrases"])
def test_texts_without_terms_have_no_keywords(method):
    stage = Keywords(method)
    for doc in (doc_of([], []), doc_of(["的", "，"], []), doc_of([" ", "\ud800"], [])):
        assert stage(doc).keywords == ()


def test_only_textrank_needs_words():
    doc = Doc("北京", terms=[(0, 2)])

    assert texts(Keywords(idf=TABLE)(doc)) == ["北京"]
    with pytest.raises(MissingLayerError, match="words"):
        Keywords("textrank")(doc)


def test_two_lines_of_python_find_keywords():
    nlp = Pipeline([Segmenter(), StopwordFilter(), Keywords(top=3)])

    assert "新能源" in texts(nlp("新能源汽车出口增长，新能源成为重点。"))
    with pytest.raises(PipelineError, match="needs 'terms'"):
        Pipeline([Segmenter(), Keywords()])


WRONG = [
    ({"method": "yake"}, UsageError, "method 'yake' is not known"),
    ({"top": 0}, UsageError, "top is 0"),
    ({"window": 1}, UsageError, "window is 1"),
    ({"window": 1001}, UsageError, "window is 1001; it must be at most 1000"),
    ({"longest": 1001}, UsageError, "longest is 1001"),
    ({"min_length": 0}, UsageError, "min_length is 0"),
    ({"idf": "none"}, PackError, "there is no pack 'none'"),
    ({"idf": "modern-tags"}, PackError, "is a 'TagModel', not a 'IdfTable'"),
    ({"method": "textrank", "idf": "news-idf"}, UsageError, "idf has no effect with textrank"),
    ({"method": "phrases", "like_jieba": True}, UsageError, "no effect with phrases"),
    ({"like_jieba": 1}, UsageError, "like_jieba is 1"),
]


@pytest.mark.parametrize("settings, error, problem", WRONG, ids=[case[2] for case in WRONG])
def test_settings_that_do_not_fit_are_refused(settings, error, problem):
    with pytest.raises(error, match=problem):
        Keywords(**settings)


def test_a_pipeline_file_names_a_table_beside_it(tmp_path):
    (tmp_path / "mine.txt").write_text("北京 4.5\n", "utf-8")
    stages = ('"Segmenter"', '"StopwordFilter"', '"Keywords"\nidf = "mine.txt"')
    lines = "\n".join(f"[[stages]]\nkind = {stage}" for stage in stages)
    (tmp_path / "nlp.toml").write_text(lines, "utf-8")

    assert read_pipeline(tmp_path / "nlp.toml").stages[-1].idf["北京"] == 4.5


def test_phrases_have_at_most_20_words():
    with pytest.raises(UsageError, match="longest is 21; it must be at most 20"):
        Keywords("phrases", longest=21)
