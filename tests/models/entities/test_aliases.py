"""Aliases: which names are linked, which are not, and what holds for every text."""

import random
import re
from array import array
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import RATIO, steps
from zhnlp.linked import Linked
from zhnlp.models.entities.aliases import link_aliases
from zhnlp.span import Span

CASES = [
    # text with its entities marked               groups of more than one span, what it shows
    ("[北京 LOC]和[北京 LOC]", "北京 北京", "equal names"),
    ("[华盛顿 PER]在[华盛顿 LOC]", "", "but not of another kind"),
    ("[王小明 PER]说，[小明 PER]来", "王小明 小明", "a given name"),
    ("[诸葛孔明 PER]说，[孔明 PER]来", "诸葛孔明 孔明", "one behind a surname of two characters"),
    ("[王小明 PER]和[李小明 PER]，[小明 PER]来", "", "not where two have it"),
    ("[王明 PER]说，[明 PER]来", "", "nor one of a single character"),
    ("[王小明 PER]说，[王先生 PER]来", "王小明 王先生", "a surname and a title"),
    ("[王小明 PER]说，[王 PER]先生来", "王小明 王", "a title that is no part of the entity"),
    ("[王小明 PER]说，[王 PER]来", "", "a surname alone"),
    ("[王小明 PER]说，[王某 PER]来", "王小明 王某", "a name made unknown"),
    ("[王小明 PER]说，[老王 PER]来", "王小明 老王", "a form among friends"),
    ("[欧阳修 PER]说，[欧阳先生 PER]来", "欧阳修 欧阳先生", "a surname of two characters"),
    ("[王小明 PER]、[王建 PER]和[王先生 PER]", "", "not where two have the surname"),
    ("[李小明 PER]和[王先生 PER]", "", "not where none has"),
    ("[王小明 PER]、[王先生 PER]和[王女士 PER]", "", "not where it is told of a man and a woman"),
    ("[王先生 PER]说，[王先生 PER]来", "王先生 王先生", "the same form twice"),
    ("[乔治·布什 PER]说，[布什 PER]来", "乔治·布什 布什", "the last part of a foreign name"),
    ("[乔·布什 PER]、[劳·布什 PER]和[布什 PER]", "", "not where two have it, either"),
    ("[王小明 PER]毕业于[北京大学 ORG]（以下简称[北大 ORG]）。⏎小明说，[王先生 PER]1998年进北大。",
     "王小明 小明 王先生 | 北京大学 北大 北大", "in other lines"),
    ("[北京大学 ORG]（以下简称⏎北大）", "", "but no short form that a line end is before"),
    ("[王 PER]⏎先生，[王小明 PER]", "", "nor a title in another line"),
    ("[王小明 PER]和[王建国 PER]来了。⏎[王先生 PER]说好。⏎小明走了。", "王小明 小明",
     "two with one surname"),
    ("[王曉明 PER]畢業於[北京大學 ORG]。⏎曉明說，[北大 ORG]好。", "王曉明 曉明 | 北京大學 北大",
     "traditional script"),
    ("[北京市 LOC]就是[北京 LOC]", "北京市 北京", "a place without its kind"),
    ("[广西壮族自治区 LOC]就是[广西 LOC]", "广西壮族自治区 广西", "a long one"),
    ("[吉林省 LOC]、[吉林市 LOC]和[吉林 LOC]", "", "not where two have the name"),
    ("[北京大学 ORG]就是[北大 ORG]", "北京大学 北大", "beginnings of the parts"),
    ("[中国科学院 ORG]就是[中科院 ORG]", "中国科学院 中科院", "with a whole part"),
    ("[国家发展和改革委员会 ORG]即[国家发改委 ORG]", "国家发展和改革委员会 国家发改委", "with 和"),
    ("[中国石油天然气集团公司 ORG]即[中石油 ORG]", "中国石油天然气集团公司 中石油",
     "the first part cut short"),
    ("[外交部美大司 ORG]和[外交部 ORG]", "", "a part is not the whole"),
    ("[国际毒品政策联合会 ORG]和[国会 ORG]", "", "too little is left"),
    ("[北京大学 ORG]、[北京大学经济学院 ORG]、[北大 ORG]", "北京大学 北大",
     "the whole, not its part"),
    ("[广东省汕尾市委 ORG]和[广东省委 ORG]", "", "nor is what is above it"),
    ("[美国国家安全委员会 ORG]和[美国会 ORG]", "", "nor what begins with a whole part"),
    ("[北京大学 ORG]、[北方大学 ORG]和[北大 ORG]", "", "not where it may be of two"),
    ("[上海交通大学 ORG]和[上海大学 ORG]", "", "whole parts name another"),
    ("[华为技术有限公司 ORG]就是[华为 ORG]", "华为技术有限公司 华为", "a company without its kind"),
    ("[北京大学 ORG]在[北京 LOC]，[北京 ORG]赢", "", "but not where that is a place"),
    ("[中国石油化工集团公司 ORG]、[中国石化 ORG]、[中石化 ORG]",
     "中国石油化工集团公司 中国石化 中石化", "what is short for the same is no second one"),
    ("[国家电网公司 ORG]（以下简称国网）。[国网 ORG]称", "国家电网公司 国网 国网", "introduced"),
    ("[上海证券交易所 ORG]（下称“上交所”）", "上海证券交易所 上交所", "in quotes"),
    ("[上海证券交易所 ORG]，简称“上交所”。", "上海证券交易所 上交所", "without brackets"),
    ("[甲乙丙公司 ORG]（简称“丁戊”），丁戊称", "甲乙丙公司 丁戊 丁戊", "unlike the name"),
    ("[甲乙丙公司 ORG](简称:丁戊)", "甲乙丙公司 丁戊", "in plain brackets"),
    ("[世界貿易組織 ORG]（以下簡稱世貿）", "世界貿易組織 世貿", "in traditional characters"),
    ("[甲乙丙公司 ORG]（以下简称“公司”），公司称", "", "a word for all of the kind"),
    ("[外交部发言人 ORG]称“遗憾”，遗憾", "", "what is said is no name"),
    ("[甲甲公司 ORG]（简称甲）、乙", "", "of one character only"),
    ("[甲甲公司 ORG]（简称丙丁），[乙乙公司 ORG]（简称丙丁）", "", "for two"),
    ("[王小明 PER]说，小明来，小明去", "王小明 小明 小明", "given names that were missed"),
    ("[王小明 PER]，[李小明 PER]，小明来", "", "not where two have it, once more"),
    ("[王小明 PER]说，王小明来", "", "nor behind the surname"),
    ("[王某明 PER]说，某明来", "", "nor of a name made unknown"),
    ("[王小明 PER]在[小明镇 LOC]", "", "nor inside entities"),
    ("[王小明 PER]和[小明 LOC]，小明来", "", "nor where it is something else, too"),
    ("[𠮷野家公司 ORG]（简称“𠮷野家”），𠮷野家", "𠮷野家公司 𠮷野家 𠮷野家",
     "beyond the basic plane"),
]  # fmt: skip
_MARKED = re.compile(r"\[(\S+) (\w+)\]")
PIECES = [
    "王小明",
    "小明",
    "王先生",
    "王",
    "先生",
    "王建",
    "老王",
    "北京市",
    "北京",
    "北京大学",
    "北大",
]
PIECES += [
    "中国石化",
    "（以下简称北大）",
    "，简称“小明”",
    "（简称王）",
    "乔治·布什",
    "布什",
    "a",
    "，",
]
KINDS = ["PER", "LOC", "ORG", "X", ""]


