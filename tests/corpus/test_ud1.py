"""Tags of Universal Dependencies 1 as version 2 has them: a table of cases."""

import pytest

from zhnlp.corpus.ud1 import as_version_2

CASES = [
    # word   tag      own    relation      word    tag      what it shows
    ("了", "PART", "AS", "case:aspect", "了", "AUX", "aspect, whatever its relation"),
    ("是", "VERB", "VC", "cop", "是", "AUX", "a copula"),
    ("是", "VERB", "VC", "root", "是", "VERB", "the same word as a verb"),
    ("即", "VERB", "VC", "cop", "即", "VERB", "a copula that stays a verb"),
    ("被", "VERB", "BB", "auxpass", "被", "AUX", "the passive"),
    ("使", "VERB", "BB", "aux:caus", "使", "ADP", "the causative"),
    ("時", "ADV", "RB", "mark", "時", "SCONJ", "an adverb that links"),
    ("也", "ADV", "RB", "advmod", "也", "ADV", "one that does not"),
    ("的", "PART", "DEC", "acl:relcl", "的", "SCONJ", "a relative clause"),
    ("的", "PART", "DEC", "case", "的", "PART", "the same word elsewhere"),
    ("得", "PART", "DEV", "mark", "得", "PART", "得 is never a conjunction"),
    ("地", "PART", "DEV", "mark", "地", "SCONJ", "地 is"),
    ("副", "ADJ", "JJ", "case:pref", "副", "ADP", "a prefix"),
    ("和", "CONJ", "CC", "cc", "和", "CCONJ", "a tag with a new name"),
    ("呢", "X", "UH", "discourse", "呢", "PART", "a particle"),
    ("著", "PART", "AS", "case:aspect", "着", "AUX", "著 is written 着"),
    ("著", "PROPN", "NNP", "name", "著", "PROPN", "but not in a name"),
    (",", "PUNCT", ",", "punct", "，", "PUNCT", "signs are wide"),
    ("?", "PUNCT", "?", "punct", "？", "PUNCT", "so are question marks"),
    (".", "NUM", "CD", "nummod", ".", "NUM", "what is no sign stays as it is"),
    ("/", "SYM", "SYM", "punct", "/", "PUNCT", "a stroke is a sign"),
    ("我", "PRON", "PRP", "nsubj", "我", "PRON", "most words stay as they are"),
]


@pytest.mark.parametrize(
    "word, tag, own, relation, new_word, new_tag, shows", CASES, ids=[case[-1] for case in CASES]
)
def test_tags_of_version_1_become_those_of_version_2(
    word, tag, own, relation, new_word, new_tag, shows
):
    columns = ["1", word, word, tag, own, "_", "0", relation, "_", "_"]

    assert as_version_2(columns) == (new_word, new_tag)
