"""Learning labels: what ``Classifier.fit`` does, by a linear model or a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, cast

from zhnlp.doc import Doc, need
from zhnlp.errors import InputError, UsageError, did_you_mean
from zhnlp.models import TextLabeller, TokenLabeller, VectorLabeller
from zhnlp.models.classify.settings import Choices, LinearSettings, linear_settings
from zhnlp.models.counts.model import Of
from zhnlp.models.sequence.training import Settings
from zhnlp.stages.tokens import token_reader

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Labeller = TextLabeller | TokenLabeller | VectorLabeller
_OF_BOTH = ("about", "report")


class LabelSettings(Settings, Choices, total=False):
    """The settings of ``Classifier.fit``: of a linear model, and of a network."""


def learn_labels(
    docs: Sequence[Doc],
    dev: Sequence[Doc],
    raw: Callable[[], Iterable[Doc]] | None,
    settings: LabelSettings,
) -> Labeller:
    """A model of the best category of each of `docs`; the arguments are those of ``fit``.

    Raises:
        UsageError: Settings of both kinds of model, or what a linear model does not take.
    """
    for name in settings:
        if name not in LabelSettings.__annotations__:
            hint = did_you_mean(name, LabelSettings.__annotations__)
            raise InputError(f"fit takes no {name!r}. {hint}")
    labels = [need(doc.categories, "categories").best or "" for doc in docs]
    given = {name for name, value in settings.items() if value is not None}
    if given & {"network", "schedule"}:
        if wrong := sorted(given & set(Choices.__annotations__)):
            raise UsageError(f"{wrong[0]} is for linear models. Leave network and schedule out.")
        return _network(docs, labels, dev, raw, settings)
    others = {"dev": bool(dev), "raw": raw is not None, "checkpoint": "checkpoint" in given}
    if wrong := [name for name, is_given in others.items() if is_given]:
        raise UsageError(f"{wrong[0]} is for networks. Give network, a Shape, too.")
    chosen = {name: settings[name] for name in Choices.__annotations__ if name in settings}  # type: ignore[literal-required]
    return _linear(docs, labels, linear_settings(cast(Choices, chosen)), settings)


def _linear(
    docs: Sequence[Doc], labels: Sequence[str], chosen: LinearSettings, settings: Settings
) -> Labeller:
    from zhnlp.models.classify.training import train_labels, train_vector_labels

    about, report = settings.get("about"), settings.get("report") or _silent
    if chosen.of == "vector":
        return train_vector_labels(_vectors(docs), labels, chosen, about=about, report=report)
    unit: Of = "words" if chosen.of == "characters+words" else chosen.of
    sequences = [*map(token_reader(unit), docs)]
    return train_labels(sequences, labels, chosen, about=about, report=report)


def _vectors(docs: Sequence[Doc]) -> npt.NDArray[np.float32]:
    """The vector of each of `docs`, shape (docs, width)."""
    import numpy as np

    vectors = [np.asarray(need(doc.vector, "vector")) for doc in docs]
    if len(widths := sorted({len(vector) for vector in vectors})) > 1:
        raise UsageError(
            f"vectors have {widths[0]} and {widths[-1]} numbers. Use one Embedder for all texts."
        )
    return np.array(vectors, np.float32).reshape(len(docs), -1)


def _network(
    docs: Sequence[Doc],
    labels: Sequence[str],
    dev: Sequence[Doc],
    raw: Callable[[], Iterable[Doc]] | None,
    settings: Settings,
) -> TextLabeller:
    from zhnlp.stages.network_learning import labels_network

    texts = [(doc.text, None, label) for doc, label in zip(docs, labels, strict=True)]
    others = [(doc.text, None, need(doc.categories, "categories").best or "") for doc in dev]
    return labels_network(texts, others, settings, raw)


def _silent(line: str) -> None:
    pass
