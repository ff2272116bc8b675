"""Segmenter: what holds for every text, method and user lexicon, and what jieba gives."""

import pickle
import re
import warnings
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from zhnlp.core import char_class
from zhnlp.doc import Doc, Span
from zhnlp.errors import FormatError, UsageError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.ngrams.model import NgramModel
from zhnlp.models.ngrams.training import train_ngrams
from zhnlp.models.words.model import WordModel
from zhnlp.pipeline import Pipeline
from zhnlp.resources import pack
from zhnlp.saving import KINDS, load
from zhnlp.stages.segmenter import METHODS, Segmenter

HAN, LATIN, DIGIT, MARK = 1, 2, 3, 5
MATCHING = ("forward", "backward", "bidirectional")
NGRAM = ("bigram", "trigram")
LABELS = ("crf", "neural")
PARAGRAPHS = Path(__file__).parent.parent / "cases" / "jieba.txt"
DICTIONARY = Lexicon(
    tuple(
        (word, "prefer", frequency)
        for word, frequency in {
            "南京": 71, "南京市": 53, "市长": 41, "长江": 67, "长江大桥": 31, "大桥": 23, "江": 11,
            "北京": 97, "北京大学": 43, "大学": 89, "大学生": 47, "学生": 83, "生活": 73, "生": 7,
            "的": 1009, "我": 701, "爱": 101, "中国": 211, "人民": 151, "中国人民": 29, "AI": 19,
        }.items()
    )
)  # fmt: skip
CORPUS = """
我 爱 北京 。
北京大学 的 学生 生活 在 北京 。
南京市 的 长江大桥 。
中国 人民 的 大学生 爱 中国 ， ２０２６ 年 的 AI 也 爱 。
"""
CASES = [
    # text            words                           what it shows
    ("南京市长江大桥", ("南京市", "长江大桥"), "the likelier of two cuts"),
    ("北京大学生活", ("北京大学", "生活"), "the longer word does not always win"),
    ("我 爱 AI", ("我", " ", "爱", " ", "AI"), "spaces are words, Latin runs stay whole"),
    ("我2026年爱", ("我", "2026", "年", "爱"), "so do numbers"),
    ("𠮷野家", ("𠮷", "野", "家"), "a character beyond the basic plane"),
    ("", (), "an empty text has no words"),
]
# Pieces of texts; the words of lexicons are made of them too, so that they meet.
PIECES = [
    "南京市", "长江", "大桥", "市长", "北京", "大学", "学生", "活", "的", "我", "爱", "𠮷", "AI",
    "a", "b", "1", "3.14", "10:30", "Wi-Fi", "%", ".", "-", "，", "。", " ", "\r\n", "\n", "か",
    "한", "é", "ＡＢ", "\0", "\ud800", "👩", "☀",
]  # fmt: skip
MARKS = ["\u0301", "\u200d", "\ufe0f"]
SHAPES = [*PIECES, *MARKS, "http://a.b/c", "a@b.cn", "2026-11-20", "🇨", "👩\u200d👧", "一二"]
texts = st.lists(st.sampled_from(SHAPES)).map("".join) | st.text()
han_texts = st.text("南京市长江大桥北学生活的", max_size=20)
user_words = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join)
user_words = user_words.filter(lambda word: word == word.strip() and not {*"\t\r\n"} & {*word})


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    """A model of word pairs and triples, of four sentences."""
    folder = tmp_path_factory.mktemp("ngrams")
    (folder / "corpus.txt").write_text(CORPUS, "utf-8")
    train_ngrams([folder / "corpus.txt"]).save_pack(folder / "pack")
    return NgramModel(folder / "pack")


@pytest.fixture(scope="session", params=METHODS)
def make(request, model):
    """Make a segmenter of one method with the small dictionary."""
    common = {"dictionary": DICTIONARY}
    if request.param in NGRAM:
        common["model"] = model
    elif request.param == "crf":
        common["model"] = WordModel()
    elif request.param == "neural":
        common["model"] = reference.RandomScorer()

    def segmenter(**settings):
        if request.param in (*MATCHING, *LABELS):  # which use none
            settings.pop("hmm", None)
        if request.param == "jieba":  # which has rules of its own
            settings.pop("rules", None)
        return Segmenter(request.param, **{**common, **settings})

    return segmenter


@pytest.fixture(scope="session")
def segmenter(make):
    return make()


