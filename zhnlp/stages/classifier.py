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
from zhnlp.models import PairLabeller, TextLabeller, need_answers, need_model
from zhnlp.models.sequence.training import Settings
from zhnlp.stage import Stage, need_docs
from zhnlp.stages.named_models import model_of


@dataclass(frozen=True)
class Classifier(Stage):
    """Give a text the probability of each label, the most probable first.

    Args:
        model: The name of a pack, its folder, or a model: any TextLabeller (see
            models/__init__.py).
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

    model: TextLabeller | str | os.PathLike[str]
    top: int | None = field(default=None, kw_only=True)

    requires = ()
    provides = ("categories",)

    def __post_init__(self) -> None:
        object.__setattr__(self, "model", model_of(self.model, TextLabeller, "a classifier"))
        if self.top is not None:
            object.__setattr__(self, "top", need_count(self.top, "top"))

    def batch(self, docs: Sequence[Doc]) -> list[Doc]:
        """Each of `docs` with its categories."""
        docs = need_docs(docs)
        assert isinstance(self.model, TextLabeller)
        found = self.model.probabilities_batch([doc.text for doc in docs])
        answers = need_answers(found, len(docs), self.model)
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
        **settings: Unpack[Settings],
    ) -> Classifier:
        """A classifier with a network trained on the best category of each of `docs`.

        Args:
            docs: Texts with categories.
            dev: Other texts, which choose the best pass.
            raw: Returns raw texts with their words, to learn vectors from.
            settings: ``network``, its shape (by default a small LSTM), and ``schedule``, a
                FineTuning, both of zhnlp/neural/settings.py; ``about``, ``checkpoint`` and
                ``report`` as for other stages.
        """
        from zhnlp.stages.network_learning import labels_network

        return cls(labels_network(_labelled(docs), _labelled(dev), settings, raw))

    @classmethod
    def fit_pairs(
        cls,
        pairs: Iterable[tuple[str, str, str]],
        *,
        dev: Sequence[tuple[str, str, str]] = (),
        **settings: Unpack[Settings],
    ) -> Classifier:
        """As `fit`, for pairs: two texts and a label each. The encoder is one of transformers."""
        from zhnlp.stages.network_learning import labels_network

        return cls(labels_network(list(pairs), dev, settings))

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


def _labelled(docs: Iterable[Doc]) -> list[tuple[str, None, str]]:
    """Text and best category of each of `docs`."""
    own = need_docs(docs)
    return [(doc.text, None, need(doc.categories, "categories").best or "") for doc in own]


def _pair(given: object) -> tuple[str, str]:
    if isinstance(given, (tuple, list)) and len(given) == 2:
        return need_text(given[0], "the first of a pair"), need_text(given[1], "the second")
    raise InputError(f"a pair is {shown(given)}. Give two texts, as in ('…', '…').")
