"""`zhnlp.interop.jieba` gives what jieba gives: words, tags, keywords, with any words added."""

import copy
import importlib
import io
import logging
import pickle
import subprocess
import sys
import warnings
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhnlp.interop.jieba as ours
from zhnlp.errors import FileError, FormatError, InputError, UsageError, ZhnlpError
from zhnlp.interop.jieba import analyse, posseg

# jieba does not close its files
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

NEWS = (
    "【本报讯】江州市图书馆新馆9月1日起试开放，首日接待读者8,600余人次。",
    "小明硕士毕业于中国科学院计算所，后在日本京都大学深造",
    "李小福是创新办主任也是云计算方面的专家; 什么是八一双鹿\r\n例如我输入一个带“韩玉赏鉴”的标题",
    "iPhone 15 Pro和C++、AT&T，涨了20%，v1.2.3 a_b@x-y.cn 𠮷野家😀　　\t",
    "纳斯达克上涨，他来到了网易杭研大厦，工信处女干事每月经过下属科室",
)
DICTIONARY = (
    "我 50 r\n爱 20 v\n北京 40 ns\n京 0 n\n天安门 9 ns\n安门 3 n\n门 5 n\nAB 7 nz\n天天 0 n\n"
)
PIECES = [
    "我",
    "爱",
    "北",
    "京",
    "天",
    "安",
    "门",
    "AB",
    "A",
    "b",
    "1",
    ".",
    "%",
    "-",
    " ",
    "，",
    "𠮷",
]
TEXTS = st.lists(st.sampled_from([*PIECES, "\r\n", "罗", "李小福"]), max_size=12).map("".join)
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
CHANGES = st.lists(
    st.tuples(WORDS, st.none() | st.integers(0, 60), st.sampled_from([None, "nz", "x"])), max_size=5
)


