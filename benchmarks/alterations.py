"""Alter a saved folder at random: its bytes, its JSON, the headers and the lists of its arrays.

A folder is a mapping of names to bytes; a name may stand for something else than a plain file,
which `write` makes. Checksums are mended, so that what was altered is read.
"""

from __future__ import annotations

import json
import os
import random
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

Folder = dict[str, "bytes | str"]  # a str is what a link leads to; FIFO is a pipe
FIFO = "(pipe)"
ARRAYS = "arrays.safetensors"
MANIFESTS = ("zhnlp.json", "pack.json")
_DTYPES = ("I8", "U8", "U16", "I32", "U32", "U64", "F32", "F64", "F16", "BOOL", "x", 5)
_NUMBERS = (0, 1, -1, 2, 7, 255, 256, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**63, 10**30, 0.5, 1e308)


def values(rng: random.Random, secret: str) -> Any:
    """A value that some setting does not expect."""
    deep: Any = 1
    for _ in range(rng.choice((5, 600))):
        deep = [deep]
    strings = (secret, "/dev/zero", "../x", "..", ".", "", "a/b", "jieba", "pku-words", "我" * 5000)
    return rng.choice(
        (
            *(rng.choice(strings), rng.choice(strings), rng.choice(_NUMBERS), rng.choice(_NUMBERS)),
            *(None, True, False, [], {}, [None], [secret], {"folder": ".."}, {"folder": secret}),
            *({"folder": "lexicon"}, deep, [[1, 2], [3, 4]], ["a", "a"], float("nan")),
        )
    )


def altered(folder: Folder, rng: random.Random, secret: str) -> tuple[Folder, str]:
    """A copy of `folder` with one to three alterations, and what they are."""
    found = dict(folder)
    done = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        name = rng.choice(sorted(found))
        content = found[name]
        if isinstance(content, str):
            continue
        kinds = {ARRAYS: _OF_ARRAYS}.get(Path(name).name, _OF_BYTES)
        kinds = _OF_JSON if Path(name).name in MANIFESTS else kinds
        how = rng.choice(kinds)
        if how is _link:
            found[name] = rng.choice((secret, "/dev/zero", FIFO, "pack.json"))
        else:
            with suppress(TypeError, ValueError, LookupError):  # altered before
                found[name] = how(content, rng, secret)
        done.append(f"{how.__name__[1:]} of {name}")
    _mend(found)
    return found, ", ".join(done)


def write(folder: Folder, place: Path) -> None:
    """Write `folder` to `place`."""
    for name, content in folder.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content == FIFO:
            os.mkfifo(path)
        elif isinstance(content, str):
            path.symlink_to(content)
        else:
            path.write_bytes(content)


# Each takes bytes and gives others.


