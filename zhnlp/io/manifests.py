"""Manifests: ``pack.json`` and ``zhnlp.json``, which say what is in a saved folder."""

from __future__ import annotations

import json
from math import isfinite
from pathlib import Path
from typing import Any

from zhnlp.arguments import shown
from zhnlp.errors import FileError, FormatError, PackError
from zhnlp.io.plain_files import read_plain
from zhnlp.io.strict_json import parse_json

About = dict[str, Any]  # a JSON object
FORMAT = 1
# Bytes. The packs that ship have up to 16 kB; zhnlp.json holds word lists of up to millions.
_MOST = {"pack.json": 1 << 24, "zhnlp.json": 1 << 28}


def read_manifest(path: Path) -> About:
    """The JSON object in the plain file `path`, of this format.

    Raises:
        PackError: There is no such file, or it is a link, no plain file, or too large.
        FormatError: It is not JSON, or of another format.
        FileError: It cannot be read.
    """
    try:
        data = read_plain(path.parent, path.name, most=_MOST[path.name])
    except FileNotFoundError:
        folder = path.parent
        missing = f"holds no {path.name}" if folder.is_dir() else "is not a folder"
        raise PackError(f"{str(folder)!r} {missing}: nothing was saved there.") from None
    except OSError as error:
        raise FileError(f"cannot read {str(path)!r}: {error.strerror}.") from error
    manifest = parse_json(data, path)
    number = manifest.get("format") if isinstance(manifest, dict) else None
    if type(number) is not int or number != FORMAT:
        told = shown(number) if type(number) in (int, type(None)) else "is no number"
        raise FormatError(
            path, 1, f"format {told}; this version of zhnlp reads format {FORMAT}. Update it."
        )
    assert isinstance(manifest, dict)
    return manifest


def as_json(value: object) -> object:
    """`value` as JSON has it: numbers that are not finite, which it lacks, become null."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(each) for each in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def to_json(content: About) -> bytes:
    """`content` as an indented JSON file."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return text.encode("utf-8", "surrogatepass")
