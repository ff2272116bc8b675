"""Conflicts of a lexicon: each rule, and work that grows with the entries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import RATIO, steps
from zhnlp import Entry, Segmenter
from zhnlp.core import Trie
from zhnlp.errors import FormatError
from zhnlp.models.lexicons.conflicts import LONGEST, conflicts
from zhnlp.models.lexicons.lexicon import Lexicon

KNOWN = Trie.build(["北京", "大学"])


def found(*entries, dictionary=KNOWN):
    return conflicts([(line, Entry(*entry)) for line, entry in enumerate(entries, 1)], dictionary)


CASES = [
    ([("中国", "force"), ("国家", "force")], [(1, "overlap")]),
    ([("中国", "force"), ("国家", "force-inside")], [(1, "overlap")]),
    ([("中国", "force"), ("国家", "prefer")], []),
    ([("哈哈", "force")], []),
    ([("哈哈", "force"), ("哈好", "force")], [(1, "overlap")]),
    ([("上海大学", "force"), ("上海", "force")], [(2, "inside")]),
    ([("上海大学", "force"), ("海大",)], [(2, "inside")]),
    ([("上海大学",), ("海大", "force")], []),
    ([("上海大学", "force"), ("学", "force")], [(2, "inside")]),
    ([("北京", "split")], []),
    ([("京大", "split")], [(1, "not in the dictionary")]),
    ([("北京",)], [(1, "already")]),
    ([("北京", "force")], []),
    ([("ＡＩ", "force-inside"), ("ai", "force-inside")], [(2, "width or case")]),
    ([("AI", "force")], [(1, "force-inside")]),
    ([("v2", "force")], [(1, "force-inside")]),
    ([("AI", "force-inside")], []),
    ([("AI芯片", "force")], []),
    ([("新词",), ("别的词", "force")], []),
    ([("[抓狂]", "force"), ("leap motion", "split")], [(2, "not in the dictionary")]),
    ([("新词", "prefer", 5, "nz"), ("旧词", "force", None, "NOUN")], []),
    ([("新词", "prefer", 5, "brand")], [(1, "tag 'brand' of '新词' is none of PKU, jieba")]),
]


@pytest.mark.parametrize("entries, expected", CASES, ids=[str(case[0]) for case in CASES])
def test_conflicts(entries, expected):
    conflicts = found(*entries)

    assert [conflict.line for conflict in conflicts] == [line for line, _ in expected]
    for conflict, (_, part) in zip(conflicts, expected, strict=True):
        assert part in conflict.sentence


def test_one_sentence_names_one_word_and_counts_the_others():
    overlaps = found(("中国", "force"), ("国家", "force"), ("国王", "force"), ("国际", "force"))
    inside = found(("上海大学", "force"), ("上海人", "force"), ("上海", "force"))

    assert len(overlaps) == len(inside) == 1
    assert "ends with '国', which begins forced '国家' (line 2) and 2 more;" in overlaps[0].sentence
    assert "is inside forced '上海大学' (line 1) and 1 more" in inside[0].sentence


words = st.text("甲乙丙", min_size=1, max_size=4)


@given(st.dictionaries(words, st.sampled_from(["force", "prefer"]), max_size=8))
def test_overlapping_and_inner_words_are_found_as_by_trying_all_pairs(lexicon):
    expected = set()
    forced = [word for word, mode in lexicon.items() if mode == "force"]
    for line, (word, mode) in enumerate(lexicon.items(), 1):
        if any(word in outer and word != outer for outer in forced):
            expected.add((line, "inside"))
        ends = {word[i:] for i in range(1, len(word))} if mode == "force" else set()
        if any(o != word and o.startswith(e) and o != e for o in forced for e in ends):
            expected.add((line, "overlap"))
    conflicts = found(*lexicon.items())
    kinds = {(c.line, "inside" if "inside" in c.sentence else "overlap") for c in conflicts}

    assert kinds == expected


def test_the_word_further_left_is_taken_as_the_sentence_says():
    lexicon = Lexicon([("中国", "force"), ("国家", "force")])

    assert Segmenter("unigram", lexicon=lexicon).cut("中国家") == ["中国", "家"]


def test_the_work_grows_with_the_number_of_entries():
    """However many of them overlap: here each does with two others."""

    def work(n):
        words = [f"{chr(0x4E00 + i % 20)}{chr(0x5E00 + i // 20)}国" for i in range(n)]
        assert len(found(*forced(*words, "国家", "国王"))) >= n
        return steps(lambda: found(*forced(*words, "国家", "国王")))

    assert work(RATIO * 100) < 1.1 * RATIO * work(100)


def test_long_words_take_no_more_work_than_short_ones():
    def work(length):
        return steps(lambda: found(*forced("国" * length, "国家", "中国")))

    assert work(100 * LONGEST) <= work(LONGEST)


def forced(*words):
    return [(word, "force") for word in words]


def test_every_error_of_a_file_is_given_and_the_good_lines_too(tmp_path):
    path = tmp_path / "mine.tsv"
    before, after = "甲词\n乙词 -1\n", "\n甲词\n# x\n丙词\tforse\n丁词\tforce\n"
    path.write_bytes(before.encode() + b"\xff" + after.encode())
    found = Lexicon.check(path)

    assert [error.place[1] for error in found.errors] == [2, 3, 6]
    assert [note.place[1] for note in found.repeated] == [4]
    assert found.entries == {"甲词": (4, Entry("甲词")), "丁词": (7, Entry("丁词", "force"))}
    problem = r"mine\.tsv:2: frequency '-1' is not .* Bad, too: line 3, 6\.$"
    with pytest.raises(FormatError, match=problem):
        Lexicon.read(path)