def _bytes(content: bytes, rng: random.Random, secret: str) -> bytes:
    """Some bytes changed, put in, left out, or the end cut off."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 4, 64))):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(8):
            case 0:
                data[at:at] = rng.randbytes(rng.randint(1, 9))
            case 1:
                del data[at : at + rng.randint(1, 9)]
            case 2 if len(content) < 1 << 16 or rng.random() < 0.1:
                del data[at:]
            case _ if at < len(data):
                data[at] = rng.choice((0, 255, data[at] ^ 1 << rng.randrange(8)))
    return bytes(data)


def _link(content: bytes, rng: random.Random, secret: str) -> bytes:
    raise NotImplementedError  # `altered` makes it


def _json(content: bytes, rng: random.Random, secret: str) -> bytes:
    """A value of a JSON file replaced, left out, or swapped with another."""
    try:
        whole = json.loads(content)
    except ValueError:
        return content
    for _ in range(rng.choice((1, 1, 2))):
        places = list(_places(whole))
        if not places:
            break
        owner, key = rng.choice(places[: 1 + rng.choice((8, len(places)))])
        match rng.randrange(6):
            case 0:
                del owner[key]
            case 1:
                other, its_key = rng.choice(places)
                owner[key], other[its_key] = other[its_key], owner[key]
                break  # the two may be inside each other
            case 2 if isinstance(owner[key], list):
                del owner[key][rng.randrange(len(owner[key]) + 1) :]
            case 3 if isinstance(owner[key], (int, float)):
                owner[key] = rng.choice((owner[key] + 1, -owner[key], owner[key] * 1000))
            case _:
                owner[key] = values(rng, secret)
    try:
        return json.dumps(whole, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return content


def _places(value: Any) -> Any:
    """Every place of `value`, as what holds it and its key."""
    todo = [value]
    for each in todo:
        items = each.items() if isinstance(each, dict) else enumerate(each)
        for key, inner in list(items):
            yield each, key
            if isinstance(inner, (dict, list)):
                todo.append(inner)


def _split(content: bytes) -> tuple[dict[str, Any], bytes]:
    size = int.from_bytes(content[:8], "little")
    return json.loads(content[8 : 8 + size]), content[8 + size :]


def _joined(header: dict[str, Any], body: bytes, padding: int = 64) -> bytes:
    head = json.dumps(header).encode()
    head += b" " * (-(8 + len(head)) % padding)
    return len(head).to_bytes(8, "little") + head + body


def _header(content: bytes, rng: random.Random, secret: str) -> bytes:
    """An entry of the header of arrays changed, or two swapped."""
    try:
        header, body = _split(content)
    except ValueError:
        return content
    name, other = rng.choice(sorted(header)), rng.choice(sorted(header))
    match rng.randrange(6):
        case 0:
            header[name], header[other] = header[other], header[name]
        case 1:
            header[name]["dtype"] = rng.choice(_DTYPES)
        case 2:
            header[name]["shape"] = rng.choice(([], [1], [-1], [2**62, 4], 7, [0], [True]))
        case 3:
            place = header[name]["data_offsets"]
            place[rng.randrange(2)] += rng.choice((-(2**40), -8, -4, -1, 1, 4, 8, 2**40))
        case 4:
            del header[name]
        case 5:
            header[name] = values(rng, secret)
    try:
        return _joined(header, body, rng.choice((64, 64, 1)))
    except RecursionError:
        return content


def _lists(content: bytes, rng: random.Random, secret: str) -> bytes:
    """An array cut, made longer, or with other items, in a file that is right otherwise."""
    try:
        header, body = _split(content)
        arrays = {
            name: bytearray(body[slice(*about["data_offsets"])]) for name, about in header.items()
        }
        name = rng.choice(sorted(arrays))
        size = {"8": 1, "6": 2, "2": 4, "4": 8}[header[name]["dtype"][-1]]
    except (ValueError, LookupError, TypeError):
        return content
    items = arrays[name]
    n = len(items) // size
    match rng.randrange(5):
        case 0:
            del items[size * rng.choice((0, n // 2, max(n - 1, 0))) :]
        case 1:
            items += rng.randbytes(size * rng.randint(1, 9))
        case 2:
            items.reverse()
        case _:
            for at in (rng.randrange(n) for _ in range(rng.choice((1, 9, 99))) if n):
                value = rng.choice((b"\xff", b"\0", b"\x7f", rng.randbytes(1))) * size
                items[size * at : size * (at + 1)] = value
    at = 0
    for each, own in arrays.items():
        unit = {"8": 1, "6": 2, "2": 4, "4": 8}[header[each]["dtype"][-1]]
        header[each] |= {"shape": [len(own) // unit], "data_offsets": [at, at + len(own)]}
        at += len(own)
    return _joined(header, b"".join(arrays.values()))


_OF_BYTES = (_bytes, _bytes, _json, _link)
_OF_JSON = (*[_json] * 9, _bytes, _link)
_OF_ARRAYS = (_bytes, _bytes, _header, _lists, _lists, _lists, _link)


@lru_cache(256)
def _checksums(content: bytes) -> tuple[int, str]:
    return crc32(content), sha256(content).hexdigest()


def _mend(folder: Folder) -> None:
    """Write the checksums of the files into every ``pack.json`` that is still an object."""
    for name in [name for name in folder if Path(name).name == "pack.json"]:
        content, place = folder[name], name.removesuffix("pack.json")
        try:
            about = json.loads(content) if isinstance(content, bytes) else None
        except (ValueError, RecursionError):
            about = None
        if not isinstance(about, dict):
            continue
        about.pop("about_crc32", None)
        arrays = folder.get(place + ARRAYS)
        if isinstance(arrays, bytes):
            about |= dict(zip(("crc32", "sha256"), _checksums(arrays), strict=True))
        files = about.get("files")
        for inner in files if isinstance(files, dict) else ():
            data = folder.get(place + inner)
            if isinstance(data, bytes):
                files[inner] = _checksums(data)[1]
        folder[name] = json.dumps(about).encode("utf-8", "surrogatepass")
