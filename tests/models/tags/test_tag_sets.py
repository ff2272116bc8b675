"""Tag sets: for every tag the nearest of Universal Dependencies."""

import re

import pytest

from zhnlp.models.lexicons.jieba import jieba_words
from zhnlp.models.tags.model import TagModel
from zhnlp.models.tags.tag_sets import jieba_tags, known_tags, nearest_labels, tag_map

UPOS = {
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X",
}  # fmt: skip


def test_the_table_gives_tags_of_universal_dependencies():
    assert set(tag_map().values()) <= UPOS


@pytest.mark.parametrize("name", ["modern-tags", "pku-tags", "ud-tags"])
def test_every_tag_of_a_model_has_one_of_universal_dependencies(name):
    labels = TagModel(name).labels

    assert {tag_map().get(label, label) for label in labels} <= UPOS


@pytest.mark.parametrize("name, n", [("modern-tags", 31), ("pku-tags", 44)])
def test_the_table_has_every_tag_of_a_model_of_chinese_tags(name, n):
    labels = TagModel(name).labels

    assert len(labels) == n
    assert {*labels} <= {*tag_map()}


NEAREST = [  # of jieba's tags that modern-tags lacks
    ("eng", "x"), ("x", "x"), ("nrfg", "nr"), ("nrt", "nr"), ("vi", "v"), ("mq", "m"), ("uj", "u"),
    ("df", "d"), ("ug", "u"),
]  # fmt: skip


def test_every_tag_of_jieba_has_a_near_one_in_every_pack():
    labels = TagModel("modern-tags").labels

    assert [nearest_labels(tag, labels)[0] for tag, _ in NEAREST] == [tag for _, tag in NEAREST]
    for name in ("modern-tags", "pku-tags", "ud-tags"):
        labels = TagModel(name).labels
        for tag in {tag for _, tag in jieba_words()[0].values()}:
            wide = tag_map()[jieba_tags().get(tag, tag)]
            found = nearest_labels(tag, labels)
            assert found
            assert all(tag_map().get(label, label) in (wide, "X") for label in found), tag


def test_every_tag_of_jieba_has_one_of_pku():
    tags = {tag for _, tag in jieba_words()[0].values()}

    assert tags <= {*tag_map(), *jieba_tags()} <= known_tags()
    assert {*jieba_tags().values()} <= {*TagModel("pku-tags").labels, "Qg"}
    assert not {*jieba_tags()} & {*TagModel("pku-tags").labels}


def test_the_nearest_tags_are_those_of_the_table(tmp_path, monkeypatch):
    (tmp_path / "tags.tsv").write_text("# tag\nn\tNOUN\n", "utf-8")
    monkeypatch.setattr("zhnlp.models.tags.tag_sets.dicts", lambda: tmp_path)
    with pytest.raises(ValueError, match=re.escape("tags.tsv:2: 'n\\tNOUN' is not")):
        tag_map()
