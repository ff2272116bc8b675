"""Lexicon: what its lines may hold, and where and why a bad one is refused."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FileError, FormatError, UsageError
from zhnlp.models.lexicons.entry import MAX_FREQUENCY, MODES, Entry
from zhnlp.models.lexicons.lexicon import Lexicon, weights

GOOD = [
    # line                      entry                                      what it shows
    ("云计算", Entry("云计算"), "a word alone is preferred"),
    ("云计算 5", Entry("云计算", "prefer", 5), "jieba's format with a frequency"),
    ("云计算 n", Entry("云计算", "prefer", None, "n"), "with a tag"),
    ("云计算 5 nz", Entry("云计算", "prefer", 5, "nz"), "with both"),
    ("云计算  5   nz ", Entry("云计算", "prefer", 5, "nz"), "blanks do not count"),
    ("云计算\u30005", Entry("云计算", "prefer", 5), "a full-width space separates too"),
    ("AT&T 1", Entry("AT&T", "prefer", 1), "a word may have signs"),
    ("#话题", Entry("#话题"), "a hash opens a comment only before a space"),
    ("云计算\tforce", Entry("云计算", "force"), "tabs with a mode"),
    ("云计算\tforce-inside\t5\tn", Entry("云计算", "force-inside", 5, "n"), "with all four"),
    ("云计算\t\t5", Entry("云计算", "prefer", 5), "a field may be left empty"),
    ("云 计算\tforce", Entry("云 计算", "force"), "with tabs a word may have spaces"),
    ("云计算\tsplit", Entry("云计算", "split"), "a word to split"),
    ("5", Entry("5"), "a number alone is a word"),
    ("𠮷\tforce\t1000000000", Entry("𠮷", "force", 10**9), "the largest frequency"),
]
BAD = [
    # line                            problem                                   what it shows
    ("云计算 -5", "frequency '-5' is not a whole number from 1 to 1000000000.", "negative"),
    ("云计算 x5", "frequency 'x5' is not a whole number from 1 to 1000000000.", "not a number"),
    ("云计算 1e3", "frequency '1e3' is not a whole number from 1 to 1000000000.", "an exponent"),
    ("云计算 3.5 n", "frequency '3.5' is not a whole number from 1 to 1000000000.", "a fraction"),
    ("云计算 ５", "frequency '５' is not a whole number from 1 to 1000000000.", "full width"),
    ("云计算 0", "frequency '0' is not a whole number from 1 to 1000000000.", "zero"),
    (
        "云计算 1000000001",
        "frequency '1000000001' is not a whole number from 1 to 1000000000.",
        "too large",
    ),
    (
        "云计算 " + "9" * 26,
        f"frequency '{'9' * 26}' is not a whole number from 1 to 1000000000.",
        "26 digits",
    ),
    (
        "云计算 5 n x",
        "'云计算 5 n x' has too many fields. Write 'word frequency tag'; a word with a space needs "
        "tabs between the fields.",
        "too many fields",
    ),
    (
        "云计算 5 N",
        "'云计算 5 N' has too many fields. Write 'word frequency tag'; a word with a space needs "
        "tabs between the fields.",
        "a tag of capitals",
    ),
    (
        "云计算\t5",
        "mode '5' is unknown. There are: prefer, force, force-inside, split. In jieba's format the "
        "fields are separated by spaces.",
        "a tab in jieba's format",
    ),
    (
        "云计算\tforced",
        "mode 'forced' is unknown. Did you mean "
        "'force'? In jieba's format the fields are separated by spaces.",
        "an unknown mode",
    ),
    (
        "云计算\tforce\t-1",
        "frequency '-1' is not a whole number from 1 to 1000000000.",
        "negative with tabs",
    ),
    (
        "云计算\tforce\t5\tn\tx",
        "5 fields; there are four: word, mode, frequency, tag.",
        "too many fields with tabs",
    ),
    (
        "\tforce",
        "the word is empty. Remove the line or write a word before the first tab.",
        "an empty word",
    ),
    (
        " \u3000\tforce",
        "the word is empty. Remove the line or write a word before the first tab.",
        "a word of blanks",
    ),
    ("云\tsplit", "'云' is a single character, which cannot be split.", "nothing to split"),
]
words = st.text(st.characters(exclude_characters="\t\n\r", exclude_categories=["Cs"]), min_size=1)
words = words.map(str.strip).filter(lambda word: word and not word.startswith(("#", "\ufeff")))
entries = st.builds(
    Entry,
    words,
    st.sampled_from(MODES),
    st.none() | st.integers(1, MAX_FREQUENCY),
    st.none() | st.text("nvz", min_size=1),
).filter(lambda entry: entry.mode != "split" or len(entry.word) > 1)
lexicons = st.lists(entries, unique_by=lambda entry: entry.word).map(tuple).map(Lexicon)


@pytest.mark.parametrize("line, entry, shows", GOOD, ids=[case[2] for case in GOOD])
def test_a_good_line(tmp_path, line, entry, shows):
    path = tmp_path / "words.txt"
    for content in (line, f"{line}\n", f"\ufeff# words\n\n#\n{line}\r\n"):
        path.write_text(content, "utf-8", newline="")
        assert Lexicon.read(path).entries == (entry,)


@pytest.mark.parametrize("line, problem, shows", BAD, ids=[case[2] for case in BAD])
def test_a_bad_line_is_refused_with_its_place(tmp_path, line, problem, shows):
    path = tmp_path / "words.txt"
    path.write_text(f"# words\n天安门 3\n\n{line}\n", "utf-8")
    with pytest.raises(FormatError) as caught:
        Lexicon.read(path)

    assert str(caught.value) == f"{path}:4: {problem}"


def test_a_word_that_stands_twice_is_refused_with_both_places(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("云计算 3\n# 二\n云计算\tforce\n", "utf-8")
    with pytest.raises(FormatError) as caught:
        Lexicon.read(path)

    problem = "word '云计算' is already in line 1. Remove one of the two."
    assert str(caught.value) == f"{path}:3: {problem}"


@pytest.mark.parametrize(
    "content, place",
    [
        ("云计算\n天安门\n".encode("gb18030"), "1: byte 0xd4"),
        ("云计算\n".encode() + b"\xff\n", "2: byte 0xff"),
        ("云计算\n".encode("utf-16"), "1: byte 0xff"),
    ],
)
def test_bytes_that_are_no_utf8_are_refused_with_their_place(tmp_path, content, place):
    path = tmp_path / "words.txt"
    path.write_bytes(content)
    with pytest.raises(FormatError) as caught:
        Lexicon.read(path)

    assert str(caught.value) == f"{path}:{place} is not UTF-8. Convert the file."


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    message = f"cannot read lexicon {str(tmp_path / 'none')!r}: No such file or directory."
    with pytest.raises(FileError, match=re.escape(message)):
        Lexicon.read(tmp_path / "none")
    with pytest.raises(FileError, match=re.escape(f"cannot read lexicon {str(tmp_path)!r}: ")):
        Lexicon.read(tmp_path)


def test_entries_come_with_their_lines(tmp_path):
    (tmp_path / "words.txt").write_text("# 一\n云计算\n\n天安门 3\n", "utf-8")

    numbered = [(number, entry.word) for number, entry in read_entries(tmp_path / "words.txt")]
    assert numbered == [(2, "云计算"), (4, "天安门")]


def test_an_empty_file_is_an_empty_lexicon(tmp_path):
    (tmp_path / "words.txt").write_bytes(b"")

    assert Lexicon.read(tmp_path / "words.txt") == Lexicon()
    assert not Lexicon()


@pytest.mark.parametrize(
    "given_entries, problem",
    [
        ([("", "force")], "the word is empty"),
        ([("云", "split")], "'云' is a single character, which cannot be split."),
        ([("云", "forced")], "mode 'forced' is unknown. Did you mean 'force'"),
        ([("云", "prefer", 0)], "frequency '0' is not a whole number"),
        ([("云", "prefer", -3)], "frequency '-3' is not a whole number"),
        (["云", ("云", "force")], "lexicon word '云' is given twice. Leave one out."),
    ],
)
def test_what_python_gives_is_held_to_the_same_rules(given_entries, problem):
    with pytest.raises(UsageError, match=re.escape(problem)):
        Lexicon(given_entries)


def test_entries_are_words_or_tuples_of_any_length():
    made = Lexicon(["云", ("计算", "force"), ("大", "prefer", 5), Entry("小")])

    assert made.entries == (
        Entry("云"), Entry("计算", "force"), Entry("大", "prefer", 5), Entry("小"),
    )  # fmt: skip
    assert (len(made), hash(made)) == (4, hash(Lexicon(made.entries)))
    assert weights(made.entries) == {"云": 1, "计算": 1, "大": 5, "小": 1}


def test_its_repr_shows_the_first_words():
    assert repr(Lexicon(["云", ("计算", "force")])) == "<Lexicon of 2: 云:prefer, 计算:force>"
    assert (
        repr(Lexicon(["甲", "乙", "丙", "丁"]))
        == "<Lexicon of 4: 甲:prefer, 乙:prefer, 丙:prefer, …>"
    )


@pytest.mark.parametrize(
    "entries", ["甲乙", [("云", "force", 5, "n", "x")], [5], [()], [("云", "force", "5")]]
)
def test_entries_of_another_shape_are_an_error(entries):
    with pytest.raises(UsageError, match=r"lexicon"):
        Lexicon(entries)


@given(lexicon=lexicons)
def test_a_lexicon_written_with_tabs_is_read_back(tmp_path_factory, lexicon):
    path = tmp_path_factory.getbasetemp() / "lexicon.tsv"
    fields = ([entry.word, entry.mode, entry.frequency, entry.tag] for entry in lexicon.entries)
    lines = ("\t".join("" if field is None else str(field) for field in line) for line in fields)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="")

    assert Lexicon.read(path) == lexicon


BRANDS = Lexicon(["华为", "华为云", ("iPhone", "force"), "花", ("华伟", "split")])


def test_near_words_are_found_in_the_order_of_the_lexicon():
    assert BRANDS.near("花为") == (("华为", 1), ("花", 1))
    assert BRANDS.near("花为", 2) == (("华为", 1), ("花", 1), ("华为云", 2))
    assert BRANDS.near("花为", 2, n=1) == (("华为", 1),)
    assert BRANDS.near("iPhnoe") == (("iPhone", 1),)
    assert BRANDS.near("IPHONE") == ()


def test_a_word_to_split_is_near_nothing():
    assert ("华伟", 0) not in BRANDS.near("华伟")


def test_a_lexicon_without_words_has_no_near_ones():
    assert Lexicon().near("中") == ()


@pytest.mark.parametrize("distance, n", [(-1, None), (101, None), (1, 0)])
def test_a_distance_or_a_number_out_of_range_is_an_error(distance, n):
    with pytest.raises(UsageError, match=r"must be 0 or more|Give a smaller one|number from 1 on"):
        BRANDS.near("华为", distance, n=n)


def test_a_lexicon_that_was_asked_is_the_same_to_others():
    """Equal, and as small on its way to another process."""
    asked, other = Lexicon(["华为"]), Lexicon(["华为"])
    asked.near("华")

    assert asked == other
    assert pickle.loads(pickle.dumps(asked)).near("华") == (("华为", 1),)
    assert len(pickle.dumps(asked)) == len(pickle.dumps(other))
