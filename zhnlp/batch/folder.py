"""Folder: the output folder of a run, from which a run that was stopped goes on.

    OUT/parts/part-00000.jsonl …   the output: a part for each shard, in the order of the inputs
    OUT/rejects.jsonl              what could not be processed: place and reason
    OUT/run.json                   the settings of the run, and its figures once it is done
    OUT/state/inputs.jsonl         the inputs, with their sizes and times
    OUT/state/00000.json …         one for each shard that is done: its figures
    OUT/state/00000.rejects …      what of it could not be processed, if there is any
    OUT/state/scratch/             unfinished files

Every file appears whole, by a rename after its bytes are on the disk. A shard is done when its
file in ``state`` is there, which is written after its part; without it, the shard is worked on
again and its part is replaced by one with the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from zhnlp.batch.engine import Facts
from zhnlp.batch.shards import Shard
from zhnlp.errors import FileError, FormatError, RunError


class OutputFolder:
    """The files of a run.

    Args:
        path: The folder; it need not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts, self.state = path / "parts", path / "state"
        self.scratch = self.state / "scratch"

    @property
    def rejects(self) -> Path:
        """The file with what could not be processed."""
        return self.path / "rejects.jsonl"

    @property
    def inputs(self) -> Path:
        """The file with the inputs of the run."""
        return self.state / "inputs.jsonl"

    @property
    def manifest(self) -> Path:
        """The file with the settings of the run."""
        return self.path / "run.json"

    @property
    def lock(self) -> Path:
        """The file that a run holds while it writes, the first that it makes."""
        return self.state / "lock"

    def part(self, number: int, form: str) -> Path:
        """The output of a shard."""
        return self.parts / f"part-{number:05d}.{form}"

    def done(self, number: int) -> Path:
        """The file that says that a shard is done."""
        return self.state / f"{number:05d}.json"

    def shard_rejects(self, number: int) -> Path:
        """What of a shard could not be processed."""
        return self.state / f"{number:05d}.rejects"

    def report_facts(self, number: int) -> Path:
        """What the report needs to know of a shard."""
        return self.state / f"{number:05d}.facts"

    def suspect_file(self, number: int) -> Path:
        """Where a careful worker notes what it works on."""
        return self.scratch / f"{number:05d}.at"

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Make the folder, and keep other runs out of it.

        Raises:
            RunError: Another run writes to it, or it holds something else.
            FileError: It cannot be made.
        """
        with _file_errors(self.path):
            self._check_contents()
            self._check_links()
            self.state.mkdir(parents=True, exist_ok=True)
            lock = open(self.lock, "a+b")  # noqa: SIM115 (closed below)
        with lock:
            self._lock(lock)
            with _file_errors(self.path):
                self.scratch.mkdir(exist_ok=True)
                self.parts.mkdir(exist_ok=True)
                self._clear_scratch()
            try:
                yield
            finally:  # of workers that were ended
                with suppress(OSError):
                    self._clear_scratch()

    def _clear_scratch(self) -> None:
        for left in self.scratch.iterdir():
            left.unlink()

    def _check_contents(self) -> None:
        if self.manifest.exists() or not self.path.exists():
            return
        if not self.path.is_dir():
            raise RunError(f"{str(self.path)!r} is not a folder. Give another --output.")
        names = sorted(os.listdir(self.path))
        others = [name for name in names if name not in ("parts", "state")]
        is_begun = self.lock.exists() or (names == ["state"] and not _names(self.state))
        if others or (names and not is_begun):
            name = (others or names)[0]
            raise RunError(
                f"{str(self.path)!r} holds something else, such as {name!r}. "
                "Give a new folder, or that of a run to go on with."
            )

    def _check_links(self) -> None:
        """RunError where files of another folder would be replaced or removed."""
        for folder in (self.parts, self.state, self.scratch):
            if folder.is_symlink():
                raise RunError(
                    f"{str(folder)!r} is a link. Remove it: a run writes to folders of its own."
                )

    def _lock(self, lock: IO[bytes]) -> None:
        with suppress(ImportError):  # there are no such locks on Windows
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RunError(
                    f"another run is writing to {str(self.path)!r}. Wait for it, or give another "
                    "folder."
                ) from None
            except OSError:
                return  # a file system without locks

    def read_done(self, number: int) -> Facts | None:
        """The figures of a shard that is done, else None.

        Raises:
            FormatError: The file is damaged.
        """
        path = self.done(number)
        try:
            facts = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except (ValueError, RecursionError):
            facts = None
        if isinstance(facts, dict):
            return facts
        raise FormatError(path, 1, "this file is damaged. Remove it: its shard is done again.")

    def write_done(self, shard: Shard, facts: Facts) -> None:
        """Note that the part of a shard is in its place."""
        content = json.dumps({"input": shard.signature(), **facts}, ensure_ascii=True)
        self.write(self.done(shard.number), content.encode())

    def write(self, path: Path, content: bytes) -> None:
        """Write a file durably, so that it appears whole or not at all."""
        with self.replacing(path) as file:
            file.write(content)

    @contextmanager
    def replacing(self, path: Path) -> Iterator[IO[bytes]]:
        """A new file that takes the place of `path` when the block ends without an error.

        Its bytes and its name are on the disk then, also if the machine stops.

        Raises:
            FileError: It cannot be written.
        """
        part = self.scratch / f"{path.name}.{os.urandom(8).hex()}"
        with _file_errors(path):
            try:
                with open(part, "xb") as file:
                    yield file
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(part, path)
                _sync_folder(path.parent)
            except BaseException:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
                raise

    def has_output(self) -> bool:
        """Whether there is a part, or a shard that is done."""
        return any(self.parts.iterdir()) or bool(self.numbers_done())

    def has_part(self, number: int, facts: Facts) -> bool:
        """Whether what a shard that is done has written is there, the part with all its bytes."""
        if facts.get("n_rejects") and not self.shard_rejects(number).exists():
            return False
        try:
            size = (self.parts / str(facts.get("part"))).stat().st_size
        except OSError:
            return False
        return size == facts.get("part_size")

    def numbers_done(self) -> list[int]:
        """The numbers of the shards that are done, in order."""
        names = (path.stem for path in self.state.glob("*.json"))
        return sorted(int(name) for name in names if name.isdecimal())

    def write_rejects(self) -> None:
        """Write ``rejects.jsonl``, in the order of the inputs, from the shards that are done."""
        with self.replacing(self.rejects) as file:
            for number in self.numbers_done():
                if (self.read_done(number) or {}).get("n_rejects"):
                    with open(self.shard_rejects(number), "rb") as own:
                        copyfileobj(own, file)

    def suspect(self, number: int) -> str:
        """What the careful worker of a shard was at last working on; empty if unknown."""
        try:
            return self.suspect_file(number).read_text("ascii").strip()
        except (OSError, ValueError):
            return ""


def _names(folder: Path) -> list[str]:
    """What is in a folder; nothing if it is none."""
    return os.listdir(folder) if folder.is_dir() else []


@contextmanager
def _file_errors(path: Path) -> Iterator[None]:
    """Turn an OSError into a FileError that says how to go on."""
    try:
        yield
    except FileError:
        raise
    except OSError as error:
        raise FileError(
            f"cannot write {str(path)!r}: {error.strerror or error}. What is done is kept: mend "
            "this and give the same command to go on."
        ) from error


def _sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk, where the system can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
