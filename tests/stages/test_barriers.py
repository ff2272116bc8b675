"""Where words end whatever a model says: by a table, and on every text, method and pack."""

import re
from functools import cache
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.lexicons.stopwords import read_stopwords
from zhnlp.models.sequence.alphabet import NARROW
from zhnlp.resources import dicts, pack
from zhnlp.stages.segmenter import METHODS, Segmenter

TABLE = Path(__file__).parent.parent / "cases" / "barriers.tsv"
PACKS = ("modern-words", "pku-words", "msr-words", "ud-words", "web-words")
ESCAPE = re.compile(r"\\(?:[rnt]|u[0-9a-f]{4})")
CASES = [
    ESCAPE.sub(lambda found: found[0].encode().decode("unicode_escape"), line.split("\t")[0])
    for line in TABLE.read_text("utf-8").splitlines()
    if not line.startswith("#")
]
SETTINGS = [
    *({"model": name} for name in PACKS),
    *({"method": method} for method in METHODS if method not in ("crf", "jieba", "neural")),
    {"method": "neural", "model": reference.RandomScorer()},  # the last: its cuts are by chance
]
PIECES = [
    *"我们的人甲乙第三年月日号个天平米·—-/.,，。：、（）()\"“”《》…=+_%℃~@#😂👍🇨𠮷かカ한αé①Ⅱ○〇",
    *" \t\n\u3000\u00a0\u2028\u0301\u200d\ufe0f",
    "\r\n", "2024", "3.5", "10:30", "１２", "S24", "AI", "ＡＢ", "三星", "华为", "微博", "很", "好",
    "T恤", "A股", "卡拉OK", "ＯＫ", "b超", "歼-20", "-3.5", "/", "元/吨", "为",
    "http://a.cn", "a@b.cn", "……", "——", "//@", "马尔·买提", "5kg",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=12)


@cache
def segmenter(**settings):
    return Segmenter(**settings)


@cache
def listed():
    words = read_stopwords(dicts() / "mixed_words.txt")
    return words.union(map(str.lower, words))


def is_listed(word):
    dictionary = Dictionary.load(pack("jieba"))
    word = word.translate(NARROW)
    return word in listed() or dictionary.trie.find(word) >= 0


@pytest.mark.parametrize(
    "settings", SETTINGS[:-1], ids=lambda settings: next(iter(settings.values()))
)
@pytest.mark.parametrize("marked", CASES)
def test_words_end_where_the_table_says(settings, marked):
    places = {"|": set(), "~": set()}
    text = ""
    for char in marked:
        if char in places and not (char == "~" and text.endswith("|")):
            places[char].add(len(text))
        else:
            text += char
    ends = set(accumulate(map(len, segmenter(**settings).cut(text))))

    assert places["|"] <= ends
    assert places["~"].isdisjoint(ends)


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: next(iter(settings.values())))
@given(text=texts)
@example(text="买A股票不如A股上涨")
@example(text="S24·5，２０２４－05")
@example(text="约翰·史密斯·史")
@example(text="2024%2024%")
@example(text="http://a.cn１２")
@example(text="3.5%AI")
@example(text="我我·𠮷")
def test_only_listed_words_hold_a_barrier(settings, text):
    barriers = reference.barriers(text)
    start = 0
    for word in segmenter(**settings).cut(text):
        end = start + len(word)
        assert barriers.isdisjoint(range(start + 1, end)) or is_listed(word)
        start = end
    assert start == len(text)


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: next(iter(settings.values())))
@given(text=texts)
@example(text="--3.5")
@example(text="5-10岁，9:00-11:00，60公里/小时，2018-2020年，U—2")
def test_a_sign_between_two_units_is_apart_from_both_or_neither(settings, text):
    ends = set(accumulate(map(len, segmenter(**settings).cut(text))))

    assert all((i in ends) == (i + 1 in ends) for i in reference.infixes(text))


@pytest.mark.parametrize("method", ["crf", "bigram", "unigram"])
def test_words_of_a_dictionary_of_the_users_may_hold_barriers(method):
    own = Lexicon(["leap motion", "云 计算", "[抓狂]"])
    words = Segmenter(method, dictionary=own).cut("用leap motion做云 计算[抓狂]")

    assert words == ["用", "leap motion", "做", "云 计算", "[抓狂]"]


def test_a_listed_word_does_not_cut_another():
    assert segmenter().cut("买A股票")[:3] == ["买", "A", "股票"]
    assert segmenter().cut("买A股赚了")[:2] == ["买", "A股"]


@pytest.mark.parametrize("method", ["crf", "bigram"])
def test_a_listed_word_that_the_user_splits_is_split(method):
    assert Segmenter(method, lexicon=Lexicon([("T恤", "split")])).cut("T恤") == ["T", "恤"]
