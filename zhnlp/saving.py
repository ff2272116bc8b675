"""Save and load: stages as folders of JSON, packs as JSON beside arrays.

A *stage folder* holds ``zhnlp.json``::

    {"format": 1, "kind": "Segmenter",
     "settings": {"method": "unigram", "lexicon": {"folder": "lexicon"}}}

A setting that is itself a stage or a model has a folder of its own. A *pack*
holds ``pack.json`` and ``arrays.safetensors``; see packing.py.

A kind is looked up in the table of kinds.py; nothing is unpickled, and nothing is imported
by a path from a file.

What is loaded names only packs and lists that ship, and folders inside its own. A string that
a stage would take for the path of a file is an error there, and so is a link.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from zhnlp.arguments import need_path, shown
from zhnlp.errors import (
    ExtraError,
    FileError,
    FormatError,
    PackError,
    UsageError,
    ZhnlpError,
    did_you_mean,
)
from zhnlp.io.manifests import FORMAT, read_manifest, to_json
from zhnlp.io.plain_files import is_name, need_folder, write_files
from zhnlp.io.saved_folders import named_folders, remove_pack, remove_saved
from zhnlp.io.whole_files import lock
from zhnlp.kinds import KINDS as KINDS
from zhnlp.kinds import NAMED, is_ours, module_of, need_inside
from zhnlp.kinds import register as register
from zhnlp.resources import ships

_PLAIN = (str, int, float, bool, type(None))
_DEEPEST = 32  # folders inside each other


def save(thing: object, folder: str | os.PathLike[str]) -> None:
    """Write a stage or model to `folder`, which is made if it is not there.

    Its word lists and models are written, too; packs and lists that ship are named. Where the
    disk is full, or a setting cannot be saved, the folder holds what was saved there before.
    Nothing else in it is touched.

    Raises:
        UsageError: A setting is neither a plain value (text, number, tuple …) nor saveable.
        FileError: The folder cannot be written.
    """
    folder = Path(need_path(folder, "folder"))
    is_pack = hasattr(thing, "save_pack") and not isinstance(thing, type)
    try:
        with _made(folder):
            if is_pack:  # it locks the folder itself
                thing.save_pack(folder)  # type: ignore[attr-defined]
            with lock(folder):
                before = named_folders(folder / "zhnlp.json")
                if is_pack:
                    with suppress(FileNotFoundError):
                        os.unlink(folder / "zhnlp.json")
                else:
                    _save_stage(thing, folder, 0)
                    remove_pack(folder)
                for name in before - named_folders(folder / "zhnlp.json"):
                    remove_saved(folder / name)
    except OSError as error:
        if isinstance(error, ZhnlpError):
            raise
        raise FileError(f"cannot save to {str(folder)!r}: {error.strerror or error}.") from error


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make `folder`; after an error, an empty one that was not there is removed."""
    is_new = not os.path.lexists(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _save_stage(thing: object, folder: Path, depth: int) -> None:
    """Write a stage to `folder`: each of its parts to a new folder, then ``zhnlp.json``."""
    if not is_dataclass(thing) or isinstance(thing, type):
        raise UsageError(f"{shown(thing)} cannot be saved. Give a stage or a model.")
    if depth > _DEEPEST:
        raise UsageError(f"stages are more than {_DEEPEST} inside each other. Make it flatter.")
    made: list[Path] = []
    try:
        settings = {
            field.name: _Packer(type(thing), folder, depth, made).pack(
                getattr(thing, field.name), field.name, field.name
            )
            for field in fields(thing)
        }
        manifest = {"format": FORMAT, "kind": type(thing).__name__, "settings": settings}
        write_files(folder, {"zhnlp.json": to_json(manifest)})
    except BaseException:
        from shutil import rmtree  # only failures need it

        for path in made:
            rmtree(path, ignore_errors=True)
        raise


def load(folder: str | os.PathLike[str], *, kind: type | None = None) -> Any:
    """The stage or model that `folder` holds.

    Nothing outside of `folder` is opened but what ships with zhnlp.

    Args:
        folder: A folder written by `save`.
        kind: The class that it must be an instance of; None for any.

    Raises:
        PackError: There is no such folder, it holds another kind or is damaged, or a file in it
            is a link.
        ExtraError: It holds a network, and a package that this needs is not installed.
        FormatError: The manifest is damaged, of an unknown kind or of a newer format, or a
            setting is wrong.
        MemoryError: There is too little memory.
    """
    folder = Path(need_path(folder, "folder"))
    try:
        with lock(folder, alone=False):  # what is saved over it meanwhile removes its parts
            return _load(folder, kind, 0)
    except OSError as error:
        if isinstance(error, ZhnlpError):
            raise
        raise FileError(f"cannot load {str(folder)!r}: {error.strerror or error}.") from error


def _load(folder: Path, kind: type | None, depth: int) -> object:
    path = folder / "zhnlp.json"
    if not os.path.lexists(path) and os.path.lexists(folder / "pack.json"):
        path = folder / "pack.json"
    manifest = read_manifest(path)
    if depth > _DEEPEST:
        raise FormatError(path, 1, f"it is more than {_DEEPEST} folders deep. Save it flatter.")
    name = manifest.get("kind")
    if not isinstance(name, str) or name not in KINDS:
        hint = did_you_mean(name, KINDS)
        raise FormatError(path, 1, f"unknown kind {shown(name)}. {hint}")
    saved_kind = getattr(module_of(name), name)
    if kind is not None and not issubclass(saved_kind, kind):
        raise PackError(f"{str(folder)!r} holds a {name}, not a {kind.__name__}.")
    if path.name == "pack.json":
        return saved_kind.load_pack(folder)
    if not hasattr(saved_kind, "__dataclass_fields__"):
        raise FormatError(path, 1, f"a {name} is a pack, which has a pack.json instead.")
    settings = _settings(saved_kind, manifest.get("settings"), path, depth)
    try:
        return saved_kind(**settings)
    except (PackError, FormatError, FileError, ExtraError):
        raise
    except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError) as error:
        reason = str(error).rstrip(".")
        raise FormatError(path, 1, f"settings do not make a {name}: {reason}.") from error