def marked(line):
    """The text and the entities of a line with ``[name LABEL]`` in it."""
    text, spans, at = "", [], 0
    for found in _MARKED.finditer(line):
        text += line[at : found.start()]
        spans.append(Span(len(text), len(text) + len(found[1]), found[2]))
        text, at = text + found[1], found.end()
    return (text + line[at:]).replace("⏎", "\n"), spans


@st.composite
def texts_with_entities(draw):
    """Texts of names, some of them recognized, as anything."""
    text, spans = "", []
    for piece in draw(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12)):
        if piece and draw(st.booleans()):
            label = draw(st.sampled_from(KINDS))
            spans.append(Span(len(text), len(text) + len(piece), label))
        text += piece
    return text, spans


@pytest.mark.parametrize("line, expected, shows", CASES, ids=[case[2] for case in CASES])
def test_what_is_linked(line, expected, shows):
    text, spans = marked(line)
    linked = [
        [text[start:end] for start, end, _ in group.spans] for group in link_aliases(text, spans)
    ]

    assert " | ".join(" ".join(group) for group in linked if len(group) > 1) == expected


def test_a_group_goes_by_its_fullest_name():
    text, spans = marked("[小明 PER]就是[王小明 PER]，[王先生 PER]")

    assert link_aliases(text, spans) == (Linked("王小明", "PER", tuple(spans)),)