@pytest.fixture(scope="session")
def jieba():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba

        tokenizer = jieba.Tokenizer()
        tokenizer.cache_file = None
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
    return tokenizer


def spans(words):
    return list(pairwise([0, *accumulate(map(len, words))]))


@pytest.fixture(scope="session")
def is_known(make):
    """Whether a word stands in the dictionaries of the segmenter."""
    own = {entry.word for entry in DICTIONARY.entries}
    if make().method not in LABELS:
        return own.__contains__
    jieba_s = Dictionary.load(pack("jieba")).trie  # stands beside the one given
    pairs = list(map(chr, WordModel().word_labels.alphabet.arrays()[1]))
    read_as = str.maketrans(dict(zip(pairs[::2], pairs[1::2], strict=True)))

    def known(word):
        return jieba_s.find(word.translate(read_as)) >= 0 or word.translate(read_as) in own

    return known


def with_words(words):
    """Texts in which some of `words` stand among other pieces."""
    return st.lists(st.sampled_from([*words, *SHAPES])).map("".join)


@st.composite
def lexicons(draw, modes, words=user_words):
    """A lexicon, and a text in which its words stand."""
    found = draw(st.lists(words, min_size=1, max_size=5, unique=True))
    entries = [(word, draw(st.sampled_from(modes))) for word in found]
    entries = [(word, mode) for word, mode in entries if mode != "split" or len(word) > 1]
    return Lexicon(tuple(entries)), draw(with_words(found))


# What holds for every text.


@pytest.mark.parametrize("text, words, shows", CASES, ids=[case[2] for case in CASES])
def test_unigram(text, words, shows):
    assert Segmenter("unigram", dictionary=DICTIONARY)(Doc(text)).words == words


@given(text=texts)
def test_words_tile_the_text(segmenter, text):
    doc = segmenter(Doc(text))

    assert "".join(doc.words) == text
    assert all(doc.words)
    assert list(doc.words.ends) == list(accumulate(map(len, doc.words)))
    assert segmenter.cut(text) == list(doc.words)


@given(text=texts)
def test_no_word_begins_with_a_mark_but_after_a_line_break(segmenter, text):
    if segmenter.method == "jieba":
        return  # jieba cuts there
    for before, word in pairwise(["\n", *segmenter.cut(text)]):
        assert char_class(word[0]) != MARK or before[-1] in "\r\n"


@given(batch=st.lists(texts, max_size=6), size=st.integers(1, 4))
def test_batch_equals_stream_equals_one_by_one(segmenter, batch, size):
    nlp = Pipeline([segmenter])
    one_by_one = [nlp(text) for text in batch]

    assert nlp.batch(batch) == list(nlp.stream(batch, batch_size=size)) == one_by_one
    assert [list(doc.words) for doc in one_by_one] == [segmenter.cut(text) for text in batch]


