"""Training of tags: what is learned from texts, and what other sources say of words."""

import pytest

from zhnlp.doc import Doc
from zhnlp.errors import InputError, UsageError
from zhnlp.models.sequence.training import Run, Schedule
from zhnlp.models.tags.training import MAX_LABELS, train_tags, word_classes
from zhnlp.stages.learning import samples

RUN = Run(Schedule(passes=5, min_count=1))
LAYERS = ["words", "tags"]


def test_the_tags_of_the_texts_are_learned(toy_docs, known):
    gold = samples(toy_docs, LAYERS)
    model = train_tags(gold, RUN, known=known)

    assert model.labels == tuple(sorted({tag for doc in toy_docs for tag in doc.tags}))
    assert [model.tags(each.text, each.ends) for each in gold] == [doc.tags for doc in toy_docs]


def test_white_space_has_the_tag_that_signs_mostly_have(known):
    doc = Doc("我，你。我", words="我，你。我", tags=["r", "w", "r", "x", "r"])
    other = Doc("我，", words="我，", tags=["r", "w"])

    assert train_tags(samples([doc, other], LAYERS), RUN, known=known).about["blank"] == "w"


def test_well_known_words_have_the_class_of_their_tag():
    assert word_classes({"北京": (99, "ns"), "天津": (1, "ns")}) == {"北京": "jns"}


def test_the_classes_of_a_base_go_before_those_of_known_words(tag_model):
    classes = word_classes({"跑": (30, "v"), "北京": (99, "nz")}, tag_model)

    assert classes == {"跑": "jv", "北京": "jnz", **tag_model.classes()}


@pytest.mark.parametrize("n_labels", [0, MAX_LABELS + 1])
def test_the_number_of_tags_has_limits(n_labels, known):
    words = ["我"] * n_labels
    doc = Doc("".join(words), words=words, tags=[f"t{number}" for number in range(n_labels)])
    with pytest.raises(UsageError, match=f"have {n_labels} different tags"):
        train_tags(samples([doc], LAYERS), RUN, known=known)


@pytest.mark.parametrize("wrong", [3, ["北京"], {"北京": "ns"}, {"北京": ("ns", 9)}, {3: (9, "n")}])
def test_known_words_have_a_frequency_and_a_tag(toy_docs, wrong):
    with pytest.raises(InputError, match=r"known is .* Give a mapping {word: \(frequency, tag\)}"):
        train_tags(samples(toy_docs, LAYERS), RUN, known=wrong)


def test_words_of_raw_text_are_learned(toy_docs, known):
    """Words that only the raw text has stand in the lexicon; the same texts, the same bytes."""
    raw = "我们 在 成都 学习\n他 在 成都 工作\n" * 30
    gold = samples(toy_docs, LAYERS)
    model, same = (train_tags(gold, RUN, known=known, raw=lambda: [raw]) for _ in range(2))

    assert "成都" in dict(model._lexicon.items())
    assert bytes(model.pack.data) == bytes(same.pack.data)


def test_raw_text_may_be_empty(toy_docs, known):
    gold = samples(toy_docs, LAYERS)
    model = train_tags(gold, RUN, known=known, raw=lambda: [])

    assert [model.tags(each.text, each.ends) for each in gold] == [doc.tags for doc in toy_docs]
