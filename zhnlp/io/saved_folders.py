"""What an older pipeline or pack left in a folder: found by its manifest, and removed.

Only what a manifest names is removed, never a link or what is behind one, and a folder only
if nothing else is in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from zhnlp.errors import ZhnlpError
from zhnlp.io.manifests import read_manifest
from zhnlp.io.plain_files import is_name


def named_folders(manifest: Path) -> set[str]:
    """The folders beside `manifest` that it names; none if it cannot be read."""
    return set(_folders(_content(manifest)))


def remove_saved(folder: Path) -> None:
    """Remove what was saved to `folder`, and the folder if nothing else is in it."""
    if os.path.islink(folder) or not folder.is_dir():
        return
    for name in named_folders(folder / "zhnlp.json"):
        remove_saved(folder / name)
    remove_pack(folder)
    _remove(folder / "zhnlp.json")
    with suppress(OSError):
        folder.rmdir()


def remove_pack(folder: Path) -> None:
    """Remove a pack in `folder`; not the folder, and nothing if there is no pack."""
    about = _content(folder / "pack.json")
    if not about:
        return
    for name in _folders(about):
        remove_saved(folder / name)
    files = about.get("files")
    for name in files if isinstance(files, dict) else ():
        _remove_inside(folder, PurePosixPath(name).parts)
    for name in ("pack.json", "arrays.safetensors"):
        _remove(folder / name)


def _content(manifest: Path) -> dict[str, object]:
    try:
        return read_manifest(manifest)
    except (ZhnlpError, OSError):
        return {}


def _folders(value: object) -> Iterator[str]:
    """The names in every {"folder": name} of `value`."""
    if isinstance(value, list):
        for each in value:
            yield from _folders(each)
    elif isinstance(value, dict):
        name = value.get("folder")
        if len(value) == 1 and isinstance(name, str) and is_name(name):
            yield name
        for each in value.values():
            yield from _folders(each)


def _remove_inside(folder: Path, parts: tuple[str, ...]) -> None:
    """Remove a file of a network, and the folders that are then empty."""
    if not parts or not all(map(is_name, parts)):
        return
    places = [folder.joinpath(*parts[: n + 1]) for n in range(len(parts))]
    if any(map(os.path.islink, places)):
        return
    _remove(places[-1])
    for place in reversed(places[:-1]):
        with suppress(OSError):
            place.rmdir()


def _remove(path: Path) -> None:
    with suppress(OSError):
        os.unlink(path)
