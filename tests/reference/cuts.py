"""Cuts of a text into words: by a lattice, by the longest match, by a hidden Markov model."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from itertools import combinations, pairwise

Range = tuple[int, int]
Arcs = Sequence[tuple[int, int, float]]  # start, end, log probability of the words that may stand


def every_cut(arcs: Arcs, start: int, length: int) -> list[tuple[float, list[int]]]:
    """Log probability and word ends of every way to cut ``text[start:length]``."""
    if start == length:
        return [(0.0, [])]
    return [
        (log_prob + rest, [b, *ends])
        for a, b, log_prob in arcs
        if a == start
        for rest, ends in every_cut(arcs, b, length)
    ]


def unigram_arcs(
    text: str, places: Sequence[int], log_probs: Mapping[str, float], unknown: float
) -> list[tuple[int, int, float]]:
    """The dictionary's words between `places` of the text; where none starts, the unit."""
    arcs = []
    for start, next_place in pairwise(places):
        known = [end for end in places if end > start and text[start:end] in log_probs]
        arcs += [(start, end, log_probs[text[start:end]]) for end in known]
        if not known:
            arcs.append((start, next_place, unknown))
    return arcs


def forward(text: str, places: Sequence[int], words: Container[str]) -> list[int]:
    """Ends of the longest word at each place from the left; the unit where there is none."""
    ends = [0]
    while ends[-1] < len(text):
        after = [place for place in places if place > ends[-1]]
        known = [end for end in after if text[ends[-1] : end] in words]
        ends.append(max(known) if known else min(after))
    return ends[1:]


def backward(text: str, places: Sequence[int], words: Container[str]) -> list[int]:
    """Ends of the longest word at each place from the right; the unit where there is none."""
    ends = [len(text)]
    while ends[0] > 0:
        before = [place for place in places if place < ends[0]]
        known = [start for start in before if text[start : ends[0]] in words]
        ends.insert(0, min(known) if known else max(before))
    return ends[1:]


def bidirectional(text: str, places: Sequence[int], words: Container[str]) -> list[int]:
    """Of the two the one with fewer words, then fewer single characters, then the second."""

    def worse(ends: list[int]) -> tuple[int, int]:
        return len(ends), sum(b - a == 1 for a, b in pairwise([0, *ends]))

    return min(backward(text, places, words), forward(text, places, words), key=worse)


def leftmost_longest(text: str, fits: Callable[[int, int], bool]) -> list[Range]:
    """Spans that fit: at each place from the left the longest, then on from its end."""
    spans, start = [], 0
    while start < len(text):
        ends = [end for end in range(start + 1, len(text) + 1) if fits(start, end)]
        if ends:
            spans.append((start, max(ends)))
        start = max(ends, default=start + 1)
    return spans


STATES = "BEMS"  # of a hidden Markov model: begin, end, middle, single
BEFORE = {"B": "ES", "M": "BM", "E": "BM", "S": "ES"}
NEVER = -3.14e100
Hmm = tuple[Mapping[str, float], Mapping[str, float], Mapping[str, float]]


def most_probable_states(text: str, hmm: Hmm) -> str:
    """The states of `text`, of equals the later letter at the later place, as in jieba.

    `hmm` has start by state, transition by two states, emission by state and character.
    """
    start, transition, emission = hmm
    ways = {s: (start[s] + emission.get(s + text[0], NEVER), s) for s in STATES}
    for char in text[1:]:
        arrived = {}
        for s in STATES:
            emitted = emission.get(s + char, NEVER)
            score, b = max((ways[b][0] + transition[b + s] + emitted, b) for b in BEFORE[s])
            arrived[s] = score, ways[b][1] + s
        ways = arrived
    _, last = max((ways[s][0], s) for s in "ES")
    return ways[last][1]


def unknown_word_log_probs(text: str, hmm: Hmm) -> list[tuple[int, float]]:
    """Length and log probability of the words of several characters that `text` begins with."""
    _, transition, emission = hmm
    words = []
    for length in range(2, len(text) + 1):
        if all(emission.get(s + text[length - 1], NEVER) <= NEVER for s in "EM"):
            break
        states = "B" + "M" * (length - 2) + "E"
        log_prob = sum(emission.get(s + c, NEVER) for s, c in zip(states, text, strict=False))
        steps = pairwise(states)
        words.append((length, log_prob + sum(transition[a + b] for a, b in steps)))
    return words


def every_cut_by_characters(
    scores: Sequence[float], transitions: Sequence[float], may_end: Sequence[int]
) -> list[tuple[float, list[int]]]:
    """Score and word ends of every cut of a text that ends words at some of `may_end`.

    `scores` has four for each character, of the labels B, M, E and S; `transitions` has those
    from each of them to each, in rows.
    """
    length = len(scores) // 4
    places = [place for place in may_end if 0 < place < length]
    cuts = []
    for n in range(len(places) + 1):
        for chosen in combinations(places, n):
            ends = [*chosen, length]
            labels = [
                label
                for start, end in pairwise([0, *ends])
                for label in ([3] if end - start == 1 else [0, *[1] * (end - start - 2), 2])
            ]
            total = sum(scores[4 * i + label] for i, label in enumerate(labels))
            total += sum(transitions[4 * a + b] for a, b in pairwise(labels))
            cuts.append((total, ends))
    return cuts
