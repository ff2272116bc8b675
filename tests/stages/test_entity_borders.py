"""Where entities begin and end, whatever the model says."""

import re
from ast import literal_eval
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhnlp.doc import Doc, Span
from zhnlp.errors import UsageError
from zhnlp.io.tables import read_rows
from zhnlp.models import NameFinder
from zhnlp.models.entities.rules import RULE_LABELS
from zhnlp.models.lexicons.gazetteer import Gazetteer
from zhnlp.pipeline import Pipeline
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter
from zhnlp.stages.tagger import Tagger

CASES = [
    row.split("\t")
    for _, row in read_rows(
        Path(__file__).parents[1] / "cases" / "entity_borders.tsv", what="cases"
    )
]
PAIRS = ["（）", "()", "〔〕", "[]", "【】", "《》", "〈〉", "“”", "‘’", "「」", "『』", "{}"]
BREAKS = ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"]
PIECES = [
    *(
        "王小明",
        "李雷",
        "北京",
        "大学",
        "公司",
        "中国",
        "美方",
        "在",
        "的",
        "，",
        "。",
        "號",
        "京东",
    ),
    *(
        "AI",
        "New",
        "York",
        "O’Brien",
        "http://a.cn/(b",
        "😀",
        "𠮷",
        "3.5%",
        "第三",
        "三百万元",
        "1998年",
    ),
    *(" ", "\t", "\u3000", "\xa0", "\x1f", '"', "＂", *"".join(PAIRS), *BREAKS),
]
texts = st.lists(st.sampled_from(PIECES), max_size=24).map("".join) | st.text(max_size=40)
SETTINGS = [
    {},
    {"method": "hmm"},
    {"method": "dictionary"},
    {"model": "cluener-entities"},
    {"labels": ("PER", "LOC", "ORG", *RULE_LABELS)},
    {"gazetteer": Gazetteer({"York": "LOC", "“京东”": "ORG", "在 北京": "X", "京东": "ORG"})},
    {"labels": ("PER", "LOC", "ORG", *RULE_LABELS), "split_words": False},
    {"model": "cluener-entities", "split_words": False},
]


@dataclass(frozen=True)
class Blocks(NameFinder):
    """A model of a user's that finds a name in every five characters."""

    labels: tuple[str, ...] = ("FIVE",)

    def find(self, text, ends, tags):
        return [(start, min(start + 5, len(text)), "FIVE") for start in range(0, len(text), 5)]


SETTINGS.append({"model": Blocks()})
SETTINGS.append({"model": Blocks(), "split_words": False})


# What examples name is what models of formal news find.
FORMAL = (Segmenter(model="pku-words"), Tagger("pku-tags"), Recognizer(model="msra-entities"))


@pytest.fixture(scope="session")
def words():
    return Pipeline(FORMAL[:2])


@pytest.fixture(scope="session", params=SETTINGS, ids=str)
def recognizer(request):
    return Recognizer(**request.param)


def open_marks(name):
    """The marks of pairs in `name` that have no partner there."""
    open_ = []
    for i, char in enumerate(name):
        if char == "’" and name[:i][-1:].isalpha() and name[i + 1 : i + 2].isalpha():
            continue
        if open_ and (open_[-1] + char in PAIRS or open_[-1] == char in '"＂'):
            open_.pop()
        elif char in '"＂' or any(char in pair for pair in PAIRS):
            open_.append(char)
    return open_


@pytest.mark.parametrize("text, names, shows", CASES, ids=[f"{c[2]}: {c[0]}" for c in CASES])
def test_names_begin_and_end_where_they_may(words, text, names, shows):
    text = literal_eval(f'"{text}"')
    doc = FORMAL[2](words(text))
    expected = [] if names == "-" else names.split(" ")

    assert [f"{doc.text_of(span)}/{span.label}" for span in doc.entities] == expected


@given(text=texts)
@example(text="（（“（”王小明））")
def test_every_entity_lies_on_words_in_one_line_and_closes_what_it_opens(words, recognizer, text):
    before = words(text)
    doc = recognizer(before)
    borders = {0, *doc.words.ends}

    assert "".join(doc.words) == text
    assert set(before.words.ends) <= set(doc.words.ends)
    assert len(doc.tags) == len(doc.words)
    assert recognizer.split_words or doc.words == before.words
    for span in doc.entities:
        name = doc.text_of(span)
        assert {span.start, span.end} <= borders
        assert len(name.splitlines()) == 1
        assert name == name.strip() != ""
        assert open_marks(name) == []


@pytest.mark.parametrize("settings", SETTINGS[:4], ids=str)
@given(text=texts)
def test_no_name_holds_white_space_or_begins_with_a_bracket(words, settings, text):
    doc = Recognizer(**settings)(words(text))

    assert not any(re.search(r"\s|^[（(〔［[{｛]", doc.text_of(span)) for span in doc.entities)


@pytest.mark.parametrize("settings", SETTINGS[:7], ids=str)
@given(lines=st.lists(texts.map(lambda text: "".join(text.split())), max_size=4), data=st.data())
def test_every_line_is_a_text_by_itself(words, settings, lines, data):
    """The names of lines are those of each, given the same words and tags."""
    recognizer = Recognizer(**settings)
    docs = [words(line) for line in lines]
    found, cut, tags = [], [], []
    for doc in docs:
        start = sum(map(len, cut))
        found += [Span(a + start, b + start, label) for a, b, label in recognizer(doc).entities]
        mark = data.draw(st.sampled_from(BREAKS))
        cut += [*doc.words, *mark]
        tags += [*doc.tags, *("w" for _ in mark)]

    assert list(recognizer(Doc("".join(cut), words=cut, tags=tags)).entities) == found


