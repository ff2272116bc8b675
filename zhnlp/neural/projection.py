"""Projection: vectors of texts, and any vectors as points of a plane."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from zhnlp.arguments import need_choice, need_strings
from zhnlp.errors import UsageError
from zhnlp.neural.extras import package
from zhnlp.neural.halving import halving
from zhnlp.neural.inputs import batch_of, by_length, groups
from zhnlp.neural.inspection import cut, network_copy
from zhnlp.neural.labelling import text_parts
from zhnlp.neural.model import NeuralModel
from zhnlp.neural.pictures import scatter
from zhnlp.neural.pooling import pooled

Method = Literal["pca", "tsne"]
_BATCH = 8192  # tokens that are read at once
_NEIGHBOURS = 30  # that t-SNE keeps together, at most


@dataclass(frozen=True, eq=False)
class Projection:
    """Points of a plane. A notebook shows them with their names.

    Attributes:
        names: What is shown at each point; empty for a dot.
        points: Float64, shape (points, 2).
        kinds: The kind of each, which have a colour each; empty if there is one kind only.
    """

    names: tuple[str, ...]
    points: NDArray[np.float64]
    kinds: tuple[str, ...] = ()

    def picture(self) -> str:
        """An SVG image of the points."""
        return scatter(self.points, self.names, self.kinds)

    def _repr_html_(self) -> str:
        return self.picture()


def text_vectors(model: NeuralModel, texts: Iterable[str]) -> NDArray[np.float32]:
    """The vector of each of `texts`: what the head of a classifier sees, else a mean of states.

    Args:
        model: Any model that runs by torch; one that reads tags of words cannot be asked.
        texts: Texts, words or characters. One that is too long is read in parts, of whose vectors
            the mean is taken, weighed by their tokens.

    Returns:
        Float32, shape (texts, width).
    """
    own = need_strings(texts, "texts")
    cuts = cut(model, own)
    network = network_copy(model, "vectors of texts")
    how = model.config.pooling if model.config.task == "text" else "mean"
    rows, whose = [], []
    for i, (own_cut, tokens) in enumerate(
        zip(cuts, model.inputs.tokenizer.encode_batch(own), strict=True)
    ):
        ids = model.inputs.ids(own_cut, tokens)
        for part in text_parts(own_cut.text, tokens.starts, model.inputs.max_tokens - 2):
            rows.append(model.inputs.framed(ids, *part))
            whose.append(i)
    lengths = [len(row["ids"]) for row in rows]
    device = next(network.parameters()).device
    found = np.zeros((len(own), network.encoder.width), np.float32)
    weights = np.bincount(whose, lengths, len(own))

    def states(group: list[int]) -> NDArray[np.float32]:
        batch = batch_of([rows[i] for i in group])
        given = {name: torch.from_numpy(ids).to(device) for name, ids in batch.items()}
        with torch.inference_mode():
            own = pooled(network.encoder(**given), given["mask"], how)
        return np.asarray(own.float().cpu(), np.float32)

    for i, state in halving(groups(lengths, _BATCH, by_length(lengths)), states):
        found[whose[i]] += state * (lengths[i] / weights[whose[i]])
    return found


def project(
    vectors: ArrayLike,
    names: Sequence[str] = (),
    *,
    kinds: Sequence[str] = (),
    method: Method = "pca",
    seed: int = 0,
) -> Projection:
    """Points of a plane for `vectors`, near ones for similar vectors.

    Args:
        vectors: Of texts, words or anything else, shape (vectors, width).
        names: What to show at each point.
        kinds: The kind of each, such as its label, for its colour.
        method: ``"pca"``, the two directions in which the vectors differ most; or ``"tsne"`` (van
            der Maaten and Hinton, 2008), which keeps neighbours together, from scikit-learn.
        seed: Determines the points of ``"tsne"``.

    Raises:
        UsageError: Vectors are not numbers, or there are as many names or kinds as not vectors.
        ExtraError: scikit-learn is needed and not installed.
    """
    need_choice(method, "method", get_args(Method))
    own = np.asarray(vectors, np.float64)
    if own.ndim != 2 or not np.isfinite(own).all():
        raise UsageError("vectors must be finite numbers, in rows of the same length.")
    for given, name in ((names, "names"), (kinds, "kinds")):
        if len(given) not in (0, len(own)):
            raise UsageError(
                f"there are {len(given)} {name} for {len(own)} vectors. Give one for each, or none."
            )
    points = _by_tsne(own, seed) if method == "tsne" and len(own) > 2 else _by_pca(own)
    return Projection(tuple(names), points, tuple(kinds))


def _by_pca(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """The first two principal components; the largest number of each direction is positive."""
    points = np.zeros((len(vectors), 2))
    if not vectors.size:
        return points
    centred = vectors - vectors.mean(0)
    directions = np.linalg.svd(centred, full_matrices=False)[2][:2]
    largest = np.abs(directions).argmax(1)
    directions = directions * np.sign(directions[np.arange(len(directions)), largest])[:, None]
    points[:, : len(directions)] = centred @ directions.T
    return points


def _by_tsne(vectors: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    manifold = package("sklearn.manifold", "t-SNE")
    neighbours = min(_NEIGHBOURS, (len(vectors) - 1) / 3)
    found = manifold.TSNE(perplexity=neighbours, init="pca", random_state=seed)
    return np.asarray(found.fit_transform(vectors), np.float64)
