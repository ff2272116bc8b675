"""Strings that may be words, scored by looking at every place of a corpus."""

from collections import Counter
from math import log

from zhnlp.chars import is_han


def new_words(texts, max_length, min_count):
    """Frequency, cohesion and freedom of the strings of two to `max_length` Han characters."""
    counts, left, right = Counter(), {}, {}
    n_chars = 0
    for i, text in enumerate(texts):
        n_chars += sum(map(is_han, text))
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + max_length) + 1):
                string = text[start:end]
                if not all(map(is_han, string)):
                    break
                counts[string] += 1
                left.setdefault(string, Counter())[neighbour(text, start - 1, (i, start))] += 1
                right.setdefault(string, Counter())[neighbour(text, end, (i, start))] += 1
    return {
        string: (
            count,
            min(
                log(count * n_chars / (counts[string[:cut]] * counts[string[cut:]]))
                for cut in range(1, len(string))
            ),
            min(entropy(left[string]), entropy(right[string])),
        )
        for string, count in counts.items()
        if len(string) > 1 and count >= min_count
    }


def neighbour(text, at, place):
    """The character at `at`; a border is one of its own at each place, digits are one."""
    if not 0 <= at < len(text):
        return place
    return text[at] if is_han(text[at]) else "digit" if text[at].isdigit() else place


def entropy(counts):
    total = sum(counts.values())
    return -sum(n / total * log(n / total) for n in counts.values())
