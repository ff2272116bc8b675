"""What a recognizer knows from raw text: names, clusters of words, characters of persons.

=========  ===================================================================
names      names that were found there, with a class of kind, share and number
clusters   words, with the number of a cluster of words with like neighbours
persons    characters, with how often they are parts of persons' names
=========  ===================================================================

models/entities/raw_evidence.py gathers it; core/entity_features.hpp makes features of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhnlp.core import Trie
from zhnlp.packing import Pack

if TYPE_CHECKING:
    from zhnlp.models.sequence.checkpoint import Arrays


class Evidence(NamedTuple):
    """The three lists, as the compiled recognizer takes them."""

    names: Trie
    clusters: Trie
    persons: Trie

    def arrays(self) -> Arrays:
        """The arrays of a pack."""
        arrays: Arrays = {}
        for name, trie in self._asdict().items():
            arrays[f"{name}_nodes"], arrays[f"{name}_alphabet"] = trie.packed()
        return arrays

    @classmethod
    def read(cls, pack: Pack) -> Evidence | None:
        """The evidence of a pack; None if it has none."""
        if not pack.about.get("evidence", False):
            return None
        return cls(
            *(
                Trie(pack.array(f"{name}_nodes", "Q"), pack.array(f"{name}_alphabet", "I"))
                for name in cls._fields
            )
        )
