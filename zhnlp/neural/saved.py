"""SavedModel: what all models of this room share that are written to folders and read from them."""

from __future__ import annotations

import copyreg
import os
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from zhnlp.neural.folders import copy_folder, new_pack, write_about, write_inputs
from zhnlp.neural.inputs import Inputs
from zhnlp.packing import About

_OWN = ("format", "kind", "files", "about_crc32")  # of pack.json, written anew


class SavedModel:
    """A network with what makes its inputs, which a folder holds.

    Models of the same files are equal.

    Args:
        inputs: Makes rows of ids.
        about: The description for the pack: data, licence, command, seed, scores.
        folder: Where it was read from; None if it was trained just now.
    """

    KIND: ClassVar[str]
    load_pack: ClassVar[Callable[..., object]]

    def __init__(
        self, inputs: Inputs, *, about: About | None = None, folder: Path | None = None
    ) -> None:
        self.inputs = inputs
        self.about: About = dict(about or {})
        self.folder = folder

    def save_pack(self, folder: str | os.PathLike[str]) -> None:
        """Write the model to `folder`, which is made if it is not there.

        It is written beside its place first: after an error, what was saved there before is whole.
        """
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        if self.folder is not None and self.folder.resolve() == target.resolve():
            return
        with new_pack(target) as part:
            if self.folder is not None:
                copy_folder(self.folder, part)
            else:
                self._save_weights(part)
                self.write_description(part)

    def write_description(self, folder: Path) -> None:
        """Write everything but the weights to `folder`, ``pack.json`` last."""
        write_inputs(folder, self.inputs)
        about = {name: value for name, value in self.about.items() if name not in _OWN}
        write_about(folder, self.KIND, {**about, **self._description()})

    def _save_weights(self, folder: Path) -> None:
        raise NotImplementedError

    def _description(self) -> About:
        return {"max_tokens": self.inputs.max_tokens}

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        same = type(other) is type(self) and self.about == getattr(other, "about", None)
        return same and "files" in self.about

    def __hash__(self) -> int:
        return hash(repr(self.about.get("files", id(self))))

    def __repr__(self) -> str:
        name = self.folder.name if self.folder else self.about.get("name", "in memory")
        return f"{type(self).__name__}({str(name)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        if self.folder is not None:
            return type(self).load_pack, (self.folder,)
        return copyreg.__newobj__, (type(self),), vars(self)  # type: ignore[attr-defined]
