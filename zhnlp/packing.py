"""Packs: folders of JSON and arrays, which are read or mapped into memory.

A *pack* has two files: ``pack.json`` describes it, how it was made, and the checksums of
``arrays.safetensors`` and of itself: ``about_crc32`` is the CRC-32 of everything else in it.
Nothing is unpickled, and no link is followed. The safetensors format is read by io/tensors.py,
because the reader of its own package imports numpy, which alone takes longer than segmenting a
book; the tests compare the two.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from weakref import WeakValueDictionary

from zhnlp.arguments import need_kind, wrong_type
from zhnlp.errors import FormatError, PackError, UsageError
from zhnlp.io.checksums import crc32, sha256
from zhnlp.io.manifests import FORMAT as FORMAT
from zhnlp.io.manifests import About as About
from zhnlp.io.manifests import as_json
from zhnlp.io.manifests import read_manifest as read_manifest
from zhnlp.io.manifests import to_json as to_json
from zhnlp.io.plain_files import open_plain, write_files
from zhnlp.io.tensors import DTYPES, array_views
from zhnlp.io.whole_files import lock
from zhnlp.resources import ships, wrong_pack

_LINE = 64  # bytes of a cache line
_SMALL = 1 << 24  # bytes of arrays that are read, where larger ones are mapped
_ARRAYS = "arrays.safetensors"


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
            write_files(folder, {_ARRAYS: self.data, "pack.json": _about_bytes(self.about)})

    def array(self, name: str, *codes: str) -> memoryview:
        """The array `name`, with items of one of these types of the ``array`` module."""
        view = self.arrays.get(name)
        if view is None or view.format not in codes:
            raise PackError(
                f"pack {self.name!r} has no array {name!r} of type "
                f"{' or '.join(DTYPES[code] for code in codes)}. Make the pack again."
            )
        return view


@contextmanager
def pack_errors(pack: Pack | Path) -> Iterator[None]:
    """Turn errors while assembling a pack, or what is in a folder, into PackErrors."""
    try:
        yield
    except (PackError, FormatError):
        raise
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError) as error:
        name = pack.name if isinstance(pack, Pack) else str(pack)
        reason = str(error)[:300].rstrip(".")
        raise PackError(
            f"pack {name!r} has parts that do not fit together: {reason}. Make the pack again."
        ) from error


def read_pack(folder: str | os.PathLike[str], kind: str) -> Pack:
    """The pack in `folder`, its arrays checked and in memory.

    The CRC-32 is checked, a third of the work of the sha256, which `check_pack` checks;
    the sha256 is checked where ``pack.json`` names no CRC-32. Arrays are read or mapped, and
    checked, once while anything uses them, and anew when the file was replaced.

    Up to 16 MB are read, so that nothing happens to them when the file is written to. Larger
    ones, and those that ship, are mapped: processes share them, but cutting the file short
    while it is in use ends the process. Replace packs as `Pack.write` does, by renaming.

    Raises:
        PackError: Missing, truncated or altered, or not of this `kind`; or a file is a link.
        FormatError: A ``pack.json`` that is no JSON or of a newer format.
        MemoryError: There is too little memory.
    """
    folder = Path(folder)
    about = read_about(folder)
    if about.get("kind") != kind:
        raise wrong_pack(folder, about.get("kind"), kind)
    if not isinstance(about.get("sha256"), str):
        raise PackError(f"pack {str(folder)!r} names no sha256. Make the pack again.")
    return Pack(folder, about, *_content(folder, about))


def check_pack(folder: str | os.PathLike[str]) -> None:
    """PackError if the files in `folder` do not have the checksums in ``pack.json``."""
    folder = Path(folder)
    about = read_about(folder)
    data, _ = _content(folder, about)
    if sha256(data) != about.get("sha256"):
        raise _damaged(folder, "sha256")


# Array files that something uses. They are read only, so nobody can notice that they are
# shared; what is in pack.json is not shared, because a dict can be changed. There is no
# lock: threads that load one pack at the same moment may each read and check it.
_IN_USE: WeakValueDictionary[tuple[object, ...], mmap.mmap] = WeakValueDictionary()


def _content(folder: Path, about: About) -> tuple[memoryview, dict[str, memoryview]]:
    """The array file in `folder`, which has the checksum that `about` names, and its arrays."""
    checksum = "crc32" if "crc32" in about else "sha256"
    try:
        with open_plain(folder, _ARRAYS) as file:
            key = (*_identity(file), checksum, repr(about.get(checksum)))
            checked = _IN_USE.get(key)
            content = checked or _in_memory(file, keep=bool(ships(folder)))
    except (OSError, ValueError) as error:
        if isinstance(error, PackError):
            raise
        if getattr(error, "errno", None) == errno.ENOMEM:
            raise MemoryError(f"too little memory for the pack {str(folder)!r}.") from error
        raise PackError(
            f"pack {str(folder)!r} cannot be read: {getattr(error, 'strerror', None) or error}. "
            f"Install or make it again if {_ARRAYS} is missing or empty."
        ) from error
    data = memoryview(content).toreadonly()
    arrays = _views(data, str(folder))  # what is not of its size is not worth a checksum
    if not checked:
        found = crc32(content) if checksum == "crc32" else sha256(content)
        if found != about.get(checksum):
            raise _damaged(folder, checksum)
        _IN_USE[key] = content
    return data, arrays


def _in_memory(file: IO[bytes], *, keep: bool) -> mmap.mmap:
    """The content of `file`: a copy if it is small and not one to keep where it is, or mapped."""
    size = os.fstat(file.fileno()).st_size
    if keep or not 0 < size <= _SMALL:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    copy = mmap.mmap(-1, size)  # bytes would do, but nothing can refer to them weakly
    view, at = memoryview(copy), 0
    while at < size and (n := file.readinto(view[at:])):  # type: ignore[attr-defined]
        at += n
    if at < size:
        raise ValueError("it was cut short meanwhile")
    return copy


def _identity(file: IO[bytes]) -> tuple[int, ...]:
    """What differs where a file was replaced or written to."""
    found = os.fstat(file.fileno())
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _damaged(folder: Path, checksum: str) -> PackError:
    return PackError(
        f"pack {str(folder)!r} is damaged: {_ARRAYS} does not have the {checksum} "
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
        if memoryview(array).format not in DTYPES:
            raise UsageError(
                f"array {name!r} has items of type {memoryview(array).format!r}; "
                f"a pack can hold {', '.join(DTYPES)}."
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
        header[name] = {"dtype": DTYPES[code], "shape": [n_items], "data_offsets": span}
        at += view.nbytes
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-(8 + len(head)) % _LINE)
    content = b"".join([len(head).to_bytes(8, "little"), head, *views.values()])
    checksums = {"crc32": crc32(content), "sha256": sha256(content)}
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
    write_files(folder, {"pack.json": _about_bytes(about)})


def _about_bytes(about: About) -> bytes:
    about = {name: as_json(value) for name, value in about.items()}
    return to_json({**about, "about_crc32": _about_crc32(about)})


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
        return array_views(data)
    except ValueError as error:
        raise PackError(
            f"pack {name!r} is damaged: {_ARRAYS} has a damaged header or another size: {error} "
            "Install or make it again."
        ) from error
