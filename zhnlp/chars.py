"""What a character is: Han and line breaks for regular expressions, `is_han` and `is_emoji`.

The full table is in the compiled core, which a regular expression cannot
call; the tests compare the two.
"""

from __future__ import annotations

from zhnlp.core import CharClass, char_class

HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00016fe2-\U00016fe3\U00016ff2-\U00016ff6\U00020000-\U0003fffd"
)
LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # as str.splitlines has them
_HAN = CharClass.HAN
_EMOJI = (CharClass.PICTOGRAPH, CharClass.REGIONAL)
_PICTURES = frozenset("\u20e3\ufe0f©®™㊗㊙")  # a keycap, a sign drawn as a picture, and such signs


def is_han(char: str) -> bool:
    """Whether `char` is a Chinese character; extension blocks and 〇 count."""
    return char_class(char) is _HAN


def is_emoji(word: str) -> bool:
    """Whether `word` has an emoji, a flag or a keycap in it."""
    return not word.isascii() and any(
        char_class(char) in _EMOJI or char in _PICTURES for char in word
    )
