"""Between vectors and gensim, whose models learn them.

A model of gensim is made of settings and arrays, and given back as these: nothing is pickled.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zhnlp.arguments import wrong_type
from zhnlp.extras import extra
from zhnlp.models.vectors.model import WordVectors
from zhnlp.models.vectors.settings import VectorSettings
from zhnlp.models.vectors.subwords import Subwords
from zhnlp.packing import About

if TYPE_CHECKING:
    import numpy as np
    from gensim.models import KeyedVectors, Word2Vec
    from numpy.typing import NDArray

    Array = NDArray[np.generic]

_WHAT = "training vectors"
_STATE = 624  # numbers of the state of the random numbers
_MOST = 1 << 53  # occurrences of a word
_LARGEST = 1e15  # whose products with each other are still finite


def new_model(settings: VectorSettings) -> Word2Vec:
    """An untrained Word2Vec or FastText with these settings."""
    models = extra("gensim.models", _WHAT)
    is_tree = settings.loss == "hierarchical-softmax"
    known: dict[str, object] = {
        "vector_size": settings.width,
        "window": settings.window,
        "min_count": settings.min_count,
        "sg": int(settings.method == "skip-gram"),
        "hs": int(is_tree),
        "negative": 0 if is_tree else settings.negative,
        "sample": settings.sample,
        "epochs": settings.passes,
        "alpha": settings.rate,
        "seed": settings.seed,
        "workers": settings.workers,
    }
    if not settings.subwords:
        return models.Word2Vec(**known)
    least, most = settings.lengths
    return models.FastText(min_n=least, max_n=most, bucket=settings.buckets, **known)


def arrays_of(model: Word2Vec, settings: VectorSettings) -> dict[str, Array]:
    """What a model has learned, as flat arrays; its words are in its ``wv.index_to_key``."""
    import numpy as np

    _, keys, at, _, _ = model.random.get_state()
    wv = model.wv
    arrays = {
        "counts": wv.expandos["count"].astype(np.ulonglong),
        "sampled": wv.expandos["sample_int"].astype(np.uint32),
        "hidden": (model.syn1 if settings.loss == "hierarchical-softmax" else model.syn1neg),
        "inputs": wv.vectors_vocab if settings.subwords else wv.vectors,
        "random": np.append(keys.astype(np.uint32), np.uint32(at)),
    }
    if settings.subwords:
        arrays["ngrams"] = wv.vectors_ngrams
    return {name: np.ascontiguousarray(array).reshape(-1) for name, array in arrays.items()}


def model_of(words: list[str], arrays: Mapping[str, Array], settings: VectorSettings) -> Word2Vec:
    """The model that `arrays_of` gave the arrays of, to be trained on.

    Raises:
        ValueError: They do not fit together.
    """
    import numpy as np

    _check(words, arrays)
    model = new_model(settings)
    wv, shape = model.wv, (len(words), settings.width)
    wv.index_to_key = words
    wv.key_to_index = {word: row for row, word in enumerate(words)}
    wv.expandos["count"] = arrays["counts"].astype(np.int64)
    wv.expandos["sample_int"] = arrays["sampled"].astype(np.uint32)
    inputs = arrays["inputs"].reshape(shape).astype(np.float32)  # a copy that can be written to
    hidden = arrays["hidden"].reshape(shape).astype(np.float32)
    if settings.subwords:
        wv.vectors_vocab = inputs
        ngrams = arrays["ngrams"].reshape(settings.buckets, settings.width)
        wv.vectors_ngrams = ngrams.astype(np.float32)
        wv.recalc_char_ngram_buckets()
        wv.adjust_vectors()
    else:
        wv.vectors = inputs
    if settings.loss == "hierarchical-softmax":
        model.syn1 = hidden
        model.create_binary_tree()
    else:
        model.syn1neg = hidden
        model.make_cum_table()
    keys = arrays["random"]
    model.random.set_state(("MT19937", keys[:-1].astype(np.uint32), int(keys[-1]), 0, 0.0))
    return model


def _check(words: list[str], arrays: Mapping[str, Array]) -> None:
    """ValueError unless gensim, which checks nothing, can go on with these arrays."""
    import numpy as np

    n_words = len(set(words))
    sizes = len(arrays["counts"]), len(arrays["sampled"]), len(arrays["random"])
    if sizes != (n_words, n_words, _STATE + 1) or arrays["random"][-1] > _STATE:
        raise ValueError(
            f"{n_words} different words have arrays of {', '.join(map(str, sizes))} numbers."
        )
    counts = arrays["counts"].astype(np.float64)
    if not ((counts >= 1) & (counts <= _MOST)).all():
        raise ValueError("a word occurs less than once, or too often.")
    for name in ("inputs", "hidden", "ngrams"):
        if name in arrays and not (np.abs(arrays[name]) < _LARGEST).all():
            raise ValueError(f"a number of {name!r} is not finite, or too large.")


def from_keyed(
    vectors: KeyedVectors, *, half: bool = False, about: About | None = None
) -> WordVectors:
    """The vectors of gensim's KeyedVectors or FastTextKeyedVectors."""
    if not (hasattr(vectors, "index_to_key") and hasattr(vectors, "vectors")):
        raise wrong_type(vectors, "vectors", "Give KeyedVectors of gensim, such as model.wv")
    subwords = None
    if getattr(vectors, "bucket", 0):
        subwords = Subwords((vectors.min_n, vectors.max_n), vectors.vectors_ngrams)
    counts = vectors.expandos.get("count")
    return WordVectors.of(
        vectors.index_to_key,
        vectors.vectors,
        counts=counts,
        half=half,
        subwords=subwords,
        about=about,
    )


def to_keyed(vectors: WordVectors) -> KeyedVectors:
    """Gensim's KeyedVectors with the words, vectors and counts."""
    import numpy as np

    made = extra("gensim.models", "KeyedVectors").KeyedVectors(vectors.width)
    made.add_vectors(list(vectors), np.array(vectors.matrix, np.float32))
    if vectors.counts is not None:
        made.expandos["count"] = vectors.counts.astype(np.int64)
    return made


@contextmanager
def quiet() -> Iterator[None]:
    """Keep gensim's advice to itself: what it would say is checked before."""
    log = logging.getLogger("gensim")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


class PassReport:
    """Tells `report` of each pass that gensim has ended."""

    def __init__(self, report: Callable[[str], None], passes: int) -> None:
        self._report, self._passes, self._done = report, passes, 0

    def on_train_begin(self, model: Word2Vec) -> None:
        """Gensim calls this."""

    def on_epoch_begin(self, model: Word2Vec) -> None:
        """Gensim calls this."""

    def on_epoch_end(self, model: Word2Vec) -> None:
        """Report that a pass has ended."""
        self._done += 1
        self._report(f"pass {self._done} of {self._passes}")

    def on_train_end(self, model: Word2Vec) -> None:
        """Gensim calls this."""
