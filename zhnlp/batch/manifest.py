"""Manifest: what a run was begun with, so that only the same run goes on.

``run.json`` holds the pipeline and the settings, ``state/inputs.jsonl`` the inputs: path, format,
size, and time of the last change.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path

from zhnlp.batch.folder import OutputFolder
from zhnlp.corpus.records import Input
from zhnlp.errors import FormatError, RunError

FORMAT = 1
Settings = Mapping[str, object]
_LONG = 60  # characters of a value in a message
_ANEW = "Give the same as before, or another folder to start anew."
_OPTIONS = {"form": "--to", "format": "--from", "max_bytes": "--max-record"}


def begin(folder: OutputFolder, settings: Settings, inputs: Iterable[Input]) -> None:
    """Note what a run is begun with, or check that it is the same as before.

    A run that has not written anything yet is begun anew, whatever has changed.

    Args:
        folder: The output folder.
        settings: All that the output depends on, as values of JSON.
        inputs: The files to read, in order.

    Raises:
        RunError: The settings or the inputs are not those that the run was begun with.
        FormatError: The files of the run are damaged.
        FileError: They cannot be written.
    """
    before = _read(folder.manifest) if folder.manifest.exists() else None
    if before is None or not (before.get("done") or folder.has_output()):
        with folder.replacing(folder.inputs) as file:
            for given in inputs:
                file.write(json.dumps(given, ensure_ascii=True).encode() + b"\n")
        write(folder, settings, None)
        return
    _check_settings(before, settings)
    if not folder.inputs.exists():
        raise RunError(
            f"{str(folder.state)!r} has been removed, and with it what this run needs to go on. "
            "Give another folder to start anew."
        )
    _check_inputs(read_inputs(folder), inputs)


def write(folder: OutputFolder, settings: Settings, totals: Mapping[str, int] | None) -> None:
    """Write the manifest; with the figures of the run once it is done."""
    content = {"format": FORMAT, **settings, "done": totals is not None, "totals": totals}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    folder.write(folder.manifest, f"{text}\n".encode("utf-8", "backslashreplace"))


def read_inputs(folder: OutputFolder) -> Iterator[Input]:
    """Yield the inputs that the run was begun with.

    Raises:
        FormatError: The file is damaged.
    """
    with open(folder.inputs, "rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield Input(*json.loads(line))
            except (ValueError, TypeError, RecursionError):
                raise _damaged(folder.inputs, number) from None


def changed_input(folder: OutputFolder) -> str | None:
    """The path of an input whose size or time of the last change is another now, or None."""
    for given in read_inputs(folder):
        if given.size < 0:
            continue
        try:
            now = os.stat(given.path)
        except OSError:
            is_same = not given.mtime_ns  # it could not be looked at then, either
        else:
            is_same = (now.st_size, now.st_mtime_ns) == (given.size, given.mtime_ns)
        if not is_same:
            return given.path
    return None


def outside(inputs: Iterable[Input], folder: Path) -> Iterator[Input]:
    """Yield those of `inputs` that are not in the output folder."""
    own = os.path.join(os.path.realpath(folder), "")
    return (given for given in inputs if not os.path.realpath(given.path).startswith(own))


def _has_results(folder: OutputFolder) -> bool:
    return bool(folder.numbers_done()) or any(folder.parts.iterdir())


def _read(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise _damaged(path, 1) from None
    if isinstance(content, dict) and content.get("format") == FORMAT:
        return content
    raise _damaged(path, 1)


def _damaged(path: Path, line: int) -> FormatError:
    return FormatError(
        path, line, "the files of this run are damaged, or of another version. Start anew."
    )


def _check_settings(before: Settings, now: Settings) -> None:
    now = json.loads(json.dumps(now))  # tuples become lists
    for key, value in now.items():
        if before.get(key) == value:
            continue
        if key == "pipeline":
            raise RunError(f"a word list or a model of the pipeline has changed. {_ANEW}")
        old = before.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            name = next(each for each in {**old, **value} if old.get(each) != value.get(each))
            option = f", {_OPTIONS[name]}" if name in _OPTIONS else ""
            key, old, value = f"{key}: {name}{option}", old.get(name), value.get(name)
        raise RunError(
            f"this run was begun with another setting ({key}): {_short(old, value)}, now it is "
            f"{_short(value, old)}. {_ANEW}"
        )


def _short(value: object, other: object) -> str:
    """`value` for a message; of a long one the place where it differs from the other."""
    text, its = (json.dumps(each, ensure_ascii=False) for each in (value, other))
    if len(text) <= _LONG:
        return text
    pairs = enumerate(zip(text, its, strict=False))
    start = max(0, next((at for at, (a, b) in pairs if a != b), 0) - _LONG // 2)
    part = text[start : start + _LONG]
    return f"{'…' if start else ''}{part}{'…' if start + _LONG < len(text) else ''}"


def _check_inputs(before: Iterable[Input], now: Iterable[Input]) -> None:
    for old, new in zip_longest(before, now):
        if old == new:
            continue
        if old is None or (new is not None and new.path < old.path):
            change = f"{new.path!r} is new, or stood elsewhere"
        elif new is None or new.path != old.path:
            change = f"{old.path!r} is not there, or not in its place"
        elif new.size != old.size:
            change = f"{old.path!r} had {old.size:,} bytes, and now has {new.size:,}"
        else:
            change = f"{old.path!r} has been changed, or is read as another format"
        raise RunError(f"the inputs are not those that this run was begun with: {change}. {_ANEW}")