@pytest.fixture(scope="module")
def real():
    """jieba itself, with a function that makes a tokenizer of a dictionary, without a cache."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = ("jieba", "jieba.posseg", "jieba.analyse", "jieba.finalseg")
        jieba, pos, keywords, finalseg = map(importlib.import_module, names)
    jieba.setLogLevel(logging.CRITICAL)

    def tokenizer(path=None):
        made = jieba.Tokenizer(path) if path else jieba.Tokenizer()
        made.FREQ, made.total = made.gen_pfdict(made.get_dict_file())
        made.initialized = True
        return made

    whole = tokenizer()
    for each in (jieba.dt, keywords.default_tfidf.tokenizer):
        each.FREQ, each.total, each.initialized = whole.FREQ, whole.total, True
    return SimpleNamespace(
        tokenizer=tokenizer, whole=whole, pos=pos, keywords=keywords, finalseg=finalseg
    )


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory):
    path = tmp_path_factory.mktemp("jieba") / "small.txt"
    path.write_text(DICTIONARY, "utf-8")
    return str(path)


def answers(tokenizer, tagger, text):
    """All that a tokenizer and a tagger give for a text."""
    return {
        "words": list(tokenizer.cut(text)),
        "without the model": tokenizer.lcut(text, HMM=False),
        "full mode": list(tokenizer.cut(text, cut_all=True)),
        "search": list(tokenizer.cut_for_search(text)),
        "search, without the model": tokenizer.lcut_for_search(text, HMM=False),
        "positions": list(tokenizer.tokenize(text)),
        "positions in search": list(tokenizer.tokenize(text, mode="search")),
        "tags": [str(pair) for pair in tagger.cut(text)],
        "tags, without the model": [str(pair) for pair in tagger.lcut(text, HMM=False)],
        "DAG": tokenizer.get_DAG(text),
    }


@pytest.mark.parametrize("text", NEWS, ids=range(len(NEWS)))
def test_its_own_dictionary_gives_the_same(real, text):
    expected = answers(real.whole, real.pos.POSTokenizer(real.whole), text)

    assert answers(ours.Tokenizer(), posseg.POSTokenizer(), text) == expected


@settings(max_examples=200)
@given(changes=CHANGES, text=TEXTS)
def test_any_words_added_give_the_same(real, dictionary, changes, text):
    """Frequencies given, suggested, and 0; words that are new, known, or begin others."""
    real.finalseg.Force_Split_Words.clear()
    one, other = real.tokenizer(dictionary), ours.Tokenizer(dictionary)
    tagger, own_tagger = real.pos.POSTokenizer(one), posseg.POSTokenizer(other)
    other.lcut("我")  # what was made before the words are added
    own_tagger.lcut("我")
    for word, frequency, tag in changes:
        one.add_word(word, frequency, tag)
        other.add_word(word, frequency, tag)
        assert other.FREQ[word] == one.FREQ[word]
    assert other.total == one.total

    assert answers(other, own_tagger, text) == answers(one, tagger, text)


@given(parts=st.lists(WORDS, min_size=1, max_size=3), text=TEXTS)
def test_a_suggested_frequency_is_the_same_and_joins_or_parts(real, dictionary, parts, text):
    real.finalseg.Force_Split_Words.clear()
    one, other = real.tokenizer(dictionary), ours.Tokenizer(dictionary)
    for segment in (tuple(parts), "".join(parts)):
        assert other.suggest_freq(segment, True) == one.suggest_freq(segment, True)
        assert other.lcut(text, HMM=False) == one.lcut(text, HMM=False)


def test_a_deleted_word_is_not_joined_by_the_model(real):
    real.finalseg.Force_Split_Words.clear()
    made, text = ours.Tokenizer(), "他来到了网易杭研大厦"
    assert "杭研" in made.lcut(text)
    assert "杭研" not in made.FREQ
    made.del_word("杭研")

    assert made.lcut(text) == ["他", "来到", "了", "网易", "杭", "研", "大厦"]


def test_odd_words_are_added_as_in_jieba(real, dictionary):
    real.finalseg.Force_Split_Words.clear()
    one, other = real.tokenizer(dictionary), ours.Tokenizer(dictionary)
    for word, frequency in (
        ("", 3),
        (" ", 5),
        ("我" * 300, 2),
        ("AB我", 10**9),
        ("爱", 0),
        ("我", 1),
    ):
        one.add_word(word, frequency)
        other.add_word(word, frequency)

        for text in ("我爱北京天安门", "AB我爱 我", "我" * 301):
            assert other.lcut(text) == one.lcut(text)
            assert other.lcut(text, HMM=False) == one.lcut(text, HMM=False)


@pytest.mark.parametrize("made", [copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_copies_have_the_words_that_were_added(dictionary, made):
    fresh = made(ours.Tokenizer())
    assert not fresh.initialized
    tokenizer = ours.Tokenizer(dictionary)
    for word, frequency in (("爱北京", None), ("天安门", 0), ("罗小", 0)):
        tokenizer.add_word(word, frequency, "nz")
    text = "我爱北京天安门，罗小明"
    copied = made(posseg.POSTokenizer(tokenizer))

    assert copied.lcut(text) == posseg.POSTokenizer(tokenizer).lcut(text)
    assert copied.tokenizer.lcut(text) == tokenizer.lcut(text)
    assert copied.total == tokenizer.total
    tokenizer.add_word("我爱")
    assert "我爱" not in copied.tokenizer.lcut(text, HMM=False)


def test_words_of_one_tokenizer_are_no_words_of_another():
    one, other = ours.Tokenizer(), ours.Tokenizer()
    before = other.lcut("石墨烯电池")
    one.add_word("石墨烯电池")

    assert one.lcut("石墨烯电池") == ["石墨烯电池"]
    assert other.lcut("石墨烯电池") == before


LINES = ["云计算 5\n", "李小福 2 nr\n", "Edu Trust认证 2000\n", "台中\n", "\n", "八一双鹿 3 nz"]


@pytest.mark.parametrize("kind", ["path", "bytes", "str"])
def test_a_dictionary_of_the_user_loads_as_in_jieba(real, tmp_path, kind):
    data = "\ufeff".encode() * (kind == "path") + "".join(LINES).encode()
    path = tmp_path / "user.txt"
    path.write_bytes(data)
    given = {
        "path": lambda: str(path),
        "bytes": lambda: io.BytesIO(data),
        "str": lambda: io.StringIO(data.decode()),
    }[kind]
    one, other = real.tokenizer(), ours.Tokenizer()
    one.load_userdict(given())
    other.load_userdict(given())

    assert {word: other.FREQ[word] for word in other.FREQ.own} == {
        word: one.FREQ[word] for word in other.FREQ.own
    }
    assert other.user_word_tag_tab == one.user_word_tag_tab
    for text in (*NEWS, "台中正确应该不会被切开", "Edu Trust认证"):
        assert other.lcut(text) == one.lcut(text)


def test_keywords_are_the_same(real, tmp_path):
    stop = tmp_path / "stop.txt"
    stop.write_text("主任\n", "utf-8")
    text = "".join(NEWS) * 2
    tfidf, rank = analyse.TFIDF(), analyse.TextRank()
    one, other = real.keywords.TFIDF(), real.keywords.TextRank()
    for each in (tfidf, rank, one, other):
        each.set_stop_words(str(stop))

    assert tfidf.extract_tags(text, withWeight=True) == one.extract_tags(text, withWeight=True)
    assert tfidf.extract_tags(text, topK=None) == one.extract_tags(text, topK=None)
    assert rank.textrank(text, withWeight=True) == other.textrank(text, withWeight=True)
    for flagged in (False, True):
        asked = {"topK": 5, "allowPOS": ("n", "ns", "nr"), "withFlag": flagged}
        for found, expected in (
            (tfidf.extract_tags(text, **asked), one.extract_tags(text, **asked)),
            (rank.extract_tags(text, **asked), other.extract_tags(text, **asked)),
        ):
            assert list(map(str, found)) == list(map(str, expected))
    assert tfidf.extract_tags("") == rank.textrank("") == []


def test_values_of_words_can_be_read_from_a_file(real, tmp_path):
    path = tmp_path / "idf.txt"
    path.write_text("主任 9.5\n专家 1.5\n图书馆 3\n", "utf-8")
    one, other = real.keywords.TFIDF(str(path)), analyse.TFIDF()
    other.set_idf_path(path)

    assert other.extract_tags(NEWS[2]) == one.extract_tags(NEWS[2])
    assert other.median_idf == one.median_idf


def test_several_threads_give_the_same_words():
    text = "\n".join(NEWS * 400)
    alone, for_search = list(ours.cut(text)), list(ours.cut_for_search(text))
    ours.enable_parallel(3)
    try:
        assert list(ours.cut(text)) == alone
        assert list(ours.cut_for_search(text)) == for_search
    finally:
        ours.disable_parallel()


def test_bytes_are_read_as_utf_8_or_gbk():
    assert (
        ours.lcut("我爱北京".encode())
        == ours.lcut("我爱北京".encode("gbk"))
        == ["我", "爱", "北京"]
    )


def test_a_pair_is_that_of_jieba(real):
    one, other = real.pos.pair("北京", "ns"), posseg.pair("北京", "ns")

    for ask in (repr, str, tuple, hash, lambda pair: pair.encode("utf-8")):
        assert ask(other) == ask(one)
    assert other == posseg.pair("北京", "ns") != posseg.pair("北京", "n")
    assert sorted([posseg.pair("b", "n"), posseg.pair("a", "v")])[0].word == "a"


def test_mistakes_are_sentences(tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes("我 x n\n".encode())
    other = tmp_path / "other.txt"
    other.write_bytes("我爱\n北京".encode("gbk"))
    made = ours.Tokenizer()
    for call, kind in (
        (lambda: made.lcut(None), InputError),
        (lambda: list(made.tokenize(b"ab")), UsageError),
        (lambda: made.load_userdict(str(tmp_path / "none.txt")), FileError),
        (lambda: made.load_userdict(str(other)), FormatError),
        (lambda: made.load_userdict(7), InputError),
        (lambda: made.set_dictionary(str(tmp_path / "none.txt")), FileError),
        (lambda: ours.Tokenizer(str(bad)).lcut("我"), FormatError),
        (lambda: analyse.TFIDF().set_idf_path(str(bad)), FormatError),
        (lambda: analyse.TFIDF().set_stop_words(str(tmp_path)), FileError),
        (ours.enable_paddle, UsageError),
        (lambda: ours.enable_parallel(0), UsageError),
    ):
        with pytest.raises(ZhnlpError) as caught:
            call()
        assert isinstance(caught.value, kind)
        assert str(caught.value).endswith(".")
    with pytest.raises(NotImplementedError):
        posseg.dt.tokenize("我")


def test_the_dictionary_can_be_changed(dictionary, real):
    made = ours.Tokenizer()
    made.add_word("爱北京")
    made.set_dictionary(dictionary)

    assert not made.initialized
    assert made.lcut("我爱北京天安门") == real.tokenizer(dictionary).lcut("我爱北京天安门")
    assert (made.total, len(made.FREQ)) == (134, 9)
    made.initialize()
    assert made.initialized
    with made.get_dict_file() as file:
        assert file.read().decode() == DICTIONARY


def test_a_program_may_know_it_by_the_name_of_jieba():
    script = """
import importlib, sys
for name in ("", ".posseg", ".analyse"):
    sys.modules["jieba" + name] = importlib.import_module("zhnlp.interop.jieba" + name)
import jieba.analyse, jieba.posseg as pseg
print(jieba.lcut("我爱北京"), pseg.lcut("我爱"), jieba.analyse.extract_tags("银行的贷款")[:1])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    expected = "['我', '爱', '北京'] [pair('我', 'r'), pair('爱', 'v')] ['贷款']\n"
    assert done.stdout == expected, done.stderr


def test_importing_it_reads_nothing():
    script = (
        "import sys, zhnlp.interop.jieba as jieba, zhnlp.interop.jieba.posseg, "
        "zhnlp.interop.jieba.analyse; print('jieba' in sys.modules, jieba.dt.initialized)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stdout == "False False\n", done.stderr
