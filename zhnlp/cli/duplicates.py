"""zhnlp duplicates: the groups of records that are equal or nearly so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Unpack

import click

from zhnlp.cli.options import format_option
from zhnlp.cli.outputs import output, refuse_inputs
from zhnlp.cli.record_options import ReadingOptions, make_reading, reading_options
from zhnlp.cli.streams import output_option
from zhnlp.cli.train.training import tell
from zhnlp.corpus.records import cut_pieces, find_inputs, read_piece
from zhnlp.corpus.records.record import Reject
from zhnlp.errors import ZhnlpError

_SIZE = 16 << 20  # bytes of a piece


@click.command(
    "duplicates",
    short_help="Find records that are equal or nearly so.",
    epilog="Example: zhnlp duplicates 'news/*.jsonl.gz' --id-field id --likeness 0.8",
)
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@output_option
@click.option(
    "--likeness",
    type=click.FloatRange(0.3, 1),
    default=0.7,
    show_default=True,
    help="The likeness of two records that are put into a group.",
)
@format_option(
    ("text", "jsonl"),
    "text: group, likeness and record with tabs between. jsonl: one object per group.",
)
@reading_options
def command(
    files: tuple[str, ...],
    target: str | None,
    likeness: float,
    form: str,
    **given: Unpack[ReadingOptions],
) -> None:
    """Print the groups of records of FILES whose texts are equal or nearly so.

    The likeness of two texts is the share of sequences of five characters that both have, which
    is estimated; it stands beside each record of a group, compared with the first one. A record is
    shown by its --id-field, or by its file and line. Texts of less than 21 characters are found
    only if they are equal. About 140 bytes are kept of each text, and its name.
    """
    from zhnlp.models.likeness.duplicates import groups_of
    from zhnlp.models.likeness.signing import Signer

    reading = make_reading(**given)
    signer, names = Signer(), list[str]()
    for each in find_inputs(files, reading):
        refuse_inputs(target, [each.path])
        for piece in cut_pieces(each, reading, _SIZE):
            for record in read_piece(piece, reading):
                if isinstance(record, Reject):
                    raise ZhnlpError(f"{record.place}: {record.reason}")
                signer.add(str(record.fields[reading.text_field]))
                own = record.fields.get(reading.id_field) if reading.id_field else None
                names.append(record.place if own is None else str(own))
    n_records = 0
    groups = groups_of(signer, likeness)
    with output(target) as write:
        for number, group in enumerate(groups, 1):
            own = [names[n] for n in group.numbers]
            write(_lines(form, number, own, group.likeness).encode("utf-8", "backslashreplace"))
            n_records += len(own)
    tell(f"{len(groups):,} groups with {n_records:,} of {len(names):,} records.")


def _lines(form: str, number: int, names: Sequence[str], likeness: Sequence[float]) -> str:
    """A group as lines."""
    pairs = zip(names, likeness, strict=True)
    if form == "text":
        return "".join(f"{number}\t{near:.2f}\t{name}\n" for name, near in pairs)
    members = [{"record": name, "likeness": round(near, 4)} for name, near in pairs]
    return json.dumps({"group": number, "members": members}, ensure_ascii=False) + "\n"
