"""Misspellings: what their lines may hold, and where and why a bad one is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FileError, FormatError, UsageError
from zhnlp.models.lexicons.misspellings import Misspelling, Misspellings
from zhnlp.saving import load, save

PAIRS = {"帐号": "账号", "按装": "安装", "i phone": "iPhone 15"}
BAD = [
    # line            problem                                                  what it shows
    ("在坐", "'在坐' has one column. Write wrong<TAB>right.", "one column"),
    ("在坐\t在座\t1", "has 3 columns. Write wrong<TAB>right.", "a column too many"),
    ("在坐 在座 1", "has 3 columns. Write wrong<TAB>right.", "spaces inside a side, no tab"),
    ("\t在座", "the wrong side is empty. Fill it in, or remove the right side", "no wrong side"),
    ("在坐\t \u3000", "the right side is empty. Fill it in, or remove the wrong", "no right side"),
    ("在座\t在座", "'在座' is on both sides. To keep it unchanged, protect it.", "equal sides"),
    (
        "帐号\t帐户",
        "'帐号' is already in line 2, with the right side '账号'",
        "two rights",
    ),
]
sides = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=128
)
pairs = st.dictionaries(sides, sides, max_size=5).map(
    lambda found: {wrong: right for wrong, right in found.items() if wrong != right}
)


def test_a_file_gives_what_python_gives(tmp_path):
    path = tmp_path / "mine.tsv"
    lines = ["# mine", "#", "", "帐号\t账号", " 按装   安装 ", "i phone \tiPhone 15"]
    path.write_bytes("\r\n".join(lines).encode("utf-8-sig"))

    assert Misspellings.read(path) == Misspellings(PAIRS) == Misspellings(tuple(PAIRS.items()))


def test_a_hash_opens_a_comment_only_before_a_space(tmp_path):
    (tmp_path / "mine.tsv").write_text("#话题 #主题", "utf-8")

    assert Misspellings.read(tmp_path / "mine.tsv").entries == (Misspelling("#话题", "#主题"),)


@pytest.mark.parametrize("line, problem, shows", BAD, ids=[case[2] for case in BAD])
def test_a_bad_line_is_an_error_with_its_place(tmp_path, line, problem, shows):
    path = tmp_path / "mine.tsv"
    path.write_text(f"# mine\n帐号\t账号\n{line}\n", "utf-8")

    with pytest.raises(FormatError, match=re.escape(f"{path}:3: ") + ".*" + re.escape(problem)):
        Misspellings.read(path)


def test_bytes_that_are_not_utf_8_are_an_error_with_their_place(tmp_path):
    (tmp_path / "mine.tsv").write_bytes("帐号\t账号\n".encode() + b"\xd6\xd0\tb\n")

    with pytest.raises(FormatError, match=r"mine.tsv:2: byte 0xd6 is not UTF-8"):
        Misspellings.read(tmp_path / "mine.tsv")


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileError, match=r"cannot read misspellings '.*none': No such file"):
        Misspellings.read(tmp_path / "none")


@pytest.mark.parametrize(
    "entries, problem",
    [
        ("mine.tsv", "read a file with Misspellings.read(path)."),
        ([("帐号",)], "misspelling ('帐号',) is not a pair (wrong, right)."),
        ([("帐号", None)], "is not a pair (wrong, right)."),
        ([("", "账号")], "the wrong side is empty."),
        ({"帐号": ""}, "the right side is empty."),
        ({"帐号": "账\n号"}, "the right side '账\\n号' contains a line end, U+000A."),
        ([("a", "b"), ("a", "c")], "'a' is given twice, with the right side 'b', not 'c'."),
    ],
)
def test_entries_of_python_follow_the_same_rules(entries, problem):
    with pytest.raises(UsageError, match=re.escape(problem)):
        Misspellings(entries)


@given(pairs)
def test_pairs_written_down_are_read_again(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("pairs") / "mine.tsv"
    path.write_text("".join(f"{wrong}\t{right}\n" for wrong, right in entries.items()), "utf-8")

    assert dict(Misspellings.read(path).entries) == entries


def test_they_survive_save_and_load(tmp_path):
    save(Misspellings(PAIRS), tmp_path)

    assert load(tmp_path) == Misspellings(PAIRS)


def test_they_say_what_they_hold():
    assert repr(Misspellings({**PAIRS, "a": "b"})) == (
        "<Misspellings of 4: 帐号:账号, 按装:安装, i phone:iPhone 15, …>"
    )
    assert len(Misspellings()) == 0
