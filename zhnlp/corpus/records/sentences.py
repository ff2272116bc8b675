"""Records of CoNLL-U: a sentence each, with its text and its comments."""

from __future__ import annotations

from collections.abc import Iterator

from zhnlp.corpus.conll import read_conll
from zhnlp.corpus.records.boundaries import BlankLines
from zhnlp.corpus.records.origin import Origin
from zhnlp.corpus.records.record import Record, Reject
from zhnlp.corpus.records.texts import decoded
from zhnlp.errors import FormatError


def read_sentences(data: bytes, line: int, origin: Origin) -> Iterator[Record | Reject]:
    """Yield a record of every sentence.

    Its text is that of the comment ``# text = …``, or the joined words. ``# sent_id = …`` is
    the field ``id``; other comments with ``=`` are fields of their names.
    """
    for first, part in BlankLines(origin.encoding).parts(data, line):
        text = decoded(part, f"{origin.name}:{first}", origin)
        if isinstance(text, Reject):
            yield text
            continue
        lines = [(number, row.rstrip("\r")) for number, row in enumerate(text.split("\n"), first)]
        fields = _comments([row for _, row in lines])
        place = f"{origin.name}:{first}"
        try:
            words = next(read_conll(origin.name, lines), None)
        except FormatError as error:
            place = f"{origin.name}:{error.place[1]}"
            yield Reject(place, error.problem, fields.get("sent_id"))
            continue
        text = fields.pop("text", words[1].text if words else "")
        if text and not text.isspace():
            id_field = {"id": fields.pop("sent_id")} if "sent_id" in fields else {}
            yield Record({**id_field, **fields, origin.reading.text_field: text}, place)


def _comments(lines: list[str]) -> dict[str, str]:
    """The comments that have a name and a value."""
    pairs = [line[1:].partition("=") for line in lines if line.startswith("#")]
    return {name.strip(): value.strip() for name, is_set, value in pairs if is_set}