@pytest.mark.parametrize("settings", SETTINGS[:6], ids=str)
@given(text=texts)
def test_every_sentence_is_a_text_by_itself(words, settings, text):
    recognizer = Recognizer(**settings)
    whole = words(SentenceSplitter()(Doc(text)))
    ends = [0, *whole.words.ends]
    if not all({start, end} <= set(ends) for start, end, _ in whole.sentences):
        return
    found = []
    for start, end, _ in whole.sentences:
        first, last = ends.index(start), ends.index(end)
        cut, tags = whole.words[first:last], whole.tags[first:last]
        one = recognizer(Doc(text[start:end], words=cut, tags=tags))
        found += [Span(a + start, b + start, label) for a, b, label in one.entities]

    assert list(recognizer(whole).entities) == found


@pytest.mark.parametrize("settings", [{}, {"gazetteer": Gazetteer({"北京大学": "ORG"})}], ids=str)
def test_no_name_reaches_over_the_end_of_a_sentence(settings):
    recognizer = Recognizer(model="msra-entities", **settings)
    doc = Doc("北京大学", words=["北京", "大学"], tags=["ns", "n"])
    sentences = (Span(0, 2), Span(2, 4))

    assert recognizer(doc).entities == (Span(0, 4, "ORG"),)
    assert recognizer(doc.filled(sentences=sentences)).entities == (Span(0, 2, "LOC"),)


def test_a_model_that_may_not_split_words_chooses_among_whole_ones(words):
    doc = Doc("俄罗斯外交部长", words=["俄罗斯", "外交部长"], tags=["ns", "n"])

    whole = replace(FORMAL[2], split_words=False)

    assert FORMAL[2](doc).entities == (Span(0, 6, "ORG"),)
    assert FORMAL[2](doc).words == ("俄罗斯", "外交部", "长")
    assert whole(doc).entities == (Span(0, 3, "LOC"),)


@pytest.mark.parametrize("mode", ["prefer", "force"])
@pytest.mark.parametrize("word", ["外交部长", "美方"])
def test_the_users_words_are_not_cut_whichever_stage_has_them(words, word, mode):
    """The model then chooses among the other names: 俄罗斯, where 外交部长 is whole."""
    text = "俄罗斯外交部长访问，美方欢迎"
    lexicon = [(word, mode)]
    pipelines = [
        Pipeline([Segmenter(lexicon=lexicon), Tagger(), Recognizer()]),
        Pipeline([Segmenter(patterns=[word]), Tagger(), Recognizer()]),
        Pipeline([Segmenter(), Tagger(), Recognizer(lexicon=lexicon)]),
    ]
    for pipeline in pipelines:
        doc = pipeline(text)
        assert word in doc.words
        assert "俄罗斯" in (doc.text_of(span)[:3] for span in doc.entities)
        assert [*pipeline.batch([text])] == [doc]


def test_a_word_is_cut_where_a_name_ends_inside():
    words = ["访问", "中国人民大学生", "。"]
    terms = [Span(2, 9)]
    doc = Doc("".join(words), words=words, tags=["v", "n", "w"], terms=terms)
    ends = [2, 8]

    @dataclass(frozen=True)
    class One(NameFinder):
        labels: tuple[str, ...] = ("ORG",)

        def find(self, text, ends_, tags):
            return [(*ends, "ORG")]

    found = Recognizer(model=One())(doc)
    assert found.words == ("访问", "中国人民大学", "生", "。")
    assert found.tags == ("v", "n", "n", "w")
    assert found.terms == (Span(2, 8), Span(8, 9))
    assert found.entities == (Span(2, 8, "ORG"),)
    whole = Recognizer(model=One(), split_words=False)(doc)
    assert (whole.words, whole.entities) == (doc.words, ())


@pytest.mark.parametrize("name", ["深圳）", " 北京", "“神舟", '"'])
def test_a_gazetteer_holds_only_what_may_be_an_entity(name):
    with pytest.raises(UsageError, match=re.escape(f"your name {name!r} cannot be an entity")):
        Recognizer(gazetteer=Gazetteer({name: "ORG"}))


@pytest.mark.parametrize("n", [1, 2000])
@pytest.mark.parametrize("piece", ["（王小明“", "腾讯（北京）公司“", "）北京（", '"', "王\n"])
def test_marks_in_any_number_change_no_other_promise(words, piece, n):
    doc = Recognizer()(words(piece * n))

    assert all(open_marks(doc.text_of(span)) == [] for span in doc.entities)


BESIDE = [
    ("伍仟元", "伍仟元 MONEY", "an amount that a model takes for a name"),
    ("北京时间9点", "北京时间9点 TIME", "a name inside a time"),
    ("王五元旦回来", "王五 PER | 元旦 TIME", "a name that would cut the word of a time"),
    ("北京大学2026年招生", "北京大学 ORG | 2026年 TIME", "names and times beside each other"),
]


@pytest.mark.parametrize("text, expected, shows", BESIDE, ids=[case[2] for case in BESIDE])
def test_names_and_amounts_stand_beside_each_other(text, expected, shows):
    labels = ("PER", "LOC", "ORG", "TIME", "MONEY")
    doc = Pipeline([*FORMAL[:2], replace(FORMAL[2], labels=labels)])(text)

    assert " | ".join(f"{doc.text_of(e)} {e.label}" for e in doc.entities or ()) == expected


def test_a_name_of_the_users_wins_over_an_amount():
    recognizer = Recognizer(gazetteer={"伍仟元": "SHOP"}, labels=("PER", "SHOP", "MONEY"))
    doc = Pipeline([Segmenter(), Tagger(), recognizer])("伍仟元")

    assert doc.entities == (Span(0, 3, "SHOP"),)
