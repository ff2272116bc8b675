"""A picture of words: those with similar vectors near each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, get_args

from zhnlp.arguments import need_choice, need_count, need_strings
from zhnlp.errors import UsageError
from zhnlp.extras import extra
from zhnlp.models.vectors.model import Unknown, WordVectors
from zhnlp.view.figures import cjk_font, drawable, figure

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from numpy.typing import NDArray

Way = Literal["pca", "tsne"]
WAYS: tuple[Way, ...] = get_args(Way)


def word_figure(
    vectors: WordVectors,
    words: Iterable[str],
    *,
    way: Way = "pca",
    unknown: Unknown = "parts",
    font: FontProperties | None = None,
    seed: int = 0,
) -> Figure:
    """A point for each word, with the word beside it.

    Args:
        vectors: Where the vectors are.
        words: At least three different ones.
        way: How many numbers become two: ``"pca"``, the two directions in which the vectors differ
            most; or ``"tsne"``, which keeps near words near, and needs scikit-learn.
        unknown: What a word that is not there gets; see `WordVectors.vector`.
        font: A font with Chinese characters; None looks for one.
        seed: Determines the picture of tsne.

    Raises:
        UsageError: There are fewer than three words, or one is not there and must be.
        ExtraError: A package or a font is not installed.
    """
    import numpy as np

    several = tuple(dict.fromkeys(need_strings(words, "words")))
    if len(several) < 3:
        raise UsageError(f"a picture needs three different words at least, not {len(several)}.")
    own = np.array([vectors.vector(word, unknown=unknown) for word in several])
    points = positions(own, way=way, seed=seed)
    drawn = figure(8, 6)
    font = font or cjk_font()
    axes = drawn.subplots()
    axes.scatter(points[:, 0], points[:, 1], s=12)
    for word, point in zip(several, points.tolist(), strict=True):
        axes.annotate(
            drawable(word, font),
            point,
            xytext=(4, 4),
            textcoords="offset points",
            fontproperties=font,
        )
    axes.margins(0.12)
    axes.set_xticks([])
    axes.set_yticks([])
    return drawn


def positions(
    vectors: NDArray[np.float32], *, way: Way = "pca", seed: int = 0
) -> NDArray[np.float64]:
    """Where each vector lies in the plane, shape (vectors, 2), by the angles between them.

    Args:
        vectors: Shape (vectors, width), at least three.
        way: As of `word_figure`.
        seed: As of `word_figure`.
    """
    import numpy as np

    need_choice(way, "way", WAYS)
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    unit = vectors / np.where(lengths > 0, lengths, 1)
    if way == "tsne":
        made = extra("sklearn.manifold", "a picture by t-SNE").TSNE(
            perplexity=min(30.0, (len(unit) - 1) / 3),
            init="pca" if unit.shape[1] > 1 else "random",
            random_state=need_count(seed, "seed", least=0),
        )
        found: NDArray[np.float64] = made.fit_transform(unit).astype(np.float64)
        return found
    centred = unit - unit.mean(0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    plane = np.zeros((len(unit), 2))
    n = min(2, len(sizes))
    plane[:, :n] = left[:, :n] * sizes[:n]
    signs = np.sign(plane[np.abs(plane).argmax(0), [0, 1]])  # the same on every machine
    return plane * np.where(signs == 0, 1, signs)
