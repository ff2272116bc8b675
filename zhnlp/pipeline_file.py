"""Pipeline files: the stages of a pipeline and their settings, written by hand in TOML.

    format = 1                     # optional

    [[stages]]
    kind = "Segmenter"
    lexicon = "words.tsv"          # a file beside this one

    [[stages]]
    kind = "Tagger"
    model = "./my-tagger"          # a folder beside this file; without a slash, a pack that ships

    [[stages]]
    folder = "./my-recognizer"     # a stage or pipeline that was saved there
    labels = ["PER", "TIME"]       # replaces its own setting

Settings are the arguments of a stage, under their names. What takes a list or a mapping in
Python takes a list or a table here. A word list is always a file when it is a string. A
`model`, an `idf`, and one of `lists`, is a path if it has a slash or an ending.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, Field, dataclass, fields, replace
from importlib import import_module
from pathlib import Path

from zhnlp.arguments import need_path, shown
from zhnlp.errors import (
    ExtraError,
    FileError,
    FormatError,
    InputError,
    PackError,
    PipelineError,
    UsageError,
    did_you_mean,
)
from zhnlp.io.lines import read_lines
from zhnlp.kinds import KINDS, NAMED, WORD_LISTS
from zhnlp.packing import FORMAT
from zhnlp.pipeline import Pipeline
from zhnlp.resources import is_path
from zhnlp.saving import load
from zhnlp.stage import Stage

_HEADER = re.compile(r"""\s*\[\[\s*(["']?)stages\1\s*\]\]""")
_NUMBER = re.compile(r"\(stage (\d+)\)")
_LINE = re.compile(r" *\(at line (\d+), column (\d+)\)$")
_KEYS = ("stages", "format")


def read_pipeline(path: str | os.PathLike[str]) -> Pipeline:
    """The pipeline that the file at `path` describes.

    Raises:
        FileError: The file, or one that it names, cannot be read.
        FormatError: It is not TOML, or a kind or setting is unknown, missing or wrong. The
            message gives ``path:line``.
        PipelineError: Its stages are in an order that cannot work.
        PackError: There is no such model or folder.
        ExtraError: A model needs a package that is not installed.
    """
    file = _File.read(path)
    stages = [_stage(file, number, table) for number, table in enumerate(file.tables())]
    try:
        return Pipeline(stages)
    except PipelineError as error:
        match = _NUMBER.search(str(error))
        raise PipelineError(f"{file.place(int(match[1]) if match else 0)}: {error}") from error


@dataclass(frozen=True)
class _File:
    """A file and its lines, to say in which one a fault is."""

    path: str | os.PathLike[str]
    lines: tuple[str, ...]

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> _File:
        need_path(path, "the path of the pipeline")
        return cls(path, tuple(read_lines(path, what="pipeline")))

    def tables(self) -> list[Mapping[str, object]]:
        """The tables of the stages; there is at least one."""
        content = self._parsed()
        for key in content:
            if key not in _KEYS:
                raise self.error(f"unknown key {key!r}. {did_you_mean(key, _KEYS)}", key=key)
        number = content.get("format", FORMAT)
        if number != FORMAT:
            problem = f"format is {shown(number)}; this version of zhnlp reads {FORMAT}. Update it."
            raise self.error(problem, key="format")
        tables = content.get("stages")
        if isinstance(tables, dict):
            raise self.error("stages is a single table. Write [[stages]], with two brackets.")
        if not tables:
            advice = 'Write [[stages]] and kind = "Segmenter", and so on for each stage.'
            raise self.error(f"there are no stages. {advice}")
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            raise self.error(f"stages is {shown(tables)}. Write [[stages]] before each stage.")
        return tables

    def _parsed(self) -> dict[str, object]:
        try:
            return tomllib.loads("".join(self.lines).replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as error:
            reason = str(error)
            match = _LINE.search(reason)
            line = int(match[1]) if match else max(1, len(self.lines))
            at = f" at column {match[2]}" if match else " at the end of the file"
            reason = _LINE.sub("", reason).removesuffix(" (at end of document)")
            problem = f"not valid TOML{at}: {reason}. Correct it; see https://toml.io."
            raise FormatError(self.path, line, problem) from error
        except RecursionError as error:
            raise self.error("lists are nested too deep. Write them flat.") from error

    def line(self, number: int | None, key: str | None) -> int:
        """The line of a key of stage `number`, or of its header; 1 if it is not found."""
        headers = [i for i, line in enumerate(self.lines) if _HEADER.match(line)]
        start, end = 0, len(self.lines)
        if number is not None:
            if number >= len(headers):
                return 1
            start, end = headers[number], [*headers, end][number + 1]
        pattern = re.compile(rf"\s*([\"']?){re.escape(key or '')}\1\s*[=.]")
        found = (i for i in range(start, end) if key and pattern.match(self.lines[i]))
        return next(found, start) + 1

    def place(self, number: int | None = None, key: str | None = None) -> str:
        """``path:line``, as messages cite it."""
        return f"{self.path}:{self.line(number, key)}"

    def error(self, problem: str, number: int | None = None, key: str | None = None) -> FormatError:
        return FormatError(self.path, self.line(number, key), problem)

    def beside(self, name: str) -> Path:
        """The path of a file that is named relative to this one."""
        return Path(self.path).parent / name


def _stage(file: _File, number: int, table: Mapping[str, object]) -> Stage:
    """The stage that a table describes."""
    with _cited(file, number, "folder"):
        base = _saved(file, number, table)
    kind = type(base) if base else _kind(file, number, table)
    known = {field.name: field for field in fields(kind)}
    given = {key: value for key, value in table.items() if key not in ("kind", "folder")}
    for name in given:
        if name not in known:
            hint = did_you_mean(name, known)
            problem = f"{kind.__name__} has no setting {name!r}. {hint}"
            raise file.error(problem, number, name)
    for name, field in () if base else known.items():
        if name not in given and _is_needed(field):
            problem = f"{kind.__name__} needs the setting {name!r}. Add a line {name} = …"
            raise file.error(problem, number)
    values = {name: _value(file, name, value) for name, value in given.items()}
    with _cited(file, number, next(iter(values), None) if len(values) == 1 else None):
        try:
            return replace(base, **values) if base else kind(**values)
        except (UsageError, InputError) as error:
            raise UsageError(f"{kind.__name__}: {error}") from error


@contextmanager
def _cited(file: _File, number: int, key: str | None) -> Iterator[None]:
    """Errors that do not cite a file yet cite the line of `key` in this one."""
    try:
        yield
    except UsageError as error:
        raise file.error(str(error), number, key) from error
    except (FileError, PackError, ExtraError) as error:
        raise type(error)(f"{file.place(number, key)}: {error}") from error


def _saved(file: _File, number: int, table: Mapping[str, object]) -> Stage | None:
    """The stage saved in the folder that the table names; None if it names none."""
    name = table.get("folder")
    if name is None:
        return None
    if "kind" in table:
        raise file.error("a stage has a kind or a folder, not both. Leave one out.", number, "kind")
    if not isinstance(name, str) or not name:
        problem = f"folder is {shown(name)}. Give the path of a saved stage, as './mine'."
        raise file.error(problem, number, "folder")
    stage: Stage = load(file.beside(name), kind=Stage)
    return stage


def _kind(file: _File, number: int, table: Mapping[str, object]) -> type[Stage]:
    """The class of the stage that the table names."""
    name, known = table.get("kind"), _stage_kinds()
    if name is None:
        problem = f"a stage has no kind. Add one of these: {', '.join(known)}."
        raise file.error(problem, number)
    if not isinstance(name, str) or name not in known:
        problem = f"there is no stage of the kind {shown(name)}. {did_you_mean(name, known)}"
        raise file.error(problem, number, "kind")
    kind: type[Stage] = _class_of(name)
    return kind


def _stage_kinds() -> list[str]:
    """The names of the stages of zhnlp and of those that the user has registered."""
    return sorted(
        name
        for name, home in KINDS.items()
        if home.startswith("zhnlp.stages.")
        or (not home.startswith("zhnlp.") and issubclass(_class_of(name), Stage))
    )


def _class_of(name: str) -> type:
    found: type = getattr(import_module(KINDS[name]), name)
    return found


def _is_needed(field: Field[object]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _value(file: _File, name: str, value: object) -> object:
    """A setting as a stage takes it: paths relative to the file, and tuples for lists."""
    if isinstance(value, str) and name in WORD_LISTS:
        return file.beside(value)
    if isinstance(value, str) and name in NAMED and (is_path(value) or Path(value).suffix):
        return file.beside(value)
    if isinstance(value, list):
        return tuple(_value(file, name if name == "lists" else "", item) for item in value)
    return value
