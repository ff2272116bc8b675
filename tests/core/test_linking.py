"""Names of a text: those that are equal, and those that may be short for others."""

import re
from itertools import accumulate, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import assert_linear_time
from reference import name_forms
from zhnlp.core import fitting_names, given_names, grouped, mentions, spans_of_groups
from zhnlp.errors import UsageError
from zhnlp.linked import Linked
from zhnlp.models.entities.aliases import _Name
from zhnlp.models.entities.name_forms import ORGANISATIONS, PERSONS, PLACES
from zhnlp.span import Span

LABELS = (PERSONS, PLACES, ORGANISATIONS)
CHARS = [
    *("王李欧阳司马老小阿某先生女士总裁经理监副局长主席明红", "诸葛孔明尉迟东方〇𠮷"),
    *(
        "北京大学院市省县区自治州壮族维吾尔特别行政共和国联邦王",
        "科技术有限责任公司（）()总集团控股份",
    ),
    *("中国国家和大学工业市", "·•Jr.SrIVXABabcé’ ×-\n", "出版社俱乐部医"),
]
WORDS = [
    "王小明",
    "小明",
    "王先生",
    "王",
    "先生",
    "广西壮族自治区",
    "中国科学院",
    "George W. Bush",
    "Bush",
]
WORDS += [
    "乔治·布什",
    "布什",
    "Henry VIII",
    "华为技术有限公司",
    "华为",
    "科技术",
    "王某某",
    "总裁总",
]
texts = st.sampled_from(WORDS) | st.sampled_from(CHARS).flatmap(lambda chars: st.text(chars))
labels = st.sampled_from(["PER", "PER", "nr", "LOC", "GPE", "ORG", "ORG", "X", ""])


@st.composite
def names(draw):
    """Different names; persons have the titles that they are found with."""
    found = {}
    for text, label, behind in draw(st.lists(st.tuples(texts, labels, texts), max_size=12)):
        title = name_forms.titled(text, behind)[1] if label in PERSONS else ""
        found[text, label, title] = None
    return list(found)


@st.composite
def marked(draw):
    """A text with spans, some in each other."""
    text = "".join(draw(st.lists(texts, max_size=8)))
    places = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(places, places, labels), max_size=8))
    return text, [Span(min(a, b), max(a, b), label) for a, b, label in spans]


@given(marked())
def test_mentions_have_the_same_text_label_and_title(given_text):
    text, spans = given_text
    found, _ = mentions(text, spans, PERSONS, _Name)

    assert found == name_forms.mentions(text, spans, PERSONS)
    assert all(type(name) is _Name for name in found)


@pytest.mark.parametrize(
    "behind, may_be",
    [
        ("（以下简称北大）", True),
        ("(简称", True),
        ("，简称“北大”", True),
        ("簡稱", True),
        (",以下", True),
        ("（北京）", False),
        ("，在", False),
        ("（", False),
        ("，", False),
        ("", False),
    ],
)
def test_short_forms_are_looked_for_only_where_they_may_be_introduced(behind, may_be):
    found = mentions("北大" + behind, [Span(0, 2, "ORG")], PERSONS, _Name)[1]

    assert found == [(("北大", "ORG", ""), 2)] * may_be


def test_but_not_behind_a_form_of_address():
    assert mentions("王先生（简称王）", [Span(0, 3, "PER")], PERSONS, _Name)[1] == []


@given(names())
def test_short_forms_are_those_that_each_pair_of_names_would_show(given_names):
    expected = {
        (short, full)
        for full in given_names
        for short in given_names
        if name_forms.fits(short, full, given_names, *LABELS)
    }

    assert set(fitting_names(given_names, *LABELS)) == expected


@given(st.lists(st.text("中国国家和大学工业市", min_size=1, max_size=9), unique=True))
def test_so_are_those_of_organisations_that_begin_alike(texts):
    organisations = [(text, "ORG", "") for text in texts]
    expected = {
        (short, full)
        for full in organisations
        for short in organisations
        if name_forms.fits(short, full, organisations, *LABELS)
    }

    assert set(fitting_names(organisations, *LABELS)) == expected


@given(names())
def test_given_names_have_two_characters(given_list):
    expected = [
        (given, surname, name)
        for name in given_list
        for surname, given in [name_forms.person_parts(name[0])]
        if name[1] in PERSONS and not name[2] and len(given) == 2
    ]

    assert given_names(given_list, PERSONS) == expected