def test_eight_threads_get_what_one_gets(segmenter):
    lines = PARAGRAPHS.read_text("utf-8").split("\n")
    texts = [line * (1 + number % 5) for number, line in enumerate(lines)] * 10
    nlp = Pipeline([segmenter])
    expected = [nlp(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        for found in (pool.map(segmenter.cut, texts), pool.map(nlp, texts)):
            assert [list(getattr(x, "words", x)) for x in found] == [
                list(doc.words) for doc in expected
            ]
        data = "\n".join(texts).encode()
        lines_found = set(pool.map(segmenter.cut_lines, [data] * 8))
    assert lines_found == {segmenter.cut_lines(data)}


# The user's lexicon.


def inside_run(text, place):
    near = text[place - 1 : place + 1] if 0 < place < len(text) else " "
    return all(char_class(char) in (LATIN, DIGIT) for char in near)


def forced(text, entries):
    """Spans that the user's words force, by the table in segmenter.py."""
    modes = {entry.word: entry.mode for entry in entries}

    def fits(start, end):
        mode = modes.get(text[start:end])
        may = mode == "force" and not (inside_run(text, start) or inside_run(text, end))
        return may or mode == "force-inside"

    return reference.leftmost_longest(text, fits)


@given(data=lexicons(["force", "force-inside"]))
@example(data=(Lexicon([("江大", "force"), ("大桥南", "force")]), "长江大桥南京"))
@example(data=(Lexicon([("市 A", "force"), ("，", "force")]), "南京市 AI市 A，市"))
@example(data=(Lexicon([("1.5", "force"), ("e", "force-inside")]), "v1.5，1.5e，the"))
def test_forced_words_always_come_out(make, data):
    lexicon, text = data
    words = make(lexicon=lexicon).cut(text)

    assert "".join(words) == text
    assert set(forced(text, lexicon.entries)) <= set(spans(words))


@given(data=lexicons(["force", "force-inside", "prefer", "split"]))
def test_forced_words_come_out_whatever_else_the_lexicon_has(make, data):
    lexicon, text = data
    words = make(lexicon=lexicon).cut(text)

    assert "".join(words) == text
    assert set(forced(text, lexicon.entries)) <= set(spans(words))


@pytest.mark.parametrize(
    "text, mode, words",
    [
        ("我XY", "force", ["我", "XY"]),
        ("我XY爱", "force", ["我", "XY", "爱"]),
        ("OpenXY", "force", ["OpenXY"]),
        ("XY2", "force", ["XY2"]),
        ("OpenXY", "force-inside", ["Open", "XY"]),
        ("3XY5", "force-inside", ["3", "XY", "5"]),
        ("用-XY", "force", ["用", "-", "XY"]),
    ],
)
def test_a_forced_word_is_not_cut_out_of_a_run_unless_asked(make, text, mode, words):
    segmenter = make(lexicon=Lexicon([("XY", mode)]))
    if segmenter.method != "jieba":  # which has its own rules for runs
        assert segmenter.cut(text) == words
    assert ("XY" in segmenter.cut(text)) == ("XY" in words)


@given(word=st.text("南京市长江大桥北学生活的", min_size=1, max_size=4), text=han_texts)
@example(word="京市长", text="南京市长江大桥")
@example(word="的的", text="的的的的的")
def test_a_preferred_word_of_full_strength_always_wins(make, word, text):
    words = make(lexicon=Lexicon([word]), strength=1).cut(text)

    assert "".join(words) == text
    assert words.count(word) >= text.count(word)


@given(
    lexicon=st.lists(st.text("南京市长江", min_size=1, max_size=4), min_size=1, unique=True),
    text=st.text("南京市长江", max_size=12),
)
@example(lexicon=["南京", "京市长", "市"], text="南京市长")
def test_of_preferred_words_those_that_cover_most_come_out(make, lexicon, text):
    words = make(lexicon=Lexicon(lexicon), strength=1).cut(text)
    cover = [0] * (len(text) + 1)
    for i in reversed(range(len(text))):
        longest = (len(w) + cover[i + len(w)] for w in lexicon if text.startswith(w, i))
        cover[i] = max([cover[i + 1], *longest])

    assert sum(len(word) for word in words if word in lexicon) == cover[0]


def test_of_preferred_words_that_cover_as_much_the_more_frequent_comes_out(make):
    for first, second, words in ((500, 5, ["北市", "北"]), (5, 500, ["北", "市北"])):
        lexicon = Lexicon([("北市", "prefer", first), ("市北", "prefer", second)])
        assert make(lexicon=lexicon, strength=1).cut("北市北") == words


@pytest.mark.parametrize(
    "word, text", [("机5", "手机5G"), ("I", "AI"), ("14", "3.14"), ("e", "e\u0301")]
)
def test_a_preferred_word_is_no_part_of_a_unit(make, word, text):
    segmenter = make(lexicon=Lexicon([word]))
    if segmenter.method != "jieba":
        assert segmenter.cut(text) == make().cut(text)


def test_a_preferred_word_may_go_across_units(make):
    for word in ("Wi-Fi热点", "市 长", "3.14版"):
        segmenter = make(lexicon=Lexicon([word, (word + "二", "prefer")]))
        if segmenter.method != "jieba":
            assert segmenter.cut(f"的{word}，") == ["的", word, "，"]


@given(data=lexicons(["split"]))
@example(data=(Lexicon([("AI", "split"), ("3.14", "split")]), "我爱AI3.14，AI，3.14"))
def test_split_words_never_come_out(make, data):
    lexicon, text = data
    words = make(lexicon=lexicon).cut(text)

    assert "".join(words) == text
    assert {entry.word for entry in lexicon.entries}.isdisjoint(words)


@given(data=lexicons(["force", "force-inside", "prefer", "split"]))
@example(data=(Lexicon([("b", "force-inside"), ("AI", "split")]), "AIb"))
@example(data=(Lexicon([("Wi", "split"), ("Fi", "split"), ("-", "force")]), "Wi-Fi"))
def test_split_words_never_come_out_whatever_else_the_lexicon_has(make, data):
    lexicon, text = data
    words = make(lexicon=lexicon).cut(text)

    assert {e.word for e in lexicon.entries if e.mode == "split"}.isdisjoint(words)


@given(data=lexicons(["split"]))
def test_split_words_do_not_come_out_of_a_search(make, data):
    lexicon, text = data
    found = make(lexicon=lexicon).search(text)

    assert {e.word for e in lexicon.entries}.isdisjoint(text[s.start : s.end] for s in found)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("text", PARAGRAPHS.read_text("utf-8").split("\n")[:5], ids=range(5))
def test_a_word_that_was_found_does_not_come_out_once_it_is_split(method, text):
    """By the shipped dictionaries and their hidden Markov models."""
    model = reference.RandomScorer() if method == "neural" else None
    words = {word for word in Segmenter(method, model=model).cut(text) if len(word) > 1}
    lexicon = Lexicon(tuple((word, "split") for word in words))

    assert words.isdisjoint(Segmenter(method, model=model, lexicon=lexicon).cut(text))


def test_segmenters_do_not_share_their_lexicons(make):
    text = "南京市长江大桥的AI"
    plain = make()
    expected = plain.cut(text)
    lexicons = [Lexicon([("京市", "force")]), Lexicon([("长江大桥", "split")]), Lexicon(["桥的AI"])]
    alone = [make(lexicon=lexicon).cut(text) for lexicon in lexicons]
    together = [make(lexicon=lexicon) for lexicon in lexicons]

    for _ in range(2):
        assert [segmenter.cut(text) for segmenter in together] == alone
        assert plain.cut(text) == expected


def test_a_lexicon_may_be_the_path_of_its_file(make, tmp_path):
    (tmp_path / "words.tsv").write_text("江大\tforce\n", "utf-8")
    segmenter = make(lexicon=tmp_path / "words.tsv")

    assert segmenter == make(lexicon=Lexicon([("江大", "force")]))
    assert "江大" in segmenter.cut("长江大桥")
    (tmp_path / "words.tsv").write_text("江大\tforced\n", "utf-8")
    with pytest.raises(FormatError, match=re.escape("words.tsv:1: mode 'forced' is unknown")):
        make(lexicon=str(tmp_path / "words.tsv"))


# Search, explain, lines.


@given(text=texts)
@example(text="北京大学生活")
def test_a_search_has_every_word_and_before_it_the_words_inside(segmenter, is_known, text):
    expected = []
    for start, end in spans(segmenter.cut(text)):
        for size in (2, 3):
            inner = [(i, i + size) for i in range(start, end - size + 1) if end - start > size]
            expected += [Span(a, b) for a, b in inner if is_known(text[a:b])]
        expected.append(Span(start, end))

    assert segmenter.search(text) == expected


@pytest.mark.parametrize("method", ["crf", "bigram", "unigram", "forward"])
def test_cuts_that_would_need_too_much_memory_are_refused(method):
    segmenter = Segmenter(method)
    assert segmenter.explain("我", n=1000).cuts
    with pytest.raises(UsageError, match="n is 1001; at most 1000 cuts can be shown"):
        segmenter.explain("我", n=1001)
    with pytest.raises(UsageError, match=r"20001 characters\. Of so long a text at most 99 cuts"):
        segmenter.explain("我" * 20_001, n=100)


@given(text=texts, n=st.integers(1, 6))
@example(text="南京市长江大桥", n=5)
def test_an_explanation_shows_the_best_cuts(make, text, n):
    segmenter = make(hmm=False)
    found = segmenter.explain(text, n=n)
    edges = {(edge.start, edge.end) for edge in found.edges}

    assert (found.text, found.method) == (text, segmenter.method)
    assert list(found.words) == segmenter.cut(text)
    assert all(edge.word == text[edge.start : edge.end] for edge in found.edges)
    assert 1 <= len(found.cuts) <= n
    for cut in found.cuts:
        assert "".join(edge.word for edge in cut.words) == text
        assert {(edge.start, edge.end) for edge in cut.words} <= edges
    best = found.cuts[0]
    if segmenter.method in MATCHING:
        assert [cut.log_prob for cut in found.cuts] == [None]
    else:
        log_probs = [cut.log_prob for cut in found.cuts]
        assert log_probs == sorted(log_probs, reverse=True)
        assert len({cut.words for cut in found.cuts}) == len(found.cuts)
        if segmenter.method not in NGRAM:
            assert best.log_prob == pytest.approx(sum(edge.log_prob for edge in best.words))
    # jieba joins Latin letters and digits afterwards, crf may find several cuts as good.
    if segmenter.method not in ("jieba", *LABELS):
        assert tuple(edge.word for edge in best.words) == found.words


def test_an_explanation_names_the_source_of_every_word(make):
    lexicon = Lexicon([("北京大", "prefer"), ("市A", "force")])
    segmenter = make(lexicon=lexicon, strength=1, hmm=False)
    edges = segmenter.explain("𠮷北京大学长江市A").edges
    sources = {edge.word: edge.source for edge in edges}

    assert sources["𠮷"] == ("model" if segmenter.method in LABELS else "rule")
    assert "江市" not in sources
    assert {word for word, source in sources.items() if source == "user"} == {"北京大", "市A"}
    if segmenter.method not in LABELS:  # which weighs all other words alike
        assert sources["长江"] == "dictionary"


def test_an_explanation_leaves_out_what_cannot_be_a_word():
    """The model of unknown words makes none of a character that it does not know."""
    found = Segmenter("bigram").explain("𠮷野家的", n=20)

    assert "𠮷" in {edge.word for edge in found.edges}
    assert min(edge.log_prob for edge in found.edges) > -1000
    assert min(cut.log_prob for cut in found.cuts) > -1000


def test_an_explanation_is_a_picture_too(make):
    segmenter = make(hmm=False)
    words = segmenter.cut("南京市长江大桥")
    picture = str(segmenter.explain("南京市长江大桥", n=2))

    if segmenter.method not in LABELS:  # a better model may know better
        assert words == ["南京市", "长江大桥"]
    assert picture.startswith(f"{segmenter.method}: {' | '.join(words)}\n")
    assert f"  {7 - len(words[-1])}-7    {words[-1]}  " in picture


@given(text=texts.map(lambda text: text.encode("utf-8", "replace").decode()))
def test_lines_of_bytes_are_cut_like_texts(segmenter, text):
    words = (segmenter.cut(line) for line in text.replace("\r\n", "\n").split("\n"))
    shown = [[w for w in line if any(char_class(c) != 4 for c in w)] for line in words]
    expected = "\n".join("/".join(line) for line in shown)
    found = segmenter.cut_lines(text.replace("\r\n", "\n").encode(), separator="/")

    assert found.decode().replace("\r\n", "\n") == expected.replace("\r\n", "\n")


@pytest.mark.parametrize("method", [*MATCHING, "unigram", "jieba", *NGRAM, "crf"])
def test_words_where_a_long_text_is_cut_in_chunks_are_those_of_a_short_one(method):
    """均可 would be a word of `unigram` if nothing were before it, 均 可达 is right there."""
    sentence, comma, chunk = "港元及美元定期存款最高年化利率均可达百分之四", "，", 1 << 15
    segmenter = Segmenter(method)
    words = segmenter.cut(comma * 99 + sentence + comma * 9)[99:-9]
    for offset in range(len(sentence) + 1):
        text = comma * (chunk - offset) + sentence + comma * (chunk // 4)
        assert segmenter.cut(text)[chunk - offset : -chunk // 4] == words

        stream = segmenter.line_stream()  # writes its front when that is long
        text = comma * 3 * chunk + sentence + comma * (chunk - offset)
        lines = stream.feed(text.encode()) + stream.feed(comma.encode(), is_last=True)
        assert tuple(lines.decode().split(" ")[3 * chunk : offset - chunk - 1]) == tuple(words)


def test_bytes_that_are_no_utf8_are_an_error_with_their_line(segmenter):
    data = "我\n爱\n北".encode() + b"\xff\n"
    with pytest.raises(FormatError, match=re.escape("a.txt:12: byte 0xff is not UTF-8")):
        segmenter.cut_lines(data, path="a.txt", first_line=10)
    assert segmenter.cut_lines(data, errors="replace").decode() == "我\n爱\n北 \ufffd\n"


# Settings.


def test_an_unknown_method_is_an_error_that_names_a_near_one():
    with pytest.raises(
        UsageError, match=re.escape("no method 'unigrams'. Did you mean 'unigram'?")
    ):
        Segmenter("unigrams")
    with pytest.raises(UsageError, match=re.escape("no method 'x'. There are: forward, backward")):
        Segmenter("x")


def test_a_dictionary_without_words_is_an_error():
    with pytest.raises(UsageError, match="a dictionary without words cannot cut anything"):
        Segmenter("unigram", dictionary=Lexicon())


def test_without_rules_units_may_be_cut(make):
    segmenter = make(rules=False, hmm=False)
    expected = ["3", ".", "1", "4"] if segmenter.method != "jieba" else ["3", ".", "14"]

    if segmenter.method in LABELS:  # whose model may find that they are words all the same
        preferring = make(rules=False, lexicon=Lexicon(["14"]), strength=1)
        assert preferring.cut("3.14")[-1] == "14"
        assert make(lexicon=Lexicon(["14"])).cut("3.14") == ["3.14"]
    else:
        assert segmenter.cut("3.14") == expected


def test_it_survives_save_and_load_and_pickle(make, tmp_path, monkeypatch):
    monkeypatch.setitem(KINDS, "RandomScorer", reference.RandomScorer.__module__)
    lexicon = Lexicon([("京市", "force"), ("大桥 A", "prefer", 7, "n"), ("学生", "split")])
    segmenter = make(lexicon=lexicon, hmm=False, rules=False)
    Pipeline([segmenter]).save(tmp_path)
    texts = ["南京市长江大桥 AI学生活", "3.14\ud800"]
    for back in (load(tmp_path).stages[0], pickle.loads(pickle.dumps(segmenter))):
        assert back == segmenter
        assert (back.lexicon, back.dictionary) == (lexicon, DICTIONARY)
        assert [back.cut(text) for text in texts] == [segmenter.cut(text) for text in texts]


# jieba itself.


@pytest.fixture(scope="session", params=[True, False], ids=["hmm", "no-hmm"])
def hmm(request):
    return request.param


@pytest.fixture(scope="session")
def twins(hmm):
    return {name: Segmenter(name, hmm=hmm) for name in ("jieba", "unigram")}


MIXED = st.lists(
    st.text("中国人民的一是在不了和有大这主发展科学技术王李明", max_size=6)
    | st.text("abXYZ019", max_size=4)
    | st.text("+#&._%-", max_size=3)
    | st.sampled_from(["\r\n", "\n", "\r", " ", "\u3000", "\t", "，", "。", "３", "Ｂ", "é", "١"])
    | st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF)
    | st.characters(),
    max_size=12,
).map("".join)
HAN_ONLY = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=12
) | st.text("中国人民的一是在不了和有大这主发展科学技术王李明张伟纳斯达克", max_size=30)


@pytest.mark.parametrize("paragraph", PARAGRAPHS.read_text("utf-8").split("\n"), ids=str)
def test_jieba_is_jieba_on_paragraphs(jieba, twins, hmm, paragraph):
    for text in (paragraph, paragraph + "\r\n" + paragraph[::-1], paragraph.upper()):
        assert twins["jieba"].cut(text) == list(jieba.cut(text, HMM=hmm))


def test_jieba_is_jieba_on_a_whole_file(jieba, twins, hmm):
    text = PARAGRAPHS.read_bytes().decode("utf-8")

    assert twins["jieba"].cut(text) == list(jieba.cut(text, HMM=hmm))


@given(text=MIXED)
@example(text="a\r\nb\r\r\n中 \r\n")
@example(text="3.5%a.5.6b%.%5%")
def test_jieba_is_jieba_on_any_text(jieba, twins, hmm, text):
    assert twins["jieba"].cut(text) == list(jieba.cut(text, HMM=hmm))


@given(text=HAN_ONLY)
def test_unigram_is_jieba_where_all_is_han(jieba, twins, hmm, text):
    assert twins["unigram"].cut(text) == list(jieba.cut(text, HMM=hmm))


def test_a_jieba_search_is_jieba_s_search(jieba, twins, hmm):
    for text in PARAGRAPHS.read_text("utf-8").split("\n"):
        found = [text[span.start : span.end] for span in twins["jieba"].search(text)]
        assert found == list(jieba.cut_for_search(text, HMM=hmm))


def test_tags_of_other_words_are_dropped():
    doc = Doc("南京市", words=("南京", "市"), tags=("ns", "n"))

    assert Segmenter("unigram")(doc) == Doc("南京市", words=("南京市",))
    same = Doc("南京市", words=("南京市",), tags=("ns",))
    assert Segmenter("unigram").batch([same]) == [same]
