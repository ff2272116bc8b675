"""What no list of words takes: words that are too long, and line breaks inside a word.

One file, so that lexicons, gazetteers, misspellings and protected words have the same limits.
"""

from __future__ import annotations

import re

from zhnlp.arguments import shown
from zhnlp.core import CharClass, char_class, units

LONGEST = 128
"""The characters of the longest word. A word that repeats one character is compared with the
text at each place anew: up to this length that is at most three times the work of other text."""

_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_WHOLE = (CharClass.PICTOGRAPH, CharClass.REGIONAL)


def too_long(word: str, name: str = "word") -> str:
    """A sentence that says that a word has more than LONGEST characters; empty if not."""
    if len(word) <= LONGEST:
        return ""
    return f"the {name} has {len(word)} characters; a list takes {LONGEST} at most. Shorten it."


def broken(word: str, name: str = "word") -> str:
    """A sentence that says that a word has a line break in it; empty if not."""
    found = _BREAKS.search(word)
    if found is None:
        return ""
    code = f"U+{ord(found[0]):04X}"
    return f"the {name} {shown(word)} contains a line end, {code}. Write it in one line."


def is_one_character(word: str) -> bool:
    """Whether a reader sees one character: ``好``, ``e`` with an accent, a flag, an emoji.

    >>> [is_one_character(word) for word in ("好", "❤️", "🇨🇳", "AI", "大桥")]
    [True, True, True, False, False]
    """
    if len(units(word)) != 1:
        return False
    marks = all(char_class(char) is CharClass.MARK for char in word[1:])
    return marks or char_class(word[0]) in _WHOLE
