"""Models of seven words, and what they say: for the tests of models/ngrams."""

import math
from itertools import product

import numpy as np
from hypothesis import strategies as st

import reference
from zhnlp.models.ngrams.counts import count, seen_types, smooth
from zhnlp.models.ngrams.pruning import often_enough, weigh_back_offs
from zhnlp.models.ngrams.word_corpus import BEGIN, END, UNKNOWN

N_WORDS = 7
WORDS = range(N_WORDS)
orders = st.sampled_from([2, 3, 4])
numbered = st.lists(st.integers(END + 1, N_WORDS - 1) | st.just(UNKNOWN), min_size=1, max_size=6)
corpora = st.lists(numbered, min_size=1, max_size=8)
least_counts = st.tuples(*[st.integers(1, 3)] * 4)
SPARSE = [[3, 4], [3, 4], [3, 4], [3, 4]]  # no count of 1, 2 or 3
SKEWED = [[3, 4]] * 3 + [[5, 6], [5, 3]] * 4 + [[4, w] for w in (3, 4, 5, 6)] * 4


def counted(sentences, order):
    stream = [number for sentence in sentences for number in (BEGIN, *sentence, END)]
    return count(np.array(stream), order, N_WORDS)


def trained(sentences, order, least, good_turing=True):
    """The levels of a model of sentences of numbers."""
    counts = counted(sentences, order)
    seen, kept = seen_types(counts, N_WORDS), often_enough(counts, (1, *least[1:]))
    levels = smooth(counts, seen, kept, N_WORDS, good_turing=good_turing)
    weigh_back_offs(levels)
    return levels


def unpacked(grams, n):
    """The numbers of n-grams as tuples of the numbers of words."""
    return [tuple(int(gram) // N_WORDS**k % N_WORDS for k in reversed(range(n))) for gram in grams]


def probability(levels):
    """P(word | context) by the levels of a back-off model, before they are rounded."""
    table = {}
    for level in levels:
        rows = zip(unpacked(level.grams, level.n), level.probs, level.back_offs, strict=True)
        for gram, prob, weight in rows:
            table[gram] = math.log(prob) if prob else -math.inf, math.log(weight)
    return lambda context, word: math.exp(reference.back_off_log_prob(table, context, word))


def contexts(order):
    return [context for n in range(order) for context in product(WORDS, repeat=n)]


def everywhere(prob, order):
    return np.array([[prob(context, word) for word in WORDS] for context in contexts(order)])
