"""Vector: numbers that stand for a text or a word, which never change."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, overload

from zhnlp.arguments import need_items, shown, wrong_type
from zhnlp.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Vector(Sequence[float]):
    """A sequence of float32 numbers, shape (width,).

    ``numpy.asarray(vector)`` shares its memory. It is equal to a Vector of the same numbers, and
    can be hashed.

    Args:
        numbers: Finite numbers. An array of float32 is copied as it is.

    Raises:
        InputError: They are not numbers.
        UsageError: A number is not finite, or too large for float32.

    >>> vector = Vector([0.5, 0.25])
    >>> len(vector), vector[1], vector
    (2, 0.25, Vector([0.5, 0.25]))
    """

    __slots__ = ("_data",)
    _data: bytes

    def __init__(self, numbers: Iterable[float]) -> None:
        need_items(numbers, "a vector", "Give several numbers")
        try:
            own = array("f", numbers)
        except TypeError:
            raise wrong_type(numbers, "a vector", "Give several numbers") from None
        except OverflowError:
            own = array("f", [float("inf")])
        if not all(-_LARGEST <= number <= _LARGEST for number in own):
            raise UsageError(
                f"a vector is {shown(numbers)}, of which one is not finite or too large for "
                "float32. Give finite numbers."
            )
        self._data = own.tobytes()

    @property
    def numbers(self) -> memoryview[float]:
        """The numbers, float32, shape (width,)."""
        return memoryview(self._data).cast("f")

    def __array__(
        self, dtype: npt.DTypeLike | None = None, copy: bool | None = None
    ) -> npt.NDArray[np.float32]:
        """The numbers as an array of numpy, which cannot be written to unless it is a copy."""
        import numpy as np

        own = np.frombuffer(self._data, np.float32)
        return np.array(own, dtype, copy=copy)

    def __len__(self) -> int:
        return len(self._data) // 4

    def __iter__(self) -> Iterator[float]:
        return iter(self.numbers)

    @overload
    def __getitem__(self, index: int) -> float: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[float, ...]: ...
    def __getitem__(self, index: int | slice) -> float | tuple[float, ...]:
        found = self.numbers[index]
        return tuple(found) if isinstance(found, memoryview) else found

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Vector):
            return self._data == other._data
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._data)

    def __repr__(self) -> str:
        return f"Vector([{', '.join(f'{number:.6g}' for number in self)}])"

    def __reduce__(self) -> tuple[type[Vector], tuple[array[float]]]:
        return Vector, (array("f", self._data),)


_LARGEST = 3.4028234663852886e38  # of float32
