"""Slow, obvious twins of what zhnlp computes fast. Tests hold the two against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import exp, log
from typing import Any

from zhnlp.core import (
    Confusions,
    Language,
    Ranker,
    Speller,
    UserSpelling,
    WordList,
    char_class,
    units,
)

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
        longer: list[tuple[int, ...]] = []
        n_contexts = 0
        for entry, gram in enumerate(level):
            log_prob = arrays[f"log_prob_book_{k}"][arrays[f"log_probs_{k}"][entry]]
            weight = 0.0
            if k + 1 < order and int(arrays[f"contexts_{k}"][entry // 64]) >> entry % 64 & 1:
                weight = arrays[f"back_off_book_{k}"][arrays[f"back_offs_{k}"][n_contexts]]
                start, end = (start_of(arrays, k, n_contexts + i) for i in (0, 1))
                longer += [(*gram, int(arrays[f"words_{k + 1}"][at])) for at in range(start, end)]
                n_contexts += 1
            table[gram] = float(log_prob), float(weight)
        level = longer
    return table


def start_of(arrays: Mapping[str, Sequence[Any]], k: int, context: int) -> int:
    """Where the n-grams that go on from a context begin in level ``k + 1``."""
    anchor = arrays[f"anchors_{k}"][context // 64] if f"anchors_{k}" in arrays else 0
    return int(anchor) + int(arrays[f"starts_{k}"][context])


UNKNOWN, BEGIN, END = 0, 1, 2
Grams = Mapping[tuple[int, ...], int]
Probability = Callable[[tuple[int, ...], int], float]  # of a word after a context


def count_grams(sentences: Sequence[Sequence[int]], n: int) -> Grams:
    """How often each n-gram stands in the sentences, of which each begins and ends."""
    whole = [(BEGIN, *sentence, END) for sentence in sentences]
    return Counter(words[i : i + n] for words in whole for i in range(len(words) - n + 1))


def kneser_ney(
    sentences: Sequence[Sequence[int]], order: int, n_words: int, *, good_turing: bool = True
) -> Probability:
    """Interpolated modified Kneser-Ney, formula by formula (Chen and Goodman, 1998).

    Without `good_turing` single words share what is taken from them evenly, as in
    KenLM (Heafield et al., 2013), and the unknown word is one of them.
    """
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
        if not good_turing:
            return interpolated((), word, 1 / (n_words - 1)) if word != BEGIN else 0.0
        once = sum(times == 1 for word, times in tokens.items() if word > END)
        unknown = max(once + tokens.get(UNKNOWN, 0), 1) / sum(tokens.values())
        known = {w: interpolated((), w, 1 / n_words) for w in range(END, n_words)}
        shares = {w: p * (1 - unknown) / sum(known.values()) for w, p in known.items()}
        return {UNKNOWN: unknown, BEGIN: 0.0, **shares}[word]

    return prob


def kept_grams(
    sentences: Sequence[Sequence[int]], order: int, least: Sequence[int]
) -> set[tuple[int, ...]]:
    """N-grams of two words or more that are seen often enough: no order asks for more
    than a longer one."""
    return {
        gram
        for n in range(2, order + 1)
        for gram, times in count_grams(sentences, n).items()
        if times >= min(least[n - 1 : order])
    }


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


# Sequence models: what core/sequence.hpp and core/word_features.hpp compute.

Gram = tuple[int, int, int]  # key of a feature, the first place it speaks of, and of how many
Sums = Sequence[Sequence[float]]  # of the weights, by place and label
Steps = Mapping[tuple[int, int], float]  # by label and label after; what is not there may not be
_ALL = (1 << 64) - 1


def hash_of(key: int) -> int:
    """Where a feature lies in the buckets of a model."""
    key ^= key >> 32
    for _ in range(2):
        key = key * 0xD6E8FEB86659FD93 & _ALL
        key ^= key >> 32
    return key


def block_of(arrays: Mapping[str, Any], sparse: bool, n: int, key: int) -> list[int] | None:
    """The `n` weights of a feature; None where the model does not have it."""
    buckets = arrays["buckets"]
    n_buckets, hashed = len(buckets) // 16, hash_of(key)
    at = (hashed >> 32) * n_buckets >> 32
    for _ in range(64):
        bucket = buckets[16 * at : 16 * at + 16]
        for check, place in zip(bucket[:8], bucket[8:], strict=True):
            if place and check == hashed & 0xFFFFFFFF:
                return _weights_at(arrays["pool"], sparse, n, place - 1)
        if not bucket[15]:
            return None
        at = (at + 1) % n_buckets
    return None


def _weights_at(pool: Sequence[int], sparse: bool, n: int, at: int) -> list[int]:
    signed = [byte - 256 if byte > 127 else byte for byte in pool]
    if not sparse:
        return signed[at : at + n]
    n_pairs = pool[at]
    if n_pairs == 255:
        return signed[at + 1 : at + 1 + n]
    weights = [0] * n
    for i in range(at + 1, at + 1 + 2 * n_pairs, 2):
        weights[pool[i]] = signed[i + 1]
    return weights


def sums_of(
    grams: Sequence[Gram], blocks: Mapping[int, Sequence[float]], n: int, n_labels: int
) -> list[list[float]]:
    """The sums of the weights of `grams` for `n` places."""
    sums = [[0.0] * n_labels for _ in range(n)]
    for key, first, rows in grams:
        for row in range(rows):
            for label in range(n_labels):
                if key in blocks and 0 <= first + row < n:
                    sums[first + row][label] += blocks[key][row * n_labels + label]
    return sums


def every_labelling(
    sums: Sums, steps: Steps, first: int, last: int
) -> list[tuple[float, tuple[int, ...]]]:
    """Score and labels of every way to label the places; `first` and `last` are bits."""
    ways = [(score, (y,)) for y, score in enumerate(sums[0]) if first >> y & 1]
    for scores in sums[1:]:
        ways = [
            (total + steps[labels[-1], y] + score, (*labels, y))
            for total, labels in ways
            for y, score in enumerate(scores)
            if (labels[-1], y) in steps
        ]
    return [(total, labels) for total, labels in ways if last >> labels[-1] & 1]


def best_labelling(ways: Sequence[tuple[float, tuple[int, ...]]]) -> tuple[int, ...]:
    """The best; of equals that with the lower numbers, from the last place on."""
    return min(ways, key=lambda way: (-way[0], way[1][::-1]))[1]


def log_sum(values: Sequence[float]) -> float:
    """The logarithm of the sum of exponentials."""
    most = max(values)
    return most + log(sum(exp(value - most) for value in values))


def word_grams(
    symbols: Sequence[int], lengths: Sequence[int], found: Sequence[int] | None
) -> list[Gram]:
    """The features of the trained segmenter, by the table in core/word_features.hpp.

    `symbols` has one for each atom; `lengths` and `found` likewise the codes of the
    longest words of the dictionary and of the lexicon.
    """
    n = len(symbols)

    def at(i: int) -> int:
        return symbols[i] if 0 <= i < n else 0

    grams = []
    for i in range(-1, n + 1):
        c, d, e = at(i), at(i + 1), at(i + 2)
        grams += [(1 << 56 | c, i - 2, 5), (4 << 56 | c << 16 | d, i - 1, 4)]
        grams += [(5 << 56 | c << 32 | d << 16 | e, i, 3), (6 << 56 | c << 16 | e, i + 1, 1)]
        if 0 <= i < n:
            grams += [(8 << 56, i, 2)] * (c == d) + [(8 << 56 | 1, i, 3)] * (c == e)
            grams += [(2 << 56 | lengths[i], i - 1, 3), (7 << 56 | lengths[i] << 16 | c, i, 1)]
            if found is not None:
                grams.append((3 << 56 | found[i], i - 1, 3))
    return grams


def longest_words(atoms: Sequence[str], code_of: Callable[[int, str], int], base: int) -> list[int]:
    """For each atom the highest code of the words that begin, pass and end there, as digits.

    `code_of` gives the code of some atoms and their text, 0 for what is no word.
    """
    marks = [[0, 0, 0] for _ in atoms]
    for first in range(len(atoms)):
        for last in range(first, len(atoms)):
            code = code_of(last + 1 - first, "".join(atoms[first : last + 1]))
            for i in range(first, last + 1):
                for kind, holds in enumerate((i == first, first < i < last, i == last)):
                    if holds:
                        marks[i][kind] = max(marks[i][kind], code)
    return [(begins * base + passes) * base + ends for begins, passes, ends in marks]


def edit_distance(
    a: str,
    b: str,
    *,
    substitution: float = 1.0,
    insertion: float = 1.0,
    deletion: float = 1.0,
    transposition: float = 1.0,
    costs: Mapping[tuple[str, str], float] | None = None,
) -> float:
    """The cheapest way to make `b` of `a`, by the definition, from their ends on."""

    @cache
    def distance(i: int, j: int) -> float:
        ways = [0.0] if i == j == 0 else []
        if i:
            ways.append(distance(i - 1, j) + deletion)
        if j:
            ways.append(distance(i, j - 1) + insertion)
        if i and j:
            one, other = a[i - 1], b[j - 1]
            cost = 0 if one == other else (costs or {}).get((one, other), substitution)
            ways.append(distance(i - 1, j - 1) + cost)
        if i > 1 and j > 1 and a[i - 2 : i] == b[j - 2 : j][::-1]:
            ways.append(distance(i - 2, j - 2) + transposition)
        return min(ways)

    return distance(len(a), len(b))


_ENDING = frozenset("。！？!?…")
_CLOSING = frozenset("”’」』）)》】")


def character_numbers(
    text: str, vocabulary: Sequence[str], read_as: Mapping[str, str]
) -> list[int]:
    """Every sentence of `text` as numbers of a character model, between BEGIN and END."""
    numbers: list[int] = []
    state = "out"  # of a sentence; "in" one; "ended", where it may still close its quotes
    for start, end in pairwise([0, *units(text)]):
        unit, char = text[start:end], text[start]
        is_over = char in "\n\r" or (state == "ended" and char not in _ENDING | _CLOSING)
        if is_over and state != "out":
            numbers.append(END)
            state = "out"
        if char in "\n\r":
            continue
        if state == "out":
            numbers.append(BEGIN)
        if state != "ended":
            state = "ended" if char in _ENDING else "in"
        kinds = set(map(char_class, unit))
        shown = "\ufdd1" if 2 in kinds else "\ufdd0" if 3 in kinds else char
        shown = shown if shown in vocabulary else read_as.get(shown, shown)
        is_known = shown in vocabulary and not "\ufdd0" <= char <= "\ufdef"
        numbers.append(vocabulary.index(shown) if is_known else UNKNOWN)
    return numbers if state == "out" else [*numbers, END]


def single_edits(
    text: str,
    table: Mapping[str, Sequence[int]],
    numbers: Mapping[str, int],
    grams: Container[tuple[int, ...]],
) -> dict[tuple[int, int, str], bool]:
    """Each character for each that is confused with it, by the `table` of confused pairs;
    and whether that stands beside a neighbour among the n-grams. No sentence ends in `text`
    but with 。"""
    chars = {number: char for char, number in numbers.items()}
    found: dict[tuple[int, int, str], bool] = {}
    for i, typed in enumerate(text):
        number = numbers[typed]
        before = BEGIN if i == 0 or text[i - 1] == "。" else numbers[text[i - 1]]
        after = END if i + 1 == len(text) else numbers[text[i + 1]]
        for at in range(table["offsets"][number], table["offsets"][number + 1]):
            meant = table["meant"][at]
            seen = (before, meant) in grams or (meant, after) in grams
            found[i, i + 1, chars[meant]] = seen
    return found


def log_odds(
    edits: Sequence[tuple[int, int, str, float, float]],
) -> dict[tuple[int, int, str], float]:
    """Of each edit against all others that begin where it does, and against none of them."""
    found: dict[tuple[int, int, str], float] = {}
    for i, (start, end, right, score, _) in enumerate(edits):
        rivals = [each[3] for k, each in enumerate(edits) if each[0] == start and k != i]
        found[start, end, right] = score - log_sum([0.0, *rivals])
    return found


def losses(edits: Sequence[tuple[int, int, str, float, float]], right: str) -> list[float]:
    """For each place with edits, the negative log probability of what `right` has there:
    an edit of that, or none. The text has the length of `right`, and so have all edits."""
    places: dict[int, list[tuple[float, bool]]] = {}
    for start, end, meant, score, _ in edits:
        places.setdefault(start, []).append((score, right[start:end] == meant))
    found = []
    for rivals in places.values():
        good = [score for score, is_right in rivals if is_right] or [0.0]
        found.append(log_sum([0.0, *(score for score, _ in rivals)]) - log_sum(good))
    return found


def speller_of(
    vocabulary,
    folding_pairs,
    ngram,
    dictionary,
    log_probs,
    unknown,
    dense=None,
    names=None,
    name_scale=1.0,
    traditional_pairs=None,
    protected=None,
    misspellings=None,
    rights=(),
    **table,
):
    """The compiled Speller of these parts, so that a test changes one by its name."""
    return Speller(
        Language(vocabulary, ngram, folding_pairs, traditional_pairs),
        WordList(dictionary, log_probs, unknown),
        Confusions(**table),
        None if dense is None else Ranker(dense, names, name_scale),
        UserSpelling(protected, misspellings, rights),
    )
