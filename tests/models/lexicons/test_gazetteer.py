"""Gazetteer: what its lines may hold, and where and why a bad one is refused."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FileError, FormatError, UsageError
from zhnlp.models.lexicons.gazetteer import Gazetteer, Name
from zhnlp.saving import load, save

NAMES = {"北大方正": "ORG", "中关村": "LOC", "𠮷野 家": "公司"}
BAD = [
    # line                   problem                                                what it shows
    ("\tORG", "the name is empty. Remove the line or write a name before", "no name"),
    (" \u3000\tORG", "the name is empty.", "a name of white space"),
    ("中关村", "'中关村' has one column. Write name<TAB>label.", "no tab"),
    ("中关村 LOC", "'中关村 LOC' has one column. Write name<TAB>label.", "a space for a tab"),
    ("中关村\t", "'中关村' has no label. Write one after the tab", "nothing behind the tab"),
    ("中关村\tLOC\t5", "has 3 columns. Write name<TAB>label.", "a field too many"),
    ("中关村\tA B", "label 'A B' has white space in it. Write one word.", "a label of two words"),
    (
        "北大\tLOC",
        "'北大' is already in line 2, with the label 'ORG', not",
        "two labels",
    ),
]
labels = st.text("ABCPERLOCORG人名_-", min_size=1, max_size=5)
names = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=128
)


def test_a_file_gives_what_python_gives(tmp_path):
    lines = ["# mine", "#", "", *(f"{name}\t{label}" for name, label in NAMES.items())]
    (tmp_path / "names.tsv").write_bytes("\r\n".join(lines).encode("utf-8-sig"))

    assert Gazetteer.read(tmp_path / "names.tsv") == Gazetteer(NAMES)
    assert Gazetteer(NAMES) == Gazetteer(tuple(NAMES.items()))


def test_a_hash_opens_a_comment_only_before_a_space(tmp_path):
    (tmp_path / "names.tsv").write_text("#话题\tTOPIC", "utf-8")

    assert Gazetteer.read(tmp_path / "names.tsv").entries == (Name("#话题", "TOPIC"),)


@pytest.mark.parametrize("line, problem, shows", BAD, ids=[case[2] for case in BAD])
def test_a_bad_line_is_an_error_with_its_place(tmp_path, line, problem, shows):
    path = tmp_path / "names.tsv"
    path.write_text(f"# mine\n北大\tORG\n{line}\n", "utf-8")

    with pytest.raises(FormatError, match=re.escape(f"{path}:3: ") + ".*" + re.escape(problem)):
        Gazetteer.read(path)


def test_bytes_that_are_not_utf_8_are_an_error_with_their_place(tmp_path):
    (tmp_path / "names.tsv").write_bytes("中关村\tLOC\n".encode() + b"\xd6\xd0\tLOC\n")

    with pytest.raises(FormatError, match=r"names.tsv:2: byte 0xd6 is not UTF-8"):
        Gazetteer.read(tmp_path / "names.tsv")


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileError, match=r"cannot read gazetteer '.*none': No such file"):
        Gazetteer.read(tmp_path / "none")


@pytest.mark.parametrize(
    "entries, problem",
    [
        ("names.tsv", "read a file with Gazetteer.read(path)."),
        ([("北大",)], "gazetteer entry ('北大',) is not a pair (name, label)."),
        ([("北大", None)], "is not a pair (name, label)."),
        ([("", "ORG")], "the name is empty."),
        ({"北大": ""}, "'北大' has no label."),
        (
            [("北大", "ORG"), ("北大", "LOC")],
            "'北大' is given twice, with the label 'ORG', not 'LOC'.",
        ),
    ],
)
def test_entries_of_python_follow_the_same_rules(entries, problem):
    with pytest.raises(UsageError, match=re.escape(problem)):
        Gazetteer(entries)


@given(st.dictionaries(names, labels, max_size=5))
def test_it_survives_the_trip_to_a_worker_process_and_hashes_alike(entries):
    gazetteer = Gazetteer(entries)
    back = pickle.loads(pickle.dumps(gazetteer))

    assert (back, hash(back)) == (gazetteer, hash(gazetteer))
    assert dict(back.entries) == entries


def test_it_survives_save_and_load(tmp_path):
    save(Gazetteer(NAMES), tmp_path)

    assert load(tmp_path) == Gazetteer(NAMES)


def test_it_says_what_it_holds():
    assert repr(Gazetteer(NAMES)) == "<Gazetteer of 3: 北大方正:ORG, 中关村:LOC, 𠮷野 家:公司>"
    assert Gazetteer(NAMES).labels == ("LOC", "ORG", "公司")
    assert (len(Gazetteer()), Gazetteer().labels) == (0, ())
