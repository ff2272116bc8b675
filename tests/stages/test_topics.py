"""Topics: shares or coordinates as layers."""

import pytest

from reference import toy_topics
from zhnlp.doc import Doc, Span
from zhnlp.errors import InputError, MissingLayerError, UsageError
from zhnlp.pipeline_file import read_pipeline
from zhnlp.stages.topics import Topics

DOC = Doc("我爱北京", words=["我", "爱", "北京"])


def terms_of(*words):
    text, spans = "".join(words), []
    for word in words:
        start = spans[-1].end if spans else 0
        spans.append(Span(start, start + len(word)))
    return Doc(text, words=words, terms=spans)


def test_lda_fills_topics_with_shares():
    topics = Topics(toy_topics())(DOC).topics

    assert topics.best == "odd"  # two words of three
    assert sum(topics.values()) == pytest.approx(1)


def test_lsa_fills_vector_with_coordinates():
    stage = Topics(toy_topics("lsa"))
    doc = stage(DOC)

    assert (stage.provides, len(doc.vector), doc.topics) == (("vector",), 2, None)
    assert [*stage(Doc("", words=[])).vector] == [0, 0]


@pytest.mark.parametrize("doc", [Doc("", words=[]), Doc("谁", words=["谁"]), Doc(" ", words=[" "])])
def test_a_text_without_a_known_word_has_no_topics(doc):
    assert Topics(toy_topics())(doc).topics == {}


def test_it_reads_what_the_model_counts():
    assert Topics(toy_topics(of="terms")).requires == ("terms",)
    assert Topics(toy_topics(of="words")).requires == ("words",)
    stage = Topics(toy_topics(of="characters"))
    assert stage.requires == ()
    assert stage(Doc("京 京")).topics == stage(Doc("京京")).topics != {}


def test_top_keeps_the_largest_shares():
    assert [*Topics(toy_topics(), top=1)(DOC).topics] == ["odd"]
    with pytest.raises(UsageError, match=r"a model of lsa fills vector"):
        Topics(toy_topics("lsa"), top=1)


def test_topics_can_be_named():
    named = Topics(toy_topics(), top=1).with_labels(["财经", "体育"])

    assert (named.labels, named.top) == (("财经", "体育"), 1)
    assert named(DOC).topics.best == "体育"


def test_a_saved_model_is_a_stage_of_a_pipeline_file(tmp_path):
    toy_topics().save_pack(tmp_path / "topics")
    file = tmp_path / "mine.toml"
    file.write_text(
        '[[stages]]\nkind = "Segmenter"\n[[stages]]\nkind = "Topics"\nmodel = "./topics"\ntop = 1\n'
    )

    assert [*read_pipeline(file)("北京").topics] == ["odd"]


def test_topics_are_learned_from_docs_that_are_read_once():
    pytest.importorskip("gensim")
    docs = [terms_of("股市", "上涨", "Fund"), terms_of("足球", "进球")] * 6

    topics = Topics.fit(iter(docs), n_topics=2, seed=1, about={"data": "made up"})

    found = [topics(doc).topics.best for doc in docs[:2]]
    assert len(set(found)) == 2
    assert topics.about["data"] == "made up"
    assert "fund" in {word for word, _ in topics.words_of(topics.labels.index(found[0]), 3)}
    assert len(topics.coherence(docs, measure="u_mass", n_words=2)) == 2


def test_learning_tells_what_it_lacks():
    pytest.importorskip("gensim")
    with pytest.raises(MissingLayerError, match=r"doc.terms has not been filled"):
        Topics.fit([Doc("我")])
    with pytest.raises(InputError, match=r"Give several Docs"):
        Topics.fit(Doc("我"))
    with pytest.raises(UsageError, match=r"1 documents have 0 different words"):
        Topics.fit([terms_of()])
    with pytest.raises(UsageError, match=r"of 'term' is not known. Did you mean 'terms'?"):
        Topics.fit([terms_of("我")], of="term")
