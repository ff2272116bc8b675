"""Worker: reads a shard, applies the pipeline, and writes the part.

A record that cannot be processed is a reject; everything else goes on. Where a batch fails, its
records are tried one by one, so that only those that fail are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, cast

from zhnlp.arguments import wrong_type
from zhnlp.batch.engine import Facts, Task
from zhnlp.batch.folder import OutputFolder
from zhnlp.batch.job import Job
from zhnlp.batch.parts import Part, part_writer
from zhnlp.batch.reasons import reason_of
from zhnlp.batch.rejects_file import RejectsFile
from zhnlp.corpus.records import Piece, Record, Reject, read_piece
from zhnlp.corpus.records.origin import place_of
from zhnlp.doc import Doc
from zhnlp.errors import InputError

if TYPE_CHECKING:
    from zhnlp.batch.report.facts import ShardFacts

BATCH_TEXTS, BATCH_CHARACTERS = 256, 200_000
_KILLER = "it ended the worker process each time it was processed."
_MARK = 40  # bytes of a note of a careful worker


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
        with (
            RejectsFile(self.folder, number) as rejects,
            self.folder.replacing(part) as file,
        ):
            writer = part_writer(file, self.job)
            shard = _Shard(self.job, writer, rejects, _facts_of(self.job))
            if task.careful:
                with closing(_Note(self.folder, number)) as note:
                    shard.note = note.write
                    shard.work(task)
            else:
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
            "n_rejects": rejects.n_rejects,
        }


class _Shard:
    """The work on one shard: its part so far, and its figures."""

    def __init__(
        self, job: Job, part: Part, rejects: RejectsFile, report: ShardFacts | None
    ) -> None:
        self.job, self.part, self.rejects, self.report = job, part, rejects, report
        self.n_documents = self.n_characters = self.n_words = 0
        self.note = _no_note

    def work(self, task: Task) -> None:
        for items in self._batches(task):
            self._write(items)
        self.note("end")
        self.part.close()

    def _batches(self, task: Task) -> Iterator[list[Record | Reject]]:
        """Yield what is read, in lists; a careful worker has one item at a time."""
        batch, n_characters = list[Record | Reject](), 0
        for item in self._items(task):
            batch.append(item)
            n_characters += len(self._text(item)) if isinstance(item, Record) else 0
            if task.careful or len(batch) == BATCH_TEXTS or n_characters >= BATCH_CHARACTERS:
                yield batch
                batch, n_characters = [], 0
        if batch:
            yield batch

    def _items(self, task: Task) -> Iterator[Record | Reject]:
        for place, piece in enumerate(task.shard.pieces):
            if place in task.unread:
                yield _killer_of(piece)
                continue
            self.note("read", place)
            for number, item in enumerate(read_piece(piece, self.job.reading)):
                if isinstance(item, Record) and (place, number) in task.skip:
                    yield self._reject(item, _KILLER)
                else:
                    self.note("work", place, number)
                    yield item
                self.note("read", place)

    def _write(self, items: list[Record | Reject]) -> None:
        """Write the rows and the rejects of some items, both in the order of the items."""
        found = iter(self._annotated([item for item in items if isinstance(item, Record)]))
        answers = [next(found) if isinstance(item, Record) else item for item in items]
        rows = [
            (number, item, answer)
            for number, (item, answer) in enumerate(zip(items, answers, strict=True))
            if isinstance(item, Record) and isinstance(answer, Doc)
        ]
        refused = dict(self.part.write([(record.fields, doc) for _, record, doc in rows]))
        rejects = {n: answer for n, answer in enumerate(answers) if isinstance(answer, Reject)}
        for row, (number, record, doc) in enumerate(rows):
            if row in refused:
                rejects[number] = self._reject(record, refused[row])
            else:
                self._count(record, doc)
        self.rejects.write([rejects[number] for number in sorted(rejects)])

    def _annotated(self, records: list[Record]) -> list[Doc | Reject]:
        """The Docs of the records; rejects for those that fail."""
        try:
            docs = self.job.pipeline.batch([self._text(record) for record in records])
            return [*_checked(docs, len(records))]
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:  # so are those of libraries in Rust
            if len(records) == 1:
                return [self._reject(records[0], reason_of(error))]
        return [answer for record in records for answer in self._annotated([record])]

    def _count(self, record: Record, doc: Doc) -> None:
        self.n_documents += 1
        self.n_characters += len(doc.source)
        self.n_words += len(doc.words) if doc.words is not None else 0
        if self.report is not None:
            self.report.add(record.fields, doc, record.place)

    def _reject(self, record: Record, reason: str) -> Reject:
        id_field = self.job.reading.id_field
        return Reject(record.place, reason, record.fields.get(id_field) if id_field else None)

    def _text(self, record: Record) -> str:
        return cast("str", record.fields[self.job.reading.text_field])  # the reader has checked it


class _Note:
    """Notes what a careful worker begins, in a file that outlives the worker."""

    def __init__(self, folder: OutputFolder, number: int) -> None:
        self.file = open(folder.suspect_file(number), "wb", buffering=0)  # noqa: SIM115

    def close(self) -> None:
        self.file.close()

    def write(self, *note: object) -> None:
        self.file.seek(0)
        self.file.write(" ".join(map(str, note)).ljust(_MARK).encode("ascii"))


def _no_note(*note: object) -> None:
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
