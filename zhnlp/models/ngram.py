"""NgramModel: log probabilities of words after words, from a pack.

A back-off model over words; numbers, Latin words and long Chinese numerals are
read as classes. How it is trained is told in ngram_training.py; how it is
looked up, in core/ngram.hpp.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

from zhnlp.core._core import Ngram, Trie
from zhnlp.errors import PackError
from zhnlp.models.dictionary import hmm
from zhnlp.resources import pack
from zhnlp.saving import Pack, fitting, read_pack

_WEIGHTS = ("lexicon_bias", "lexicon_scale", "hmm_bias", "hmm_scale", "unit_log_prob")


@dataclass(frozen=True, init=False, eq=False, repr=False)
class NgramModel:
    """A word n-gram model.

    Args:
        name: A shipped pack, or the folder of one made by ``zhnlp train ngrams``.

    Raises:
        PackError: There is no such pack, or it is damaged or of another kind.

    >>> model = NgramModel("pku-ngrams")
    >>> model.log_prob(["我们", "的"]) > model.log_prob(["的", "我们"])
    True
    """

    folder: Path
    order: int

    def __init__(self, name: str | os.PathLike[str] = "pku-ngrams") -> None:
        found = read_pack(pack(name), "NgramModel")
        object.__setattr__(self, "folder", found.folder)
        object.__setattr__(self, "order", found.about.get("order"))
        object.__setattr__(self, "_about", found.about)
        with fitting(found):
            object.__setattr__(self, "_vocabulary", _trie(found))
            object.__setattr__(self, "_ngram", _ngram(found))
            object.__setattr__(self, "_hmm", hmm(found))
        if missing := [name for name in ("aliases", *_WEIGHTS) if name not in found.about]:
            raise PackError(f"pack {str(found.folder)!r} lacks {missing[0]!r}. Make it again.")

    @property
    def about(self) -> dict[str, Any]:
        """What the pack says of itself: data, licences, command, scores."""
        about: dict[str, Any] = self._about  # type: ignore[attr-defined]
        return about

    @property
    def vocabulary(self) -> Trie:
        """The number of every word."""
        trie: Trie = self._vocabulary  # type: ignore[attr-defined]
        return trie

    def settings(self, order: int) -> dict[str, Any]:
        """What the compiled cutter needs to use the first `order` levels; PackError if fewer."""
        if order > self.order:
            raise PackError(
                f"pack {str(self.folder)!r} has order {self.order}, not {order}. "
                f"Train one with zhnlp train ngrams --order {order}."
            )
        ngram: Ngram = self._ngram  # type: ignore[attr-defined]
        return {
            "vocabulary": self.vocabulary,
            "ngram": ngram.cut_to(order),
            "aliases": self.about["aliases"],
            "hmm": self._hmm,  # type: ignore[attr-defined]
            **{name: self.about[name] for name in _WEIGHTS},
        }

    def log_prob(self, words: Sequence[str]) -> float:
        """Natural log of the probability of a sentence of these words, its end included."""
        from zhnlp.models.ngram_corpus import END, UNKNOWN, read_as  # pays for gzip

        ngram: Ngram = self._ngram  # type: ignore[attr-defined]
        numbers = [max(self.vocabulary.find(read_as(word)), UNKNOWN) for word in words]
        return sum(ngram.log_probs([*numbers, END]))

    def save_pack(self, folder: Path) -> None:
        """Copy the pack to `folder`."""
        for name in ("pack.json", "arrays.safetensors"):
            copyfile(self.folder / name, folder / name)

    @classmethod
    def load_pack(cls, folder: Path) -> NgramModel:
        """The model of the pack in `folder`."""
        return cls(folder)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NgramModel) and self.about == other.about

    def __hash__(self) -> int:
        return hash(self.about["sha256"])

    def __repr__(self) -> str:
        return f"NgramModel({self.folder.name!r})"

    def __reduce__(self) -> tuple[type, tuple[Path]]:
        return NgramModel, (self.folder,)


def _trie(found: Pack) -> Trie:
    return Trie(found.array("nodes", "Q"), found.array("alphabet", "I"))


def _ngram(found: Pack) -> Ngram:
    levels = []
    order = found.about.get("order")
    if not isinstance(order, int) or not 1 <= order <= 6:
        raise PackError(f"pack {str(found.folder)!r}: order {order!r} is not 1 to 6.")
    for k in range(order):
        inner = k + 1 < order
        levels.append(
            (
                found.array(f"words_{k}", "I") if k else None,
                found.array(f"log_probs_{k}", "B"),
                found.array(f"back_offs_{k}", "B") if inner else None,
                found.array(f"children_{k}", "I") if inner else None,
                found.array(f"log_prob_book_{k}", "f"),
                found.array(f"back_off_book_{k}", "f") if inner else None,
            )
        )
    return Ngram(levels)
