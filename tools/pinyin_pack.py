"""Write the pack ``pinyin`` from the readings of pypinyin.

    python tools/pinyin_pack.py zhnlp/packs/pinyin

Needs the package pypinyin, which the stage `Pinyin` does not import. Tone sandhi of 一 and 不
is undone: some phrases of pypinyin have it, most do not.
"""

from __future__ import annotations

import sys
from pathlib import Path

from zhnlp.errors import UsageError
from zhnlp.io.tables import read_rows
from zhnlp.models.pinyin.model import pinyin_pack
from zhnlp.resources import dicts

_UNDONE = {("一", "yí"): "yī", ("一", "yì"): "yī", ("不", "bú"): "bù"}


def phrases_of(given: dict[str, list[list[str]]]) -> dict[str, list[str]]:
    """The phrases of two or more characters with a reading for each, without sandhi."""
    return {
        phrase: [_UNDONE.get((c, r[0]), r[0]) for c, r in zip(phrase, readings, strict=True)]
        for phrase, readings in given.items()
        if len(phrase) == len(readings) > 1
    }


def main(arguments: list[str]) -> None:
    """Write the pack to the folder in `arguments`; UsageError without one, or pypinyin."""
    if len(arguments) != 1:
        raise UsageError("give one folder: python tools/pinyin_pack.py zhnlp/packs/pinyin")
    try:
        import pypinyin
        from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
    except ImportError as error:
        raise UsageError("the package pypinyin is missing. Run: pip install pypinyin") from error
    characters = {chr(code): given.split(",") for code, given in PINYIN_DICT.items()}
    about = {
        "name": "pinyin",
        "data": f"the characters and phrases of pypinyin {pypinyin.__version__}",
        "licence": "MIT",
        "command": "python tools/pinyin_pack.py zhnlp/packs/pinyin",
    }
    phrases = phrases_of(PHRASES_DICT)
    rows = read_rows(dicts() / "polyphones.tsv", what="table of readings")
    ruled = {row[0] for _, row in rows}
    model = pinyin_pack(characters, phrases, dict(about), ruled=ruled)
    model.save_pack(Path(arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
