"""Classifier: the probability of each label of a text, such as its topic or its sentiment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Unpack

from zhnlp.arguments import need_count, need_items, need_text, shown
from zhnlp.categories import Categories
from zhnlp.doc import Doc, need
from zhnlp.errors import InputError, UsageError
from zhnlp.models import (
    PairLabeller,
    TextLabeller,
    TokenLabeller,
    VectorLabeller,
    need_answers,
    need_model,
)
from zhnlp.models.sequence.training import Settings
from zhnlp.stage import Stage, need_docs
from zhnlp.stages.by_name import by_name
from zhnlp.stages.label_learning import LabelSettings, learn_labels
from zhnlp.stages.named_models import model_of
from zhnlp.stages.tokens import token_reader

Labeller = TextLabeller | TokenLabeller | VectorLabeller


@by_name()
@dataclass(frozen=True, repr=False)
class Classifier(Stage):
    """Give a text the probability of each label, the most probable first.

    Args:
        model: The name of a pack, its folder, or a model: any TextLabeller, TokenLabeller or
            VectorLabeller of `zhnlp.models`. What it reads decides which layers the stage
            requires: none, ``words`` or ``terms``, or ``vector``.
        top: How many labels to keep, the most probable ones; None keeps all.

    Raises:
        UsageError: The model does not fit, or gives what are not probabilities of its labels.
        PackError: There is no such model, or it is damaged or of another kind.

    >>> from zhnlp.models import TextLabeller
    >>> class Shouting(TextLabeller):
    ...     labels = ("calm", "loud")
    ...     def probabilities(self, text):
    ...         loud = min(1.0, text.count("！") / 2)
    ...         return {"calm": 1 - loud, "loud": loud}
    >>> Classifier(Shouting())(Doc("真好！！")).categories.best
    'loud'
    """

    model: Labeller | str | os.PathLike[str]
    top: int | None = field(default=None, kw_only=True)

    requires = ()
    provides = ("categories",)

    def __post_init__(self) -> None:
        others = TokenLabeller, VectorLabeller
        model = model_of(self.model, TextLabeller, "a classifier", *others)
        object.__setattr__(self, "model", model)
        if not isinstance(model, TextLabeller):
            layer = model.of if isinstance(model, TokenLabeller) else "vector"
            object.__setattr__(self, "requires", (layer,))
        if self.top is not None:
            object.__setattr__(self, "top", need_count(self.top, "top"))

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """Each of `docs` with its categories."""
        docs = need_docs(texts)
        answers = need_answers(self._answers(docs), len(docs), self.model)
        assert not isinstance(self.model, (str, os.PathLike))
        categories = self._categories(answers, self.model.labels)
        return [doc.filled(categories=own) for doc, own in zip(docs, categories, strict=True)]

    def categories(self, text: str) -> Categories:
        """The categories of one text."""
        return self(Doc(text)).categories

    def pair_categories(self, pairs: Iterable[tuple[str, str]]) -> list[Categories]:
        """The categories of each pair of texts, such as two questions that may mean the same.

        Raises:
            UsageError: The model is for single texts only.
        """
        need_model(self.model, PairLabeller, "a classifier of pairs")
        assert isinstance(self.model, PairLabeller)
        several = [_pair(pair) for pair in need_items(pairs, "pairs", "Give a list of pairs")]
        found = need_answers(self.model.pair_probabilities(several), len(several), self.model)
        return self._categories(found, self.model.labels)

    @classmethod
    def fit(
        cls,
        docs: Iterable[Doc],
        *,
        dev: Sequence[Doc] = (),
        raw: Callable[[], Iterable[Doc]] | None = None,
        **settings: Unpack[LabelSettings],
    ) -> Classifier:
        """A classifier with a model trained on the best category of each of `docs`.

        It is a linear model, which needs ``zhnlp[learn]`` to be trained and nothing to be used.
        With ``network`` or ``schedule`` it is a network.

        Args:
            docs: Texts with categories, and with the layer that the model is to read.
            dev: Other texts, which choose the best pass of a network.
            raw: Returns raw texts with their words, from which a network learns vectors.
            settings: Of a linear model: ``method``, "svm" (default), "logistic" or "bayes";
                ``of``, "characters" (default), "words", "terms", "characters+words" or "vector";
                ``weights``, ``ngrams``, ``min_docs``, ``max_features``, ``cost`` and ``seed``, of
                `zhnlp.models.classify.settings.LinearSettings`. Of a network: ``network``, its
                shape, and ``schedule``, a FineTuning, both of `zhnlp.neural.settings`;
                ``checkpoint``. Of both: ``about`` and ``report``.

        Raises:
            UsageError: There are not two labels; no n-gram is left; a setting is unknown, out of
                its range, or one of the other kind of model.
            MissingLayerError: A Doc has no categories, or not what the model is to read.
            ExtraError: A package that the training needs is not installed.

        >>> texts = {"好极了": "好", "真好": "好", "太差": "差", "很差": "差"}
        >>> docs = [Doc(text, categories={label: 1.0}) for text, label in texts.items()]
        >>> Classifier.fit(docs, ngrams=(1, 1)).categories("好看").best
        '好'
        """
        return cls(learn_labels(need_docs(docs), need_docs(dev), raw, settings))

    @classmethod
    def fit_pairs(
        cls,
        pairs: Iterable[tuple[str, str, str]],
        *,
        dev: Sequence[tuple[str, str, str]] = (),
        **settings: Unpack[Settings],
    ) -> Classifier:
        """A classifier with a network trained on pairs: two texts and a label each.

        The encoder is one of transformers; settings as of `fit`, for networks.
        """
        from zhnlp.stages.network_learning import labels_network

        return cls(labels_network(list(pairs), dev, settings))

    def _answers(self, docs: Sequence[Doc]) -> Sequence[Mapping[str, float]]:
        """What the model answers for each of `docs`."""
        model = self.model
        if isinstance(model, TextLabeller):
            return model.probabilities_batch([doc.text for doc in docs])
        if isinstance(model, TokenLabeller):
            return model.token_probabilities_batch([*map(token_reader(model.of), docs)])
        assert isinstance(model, VectorLabeller)
        return model.vector_probabilities([need(doc.vector, "vector").numbers for doc in docs])

    def _categories(
        self, answers: Sequence[Mapping[str, float]], labels: Sequence[str]
    ) -> list[Categories]:
        """The answers of the model as categories, each checked."""
        known = set(labels)
        for each in answers:
            if not isinstance(each, Mapping) or set(each) != known:
                raise UsageError(
                    f"the model {shown(self.model)} gave {shown(each)}. It must give a mapping "
                    f"with a probability for each of its labels: {', '.join(map(str, labels))}."
                )
        found = map(Categories, answers)
        return [own if self.top is None else own.top(self.top) for own in found]


def _pair(given: object) -> tuple[str, str]:
    if isinstance(given, (tuple, list)) and len(given) == 2:
        return need_text(given[0], "the first of a pair"), need_text(given[1], "the second")
    raise InputError(f"a pair is {shown(given)}. Give two texts, as in ('…', '…').")
