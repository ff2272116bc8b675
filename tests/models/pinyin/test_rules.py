"""Rules of polyphonic characters: their table, and where they hold."""

import pytest

from zhnlp.errors import FormatError
from zhnlp.io.tables import read_rows
from zhnlp.models.pinyin.rules import read_rules, reading_at
from zhnlp.resources import dicts

SYLLABLES = ["zhǎng", "cháng", "lǜ"]


def rules_of(tmp_path, *lines):
    path = tmp_path / "rules.tsv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_rules(path, SYLLABLES)


def test_the_first_rule_that_holds_decides(tmp_path):
    rules = rules_of(
        tmp_path,
        "长\tzhang3\tany\tv\t-\t-",
        "长\tzhang3\tany\t-\t(部|^)\t大",
        "长\tchang2\talone\t-\t-\t-",
    )["长"]

    def at(text, place, where=("any", "alone"), tag=None):
        return reading_at(rules, text, place, where=where, tag=tag)

    assert at("长大", 0) == "zhǎng"
    assert at("\n长大", 1) == "zhǎng"  # the beginning of a line is one
    assert at("部长大", 1) == "zhǎng"
    assert at("很长大", 1) == "cháng"
    assert at("很长", 1, tag="vn") == "zhǎng"
    assert at("很长", 1, where=("any",)) is None


def test_ü_is_written_v(tmp_path):
    assert rules_of(tmp_path, "率\tlv4\tany\t-\t-\t-")["率"][0].reading == "lǜ"


@pytest.mark.parametrize(
    "line, problem",
    [
        ("长\tzhang3\tany", "is not character, reading, where, tags, before, after"),
        ("长短\tzhang3\tany\t-\t-\t-", "is not character, reading"),
        ("长\tzhang9\tany\t-\t-\t-", "no reading 'zhang9'. Write it as zhang3"),
        ("长\tzhang3\tever\t-\t-\t-", "'ever' is not one of any, alone, word, name"),
        ("长\tzhang3\tany\t-\t(\t-", "not a regular expression"),
    ],
    ids=["columns", "character", "reading", "where", "regex"],
)
def test_a_bad_line_is_named(tmp_path, line, problem):
    with pytest.raises(FormatError, match=r"rules\.tsv:2: ") as caught:
        rules_of(tmp_path, "# a comment", line)
    assert problem in str(caught.value)


def test_the_text_behind_a_longer_word_alone_overrules_nothing(tmp_path):
    """提供|职位 has no 供职."""
    rules = rules_of(tmp_path, "长\tzhang3\tany\t-\t-\t大", "长\tchang2\tany\t-\t部\t大")["长"]

    def at(text, *, ends_word):
        return reading_at(rules, text, 1, where=("any", "alone"), tag=None, ends_word=ends_word)

    assert at("很长大", ends_word=False) == "zhǎng"
    assert at("很长大", ends_word=True) is None
    assert at("部长大", ends_word=True) == "cháng"


def test_each_rule_of_the_shipped_table_can_hold():
    """None stands behind one that always holds."""
    settled = {}
    for number, row in read_rows(dicts() / "polyphones.tsv", what="table of readings"):
        char, _, where, *conditions = row.split("\t")
        assert settled.get(char) not in ("any", where), f"line {number} can never hold"
        if conditions == ["-", "-", "-"] and where in ("any", "alone"):
            settled[char] = where
