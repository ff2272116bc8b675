"""Folders of saved networks: ``pack.json`` names the kind, settings and checksums of the files.

pack.json               {"format": 1, "kind": "NeuralNames", "network": {…}, "labels": […],
                         "files": {"network.safetensors": "sha256 …", …}}
vocab.txt, tokenizer.json, tokenizer_config.json
channels/*.txt          what the further channels know, one per line
network.safetensors     weights of the head, and of an encoder that is not a transformers one
encoder/                a transformers encoder, as plain `transformers` saves it
network.onnx            the whole network for onnxruntime, which needs no torch
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from zhnlp.arguments import need_count, shown
from zhnlp.errors import PackError, UsageError, ZhnlpError
from zhnlp.io.plain_files import open_plain, read_plain
from zhnlp.io.saved_folders import remove_pack
from zhnlp.io.strict_json import parse_json
from zhnlp.io.whole_files import UNFINISHED, whole_file, write_whole
from zhnlp.neural.inputs import Inputs
from zhnlp.neural.settings import WIDTHS
from zhnlp.neural.tokenizer import CharacterTokenizer
from zhnlp.packing import FORMAT, About, read_manifest
from zhnlp.packing import read_about as read_pack_about
from zhnlp.packing import write_about as write_pack_about

_TOKENIZER = ("vocab.txt", "tokenizer.json", "tokenizer_config.json")
_TRANSFORMERS = ("encoder", "encoder_decoder")
_USUAL = re.compile(r"config\.json|generation_config\.json|model\.safetensors")
_NOT_OURS = {"auto_map", "attn_implementation", "_attn_implementation", "quantization_config"}
_MOST_CONFIG = 1 << 20  # bytes
_MOST_CHANNEL = 1 << 28
_WEIGHTS = ("network.onnx", "network.safetensors", "encoder", "encoder_decoder", "channels")


def read_about(folder: Path, kind: str) -> About:
    """The contents of ``pack.json``, whose files have the checksums that it names.

    Raises:
        PackError: A file is missing or damaged, or the folder holds another kind.
        FormatError: ``pack.json`` is damaged or of a newer format.
    """
    about = read_pack_about(folder)
    if about.get("kind") != kind:
        raise PackError(f"{str(folder)!r} holds a {shown(about.get('kind'))}, not a {kind!r}.")
    files = about.get("files")
    if not isinstance(files, dict):
        raise PackError(f"{str(folder / 'pack.json')!r} names no files. Make the pack again.")
    for name, checksum in files.items():
        path = folder / name
        try:
            found = _checksum(folder, name)
        except PackError:
            raise
        except FileNotFoundError:
            raise PackError(f"{str(path)!r} is missing. Make or copy the pack again.") from None
        except OSError as error:
            raise PackError(f"{str(path)!r} cannot be read: {error.strerror}.") from error
        if found != checksum:
            raise PackError(
                f"{str(path)!r} is damaged: it does not have the sha256 that pack.json names. "
                "Make or copy the pack again."
            )
    _check_all(folder, files)
    return about


def _check_all(folder: Path, files: Mapping[str, object]) -> None:
    """PackError for a file that transformers would read beside those named, or for an odd one.

    An index of weights, or the config of an adapter, could lead it out of the folder.
    """
    for inner in _TRANSFORMERS:
        for path in sorted((folder / inner).iterdir()) if (folder / inner).is_dir() else ():
            name = f"{inner}/{path.name}"
            if name not in files or not _USUAL.fullmatch(path.name):
                raise PackError(f"{str(path)!r} does not belong to the pack. Remove it.")
        if f"{inner}/config.json" in files:
            _check_config(folder, f"{inner}/config.json")
    for name in _TOKENIZER:
        if os.path.lexists(folder / name) and name not in files:
            raise PackError(f"{str(folder / name)!r} is not named by pack.json. Remove it.")


def _check_config(folder: Path, name: str) -> None:
    """PackError for a config of transformers that names other code or other files."""
    config = parse_json(read_plain(folder, name, most=_MOST_CONFIG), folder / name)
    strange = sorted(set(config) & _NOT_OURS) if isinstance(config, dict) else ["no object"]
    if strange:
        raise PackError(f"{str(folder / name)!r} has {strange[0]!r}, which no pack has.")


def write_about(folder: Path, kind: str, about: About) -> None:
    """Write ``pack.json`` with the checksums of all files that are in `folder` now."""
    files = {
        path.relative_to(folder).as_posix(): _checksum(folder, path.relative_to(folder).as_posix())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / "pack.json"
    }
    content = {"format": FORMAT, "kind": kind, **about, "files": files}
    write_pack_about(folder, content)


def clear(folder: Path, names: Iterable[str] = _WEIGHTS) -> None:
    """Remove the pack in `folder`, so that nothing of it is used for another.

    Raises:
        UsageError: One of `names` is there, and no pack has written it or what it holds.
    """
    known = {"pack.json"}
    with suppress(ZhnlpError):
        files = read_manifest(folder / "pack.json").get("files")
        known.update(files if isinstance(files, dict) else ())
    for name in names:
        if _holds_others(folder, name, known):
            raise UsageError(
                f"{str(folder / name)!r} is in the way, or has files that no pack has written. "
                "Save to another folder, or move it away."
            )
    remove_pack(folder)


def _holds_others(folder: Path, name: str, known: Collection[str]) -> bool:
    """Whether `name` is there, and it or a file in it is none of `known`."""
    path = folder / name
    if path.is_dir() and not path.is_symlink():
        inside = (each for each in path.rglob("*") if each.is_symlink() or not each.is_dir())
        return any(each.relative_to(folder).as_posix() not in known for each in inside)
    return os.path.lexists(path) and name not in known


@contextmanager
def new_pack(target: Path) -> Iterator[Path]:
    """A new folder in `target`; what is in it replaces the pack there if no error is raised.

    ``pack.json`` comes last, so that a pack that was stopped meanwhile is not one.
    """
    part = target / UNFINISHED.replace("*", os.urandom(8).hex())
    part.mkdir()
    try:
        yield part
        clear(target, sorted(path.name for path in part.iterdir()))
        names = [path.relative_to(part).as_posix() for path in part.rglob("*") if path.is_file()]
        for name in sorted(names, key=lambda name: (name == "pack.json", name)):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(part / name, target / name)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def copy_folder(source: Path, target: Path) -> None:
    """Copy the files of a saved network that its ``pack.json`` names to a new folder."""
    names = read_manifest(source / "pack.json").get("files", {})
    for name in [*names, "pack.json"]:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        with open_plain(source, name) as file, whole_file(target / name) as write:
            while block := file.read(1 << 20):
                write(block)


def write_inputs(folder: Path, inputs: Inputs) -> None:
    """Write the tokenizer and what the channels know."""
    inputs.tokenizer.save(folder)
    for name, values in inputs.channels.items():
        path = folder / "channels" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        write_whole(path, "".join(f"{value}\n" for value in values).encode())


def read_inputs(folder: Path, about: About, *, special: bool) -> Inputs:
    """What `write_inputs` wrote."""
    known: dict[str, Sequence[str]] = {}
    for name in about.get("channels", ()):
        if name not in WIDTHS:
            raise PackError(
                f"{str(folder)!r} has a channel {shown(name)}, which this version has not."
            )
        inside = f"channels/{name}.txt"
        try:
            data = read_plain(folder, inside, most=_MOST_CHANNEL)
            known[name] = data.decode("utf-8").split("\n")[:-1]
        except UnicodeDecodeError:
            raise PackError(f"{str(folder / inside)!r} is not UTF-8. Make it again.") from None
        except OSError as error:
            raise PackError(
                f"{str(folder / inside)!r} cannot be read: {error.strerror}. Make it again."
            ) from error
    tokenizer = CharacterTokenizer.from_pretrained(folder)
    most = need_count(about.get("max_tokens", 512), "max_tokens", least=4)
    return Inputs(tokenizer, known, special, most)


def _checksum(folder: Path, name: str) -> str:
    with open_plain(folder, name) as file:
        hashed = sha256()
        while block := file.read(1 << 20):
            hashed.update(block)
    return hashed.hexdigest()


def section(about: About, name: str, path: Path) -> About:
    """A part of ``pack.json`` that is an object; PackError if it is not there."""
    found = about.get(name)
    if not isinstance(found, dict):
        raise PackError(f"{str(path / 'pack.json')!r} has no {name!r}. Make the pack again.")
    return found
