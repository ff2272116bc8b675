"""Evidence from raw text: what is found there often, and as what, helps to find names."""

from array import array
from collections import Counter

import pytest

from zhnlp.core import Trie
from zhnlp.errors import UsageError
from zhnlp.models.entities.evidence import Evidence
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.entities.raw_evidence import (
    MAX_KINDS,
    gather,
    name_classes,
    person_characters,
)
from zhnlp.models.entities.training import _Learning, train_entities
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.sequence.training import Run, Sample, Schedule
from zhnlp.resources import pack
from zhnlp.stages.learning import samples

LABELS = ("LOC", "ORG", "PER")
LAYERS = ["words", "tags", "entities"]
RUN = Run(Schedule(passes=4, min_count=1))


@pytest.fixture(scope="module")
def dictionary():
    return Dictionary.load(pack("jieba"))


@pytest.fixture(scope="module")
def learn(toy_docs, dictionary):
    """Train with evidence from the toy texts, which are read as raw text, 30 times."""
    gold = samples(toy_docs, LAYERS)

    def call():
        return train_entities(gold, RUN, dictionary=dictionary, raw=lambda: iter(gold * 30))

    return call


def test_a_name_has_a_class_if_it_is_found_often_enough():
    found = Counter({("华为", "ORG"): 20, ("小明", "PER"): 19, ("中" * 21, "LOC"): 99})

    assert list(name_classes(found, LABELS)) == ["华为"]


def test_the_class_tells_kind_share_and_number():
    found = {
        "一": {"LOC": 20},
        "二": {"ORG": 20},
        "三": {"LOC": 15, "ORG": 5},
        "四": {"LOC": 100},
        "五": {"LOC": 1000},
        "六": {"LOC": 12, "PER": 8},
    }
    counts = Counter({(name, kind): n for name, own in found.items() for kind, n in own.items()})
    classes = name_classes(counts, LABELS)

    assert len(set(classes.values())) == len(classes) == 6
    assert min(classes.values()) >= 1
    assert max(classes.values()) < 64


def test_classes_of_the_most_kinds_fit():
    labels = [f"K{number}" for number in range(MAX_KINDS)]
    found = Counter({(label, label): 10**6 for label in labels})

    assert max(name_classes(found, labels).values()) == 63


def test_characters_of_persons_are_told_from_others():
    found = Counter({("王小明", "PER"): 9, ("王明", "PER"): 9, ("王府井", "LOC"): 99})
    classes = person_characters(found, Counter(王=20, 小=50, 明=100, 府=99, 井=99))

    assert set(classes) == {"王", "小", "明"}
    assert [classes["王"] >> 6, classes["小"] >> 3 & 7, classes["明"] & 7] != [0, 0, 0]
    assert classes["王"] & 0o077 == 0
    assert classes["小"] & 0o707 == 0


def test_a_model_keeps_its_evidence_when_it_is_saved(learn, toy_docs, tmp_path):
    model = learn()
    model.save_pack(tmp_path / "names")
    again = EntityModel(tmp_path / "names")

    assert isinstance(Evidence.read(again.pack), Evidence)
    for sample in samples(toy_docs, LAYERS):
        given = sample.text, sample.ends, sample.tags
        assert again.find(*given) == model.find(*given) == list(sample.names)


def test_the_same_raw_text_gives_the_same_bytes(learn, tmp_path):
    for name in ("one", "two"):
        learn().save_pack(tmp_path / name)
    one, two = (tmp_path / name / "arrays.safetensors" for name in ("one", "two"))

    assert one.read_bytes() == two.read_bytes()


def test_only_names_that_were_found_are_listed(toy_docs, dictionary):
    gold = samples(toy_docs, LAYERS)
    models = [train_entities(gold, RUN, dictionary=dictionary) for _ in range(2)]
    each, together = gather(iter(gold * 30), models)

    names = {sample.text[start:end] for sample in gold for start, end, _ in sample.names}
    assert len(each) == 2
    for evidence in (*each, together):
        assert {name for name, _ in evidence.names.items()} <= names


@pytest.mark.parametrize("kind", ["names", "clusters", "persons"])
def test_each_part_of_the_evidence_tells_names_from_others(kind, dictionary):
    """Words of characters that occur once: only what the evidence says of them tells them apart."""
    words = [chr(at) + chr(at + 1) for at in range(0x3400, 0x3500, 2)]
    texts = [_one_word(word, is_name=number % 2 == 0) for number, word in enumerate(words)]
    lists = {name: Trie.build({"无": 0}, [0]) for name in Evidence._fields}
    if kind == "persons":
        chars = {char: 0o707 for word in words[::2] for char in word}
        lists[kind] = Trie.build(chars, chars.values())
    else:
        lists[kind] = Trie.build(words[::2], [3] * len(words[::2]))
    evidence = Evidence(**lists)
    learning = _Learning(texts[:100], ["PER"], {"n": 0}, dictionary, "crf")
    model = learning.model(Run(Schedule(passes=4, min_count=9)), [evidence], evidence)
    found = [model.find(text.text, text.ends, text.tags) for text in texts[100:]]

    assert [list(map(tuple, names)) for names in found] == [text.names for text in texts[100:]]


def _one_word(word, *, is_name):
    ends = memoryview(array("i", [len(word)]))
    return Sample(word, ends, ("n",), [(0, len(word), "PER")] if is_name else [])


def test_raw_text_must_not_be_empty(toy_docs, dictionary):
    gold = samples(toy_docs, LAYERS)
    with pytest.raises(UsageError, match="there is no raw text"):
        train_entities(gold, RUN, dictionary=dictionary, raw=lambda: iter([]))
