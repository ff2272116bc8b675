"""N-gram models: back-off, Kneser-Ney, pruning, and what a model of characters reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from zhnlp.core import char_class, units

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
