"""Styles: a syllable of pinyin with its tone mark, written in other ways.

======== ======= ======== ================================================
marks    zhǎng   lǜ       as in dictionaries; the neutral tone has no mark
numbers  zhang3  lü4      the tone as a digit; the neutral one is 5
plain    zhang   lü       no tone
initials zh      l        the initial; the first letter where there is none
letters  z       l        the first letter
======== ======= ======== ================================================
"""

from __future__ import annotations

from typing import Literal, get_args
from unicodedata import normalize

Style = Literal["marks", "numbers", "plain", "initials", "letters"]
STYLES: tuple[Style, ...] = get_args(Style)
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


def tone_of(syllable: str) -> int:
    """The tone of a syllable with a mark, 1 to 4; 5 for none, the neutral one.

    >>> tone_of("zhǎng"), tone_of("de")
    (3, 5)
    """
    return next((int(_TONES[c]) for c in normalize("NFD", syllable) if c in _TONES), 5)


def plain(syllable: str) -> str:
    """The syllable without its tone.

    >>> plain("lǜ"), plain("ń")
    ('lü', 'n')
    """
    letters = "".join(c for c in normalize("NFD", syllable) if c not in _TONES)
    return normalize("NFC", letters)


def styled(syllable: str, style: Style, *, umlaut: str = "ü") -> str:
    """A syllable with a tone mark in another style.

    >>> styled("lǜ", "numbers", umlaut="v"), styled("shuāng", "initials"), styled("ài", "initials")
    ('lv4', 'sh', 'a')
    """
    if style == "marks":
        return syllable
    letters = plain(syllable)
    if style == "numbers":
        return letters.replace("ü", umlaut) + str(tone_of(syllable))
    if style == "plain":
        return letters.replace("ü", umlaut)
    return letters[:2] if style == "initials" and letters[1:2] == "h" else letters[0]
