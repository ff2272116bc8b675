"""Write zhnlp/core/char_ranges.hpp: the class of every character, by Unicode properties.

    pip install regex==2025.11.3
    python tools/char_ranges.py zhnlp/core/char_ranges.hpp

The properties are those of Unicode 17.0, which this version of the package regex has. Another
version of Unicode gives classes to characters that have none here, so texts would be cut in
other ways than the packs were trained on: train the packs again when REGEX changes.

By property: Script, General_Category, Grapheme_Cluster_Break, Extended_Pictographic, White_Space.
By hand: the sets below, each with its reason.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import chain, groupby
from pathlib import Path

REGEX = "2025.11.3"
N_CODE_POINTS = 0x110000
WIDTH = 98
INDENT = "    "
OTHER = "kOther"

# Whole blocks and planes, because Unicode still adds characters to them: words with
# characters of a later version must not fall apart.
HAN = set(
    chain(
        range(0x3400, 0x4DC0),
        range(0x4E00, 0xA000),
        range(0xF900, 0xFB00),
        range(0x16FE2, 0x16FE4),  # the hook mark and the iteration mark of old texts
        range(0x16FF2, 0x16FF7),  # and signs like 〇 and 々 beside them
        range(0x20000, 0x3FFFE),
        (0x3005, 0x3007),  # 々 and 〇 are parts of words; 〡…〩 〸…〻 are signs
    )
)

KANA_LENGTH_MARK = {0x30FC}  # ー, which Unicode counts to no script

# 0-9 of any width. The digits of other scripts are letters of these scripts.
DIGITS = {*range(0x30, 0x3A), *range(0xFF10, 0xFF1A)}

LOW_LINES = {ord("_"), 0xFF3F}  # they join parts of names in programs

# ©®‼⁉™ℹⓂ〰〽㊗㊙ may be emoji, but are ordinary signs in Chinese text.
TEXT_SIGNS = set(map(ord, "\u00a9\u00ae\u203c\u2049\u2122\u2139\u24c2\u3030\u303d\u3297\u3299"))

Range = tuple[int, int, str]  # first, last (included), class


def sets_of_classes() -> list[tuple[str, set[int]]]:
    """The characters of every class; one in several sets has the class of the first."""
    import regex

    characters = "".join(map(chr, range(N_CODE_POINTS)))

    def having(pattern: str) -> set[int]:
        return {ord(char) for char in regex.findall(pattern, characters)}

    letters = having(r"\p{L}")
    return [
        ("kSpace", having(r"\p{White_Space}")),
        ("kDigit", DIGITS),
        ("kRegional", having(r"\p{GCB=Regional_Indicator}")),
        ("kMark", having(r"[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}\p{M}]")),
        ("kHan", HAN),
        ("kKana", having(r"[\p{Script=Hiragana}\p{Script=Katakana}]") & letters),
        ("kKana", KANA_LENGTH_MARK),
        ("kHangul", having(r"\p{Script=Hangul}") & letters),
        ("kLatin", having(r"\p{Script=Latin}") & letters),
        ("kLatin", LOW_LINES),
        ("kPictograph", having(r"\p{Extended_Pictographic}") - TEXT_SIGNS),
        ("kLetter", letters | having(r"\p{Nd}")),
    ]


def ranges(classes: Sequence[str]) -> Iterator[Range]:
    """The stretches of characters of one class, without those of OTHER; classes[c] is that of c."""
    for name, group in groupby(range(len(classes)), key=classes.__getitem__):
        numbers = list(group)
        if name != OTHER:
            yield numbers[0], numbers[-1], name


def unicode_ranges() -> list[Range]:
    """The ranges by the properties that the installed regex has."""
    classes = [OTHER] * N_CODE_POINTS
    for name, numbers in reversed(sets_of_classes()):
        for number in numbers:
            classes[number] = name
    return list(ranges(classes))


def table(found: Sequence[Range]) -> str:
    """The ranges as entries of a C++ array, in lines of up to WIDTH characters."""
    lines = [INDENT]
    for first, last, name in found:
        entry = f"{{0x{first:X}, 0x{last:X}, {name}}},"
        if lines[-1] != INDENT and len(lines[-1]) + 1 + len(entry) > WIDTH:
            lines.append(INDENT)
        lines[-1] += entry if lines[-1] == INDENT else f" {entry}"
    return "\n".join(lines)


def read_table(header: str) -> list[Range]:
    """The ranges that the text of the header has."""
    entries = re.findall(r"\{0x([0-9A-F]+), 0x([0-9A-F]+), (k\w+)\}", header)
    return [(int(first, 16), int(last, 16), name) for first, last, name in entries]


def with_table(header: str, found: Sequence[Range]) -> str:
    """The text of the header with these ranges in place of those it has."""
    before, rest = header.split("kCharRanges[] = {\n")
    after = rest[rest.index("\n};") :]
    return f"{before}kCharRanges[] = {{\n{table(found)}{after}"


def main(path: str) -> None:
    if version("regex") != REGEX:
        sys.exit(f"regex is {version('regex')}; install regex=={REGEX}.")
    header = Path(path)
    header.write_text(with_table(header.read_text("utf-8"), unicode_ranges()), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
