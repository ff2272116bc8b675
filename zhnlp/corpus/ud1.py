"""Convert tags of Universal Dependencies 1 to version 2.

It is for UD Chinese GSD, whose training part is only available in version 1. The table
was learned from the 500 sentences of its development part, which are available in both
versions: it gives the tag of version 2 for 99.9 % of their words.
"""

from __future__ import annotations

from collections.abc import Sequence

# Tag, language-specific tag and relation in version 1; None matches any.
_TAGS = {
    ("ADV", "RB", "mark"): "SCONJ",
    ("PART", "DEC", "acl:relcl"): "SCONJ",
    ("PART", "DEV", "mark"): "SCONJ",
    ("VERB", "VC", "cop"): "AUX",
    ("VERB", "BB", "auxpass"): "AUX",
    ("VERB", "BB", "aux:caus"): "ADP",
    ("ADJ", "JJ", "case:pref"): "ADP",
    ("DET", "DT", "case:pref"): "ADP",
    ("PART", "AS", None): "AUX",
    ("X", "UH", None): "PART",
    ("CONJ", None, None): "CCONJ",
}
_NO_AUXILIARIES = {"即", "非", "而非"}  # copulas that version 2 calls verbs
_SIGNS = dict(zip(",.():;?!", "，。（）：；？！", strict=True))


def as_version_2(columns: Sequence[str]) -> tuple[str, str]:
    """The word and tag in version 2, from the ten columns of a word in version 1."""
    word, tag, xpos, relation = columns[1], columns[3], columns[4], columns[7]
    if word in _NO_AUXILIARIES and xpos == "VC":
        return word, "VERB"
    if word == "得" and xpos == "DEV":
        return word, "PART"
    if word == "/":
        return word, "PUNCT"
    for key in ((tag, xpos, relation), (tag, xpos, None), (tag, None, None)):
        if key in _TAGS:
            return word.replace("著", "着"), _TAGS[key]
    return _SIGNS.get(word, word) if tag == "PUNCT" else word, tag
