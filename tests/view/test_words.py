"""Pictures of words."""

import numpy as np
import pytest

pytest.importorskip("matplotlib")

from zhnlp import WordVectors
from zhnlp.errors import UsageError
from zhnlp.view.words import positions, word_figure

RNG = np.random.default_rng(0)
VECTORS = WordVectors.of(list("abcdefgh"), RNG.normal(size=(8, 5)))


@pytest.fixture
def font():
    from matplotlib.font_manager import FontProperties, findfont

    return FontProperties(fname=findfont("DejaVu Sans"))


def test_every_word_has_a_point_and_its_name(font):
    made = word_figure(VECTORS, ["a", "b", "c", "a"], font=font)
    (axes,) = made.axes

    assert [text.get_text() for text in axes.texts] == ["a", "b", "c"]
    assert axes.collections[0].get_offsets().shape == (3, 2)


def test_vectors_in_a_plane_keep_their_distances():
    corners = np.zeros((4, 6), np.float32)
    corners[range(4), range(4)] = 1
    corners[3] = corners[0]
    points = positions(corners)

    assert np.allclose(points[0], points[3])
    distances = np.linalg.norm(points[:3, None] - points[None, :3], axis=2)
    assert np.allclose(distances[0, 1], distances[1, 2])


def test_the_same_vectors_have_the_same_points():
    matrix = VECTORS.matrix
    assert np.array_equal(positions(matrix), positions(matrix))


def test_near_words_are_near_in_tsne(font):
    pytest.importorskip("sklearn")
    near = np.repeat(np.eye(2, 5, dtype=np.float32), 4, axis=0) + RNG.normal(size=(8, 5)) / 100
    points = positions(near, way="tsne")
    gaps = np.linalg.norm(points[:, None] - points[None], axis=2)

    assert gaps[:4, :4].max() < gaps[:4, 4:].min()


@pytest.mark.parametrize("matrix", [np.zeros((3, 2)), np.ones((3, 1)), np.eye(3)], ids=range(3))
def test_vectors_without_a_plane_have_points_all_the_same(matrix):
    assert np.isfinite(positions(matrix.astype(np.float32))).all()


def test_too_few_words_are_an_error(font):
    with pytest.raises(UsageError, match="three different words at least, not 1"):
        word_figure(VECTORS, ["a", "a"], font=font)
    with pytest.raises(UsageError, match="there is no vector of 'x'"):
        word_figure(VECTORS, ["a", "b", "x"], font=font, unknown="error")
    with pytest.raises(UsageError, match="way 'umap' is not known"):
        word_figure(VECTORS, ["a", "b", "c"], font=font, way="umap")
