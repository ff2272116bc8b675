"""Lexicon: what its lines may hold, and where and why a bad one is refused."""

import pickle
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FileError, FormatError, UsageError
from zhnlp.models.lexicons.entry import MAX_FREQUENCY, MODES, Entry
from zhnlp.models.lexicons.lexicon import Lexicon, weights
from zhnlp.models.lexicons.limits import is_one_character

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
    ("小爱\t\t\t\tAI助手", Entry("小爱", label="AI助手"), "with a label"),
    ("小爱\tforce\t5\tnz\tPER", Entry("小爱", "force", 5, "nz", "PER"), "with all five"),
    ("小爱\t\t\tNOUN", Entry("小爱", tag="NOUN"), "with tabs any tag"),
    ("Edu Trust认证 2000", Entry("Edu Trust认证", "prefer", 2000), "a word with a space"),
    ("New York", Entry("New York"), "two words that begin with capitals"),
    ("leap motion", Entry("leap motion"), "motion is no tag"),
    ("new york 3 ns", Entry("new york", "prefer", 3, "ns"), "a space, and all fields"),
    ("iPhone 15 Pro", Entry("iPhone 15 Pro"), "a number inside"),
    ("iPhone 15 Pro 300", Entry("iPhone 15 Pro", "prefer", 300), "and a frequency"),
    ("iPhone X", Entry("iPhone X"), "X is a tag, but not in small letters"),
    ("Model 3 X", Entry("Model 3 X"), "not even behind a number"),
    ("华为 Mate 60 Pro 100 nz", Entry("华为 Mate 60 Pro", "prefer", 100, "nz"), "behind Han"),
    ("宝马 X5", Entry("宝马 X5"), "letters behind Han"),
    ("Jay\u3000Chou 5", Entry("Jay\u3000Chou", "prefer", 5), "its own space is kept"),
    ("小米 brand", Entry("小米", tag="brand"), "a tag of your own"),
    ("小米 5 NOUN", Entry("小米", "prefer", 5, "NOUN"), "a tag of Universal Dependencies"),
    ("easy_install 3 eng", Entry("easy_install", "prefer", 3, "eng"), "a low line"),
    ("你好,世界", Entry("你好,世界"), "a comma in a word"),
    ("1,204", Entry("1,204"), "a number with a comma"),
    ("机器学习,5,n\tprefer", Entry("机器学习,5,n"), "commas before a tab"),
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
        "a frequency, or tabs between the fields.",
        "too many fields",
    ),
    (
        "云计算 5 N",
        "'云计算 5 N' has too many fields. Write 'word frequency tag'; a word with a space needs a "
        "frequency, or tabs between the fields.",
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
        "云计算\tforce\t5\tn\tx\ty",
        "6 fields; there are five: word, mode, frequency, tag, label.",
        "too many fields with tabs",
    ),
    (
        "\tforce",
        "the word is empty. Write one, or remove the entry.",
        "an empty word",
    ),
    (
        " \u3000\tforce",
        "the word is empty. Write one, or remove the entry.",
        "a word of blanks",
    ),
    ("云\tsplit", "'云' is a single character, which cannot be split.", "nothing to split"),
    ("小爱\t\t\tn z", "tag 'n z' is not one word. Write a tag without white space.", "two tags"),
    ("小爱\t\t\t\tA B", "label 'A B' is not one word. Write a label without white space.", "two"),
    *(
        (
            line,
            f"{line!r} has its fields separated by {sign!r}. Separate them by spaces: '机器学习 "
            f"{fields}'. If it is one word, write a tab after it.",
            shows,
        )
        for line, sign, fields, shows in (
            ("机器学习,5,n", ",", "5 n", "commas"),
            ("机器学习,force", ",", "force", "a mode"),
            ("机器学习，5", "，", "5", "a full-width comma"),
            ("机器学习;nz", ";", "nz", "a tag"),
            ("机器学习, 5, n", ",", "5 n", "blanks"),
            ('"机器学习",5,', ",", "5", "quotes"),
        )
    ),
    *(
        (
            line,
            f"{line!r} has too many fields. Write 'word frequency tag'; a word with a space needs "
            "a frequency, or tabs between the fields.",
            shows,
        )
        for line, shows in (
            ("人工智能 机器学习", "two words"),
            ("小米 14 Ultra", "a number behind Han"),
            ("云计算 x n", "two tags"),
        )
    ),
]
SAMPLE = """云计算 5
李小福 2 nr
创新办 3 i
easy_install 3 eng
好用 300
韩玉赏鉴 3 nz
八一双鹿 3 nz
台中
凱特琳 nz
Edu Trust认证 2000
"""
BREAKS = "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
words = st.text(
    st.characters(exclude_characters=BREAKS, exclude_categories=["Cs"]), min_size=1, max_size=128
)
words = words.map(str.strip).filter(bool) | st.sampled_from(["# 话题", "#", "\ufeff词", "5 n"])
entries = st.builds(
    Entry,
    words,
    st.sampled_from(MODES),
    st.none() | st.integers(1, MAX_FREQUENCY),
    st.none() | st.text("nvz", min_size=1),
    st.none() | st.text("PER人", min_size=1),
).filter(lambda entry: entry.mode != "split" or not is_one_character(entry.word))
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


