"""Find the files that ship with zhnlp: word lists in ``dicts``, trained packs in ``packs``.

In an installed package ``dicts`` lies inside ``zhnlp``; in a checkout it lies
beside it. Nothing else knows these paths.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path

from zhnlp.errors import PackError

_HERE = Path(__file__).resolve().parent


def dicts() -> Path:
    """The folder of word lists."""
    inside = _HERE / "dicts"
    return inside if inside.is_dir() else _HERE.parent / "dicts"


def pack(name: str | os.PathLike[str]) -> Path:
    """The folder of the pack `name`: one that ships, or a folder of the user's.

    A bare name is looked up among the shipped packs; anything with a path
    separator, or a ``Path``, is a folder.

    Raises:
        PackError: There is no such pack; the message lists those there are.
    """
    is_path = not isinstance(name, str) or os.sep in name or "/" in name
    folder = Path(name) if is_path else _HERE / "packs" / name
    if folder.is_dir():
        return folder
    if is_path:
        raise PackError(f"there is no pack in {str(folder)!r}: it is not a folder.")
    near = get_close_matches(str(name), packs(), n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"shipped: {', '.join(packs()) or 'none'}."
    raise PackError(f"there is no pack {name!r}; {hint} For a folder of yours give './{name}'.")


def packs() -> list[str]:
    """The names of the packs that ship, sorted."""
    return sorted(folder.parent.name for folder in (_HERE / "packs").glob("*/pack.json"))
