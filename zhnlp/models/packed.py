"""PackedModel: the base of every model that is stored in a pack."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from zhnlp.arguments import need_path, shown
from zhnlp.errors import PackError
from zhnlp.io.plain_files import is_name, need_folder
from zhnlp.pack_uses import wrong_kind
from zhnlp.packing import About, Pack, pack_errors, read_about, read_pack, unpacked
from zhnlp.resources import pack as find_pack
from zhnlp.resources import ships

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
    PARTS: ClassVar[tuple[str, ...]] = ()  # keys of pack.json that name other packs

    def __init__(self, name: str | os.PathLike[str] | Pack) -> None:
        if isinstance(name, Pack):
            if name.about.get("kind") != self.KIND:
                raise wrong_kind(name.name, name.about.get("kind"), self.KIND)
            self.pack = name
        else:
            self.pack = read_pack(find_pack(name, (self.KIND,)), self.KIND)
        with pack_errors(self.pack):
            self._read(self.pack)

    def _read(self, pack: Pack) -> None:
        """Build the model from the arrays of `pack`."""
        raise NotImplementedError

    @property
    def about(self) -> About:
        """The description in the pack: data, licences, command, scores."""
        return self.pack.about

    def save_pack(self, folder: str | os.PathLike[str]) -> None:
        """Write the pack to `folder`, with those packs that it needs and that do not ship."""
        target = Path(need_path(folder, "folder"))
        about = dict(self.about)
        for key in self.PARTS:
            if key in about and not ships(source := part_of(self.pack, key)):
                if source.resolve() != (target / key).resolve():
                    read_pack(source, read_about(source)["kind"]).write(target / key)
                about[key] = {"folder": key}
        replace(self.pack, about=about).write(target)

    @classmethod
    def load_pack(cls: type[Self], folder: str | os.PathLike[str]) -> Self:
        """The model of the pack in `folder`."""
        return cls(Path(need_path(folder, "folder")))

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._said() == other._said()

    def _said(self) -> About:
        """The description, without where the packs that it needs lie."""
        return {key: value for key, value in self.about.items() if key not in self.PARTS}

    def __hash__(self) -> int:
        return hash(self.about["sha256"])

    def __repr__(self) -> str:
        name = self.pack.folder.name if self.pack.folder else self.about.get("name")
        return f"{type(self).__name__}({name!r})"

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        if self.pack.folder is not None:
            return type(self), (self.pack.folder,)
        return _rebuilt, (type(self), self.about, bytes(self.pack.data))


def part_of(pack: Pack, key: str) -> Path:
    """The folder of another pack that `pack` names: one that ships, or one in its own folder.

    Raises:
        PackError: It is neither. A pack that is not in a folder yet may name any: a program made
            it.
    """
    named = pack.about.get(key)
    if pack.folder is None and isinstance(named, str):
        return find_pack(named)
    inside = named.get("folder") if isinstance(named, dict) else None
    if pack.folder is not None and is_name(inside):
        return need_folder(pack.folder, str(inside))
    if isinstance(named, str) and is_name(named):
        return find_pack(named)
    raise PackError(
        f"pack {pack.name!r} has the {key} {shown(named)}. A pack names only packs that ship, and "
        f'those in its folder: copy it there as {key!r}, write {{"folder": "{key}"}} in pack.json, '
        "and leave out about_crc32."
    )


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
