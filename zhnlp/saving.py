"""Save and load: stages as folders of JSON, packs as JSON beside arrays.

A *stage folder* holds ``zhnlp.json``::

    {"format": 1, "kind": "Segmenter",
     "settings": {"method": "unigram", "lexicon": {"folder": "lexicon"}}}

A setting that is itself a stage or a model lies in a folder of its own. A
*pack* holds ``pack.json`` and ``arrays.safetensors``; its arrays are mapped
into memory, not read, and checked against the sha256 in ``pack.json``.

A kind is looked up in the table below; nothing is unpickled and nothing is
imported by a path found in a file. The safetensors format (a JSON header and
raw bytes) is read here in a few lines because the reader of its own package
imports numpy, which alone takes longer than segmenting a book; the tests hold
the two against each other.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from zhnlp.errors import FileError, FormatError, PackError, UsageError

FORMAT = 1
KINDS = {
    "Lexicon": "zhnlp.models.lexicon",
    "NgramModel": "zhnlp.models.ngram",
    "Normalizer": "zhnlp.stages.normalizer",
    "Pipeline": "zhnlp.pipeline",
    "Segmenter": "zhnlp.stages.segmenter",
    "SentenceSplitter": "zhnlp.stages.splitter",
    "StopwordFilter": "zhnlp.stages.filter",
}
_PLAIN = (str, int, float, bool, type(None))
_DTYPES = {"B": "U8", "i": "I32", "I": "U32", "Q": "U64", "f": "F32", "d": "F64"}
_CODES: dict[str, Any] = {name: code for code, name in _DTYPES.items()}


def save(thing: Any, folder: str | os.PathLike[str]) -> None:
    """Write a stage or model to `folder`, which is made if it is not there.

    Raises:
        UsageError: A setting that is neither plain (text, number, tuple …) nor saveable.
        FileError: The folder cannot be written.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if hasattr(thing, "save_pack"):
            thing.save_pack(folder)
            return
        settings = {f.name: _pack(getattr(thing, f.name), folder, f.name) for f in fields(thing)}
        manifest = {"format": FORMAT, "kind": type(thing).__name__, "settings": settings}
        write_whole(folder / "zhnlp.json", _json(manifest))
    except OSError as error:
        raise FileError(f"cannot save to {str(folder)!r}: {error.strerror or error}.") from error


def load(folder: str | os.PathLike[str], *, kind: type | None = None) -> Any:
    """The stage or model that `folder` holds.

    Args:
        folder: A folder written by `save`.
        kind: What it must be; None takes any.

    Raises:
        PackError: No such folder, or it holds another kind.
        FormatError: A manifest that is damaged, unknown or of a newer format.
    """
    path = Path(folder) / "zhnlp.json"
    if not path.is_file() and (Path(folder) / "pack.json").is_file():
        path = Path(folder) / "pack.json"
    manifest = _manifest(path)
    name = manifest.get("kind")
    if not isinstance(name, str) or name not in KINDS:
        raise FormatError(path, 1, f"unknown kind {name!r}; known: {', '.join(KINDS)}.")
    found = getattr(import_module(KINDS[name]), name)
    if kind is not None and not issubclass(found, kind):
        raise PackError(f"{str(folder)!r} holds a {name}, not a {kind.__name__}.")
    if path.name == "pack.json":
        return found.load_pack(Path(folder))
    settings = manifest.get("settings")
    known = {f.name for f in fields(found)}
    if not isinstance(settings, dict) or not known >= set(settings):
        strange = sorted(set(settings) - known) if isinstance(settings, dict) else settings
        raise FormatError(path, 1, f"settings {strange!r} are not those of a {name}.")
    try:
        return found(**{key: _unpack(value, path) for key, value in settings.items()})
    except TypeError as error:
        raise FormatError(path, 1, f"settings do not make a {name}: {error}.") from error


@dataclass(frozen=True)
class Pack:
    """The contents of a pack: `about` from its JSON, `arrays` as views of its mapped file."""

    folder: Path
    about: dict[str, Any]
    arrays: dict[str, memoryview]

    def array(self, name: str, code: str) -> memoryview:
        """The array `name`, whose items must have the type `code` of the ``array`` module."""
        view = self.arrays.get(name)
        if view is None or view.format != code:
            raise PackError(
                f"pack {str(self.folder)!r} has no array {name!r} of type {_DTYPES[code]}. "
                "Make the pack again."
            )
        return view


@contextmanager
def fitting(pack: Pack) -> Iterator[None]:
    """Where the arrays of `pack` are put together: ValueError and TypeError become PackError."""
    try:
        yield
    except PackError:
        raise
    except (ValueError, TypeError, KeyError) as error:
        raise PackError(
            f"pack {str(pack.folder)!r} has parts that do not fit each other: {error} "
            "Make the pack again."
        ) from error


