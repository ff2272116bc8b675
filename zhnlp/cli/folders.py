"""Folders: the options that name a folder to write, checked before the work begins."""

from __future__ import annotations

import os
from pathlib import Path

import click

from zhnlp.errors import FileError, FormatError, PackError
from zhnlp.io.folders import foreign, obstacle
from zhnlp.packing import read_manifest

_UNFINISHED_PACK = (".*", "arrays.safetensors", "log.jsonl", "rows.xz", "vocab.txt", "tokenizer*")


def free_folder(ctx: click.Context, param: click.Parameter, folder: str | None) -> str | None:
    """`folder`, which can be written: it is new or empty, or holds a pack, which is replaced.

    It is checked when options are read, as trainings take long.

    Raises:
        FileError: It cannot be written, or holds something else.
    """
    if folder is not None and not ctx.resilient_parsing:
        check_folder(folder)
    return folder


def check_folder(folder: str) -> None:
    """FileError if `folder` cannot be written, or holds something else than a pack."""
    path = Path(folder)
    if os.path.lexists(path) and not path.is_dir():
        raise FileError(f"cannot save to {folder!r}: it is a file. Give a folder to write.")
    if problem := obstacle(path):
        raise FileError(f"cannot save to {folder!r}: {problem}. Give another folder.")
    if not is_pack(path) and (other := _other(path)):
        raise FileError(
            f"cannot save to {folder!r}: it holds something else, such as {other!r}. Give a new "
            "folder, or that of a pack, which is replaced."
        )


def is_pack(folder: Path) -> bool:
    """Whether a pack was written to `folder`, or an encoder by pre-training."""
    try:
        return isinstance(read_manifest(folder / "pack.json").get("kind"), str)
    except (PackError, FormatError, FileError):
        return (folder / "pretraining.json").is_file()


def _other(folder: Path) -> str | None:
    try:
        return foreign(folder, _UNFINISHED_PACK)
    except OSError as error:
        raise FileError(f"cannot save to {str(folder)!r}: {error.strerror}.") from error
