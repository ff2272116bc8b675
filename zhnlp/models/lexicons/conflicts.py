"""Conflicts: entries of a user's lexicon that may not do what its author expects.

Nothing here is an error, because a segmenter has a rule for which word wins (see
stages/segmenter.py). But in a list of 100,000 names it is hard to see where words
affect each other:

=================================== ==========================================
forced words that overlap           ``中国`` and ``国家`` in 中国家
a user's word inside a forced one   ``北京`` in ``北京大学``
a split word without effect         not in the dictionary
a preferred word already known      in the dictionary
equal except for width or case      ``ＡＩ`` and ``AI``
a forced word inside a run          ``AI``, which is not found in ``OpenAI``
a tag of no tag set                 ``brand``
=================================== ==========================================

Time is proportional to the characters of the lexicon: each word is looked up in a
trie of all words, and its endings in a sorted list. Words of more than LONGEST
characters are not searched for other words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from zhnlp.core import CharClass, Trie, char_class
from zhnlp.errors import did_you_mean
from zhnlp.models.lexicons.entry import Entry
from zhnlp.models.tags.tag_sets import known_tags

LONGEST = 64
_LAST = "\U0010ffff"
_RUN = (CharClass.LATIN, CharClass.DIGIT)
_FORCED = ("force", "force-inside")


class Conflict(NamedTuple):
    """The line number of an entry, and a sentence that says what is wrong with it."""

    line: int
    sentence: str


def conflicts(entries: Iterable[tuple[int, Entry]], dictionary: Trie) -> list[Conflict]:
    """Every conflict among `entries` and with the words of `dictionary`, by line.

    A word gets one sentence for each rule, which names one other word and counts the rest.

    Args:
        entries: Line number and entry, as from `Lexicon.check`; each word once.
        dictionary: The words that the segmenter has without the lexicon.

    >>> entries = [(1, Entry("北京大学", "force")), (2, Entry("北京", "force"))]
    >>> [conflict.line for conflict in conflicts(entries, Trie.build(["我"]))]
    [2]
    """
    entries = list(entries)
    all_conflicts = [*_overlaps(entries), *_inside(entries), *_same(entries)]
    for line, entry in entries:
        sentences = (_alone(entry, dictionary), _unknown_tag(entry))
        all_conflicts += [Conflict(line, sentence) for sentence in sentences if sentence]
    return sorted(all_conflicts, key=lambda conflict: conflict.line)


def _overlaps(entries: list[tuple[int, Entry]]) -> Iterator[Conflict]:
    """Forced words with an ending that other forced words begin with.

    Words that begin with the same ending are adjacent in the sorted list, so two
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
                first += 1  # that word lies inside `word`, which is another conflict
            last = bisect_left(words, ending + _LAST, first)
            repeats = word.startswith(ending)  # 哈哈 overlaps itself: not a conflict
            if last - first > repeats:
                others += last - first - repeats
                other = words[first + (words[first] == word)]
                example = example if example[0] else (other, ending)
        if others:
            other, shared = example
            yield Conflict(
                line,
                f"forced {_quoted(word)} ends with {shared!r}, which begins forced "
                f"{_at(other, lines)}{_more(others)}; where they overlap, the leftmost wins.",
            )


def _inside(entries: list[tuple[int, Entry]]) -> Iterator[Conflict]:
    """Forced and preferred words inside forced ones, where they are not found."""
    if not any(entry.mode in _FORCED for _, entry in entries):
        return
    words = [(line, entry) for line, entry in entries if entry.mode != "split"]
    lines = {entry.word: line for line, entry in words}
    trie = Trie.build(lines)
    first: dict[int, str] = {}
    times: dict[int, int] = {}
    for _, outer in words:
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
        line, entry = words[number]
        kind = "preferred" if entry.mode == "prefer" else "forced"
        yield Conflict(
            line,
            f"{kind} {_quoted(entry.word)} is inside forced {_at(outer_word, lines)}"
            f"{_more(times[number])}; there the longer word wins.",
        )


def _same(entries: list[tuple[int, Entry]]) -> Iterator[Conflict]:
    """Words that differ from an earlier one only in width or case."""
    forms: dict[str, int] = {}  # to the first entry of a form
    for number, (line, entry) in enumerate(entries):
        form = normalize("NFKC", entry.word).casefold()
        form = entry.word if form == entry.word else form  # one string less in memory
        first_line, first = entries[forms.setdefault(form, number)]
        if first is not entry:
            yield Conflict(
                line,
                f"{_quoted(entry.word)} differs from {_quoted(first.word)} (line {first_line}) "
                "only in width or case; each is found only in its own spelling.",
            )


def _alone(entry: Entry, dictionary: Trie) -> str:
    """A sentence about an entry that does not depend on other entries; may be empty."""
    word = entry.word
    is_known = dictionary.find(word) >= 0
    if entry.mode == "split" and not is_known:
        return (
            f"split {_quoted(word)} is not in the dictionary, so it only prevents that the word "
            "is guessed as an unknown one. Remove it unless you mean that."
        )
    if entry.mode == "prefer" and is_known:
        return (
            f"preferred {_quoted(word)} is already in the dictionary; as a preferred word it also "
            "wins where the method would join or cut it. Remove it unless you mean that."
        )
    if entry.mode == "force" and all(char_class(char) in _RUN for char in word):
        return (
            f"forced {_quoted(word)} has only Latin letters and digits, so it is found only as a "
            "whole run of them. Use force-inside to find it inside longer runs."
        )
    return ""


def _unknown_tag(entry: Entry) -> str:
    """A sentence about a tag that no model that ships knows."""
    if entry.tag is None or entry.tag in known_tags():
        return ""
    hint = did_you_mean(entry.tag, sorted(known_tags()), listed=False) or "Correct or remove it."
    return (
        f"tag {entry.tag!r} of {_quoted(entry.word)} is none of PKU, jieba or Universal "
        f"Dependencies, so a tagger refuses it. {hint}"
    )


def _at(word: str, lines: dict[str, int]) -> str:
    return f"{_quoted(word)} (line {lines[word]})"


def _quoted(word: str) -> str:
    return repr(word if len(word) <= LONGEST else f"{word[:LONGEST]}…")


def _more(count: int) -> str:
    return f" and {count - 1} more" if count > 1 else ""
