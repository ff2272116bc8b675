"""Find the files that ship with zhnlp: word lists in ``dicts``, trained packs in ``packs``.

In an installed package ``dicts`` is inside ``zhnlp``; in a checkout it is beside
it. Only this file knows these paths.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from zhnlp.arguments import need_path, shown
from zhnlp.errors import PackError, UsageError, did_you_mean
from zhnlp.pack_uses import NO_NETWORK, is_network, none_ships, use_of, wrong_kind

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


def pack(name: str | os.PathLike[str], kinds: Collection[str] = ()) -> Path:
    """The folder of the pack `name`: a pack that ships, or a folder of the user's.

    Args:
        name: The bare name of a shipped pack, or a path (see `is_path`).
        kinds: The kinds that are wanted, which a message names; all if there are none.

    Raises:
        PackError: There is no such pack; the message names the ones there are.
    """
    need_path(name, "the name of a pack")
    folder = Path(name) if is_path(name) else _HERE / "packs" / name
    try:
        if folder.is_dir() and os.fspath(name) not in (".", ".."):
            return folder
    except OSError:  # a name that is too long
        pass
    if is_network(os.fspath(name)):
        raise PackError(f"there is no pack {shown(os.fspath(name))}. {NO_NETWORK}")
    if is_path(name):
        raise PackError(
            f"there is no pack in {str(folder)!r:.300}: that is not a folder. Give the folder of "
            "a pack, or the name of one that ships."
        )
    fitting = [each for each in packs() if not kinds or kind_of(each) in kinds]
    hint = did_you_mean(name, fitting) if fitting else none_ships(kinds)
    raise PackError(
        f"there is no pack {shown(name)}. {hint} For a folder of your own, give './{name:.40}'."
    )


def kind_of(name: str) -> object:
    """The kind of a pack that ships; None if there is none of this name."""
    if is_path(name) or name not in packs():
        return None
    return json.loads((_HERE / "packs" / name / "pack.json").read_bytes()).get("kind")


def wrong_pack(folder: Path, kind: object, wanted: str, stage: str | None = None) -> PackError:
    """The error for a pack of the kind `kind` where one of `wanted` must be."""
    name = folder.name if folder.parent == _HERE / "packs" else None
    return wrong_kind(str(folder), kind, wanted, name=name, stage=stage)


def need_method(method: object, methods: Collection[str], network: str) -> None:
    """UsageError unless `method` is one of `methods` of a stage.

    Args:
        method: What was given.
        methods: The names that there are.
        network: How the stage takes a network, as in ``"Recognizer(model=folder)"``.
    """
    if not isinstance(method, str) or method not in methods:
        hint = _method_hint(method, methods, network)
        raise UsageError(f"there is no method {shown(method)}. {hint}")


def _method_hint(method: object, methods: Iterable[str], network: str) -> str:
    if isinstance(method, str):
        if use := use_of(kind_of(method), method):
            return f"It is the name of a pack. Give {use}."
        if is_network(method):
            return f"{NO_NETWORK} Then give {network}."
        if is_path(method) or Path(method).suffix:
            return "A file or folder is given by its name, as in lexicon=path or model=folder."
    elif not isinstance(method, (int, float, bytes, type(None))):
        return "Other settings are given by their names, as in lexicon=words or model=model."
    return did_you_mean(method, methods)


def ships(folder: str | os.PathLike[str]) -> str | None:
    """The name of the pack in `folder`, if it is one that ships."""
    path = Path(folder)
    return path.name if path.parent == _HERE / "packs" else None


def packs() -> list[str]:
    """The names of the packs that ship, sorted."""
    return sorted(folder.parent.name for folder in (_HERE / "packs").glob("*/pack.json"))
