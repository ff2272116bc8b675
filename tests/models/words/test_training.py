"""Training of words: what is learned from texts, and from raw text beside them."""

import pytest

from zhnlp.core import Cutter
from zhnlp.doc import Doc, Words
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.sequence.training import Run, Schedule
from zhnlp.models.words.model import WordModel
from zhnlp.models.words.training import train_words
from zhnlp.packing import make_pack
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


def test_a_pack_without_the_table_of_n_grams_cuts_the_same(toy_docs, dictionary):
    model = train_words(samples(toy_docs, ["words"]), RUN, dictionary=dictionary)
    older = {name: own for name, own in model.pack.arrays.items() if not name.startswith("gram_")}
    by_hash = WordModel(make_pack("WordModel", model.about, older))
    table, none = (
        Cutter("crf", dictionary.words, model=each.word_labels) for each in (model, by_hash)
    )

    assert len(older) == len(model.pack.arrays) - 3
    assert [table.words(doc.text) for doc in toy_docs] == [none.words(doc.text) for doc in toy_docs]


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


def test_cuts_that_are_optional_are_free(dictionary):
    """With 北方 and 公司 or 北方公司, both are as right; the model decides the same for all."""
    words = Words.of("北方公司来到北京", ["北方", "公司", "来到", "北京"])
    marked = Words(words.text, bytes(words.ends), optional=[2])
    gold = samples([Doc(words.text, words=marked)] * 3, ["words"])
    cutter = Cutter(
        "crf", dictionary.words, model=train_words(gold, RUN, dictionary=dictionary).word_labels
    )

    assert cutter.words(words.text)[-2:] == ["来到", "北京"]
    assert "".join(cutter.words(words.text)[:-2]) == "北方公司"
