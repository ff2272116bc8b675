"""What a character is, for code in Python: ranges as the inside of a regex class.

The compiled core has the whole table (core/chars.hpp), which a regular
expression cannot ask; the tests hold the two against each other.
"""

from __future__ import annotations

from zhnlp.core import CharClass, char_class

HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00016fe2-\U00016fe3\U00016ff2-\U00016ff6\U00020000-\U0003fffd"
)
_HAN = CharClass.HAN


def is_han(char: str) -> bool:
    """Whether `char` is a Chinese character, those of the extensions and 〇 included."""
    return char_class(char) is _HAN
