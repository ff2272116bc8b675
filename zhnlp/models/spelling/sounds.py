"""How near two sounds are: which characters are typed for which.

A misspelt character mostly sounds like the right one, since most Chinese is
typed by its pinyin, or looks like it. How near two sounds are is said here; the
table of pairs, which knows the shapes as well, is made by models/spelling/confusions.py
and lies in a pack.

=============  ==================================================================
SAME_TONE      在 for 再: both zai4
SAME_SYLLABLE  那 for 哪: na4, na3
NEAR_SYLLABLE  四 for 是: si4, shi4; sounds that many speakers do not distinguish
NEAR_SPELLING  买 for 吗: mai, ma; a letter of pinyin missing, added, swapped or hit on a
               neighbouring key, or initials that differ in one trait: b and p, j and q
=============  ==================================================================
"""

from __future__ import annotations

from enum import IntEnum


class Sound(IntEnum):
    """How similar two sounds are; after NONE, the lower the number the more similar."""

    NONE = 0
    SAME_TONE = 1
    SAME_SYLLABLE = 2
    NEAR_SYLLABLE = 3
    NEAR_SPELLING = 4


# Initials and finals that speakers of some regions do not distinguish.
NEAR_INITIALS = frozenset(("z zh", "c ch", "s sh", "l n", "l r", "n r", "f h"))
NEAR_FINALS = frozenset(("an ang", "en eng", "in ing", "ian iang", "uan uang", "eng ong", "u v"))
# Initials that differ in one trait: aspiration, or place of articulation.
RELATED_INITIALS = frozenset(("b p", "d t", "g k", "j q", "q x", "j x", "ch zh", "c z", "j zh"))
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def spelled(syllable: str) -> tuple[str, str]:
    """Initial and final of a syllable of pinyin without tone, v for ü.

    ``y`` and ``w`` are initials, too, because they are typed.

    >>> spelled("zhang"), spelled("ying"), spelled("er")
    (('zh', 'ang'), ('y', 'ing'), ('', 'er'))
    """
    for initial in _INITIALS:
        if syllable.startswith(initial):
            return initial, syllable[len(initial) :]
    return "", syllable


def is_near_syllable(one: str, other: str) -> bool:
    """Whether many speakers do not distinguish two syllables without tones.

    Their initials, their finals or both are pairs of `NEAR_INITIALS` and
    `NEAR_FINALS`; ``hua`` is also similar to ``fa``, because some dialects drop the u.

    >>> is_near_syllable("shi", "si"), is_near_syllable("zheng", "zen")
    (True, True)
    >>> is_near_syllable("ma", "mai")
    False
    """
    (initial_a, final_a), (initial_b, final_b) = spelled(one), spelled(other)
    if {initial_a, initial_b} == {"f", "h"}:
        final_a, final_b = _unrounded(initial_a, final_a), _unrounded(initial_b, final_b)
    return _near(initial_a, initial_b, NEAR_INITIALS) and _near(final_a, final_b, NEAR_FINALS)


def is_near_spelling(one: str, other: str) -> bool:
    """Whether two syllables without tones differ by one slip of the hand or of the ear.

    The slip is a letter that is missing, added, swapped with the next (Damerau, 1964)
    or hit on a neighbouring key; or one of a pair of `RELATED_INITIALS` for the other.

    >>> is_near_spelling("ma", "mai"), is_near_spelling("bao", "pao")
    (True, True)
    """
    if one == other:
        return False
    (initial_a, final_a), (initial_b, final_b) = spelled(one), spelled(other)
    if final_a == final_b and _near(initial_a, initial_b, RELATED_INITIALS):
        return True
    if abs(len(one) - len(other)) == 1:
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    if len(one) != len(other):
        return False
    differ = [i for i in range(len(one)) if one[i] != other[i]]
    if len(differ) == 1:
        return other[differ[0]] in beside(one[differ[0]])
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    first, second = differ
    return one[first] == other[second] and one[second] == other[first]


def nearness(one: str, other: str) -> Sound:
    """How similar two syllables with tones are (5 for the neutral tone); symmetric.

    >>> nearness("na4", "na3"), nearness("shi4", "si4")
    (<Sound.SAME_SYLLABLE: 2>, <Sound.NEAR_SYLLABLE: 3>)
    """
    if one == other:
        return Sound.SAME_TONE
    one, other = one.rstrip("12345"), other.rstrip("12345")
    if one == other:
        return Sound.SAME_SYLLABLE
    if is_near_syllable(one, other):
        return Sound.NEAR_SYLLABLE
    return Sound.NEAR_SPELLING if is_near_spelling(one, other) else Sound.NONE


def beside(key: str) -> frozenset[str]:
    """The letters next to `key`, a lower-case letter, on a keyboard of three rows.

    >>> sorted(beside("s"))
    ['a', 'd', 'e', 'w', 'x', 'z']
    """
    row = next(i for i, keys in enumerate(_KEYS) if key in keys)
    column = _KEYS[row].index(key)
    near = {*_KEYS[row][max(column - 1, 0) : column + 2]}
    if row > 0:
        near |= {*_KEYS[row - 1][column : column + 2]}  # each row is half a key further right
    if row + 1 < len(_KEYS):
        near |= {*_KEYS[row + 1][max(column - 1, 0) : column + 1]}
    return frozenset(near - {key})


def _near(one: str, other: str, pairs: frozenset[str]) -> bool:
    return one == other or " ".join(sorted((one, other))) in pairs


def _unrounded(initial: str, final: str) -> str:
    """The final after f that is heard for `final` after h: fa for hua, fei for hui (huei)."""
    if initial != "h" or final == "u" or not final.startswith("u"):
        return final
    return {"ui": "ei", "un": "en"}.get(final, final[1:])
