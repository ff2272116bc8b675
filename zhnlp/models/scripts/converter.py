"""ScriptConverter: OpenCC's conversions, as edits that are as small as what they convert.

OpenCC says what a text becomes, but not which part becomes which. That is found by halving:

    text        用 鼠 标 点 击 信 息
    converted   用 滑 鼠 點 擊 資 訊           as long, but 鼠 did not become 滑
    halves      用 鼠 标 点 | 击 信 息         each converts to its part of the whole
    …           用 | 鼠 标 | 点 | 击 | 信 息    until each part converts character by character,
                                             or cannot be parted: a phrase, one edit

A place to cut is right if the parts, converted alone, spell the whole. What OpenCC converts
character by character, which is most, is seen at once: with all characters read as
simplified, both are equal. Time is linear for texts as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from typing import Literal, get_args

from zhnlp.alignment import Edit
from zhnlp.models.sequence.alphabet import traditional_characters

Script = Literal["simplified", "traditional", "taiwan", "hong-kong"]
SCRIPTS: tuple[Script, ...] = get_args(Script)
# tw2s knows what t2s does, and that Taiwan and Hong Kong write 看著 for 看着.
_CONFIGS = {"simplified": "tw2s", "traditional": "s2t", "taiwan": "s2twp", "hong-kong": "s2hk"}
_UNREADABLE = re.compile("[\0\ud800-\udfff]")  # OpenCC takes UTF-8, and stops at NUL
_CLAUSES = re.compile(r"[^，。！？；：、,.!?;:\n]{0,200}(?:[，。！？；：、,.!?;:\n]+|$|)")
_SHORT = 64  # characters of a part that is halved; longer ones are cut at punctuation first
_TRIES = 12  # places on each side of the middle; the longest phrases have as many characters


class ScriptConverter:
    """Converts texts to one script.

    Args:
        script: ``simplified`` from any traditional script; the others from simplified:
            ``traditional`` in OpenCC's own standard, ``taiwan`` with the characters and words of
            Taiwan (軟體, 滑鼠), ``hong-kong`` with the characters of Hong Kong.

    >>> converter = ScriptConverter("taiwan")
    >>> converter.convert("用鼠标"), converter.edits("用鼠标")
    ('用滑鼠', [(1, 3, '滑鼠')])
    """

    def __init__(self, script: Script) -> None:
        opencc = import_module("opencc")  # late: few programs convert
        self._opencc = opencc.OpenCC(_CONFIGS[script])
        self._has_words = script == "taiwan"  # the others convert characters, in any context
        self._plain = self._reading()

    def _reading(self) -> dict[int, str]:
        """A table that reads each character and what it becomes alone as the same one."""
        simplified = dict(traditional_characters())
        known = sorted({*simplified, *simplified.values()})
        alone = self._opencc.convert("\n".join(known)).split("\n")
        table = dict(simplified)
        for char, other in zip(known, alone, strict=True):
            if len(other) == 1 and table.get(other, other) != table.get(char, char):
                table[other] = table.get(char, char)
        return str.maketrans(table)

    def convert(self, text: str) -> str:
        """`text` in the script; NUL and lone surrogates stay and part it."""
        return "".join(new for _, new in self._readable(text))

    def edits(self, text: str) -> list[Edit]:
        """What makes `convert(text)` of `text`, in order; each is a character or a phrase."""
        return list(self.each_edit(text))

    def each_edit(self, text: str) -> Iterator[Edit]:
        """As `edits`, one after the other."""
        for start, new in self._readable(text):
            yield from self._between(text, start, new)

    def _readable(self, text: str) -> Iterator[tuple[int, str]]:
        """Where each piece that OpenCC can read starts, and what it becomes; others as they are."""
        start = 0
        for match in _UNREADABLE.finditer(text):
            yield start, self._converted(text[start : match.start()])
            yield match.start(), match[0]
            start = match.end()
        yield start, self._converted(text[start:])

    def _converted(self, text: str) -> str:
        converted: str = self._opencc.convert(text) if text else ""
        return converted

    def _between(self, text: str, start: int, new: str) -> Iterator[Edit]:
        """The edits that make `new` of the readable piece of `text` at `start`."""
        end = _UNREADABLE.search(text, start)
        piece = text[start : end.start() if end else len(text)]
        if not piece:
            return
        todo = [(start, piece, new)]  # a stack, the leftmost on top
        while todo:
            start, old, new = todo.pop()
            if old == new:
                continue
            parts = [] if self._is_by_character(old, new) else self._parts(old, new)
            if parts:
                at = start + len(old)
                for part, converted in reversed(parts):
                    at -= len(part)
                    todo.append((at, part, converted))
            elif self._is_phrase(old, new):
                yield _trimmed(start, old, new)
            else:
                for at, (char, other) in enumerate(zip(old, new, strict=True), start):
                    if char != other:
                        yield at, at + 1, other

    def _is_phrase(self, old: str, new: str) -> bool:
        """Whether what cannot be parted is replaced as a whole, not character by character."""
        if len(old) != len(new):
            return True
        return self._has_words and not self._is_by_character(old, new)

    def _is_by_character(self, old: str, new: str) -> bool:
        if len(old) != len(new):
            return False
        return len(old) == 1 or old.translate(self._plain) == new.translate(self._plain)

    def _parts(self, old: str, new: str) -> list[tuple[str, str]]:
        """Parts that convert to parts of `new`; empty if there are none."""
        if len(old) > _SHORT:
            cuts = [match.end() for match in _CLAUSES.finditer(old) if match.end()]
            parts = [old[a:b] for a, b in pairwise(sorted({0, *cuts, len(old)}))]
            if len(parts) > 1 and (found := self._spelled(parts, new)):
                return found
        middle = len(old) // 2
        for away in range(_TRIES):
            for cut in {middle - away, middle + away}:
                if 0 < cut < len(old) and (found := self._spelled([old[:cut], old[cut:]], new)):
                    return found
        return []

    def _spelled(self, parts: list[str], new: str) -> list[tuple[str, str]]:
        """Each of `parts` with what it becomes; empty if that does not spell `new`."""
        converted = [self._converted(part) for part in parts]
        return list(zip(parts, converted, strict=True)) if "".join(converted) == new else []


def _trimmed(start: int, old: str, new: str) -> Edit:
    """The edit that makes `new` of `old`, without the characters that both begin and end with."""
    shorter = min(len(old), len(new))
    before = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    shorter -= before
    behind = next((i for i in range(shorter) if old[-1 - i] != new[-1 - i]), shorter)
    return start + before, start + len(old) - behind, new[before : len(new) - behind]
