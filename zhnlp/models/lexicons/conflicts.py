"""Conflicts: what in a user's lexicon may not do what its author expects.

Nothing here is an error: every rule of a segmenter says which word wins (see
stages/segmenter.py). But a list of 100,000 names is long, and these are the
places where its words get into each other's way:

=================================== ==========================================
forced words that overlap           ``中国`` and ``国家`` in 中国家
a user's word inside a forced one   ``北京`` in ``北京大学``
a split word without effect         not in the dictionary
a preferred word already known      in the dictionary
the same but for width or case      ``ＡＩ`` and ``AI``
a forced word inside a run          ``AI``, which is not found in ``OpenAI``
=================================== ==========================================

Time grows with the characters of the lexicon: each word is looked up in a trie
of all, and in a sorted list by its endings. Words of more than LONGEST
characters are not searched for others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from zhnlp.core import CharClass, Trie, char_class
from zhnlp.models.lexicons.lexicon import Entry

LONGEST = 64
_LAST = "\U0010ffff"
_RUN = (CharClass.LATIN, CharClass.DIGIT)
_FORCED = ("force", "force-inside")


class Conflict(NamedTuple):
    """A line of the lexicon and a sentence about it."""

    line: int
    sentence: str


def conflicts(entries: Iterable[tuple[int, Entry]], dictionary: Trie) -> list[Conflict]:
    """Every conflict among `entries` and with the words of `dictionary`, by line.

    A word gets one sentence a rule: it names one other word and counts the rest.

    Args:
        entries: Line number and entry, as from `read_entries`; each word once.
        dictionary: The words that the segmenter knows without the lexicon.

    >>> entries = [(1, Entry("北京大学", "force")), (2, Entry("北京", "force"))]
    >>> [conflict.line for conflict in conflicts(entries, Trie.build(["我"]))]
    [2]
    """
    entries = list(entries)
    found = [*_overlaps(entries), *_inside(entries), *_same(entries)]
    for line, entry in entries:
        if sentence := _alone(entry, dictionary):
            found.append(Conflict(line, sentence))
    return sorted(found, key=lambda conflict: conflict.line)


def _overlaps(entries: list[tuple[int, Entry]]) -> Iterator[Conflict]:
    """Forced words whose end is the beginning of others.

    Words that begin with an ending lie together in the sorted list, so two
    searches find and count them.
    """
    lines = {entry.word: line for line, entry in entries if entry.mode in _FORCED}
    words = sorted(lines)
    for word, line in lines.items():
        if len(word) > LONGEST:
            continue
        others, example = 0, ("", "")
        for start in range(1, len(word)):
            ending = word[start:]
            first = bisect_left(words, ending)
            if first < len(words) and words[first] == ending:
                first += 1  # that word lies inside, which is another conflict
            last = bisect_left(words, ending + _LAST, first)
            repeats = word.startswith(ending)  # 哈哈 overlaps itself, which is no conflict
            if last - first > repeats:
                others += last - first - repeats
                other = words[first + (words[first] == word)]
                example = example if example[0] else (other, ending)
        if others:
            other, shared = example
            yield Conflict(
                line,
                f"forced {_shown(word)} ends as forced {_at(other, lines)}{_more(others)} "
                f"{'begin' if others > 1 else 'begins'}, with {shared!r}; where they overlap, "
                "the one further left is taken.",
            )


def _inside(entries: list[tuple[int, Entry]]) -> Iterator[Conflict]:
    """Forced and preferred words that lie inside forced ones, where they are not found."""
    shown = [(line, entry) for line, entry in entries if entry.mode != "split"]
    lines = {entry.word: line for line, entry in shown}
    trie = Trie.build(lines)
    first: dict[int, str] = {}
    times: dict[int, int] = {}
    for _, outer in shown:
        if outer.mode not in _FORCED or not 1 < len(outer.word) <= LONGEST:
            continue
        inner = {
            number
            for start in range(len(outer.word))
            for end, number in trie.prefixes(outer.word, start)
            if end - start < len(outer.word)
        }
        for number in inner:
            first.setdefault(number, outer.word)
            times[number] = times.get(number, 0) + 1
    for number, outer_word in first.items():
        line, entry = shown[number]
        kind = "preferred" if entry.mode == "prefer" else "forced"
        yield Conflict(
            line,
            f"{kind} {_shown(entry.word)} lies inside forced {_at(outer_word, lines)}"
            f"{_more(times[number])}; there the longer word is taken.",
        )


def _same(entries: list[tuple[int, Entry]]) -> Iterator[Conflict]:
    """Words that differ from an earlier one in nothing but width or case."""
    lines: dict[str, int] = {}
    forms: dict[str, str] = {}
    for line, entry in entries:
        form = normalize("NFKC", entry.word).casefold()
        if form in forms:
            yield Conflict(
                line,
                f"{_shown(entry.word)} differs from {_at(forms[form], lines)} only in width or "
                "case; each is found only as it is spelled.",
            )
        else:
            forms[form] = entry.word
            lines[entry.word] = line


def _alone(entry: Entry, dictionary: Trie) -> str:
    """What is to be said of an entry whatever the others are; empty for nothing."""
    word = entry.word
    is_known = dictionary.find(word) >= 0
    if entry.mode == "split" and not is_known:
        return (
            f"split {_shown(word)} is not in the dictionary, so it keeps only the guessing of "
            "unknown words from making it. Leave it out unless that is meant."
        )
    if entry.mode == "prefer" and is_known:
        return (
            f"preferred {_shown(word)} is in the dictionary already; here it wins against all "
            "other words as well. Leave it out unless that is meant."
        )
    if entry.mode == "force" and all(char_class(char) in _RUN for char in word):
        return (
            f"forced {_shown(word)} has only Latin letters and digits, so it is found only where "
            "it is a whole run of them. Use force-inside to find it inside longer runs."
        )
    return ""


def _at(word: str, lines: dict[str, int]) -> str:
    return f"{_shown(word)} (line {lines[word]})"


def _shown(word: str) -> str:
    return repr(word if len(word) <= LONGEST else f"{word[:LONGEST]}…")


def _more(count: int) -> str:
    return f" and {count - 1} more" if count > 1 else ""