def test_what_was_missed_is_added_only_where_words_begin_and_end():
    text = "王小明从小明白，小明来"
    entities = [Span(0, 3, "PER")]
    [linked] = link_aliases(text, entities, ends=array("i", [3, 5, 7, 8, 10, 11]))

    assert linked.spans == (Span(0, 3, "PER"), Span(8, 10, "PER"))


def test_given_names_that_were_missed_are_added_only_where_they_are_tagged_as_names():
    text = "欧光伏说光伏。小明来"
    entities = [Span(0, 3, "PER")]
    ends, tags = array("i", [1, 3, 4, 6, 7]), ["nr", "nr", "v", "n", "w"]

    assert len(link_aliases(text, entities, ends=ends)[0].spans) == 2
    assert len(link_aliases(text, entities, ends=ends, tags=tags)[0].spans) == 1
    tags[3] = "nr"
    assert len(link_aliases(text, entities, ends=ends, tags=tags)[0].spans) == 2


@given(texts_with_entities())
def test_every_entity_is_in_one_group_with_its_label(given_text):
    text, spans = given_text
    groups = link_aliases(text, spans)
    linked = [span for group in groups for span in group.spans]

    assert len(linked) == len(set(linked))
    assert set(spans) <= set(linked)
    assert all(span.label == group.label for group in groups for span in group.spans)


@given(texts_with_entities())
def test_spans_are_in_order_and_do_not_overlap(given_text):
    groups = link_aliases(*given_text)
    spans = sorted(span for group in groups for span in group.spans)

    assert all(list(group.spans) == sorted(group.spans) for group in groups)
    assert [group.spans[0] for group in groups] == sorted(group.spans[0] for group in groups)
    assert all(before.end <= after.start for before, after in pairwise(spans))


@given(texts_with_entities(), st.integers())
def test_the_order_of_the_entities_does_not_matter(given_text, seed):
    text, spans = given_text
    mixed = random.Random(seed).sample(spans, len(spans))

    assert link_aliases(text, mixed) == link_aliases(text, spans)


@given(texts_with_entities())
def test_a_group_has_the_name_of_one_of_its_spans(given_text):
    text, spans = given_text
    for group in link_aliases(text, spans):
        assert group.name in {text[start:end] for start, end, _ in group.spans}


def test_the_work_grows_with_the_number_of_names():
    def work(n):
        names = [f"王{chr(0x4E00 + i // 60)}{chr(0x5E00 + i % 60)}" for i in range(n)]
        text = "".join(names) + "王先生" * n
        spans = [Span(3 * i, 3 * i + 3, "PER") for i in range(len(text) // 3)]
        return steps(lambda: link_aliases(text, spans))

    assert work(RATIO * 100) < 1.1 * RATIO * work(100)


def test_nor_does_it_grow_faster_with_organisations_that_begin_alike():
    def work(n):
        names = [
            f"中国{chr(0x4E00 + i // 60)}{chr(0x5E00 + i % 60)}中心"[: 6 - i % 3] for i in range(n)
        ]
        ends = list(accumulate(map(len, names)))
        spans = [Span(end - len(name), end, "ORG") for name, end in zip(names, ends, strict=True)]
        return steps(lambda: link_aliases("".join(names), spans))

    assert work(RATIO * 100) < 1.1 * RATIO * work(100)
