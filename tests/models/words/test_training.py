"""Training of words: what is learned from texts, and from raw text beside them."""

import pytest

from zhnlp.core import Cutter
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.sequence.training import Run, Schedule
from zhnlp.models.words.training import found_words, train_words
from zhnlp.stages.learning import samples

RUN = Run(Schedule(passes=5, min_count=1))


@pytest.fixture(scope="module")
def dictionary():
    return Dictionary.of({"北京": 9, "来到": 5, "北方": 3, "公司": 3, "公": 1})


@pytest.fixture
def raw(toy_docs):
    text = "\n".join(doc.text for doc in toy_docs).encode()
    return lambda: [text, text]


def test_the_words_of_the_texts_are_learned(toy_docs, dictionary):
    gold = samples(toy_docs, ["words"])
    model = train_words(gold, RUN, dictionary=dictionary)
    cutter = Cutter("crf", dictionary.words, model=model.word_labels)

    assert [cutter.words(doc.text) for doc in toy_docs] == [list(doc.words) for doc in toy_docs]


def test_empty_texts_teach_nothing(dictionary):
    for given in ([], samples([], ["words"])):
        with pytest.raises(UsageError, match="nothing to learn words from"):
            train_words(given, RUN, dictionary=dictionary)


def test_raw_text_gives_words_that_the_corpus_lacks(toy_docs, dictionary, raw):
    gold = samples(toy_docs, ["words"])
    model, again = (train_words(gold, RUN, dictionary=dictionary, raw=raw) for _ in range(2))

    assert dict(model.word_labels.lexicon.items()).keys() >= {"北方公司", "来到"}
    assert model.about == again.about
    assert bytes(model.pack.data) == bytes(again.pack.data)


def test_words_found_are_of_several_han_characters_and_say_how_frequent_they_are(dictionary):
    cutter = Cutter("unigram", dictionary.words)
    blocks = [("AI 2026 公 北京 " * 2).encode(), b"\xff " + "来到".encode()]

    assert found_words(cutter, blocks) == {"北京": 3, "来到": 3}  # of few words, each is frequent


def test_blocks_of_raw_text_are_several(dictionary):
    with pytest.raises(TypeError, match="raw text is 3, of type int"):
        found_words(Cutter("unigram", dictionary.words), 3)
