"""A corpus of bags for gensim."""

import pytest

from zhnlp import Pipeline, Segmenter, Vectorizer
from zhnlp.errors import InputError, UsageError
from zhnlp.interop.gensim import BagCorpus

TEXTS = ["股市大幅上涨", "股市下跌", "", "北京下雨"] * 100
NLP = Pipeline([Segmenter("unigram")])
COUNTS = Vectorizer.fit(NLP.stream(TEXTS), of="words", weights="counts")


class Lines:
    """Texts that are read anew each time."""

    def __iter__(self):
        return iter(TEXTS)


def test_a_corpus_gives_the_bags_each_time():
    corpus = BagCorpus(Lines(), NLP, COUNTS)

    assert list(corpus) == list(corpus) == COUNTS.bags(NLP.batch(TEXTS))


def test_gensim_learns_from_it():
    gensim = pytest.importorskip("gensim", reason="it comes with zhnlp[learn]")
    corpus = BagCorpus(TEXTS, NLP, COUNTS)
    model = gensim.models.TfidfModel(corpus, dictionary=None)

    assert (model.num_docs, len(model.idfs)) == (400, len(COUNTS.names()))
    assert COUNTS.to_gensim()[max(model.idfs)] in COUNTS.names()


ERRORS = [
    (lambda: BagCorpus(iter(TEXTS), NLP, COUNTS), UsageError, "texts can be read only once"),
    (lambda: BagCorpus("股市", NLP, COUNTS), InputError, "texts is '股市', of type str. Give seve"),
    (lambda: BagCorpus(TEXTS, "news", COUNTS), InputError, "Give a Pipeline"),
    (lambda: BagCorpus(TEXTS, NLP, None), InputError, "vectorizer is None. Give a Vectorizer"),
]


@pytest.mark.parametrize("call, error, message", ERRORS, ids=[each[2] for each in ERRORS])
def test_what_does_not_fit_is_an_error(call, error, message):
    with pytest.raises(error, match=message):
        call()
