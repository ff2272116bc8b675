"""WordModel: a trained sequence model that finds where words begin and end.

It labels atoms (core/atoms.hpp) B, M, E or S by the features of
core/word_features.hpp. models/words/training.py trains it.
"""

from __future__ import annotations

import os
from array import array

from zhnlp.core import Trie, WordLabels, word_grams
from zhnlp.models.packed import PackedModel
from zhnlp.models.sequence.alphabet import read_alphabet
from zhnlp.models.sequence.weights import weights
from zhnlp.packing import Pack, make_pack, pack_errors

N_LABELS = 4
_GRAMS = ("gram_cells", "gram_starts", "gram_nexts")  # see core/word_grams.hpp; not all packs have


class WordModel(PackedModel):
    """A model of words, by the standard of its training corpus; by default words of today.

    >>> WordModel("pku-words").about["scores"]["pku_test_gold.utf8"]
    {'f1': 0.9625}
    """

    KIND = "WordModel"

    def __init__(self, name: str | os.PathLike[str] | Pack = "modern-words") -> None:
        super().__init__(name)

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            lexicon = None
            if "lexicon_nodes" in pack.arrays:
                nodes, chars = pack.array("lexicon_nodes", "Q"), pack.array("lexicon_alphabet", "I")
                lexicon = Trie(nodes, chars)
            grams = None
            if not pack.arrays.keys().isdisjoint(_GRAMS):
                cells, starts, nexts = (pack.array(name, "I") for name in _GRAMS)
                grams = cells, starts, nexts
            self.word_labels = WordLabels(
                read_alphabet(pack), weights(pack, N_LABELS), lexicon, grams=grams
            )

    def with_grams(self, keys: array[int]) -> WordModel:
        """This model with a pack that says where n-grams have their weights: the same, but faster.

        Args:
            keys: Of all features, as `SequenceTrainer.keys` gives them.
        """
        pack = self.pack
        n_chars = len(pack.array("alphabet", "I"))
        grams = word_grams(weights(pack, N_LABELS), keys, n_chars)
        arrays = {**pack.arrays, **dict(zip(_GRAMS, grams, strict=True))}
        return WordModel(make_pack(self.KIND, self.about, arrays))
