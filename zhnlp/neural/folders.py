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

import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from zhnlp.errors import PackError
from zhnlp.io.whole_files import write_whole
from zhnlp.neural.inputs import Inputs
from zhnlp.neural.settings import WIDTHS
from zhnlp.neural.tokenizer import CharacterTokenizer
from zhnlp.packing import FORMAT, About, read_manifest
from zhnlp.packing import read_about as read_pack_about
from zhnlp.packing import write_about as write_pack_about

_WEIGHTS = ("network.onnx", "network.safetensors", "encoder", "encoder_decoder", "channels")


def read_about(folder: Path, kind: str) -> About:
    """The contents of ``pack.json``, whose files have the checksums that it names.

    Raises:
        PackError: A file is missing or damaged, or the folder holds another kind.
        FormatError: ``pack.json`` is damaged or of a newer format.
    """
    about = read_pack_about(folder)
    if about.get("kind") != kind:
        raise PackError(f"{str(folder)!r} holds a {about.get('kind')!r}, not a {kind!r}.")
    files = about.get("files")
    if not isinstance(files, dict):
        raise PackError(f"{str(folder / 'pack.json')!r} names no files. Make the pack again.")
    for name, checksum in files.items():
        path = folder / name
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise PackError(f"{str(folder / 'pack.json')!r} names a file outside: {name!r}.")
        if not path.is_file():
            raise PackError(f"{str(path)!r} is missing. Make or copy the pack again.")
        if _checksum(path) != checksum:
            raise PackError(
                f"{str(path)!r} is damaged: it does not have the sha256 that pack.json names. "
                "Make or copy the pack again."
            )
    return about


def write_about(folder: Path, kind: str, about: About) -> None:
    """Write ``pack.json`` with the checksums of all files that are in `folder` now."""
    files = {
        path.relative_to(folder).as_posix(): _checksum(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / "pack.json"
    }
    content = {"format": FORMAT, "kind": kind, **about, "files": files}
    write_pack_about(folder, content)


def clear(folder: Path) -> None:
    """Delete the weights that another model may have left in `folder`: they would be used."""
    for name in _WEIGHTS:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def copy_folder(source: Path, target: Path) -> None:
    """Copy a saved network; ``pack.json`` last, so that a copy that was stopped is not one."""
    if source.resolve() == target.resolve():
        return
    clear(target)
    names = read_manifest(source / "pack.json").get("files", {})
    for name in [*names, "pack.json"]:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)


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
            raise PackError(f"{str(folder)!r} has a channel {name!r}, which this version has not.")
        path = folder / "channels" / f"{name}.txt"
        try:
            known[name] = path.read_bytes().decode("utf-8").split("\n")[:-1]
        except (OSError, UnicodeDecodeError) as error:
            raise PackError(f"{str(path)!r} cannot be read: {error}. Make it again.") from error
    tokenizer = CharacterTokenizer.from_pretrained(folder)
    return Inputs(tokenizer, known, special, int(about.get("max_tokens", 512)))


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
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
