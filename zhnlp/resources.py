"""Find the files that ship with zhnlp: word lists in ``dicts``, trained packs in ``packs``.

In an installed package ``dicts`` is inside ``zhnlp``; in a checkout it is beside
it. Only this file knows these paths.
"""

from __future__ import annotations

import os
from pathlib import Path

from zhnlp.arguments import need_path, shown
from zhnlp.errors import PackError, did_you_mean

_HERE = Path(__file__).resolve().parent


def dicts() -> Path:
    """The folder of word lists."""
    inside = _HERE / "dicts"
    return inside if inside.is_dir() else _HERE.parent / "dicts"


def is_path(name: str | os.PathLike[str]) -> bool:
    """Whether `name` is a path (a ``Path``, or a str with a separator) and not a bare name.

    >>> is_path("news"), is_path("./news"), is_path(Path("news"))
    (False, True, True)
    """
    return not isinstance(name, str) or os.sep in name or "/" in name


def pack(name: str | os.PathLike[str]) -> Path:
    """The folder of the pack `name`: a pack that ships, or a folder of the user's.

    Args:
        name: The bare name of a shipped pack, or a path (see `is_path`).

    Raises:
        PackError: There is no such pack; the message names the ones there are.
    """
    need_path(name, "the name of a pack")
    folder = Path(name) if is_path(name) else _HERE / "packs" / name
    if os.path.isdir(folder) and os.fspath(name) not in (".", ".."):
        return folder
    if is_path(name):
        raise PackError(f"there is no pack in {str(folder)!r:.300}: that is not a folder.")
    raise PackError(
        f"there is no pack {shown(name)}. {did_you_mean(name, packs())} "
        f"For a folder of your own, give './{shown(name)[1:-1]}'."
    )


def ships(folder: str | os.PathLike[str]) -> str | None:
    """The name of the pack in `folder`, if it is one that ships."""
    path = Path(folder)
    return path.name if path.parent == _HERE / "packs" else None


def packs() -> list[str]:
    """The names of the packs that ship, sorted."""
    return sorted(folder.parent.name for folder in (_HERE / "packs").glob("*/pack.json"))
