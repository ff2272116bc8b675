"""PackedModel: the base of every model that is stored in a pack."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from zhnlp.arguments import need_path, shown
from zhnlp.pack_uses import wrong_kind
from zhnlp.packing import About, Pack, read_pack, unpacked
from zhnlp.resources import pack as find_pack

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Self = TypeVar("Self", bound="PackedModel")
_AT_ONCE = 1 << 22  # numbers that are checked


class PackedModel:
    """A model stored in a pack.

    Args:
        name: The name of a shipped pack, the folder of your own, or a `Pack`.

    Raises:
        PackError: There is no such pack, or it is damaged or of another kind.
    """

    KIND: ClassVar[str]

    def __init__(self, name: str | os.PathLike[str] | Pack) -> None:
        if isinstance(name, Pack):
            if name.about.get("kind") != self.KIND:
                raise wrong_kind(name.name, name.about.get("kind"), self.KIND)
            self.pack = name
        else:
            self.pack = read_pack(find_pack(name, (self.KIND,)), self.KIND)
        self._read(self.pack)

    def _read(self, pack: Pack) -> None:
        """Build the model from the arrays of `pack`."""
        raise NotImplementedError

    @property
    def about(self) -> About:
        """The description in the pack: data, licences, command, scores."""
        return self.pack.about

    def save_pack(self, folder: str | os.PathLike[str]) -> None:
        """Write the pack to `folder`."""
        self.pack.write(need_path(folder, "folder"))

    @classmethod
    def load_pack(cls: type[Self], folder: str | os.PathLike[str]) -> Self:
        """The model of the pack in `folder`."""
        return cls(Path(need_path(folder, "folder")))

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.about == other.about

    def __hash__(self) -> int:
        return hash(self.about["sha256"])

    def __repr__(self) -> str:
        name = self.pack.folder.name if self.pack.folder else self.about.get("name")
        return f"{type(self).__name__}({name!r})"

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        if self.pack.folder is not None:
            return type(self), (self.pack.folder,)
        return _rebuilt, (type(self), self.about, bytes(self.pack.data))


def finite(pack: Pack, name: str) -> npt.NDArray[np.float32]:
    """The array `name` of `pack`, float32, flat; ValueError unless all its numbers are finite."""
    import numpy as np

    found = np.frombuffer(pack.array(name, "f"), np.float32)
    need_finite(found, name)
    return found


def need_finite(numbers: npt.NDArray[np.floating], name: str) -> None:
    """ValueError unless all numbers of a flat array are finite; it may be larger than memory."""
    import numpy as np

    for start in range(0, len(numbers), _AT_ONCE):
        if not np.isfinite(numbers[start : start + _AT_ONCE]).all():
            raise ValueError(f"a number of {name!r} is not finite.")


def different_labels(given: object) -> tuple[str, ...]:
    """The labels that a pack names; ValueError unless they are a list of different strings."""
    labels = given if isinstance(given, list) else [None]
    if not all(isinstance(each, str) for each in labels) or len(set(labels)) < len(labels):
        raise ValueError(f"labels are {shown(given)}, not a list of different strings.")
    return tuple(labels)


def _rebuilt(kind: type[Self], about: About, data: bytes) -> Self:
    return kind(unpacked(about, data))