def _settings(kind: type, given: object, path: Path, depth: int) -> dict[str, object]:
    """The settings of a `kind` in the manifest at `path`."""
    known = {field.name for field in fields(kind)}
    if not isinstance(given, dict) or not known >= set(given):
        strange = sorted(set(given) - known) if isinstance(given, dict) else given
        raise FormatError(path, 1, f"a {kind.__name__} has no settings {shown(strange)}.")
    unpacker = _Unpacker(path, depth)
    return {
        key: unpacker.unpack(need_inside(kind, key, value, path)) for key, value in given.items()
    }


class _Packer:
    """Settings of a stage as JSON has them; those that are stages or models go to new folders."""

    def __init__(self, kind: type, folder: Path, depth: int, made: list[Path]) -> None:
        self.kind, self.folder, self.depth, self.made = kind, folder, depth, made

    def pack(self, value: object, key: str, name: str) -> object:
        """The setting `key`, or a part of it, which is called `name`."""
        if isinstance(value, _PLAIN) and not (isinstance(value, float) and not isfinite(value)):
            return value
        if isinstance(value, (tuple, list)):
            return [self.pack(item, key, f"{name}-{i}") for i, item in enumerate(value)]
        if key in NAMED and is_ours(self.kind, key) and (shipped := _shipped(value)):
            return shipped
        if KINDS.get(type(value).__name__) == type(value).__module__:
            folder = self._new_folder(name)
            if hasattr(value, "save_pack"):
                value.save_pack(folder)
            else:
                _save_stage(value, folder, self.depth + 1)
            return {"folder": folder.name}
        raise UsageError(f"setting {name!r} is {shown(value)}, which cannot be saved.")

    def _new_folder(self, name: str) -> Path:
        """A new folder with this name, or with a number where an older pipeline has one."""
        number = 1
        while True:
            path = self.folder / (name if number == 1 else f"{name}-v{number}")
            try:
                path.mkdir()
            except FileExistsError:
                number += 1
            else:
                self.made.append(path)
                return path


def _shipped(value: object) -> str | None:
    """The name of the pack that a model was read from, if it is one that ships."""
    folder = getattr(getattr(value, "pack", value), "folder", None)
    return ships(folder) if isinstance(folder, Path) else None


class _Unpacker:
    """Settings from JSON: lists as tuples, and what lies in a folder beside."""

    def __init__(self, path: Path, depth: int) -> None:
        self.path, self.depth = path, depth
        self.names: set[str] = set()

    def unpack(self, value: object) -> object:
        if isinstance(value, list):
            return tuple(map(self.unpack, value))
        if not isinstance(value, dict):
            return value
        name = value.get("folder")
        if not is_name(name) or set(value) != {"folder"}:
            raise FormatError(
                self.path, 1, f"{shown(value)} does not name a folder beside this file."
            )
        if name in self.names:
            raise FormatError(self.path, 1, f"the folder {shown(name)} is named twice.")
        self.names.add(str(name))
        return _load(need_folder(self.path.parent, str(name)), None, self.depth + 1)
