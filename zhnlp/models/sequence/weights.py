"""The weights of a linear-chain model, as a pack holds them."""

from __future__ import annotations

from zhnlp.core import Weights
from zhnlp.packing import Pack


def weights(pack: Pack, n_labels: int) -> Weights:
    """The weights of a sequence model; KeyError if ``pack.json`` has no ``first``, say."""
    return Weights(
        n_labels,
        pack.array("buckets", "I"),
        pack.array("pool", "B"),
        pack.array("transitions", "i"),
        first=pack.about["first"],
        last=pack.about["last"],
        scale=pack.about["scale"],
        sparse=pack.about["sparse"],
    )
