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
_ANEW = "Give the same as before, or another folder to start anew."
_OPTIONS = {"form": "--to", "format": "--from", "max_bytes": "--max-record"}
_SHOWN = 60  # characters of a value in a message


def begin(folder: OutputFolder, settings: Settings, inputs: Iterable[Input]) -> bool:
    """Note what a run is begun with, or check that it is the same as before.

    Args:
        folder: The output folder.
        settings: All that the output depends on, as values of JSON.
        inputs: The files to read, in order.

    Returns:
        Whether a run goes on that was begun before. One without results begins anew.

    Raises:
        RunError: The settings or the inputs are not those that the run was begun with.
        FormatError: The files of the run are damaged.
        FileError: They cannot be written.
    """
    if not folder.manifest.exists() or not _has_results(folder):
        with folder.replacing(folder.inputs) as file:
            for given in inputs:
                file.write(json.dumps(given, ensure_ascii=True).encode() + b"\n")
        write(folder, settings, None)
        return False
    if not folder.inputs.exists():
        raise RunError(
            f"{str(folder.path)!r} holds the output of a run whose state was removed, so it cannot "
            "go on. Give another folder."
        )
    _check_settings(_read(folder.manifest), settings)
    _check_inputs(read_inputs(folder), inputs)
    return True


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
        texts = [json.dumps(each, ensure_ascii=False) for each in (old, value)]
        n_same = next((n for n, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), 0)
        start = max(0, n_same - _SHOWN // 2)
        raise RunError(
            f"this run was begun with another setting ({key}): {_short(texts[0], start)}, now it "
            f"is {_short(texts[1], start)}. {_ANEW}"
        )


def _short(text: str, start: int) -> str:
    """`text`, or if it is long, the part of it from `start`, where it differs from another."""
    if len(text) <= _SHOWN:
        return text
    part = text[start : start + _SHOWN]
    return f"{'…' * bool(start)}{part}{'…' * (start + _SHOWN < len(text))}"


def _check_inputs(before: Iterable[Input], now: Iterable[Input]) -> None:
    for old, new in zip_longest(before, now):
        if old == new:
            continue
        if old is None or (new is not None and new.path < old.path):
            change = f"{new.path!r} is new"
        elif new is None or new.path != old.path:
            change = f"{old.path!r} is not there"
        elif new.size != old.size:
            change = f"{old.path!r} had {old.size:,} bytes, and now has {new.size:,}"
        else:
            change = f"{old.path!r} has been changed, or is read as another format"
        raise RunError(f"the inputs are not those that this run was begun with: {change}. {_ANEW}")
