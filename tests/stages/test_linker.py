"""Linker: names over whole documents, and their ids."""

import re
from hashlib import sha256
from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc, Linker, Pipeline, Recognizer, Segmenter, Span, Tagger
from zhnlp.errors import AlignmentError, InputError, PipelineError
from zhnlp.linked import Linked, name_id

NAMES = [
    "王小明",
    "小明",
    "王先生",
    "王建国",
    "北京大学",
    "北大",
    "北京",
    "John Smith",
    "Smith",
    "Ｓmith",
]
PIECES = [*NAMES, "（以下简称北大）", "，", "\n", "说", "　", "𠮷"]


@st.composite
def docs(draw):
    """Documents of names and other words over several lines, some of them recognized."""
    words = draw(st.lists(st.sampled_from(PIECES), max_size=30))
    spans, at = [], 0
    for word in words:
        if word in NAMES and draw(st.booleans()):
            spans.append(Span(at, at + len(word), draw(st.sampled_from(["PER", "ORG", "X", ""]))))
        at += len(word)
    tags = ["nr" if word in NAMES else "w" for word in words]
    return Doc("".join(words), words=words, tags=tags, entities=spans)


@given(docs())
def test_every_entity_is_in_exactly_one_group_and_in_order(doc):
    linked = Linker()(doc)
    grouped = [span for group in linked.links for span in group.spans]

    assert sorted(grouped) == list(linked.entities)
    assert len(set(grouped)) == len(grouped)
    assert set(doc.entities) <= set(grouped)
    assert all(a.end <= b.start for a, b in pairwise(linked.entities))
    for group in linked.links:
        assert list(group.spans) == sorted(group.spans)
        assert {span.label for span in group.spans} == {group.label}
    assert linked.links == tuple(sorted(linked.links, key=lambda group: group.spans))


@given(docs(), docs())
def test_ids_are_equal_if_and_only_if_label_and_name_are(one, other):
    groups = [*Linker()(one).links, *Linker()(other).links]
    names = {(group.label, normalize("NFKC", group.name)) for group in groups}

    assert len({group.id for group in groups}) == len(names)
    assert len({(group.id, group.label, normalize("NFKC", group.name)) for group in groups}) == len(
        names
    )


def test_an_id_is_what_the_manual_says():
    """Other programs may compute it."""
    assert name_id("北京大学", "ORG") == sha256("ORG\n北京大学".encode()).hexdigest()[:16]
    assert name_id("ＡＢＣ", "ORG") == name_id("ABC", "ORG") != name_id("ABC", "PER")
    assert len(name_id("\ud800", "")) == 16


@pytest.fixture(scope="module")
def nlp():
    names = {"John Smith": "PER", "Smith": "PER"}
    return Pipeline([Segmenter(), Tagger(), Recognizer(gazetteer=names), Linker()])


DOCUMENTS = [
    # document                                                groups
    ("王小明毕业于北京大学（以下简称北大）。⏎小明说，他1998年进北大。",
     "王小明 小明 | 北京大学 北大 北大"),
    ("王小明来了。⏎⏎小明说：“你好！”⏎", "王小明 小明"),
    ("王小明和王建国是同学。⏎王先生说好。", "王小明 | 王建国"),
    ("王曉明畢業於北京大學（以下簡稱北大）。⏎曉明說，他1998年進北大。",
     "王曉明 曉明 | 北京大學 北大 北大"),
    ("John Smith来到北京。⏎Smith说，北京很大。", "John Smith Smith | 北京 北京"),
    ("约翰·史密斯在微软公司工作。⏎史密斯说微软很好。", "约翰·史密斯 史密斯 | 微软公司 微软"),
    ("天气很好。⏎", ""),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", DOCUMENTS)
def test_names_are_linked_over_lines(nlp, text, expected):
    doc = nlp(text.replace("⏎", "\n"))
    groups = (" ".join(map(doc.text_of, group.spans)) for group in doc.links)

    assert " | ".join(groups) == expected


def test_a_name_has_one_id_in_all_documents(nlp):
    long, short = nlp("王小明在北京大学（简称“北大”）。\n小明爱北大。"), nlp("王小明来了，小明！")

    assert long.links[0].id == short.links[0].id == name_id("王小明", "PER")
    assert long.to_dict()["links"][1] == {
        "id": name_id("北京大学", "ORG"),
        "name": "北京大学",
        "label": "ORG",
        "spans": [[4, 8], [12, 14], [21, 23]],
    }


def test_it_comes_after_a_recognizer():
    with pytest.raises(PipelineError, match=r"Linker \(stage 1\) needs 'entities'"):
        Pipeline([Segmenter(), Linker()])


def test_words_need_no_tags():
    doc = Doc("王小明，小明", words=["王小明", "，", "小明"], entities=[Span(0, 3, "PER")])

    assert Linker()(doc).entities == (Span(0, 3, "PER"), Span(4, 6, "PER"))


WRONG = [
    ([("a", "b", ())], InputError, "one of links is ('a', 'b', ()), of type tuple. Give a Linked"),
    (
        [Linked("a", "b", (Span(0, 9),))],
        AlignmentError,
        "the spans of a Linked has Span(start=0, e",
    ),
    ([Linked("a", "b", (Span(1, 2), Span(0, 1)))], AlignmentError, "which is out of order or out"),
    ([Linked(3, "b", ())], InputError, "the name of a Linked is 3, of type int. Give a str"),
    ([Linked("a", None, ())], InputError, "the label of a Linked is None. Give a str"),
    (Linked, InputError, "links is <class 'zhnlp.linked.Linked'>, of type type. Give several Lin"),
]


@pytest.mark.parametrize("links, error, problem", WRONG)
def test_groups_that_do_not_fit_their_text_are_an_error(links, error, problem):
    with pytest.raises(error, match=re.escape(problem)):
        Doc("我爱", links=links)


def test_gold_groups_are_given_by_hand():
    doc = Doc("我爱", links=[Linked("我", "PER", [Span(0, 1, "PER")])])

    assert doc.links == (Linked("我", "PER", (Span(0, 1, "PER"),)),)
