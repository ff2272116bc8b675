"""What is in a pack of vectors: its arrays, and the objects that read them.

words, ends, hashes, rows     the vocabulary; see vocabulary.py
vectors or half_vectors       a row for each word; float32, or float16 as uint16
norms                         the length of each row, float32
ngrams                        FastText: a row for each bucket, float32; see subwords.py
counts                        how often each word occurred, uint64, where it is known
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from zhnlp.arguments import need_count, need_kind, need_strings
from zhnlp.errors import PackError
from zhnlp.models.packed import finite, need_finite
from zhnlp.models.vectors.matrix import need_matrix, norms
from zhnlp.models.vectors.subwords import Subwords
from zhnlp.models.vectors.vocabulary import Vocabulary, vocabulary_arrays
from zhnlp.packing import About, Pack, pack_errors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from numpy.typing import NDArray

    from zhnlp.models.vectors.matrix import Matrix


class Contents(NamedTuple):
    """What a pack of vectors holds.

    Attributes:
        words: The words, by their rows.
        matrix: Their vectors, shape (words, width).
        norms: The length of each, shape (words,).
        subwords: The vectors of n-grams, if there are any.
    """

    words: Vocabulary
    matrix: Matrix
    norms: NDArray[np.float32]
    subwords: Subwords | None


class Matter(NamedTuple):
    """What a pack of vectors is made of.

    Attributes:
        settings: For ``pack.json``.
        arrays: Flat arrays by name.
    """

    settings: About
    arrays: dict[str, object]


def contents_of(pack: Pack) -> Contents:
    """The contents of `pack`; PackError if they do not fit together."""
    import numpy as np

    with pack_errors(pack):
        words = Vocabulary(pack)
        width = need_count(pack.about["width"], "width")
        matrix: Matrix
        if "half_vectors" in pack.arrays:
            halves = np.frombuffer(pack.array("half_vectors", "H"), np.float16)
            need_finite(halves, "half_vectors")
            matrix = halves.reshape(-1, width)
        else:
            matrix = finite(pack, "vectors").reshape(-1, width)
        lengths = finite(pack, "norms")
        subwords = _subwords(pack, width) if "ngrams" in pack.arrays else None
        counts = len(pack.array("counts", "Q")) if "counts" in pack.arrays else len(words)
    if not len(words) == len(matrix) == len(lengths) == counts:
        raise PackError(
            f"pack {pack.name!r} has {len(words)} words and {len(matrix)} vectors, "
            f"{len(lengths)} norms or {counts} counts. Make the pack again."
        )
    return Contents(words, matrix, lengths, subwords)


def _subwords(pack: Pack, width: int) -> Subwords:
    least, most = (need_count(each, "one of lengths") for each in pack.about["lengths"])
    vectors = finite(pack, "ngrams").reshape(-1, width)
    if least > most or not len(vectors):
        raise ValueError(f"{len(vectors)} vectors of n-grams with {least} to {most} characters.")
    return Subwords((least, most), vectors)


def matter_of(
    words: Iterable[str], vectors: npt.ArrayLike, *, half: bool, subwords: Subwords | None
) -> Matter:
    """The arrays and settings of a pack; arguments and errors as of `WordVectors.of`."""
    import numpy as np

    own = list(need_strings(words, "words"))
    matrix = need_matrix(vectors, len(own), half=half)
    settings: About = {"n_words": len(own), "width": matrix.shape[1]}
    arrays: dict[str, object] = {**vocabulary_arrays(own), "norms": norms(matrix)}
    if half:
        arrays["half_vectors"] = matrix.view(np.uint16).reshape(-1)
    else:
        arrays["vectors"] = matrix.reshape(-1)
    if subwords is not None:
        need_kind(subwords, "subwords", Subwords)
        arrays["ngrams"] = np.ascontiguousarray(subwords.vectors, np.float32).reshape(-1)
        settings["lengths"] = list(subwords.lengths)
    return Matter(settings, arrays)
