"""zhnlp inside scikit-learn: its vectorizers, pipelines and grid searches."""

import os
import pickle
import subprocess
import sys

import numpy as np
import pytest

pytest.importorskip("sklearn")
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from zhnlp import Doc, Pipeline, Segmenter, StopwordFilter
from zhnlp.errors import InputError, MissingLayerError, UsageError
from zhnlp.interop.sklearn import Analyzer, DocCounter, DocEmbedder, DocReader

UNIGRAM = Segmenter("unigram")
TEXTS = [
    "股市大幅上涨",
    "股价创新高",
    "公司盈利大增",
    "银行股全线上涨",
    "股市大幅下跌",
    "股价创新低",
    "公司亏损严重",
    "银行股全线下跌",
]
LABELS = ["好"] * 4 + ["坏"] * 4


def test_an_analyzer_gives_scikit_learn_the_terms():
    counts = CountVectorizer(analyzer=Analyzer(segmenter=UNIGRAM)).fit(["我们在北京的IPhone"])

    assert list(counts.get_feature_names_out()) == ["iphone", "北京"]


CASES = [
    (("words",), "我在 北京，用Apps", ["我", "在", "北京", "用", "apps"], "words, no punctuation"),
    (("terms", (1, 2)), "北京的上海", ["北京", "北京 上海", "上海"], "n-grams of terms"),
    (("characters", (2, 2)), "北京 上A", ["北京", "上a"], "white space parts n-grams"),
    (("terms",), "", [], "an empty text"),
    (("terms",), "的，", [], "stopwords only"),
]


@pytest.mark.parametrize("settings, text, tokens, shows", CASES, ids=[each[3] for each in CASES])
def test_tokens_of_an_analyzer(settings, text, tokens, shows):
    assert Analyzer(*settings, segmenter=UNIGRAM)(text) == tokens


def test_an_analyzer_stems():
    pytest.importorskip("snowballstemmer")

    assert Analyzer(latin="stem", segmenter=UNIGRAM)("北京phones") == ["北京", "phone"]


def test_an_analyzer_comes_back_from_a_pickle():
    analyzer = Analyzer("words", (1, 2), "keep", UNIGRAM)
    again = pickle.loads(pickle.dumps(analyzer))

    assert again == analyzer
    assert again("我爱北京") == analyzer("我爱北京")


def test_an_analyzer_pickles_to_the_same_bytes_in_every_process():
    """So caches that hash it, as that of ``datasets.map``, find what they have."""
    program = (
        "import pickle, hashlib; from zhnlp.interop.sklearn import Analyzer; "
        "print(hashlib.sha256(pickle.dumps(Analyzer())).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(found) == 1


def test_datasets_finds_its_cache_by_an_analyzer():
    fingerprint = pytest.importorskip("datasets.fingerprint")
    first, second = Analyzer(segmenter=UNIGRAM), Analyzer(segmenter=Segmenter("unigram"))

    assert fingerprint.Hasher.hash(first) == fingerprint.Hasher.hash(second)
    assert fingerprint.Hasher.hash(first) != fingerprint.Hasher.hash(Analyzer("words"))


BAD = [
    ({"of": "letters"}, UsageError),
    ({"ngrams": (2, 1)}, UsageError),
    ({"segmenter": "crf"}, InputError),
    ({"stopwords": ("的",)}, InputError),
]


@pytest.mark.parametrize("settings, error", BAD, ids=[str(each[0]) for each in BAD])
def test_bad_settings_of_an_analyzer_are_errors(settings, error):
    with pytest.raises(error):
        Analyzer(**settings)


def test_a_text_that_is_no_string_is_an_error():
    with pytest.raises(InputError, match="a text is 1"):
        Analyzer(segmenter=UNIGRAM)(1)


def test_stages_work_in_a_pipeline_and_a_grid_search():
    reader = DocReader(Pipeline([UNIGRAM, StopwordFilter()]))
    pipeline = make_pipeline(reader, DocCounter("terms"), LinearSVC())
    grid = {
        "doccounter__of": ["terms", "characters"],
        "doccounter__ngrams": [(1, 1), (1, 2)],
        "doccounter__weights": ["one-hot", "tfidf"],
    }
    search = GridSearchCV(pipeline, grid, cv=2).fit(TEXTS, LABELS)

    assert search.best_params_["doccounter__of"] in ("terms", "characters")
    assert list(search.predict(["股市上涨", "股价下跌"])) == ["好", "坏"]


def test_a_fitted_pipeline_comes_back_from_a_pickle():
    reader = DocReader(Pipeline([UNIGRAM, StopwordFilter()]))
    pipeline = make_pipeline(reader, DocCounter(), LogisticRegression()).fit(TEXTS, LABELS)
    again = pickle.loads(pickle.dumps(pipeline))

    assert np.array_equal(again.predict_proba(TEXTS), pipeline.predict_proba(TEXTS))


def test_a_clone_has_the_same_settings_and_has_learned_nothing():
    docs = DocReader(Pipeline([UNIGRAM])).transform(TEXTS)
    counter = DocCounter("words", "counts", ngrams=(1, 2), max_features=3).fit(docs)
    fresh = clone(counter)

    assert fresh.get_params() == counter.get_params()
    assert len(counter.get_feature_names_out()) == 3
    with pytest.raises(NotFittedError):
        fresh.transform(docs)


def test_counts_are_those_of_scikit_learn_over_the_analyzer():
    docs = DocReader(Pipeline([UNIGRAM, StopwordFilter()])).transform(TEXTS)
    twin = TfidfVectorizer(analyzer=Analyzer(segmenter=UNIGRAM)).fit_transform(TEXTS)

    assert np.allclose(DocCounter().fit_transform(docs).toarray(), twin.toarray(), atol=1e-6)


def test_vectors_of_docs_are_rows():
    docs = [Doc("a", vector=[1, 2]), Doc("", vector=[0, 0.5])]

    assert DocEmbedder().fit(docs).transform(docs).tolist() == [[1, 2], [0, 0.5]]
    with pytest.raises(InputError, match="different widths"):
        DocEmbedder().transform([Doc("a", vector=[1]), Doc("b", vector=[1, 2])])
    with pytest.raises(MissingLayerError):
        DocEmbedder().transform([Doc("a")])


def test_without_scikit_learn_the_extra_is_named():
    program = (
        "import sys; sys.modules['sklearn'] = None\n"
        "try:\n import zhnlp.interop.sklearn\n"
        "except Exception as error:\n print(type(error).__name__, error)"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert "ExtraError zhnlp.interop.sklearn needs sklearn" in found.stdout
    assert "zhnlp[learn]" in found.stdout
