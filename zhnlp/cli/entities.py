"""zhnlp entities: find the names in files or standard input, line by line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from zhnlp.cli import formats, streams
from zhnlp.cli.colours import coloured_entity, has_colours
from zhnlp.cli.options import (
    format_option,
    make_segmenter,
    make_tagger,
    model_option,
    segmenter_options,
    several,
    tagger_model_option,
)
from zhnlp.core import marked
from zhnlp.corpus import entities_line
from zhnlp.doc import Doc, Span, need
from zhnlp.errors import UsageError
from zhnlp.io.blocks import Errors
from zhnlp.linked import Linked
from zhnlp.models.lexicons.gazetteer import Gazetteer
from zhnlp.pipeline import Pipeline
from zhnlp.plain_layers import plain_layer
from zhnlp.stage import Stage
from zhnlp.stages.recognizer import Recognizer

if TYPE_CHECKING:
    from zhnlp.models.entities.values import Value


@click.command(
    "entities",
    short_help="Find names; on request times, amounts and identifiers.",
    epilog="Example: zhnlp entities news.txt --label PER --label TIME --format jsonl",
)
@streams.stream_options
@model_option("recognizer", name="recognizer_model")
@click.option(
    "--label",
    "labels",
    multiple=True,
    metavar="LABEL",
    callback=several,
    help="A label to find; can be repeated, or have commas: PER,LOC. By default those of the "
    "model. Rules find TIME, PERCENT, MONEY, ORDINAL, QUANTITY, NUMBER, URL, EMAIL, ID, PHONE and "
    "PLATE, but only if they are given.",
)
@click.option(
    "--gazetteer",
    metavar="FILE",
    help="Your own names, 'name<TAB>label' on each line. They win over others.",
)
@click.option(
    "--link",
    is_flag=True,
    help="Add short forms of a name in the same line (王先生, 北大), with the name. For documents "
    "of many lines there is zhnlp run --link.",
)
@click.option(
    "--values",
    "has_values",
    is_flag=True,
    help="Add the value of each entity: amounts, times, telephone numbers and the like. Needs "
    "--format jsonl.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day that values of times such as 昨天 are seen from; without it they are null.",
)
@tagger_model_option
@partial(segmenter_options, model="--segmenter-model")
@format_option(
    ("text", "jsonl"),
    "text: the line with its names marked, [北京大学 ORG]. jsonl: one object per line, with "
    "entities as [start, end, label].",
)
def command(
    files: tuple[str, ...],
    target: str | None,
    jobs: int,
    encoding: str,
    errors: Errors,
    recognizer_model: str | None,
    labels: tuple[str, ...],
    gazetteer: str | None,
    link: bool,
    has_values: bool,
    today: datetime | None,
    tagger_model: str | None,
    form: formats.Format,
    **settings: Any,
) -> None:
    """Find the names of persons, places and organisations in the lines of FILES, or of
    standard input.

    There is one line of output for each line of input. The words of --lexicon that have a
    label are names, too.
    """
    _check_options(form, has_values, today)
    segmenter = make_segmenter(**settings)
    names = gazetteer and Gazetteer.read(gazetteer, skip_bad_lines=settings["skip_bad_lines"])
    recognizer = Recognizer(
        model=recognizer_model,
        gazetteer=names,
        lexicon=segmenter.lexicon,
        labels=labels or None,
    )
    nlp = Pipeline([segmenter, make_tagger(tagger_model, segmenter), recognizer, *_linkers(link)])
    in_colour = has_colours(target)

    def write_doc(doc: Doc, end: str) -> str:
        if form == "jsonl":
            values = _values(recognizer, doc, today) if has_values else None
            return json_line(doc, doc.links, values) + "\n"
        return marked_line(doc, doc.links or (), in_colour=in_colour) + end

    render = formats.DocWriter(nlp.batch, write_doc, errors)
    streams.run(render, files, target=target, jobs=jobs, encoding=encoding, errors=errors)


def _linkers(link: bool) -> list[Stage]:
    """The stage that links names, if that is wanted."""
    if not link:
        return []
    from zhnlp.stages.linker import Linker  # has many patterns, which most do without

    return [Linker()]


def _check_options(form: formats.Format, has_values: bool, today: datetime | None) -> None:
    if has_values and form != "jsonl":
        raise UsageError("--values needs --format jsonl.")
    if today is not None and not has_values:
        raise UsageError("--today has no effect without --values. Give both, or leave it out.")


def _values(recognizer: Recognizer, doc: Doc, today: date | None) -> list[Value | None]:
    return [recognizer.value(doc, span, today=today) for span in need(doc.entities, "entities")]


def json_line(
    doc: Doc, linked: Sequence[Linked] | None, values: Sequence[Value | None] | None = None
) -> str:
    """A JSON object of the text and its entities; their links and values unless they are None."""
    if linked is None and values is None:
        return entities_line(doc)
    item = json.loads(entities_line(doc))
    if linked is not None:
        item["linked"] = plain_layer(linked)
    if values is not None:
        item["values"] = [
            value if value is None or isinstance(value, str) else asdict(value) for value in values
        ]
    return json.dumps(item, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    """A number as its digits, because JSON would round it; a time in ISO 8601."""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def marked_line(doc: Doc, linked: Sequence[Linked], *, in_colour: bool) -> str:
    """The text with its entities in brackets, each with the full name that it is short for."""
    if not linked and not in_colour:
        return marked(doc.text, need(doc.entities, "entities"))
    names: dict[Span, str] = {span: group.name for group in linked for span in group.spans}
    text, parts, at = doc.text, list[str](), 0
    for span in need(doc.entities, "entities"):
        start, end, label = span
        surface = text[start:end]
        name = names.get(span, surface) if names else surface
        mark = f"[{surface} {label}{'' if name == surface else f' = {name}'}]"
        parts += text[at:start], coloured_entity(mark, label) if in_colour else mark
        at = end
    return "".join([*parts, text[at:]])
