"""Near duplicates: the groups of texts in a corpus that are equal or nearly so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from zhnlp.arguments import need_items, need_number, need_text, shown
from zhnlp.errors import UsageError

if TYPE_CHECKING:
    from zhnlp.models.likeness.signing import Signer

ALIKE = 0.7  # as of a report
LEAST = 0.3


class NearDuplicates(NamedTuple):
    """A group of texts that are nearly equal.

    Attributes:
        numbers: Which texts of the corpus, counted from 0, in its order.
        likeness: The likeness of each with the first one, estimated: 1.0 for the first itself.
    """

    numbers: tuple[int, ...]
    likeness: tuple[float, ...]


def near_duplicates(
    texts: Iterable[str], *, least_likeness: float = ALIKE
) -> tuple[NearDuplicates, ...]:
    """The groups of `texts` that are equal or nearly so, in the order of their first texts.

    The likeness of two texts is the share of their sets of 5-grams of characters that both have.
    It is estimated by signatures of 64 numbers, with a standard error of up to 0.06.
    Pairs of at least that likeness are linked, so the last text of a group
    may be less like the first one. Texts of less than 21 characters are found only where they are
    equal. Needs ``zhnlp[report]``.

    Args:
        texts: Any number of texts; each is read once, and 140 bytes of it are kept.
        least_likeness: The likeness of a pair that is linked, 0.3 to 1.

    >>> copied = "上海证券交易所周四发布了新的上市规则，自下月起实施。"
    >>> texts = [copied, "今天下雨了。", copied.replace("周四", "日前"), "今天下雨了。"]
    >>> [group.numbers for group in near_duplicates(texts, least_likeness=0.4)]
    [(0, 2), (1, 3)]
    """
    from zhnlp.models.likeness.signing import Signer

    if not LEAST <= need_number(least_likeness, "least_likeness") <= 1:
        raise UsageError(
            f"least_likeness is {shown(least_likeness)}; it must be between {LEAST} and 1."
        )
    signer = Signer()
    for text in need_items(texts, "texts", "Give several texts"):
        signer.add(need_text(text, "a text"))
    return groups_of(signer, least_likeness)


def groups_of(signer: Signer, least_likeness: float = ALIKE) -> tuple[NearDuplicates, ...]:
    """The groups of the texts that `signer` has noted; see `near_duplicates`."""
    import numpy as np

    from zhnlp.models.likeness.signatures import alike, equal, likeness

    firsts = equal(signer.hashes())
    signed, signatures = signer.signatures()
    own = firsts[signed] == signed  # of equal texts, the first
    signed, signatures = signed[own], signatures[own]
    groups = np.arange(len(firsts))
    groups[signed] = signed[alike(signatures, least_likeness)]
    groups = groups[firsts]
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    rows = np.full(len(firsts), -1)
    rows[signed] = np.arange(len(signed))
    found = []
    for numbers in np.split(order, starts[1:]):
        if len(numbers) > 1:
            near = np.ones(len(numbers))
            which = rows[firsts[numbers]]
            if which[0] >= 0:
                near = likeness(signatures[which], signatures[which[:1]])
            found.append(NearDuplicates(tuple(numbers.tolist()), tuple(near.tolist())))
    return tuple(found)
