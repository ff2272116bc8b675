"""The table of character classes, and the program that makes it."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from char_ranges import REGEX, WIDTH, ranges, read_table, table, unicode_ranges, with_table
from zhnlp.core import CharClass, char_class

HEADER = Path(__file__).parents[2] / "zhnlp" / "core" / "char_ranges.hpp"


def has_regex():
    try:
        return version("regex") == REGEX
    except PackageNotFoundError:
        return False


@pytest.mark.skipif(not has_regex(), reason=f"needs regex=={REGEX}, which has Unicode 17.0")
def test_the_table_is_what_the_program_makes():
    header = HEADER.read_text("utf-8")

    assert with_table(header, unicode_ranges()) == header


def test_the_layout_of_the_table_is_that_of_the_program():
    header = HEADER.read_text("utf-8")

    assert with_table(header, read_table(header)) == header


def test_the_core_has_the_classes_of_the_table():
    """The first and the last of each range, and their neighbours where no range is."""
    found = read_table(HEADER.read_text("utf-8"))
    ends = {first: name for first, _, name in found} | {last: name for _, last, name in found}
    beside = {first - 1 for first, _, _ in found} | {last + 1 for _, last, _ in found}
    inside = {number for first, last, _ in found for number in beside if first <= number <= last}

    assert {char_class(chr(number)) for number in beside - inside} == {CharClass.OTHER}
    for number, name in ends.items():
        assert char_class(chr(number)).name == name[1:].upper(), hex(number)


def test_neighbours_of_one_class_are_one_range():
    classes = ["kOther", "kHan", "kHan", "kOther", "kLatin", "kHan"]

    assert list(ranges(classes)) == [(1, 2, "kHan"), (4, 4, "kLatin"), (5, 5, "kHan")]


def test_lines_of_the_table_are_as_long_as_the_width_allows():
    lines = table([(0x4E00, 0x9FFF, "kHan")] * 7).split("\n")

    assert all(line.startswith("    {0x4E00") and len(line) <= WIDTH for line in lines)
    assert [line.count("{") for line in lines] == [3, 3, 1]
