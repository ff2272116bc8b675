"""Widths: the rules of the Normalizer for full-width characters, and for blanks beside Han."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from zhnlp.alignment import Edit
from zhnlp.chars import HAN

OTHER_BLANKS = r"\t\xa0\u1680\u2000-\u200a\u202f\u205f"

_ALNUM = "0-9A-Za-z０-９Ａ-Ｚａ-ｚ"
_WIDE = re.compile(
    rf"[０-９Ａ-Ｚａ-ｚ＃＄％＆＊＋－／＝＠＼＾＿｜\u3000]|(?<=[{_ALNUM}])．(?=[{_ALNUM}])"
)


def wide(text: str) -> Iterator[Edit]:
    """Letters, digits, most signs and the ideographic space."""
    for match in _WIDE.finditer(text):
        char = match[0]
        half = " " if char == "\u3000" else chr(ord(char) - 0xFEE0)
        yield match.start(), match.end(), half


_DIGIT = "[0-9０-９]"
# The end of a number in digits, as far as it shows that a comma is one between thousands.
_AMOUNT = re.compile(rf"[.．]{_DIGIT}|[%％‰]|[ \u3000]?(?:[元圆块万亿美港欧英日韩澳]|人民币)")
_NUMBER = rf"{_DIGIT}{{1,3}}(?:[，,]{_DIGIT}{{3}})+(?!{_DIGIT}|[，,]{_DIGIT})"
_WIDE_SIGNS = re.compile(
    rf"(?P<url>(?<![{_ALNUM}])(?:[A-Za-zＡ-Ｚａ-ｚ]{{2,20}}[:：][/／]{{2}}|[wWｗＷ]{{3}}[.．])"
    rf"(?:[{HAN}]{{1,20}}[.．])*"
    rf"[{_ALNUM}#%&+./:=?@_~＃％＆＋．／：＝？＠＿～－-]*)"
    r"|(?<![A-Za-zＡ-Ｚａ-ｚ])[A-Za-zＡ-Ｚａ-ｚ](?P<drive>：)(?=[\\＼])"
    rf"|(?<![0-9０-９.．:：])(?:[01０１]?{_DIGIT}|[2２][0-4０-４])(?P<time>：)(?=[0-5０-５]{_DIGIT}(?!{_DIGIT}))"
    rf"|(?<=[:：][0-5０-５]{_DIGIT})(?P<seconds>：)(?=[0-5０-５]{_DIGIT}(?!{_DIGIT}))"
    rf"|(?<![0-9０-９.．,，])(?P<number>{_NUMBER})"
)
_WIDE_ALNUM = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_IN_URL = re.compile(rf"：(?=[/／])|[：？～](?=[{_ALNUM}])|(?<=[{HAN}])．")
_SHORT_AND_WIDE = re.compile("[０-９]{1,2}(?:，[０-９]{3})+")


def wide_signs(text: str) -> Iterator[Edit]:
    """Punctuation inside addresses, times and amounts."""
    for match in _WIDE_SIGNS.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        for at in _signs_of(text, start, end, match.lastgroup):
            yield at, at + 1, chr(ord(text[at]) - 0xFEE0)


def _signs_of(text: str, start: int, end: int, kind: str | None) -> Iterator[int]:
    """Where the full-width signs of text[start:end] are that become half-width."""
    if kind == "url":
        scheme = _IN_URL.search(text, start, end)
        wide = _WIDE_ALNUM.search(text, start, end)
        if scheme and text.startswith(("：//", "：／／"), scheme.start()) and not wide:
            yield scheme.start()
        elif wide:
            yield from (match.start() for match in _IN_URL.finditer(text, start, end))
    elif kind != "number":
        yield start
    elif (
        text[start - 1 : start] in tuple("￥¥$＄€£￡")
        or _AMOUNT.match(text, end)
        or _SHORT_AND_WIDE.fullmatch(text, start, end)
    ):
        yield from (at for at in range(start, end) if text[at] == "，")


_BLANK = rf"[ \u3000{OTHER_BLANKS}]+"
# Matches every run of letters and signs, because searching for the blank from each is quadratic.
_HAN_BLANKS = re.compile(
    rf"(?<=[{HAN}])(?P<after>{_BLANK})(?=[{_ALNUM}])"
    rf"|(?P<word>[!-~！-～‰]+)(?:(?<=[{_ALNUM}%％‰])(?P<before>{_BLANK})(?=[{HAN}]))?"
)
_ADDRESS_SIGN = re.compile(r"[@#/\\＠＃／＼]|[wW]{3}\.")


def han_blanks(text: str) -> Iterator[Edit]:
    """Blanks between a Han character and a letter, digit or percent sign."""
    from zhnlp.models.spelling.verbatim import verbatim_spans  # not needed without this rule

    spans = deque(verbatim_spans(text))
    for match in _HAN_BLANKS.finditer(text):
        if match["word"] and match["before"] is None:
            continue
        start, end = match.span("before" if match["after"] is None else "after")
        while spans and spans[0][1] < start:
            spans.popleft()
        if spans and spans[0][0] <= start:
            continue  # in or after an address, name or tag
        if match["after"] is not None or not _ADDRESS_SIGN.search(match["word"]):
            yield start, end, ""
