"""ContextModel: how well words fit the other words of their sentence.

core/word_contexts.hpp has the model, and context_training.py trains it. Correctors use it
to tell words that sound or look alike: 会议由他主持 and not 主池, far from any word that an
n-gram would see.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping
from math import isfinite

from zhnlp.core import WordContexts
from zhnlp.errors import PackError
from zhnlp.models.ngrams.language_model import LanguageModel
from zhnlp.models.packed import PackedModel
from zhnlp.packing import Pack, pack_errors

_CODES = {"targets": "b", "contexts": "b", "biases": "f", "places": "f"}
_QUANTILE = 0.9995  # of the sizes of numbers; larger ones are cut


class ContextModel(PackedModel):
    """The vectors of words in their contexts, for a `SpellingModel`.

    Args:
        name: A shipped pack, ``"zh-contexts"``, the folder of one made by
            ``zhnlp train contexts``, or a `Pack`.

    Raises:
        PackError: There is no such pack, or it is damaged or of another kind.
    """

    KIND = "ContextModel"

    def __init__(self, name: str | os.PathLike[str] | Pack = "zh-contexts") -> None:
        super().__init__(name)

    def _read(self, pack: Pack) -> None:
        self._names = bytes(pack.array("names", "B")).decode("utf-8")
        self._arrays: Mapping[str, memoryview] = {
            name: pack.array(name, code) for name, code in _CODES.items()
        }
        for name in ("biases", "places"):
            total = sum(array("f", bytes(self._arrays[name])))  # of float32, so it is not too large
            if not isfinite(total):
                raise ValueError(f"a number of {name!r} is not finite.")

    @property
    def words(self) -> tuple[str, ...]:
        """The words that have vectors, the most frequent first."""
        return tuple(self._names.splitlines())

    def for_speller(self, language: LanguageModel) -> WordContexts:
        """The vectors for a `Speller` with this character model; PackError if it was trained
        with another one."""
        if language.about["sha256"] != self.about["language_model_sha256"]:
            raise PackError(
                f"pack {self.pack.name!r} was trained with another version of "
                f"{self.about['language_model']!r}. Train it again."
            )
        with pack_errors(self.pack):
            return WordContexts(language.vocabulary, self._names, **self._arrays)


def pack_arrays(
    names: str, weights: tuple[array[float], array[float], array[float], array[float]]
) -> dict[str, object]:
    """The arrays of a pack: the vectors as whole numbers of a byte, the scales in `places`."""
    import numpy as np

    targets, contexts, biases, places = (np.frombuffer(each, np.float32) for each in weights)
    whole = {}
    scale = 1.0
    for name, vectors in (("targets", targets), ("contexts", contexts)):
        largest = float(np.quantile(np.abs(vectors), _QUANTILE)) or 1.0
        whole[name] = np.clip(np.rint(vectors / largest * 127), -127, 127).astype(np.int8)
        scale *= largest / 127
    return {
        "names": np.frombuffer(names.encode("utf-8"), np.uint8),
        **whole,
        "biases": biases,
        "places": (places * scale).astype(np.float32),
    }
