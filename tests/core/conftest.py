"""A character model of made-up sentences, and a corrector of a few confused pairs over it."""

from array import array
from itertools import product

import pytest

from reference import speller_of
from zhnlp.core import SpellerTrainer
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.ngrams.training import train_characters
from zhnlp.models.sequence.alphabet import traditional_pairs
from zhnlp.models.spelling.model import folding_pairs

SAME_TONE, SAME_SYLLABLE, NEAR = 1, 2, 3
TIMES = ["今天", "明天", "昨天"]
PEOPLE = ["我们", "他们", "老师", "同学"]
DEEDS = ["再次感谢", "已经离开", "正在等待", "喜欢", "参加"]
THINGS = ["大家", "北京", "比赛", "音乐会"]
MORE = [
    "她在此以后添加文件。",
    "自己载入。",
    "他的成绩名列前茅。",
    "长矛。",
    "头发，出发。",
    "风景！",
]
MORE += ["后背，烦恼。", "初学，汗水，汉语，果汁。"]
WORDS = ["今天", "明天", "我们", "再次", "感谢", "已经", "离开", "喜欢", "北京", "大家", "音乐会"]
WORDS += ["名列前茅", "同学", "等待"]
PAIRS = {
    # typed: meant, sound, shape
    "在": [("再", SAME_TONE, 0), ("载", SAME_SYLLABLE, 0)],
    "再": [("在", SAME_TONE, 0)],
    "此": [("次", SAME_SYLLABLE, 0)],
    "次": [("此", SAME_SYLLABLE, 0)],
    "以": [("已", SAME_SYLLABLE, 0)],
    "己": [("已", 0, 228)],
    "已": [("己", 0, 228), ("以", SAME_SYLLABLE, 0)],
    "她": [("他", SAME_TONE, 0)],
    "他": [("她", SAME_TONE, 0)],
    "加": [("家", SAME_TONE, 0)],
    "添": [("天", SAME_TONE, 0)],
    "背": [("北", SAME_SYLLABLE, 0)],
    "景": [("京", SAME_SYLLABLE, 0)],
    "恼": [("老", NEAR, 0)],
    "初": [("出", SAME_TONE, 0)],
    "汗": [("汉", SAME_TONE, 0)],
    "汁": [(char, NEAR, 0) for char in "今明昨她自他长头风后初"],  # which, no one can say
    "矛": [("茅", SAME_TONE, 90)],
}


class Arrays(dict):
    """What speller_of takes, by name; tests that fail show no thousands of numbers."""

    def __repr__(self):
        return f"Arrays of {', '.join(self)}"


def sentences():
    parts = product(TIMES, PEOPLE, DEEDS, THINGS)
    return [f"{time}{who}{deed}{what}。" for time, who, deed, what in parts]


@pytest.fixture(scope="session")
def language():
    """The character model."""
    texts = sentences() + MORE * 3
    return train_characters(texts, order=4, min_counts=(1, 1, 1, 1), size=None)


@pytest.fixture(scope="session")
def settings(language):
    """All that speller_of takes but the weights."""
    dictionary = Dictionary.of(dict.fromkeys(WORDS, 100))
    return Arrays(
        {
            "vocabulary": language.vocabulary,
            "folding_pairs": folding_pairs(language),
            "traditional_pairs": traditional_pairs(),
            "ngram": language.ngram,
            "dictionary": dictionary.trie,
            "log_probs": dictionary.log_probs,
            "unknown": dictionary.unknown,
            **confusions(language),
        }
    )


def confusions(language):
    """The table of `PAIRS` as arrays."""
    chars = sorted(language.vocabulary.items(), key=lambda item: item[1])
    arrays = {"offsets": array("I"), "meant": array("H"), "sound": array("B"), "shape": array("B")}
    for char, _ in chars:
        arrays["offsets"].append(len(arrays["meant"]))
        row = sorted((language.vocabulary.find(pair[0]), *pair[1:]) for pair in PAIRS.get(char, ()))
        for meant, sound, shape in row:
            arrays["meant"].append(meant)
            arrays["sound"].append(sound)
            arrays["shape"].append(shape)
    arrays["offsets"].append(len(arrays["meant"]))
    return arrays


@pytest.fixture(scope="session")
def wrong():
    """Sentences with one character typed for another, and the right ones."""
    pairs = []
    for right in sentences():
        for typed, meant in ((typed, pair[0]) for typed, row in PAIRS.items() for pair in row):
            if meant in right and typed != "汁":
                pairs.append((right.replace(meant, typed, 1), right))
    return pairs


@pytest.fixture(scope="session")
def weights(settings, wrong):
    """What a ranker learns of every third sentence."""
    trainer = SpellerTrainer(speller_of(**settings), bits=12)
    for text, right in wrong[::3]:
        trainer.add(text, right)
        trainer.add(right, right)
    for seed in range(8):
        trainer.run(seed, 0.03, 0.1)
    dense, names = trainer.weights()
    scale = max(map(abs, names)) / 127
    return Arrays(
        {
            "dense": dense,
            "names": array("b", (round(name / scale) for name in names)),
            "name_scale": scale,
        }
    )


@pytest.fixture(scope="session")
def speller(settings, weights):
    """The corrector."""
    return speller_of(**settings, **weights)
