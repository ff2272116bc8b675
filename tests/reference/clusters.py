"""The slow twin of core/word_clusters.hpp: every count is made anew for every question."""

from collections import Counter
from collections.abc import Sequence
from math import log


def word_clusters(
    text: Sequence[int], n_words: int, n_clusters: int, n_neighbours: int, least: tuple[int, int]
) -> list[int]:
    """The clusters after one pass; `least` has the counts that a word and a pair need."""
    counts = Counter(word for word in text if word >= 0)
    words = sorted((w for w in counts if counts[w] >= least[0]), key=lambda w: (-counts[w], w))
    frequent = words[:n_neighbours]
    pairs: Counter[tuple[int, tuple[str, object]]] = Counter()
    for i, word in enumerate(text):
        for side, at in (("before", i - 1), ("behind", i + 1)):
            other = text[at] if 0 <= at < len(text) else -1
            seen = other if other in frequent or other < 0 else "rare"
            if word in words:
                pairs[word, (side, seen)] += 1
    kept = {pair: n for pair, n in pairs.items() if n >= least[1]}
    clusters = {word: rank % n_clusters for rank, word in enumerate(words)}
    for word in words:
        scores = [_score(kept, {**clusters, word: cluster}) for cluster in range(n_clusters)]
        best = clusters[word]
        for cluster in range(n_clusters):
            if scores[cluster] > scores[best] + 1e-9:
                best = cluster
        clusters[word] = best
    return [clusters.get(word, -1) for word in range(n_words)]


def _score(pairs: dict[tuple[int, object], int], clusters: dict[int, int]) -> float:
    together: Counter[tuple[object, int]] = Counter()
    sizes: Counter[int] = Counter()
    for (word, neighbour), n in pairs.items():
        together[neighbour, clusters[word]] += n
        sizes[clusters[word]] += n
    return sum(n * log(n) for n in together.values()) - sum(n * log(n) for n in sizes.values())
