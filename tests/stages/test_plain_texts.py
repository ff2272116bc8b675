"""Every stage takes a str for a Doc, and has a call from text to plain result."""

import pytest

import zhnlp
from reference import Beginning
from zhnlp import (
    Corrector,
    Doc,
    Keywords,
    Normalizer,
    Pinyin,
    Pipeline,
    Recognizer,
    Segmenter,
    SentenceSplitter,
    StopwordFilter,
    Summarizer,
    Tagger,
)
from zhnlp.errors import InputError, MissingLayerError
from zhnlp.stages.companions import companions

TEXT = "王小明在北京大学学习。他今天去公圆玩。"
FIRST = [Segmenter("unigram"), SentenceSplitter(), Normalizer(), Corrector()]


@pytest.mark.parametrize("stage", FIRST, ids=lambda stage: type(stage).__name__)
def test_a_stage_called_with_a_string_makes_a_doc(stage):
    assert stage(TEXT) == stage(Doc(TEXT))
    assert stage.batch([TEXT, Doc("我")]) == stage.batch([Doc(TEXT), Doc("我")])


def test_a_stage_says_what_it_needs_where_a_string_is_not_enough():
    with pytest.raises(MissingLayerError, match="Run a Segmenter first, as a Pipeline does"):
        Tagger()(TEXT)


CALLS = {
    "cut": lambda text: Segmenter().cut(text),
    "tag": lambda text: Tagger().tag(text),
    "find": lambda text: Recognizer().find(text),
    "correct": lambda text: Corrector().correct(text),
    "split": lambda text: SentenceSplitter().split(text),
    "normalize": lambda text: Normalizer().normalize(text),
    "read": lambda text: Pinyin().read(text),
    "extract": lambda text: Keywords().extract(text),
    "summarize": lambda text: Summarizer(n_sentences=1).summarize(text),
}
NEWS = zhnlp.load("news")
WANTED = {
    "cut": lambda text: list(NEWS(text).words),
    "tag": lambda text: [(row.word, row.tag) for row in NEWS(text).rows()],
    "find": lambda text: list(NEWS(text).entities),
    "correct": lambda text: Corrector(apply=True)(text).text,
    "split": lambda text: [span.text for span in NEWS(text).sentences],
    "normalize": lambda text: Normalizer()(text).text,
    "read": lambda text: list(Pipeline([Segmenter(), Pinyin()])(text).pinyin),
    "extract": lambda text: list(
        Pipeline([Segmenter(), StopwordFilter(), Keywords()])(text).keywords
    ),
    "summarize": lambda text: [
        span.text
        for span in Pipeline([*NEWS.stages, StopwordFilter(), Summarizer(n_sentences=1)])(
            text
        ).summary
    ],
}


@pytest.mark.parametrize("text", [TEXT, "", "Ａ&lt;1", "\ud800", "李华。\n\n北京"])
@pytest.mark.parametrize("name", CALLS)
def test_a_call_with_a_text_gives_what_a_pipeline_does(name, text):
    assert CALLS[name](text) == WANTED[name](text)


@pytest.mark.parametrize("wrong", [None, b"abc", 3], ids=repr)
@pytest.mark.parametrize("name", CALLS)
def test_what_is_no_text_is_refused(name, wrong):
    with pytest.raises(InputError, match=r"[Gg]ive "):
        CALLS[name](wrong)


def test_an_abstractive_summarizer_gives_its_headline():
    assert Summarizer("abstractive", model=Beginning()).summarize("我走了。你来。") == [
        Summarizer("abstractive", model=Beginning())("我走了。你来。").headline
    ]


@pytest.mark.parametrize(
    "stage, words, tags",
    [
        (Tagger(), "modern-words", None),
        (Tagger("pku-tags"), "pku-words", None),
        (Tagger("ud-tags"), "ud-words", None),
        (Recognizer(), "modern-words", "modern-tags"),
        (Recognizer(model="msra-entities"), "pku-words", "pku-tags"),
        (Recognizer("hmm"), "pku-words", "pku-tags"),
        (Recognizer("dictionary"), "modern-words", "modern-tags"),
    ],
    ids=repr,
)
def test_texts_are_cut_and_tagged_as_the_model_was_trained(stage, words, tags):
    model = getattr(stage, stage._model_at)
    segmenter, *tagger = companions(stage, model)

    assert f"WordModel({words!r})" in repr(segmenter)
    assert [repr(each) for each in tagger] == (
        [f"Tagger(model=TagModel({tags!r}))"] if tags else []
    )


def test_the_words_of_a_lexicon_are_cut_and_tagged_as_it_says():
    own = [("宁德时代", "force", None, "nt", "ORG")]

    assert Tagger(lexicon=own).tag("宁德时代上涨")[0] == ("宁德时代", "nt")
    assert [each.text for each in Recognizer(lexicon=own).find("宁德时代上涨")] == ["宁德时代"]
