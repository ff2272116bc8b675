"""zhnlp entities: find the names in files or standard input, line by line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import click

from zhnlp.cli import formats, streams
from zhnlp.cli.colours import coloured_entity, has_colours
from zhnlp.cli.options import (
    format_option,
    make_segmenter,
    make_tagger,
    segmenter_options,
    tagger_model_option,
)
from zhnlp.corpus import entities_line
from zhnlp.doc import Doc, Span, need
from zhnlp.io.blocks import Errors
from zhnlp.models.entities.aliases import Linked
from zhnlp.models.lexicons.gazetteer import Gazetteer
from zhnlp.pipeline import Pipeline
from zhnlp.stages.recognizer import Recognizer


@click.command(
    "entities",
    epilog="Example: zhnlp entities news.txt --label PER --label TIME --format jsonl",
)
@streams.stream_options
@click.option(
    "--model",
    "recognizer_model",
    metavar="PACK",
    help="The model of the recognizer: the name of a pack, or a folder. By default one that ships.",
)
@click.option(
    "--label",
    "labels",
    multiple=True,
    metavar="LABEL",
    help="A label to find; can be repeated. By default those of the model. Rules find TIME, "
    "PERCENT, MONEY, ORDINAL, QUANTITY and NUMBER, but only if they are given.",
)
@click.option(
    "--gazetteer",
    metavar="FILE",
    help="Your own names, 'name<TAB>label' on each line. They win over others.",
)
@click.option(
    "--link",
    is_flag=True,
    help="Add short forms of a name in the same line (王先生, 北大), with the name.",
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
    tagger_model: str | None,
    form: formats.Format,
    **settings: Any,
) -> None:
    """Find the names of persons, places and organisations in the lines of FILES, or of
    standard input.

    There is one line of output for each line of input. The words of --lexicon that have a
    label are names, too.
    """
    segmenter = make_segmenter(**settings)
    recognizer = Recognizer(
        model=recognizer_model,
        gazetteer=gazetteer
        and Gazetteer.read(gazetteer, skip_bad_lines=settings["skip_bad_lines"]),
        lexicon=segmenter.lexicon,
        labels=labels or None,
    )
    nlp = Pipeline([segmenter, make_tagger(tagger_model, segmenter), recognizer])
    in_colour = has_colours(target)

    def write_line(text: str, end: str) -> str:
        doc = nlp(text)
        linked = recognizer.link(doc) if link else None
        if linked is not None:
            spans = sorted(span for group in linked for span in group.spans)
            doc = replace(doc, entities=tuple(spans))
        if form == "jsonl":
            return json_line(doc, linked) + "\n"
        return marked_line(doc, linked or (), in_colour=in_colour) + end

    render = formats.LineWriter(write_line, errors)
    streams.run(render, files, target=target, jobs=jobs, encoding=encoding, errors=errors)


def json_line(doc: Doc, linked: Sequence[Linked] | None) -> str:
    """A JSON object of the text, its entities, and their links unless `linked` is None."""
    if linked is None:
        return entities_line(doc)
    item = json.loads(entities_line(doc))
    item["linked"] = [
        {"name": name, "label": label, "spans": [[start, end] for start, end, _ in spans]}
        for name, label, spans in linked
    ]
    return json.dumps(item, ensure_ascii=False)


def marked_line(doc: Doc, linked: Sequence[Linked], *, in_colour: bool) -> str:
    """The text with its entities in brackets, each with the full name that it is short for."""
    names: dict[Span, str] = {span: group.name for group in linked for span in group.spans}
    parts = []
    at = 0
    for span in need(doc.entities, "entities"):
        surface = doc.text_of(span)
        name = names.get(span, surface)
        mark = f"[{surface} {span.label}{'' if name == surface else f' = {name}'}]"
        parts += [doc.text[at : span.start], mark]
        if in_colour:
            parts[-1] = coloured_entity(mark, span.label)
        at = span.end
    return "".join([*parts, doc.text[at:]])
