"""Labelling: the stages that a classifier needs before it, for commands that get plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from zhnlp.categories import Categories
from zhnlp.corpus import LabelledPair
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.embedder import Embedder
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.segmenter import Segmenter

Prepare = Callable[[Sequence[Doc]], list[Doc]]

vectors_option = click.option(
    "--vectors",
    metavar="PACK",
    help="For models of vectors: word vectors, of which the mean for each text is taken.",
)


def preparing(layers: Sequence[str], vectors: str | None = None) -> Prepare:
    """A function that fills these layers of Docs, by the stages with their defaults.

    Args:
        layers: What a classifier requires.
        vectors: The pack of word vectors, for the layer ``vector``.

    Raises:
        UsageError: Vectors are needed and not given, or given and not needed.
    """
    if ("vector" in layers) != (vectors is not None):
        raise UsageError(
            "the model reads vectors of texts. Give --vectors, the word vectors of its training."
            if vectors is None
            else "--vectors is for models of vectors, and this one reads the text. Leave it out."
        )
    stages: list[Stage] = [Segmenter()] if layers else []
    if "terms" in layers:
        stages.append(StopwordFilter())
    if vectors is not None:
        stages.append(Embedder(vectors))
    return Pipeline(stages).batch if stages else list


def labelling(
    classifier: Classifier, vectors: str | None = None
) -> Callable[[Sequence[str]], list[Categories]]:
    """A function that gives the categories of each of several texts."""
    prepare = preparing(classifier.requires, vectors)

    def categories(texts: Sequence[str]) -> list[Categories]:
        docs = classifier.batch(prepare([Doc(text) for text in texts]))
        return [doc.categories for doc in docs]

    return categories


def classified(
    classifier: Classifier,
    docs: Sequence[Doc],
    pairs: Sequence[LabelledPair] = (),
    vectors: str | None = None,
) -> list[Categories]:
    """The categories of the texts, or of the pairs if there are any."""
    if pairs:
        return classifier.pair_categories([(each.text, each.other) for each in pairs])
    return labelling(classifier, vectors)([doc.text for doc in docs])
