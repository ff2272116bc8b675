"""N-gram models of words and of characters: to look up, to train, to exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]
    """A numpy array; what is in it is said where it is made."""