def read_pack(folder: str | os.PathLike[str], kind: str) -> Pack:
    """The pack in `folder`, its arrays mapped into memory and checked.

    Raises:
        PackError: Missing, truncated or altered, or not of this `kind`.
        FormatError: A ``pack.json`` that is no JSON or of a newer format.
    """
    folder = Path(folder)
    about = _manifest(folder / "pack.json")
    if about.get("kind") != kind:
        raise PackError(f"pack {str(folder)!r} is a {about.get('kind')!r}, not a {kind!r}.")
    path = folder / "arrays.safetensors"
    try:
        with open(path, "rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise PackError(
            f"pack {str(folder)!r} cannot be read: {error}. Install it again."
        ) from error
    if sha256(data).hexdigest() != about.get("sha256"):
        raise PackError(
            f"pack {str(folder)!r} is damaged: arrays.safetensors does not have the sha256 "
            "that pack.json names. Install or make it again."
        )
    return Pack(folder, about, _views(data, folder))


def write_pack(
    folder: str | os.PathLike[str], kind: str, about: dict[str, Any], arrays: dict[str, Any]
) -> None:
    """Write a pack; the same content gives the same bytes.

    Args:
        folder: Made if it is not there.
        kind: The name of what it holds.
        about: Settings, training data and licences, command, seed, scores.
        arrays: Flat buffers (``array.array``, numpy arrays …) by name.
    """
    folder = Path(folder)
    for name, array in arrays.items():
        if memoryview(array).format not in _DTYPES:
            raise UsageError(
                f"array {name!r} has items of type {memoryview(array).format!r}; "
                f"a pack takes {', '.join(_DTYPES)}."
            )
    # wide items first: so each array lies at a multiple of its items' size
    names = sorted(arrays, key=lambda name: (-memoryview(arrays[name]).itemsize, name))
    views = {name: memoryview(arrays[name]).cast("B") for name in names}
    header: dict[str, Any] = {}
    at = 0
    for name, view in views.items():
        code = memoryview(arrays[name]).format
        n_items = view.nbytes // memoryview(arrays[name]).itemsize
        span = [at, at + view.nbytes]
        header[name] = {"dtype": _DTYPES[code], "shape": [n_items], "data_offsets": span}
        at += view.nbytes
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    content = len(head).to_bytes(8, "little") + head + b"".join(views.values())
    about = {"format": FORMAT, "kind": kind, **about, "sha256": sha256(content).hexdigest()}
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "arrays.safetensors", content)
    write_whole(folder / "pack.json", _json(about))


def amend_pack(folder: str | os.PathLike[str], about: dict[str, Any]) -> None:
    """Say more in the ``pack.json`` of `folder`: scores, say, which are known afterwards."""
    path = Path(folder) / "pack.json"
    write_whole(path, _json({**_manifest(path), **about}))


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file so that it appears whole or not at all."""
    path = Path(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _views(data: memoryview, folder: Path) -> dict[str, memoryview]:
    try:
        start = 8 + int.from_bytes(data[:8], "little")
        header = json.loads(bytes(data[8:start]))
        return {
            name: data[start + entry["data_offsets"][0] : start + entry["data_offsets"][1]].cast(
                _CODES[entry["dtype"]]
            )
            for name, entry in header.items()
            if name != "__metadata__"
        }
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise PackError(
            f"pack {str(folder)!r}: arrays.safetensors has a damaged header ({error}). "
            "Install or make it again."
        ) from error


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise PackError(
            f"{str(path.parent)!r} holds no {path.name}: nothing was saved there."
        ) from None
    except OSError as error:
        raise FileError(f"cannot read {str(path)!r}: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise FormatError(path, getattr(error, "lineno", 1), f"not JSON: {error}.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        found = manifest.get("format") if isinstance(manifest, dict) else None
        raise FormatError(
            path, 1, f"format {found!r}; this version of zhnlp reads format {FORMAT}."
        )
    return manifest


def _pack(value: Any, folder: Path, name: str) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, (tuple, list)):
        return [_pack(item, folder, f"{name}-{i}") for i, item in enumerate(value)]
    if is_dataclass(value) and type(value).__name__ in KINDS:
        save(value, folder / name)
        return {"folder": name}
    raise UsageError(f"setting {name!r} is {value!r}, which cannot be saved.")


def _unpack(value: Any, path: Path) -> Any:
    if isinstance(value, list):
        return tuple(_unpack(item, path) for item in value)
    if isinstance(value, dict):
        name = value.get("folder")
        if not isinstance(name, str) or Path(name).name != name or name in ("", ".", ".."):
            raise FormatError(path, 1, f"{value!r} does not name a folder beside this file.")
        return load(path.parent / name)
    return value


def _json(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "surrogatepass")
