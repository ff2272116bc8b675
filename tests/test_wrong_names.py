"""Names that people try: each gets one sentence that says what to use."""

import re

import pytest

import zhnlp
from zhnlp import (
    Classifier,
    Corrector,
    Embedder,
    Keywords,
    Lexicon,
    Linker,
    Normalizer,
    Pipeline,
    Recognizer,
    Segmenter,
    Tagger,
    Topics,
)
from zhnlp.errors import InputError, PackError, PipelineError, UsageError

NETWORKS = "downloads none. Give the folder of one that zhnlp has trained: docs/neural.md"
TRIED = [
    # what people write             the error    what its sentence says
    ('Segmenter("ud-words")',       UsageError,  "Give Segmenter(model='ud-words')."),
    ('Segmenter("ud-tags")',        UsageError,  "Give Tagger('ud-tags')."),
    ('Segmenter("bert")',           UsageError,  "Then give Segmenter('neural', model=folder)."),
    ('Segmenter("hmm")',            UsageError,  "There are: forward, backward, bidirectional,"),
    ('Segmenter("words.txt")',      UsageError,  "lexicon=path or model=folder."),
    ('Segmenter(Lexicon(["我"]))',   UsageError,  "given by their names, as in lexicon=words"),
    ('Segmenter("crf", Lexicon())', InputError,  "Name it; there are: lexicon, dictionary,"),
    ('Segmenter(lexcion=["我"])',    InputError,  "Did you mean 'lexicon'?"),
    ('Segmenter(model="ud-tags")',  PackError,   "It is for Tagger('ud-tags')."),
    ('Segmenter(model="hfl/rbt3")', PackError,   "that is not a folder. Give the folder of a pack"),
    ('Segmenter(hmm=False)',        UsageError,  "or choose one of unigram, bigram, trigram, jie"),
    ('Segmenter("jieba", rules=False)', UsageError, "has rules of its own, so rules has no effect"),
    ('Tagger("crf")',               PackError,   "There are: modern-tags, pku-tags, ud-tags."),
    ('Tagger("jieba")',             PackError,   "It is for Segmenter('jieba')."),
    ('Tagger("ud-words")',          PackError,   "It is for Segmenter(model='ud-words')."),
    ('Recognizer("cluener-entities")', UsageError, "Give Recognizer(model='cluener-entities')."),
    ('Recognizer("ud-words")',      UsageError,  "Give Segmenter(model='ud-words')."),
    ('Recognizer("neural")',        UsageError,  "Then give Recognizer(model=folder)."),
    ('Recognizer(model="reviews")', PackError,   "It is for Classifier('reviews')."),
    ('Recognizer({"小爱": "P"})',     UsageError,  "given by their names, as in lexicon=words"),
    ('Corrector("bert")',           PackError,   NETWORKS),
    ('Corrector("ud-words")',       PackError,   "It is for Segmenter(model='ud-words')."),
    ('Keywords("yake")',            UsageError,  "There are: tfidf, textrank, phrases."),
    ('Classifier("fasttext")',      PackError,   "There are: finance-headlines, news-topics, revi"),
    ('Classifier()',                InputError,  "Give it, as in Classifier(model)."),
    ('Embedder("bge-small-zh")',    PackError,   NETWORKS),
    ('Embedder("word2vec")',        PackError,   "make vectors with train_vectors, or read some"),
    ('Topics("lda")',               PackError,   "make one of your texts with Topics.fit(docs)."),
    ('Normalizer("NFKC")',          InputError,  "Name it; there are: width, compatibility,"),
    ('Normalizer(form="NFKC")',     InputError,  "Normalizer has no setting 'form'. There are:"),
    ('Linker("x")',                 InputError,  "but 'x' was given. Leave it out."),
    ('Pipeline(Segmenter(), Tagger())', InputError, "as in Pipeline([Segmenter(), Tagger()])."),
    ('Pipeline(Segmenter())',       InputError,  "as in Pipeline([Segmenter(), Tagger()])."),
    ('zhnlp.load("zh_core_web_sm")', UsageError, "There are: news, full."),
    ('zhnlp.load("ud-words")',      UsageError,  "it is a pack. Give Segmenter(model='ud-words')."),
]  # fmt: skip
NAMES = {
    each.__name__: each
    for each in (
        *(Classifier, Corrector, Embedder, Keywords, Lexicon, Linker, Normalizer, Pipeline),
        *(Recognizer, Segmenter, Tagger, Topics),
    )
}


@pytest.mark.parametrize("tried, error, said", TRIED, ids=[tried for tried, _, _ in TRIED])
def test_a_wrong_name_is_answered_by_what_to_use(tried, error, said):
    with pytest.raises(error, match=re.escape(said)):
        eval(tried, {"zhnlp": zhnlp, **NAMES})


@pytest.mark.parametrize("method", ["forward", "backward", "bidirectional", "crf"])
def test_a_method_without_a_hidden_markov_model_does_not_take_hmm(method):
    with pytest.raises(UsageError, match="uses no hidden Markov model, so hmm has no effect"):
        Segmenter(method, hmm=False)


def test_a_trained_segmenter_of_a_method_without_hmm_has_none():
    docs = [zhnlp.Doc("我爱北京", words=("我", "爱", "北京"))] * 3
    assert Segmenter("unigram", hmm=False).fit(docs).hmm


@pytest.mark.parametrize("wrong", [True, False])
def test_true_and_false_are_neither_counts_nor_numbers(wrong):
    for call in (
        lambda: Keywords(top=wrong),
        lambda: Segmenter(strength=wrong),
        lambda: Segmenter().explain("我", n=wrong),
        lambda: Pipeline().stream(["我"], batch_size=wrong),
        lambda: Corrector(max_false_alarms=wrong),
    ):
        with pytest.raises(InputError):
            call()
    with pytest.raises(UsageError, match=f"frequency '{wrong}' is not a whole number"):
        Lexicon({"我": wrong})


@pytest.mark.parametrize("tagger", [Tagger("ud-tags"), Tagger(tag_set="ud")], ids=["pack", "set"])
def test_a_recognizer_behind_tags_that_it_does_not_know_is_an_error(tagger):
    with pytest.raises(
        PipelineError, match=r"Recognizer \(stage 2\) has learned from tags such as"
    ):
        Pipeline([Segmenter(), tagger, Recognizer()])
    doc = Pipeline([Segmenter(), Tagger(), Recognizer(), tagger])("王小明在北京。")
    assert (doc.tags[0], doc.entities[0].label) == ("PROPN", "PER")


@pytest.mark.parametrize(
    "several", [{"我"}, frozenset("我"), {"我": 1}], ids=["set", "frozen", "dict"]
)
def test_texts_without_an_order_are_refused(several):
    for call in (Pipeline().batch, Pipeline().stream, Segmenter("unigram").batch):
        with pytest.raises(InputError, match="Give a list of texts"):
            call(several)
