"""Slow, obvious twins of what zhnlp computes fast. Tests hold the two against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

Range = tuple[int, int]


def edited(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """`text` with `edits` made, from the last to the first."""
    for start, end, replacement in reversed(edits):
        text = text[:start] + replacement + text[end:]
    return text


def source_of_each_character(text: str, edits: Sequence[tuple[int, int, str]]) -> list[Range]:
    """For every character of the edited text, what it stands for in `text`."""
    ranges = []
    done = 0
    for start, end, replacement in [*edits, (len(text), len(text), "")]:
        ranges += [(i, i + 1) for i in range(done, start)]
        if replacement == text[start:end]:
            ranges += [(i, i + 1) for i in range(start, end)]
        else:
            ranges += [(start, end)] * len(replacement)
        done = end
    return ranges


def fate_of_each_character(text: str, edits: Sequence[tuple[int, int, str]]) -> list[Range]:
    """For every character of `text`, where it went in the edited text."""
    ranges = []
    done = at = 0
    for start, end, replacement in [*edits, (len(text), len(text), "")]:
        ranges += [(at + i, at + i + 1) for i in range(start - done)]
        at += start - done
        if replacement == text[start:end]:
            ranges += [(at + i, at + i + 1) for i in range(end - start)]
        else:
            ranges += [(at, at + len(replacement))] * (end - start)
        at += len(replacement)
        done = end
    return ranges


def smallest_cover(ranges: Sequence[Range], start: int, end: int) -> Range:
    """The smallest span covering all of ``ranges[start:end]``, which is not empty."""
    return min(a for a, _ in ranges[start:end]), max(b for _, b in ranges[start:end])


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


BackOff = Mapping[tuple[int, ...], tuple[float, float]]  # n-gram: log probability, back-off weight


def back_off_log_prob(model: BackOff, context: tuple[int, ...], word: int) -> float:
    """Log probability of `word` after `context` by a back-off model."""
    if (*context, word) in model:
        return model[(*context, word)][0]
    weight = model[context][1] if context in model else 0.0
    return weight + back_off_log_prob(model, context[1:], word)


def back_off_table(arrays: Mapping[str, Sequence[Any]], order: int) -> BackOff:
    """What the arrays of a pack say: log probability and back-off weight by n-gram."""
    table: dict[tuple[int, ...], tuple[float, float]] = {}
    level: list[tuple[int, ...]] = [(word,) for word in range(len(arrays["log_probs_0"]))]
    for k in range(order):
        for entry, gram in enumerate(level):
            log_prob = arrays[f"log_prob_book_{k}"][arrays[f"log_probs_{k}"][entry]]
            weight = 0.0
            if k + 1 < order:
                weight = arrays[f"back_off_book_{k}"][arrays[f"back_offs_{k}"][entry]]
            table[gram] = float(log_prob), float(weight)
        if k + 1 < order:
            children, words = arrays[f"children_{k}"], arrays[f"words_{k + 1}"]
            level = [
                (*gram, int(words[child]))
                for entry, gram in enumerate(level)
                for child in range(children[entry], children[entry + 1])
            ]
    return table


UNKNOWN, BEGIN, END = 0, 1, 2
Grams = Mapping[tuple[int, ...], int]
Probability = Callable[[tuple[int, ...], int], float]  # of a word after a context


def count_grams(sentences: Sequence[Sequence[int]], n: int) -> Grams:
    """How often each n-gram stands in the sentences, of which each begins and ends."""
    whole = [(BEGIN, *sentence, END) for sentence in sentences]
    return Counter(words[i : i + n] for words in whole for i in range(len(words) - n + 1))


def kneser_ney(sentences: Sequence[Sequence[int]], order: int, n_words: int) -> Probability:
    """Interpolated modified Kneser-Ney, formula by formula (Chen and Goodman, 1998)."""
    tokens = {gram[0]: times for gram, times in count_grams(sentences, 1).items()}
    del tokens[BEGIN]
    counts: dict[int, Grams] = {order: count_grams(sentences, order)}
    for n in range(1, order):  # how many words stand before; none stands before BEGIN
        before = Counter(longer[1:] for longer in count_grams(sentences, n + 1))
        raw = count_grams(sentences, n) if n > 1 else {}
        counts[n] = {**before, **{gram: raw[gram] for gram in raw if gram[0] == BEGIN}}

    @cache
    def discount(n: int, count: int) -> float:
        of = Counter(counts[n].values())
        n1, n2, n3, n4 = (of[k] or 1 for k in (1, 2, 3, 4))
        y = n1 / (n1 + 2 * n2)
        k = min(count, 3)
        taken = (0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3)[k]
        return min(max(taken, 0.05 * k), 0.95 * k)

    def interpolated(context: tuple[int, ...], word: int, lower: float) -> float:
        n = len(context) + 1
        after = {gram[-1]: times for gram, times in counts[n].items() if gram[:-1] == context}
        if not after:
            return lower
        left_over = sum(discount(n, times) for times in after.values())
        own = after.get(word, 0)
        return (own - discount(n, own) + left_over * lower) / sum(after.values())

    @cache
    def prob(context: tuple[int, ...], word: int) -> float:
        if context:
            return interpolated(context, word, prob(context[1:], word))
        once = sum(times == 1 for word, times in tokens.items() if word > END)
        unknown = max(once + tokens.get(UNKNOWN, 0), 1) / sum(tokens.values())
        known = {w: interpolated((), w, 1 / n_words) for w in range(END, n_words)}
        shares = {w: p * (1 - unknown) / sum(known.values()) for w, p in known.items()}
        return {UNKNOWN: unknown, BEGIN: 0.0, **shares}[word]

    return prob


def kept_grams(
    sentences: Sequence[Sequence[int]], order: int, least: Sequence[int]
) -> set[tuple[int, ...]]:
    """N-grams of two words or more that are seen often enough, and their beginnings."""
    enough = {
        gram
        for n in range(2, order + 1)
        for gram, times in count_grams(sentences, n).items()
        if times >= least[n - 1]
    }
    return enough | {gram[:n] for gram in enough for n in range(2, len(gram))}


def backed_off(prob: Probability, kept: Container[tuple[int, ...]], n_words: int) -> Probability:
    """`prob` of the n-grams kept; what they leave over goes to the other words (Katz, 1987)."""

    @cache
    def weight(context: tuple[int, ...]) -> float:
        words = [word for word in range(n_words) if (*context, word) in kept]
        rest = 1 - sum(prob(context, word) for word in words)
        lower_rest = 1 - sum(after(context[1:], word) for word in words)
        return max(rest, 1e-9) / max(lower_rest, 1e-9)

    @cache
    def after(context: tuple[int, ...], word: int) -> float:
        if not context or (*context, word) in kept:
            return prob(context, word)
        return weight(context) * after(context[1:], word)

    return after
