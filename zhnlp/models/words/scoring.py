"""Models of the method ``neural``: found by their folder, and as the compiled cutter takes them."""

from __future__ import annotations

import os

from zhnlp.core import Alphabet, Trie, WordLabels
from zhnlp.errors import PackError, UsageError
from zhnlp.models import WordScorer, need_model
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.sequence.alphabet import folding_pairs
from zhnlp.resources import pack


def load_scorer(model: object) -> WordScorer:
    """The network given, or that of a folder.

    Raises:
        UsageError: There is none, or it has not all methods of a WordScorer.
        PackError: There is no such folder, or it holds something else.
    """
    if model is None:
        raise UsageError(
            "method 'neural' needs a network, and none ships. Train one with zhnlp train segmenter "
            "--encoder …, and give its folder as the model."
        )
    if isinstance(model, (str, os.PathLike)):
        from zhnlp.saving import load  # only networks need it

        found = load(pack(model))
        if not isinstance(found, WordScorer):
            raise PackError(
                f"{os.fspath(model)!r} holds a {type(found).__name__}, not a network that scores "
                "words. Train one with zhnlp train segmenter --encoder …, and give its folder."
            )
        return found
    need_model(model, WordScorer, "method 'neural'")
    assert isinstance(model, WordScorer)
    return model


def character_labels(model: WordScorer, base: Dictionary, dictionary: Lexicon | None) -> WordLabels:
    """The transitions of `model`, beside which lists are read as by other models."""
    _, known = base.words.trie.packed()
    words = [entry.word for entry in dictionary.entries] if dictionary else []
    return WordLabels(
        Alphabet(known, folding_pairs(known)),
        extra_words=Trie.build(words) if words else None,
        transitions=model.transitions,
    )
