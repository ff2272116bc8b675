"""Write ``dicts/traditional.tsv`` and ``dicts/simplified.tsv`` from OpenCC.

    python tools/script_tables.py dicts

Needs the package OpenCC, which zhnlp itself does not import. Only conversions of a single
character to another single character are written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from zhnlp.chars import is_han
from zhnlp.errors import UsageError
from zhnlp.io.whole_files import write_whole

Convert = Callable[[str], str]
_COMPATIBILITY = range(0xF900, 0xFB00)  # CJK compatibility ideographs, which models do not read
_TRADITIONAL = """\
# Traditional characters and the simplified ones they are read as.
# Made by program, tools/script_tables.py: every Han character outside U+F900 to
# U+FAFF that the t2s conversion of OpenCC {version} (Apache-2.0) turns into one other
# character, alone.
# traditional	simplified
"""
_SIMPLIFIED = """\
# Simplified characters and the traditional ones they are written as.
# Made by program, tools/script_tables.py: those of traditional.tsv that the s2t conversion
# of OpenCC {version} (Apache-2.0) turns into one other character, alone.
# simplified	traditional
"""


def converted(characters: Iterable[str], convert: Convert) -> dict[str, str]:
    """Each of `characters` that `convert` turns into one other character, with that one."""
    pairs = ((char, convert(char)) for char in sorted(set(characters)))
    return {char: other for char, other in pairs if len(other) == 1 and other != char}


def write_tables(folder: Path, version: str, t2s: Convert, s2t: Convert) -> None:
    """Write both tables to `folder`.

    Args:
        folder: Such as ``dicts``.
        version: The version of OpenCC.
        t2s, s2t: Convert a text to simplified and to traditional characters.
    """
    every = (chr(code) for code in range(sys.maxunicode + 1) if code not in _COMPATIBILITY)
    han = (char for char in every if is_han(char))
    traditional = converted(han, t2s)
    simplified = converted(traditional.values(), s2t)
    for name, head, table in (
        ("traditional.tsv", _TRADITIONAL, traditional),
        ("simplified.tsv", _SIMPLIFIED, simplified),
    ):
        lines = "".join(f"{char}\t{other}\n" for char, other in table.items())
        write_whole(folder / name, (head.format(version=version) + lines).encode())


def main(arguments: list[str]) -> None:
    """Write the tables to the folder in `arguments`; UsageError without one, or OpenCC."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        raise UsageError("give one folder: python tools/script_tables.py dicts")
    try:
        opencc = import_module("opencc")
    except ImportError as error:
        raise UsageError("the package OpenCC is missing. Run: pip install OpenCC") from error
    t2s, s2t = (opencc.OpenCC(name).convert for name in ("t2s", "s2t"))
    write_tables(Path(arguments[0]), opencc.__version__, t2s, s2t)


if __name__ == "__main__":
    main(sys.argv[1:])
