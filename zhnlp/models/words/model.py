"""WordModel: a trained sequence model that finds where words begin and end.

It labels atoms (core/atoms.hpp) B, M, E or S by the features of
core/word_features.hpp. models/words/training.py trains it.
"""

from __future__ import annotations

import os

from zhnlp.core import Trie, WordLabels
from zhnlp.models.packed import PackedModel
from zhnlp.models.sequence.alphabet import read_alphabet
from zhnlp.models.sequence.weights import weights
from zhnlp.packing import Pack, pack_errors

N_LABELS = 4
GRAMS = ("gram_cells", "gram_starts", "gram_nexts")  # see core/word_grams.hpp; older packs have none


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
            alphabet = read_alphabet(pack)
            grams = tuple(pack.array(name, "I") for name in GRAMS if name in pack.arrays) or None
            self.word_labels = WordLabels(
                alphabet, weights(pack, N_LABELS), lexicon, grams=grams
            )