@given(marked())
def test_groups_are_sorted_by_their_spans(given_text):
    text, spans = given_text
    found, _ = mentions(text, sorted(set(spans)), PERSONS, _Name)
    expected = [Linked(name, label, tuple(own)) for (name, label, _), own in found.items()]

    assert grouped(found.items(), Linked) == sorted(expected, key=lambda group: group.spans)


def test_surnames_are_those_of_the_slow_twin():
    chars = map(chr, range(0x3400, 0xA800))
    all_names = [(char + "小明", "PER", "") for char in chars]
    all_names += [(char + rest + "小明", "PER", "") for char, rest in pairs("欧阳司马諸葛慕容")]
    expected = [name for name in all_names if name_forms.person_parts(name[0])[0]]

    assert [name for _, _, name in given_names(all_names, PERSONS)] == expected


def test_titles_are_those_of_the_slow_twin():
    chars = "".join(sorted(set(re.sub(r"[^\u4e00-\u9fff]", "", name_forms._TITLE))))
    titles = [*pairs(chars), *("副" + pair for pair in pairs(chars)), *chars, "董事长", "董事長"]
    titles += ["总经理", "總經理", "总经", "总裁总", "副总经理"]
    text = "\n".join("王" + title for title in titles)
    ends = list(accumulate(len(title) + 2 for title in titles))
    spans = [
        Span(end - len(title) - 2, end - 1, "PER") for title, end in zip(titles, ends, strict=True)
    ]

    assert mentions(text, spans, PERSONS, _Name)[0] == name_forms.mentions(text, spans, PERSONS)


def test_words_of_kind_are_those_of_the_slow_twin():
    chars = "".join(sorted(set(re.sub(r"[^\w（()）]", "", name_forms._KIND_BEHIND.pattern))))
    chars += "省市县縣区區镇鎮乡鄉村州盟旗自治共和联聯邦"
    kinds = [*pairs(chars), *chars, "总公司", "總公司", "出版社", "俱乐部", "俱樂部", "壮族自治区"]
    for label, stem_of in (("ORG", name_forms.company_stem), ("LOC", name_forms.place_stem)):
        full = [("甲乙" + kind, label, "") for kind in kinds]
        found = fitting_names([("甲乙", label, ""), *full], *LABELS)
        shortened = [name for short, name in found if short[0] == "甲乙"]

        assert shortened == [name for name in full if stem_of(name[0]) == "甲乙"]


def pairs(chars):
    return ["".join(pair) for pair in product(chars, repeat=2)]


@given(st.lists(marked(), max_size=4))
def test_the_spans_of_groups_are_sorted_by_their_places(given_texts):
    groups = [Linked("", "", tuple(spans)) for _, spans in given_texts]
    spans = [span for group in groups for span in group.spans]

    assert spans_of_groups(groups) == tuple(sorted(spans, key=lambda span: span[:2]))


@pytest.mark.parametrize("span", [(0, 3, "X"), (2, 1, "X"), (-1, 1, "X")])
def test_spans_lie_in_the_text(span):
    with pytest.raises(UsageError):
        mentions("我爱", [span], PERSONS, _Name)


def test_organisations_of_all_lengths_are_compared_in_linear_time():
    def names_of(n):
        return [
            (f"中国{chr(0x4E00 + i // 60)}{chr(0x5E00 + i % 60)}中心"[: 6 - i % 3], "ORG", "")
            for i in range(n)
        ]

    assert_linear_time(lambda names: fitting_names(names, *LABELS), names_of(500), names_of(2000))


@pytest.mark.parametrize(
    "name, last",
    [
        ("George W. Bush", "Bush"),
        ("Bush", ""),
        ("Vincent van Gogh", "Gogh"),
        ("Martin Luther King Jr", ""),
        ("Henry VIII", ""),
        ("Jean-Luc Mélenchon", "Mélenchon"),
        ("the end", ""),
        ("·布什", ""),
    ],
)
def test_the_last_part_of_a_foreign_name_is_short_for_it(name, last):
    parts = [(part, "PER", "") for part in (name.split("·")[-1], name.split()[-1], "X")]
    found = fitting_names({(name, "PER", ""): 0, **dict.fromkeys(parts)}, *LABELS)

    assert found == [((last, "PER", ""), (name, "PER", ""))] * bool(last)
