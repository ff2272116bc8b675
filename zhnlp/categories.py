"""Categories: the labels of a text and their probabilities, which never change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhnlp.arguments import need_count, need_number, need_text, shown, wrong_type
from zhnlp.errors import UsageError


class Categories(Mapping[str, float]):
    """A mapping of label to probability, ordered from the most probable label.

    It is equal to any mapping with the same items, and can be hashed. Labels of the same
    probability keep the order in which they are given.

    Args:
        probabilities: The probability of each label, 0 to 1.

    Raises:
        UsageError: A probability is not between 0 and 1.

    >>> found = Categories({"体育": 0.2, "财经": 0.8})
    >>> found, found.best
    (Categories({'财经': 0.8, '体育': 0.2}), '财经')
    """

    __slots__ = ("_items",)
    _items: dict[str, float]

    def __init__(self, probabilities: Mapping[str, float]) -> None:
        if not isinstance(probabilities, Mapping):
            advice = "Give a mapping of label to probability"
            raise wrong_type(probabilities, "what categories are made of", advice)
        items = [
            (need_text(label, "a category"), _probability(label, value))
            for label, value in probabilities.items()
        ]
        self._items = dict(sorted(items, key=lambda item: -item[1]))

    @property
    def best(self) -> str | None:
        """The most probable label; None if there are none."""
        return next(iter(self._items), None)

    def top(self, n: int) -> Categories:
        """The `n` most probable labels."""
        return Categories(dict(list(self._items.items())[: need_count(n, "n")]))

    def __getitem__(self, label: str) -> float:
        return self._items[label]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"Categories({self._items!r})"

    def __reduce__(self) -> tuple[type[Categories], tuple[dict[str, float]]]:
        return Categories, (dict(self._items),)


def _probability(label: str, value: float) -> float:
    if isinstance(value, str) or not 0 <= need_number(value, f"the probability of {label!r}") <= 1:
        raise UsageError(
            f"the probability of {label!r} is {shown(value)}; it must be between 0 and 1."
        )
    return float(value)
