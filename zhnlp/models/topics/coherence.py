"""Coherence: whether the first words of a topic occur together in texts, as a reader expects.

======= ==================================================================================== =======
measure what is compared                                                                     range
======= ==================================================================================== =======
u_mass  log conditional probabilities of words in documents (Mimno et al., 2011)             to 0
c_npmi  normalised pointwise mutual information in windows of 10 tokens (Bouma, 2009)        -1 to 1
c_v     cosines of vectors of these, in windows of 110 tokens (Röder et al., 2015)           0 to 1
======= ==================================================================================== =======

gensim computes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import nan

import numpy as np

from zhnlp.arguments import need_choice, need_count
from zhnlp.errors import UsageError
from zhnlp.extras import extra
from zhnlp.models.topics.model import MEASURES, Measure, TopicModel


def coherence(
    model: TopicModel,
    documents: Iterable[Sequence[str]],
    *,
    measure: Measure = "c_v",
    n_words: int = 10,
) -> tuple[float, ...]:
    """The coherence of each topic of `model` in `documents`; more is better.

    Args:
        model: The topics.
        documents: The tokens of each document, in order; read once. For u_mass, each is held in
            memory as numbers of the words of topics.
        measure: See above.
        n_words: How many words of each topic are compared, at least 2.

    Returns:
        One number for each topic; nan for a topic of which a word is in none of the documents.

    Raises:
        UsageError: There is no document, or in each topic a word is in none of them.
        ExtraError: gensim is not installed.
    """
    measure = need_choice(measure, "measure", MEASURES)
    n_words = need_count(n_words, "n_words", least=2)
    topics = [[word for word, _ in model.words_of(n, n_words)] for n in range(model.n_topics)]
    models = extra("gensim.models", "the coherence of topics")
    dictionary = extra("gensim.corpora", "the coherence of topics").Dictionary(topics)
    texts = _Texts(documents, frozenset(dictionary.token2id))
    with np.errstate(all="ignore"):
        found = models.CoherenceModel(
            topics=topics,
            texts=texts,
            dictionary=dictionary,
            coherence=measure,
            topn=n_words,
            processes=1,  # else it starts workers
        ).get_coherence_per_topic()
    is_known = [texts.seen.issuperset(words) for words in topics]
    if not any(is_known):
        raise UsageError(
            f"no topic has all of its first {n_words} words in the {texts.n_read} documents. Give "
            "more documents, such as those that the topics were learned from, or a smaller n_words."
        )
    return tuple(float(each) if ok else nan for each, ok in zip(found, is_known, strict=True))


class _Texts:
    """The documents, and which words of topics have been seen."""

    def __init__(self, documents: Iterable[Sequence[str]], known: frozenset[str]) -> None:
        self.documents, self.known = documents, known
        self.seen = set[str]()
        self.n_read = 0

    def __iter__(self) -> Iterator[Sequence[str]]:
        for tokens in self.documents:
            self.n_read += 1
            self.seen.update(self.known.intersection(tokens))
            yield tokens