def test_a_word_in_two_modes_is_refused_with_both_places(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("云计算 3\n# 二\n云计算\tforce\n", "utf-8")
    with pytest.raises(FormatError) as caught:
        Lexicon.read(path)

    problem = (
        "'云计算' is already in line 1, with mode 'prefer', not 'force'. Remove one of the two."
    )
    assert str(caught.value) == f"{path}:3: {problem}"


@pytest.mark.parametrize(
    "content, place",
    [
        ("云计算\n".encode("gb18030"), "1: byte 0xd4"),
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

    found = Lexicon.check(tmp_path / "words.txt")
    assert [(line, entry.word) for line, entry in found.entries.values()] == [
        (2, "云计算"),
        (4, "天安门"),
    ]


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
        (
            ["云计", ("云计", "split")],
            "'云计' is given twice, with mode 'prefer', not 'split'. Leave one out.",
        ),
        (
            [("云计", "force", None, None, "A"), ("云计", "force", None, None, "B")],
            "'云计' is given twice, with the label 'A', not 'B'. Leave one out.",
        ),
        (["云计\n"], "'云计\\n' has white space around it, or a tab or line end in it. Remove"),
        ([" 云"], "' 云' has white space around it"),
        (["云\tforce"], "'云\\tforce' has white space around it, or a tab"),
        ([("云", "prefer", None, "")], "tag '' is not one word."),
        ([Entry("云", label="A B")], "label 'A B' is not one word."),
        ({"云": 0.5}, "lexicon word '云' has the value 0.5. Give its frequency, its mode or"),
        ({"云": ("force", 5)}, "has the value ('force', 5). Give its frequency"),
        ({"云": ""}, "tag '' is not one word."),
        ({"云": "forced"}, "'forced', neither a mode nor a known tag. Did you mean 'force'?"),
        (
            [("云", 5, "n")],
            "mode 5 is unknown. There are: prefer, force, force-inside, split. The ",
        ),
        ([("云", "nz")], "The items of an entry are word, mode, frequency, tag, label."),
        ({"云": "5"}, "tag '5' is a number. Give a frequency as an int, or before the tag."),
        ({5: 5}, "the word is empty"),
        (5, "the entries of Lexicon are 5. Give a list or a mapping, or read a file with L"),
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


def test_a_mapping_gives_frequencies_modes_or_tags():
    made = Lexicon({"云计算": 5, "李小福": "nr", "大桥": "split", "台中": None, "好": np.int64(7)})

    assert made.entries == (
        Entry("云计算", frequency=5), Entry("李小福", tag="nr"), Entry("大桥", "split"),
        Entry("台中"), Entry("好", frequency=7),
    )  # fmt: skip
    assert type(made.entries[-1].frequency) is int


def test_jiebas_sample_dictionary_is_read_as_jieba_reads_it(tmp_path):
    path = tmp_path / "userdict.txt"
    path.write_text(SAMPLE, "utf-8")

    assert [(e.word, e.frequency, e.tag) for e in Lexicon.read(path)] == [
        ("云计算", 5, None), ("李小福", 2, "nr"), ("创新办", 3, "i"), ("easy_install", 3, "eng"),
        ("好用", 300, None), ("韩玉赏鉴", 3, "nz"), ("八一双鹿", 3, "nz"), ("台中", None, None),
        ("凱特琳", None, "nz"), ("Edu Trust认证", 2000, None),
    ]  # fmt: skip


def test_its_repr_shows_the_first_words():
    assert repr(Lexicon(["云", ("计算", "force")])) == "<Lexicon of 2: 云:prefer, 计算:force>"
    assert (
        repr(Lexicon(["甲", "乙", "丙", "丁"]))
        == "<Lexicon of 4: 甲:prefer, 乙:prefer, 丙:prefer, …>"
    )


@pytest.mark.parametrize(
    "entries", ["甲乙", [("云", "force", 5, "n", "x", "y")], [5], [()], [("云", "force", "5")]]
)
def test_entries_of_another_shape_are_an_error(entries):
    with pytest.raises(UsageError, match=r"[Ll]exicon"):
        Lexicon(entries)


@given(lexicon=lexicons)
def test_a_lexicon_that_was_written_is_read_back(tmp_path_factory, lexicon):
    path = tmp_path_factory.getbasetemp() / "lexicon.tsv"
    lexicon.write(path)

    assert Lexicon.read(path) == lexicon


def test_what_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(UsageError, match=r"a word has '\\ud800', half a character"):
        Lexicon(["\ud800"]).write(tmp_path / "a.tsv")
    with pytest.raises(FileError, match=r"cannot write .*none"):
        Lexicon(["中"]).write(tmp_path / "none" / "a.tsv")


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
