"""Recognizer: names of persons, places and organisations, and what else is asked for.

=========== =========================================================================
method      how it decides
=========== =========================================================================
perceptron  labels of characters by a trained model: the most accurate, and the default
hmm         the same labels by a hidden Markov model over characters, for comparison
dictionary  the words that jieba's dictionary calls names
=========== =========================================================================

Names of the user's gazetteer are found by every method, wherever they begin and
end with words, and win over others they overlap. Times and numbers are found by
rule, where they are asked for (see models/entity_rules.py).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal, get_args

from zhnlp.core._core import Trie, find_listed
from zhnlp.doc import Doc, Span, need, word_ends
from zhnlp.errors import UsageError
from zhnlp.models.dictionary import Dictionary
from zhnlp.models.entities import EntityModel
from zhnlp.models.gazetteer import Gazetteer
from zhnlp.resources import pack
from zhnlp.stage import Stage

Method = Literal["perceptron", "hmm", "dictionary"]
METHODS: tuple[Method, ...] = get_args(Method)
_PACKS = {"perceptron": "msra-entities", "hmm": "msra-hmm"}
_NAMES = {"nr": "PER", "nrfg": "PER", "nrt": "PER", "ns": "LOC", "nt": "ORG"}  # jieba's tags


@dataclass(frozen=True)
class Recognizer(Stage):
    """Find the entities of a text, as labelled spans.

    Args:
        method: How to decide; the table above.
        model: The model of ``perceptron`` and ``hmm``: the name of a pack, its folder,
            or the model itself; by default one that ships.
        gazetteer: The user's own names with their labels, or the path of their file.
        labels: The kinds to give; by default those of the model and the gazetteer.
            TIME, NUMBER and the other kinds that are found by rule are given
            only where they stand here.

    Raises:
        UsageError: An unknown method, or a label that nothing finds.
        PackError: There is no such model, or it is damaged or of another kind.

    >>> from zhnlp import Pipeline, Segmenter, Tagger
    >>> nlp = Pipeline([Segmenter(), Tagger(), Recognizer()])
    >>> nlp("王小明在北京大学学习。").entities
    (Span(start=0, end=3, label='PER'), Span(start=4, end=8, label='ORG'))
    """

    method: Method = "perceptron"
    model: EntityModel | str | os.PathLike[str] | None = field(default=None, kw_only=True)
    gazetteer: Gazetteer | str | os.PathLike[str] | None = field(default=None, kw_only=True)
    labels: tuple[str, ...] | None = field(default=None, kw_only=True)

    requires = ("words", "tags")
    provides = ("entities",)

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise UsageError(f"there is no method {self.method!r}. Known: {', '.join(METHODS)}.")
        if self.model is not None and self.method not in _PACKS:
            raise UsageError(f"method {self.method!r} uses no model. Leave model out.")
        set_ = partial(object.__setattr__, self)
        if isinstance(self.model, (str, os.PathLike)):
            set_("model", EntityModel(self.model))
        if isinstance(self.gazetteer, (str, os.PathLike)):
            set_("gazetteer", Gazetteer.read(self.gazetteer))
        if self.labels is not None:
            set_("labels", tuple(self.labels))
        set_("_finders", self._finders_())
