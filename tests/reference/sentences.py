"""Sentences, as core/sentence_ends.hpp finds them, by regular expressions."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from zhnlp.chars import HAN, LINE_BREAKS

_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄"}
_BRACKETS = {
    "（": "）",
    "(": "）",
    "【": "】",
    "[": "】",
    "［": "】",
    "〔": "〕",
    "{": "}",
    "｛": "}",
}
_TITLES = {"《": "》", "〈": "〉"}
_CLOSING = {**_QUOTES, **_BRACKETS, **_TITLES}
_CLOSER = {mark: mark for mark in _CLOSING.values()} | {")": "）", "]": "】", "］": "】", "｝": "}"}
_END_QUOTE = frozenset(_QUOTES.values()) | {'"', "'"}
_END_BRACKET = frozenset(_BRACKETS.values())

_CIRCLED = "".join(map(chr, range(ord("①"), ord("⑳") + 1)))
_HAN_NUMBER = "一二三四五六七八九十"
_ITEM = (
    rf"[（(](?:[{_HAN_NUMBER}]{{1,3}}|[0-9０-９]{{1,3}})[）)]"
    rf"|[{_HAN_NUMBER}]{{1,3}}、(?![{_HAN_NUMBER}])"
    r"|[0-9０-９]{1,3}(?:[)）]|[.．、](?![0-9０-９]))"
    r"|[①-⒇⓪❶-➓㈠-㈩㊀-㊉]"
)


def _marks(ends: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The marks that may end, open or close something, and the kind of each by its first character.

    `ends` are those that end a sentence. One set of characters is found fast.
    """
    kinds = {
        **dict.fromkeys("；;：:", "item"),
        **dict.fromkeys(_CIRCLED, "circled"),
        **dict.fromkeys(LINE_BREAKS, "line"),
        **dict.fromkeys("\"'", "straight"),
        **dict.fromkeys(_CLOSER, "close"),
        **dict.fromkeys(_CLOSING, "open"),
        **dict.fromkeys(ends, "end"),
    }
    runs = rf"(?<=[{ends}])[{ends}]+|(?<=[{LINE_BREAKS}])[{LINE_BREAKS}]+"
    return re.compile(rf"[{re.escape(''.join(kinds))}](?:{runs}|)"), kinds


_ENDS = "。！？｡…‼⁇⁈⁉!?.．"
_PATTERNS = {False: _marks(_ENDS), True: _marks(_ENDS + "；")}
_ITEM_FOLLOWS = re.compile(rf"[ \t\u3000]{{0,8}}(?={_ITEM})")

_GOES_ON = re.compile(r"[ \t\u3000]{0,8}[，、；：,;:]")
_QUOTE_GOES_ON = re.compile(r"[ \t\u3000]{0,8}(?:[，、；：,;:—a-z]|的(?!确))")
_STOP_FOLLOWED = re.compile(r"[\"'”’)\]）」』]{0,8}(?:$|\s\s{0,8}(?P<next>\S?))")
# Three Han characters on either side: 张三.李四 is a name.
_HAN_STOP = re.compile(rf"(?<=[{HAN}]{{3}})[.．](?=[{HAN}]{{3}})")
_LINE_BREAK = re.compile(f"[{LINE_BREAKS}]|$")
_FINAL_STOP = re.compile(rf"[{HAN}][.．][\"'”’)\]）」』]{{0,8}}\s*\Z")
_REPEATED = re.compile(rf"(?=[{HAN}])(?![了的吗呢吧])(.{{1,3}})(?:…+|\.{{2,}}|。{{2,}})\1")
_LAST_WORD = re.compile(r"[A-Za-z0-9０-９.]+$|[一二三四五六七八九十]+$")
_IN_WORD = re.compile("[A-Za-z].[A-Za-z]")
_NUMBER = re.compile(rf"[0-9０-９]{{1,3}}|[{_HAN_NUMBER}]{{1,3}}|[ivxIVX]{{1,4}}")
_ABBREVIATION = re.compile(
    r"[A-Za-z]|.*\.[A-Za-z]{1,3}|(?:mr|mrs|ms|dr|prof|sr|jr|st|mt|vs|etc|eg|ie|cf|al|no|nos|fig|figs"
    r"|eq|ch|sec|vol|ed|eds|pp|approx|inc|ltd|co|corp|dept|gen|col|capt|lt|sgt|rev|hon|gov|sen|rep"
    r"|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|ph\.d)",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"[^\s。！？｡…‼⁇⁈⁉!?.．；”’」』）)】\]》\"']")


