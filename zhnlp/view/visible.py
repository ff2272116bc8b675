"""Strings of any kind as HTML that shows them: nothing in them is markup, and nothing is unseen."""

from __future__ import annotations

from html import escape
from unicodedata import category

from zhnlp.arguments import need_text

LONGEST_LABEL = 200  # characters of a tag, a keyword, a question …
_SEEN = {"\u200d"}  # joins emoji; without it a family is four persons
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def visible(text: str) -> str:
    """`text` with signs for what cannot be seen, or changes how the rest is shown.

    Controls are signs such as ␀ and ↵. Marks of direction, lone surrogates and characters that
    Unicode does not know are their code points. What is left can stand in UTF-8 and XML.

    >>> visible("a\\tb\\u202ec\\n")
    'a␉b<U+202E>c↵'
    """
    return text if text.isprintable() else "".join(map(_sign, text))


def label(text: str) -> str:
    """`text` as HTML, shortened; for what is not part of the text of a Doc.

    >>> label('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    text = need_text(text, "a heading or label")
    short = text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"
    return escape(visible(short), quote=True)


def written(text: str) -> str:
    """`text` as HTML, with a line break after each sign of one.

    >>> written("a<b\\nc")
    'a&lt;b↵<br/>c'
    """
    return "↵<br/>".join(escape(visible(line), quote=True) for line in text.split("\n"))


def number(value: float) -> str:
    """A number for people: four digits at most.

    >>> number(0.123456), number(12.5), number(float("inf"))
    ('0.1235', '12.5', '∞')
    """
    return f"{value:.4g}".replace("inf", "∞")


def _sign(char: str) -> str:
    if char == "\n":
        return "↵"
    if char < " ":
        return chr(0x2400 + ord(char))
    if char == "\x7f":
        return "␡"
    return f"<U+{ord(char):04X}>" if category(char) in _HIDDEN and char not in _SEEN else char
