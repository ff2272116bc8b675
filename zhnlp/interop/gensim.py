"""gensim: a corpus of bags that is read as a stream, as often as a model wants it.

For lists of Docs there is ``vectorizer.bags(docs)``. gensim is not imported: a corpus is any object
that gives bags again and again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from zhnlp.arguments import need_items, need_kind
from zhnlp.errors import UsageError
from zhnlp.interop.columns import BATCH
from zhnlp.pipeline import Pipeline
from zhnlp.stages.vectorizer import Vectorizer


@dataclass(frozen=True)
class BagCorpus:
    """The bags of texts, made anew each time that a model of gensim goes through them.

    Args:
        texts: The texts: a list, or what gives them again each time that it is iterated over.
        pipeline: Fills what the vectorizer counts.
        vectorizer: Its vocabulary is that of the bags; ``vectorizer.to_gensim()`` is the
            Dictionary with the same numbers.

    Raises:
        InputError, UsageError: An argument is something else, or `texts` can be read only once.

    >>> from zhnlp import Segmenter
    >>> texts, nlp = ["股市上涨", "股市"], Pipeline([Segmenter("unigram")])
    >>> counts = Vectorizer.fit(nlp.stream(texts), of="words", weights="counts")
    >>> list(BagCorpus(texts, nlp, counts))
    [[(0, 1.0), (1, 1.0)], [(1, 1.0)]]
    """

    texts: Iterable[str]
    pipeline: Pipeline
    vectorizer: Vectorizer

    def __post_init__(self) -> None:
        if isinstance(need_items(self.texts, "texts", "Give several texts"), Iterator):
            raise UsageError(
                "texts can be read only once, and gensim reads a corpus again and again. Give a "
                "list, or an object whose __iter__ opens the file."
            )
        need_kind(self.pipeline, "pipeline", Pipeline)
        need_kind(self.vectorizer, "vectorizer", Vectorizer)

    def __iter__(self) -> Iterator[list[tuple[int, float]]]:
        docs = self.pipeline.stream(self.texts, batch_size=BATCH)
        while some := list(islice(docs, BATCH)):
            yield from self.vectorizer.bags(some)