class _Scan:
    """One scan over the marks of a text, which collects its cuts.

    It makes a cut at every end, and removes it when the quotation around it closes.
    So it never looks ahead, and takes linear time.

        text   他 说 ： “ 你 好 。 我 走 。 ” 然 后
        cuts                     7        10      one at each end, until
                                             11   ” replaces both by its own
    """

    def __init__(self, text: str, max_quote: int) -> None:
        self.text = text
        self.max_quote = max_quote
        self.cuts: list[int] = []
        self.line_end = 0  # of the line that `is_dotted` is about
        self.is_dotted = False
        self.ended = -1  # position after the latest end and its closing marks
        # Open marks: closing mark, position, number of cuts before it.
        # A mark more than max_quote marks deep is too far away to matter.
        self.open: deque[tuple[str, int, int]] = deque(maxlen=max_quote + 1)

    def run(self, pattern: re.Pattern[str], kinds: dict[str, str]) -> None:
        text = self.text
        for match in pattern.finditer(text):
            mark, at = match.group(), match.start()
            kind = kinds[mark[0]]
            if kind == "end":
                if mark in "。！？" or self.is_end(mark, at, match.end()):
                    self.end(at, match.end(), _GOES_ON)
            elif kind == "open":
                self.open.append((_CLOSING[mark], at, len(self.cuts)))
            elif kind == "line":
                self.cuts.append(match.end())
                self.open.clear()
            elif mark in "’'" and _IN_WORD.match(text, max(0, at - 1)):
                continue
            elif kind == "close":
                self.close(_CLOSER[mark], at)
            elif kind == "straight":
                self.straight(mark, at)
            elif kind == "circled":
                if text[max(0, at - 1) : at] in (" ", "\u3000"):
                    self.cuts.append(at)
            elif (item := _ITEM_FOLLOWS.match(text, at + 1)) and not self.is_clock(mark, at):
                self.cuts.append(item.end())

    def is_clock(self, mark: str, at: int) -> bool:
        return mark == ":" and self.text[max(0, at - 1) : at] in tuple("0123456789")

    def end(self, start: int, end: int, goes_on: re.Pattern[str]) -> None:
        """End a sentence at `end`; an end right before `start` is extended to it."""
        if self.ended == start and self.cuts and self.cuts[-1] == start:
            self.cuts.pop()
        self.ended = end
        if not goes_on.match(self.text, end):
            self.cuts.append(end)

    def straight(self, mark: str, at: int) -> None:
        """A mark that both opens and closes: it closes if it can."""
        after = self.text[at + 1 : at + 2]
        if self.depth(mark) or (self.ended == at and not after.strip()):
            self.close(mark, at)
        else:
            self.open.append((mark, at, len(self.cuts)))

    def close(self, closer: str, at: int) -> None:
        for _ in range(depth := self.depth(closer)):
            _, start, n_cuts = self.open.pop()
        if depth and at - start - 1 <= self.max_quote:
            del self.cuts[n_cuts:]
            if closer not in _END_QUOTE and not (closer in _END_BRACKET and self.is_start(start)):
                return
        if self.ended == at:
            self.end(at, at + 1, _QUOTE_GOES_ON if closer in _END_QUOTE else _GOES_ON)

    def depth(self, closer: str) -> int:
        """How many open marks `closer` closes; 0 for none. It checks only the last four."""
        marks = self.open
        if marks and marks[-1][0] == closer:
            return 1
        for depth in range(2, min(len(marks), 4) + 1):
            if marks[-depth][0] == closer:
                return depth
        return 0

    def is_start(self, at: int) -> bool:
        """Whether a sentence starts at `at`, apart from a few spaces."""
        cut = self.cuts[-1] if self.cuts else 0
        return at - cut <= 8 and not self.text[cut:at].strip()

    def is_end(self, run: str, start: int, end: int) -> bool:
        """Whether the run of marks text[start:end] ends a sentence."""
        if run in ".．":
            return self.is_full_stop(start, end)
        if any(_REPEATED.match(self.text, start - n) for n in range(1, min(start, 3) + 1)):
            return False
        if not run.isascii():
            return True
        after = self.text[end : end + 2]
        if run[0] == "." and after[:1] == " " and after[1:].islower() and after.isascii():
            return False
        before = self.text[max(0, start - 1) : start]
        inside = after[:1].isascii() and after[:1].strip() not in {"", *_CLOSER, *"\"'"}
        return not (inside and before.isascii())

    def is_full_stop(self, start: int, end: int) -> bool:
        if not self.text[max(0, start - 1) : start].strip():
            return False
        followed = _STOP_FOLLOWED.match(self.text, end)
        if followed is None:
            return bool(_HAN_STOP.match(self.text, start)) and self.line_ends_so(start)
        after = followed["next"] or ""
        if after.isascii() and after.islower():
            return False
        word = _LAST_WORD.search(self.text, max(0, start - 16), start)
        if word is None:
            return True
        if _NUMBER.fullmatch(word.group()) and (
            self.is_start(word.start()) or (word.group()[0] in "0123456789" and after > "\u2e80")
        ):
            return False
        return not _ABBREVIATION.fullmatch(word.group())

    def line_ends_so(self, at: int) -> bool:
        """Whether the line of `at` ends with a full stop after a Han character."""
        if at >= self.line_end and (found := _LINE_BREAK.search(self.text, at)):
            self.line_end = found.start()
            tail = self.text[max(at, self.line_end - 16) : self.line_end]
            self.is_dotted = bool(_FINAL_STOP.search(tail))
        return self.is_dotted


def _spans(text: str, cuts: list[int]) -> Iterator[tuple[int, int]]:
    """The spans between `cuts`, without white space; one with only marks joins the next."""
    start = seen = 0
    for cut in [*cuts, len(text)]:
        whole = text[start:cut]
        # The first two conditions hold for most sentences and are fast.
        if not (
            whole[:1].isalnum()
            or cut == len(text)
            or text[cut - 1] in LINE_BREAKS
            or _CONTENT.search(text, seen, cut)
        ):
            seen = cut
            continue
        first, start, seen = start, cut, cut
        words = whole.strip()
        if len(words) == len(whole) > 0:
            yield first, cut
        elif words:
            end = cut - len(whole) + len(whole.rstrip())
            yield end - len(words), end


def sentence_places(text: str, *, semicolons: bool = False, max_quote: int = 200) -> list[int]:
    """The start and end of each sentence, one after another."""
    scan = _Scan(text, max_quote)
    scan.run(*_PATTERNS[semicolons])
    return [place for span in _spans(text, scan.cuts) for place in span]
