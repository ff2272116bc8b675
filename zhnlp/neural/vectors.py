"""Vectors of characters, pairs of characters and words, learned from raw text by gensim.

CBOW with negative sampling (Mikolov et al., 2013, "Efficient Estimation of Word Representations
in Vector Space"). They are where the embeddings of a recurrent network begin.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vectors = Mapping[str, NDArray[np.float32]]
_PASSES = 3
_MIN_COUNT = 20
_LINE = 2000  # gensim reads at most 10,000 words of a line


class RawText(NamedTuple):
    """A raw text with its words.

    Attributes:
        text: The text.
        words: Its words.
    """

    text: str
    words: Iterable[str]


def train_vectors(
    raw: Iterable[RawText],
    widths: Mapping[str, int],
    *,
    seed: int = 0,
    report: Callable[[str], None] = lambda line: None,
) -> dict[str, Vectors]:
    """Vectors for the channels ``ids`` (characters), ``bigrams`` and ``words``.

    Args:
        raw: Texts.
        widths: How many numbers a vector of each channel has.
        seed: Determines the first vectors.
        report: Called with a line of text for each channel.

    Returns:
        For each channel, vectors by what they are of, the frequent ones first.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder, name) for name in widths}
        _write(raw, files)
        return {
            name: _vectors(path, widths[name], seed, name, report) for name, path in files.items()
        }


def _write(raw: Iterable[RawText], files: Mapping[str, Path]) -> None:
    """Write a line of items for each text to the file of each channel."""
    opened = {
        name: path.open("w", encoding="utf-8", errors="replace") for name, path in files.items()
    }
    try:
        for text, words in raw:
            dense = "".join(text.split())
            for name, file in opened.items():
                items = {
                    "ids": dense,
                    "bigrams": [dense[i : i + 2] for i in range(len(dense) - 1)],
                    "words": [word for word in words if not word.isspace()],
                }[name]
                for first in range(0, len(items), _LINE):
                    file.write(" ".join(items[first : first + _LINE]) + "\n")
    finally:
        for file in opened.values():
            file.close()


def _vectors(
    path: Path, width: int, seed: int, name: str, report: Callable[[str], None]
) -> dict[str, NDArray[np.float32]]:
    from gensim.models import Word2Vec

    model = Word2Vec(
        vector_size=width,
        window=5,
        min_count=_MIN_COUNT,
        workers=1,  # several give other vectors each time
        epochs=_PASSES,
        seed=seed + 1,
    )
    model.build_vocab(corpus_file=str(path))
    found = model.wv
    if not len(found):
        report(f"raw text has nothing {_MIN_COUNT} times: no vectors of {name}")
        return {}
    model.train(
        corpus_file=str(path),
        total_examples=model.corpus_count,
        total_words=model.corpus_total_words,
        epochs=model.epochs,
        start_alpha=model.alpha,
        end_alpha=model.min_alpha,
    )
    scale = np.float32(1 / max(float(found.vectors.std()), 1e-6) / width**0.5)
    report(f"{len(found):,} vectors of {name}")
    return {word: found.vectors[i] * scale for i, word in enumerate(found.index_to_key)}
