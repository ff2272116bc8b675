"""Topics that need no training, and the slow twin of BM25."""

from collections import Counter
from math import log

import numpy as np

from zhnlp.core import Trie
from zhnlp.models.topics.model import TopicModel
from zhnlp.packing import make_pack

WORDS = ["京", "北京", "天", "我", "爱", "爱好"]  # sorted


def toy_topics(method="lda", of="words", words=WORDS):
    """Two topics: words of even numbers are in the first, the others in the second."""
    words = sorted(words)
    nodes, alphabet = Trie.build(words).arrays()
    even = np.arange(len(words)) % 2 == 0
    weights = np.where([even, ~even], 0.9, 0.1).astype(np.float32)
    weights /= weights.sum(axis=1, keepdims=True)
    arrays = {"topics": weights.ravel(), "expected": weights.ravel()}
    arrays["alpha"] = np.full(2, 0.5, np.float32)
    if method == "lsa":
        arrays = {"projection": weights.ravel(), "singular": np.array([2, 1], np.float32)}
        arrays["idf"] = np.ones(len(words), np.float32)
    about = {"method": method, "of": of, "latin": "lower", "labels": ["even", "odd"]}
    return TopicModel(
        make_pack("TopicModel", about, {**arrays, "nodes": nodes, "alphabet": alphabet})
    )


def bm25(documents, query, k1=1.5, b=0.75):
    """The score of each document for the words of a query, each by the formula."""
    n_documents = len(documents)
    mean_length = sum(map(len, documents)) / n_documents
    scores = []
    for document in documents:
        counts, score = Counter(document), 0.0
        for word in query:
            n_with = sum(word in other for other in documents)
            idf = log(1 + (n_documents - n_with + 0.5) / (n_with + 0.5))
            norm = k1 * (1 - b + b * len(document) / mean_length) if mean_length else k1
            score += idf * counts[word] * (k1 + 1) / (counts[word] + norm) if counts[word] else 0
        scores.append(score)
    return scores
