"""Packs: folders of JSON and arrays, which are mapped into memory.

A *pack* has two files: ``pack.json`` describes it, how it was made, and the checksums of
``arrays.safetensors`` and of itself: ``about_crc32`` is the CRC-32 of everything else in it.
Nothing is unpickled. The safetensors format (a JSON header and raw bytes) is read here in a
few lines, because the reader of its own package imports numpy, which alone takes longer than
segmenting a book; the tests compare the two.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from weakref import WeakValueDictionary
from zlib import crc32

from zhnlp.arguments import need_kind, wrong_type
from zhnlp.errors import FileError, FormatError, PackError, UsageError
from zhnlp.io.whole_files import lock, write_whole
from zhnlp.resources import wrong_pack

About = dict[str, Any]  # a JSON object
FORMAT = 1
_LINE = 64  # bytes of a cache line
_DTYPES = {
    "b": "I8",
    "B": "U8",
    "H": "U16",
    "i": "I32",
    "I": "U32",
    "Q": "U64",
    "f": "F32",
    "d": "F64",
}
_CODES: dict[str, Any] = {name: code for code, name in _DTYPES.items()}


@dataclass(frozen=True)
class Pack:
    """The contents of a pack.

    Attributes:
        folder: Its folder; None if it is not written yet.
        about: The contents of ``pack.json``.
        data: The bytes of the array file.
        arrays: Views of `data` by name.
    """

    folder: Path | None
    about: About
    data: bytes | memoryview
    arrays: dict[str, memoryview]

    @property
    def name(self) -> str:
        """Its folder, or its name if it has none."""
        return str(self.folder or self.about.get("name", "in memory"))

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Write it to `folder`, which is made if it does not exist."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with lock(folder):  # two that write at once would mix their files
            write_whole(folder / "arrays.safetensors", self.data)
            write_about(folder, self.about)

    def array(self, name: str, *codes: str) -> memoryview:
        """The array `name`, with items of one of these types of the ``array`` module."""
        view = self.arrays.get(name)
        if view is None or view.format not in codes:
            raise PackError(
                f"pack {self.name!r} has no array {name!r} of type "
                f"{' or '.join(_DTYPES[code] for code in codes)}. Make the pack again."
            )
        return view


@contextmanager
def pack_errors(pack: Pack) -> Iterator[None]:
    """Turn errors while assembling a pack into PackErrors."""
    try:
        yield
    except PackError:
        raise
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise PackError(
            f"pack {pack.name!r} has parts that do not fit together: {error} Make the pack again."
        ) from error


def read_pack(folder: str | os.PathLike[str], kind: str) -> Pack:
    """The pack in `folder`, its arrays mapped into memory and checked.

    The CRC-32 is checked, a third of the work of the sha256, which `check_pack` checks;
    the sha256 is checked where ``pack.json`` names no CRC-32. Arrays are mapped and
    checked once while anything uses them, and anew when the file was replaced. As with
    any mapped file, cutting it short while it is in use ends the process: replace packs
    as `Pack.write` does, by renaming.

    Raises:
        PackError: Missing, truncated or altered, or not of this `kind`.
        FormatError: A ``pack.json`` that is no JSON or of a newer format.
    """
    folder = Path(folder)
    about = read_about(folder)
    if about.get("kind") != kind:
        raise wrong_pack(folder, about.get("kind"), kind)
    data = _mapped(folder, about)
    return Pack(folder, about, data, _views(data, str(folder)))


def check_pack(folder: str | os.PathLike[str]) -> None:
    """PackError if the files in `folder` do not have the checksums in ``pack.json``."""
    folder = Path(folder)
    about = read_about(folder)
    data = _mapped(folder, about)
    if sha256(data).hexdigest() != about.get("sha256"):
        raise _damaged(folder, "sha256")
    _views(data, str(folder))


# Mapped files that something uses. They are read only, so nobody can notice that they are
# shared; what is in pack.json is not shared, because a dict can be changed. There is no
# lock: threads that load one pack at the same moment may each map and check it.
_IN_USE: WeakValueDictionary[tuple[object, ...], mmap.mmap] = WeakValueDictionary()


def _mapped(folder: Path, about: About) -> memoryview:
    """The array file in `folder`, which has the checksum that `about` names."""
    checksum = "crc32" if "crc32" in about else "sha256"
    try:
        with open(folder / "arrays.safetensors", "rb") as file:
            key = (*_identity(file), checksum, repr(about.get(checksum)))
            checked = _IN_USE.get(key)
            data = checked or mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise PackError(
            f"pack {str(folder)!r} cannot be read: {error}. Install it again."
        ) from error
    if not checked:
        found = crc32(data) if checksum == "crc32" else sha256(data).hexdigest()
        if found != about.get(checksum):
            raise _damaged(folder, checksum)
        _IN_USE[key] = data
    return memoryview(data)


def _identity(file: IO[bytes]) -> tuple[int, ...]:
    """What differs where a file was replaced or written to."""
    found = os.fstat(file.fileno())
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _damaged(folder: Path, checksum: str) -> PackError:
    return PackError(
        f"pack {str(folder)!r} is damaged: arrays.safetensors does not have the {checksum} "
        "that pack.json names. Install or make it again."
    )


def write_pack(
    folder: str | os.PathLike[str], kind: str, about: About, arrays: dict[str, Any]
) -> None:
    """Make a pack as `make_pack` does, and write it to `folder`."""
    make_pack(kind, about, arrays).write(folder)


def make_pack(kind: str, about: About, arrays: dict[str, Any]) -> Pack:
    """A pack in memory; the same content gives the same bytes.

    Args:
        kind: The kind of model that it holds.
        about: Settings, training data and licences, command, seed, scores.
        arrays: Flat buffers (``array.array``, numpy arrays …) by name.
    """
    for name, array in arrays.items():
        if name == "__metadata__":
            raise UsageError(f"no array can be named {name!r}: safetensors reserves that name.")
        if memoryview(array).format not in _DTYPES:
            raise UsageError(
                f"array {name!r} has items of type {memoryview(array).format!r}; "
                f"a pack can hold {', '.join(_DTYPES)}."
            )

    # Wide items first, so each array lies at a multiple of its items' size; before them
    # hash buckets, which so lie in one cache line each.
    def rank(name: str) -> tuple[bool, int, str]:
        return name != "buckets", -memoryview(arrays[name]).itemsize, name

    names = sorted(arrays, key=rank)
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
    head += b" " * (-(8 + len(head)) % _LINE)
    content = b"".join([len(head).to_bytes(8, "little"), head, *views.values()])
    checksums = {"crc32": crc32(content), "sha256": sha256(content).hexdigest()}
    about = {"format": FORMAT, "kind": kind, **about, **checksums}
    return unpacked(about, content)


def unpacked(about: About, data: bytes) -> Pack:
    """The pack with these contents, in memory."""
    return Pack(None, about, data, _views(memoryview(data), str(about.get("name"))))


def need_about(about: object) -> About:
    """`about` as a JSON object, empty for None."""
    if about is None:
        return {}
    try:
        json.dumps(need_kind(about, "about", dict))
    except (TypeError, ValueError):
        raise wrong_type(about, "about", "Give a dict that JSON can hold") from None
    return need_kind(about, "about", dict)


def amend_pack(folder: str | os.PathLike[str], about: About) -> None:
    """Add to the ``pack.json`` in `folder`, such as scores that are known afterwards."""
    write_about(Path(folder), {**read_about(Path(folder)), **about})


def write_about(folder: Path, about: About) -> None:
    """Write ``pack.json`` in `folder`, with a checksum of itself."""
    write_whole(folder / "pack.json", to_json({**about, "about_crc32": _about_crc32(about)}))


def read_about(folder: Path) -> About:
    """The contents of ``pack.json`` in `folder`, checked against its own checksum if it has one."""
    about = read_manifest(folder / "pack.json")
    if "about_crc32" in about and about.pop("about_crc32") != _about_crc32(about):
        raise PackError(
            f"pack {str(folder)!r} is damaged: pack.json does not match its about_crc32. "
            "Install or make the pack again, or remove that line if you changed the file."
        )
    return about


def _about_crc32(about: About) -> int:
    """The CRC-32 of the values: line ends and indentation may differ."""
    return crc32(json.dumps(about).encode())


def _views(data: memoryview, name: str) -> dict[str, memoryview]:
    try:
        start = 8 + int.from_bytes(data[:8], "little")
        header = json.loads(bytes(data[8:start]))
        return {
            key: data[start + entry["data_offsets"][0] : start + entry["data_offsets"][1]].cast(
                _CODES[entry["dtype"]]
            )
            for key, entry in header.items()
            if key != "__metadata__"
        }
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise PackError(
            f"pack {name!r}: arrays.safetensors has a damaged header ({error}). "
            "Install or make it again."
        ) from error


def read_manifest(path: Path) -> dict[str, Any]:
    """The JSON object in `path`, of this format; PackError if there is no such file."""
    try:
        manifest = json.loads(path.read_bytes())
    except FileNotFoundError:
        folder = path.parent
        missing = f"holds no {path.name}" if folder.is_dir() else "is not a folder"
        raise PackError(f"{str(folder)!r} {missing}: nothing was saved there.") from None
    except OSError as error:
        raise FileError(f"cannot read {str(path)!r}: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise FormatError(path, getattr(error, "lineno", 1), f"not JSON: {error}.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        number = manifest.get("format") if isinstance(manifest, dict) else None
        raise FormatError(
            path, 1, f"format {number!r}; this version of zhnlp reads format {FORMAT}."
        )
    return manifest


def to_json(content: dict[str, Any]) -> bytes:
    """`content` as an indented JSON file."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "surrogatepass")
