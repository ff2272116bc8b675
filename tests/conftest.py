"""How Hypothesis searches: the same way every time in CI, with fewer examples where slow
tests are left out, without deadlines anywhere. And small trained models for all tests."""

import os
from itertools import accumulate
from random import Random

import pytest
from hypothesis import settings

from zhnlp.doc import Doc, Span
from zhnlp.models.sequence.training import Schedule
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

for name, n_examples in (("all", 100), ("quick", 40)):
    settings.register_profile(
        name,
        deadline=None,
        derandomize=os.environ.get("CI") == "true",
        max_examples=n_examples,
        database=None,
    )


def pytest_configure(config):
    settings.load_profile("quick" if "not slow" in config.option.markexpr else "all")
    # pytest-randomly seeds random and numpy before and after every test. thinc, which comes with
    # spaCy, has it seed torch too, which imports torch into every process and keeps the stacks of
    # three calls for each of sixty thousand seeds: tests/neural/conftest.py does it in 20 us.
    if randomly := config.pluginmanager.get_plugin("randomly"):
        randomly.entrypoint_reseeds = []


SHORT = Schedule(passes=3, min_count=1, min_weight=0.01)

# Models of forty made-up sentences, trained in a moment: what they find is of no
# interest, but they are as real as those that ship.

NAMES = {
    "PER": ["王小明", "李雷", "韩梅梅"],
    "LOC": ["北京", "上海", "南京市"],
    "ORG": ["南京大学", "北方公司"],
}
TAGS = {"PER": "nr", "LOC": "ns", "ORG": "nt"}
VERBS = ["喜欢", "来到", "住在", "爱"]
THINGS = [("2026年", "t"), ("大桥", "n"), ("学生", "n"), ("AI", "nx"), ("三百", "m")]


@pytest.fixture(scope="session")
def toy_docs():
    """Forty texts with words, tags and entities."""
    rng = Random(0)
    return [_sentence(rng) for _ in range(40)]


def _sentence(rng):
    words = []
    for label in (rng.choice(["PER", "ORG"]), rng.choice(["LOC", "ORG"])):
        words.append((rng.choice(NAMES[label]), TAGS[label], label))
        words.append((rng.choice(VERBS), "v", None))
    words[-1] = (words[-1][0], "vn", None)  # before 的
    words += [("的", "u", None), (*rng.choice(THINGS), None), ("。", "w", None)]
    ends = list(accumulate(len(word) for word, _, _ in words))
    return Doc(
        "".join(word for word, _, _ in words),
        words=tuple(word for word, _, _ in words),
        tags=tuple(tag for _, tag, _ in words),
        entities=tuple(
            Span(end - len(word), end, label)
            for (word, _, label), end in zip(words, ends, strict=True)
            if label
        ),
    )


@pytest.fixture(scope="session")
def known():
    """Four words with their tags to train taggers with: those of jieba take seconds."""
    return {"北京": (99, "ns"), "天津": (50, "ns"), "大桥": (40, "n"), "跑": (30, "v")}


@pytest.fixture(scope="session")
def word_model(toy_docs):
    return Segmenter("unigram").fit(toy_docs, schedule=SHORT, about={"name": "toy-words"}).model


@pytest.fixture(scope="session")
def tag_model(toy_docs, known):
    about = {"name": "toy-tags"}
    return Tagger().fit(toy_docs, known=known, schedule=SHORT, about=about).model


@pytest.fixture(scope="session")
def entity_model(toy_docs):
    about = {"name": "toy-entities"}
    return Recognizer("dictionary").fit(toy_docs, schedule=SHORT, about=about).model


@pytest.fixture(scope="session")
def hmm_model(toy_docs):
    about = {"name": "toy-hmm"}
    return Recognizer("dictionary").fit(toy_docs, method="hmm", schedule=SHORT, about=about).model
