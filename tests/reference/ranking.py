"""The slow twins of core/term_weights.hpp, textrank.hpp, phrases.hpp and sentence_ranking.hpp."""

from collections import Counter
from itertools import pairwise
from math import log2, sqrt

from reference.terms import folded


def tfidf(text, terms, idf, *, top, min_length, exact):
    """(text, weight) of each distinct term, the weightiest first; `idf` is a function."""
    first, counts = counted(text, terms, min_length, exact)
    total = sum(counts.values())
    return best({first[key]: n * (idf(first[key]) / total) for key, n in counts.items()}, top)


def textrank(text, ends, terms, *, top, min_length, window, damping, like_jieba):
    """The same by PageRank, which is solved by many rounds over all pairs."""
    first, _ = counted(text, terms, min_length, like_jieba)
    words = [(sum(end <= start for end in ends), text[start:end]) for start, end, _ in terms]
    words = [(at, key_of(term, like_jieba)) for at, term in words if len(term) >= min_length]
    links = Counter()
    for i, (at, one) in enumerate(words):
        for where, other in words[i + 1 :]:
            if where - at < window and (one != other or like_jieba):
                links[one, other] += 1
                links[other, one] += 1
    if like_jieba:
        weights = jieba_ranks(links, damping)
    else:
        weights = ranks(links, first, damping, rounds=400)
        total = sum(weights.values())
        weights = {key: weight / total for key, weight in weights.items()}
    return best({first[key]: weights[key] for key in first if key in weights}, top)


def jieba_ranks(links, damping):
    """Ten rounds, in the order of the words, scaled as jieba does."""
    keys = sorted({one for one, _ in links})
    start = {key: 1 / len(keys) for key in keys}
    weights = ranks(links, keys, damping, rounds=10, start=start)
    low, high = min(weights.values(), default=0), max(weights.values(), default=1)
    return {key: (weight - low / 10) / (high - low / 10) for key, weight in weights.items()}


def ranks(links, keys, damping, *, rounds, start=None):
    weights = dict(start or dict.fromkeys(keys, 1.0))
    sums = Counter()
    for (one, _), n in links.items():
        sums[one] += n
    for _ in range(rounds):
        for key in keys:
            shares = (
                n / sums[other] * weights[other] for (one, other), n in links.items() if one == key
            )
            weights[key] = 1 - damping + damping * sum(shares)
    return weights


def phrases(text, terms, idf, *, top, min_length, longest):
    """(text, weight) of each run of terms that adds something to longer ones."""
    places = [(start, end) for start, end, _ in terms]
    runs, words, first = [], {}, {}
    for i in range(len(places)):
        for n in range(1, longest + 1):
            run = places[i : i + n]
            if len(run) == n and all(follows(text, *pair) for pair in pairwise(run)):
                key = folded(text[run[0][0] : run[-1][1]])
                runs.append((key, range(i, i + n)))
                words.setdefault(key, [text[start:end] for start, end in run])
                first.setdefault(key, run)
    counts = Counter(key for key, _ in runs)
    around = {key: [] for key in counts}
    for key, run in first.items():
        parts = {
            folded(text[run[i][0] : run[j - 1][1]])
            for i in range(len(run))
            for j in range(i + 1, len(run) + 1)
            if j - i < len(run)
        }
        for part in parts:
            around[part].append(counts[key] if counts[key] > 1 else 0)
    weights = {}
    for key, n in counts.items():
        own = n - (sum(around[key]) / len(around[key]) if around[key] else 0)
        if own > 0 and len(key) >= min_length and (n > 1 or len(words[key]) == 1):
            mean = sum(map(idf, words[key])) / len(words[key])
            weights[key] = log2(1 + len(words[key])) * own * mean
    return not_overlapping(text, weights, runs, first, top)


def not_overlapping(text, weights, runs, first, top):
    """The weightiest phrases, each with a place that no weightier one takes a part of."""
    taken, out = set(), []
    for key in sorted(weights, key=lambda key: -weights[key]):
        own = [run for other, run in runs if other == key]
        if all(taken & set(run) for run in own):
            continue
        taken |= {at for run in own for at in run}
        out.append((text[first[key][0][0] : first[key][-1][1]], weights[key]))
    return out[:top]


def follows(text, before, after):
    return before[1] == after[0] or (before[1] + 1 == after[0] and text[before[1]] == " ")


def summary_sentences(text, sentences, terms, idf, *, n, damping, diversity):
    """Start and end of the chosen sentences, by the matrix of all pairs."""
    rows = []
    for sentence in sentences:
        own = [text[s:e] for s, e, _ in terms if sentence[0] <= s < sentence[1]]
        first, counts = {}, Counter(map(folded, own))
        for start, end, _ in terms:
            first.setdefault(folded(text[start:end]), text[start:end])
        row = {key: count * idf(first[key]) for key, count in counts.items()}
        length = sqrt(sum(x * x for x in row.values()))
        rows.append({key: x / length for key, x in row.items() if x > 0})
    some = [i for i, row in enumerate(rows) if row]
    links = {(i, j): likeness(rows[i], rows[j]) for i in some for j in some if i != j}
    links = {pair: value for pair, value in links.items() if value > 1e-9}
    weights = ranks(links, some, damping, rounds=300)
    chosen = []
    while len(chosen) < min(n, len(some)):
        best, highest = None, 0
        for i in some:
            if i not in chosen:
                near = max((likeness(rows[i], rows[j]) for j in chosen), default=0)
                own = (1 - diversity) * weights[i] / max(weights.values()) - diversity * near
                if best is None or own > highest + 1e-9:
                    best, highest = i, own
        chosen.append(best)
    return [tuple(sentences[i][:2]) for i in sorted(chosen)]


def likeness(a, b):
    return sum(weight * b.get(key, 0) for key, weight in a.items())


def key_of(term, exact):
    return term if exact else folded(term)


def counted(text, terms, min_length, exact):
    """How each distinct term is first written, and how often it occurs."""
    own = [text[s:e] for s, e, _ in terms if e - s >= min_length]
    first = {}
    for term in own:
        first.setdefault(key_of(term, exact), term)
    return first, Counter(key_of(term, exact) for term in own)


def best(weights, top):
    return sorted(weights.items(), key=lambda item: -item[1])[:top]
