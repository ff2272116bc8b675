"""Labelling: the stages that a classifier needs before it, for commands that get plain text."""

from __future__ import annotations

from collections.abc import Sequence

from zhnlp.categories import Categories
from zhnlp.corpus import LabelledPair
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.segmenter import Segmenter


def prepared(docs: Sequence[Doc], layers: Sequence[str]) -> list[Doc]:
    """`docs` with these layers, words and terms by the stages with their defaults.

    Raises:
        UsageError: Vectors are needed, which no stage gives by default.
    """
    stages: list[Stage] = []
    if "vector" in layers:
        raise UsageError(
            "the model reads vectors, and there is no Embedder here. Put both into a pipeline: "
            "see zhnlp run."
        )
    if "words" in layers or "terms" in layers:
        stages.append(Segmenter())
    if "terms" in layers:
        stages.append(StopwordFilter())
    return Pipeline(stages).batch(docs) if stages else list(docs)


def classified(
    classifier: Classifier, docs: Sequence[Doc], pairs: Sequence[LabelledPair] = ()
) -> list[Categories]:
    """The categories of the texts, or of the pairs if there are any."""
    if pairs:
        return classifier.pair_categories([(each.text, each.other) for each in pairs])
    plain = prepared([Doc(doc.text) for doc in docs], classifier.requires)
    return [doc.categories for doc in classifier.batch(plain)]
