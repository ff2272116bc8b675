"""How different two words sound: the edit distance of their pinyin, syllable by syllable.

sounds.py defines which sounds are similar; this file only has their costs.
"""

from __future__ import annotations

import re

from zhnlp.arguments import need_text
from zhnlp.core import edit_distance
from zhnlp.errors import UsageError
from zhnlp.models.spelling.sounds import NEAR_FINALS, NEAR_INITIALS, spelled

SLIGHT = 0.25  # cost of another tone, or of a similar initial or final
_SYLLABLE = re.compile("([a-zü]+)([0-5]?)")
_NEAR = {"initial": NEAR_INITIALS, "final": NEAR_FINALS}

Unit = tuple[str, str]  # kind and spelling


def pinyin_distance(a: str, b: str) -> float:
    """The lowest cost of changing `a` to `b`, sound by sound.

    Each syllable has three parts: initial (which may be empty), final and tone. To
    insert, delete or replace a part costs 1; to replace it by a similar one, such as
    ``n`` by ``l`` or ``in`` by ``ing``, or to change a tone, costs 0.25. For a distance
    over the letters of pinyin, use ``edit_distance(a, b)``.

    Args:
        a, b: Syllables of pinyin, separated by spaces, each with or without its tone:
            ``zhong1 guo2``; ü or v, and 5, 0 or nothing for the neutral tone.

    Raises:
        UsageError: A part is not a syllable.

    >>> pinyin_distance("zai4", "zai4"), pinyin_distance("na3 li3", "la3 li5")
    (0.0, 0.5)
    >>> pinyin_distance("bei3 jing1", "nan2 jing1")
    2.25
    """
    one, other = _units(need_text(a, "a")), _units(need_text(b, "b"))
    signs = {unit: chr(number) for number, unit in enumerate({*one, *other})}
    costs = {(signs[x], signs[y]): SLIGHT for x in set(one) for y in set(other) if _is_slight(x, y)}
    first, second = ("".join(signs[unit] for unit in units) for units in (one, other))
    return edit_distance(first, second, costs=costs)


def _units(pinyin: str) -> list[Unit]:
    units = []
    for syllable in pinyin.split():
        parts = _SYLLABLE.fullmatch(syllable)
        if parts is None:
            raise UsageError(
                f"{syllable!r} is not a syllable of pinyin. Write small letters and a tone "
                "from 1 to 5, as in 'zhong1 guo2'."
            )
        initial, final = spelled(parts[1].replace("ü", "v"))
        units += [
            ("initial", initial),
            ("final", final),
            ("tone", (parts[2] or "5").replace("0", "5")),
        ]
    return units


def _is_slight(one: Unit, other: Unit) -> bool:
    (kind, spelling), (other_kind, other_spelling) = one, other
    if kind != other_kind:
        return False
    return kind == "tone" or " ".join(sorted((spelling, other_spelling))) in _NEAR[kind]
