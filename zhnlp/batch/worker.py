"""Worker: reads a shard, applies the pipeline, and writes the part.

A record that cannot be processed is a reject; everything else goes on. Where a batch fails, its
records are tried one by one, so that only those that fail are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite
from typing import TYPE_CHECKING, cast

from zhnlp.arguments import wrong_type
from zhnlp.batch.engine import Facts, Task
from zhnlp.batch.folder import OutputFolder
from zhnlp.batch.job import Job
from zhnlp.batch.parts import Part, part_writer
from zhnlp.batch.reasons import reason_of
from zhnlp.corpus.records import Piece, Record, Reject, read_piece
from zhnlp.corpus.records.origin import place_of
from zhnlp.doc import Doc
from zhnlp.errors import InputError

if TYPE_CHECKING:
    from zhnlp.batch.report.facts import ShardFacts

BATCH_TEXTS, BATCH_CHARACTERS = 256, 200_000
_MARK = 24  # bytes of a note of a careful worker


class Worker:
    """Works on one shard after another.

    Args:
        job: What all shards of the run have in common.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.folder = OutputFolder(job.folder)

    def do(self, task: Task) -> Facts:
        """Write the part of a shard and return its figures.

        Raises:
            FileError: The part cannot be written.
            ExtraError: A package is not installed.
        """
        number = task.shard.number
        part = self.folder.part(number, self.job.output.form)
        with self.folder.replacing(part) as file:
            shard = _Shard(self.job, part_writer(file, self.job), _facts_of(self.job))
            if task.careful:
                shard.note = _Note(self.folder, number).write
            shard.work(task)
            size = file.tell()
            if shard.report is not None:
                self.folder.write(self.folder.report_facts(number), shard.report.to_bytes())
        return {
            "part": part.name,
            "part_size": size,
            "n_documents": shard.n_documents,
            "n_characters": shard.n_characters,
            "n_words": shard.n_words,
            "rejects": [_as_json(reject) for reject in shard.rejects],
        }


class _Shard:
    """The work on one shard: its part so far, and its figures."""

    def __init__(self, job: Job, part: Part, report: ShardFacts | None) -> None:
        self.job, self.part, self.report = job, part, report
        self.rejects: list[Reject] = []
        self.n_documents = self.n_characters = self.n_words = 0
        self.note = _no_note

    def work(self, task: Task) -> None:
        for records in self._batches(task):
            self._write(self._annotated(records))
        self.part.close()

    def _batches(self, task: Task) -> Iterator[list[Record]]:
        """Yield the records to work on, those that a careful worker reads one by one."""
        batch, n_characters = list[Record](), 0
        for record in self._records(task):
            batch.append(record)
            n_characters += len(self._text(record))
            if task.careful or len(batch) == BATCH_TEXTS or n_characters >= BATCH_CHARACTERS:
                yield batch
                batch, n_characters = [], 0
        if batch:
            yield batch

    def _records(self, task: Task) -> Iterator[Record]:
        number = 0
        for place, piece in enumerate(task.shard.pieces):
            if place in task.unread:
                self.rejects.append(_killer_of(piece))
                continue
            self.note("read", place)
            for record in read_piece(piece, self.job.reading):
                if isinstance(record, Reject):
                    self.rejects.append(record)
                elif number in task.skip:
                    self._reject(record, "it ended the worker process each time it was processed.")
                else:
                    self.note("work", number)
                    yield record
                number += 1
                self.note("read", place)

    def _annotated(self, records: list[Record]) -> list[tuple[Record, Doc]]:
        """The records with their Docs; those that fail are rejected."""
        try:
            docs = self.job.pipeline.batch([self._text(record) for record in records])
            return list(zip(records, _checked(docs, len(records)), strict=True))
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:  # so are those of libraries in Rust
            if len(records) == 1:
                self._reject(records[0], reason_of(error))
                return []
        return [pair for record in records for pair in self._annotated([record])]

    def _write(self, rows: list[tuple[Record, Doc]]) -> None:
        refused = dict(self.part.write([(record.fields, doc) for record, doc in rows]))
        for number, (record, doc) in enumerate(rows):
            if number in refused:
                self._reject(record, refused[number])
                continue
            self.n_documents += 1
            self.n_characters += len(doc.source)
            self.n_words += len(doc.words) if doc.words is not None else 0
            if self.report is not None:
                self.report.add(record.fields, doc, record.place)

    def _reject(self, record: Record, reason: str) -> None:
        id_field = self.job.reading.id_field
        own = record.fields.get(id_field) if id_field else None
        self.rejects.append(Reject(record.place, reason, own))

    def _text(self, record: Record) -> str:
        return cast("str", record.fields[self.job.reading.text_field])  # the reader has checked it


class _Note:
    """Notes what a careful worker begins, in a file that outlives the worker."""

    def __init__(self, folder: OutputFolder, number: int) -> None:
        self.file = open(folder.suspect_file(number), "wb", buffering=0)  # noqa: SIM115

    def write(self, kind: str, number: int) -> None:
        self.file.seek(0)
        self.file.write(f"{kind} {number}".ljust(_MARK).encode("ascii"))


def _no_note(kind: str, number: int) -> None:
    """Nothing: only careful workers take notes."""


def _facts_of(job: Job) -> ShardFacts | None:
    if not job.output.report:
        return None
    from zhnlp.batch.report.facts import ShardFacts

    return ShardFacts(date_field=job.output.date_field, id_field=job.reading.id_field)


def _killer_of(piece: Piece) -> Reject:
    return Reject(
        place_of(piece.path, piece.format, piece.first_line),
        "reading this file, or what a worker has of it, ended the worker process each time.",
    )


def _checked(docs: Iterable[object], n_texts: int) -> list[Doc]:
    """What a pipeline gave for so many texts; InputError if that is not a Doc for each."""
    found = list(docs)
    if len(found) != n_texts:
        raise InputError(
            f"the pipeline gave {len(found)} Docs for {n_texts} texts. Correct its stages."
        )
    for doc in found:
        if not isinstance(doc, Doc):
            raise wrong_type(doc, "what the pipeline gave", "Let its last stage return a Doc")
    return cast("list[Doc]", found)


def _as_json(reject: Reject) -> dict[str, object]:
    item: dict[str, object] = {"place": reject.place, "reason": reject.reason}
    if reject.id is not None:
        is_number = isinstance(reject.id, float) and isfinite(reject.id)
        item["id"] = reject.id if is_number or isinstance(reject.id, int) else str(reject.id)
    return item
