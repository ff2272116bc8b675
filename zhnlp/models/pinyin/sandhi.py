"""Sandhi: how 一 and 不 sound before other tones.

不 is bú before a fourth tone. 一 is yí before a fourth tone and yì before the others; but yī at
the end of a text or word group, in numbers and ordinals (一一九, 第一, 十一, 一月). Between
two equal verbs (看一看, 好不好) both are neutral in speech; they keep their tone here. Third
tones before third tones are not changed: how far that goes depends on the speaker.
"""

from __future__ import annotations

import re
from collections.abc import MutableSequence

from zhnlp.models.pinyin.styles import tone_of

_PLACES = re.compile("[一不](?!$)")
_DIGITS = "零〇一二三四五六七八九十百千万亿两"
_COUNTED_OFF = "第初十" + _DIGITS
_PARTS_OF_NUMBERS = _DIGITS + "月号楼班级"  # behind them 一 is a number read out


def apply_sandhi(text: str, readings: MutableSequence[str]) -> None:
    """Change the readings (with tone marks) of 一 and 不 in place."""
    for match in _PLACES.finditer(text):
        at = match.start()
        following = readings[at + 1]
        if following == text[at + 1]:  # not read as pinyin
            continue
        falls = tone_of(following) == 4 or text[at + 1] == "个"
        if match[0] == "不":
            if falls and readings[at] == "bù":
                readings[at] = "bú"
        elif readings[at] == "yī" and not _in_number(text, at):
            readings[at] = "yí" if falls else "yì"


def _in_number(text: str, at: int) -> bool:
    """Whether the 一 at `at` is part of a number that is read digit by digit, or an ordinal."""
    before = text[at - 1] if at else ""
    after = text[at + 1]
    if before and before in _COUNTED_OFF:
        return True
    if after in "百千万亿":
        return False
    return after in _PARTS_OF_NUMBERS
