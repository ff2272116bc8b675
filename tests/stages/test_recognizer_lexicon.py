"""Recognizer with a lexicon or a gazetteer as its user has it: words with labels are names."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.doc import Doc, Span
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.gazetteer import Gazetteer
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.saving import load
from zhnlp.stages.recognizer import Recognizer

WORDS = ["小爱", "宁德", "时代", "在", "北京", "。", "AI", " "]
LABELS = {"小爱": "PRODUCT", "宁德时代": "ORG", "AI": "TOPIC"}
LEXICON = Lexicon([("小爱", "force", 5, "nz", "PRODUCT"), "北京", *(
    (word, "prefer", None, None, LABELS[word]) for word in ("宁德时代", "AI")
)])  # fmt: skip
METHODS = ["crf", "hmm", "dictionary"]


def doc_of(words):
    return Doc("".join(words), words=tuple(words), tags=("n",) * len(words))


@pytest.mark.parametrize("method", METHODS)
@given(words=st.lists(st.sampled_from(WORDS), max_size=12))
def test_labels_of_a_lexicon_are_those_of_a_gazetteer(method, words):
    doc = doc_of(words)

    assert Recognizer(method, lexicon=LEXICON)(doc) == Recognizer(method, gazetteer=LABELS)(doc)


@pytest.mark.parametrize(
    "settings",
    [
        {"gazetteer": {"小爱": "PRODUCT"}},
        {"gazetteer": [("小爱", "PRODUCT")]},
        {"gazetteer": Gazetteer({"小爱": "PRODUCT"})},
        {"lexicon": [("小爱", "force", None, None, "PRODUCT")]},
        {"lexicon": {"小爱": 5}, "gazetteer": {"小爱": "PRODUCT"}},
        {"lexicon": [("小爱", "force", None, None, "PER")], "gazetteer": {"小爱": "PRODUCT"}},
    ],
    ids=["mapping", "pairs", "gazetteer", "lexicon", "both", "the gazetteer wins"],
)
def test_names_may_be_given_in_any_container(settings):
    recognizer = Recognizer("dictionary", **settings)

    assert recognizer(doc_of(["小爱", "好"])).entities == (Span(0, 2, "PRODUCT"),)
    assert pickle.loads(pickle.dumps(recognizer)) == recognizer


def test_paths_will_do_and_are_saved_by_content(tmp_path):
    (tmp_path / "words.tsv").write_text("小爱\t\t\t\tPRODUCT\n", "utf-8")
    (tmp_path / "names.tsv").write_text("小京\tPRODUCT\n", "utf-8")
    files = {"lexicon": tmp_path / "words.tsv", "gazetteer": str(tmp_path / "names.tsv")}
    recognizer = Recognizer("dictionary", **files, labels=["PRODUCT"])
    recognizer.save(tmp_path / "saved")
    (tmp_path / "words.tsv").unlink()

    found = load(tmp_path / "saved")(doc_of(["小爱", "和", "小京"])).entities
    assert found == (Span(0, 2, "PRODUCT"), Span(3, 5, "PRODUCT"))


def test_a_label_of_the_lexicon_can_be_asked_for():
    assert Recognizer(lexicon=LEXICON, labels=["TOPIC"]).labels == ("TOPIC",)
    with pytest.raises(UsageError, match="nothing finds entities with the label 'TOPIC'"):
        Recognizer(lexicon=["AI"], labels=["TOPIC"])
