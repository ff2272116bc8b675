"""A spelling model of made-up sentences, over a character model of others."""

from itertools import product

import pytest

from zhnlp.models.ngrams.language_model import LanguageModel
from zhnlp.models.ngrams.training import train_characters
from zhnlp.models.spelling.training import SpellingSchedule, train_spelling

TIMES = ["今天", "明天", "昨天", "上午", "下午"]
PEOPLE = ["我们", "他们", "老师", "同学", "记者", "医生"]
DEEDS = ["再次感谢", "已经离开", "正在等待", "喜欢", "参加", "发现"]
THINGS = ["大家", "北京", "比赛", "音乐会", "医院", "新闻", "问题"]
OTHERS = "在次此以己加入背景添心文提们恼尽晚上天气很好"
WORDS = dict.fromkeys([*TIMES, *PEOPLE, *THINGS, "再次", "在此", "背景", "天气"], 50)
SYSTEMATIC = ("再次", "在次")
QUICK = SpellingSchedule(passes=4, bits=12, copies=1)


def every_sentence():
    """1,260 sentences; of every seven the first six differ from the last in what is done."""
    parts = product(TIMES, PEOPLE, DEEDS, THINGS)
    return [f"{time}{who}{deed}{what}。" for time, who, deed, what in parts]


@pytest.fixture(scope="session")
def sentences():
    return every_sentence()


@pytest.fixture(scope="session")
def language(sentences, tmp_path_factory):
    """A character model that knows half of the sentences."""
    folder = tmp_path_factory.mktemp("language") / "toy-characters"
    texts = [*sentences[::2], f"{OTHERS}。"]
    train_characters(texts, order=4, min_counts=(1, 1, 1, 1), size=None).save_pack(folder)
    return LanguageModel(folder)


@pytest.fixture(scope="session")
def teach(language, sentences):
    """Train a spelling model and save it, with few words: all of jieba's take half a minute.

    With other settings than usual where given.
    """

    def call(folder, **settings):
        wrong = [text.replace(*SYSTEMATIC) for text in sentences if SYSTEMATIC[0] in text]
        pairs = [(text, text.replace(*SYSTEMATIC[::-1])) for text in wrong][:60]
        given = {
            "texts": sentences[1::6],
            "clean": sentences,
            "pairs": pairs,
            "schedule": QUICK,
            "words": WORDS,
            "latin": {"python": 900, "windows": 300, "package": 99},
            **settings,
        }
        train_spelling(given.pop("language", language), **given).save_pack(folder)
        return folder

    return call


@pytest.fixture(scope="session")
def spelling_pack(teach, tmp_path_factory):
    """The folder of a spelling model."""
    return teach(tmp_path_factory.mktemp("spelling") / "toy-spelling")
